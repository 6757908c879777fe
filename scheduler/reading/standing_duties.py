"""Rows of 变更 held against who has each duty: as published, or as 历史 has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constraints.calendar import next_month, zh_date
from constraints.domain import DAY
from scheduler.reading.fixed_cells import DAYS_BEFORE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from scheduler.ledger.revision import Revision
    from scheduler.reading.sheets.month_entries import Handovers, MonthEntries


def settle_handovers(
    entries: MonthEntries, published: list[Revision], others: Iterable[Revision]
) -> None:
    """Note the rows that speak of somebody who never had the duty, and what the others remark.

    Parameters
    ----------
    entries
        What the sheets say; its remarks are filled in.
    published
        Every revision of the month, the newest last.
    others
        The newest revisions of other months; of theirs only what borders on the month counts.
    """
    told = {one.duty.date: one.person for one in entries.served}
    first = entries.month - DAYS_BEFORE * DAY
    end = next_month(entries.month) + DAYS_BEFORE * DAY
    for revision in others:
        near = {on: key for on, key in revision.people.items() if first <= on < end}
        _compare(entries, near, _called(revision), f"{revision.month:%Y-%m} v{revision.number}")
        # Where the ledger and 历史 differ, the ledger's holds.
        told = {on: key for on, key in told.items() if on not in revision.people}
    _compare(entries, told, {}, "〈历史〉")
    has: dict[date, str] = {}
    if published:
        newest = published[-1]
        _compare(entries, newest.people, _called(newest), f"v{newest.number}")
        _look_for_givers(entries, published)
        has = newest.people
    for on, passed in entries.handovers.items():
        if text := _remark(entries, on, passed, has.get(on)):
            entries.note(on, text)


def _called(revision: Revision) -> dict[str, str]:
    return {seat.person: seat.name for seat in revision.seats}


def _compare(
    entries: MonthEntries, has: dict[date, str], called: dict[str, str], where: str
) -> None:
    """Note the handovers of duties that somebody else has; who has it after one is as good."""
    for on, passed in entries.handovers.items():
        holder = has.get(on)
        if holder is None or holder in passed.holders or None in passed.holders:
            continue
        giver = entries.names.name_of(passed.holders[0] or "")
        if not holder:
            text = f"{zh_date(on)} {where} 上没有人值班，不是{giver}的班；照这一行办"
            entries.faults.warn(passed.given, text, "gap-passed-on")
            continue
        name = called.get(holder) or entries.names.name_of(holder)
        _refuse(entries, on, passed, where, name)


def _refuse(entries: MonthEntries, on: date, passed: Handovers, where: str, name: str) -> None:
    giver = entries.names.name_of(passed.holders[0] or "")
    text = (
        f"{zh_date(on)} {where} 上是{name}值班，不是{giver}；"
        f"由别人替{name}，原值班人就写{name}，不然请核对日期"
    )
    entries.faults.error(passed.given, text, "not-the-original")


def _look_for_givers(entries: MonthEntries, published: list[Revision]) -> None:
    """Note the handovers that seem done already but whose giver never had the duty.

    An earlier program did not record what was approved before the first publication.
    """
    newest = published[-1]
    recorded = {
        (on, giver) for one in published for sub in one.substitutions for on, giver, _ in sub.moves
    }
    for on, passed in entries.handovers.items():
        giver, holder = passed.holders[0] or "", newest.people.get(on, "")
        had = any(one.people.get(on) == giver or not one.centre for one in published)
        if not holder or had or (on, giver) in recorded or on not in newest.people:
            continue
        if {holder, None} & set(passed.holders):
            _refuse(entries, on, passed, f"v{newest.number}", _called(newest)[holder])


def _remark(entries: MonthEntries, on: date, passed: Handovers, holder: str | None) -> str:
    """Return what the roster remarks of a duty passed on that ``holder`` has as published."""
    giver = entries.names.name_of(passed.holders[0] or "")
    if passed.holders[-1]:
        return passed.kind if holder == "" else f"{passed.kind}（原{giver}）"
    begun = entries.begun and entries.duty(on).start <= entries.begun
    # Nobody else is sought any more for what has begun.
    return "" if begun and holder in passed.holders else f"{giver}不值，另排"


def chains(entries: MonthEntries) -> Iterator[str]:
    """Yield from whom to whom each duty of the month goes that is passed on more than once."""
    for on, passed in sorted(entries.handovers.items()):
        if len(passed.holders) > 2 and on.replace(day=1) == entries.month:
            names = (entries.names.name_of(key) if key else "另排" for key in passed.holders)
            yield f"{zh_date(on)}：{' → '.join(names)}"
