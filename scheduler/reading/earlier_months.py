"""What is known of other months: the ledger first, sheet 历史 for the time before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constraints.calendar import FairnessClass, zh_date
from constraints.domain import Duty
from constraints.history import Served, Tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from constraints.history import Opening
    from scheduler.ledger.revision import Revision
    from scheduler.reading.cells.faults import Faults
    from scheduler.reading.cells.named_cells import Cell
    from scheduler.reading.sheets.people import Staff


def duties_of_other_months(
    served: Iterable[Served],
    cells: Mapping[date, Cell],
    revisions: Iterable[Revision],
    staff: Mapping[str, Staff],
    faults: Faults,
) -> list[Served]:
    """Return the duties of other months, from the ledger wherever it speaks of a date.

    ``cells`` says where in sheet 历史 a date stands; a difference is warned of there.
    """
    found = {one.duty.date: one for one in served}
    for revision in revisions:
        for seat in revision.seats:
            on = seat.start.date()
            told = found.pop(on, None)
            if told and told.person != seat.person:
                said, held = staff[told.person].person.name, seat.name or "没有人"
                text = f"{zh_date(on)}这里写的是{said},台账里是{held};以台账为准"
                faults.warn(cells[on], text, "history-differs")
            if seat.person in staff:
                found[on] = Served(Duty(seat.start, seat.end, revision.post), seat.person)
    return sorted(found.values(), key=lambda one: one.duty.start)


def earlier_tallies(
    revisions: Iterable[Revision],
    openings: Iterable[Opening],
    cells: Mapping[str, Cell],
    staff: Mapping[str, Staff],
    faults: Faults,
) -> list[Tally]:
    """Return due and served of the published months, as far as their people are still listed.

    ``cells`` says where in sheet 期初累计 a person stands: months up to that count are left out.
    """
    until = {one.person: one.until for one in openings}
    found = [tally for one in revisions for tally in one.tallies if tally.person in staff]
    covered = {
        tally.person: tally.month
        for tally in sorted(found, key=lambda tally: tally.month)
        if tally.cls is FairnessClass.TOTAL and tally.person in until
        if tally.month <= until[tally.person]
    }
    for person, month in covered.items():
        text = (
            f"{staff[person].person.name}的期初累计算到 {until[person]},"
            f"台账里 {month:%Y-%m} 及以前的月份不再另算"
        )
        faults.warn(cells[person], text, "opening-covers")
    return found
