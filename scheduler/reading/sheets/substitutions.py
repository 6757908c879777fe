"""Sheet 变更: substitutions and swaps in order of approval, or overruled by a later leave."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from constraints.calendar import zh_date
from constraints.decisions import Substitution
from constraints.substitutions import moves
from scheduler.reading.cells import values
from scheduler.reading.cells.dates import read_date
from scheduler.reading.cells.faults import Faults
from scheduler.reading.sheets.people import Approval
from scheduler.reading.sheets.words import CHANGES, meant

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.reading.cells.named_cells import Cell, Row
    from scheduler.reading.sheets.month_entries import MonthEntries


def read_substitutions(entries: MonthEntries, rows: Iterable[Row]) -> None:
    """Take over the rows of 变更; one that is not approved is listed and stops nothing.

    Rows apply by 批准日期; one without follows the row before it.
    """
    approved: list[tuple[date, Row]] = []
    for row in rows:
        standing = entries.faults.read(row["状态"], values.status, True)
        if standing:
            before = approved[-1][0] if approved else date.min
            approved.append((_approval_date(entries, row) or before, row))
        else:
            if taken_back := _taken_back(entries, row):
                entries.withdrawn.append(taken_back)
            on = zh_date(taken_back.date) if taken_back else f" {row['值班日期'].shown} "
            what = f"{row['原值班人'].shown}{on}的{row['类型'].shown}"
            status = row["状态"].shown or "未填状态"
            entries.ignored.append(f"{row['类型'].place} {what}（{status}）")
    _apply(entries, [row for _, row in sorted(approved, key=lambda pair: pair[0])])


def _apply(entries: MonthEntries, rows: Iterable[Row]) -> None:
    """Apply approved rows one after the other, in this order."""
    read = [(row, found) for row in rows if (found := _read_approved(entries, row))]
    given_later = Counter((giver, on) for _, (_, sub) in read for on, giver, _ in sub.moves)
    for row, (kind, sub) in read:
        given_later.subtract((giver, on) for on, giver, _ in sub.moves)
        # Whoever passes a duty on again may be away.
        keeps = [
            move for move in moves([sub]) if move.taker and given_later[move.taker, move.date] <= 0
        ]
        if any(_overruled(entries, row, one.taker or "", one.date, one.shift) for one in keeps):
            continue
        approval = Approval(row["原因"].shown, row["批准人"].shown)
        taker = row["替班人"] if sub.replacement else row["原值班人"]
        entries.change(sub, kind, approval, (taker, row["换回日期"], row["原值班人"]))
    entries.settle_changes()


def _taken_back(entries: MonthEntries, row: Row) -> Substitution | None:
    """Return what a row says that may have been approved once, if it can be read."""
    faults = Faults(entries.faults.file)
    names = entries.names.reporting_to(faults)
    on, back = (
        faults.read(row[name], partial(read_date, middle=entries.middle), None)
        for name in ("值班日期", "换回日期")
    )
    original = names.find(row["原值班人"])
    taker = names.find(row["替班人"]) if row["替班人"].text else None
    if faults.messages or on is None or original is None:
        return None
    return Substitution(on, original, taker, back if taker else None)


def _read_approved(entries: MonthEntries, row: Row) -> tuple[str, Substitution] | None:
    """Return 顶班 or 换班 and who gives what to whom; None where something is wrong with it."""
    names, faults = entries.names, entries.faults
    kind = faults.read(row["类型"], partial(meant, words=CHANGES), "")
    on = entries.date_of(row["值班日期"])
    original = names.find(row["原值班人"])
    taker = names.find(row["替班人"]) if row["替班人"].text else None
    back = entries.date_of(row["换回日期"]) if kind == "换班" else None
    if kind == "换班" and not row["替班人"].text:
        faults.error(row["替班人"], "换班要填替班人", "no-name")
    if not kind or on is None or original is None or (row["替班人"].text and taker is None):
        return None
    if original == taker:
        faults.error(row["替班人"], "原值班人和替班人是同一个人", "same-person")
        return None
    if kind == "换班" and (back is None or taker is None):
        return None
    shifts = [_shift(entries, row["班次"], row["值班日期"], on, original)]
    if back and taker:
        shifts.append(_shift(entries, row["换回班次"], row["换回日期"], back, taker))
    if None in shifts:
        return None
    if on == back and shifts[0] == shifts[-1]:
        text = "换回日期和值班日期是同一天"
        text += "" if entries.post.is_plain else "，班次也一样；同一天对调，请填班次和换回班次"
        faults.error(row["换回日期"], text, "same-day")
        return None
    return kind, Substitution(on, original, taker, back, *(one or "" for one in shifts))


def _shift(entries: MonthEntries, cell: Cell, day: Cell, on: date, giver: str) -> str | None:
    """Return which duty of a date somebody gives up; where nobody can tell, None and an error."""
    if entries.had_one_duty(on):
        return ""
    named = entries.shift_in(cell)
    if named is None:
        return None
    if text := entries.not_begun(on, named):
        entries.faults.error(day, text, "no-duty")
        return None
    if shift := named or entries.shift_of(on, giver):
        return shift
    name = entries.names.name_of(giver)
    text = f"{zh_date(on)}有几个班，看不出{name}的是哪一班；请填班次"
    entries.faults.error(cell if cell.address else day, text, "no-shift")
    return None


def _approval_date(entries: MonthEntries, row: Row) -> date | None:
    return entries.faults.read(row["批准日期"], partial(read_date, middle=entries.middle), None)


def _overruled(entries: MonthEntries, row: Row, person: str, on: date, shift: str) -> bool:
    """Tell whether a leave of the person who takes a duty undoes the change.

    Of two approvals that contradict each other the later one holds; where nobody says which
    that is, both rows are named.
    """
    slot = entries.slot(on, shift)
    duty, approved = entries.duty(slot), _approval_date(entries, row)
    if not entries.in_month(slot) or (entries.begun and duty.start <= entries.begun):
        return False
    for leave, leave_row in entries.leaves.approved:
        if leave.person != person or not leave.conflicts(duty):
            continue
        if leave.eve(duty, entries.post.policy.eves_until):
            continue
        granted = _approval_date(entries, leave_row)
        who, place = entries.names.name_of(person), leave_row["姓名"].place
        what = f"{row['类型'].place} 让{who}{zh_date(on)}值班"
        if approved is None or granted is None or granted == approved:
            text = f"{what}，{place} 又准了{who}的假；请在两行都填批准日期，批准在后的算数"
            entries.faults.error(row["批准日期"], text, "leave-or-duty")
            return True
        if granted > approved:
            entries.ignored.append(f"{what}，但后来批准了{who}的假（{place}）")
            return True
    return False
