"""Rows of 变更 held against who has each duty: as published, or as 历史 has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constraints.calendar import next_month, zh_date
from constraints.domain import DAY
from constraints.substitutions import moves
from scheduler.reading.fixed_cells import DAYS_BEFORE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from constraints.domain import Assignment, Slot
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
    told: dict[Slot, tuple[str, ...]] = {}
    for served in entries.served:
        slot = served.duty.slot
        told[slot] = (*told.get(slot, ()), served.person)
    first = entries.month - DAYS_BEFORE * DAY
    end = next_month(entries.month) + DAYS_BEFORE * DAY
    for revision in others:
        has = revision.assignment
        near = {slot: keys for slot, keys in has.items() if first <= slot.date < end}
        _compare(entries, near, revision.names, f"{revision.month:%Y-%m} v{revision.number}")
        # Where the ledger and 历史 differ, the ledger's holds.
        told = {slot: keys for slot, keys in told.items() if slot not in has}
    _compare(entries, told, {}, "〈历史〉")
    stands: Assignment = {}
    if published:
        newest = published[-1]
        stands = newest.assignment
        _compare(entries, stands, newest.names, f"v{newest.number}")
        _look_for_givers(entries, published)
    for slot, chains in entries.handovers.items():
        for passed in chains:
            if text := _remark(entries, slot, passed, stands.get(slot)):
                entries.note(slot.date, text)


def _compare(entries: MonthEntries, has: Assignment, called: dict[str, str], where: str) -> None:
    """Note the handovers of duties that somebody else has; who has it after one is as good."""
    for slot, passed in _chains(entries):
        holders = has.get(slot)
        if holders is None or {*holders, None} & {*passed.holders}:
            continue
        giver = entries.names.name_of(passed.holders[0] or "")
        if not holders:
            text = f"{zh_date(slot.date)} {where} 上没有人值班，不是{giver}的班；照这一行办"
            entries.faults.warn(passed.given, text, "gap-passed-on")
            continue
        _refuse(entries, slot.date, passed, where, _named(entries, holders, called))


def _chains(entries: MonthEntries) -> Iterator[tuple[Slot, Handovers]]:
    return ((slot, one) for slot, chains in entries.handovers.items() for one in chains)


def _named(entries: MonthEntries, keys: Iterable[str], called: dict[str, str]) -> str:
    return "、".join(called.get(key) or entries.names.name_of(key) for key in keys)


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
        (move.date, move.shift, move.giver)
        for one in published
        for move in moves(one.substitutions)
    }
    stands = newest.assignment
    for slot, passed in _chains(entries):
        giver, holders = passed.holders[0] or "", stands.get(slot, ())
        had = any(giver in one.assignment.get(slot, ()) or not one.centre for one in published)
        if not holders or had or (slot.date, slot.shift, giver) in recorded:
            continue
        if {*holders, None} & set(passed.holders):
            name = _named(entries, holders, newest.names)
            _refuse(entries, slot.date, passed, f"v{newest.number}", name)


def _remark(
    entries: MonthEntries, slot: Slot, passed: Handovers, holders: tuple[str, ...] | None
) -> str:
    """Return what the roster remarks of a duty passed on that ``holders`` have as published."""
    giver = entries.names.name_of(passed.holders[0] or "")
    if passed.holders[-1]:
        return passed.kind if holders == () else f"{passed.kind}（原{giver}）"
    begun = entries.begun and entries.duty(slot).start <= entries.begun
    # Nobody else is sought any more for what has begun.
    return "" if begun and {*(holders or ())} & {*passed.holders} else f"{giver}不值，另排"


def chains(entries: MonthEntries) -> Iterator[str]:
    """Yield from whom to whom each duty of the month goes that is passed on more than once."""
    for slot, passed in sorted(_chains(entries), key=lambda one: one[0]):
        if len(passed.holders) > 2 and entries.in_month(slot):
            names = (entries.names.name_of(key) if key else "另排" for key in passed.holders)
            yield f"{zh_date(slot.date)}：{' → '.join(names)}"
