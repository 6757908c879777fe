"""What the sheets of leaves, changes, pins and history say, ready for a Problem."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from constraints.calendar import zh_date
from constraints.domain import Duty
from scheduler.reading.cells.dates import read_date
from scheduler.reading.sheets.leaves import Leaves

if TYPE_CHECKING:
    from datetime import date, timedelta

    from constraints.domain import Dispensation, Pin, Substitution, Wish
    from constraints.history import Opening, Served
    from scheduler.reading.cells.faults import Faults
    from scheduler.reading.cells.named_cells import Cell, Table
    from scheduler.reading.sheets.people import Approval, NameFinder
    from scheduler.settings import Settings


@dataclass(slots=True)
class Events:
    """What the sheets say, ready for a Problem.

    ``sources`` gives for person and date the cells that fix it, ``told`` and ``opened`` where
    〈历史〉 speaks of a date and 〈期初累计〉 of a person; ``ignored`` are the rows without effect,
    one sentence each; ``approvals`` says why an approved change of a date was made.
    """

    leaves: Leaves = field(default_factory=Leaves)
    substitutions: list[Substitution] = field(default_factory=list)
    pins: list[Pin] = field(default_factory=list)
    wishes: list[Wish] = field(default_factory=list)
    dispensations: list[Dispensation] = field(default_factory=list)
    served: list[Served] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)
    sources: dict[tuple[str, date], Cell] = field(default_factory=dict)
    seats: dict[date, tuple[str, Cell]] = field(default_factory=dict)
    told: dict[date, Cell] = field(default_factory=dict)
    opened: dict[str, Cell] = field(default_factory=dict)
    wished: set[tuple[str, date]] = field(default_factory=set)
    ignored: list[str] = field(default_factory=list)
    notes: dict[date, list[str]] = field(default_factory=dict)
    approvals: dict[date, Approval] = field(default_factory=dict)
    tables: list[Table] = field(default_factory=list)


class Entries:
    """Collects what the rows of one centre say of one month in ``events``.

    Duties that start no later than ``begun`` are past.
    """

    def __init__(
        self,
        month: date,
        settings: Settings,
        names: NameFinder,
        faults: Faults,
        begun: datetime | None = None,
    ) -> None:
        self.begun = begun
        self.month, self.settings = month, settings
        self.names, self.faults = names, faults
        self.middle = month.replace(day=15)
        self.events = Events()

    def date_of(self, cell: Cell) -> date | None:
        """Return the date in a cell that must have one."""
        on = self.faults.read(cell, partial(read_date, middle=self.middle), None)
        if on is None and not cell.text:
            self.faults.error(cell, "没有填日期", "no-date")
        return on

    def note(self, on: date, text: str) -> None:
        """Keep what the roster remarks on a date."""
        self.events.notes.setdefault(on, []).append(text)

    def fix(self, person: str, on: date, cell: Cell) -> None:
        """Keep where a cell was fixed; two people on one seat is an error."""
        seated, where = self.events.seats.setdefault(on, (person, cell))
        if seated != person and on.replace(day=1) == self.month:
            place = f"〈{where.sheet}〉{where.address}"
            name = self.names.staff[seated].person.name
            text = f"{zh_date(on)}已由{place} 定为{name}值班,同一班不能再定另一个人"
            self.faults.error(cell, text, "two-on-one-seat")
        self.events.sources.setdefault((person, on), cell)

    def duty(self, on: date) -> Duty:
        """Return the duty of a date outside the month, by the centre's hours."""
        length: timedelta = self.settings.length
        start = datetime.combine(on, self.settings.policy.handover)
        return Duty(start, start + length)
