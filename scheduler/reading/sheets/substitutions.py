"""Sheet 变更: substitutions and swaps, approved or not, overruled by a later leave or not."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from constraints.calendar import zh_date
from constraints.domain import Substitution
from scheduler.reading.cells import values
from scheduler.reading.cells.dates import read_date
from scheduler.reading.sheets.people import Approval
from scheduler.reading.sheets.words import CHANGES, meant

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from scheduler.reading.cells.named_cells import Row
    from scheduler.reading.sheets.month_entries import MonthEntries


def read_substitutions(entries: MonthEntries, rows: Iterable[Row]) -> None:
    """Take over the rows of 变更; one that is not approved is listed and stops nothing."""
    for row in rows:
        if entries.faults.read(row["状态"], values.status, True):
            _read_approved(entries, row)
        else:
            what = f"{row['原值班人'].shown} {row['值班日期'].shown} 的{row['类型'].shown}"
            status = row["状态"].shown or "未填状态"
            entries.ignored.append(f"{row['类型'].place} {what}（{status}）")


def _read_approved(entries: MonthEntries, row: Row) -> None:
    names, faults = entries.names, entries.faults
    kind = faults.read(row["类型"], partial(meant, words=CHANGES), "")
    on = entries.date_of(row["值班日期"])
    original = names.find(row["原值班人"])
    taker = names.find(row["替班人"]) if row["替班人"].text else None
    approved = _approval_date(entries, row)
    back = entries.date_of(row["换回日期"]) if kind == "换班" else None
    if kind == "换班" and not row["替班人"].text:
        faults.error(row["替班人"], "换班要填替班人", "no-name")
    if not kind or on is None or original is None or (row["替班人"].text and taker is None):
        return
    if original == taker:
        faults.error(row["替班人"], "原值班人和替班人是同一个人", "same-person")
        return
    if kind == "换班" and (back is None or taker is None):
        return
    takes = [(taker, on), (original, back)] if back else [(taker, on)]
    if any(_overruled(entries, row, approved, key, day) for key, day in takes if key and day):
        return
    entries.substitutions.append(Substitution(on, original, taker, back))
    for day in (on, back):
        if day:
            entries.approvals[day] = Approval(row["原因"].shown, row["批准人"].shown)
    giver = names.name_of(original)
    entries.note(on, f"{kind}（原{giver}）" if taker else f"{giver}不值，另排")
    if taker is None:
        entries.deciding_cells.setdefault((original, on), row["原值班人"])
        return
    entries.decide(taker, on, row["替班人"])
    if back:
        entries.decide(original, back, row["换回日期"])
        entries.note(back, f"换班（原{names.name_of(taker)}）")


def _approval_date(entries: MonthEntries, row: Row) -> date | None:
    return entries.faults.read(row["批准日期"], partial(read_date, middle=entries.middle), None)


def _overruled(
    entries: MonthEntries, row: Row, approved: date | None, person: str, on: date
) -> bool:
    """Tell whether a leave of the person who takes a duty undoes the change.

    Of two approvals that contradict each other the later one holds; where nobody says which
    that is, both rows are named.
    """
    duty = entries.duty(on)
    if on.replace(day=1) != entries.month or (entries.begun and duty.start <= entries.begun):
        return False
    for leave, leave_row in entries.leaves.approved:
        if leave.person != person or not leave.conflicts(duty):
            continue
        if leave.eve(duty, entries.settings.policy.handover):
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
