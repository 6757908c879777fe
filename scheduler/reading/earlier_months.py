"""What is known of other months: the ledger first, sheet 历史 for the time before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constraints.calendar import FairnessClass, zh_date
from constraints.domain import Duty
from constraints.history import Served, Tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from constraints.domain import Slot
    from constraints.history import Opening
    from scheduler.ledger.revision import Revision
    from scheduler.reading.cells.faults import Faults
    from scheduler.reading.cells.named_cells import Cell
    from scheduler.reading.sheets.people import Staff


def duties_of_other_months(
    served: Iterable[Served],
    cells: Mapping[Slot, Cell],
    revisions: Iterable[Revision],
    staff: Mapping[str, Staff],
    faults: Faults,
) -> list[Served]:
    """Return the duties of other months; where the ledger and sheet 历史 differ, the ledger's.

    ``cells`` are the cells of 历史 by duty, at which differences are warned of.
    """
    by_slot: dict[Slot, list[Served]] = {}
    for one in served:
        by_slot.setdefault(one.duty.slot, []).append(one)
    for revision in revisions:
        for slot, keys in revision.assignment.items():
            written = by_slot.pop(slot, [])
            if other := next((one for one in written if one.person not in keys), None):
                name = staff[other.person].person.name
                recorded = "、".join(revision.names[key] for key in keys) or "没有人"
                text = f"{zh_date(slot.date)}这里写的是{name}，台账里是{recorded}；以台账为准"
                faults.warn(cells[slot], text, "history-differs")
        for seat in revision.seats:
            if seat.person in staff:
                duty = Duty(seat.start, seat.end, revision.post, shift=seat.shift)
                by_slot.setdefault(duty.slot, []).append(Served(duty, seat.person))
    every = (one for known in by_slot.values() for one in known)
    return sorted(every, key=lambda one: one.duty.start)


def earlier_tallies(
    revisions: Iterable[Revision],
    openings: Iterable[Opening],
    cells: Mapping[str, Cell],
    staff: Mapping[str, Staff],
    faults: Faults,
) -> list[Tally]:
    """Return due and served of the published months, of the people who are still listed.

    ``cells`` are the cells of 期初累计 by person, at which it is said that published months up to
    that count do not count again.
    """
    until = {one.person: one.until for one in openings}
    tallies = [tally for one in revisions for tally in one.tallies if tally.person in staff]
    covered = {
        tally.person: tally.month
        for tally in sorted(tallies, key=lambda tally: tally.month)
        if tally.cls is FairnessClass.TOTAL and tally.person in until
        if tally.month <= until[tally.person]
    }
    for person, month in covered.items():
        text = (
            f"{staff[person].person.name}的期初累计算到 {until[person]}，"
            f"台账里 {month:%Y-%m} 及以前的月份不再另算"
        )
        faults.warn(cells[person], text, "opening-covers")
    return tallies
