"""What the sheets of leaves, changes, pins and history say of one month, ready for a Problem."""

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
    from datetime import date

    from constraints.domain import Dispensation, Pin, Substitution, Wish
    from constraints.history import Opening, Served
    from scheduler.reading.cells.faults import Faults
    from scheduler.reading.cells.named_cells import Cell, Table
    from scheduler.reading.sheets.people import Approval, NameFinder
    from scheduler.settings import Settings


@dataclass(slots=True)
class MonthEntries:
    """What the sheets say of one month; the readers of the sheets fill it row by row.

    Duties that start no later than ``begun`` are past; ``ledger_start`` is the first date in the
    ledger. ``deciding_cells`` gives for person and
    date the cell that decides it, ``seats`` for a date who was put there and where;
    ``history_cells`` and ``opening_cells`` say where 〈历史〉 has a date and 〈期初累计〉 a person.
    ``ignored`` are the rows without effect, one sentence each; ``approvals`` says why an approved
    change of a date was made.
    """

    month: date
    settings: Settings
    names: NameFinder
    faults: Faults
    begun: datetime | None = None
    ledger_start: date | None = None
    leaves: Leaves = field(default_factory=Leaves)
    substitutions: list[Substitution] = field(default_factory=list)
    pins: list[Pin] = field(default_factory=list)
    wishes: list[Wish] = field(default_factory=list)
    dispensations: list[Dispensation] = field(default_factory=list)
    served: list[Served] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)
    deciding_cells: dict[tuple[str, date], Cell] = field(default_factory=dict)
    seats: dict[date, tuple[str, Cell]] = field(default_factory=dict)
    history_cells: dict[date, Cell] = field(default_factory=dict)
    opening_cells: dict[str, Cell] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    notes: dict[date, list[str]] = field(default_factory=dict)
    approvals: dict[date, Approval] = field(default_factory=dict)
    tables: list[Table] = field(default_factory=list)

    @property
    def middle(self) -> date:
        """The day to which dates without a year are near."""
        return self.month.replace(day=15)

    def date_of(self, cell: Cell) -> date | None:
        """Return the date in a cell that must have one."""
        on = self.faults.read(cell, partial(read_date, middle=self.middle), None)
        if on is None and not cell.text:
            self.faults.error(cell, "没有填日期", "no-date")
        return on

    def note(self, on: date, text: str) -> None:
        """Keep what the roster remarks on a date."""
        self.notes.setdefault(on, []).append(text)

    def decide(self, person: str, on: date, cell: Cell) -> None:
        """Keep where it was decided who serves; two people on one seat are an error."""
        seated, where = self.seats.setdefault(on, (person, cell))
        if seated != person and on.replace(day=1) == self.month:
            name = self.names.name_of(seated)
            text = f"{zh_date(on)}已由{where.place} 定为{name}值班，同一班不能再定另一个人"
            self.faults.error(cell, text, "two-on-one-seat")
        self.deciding_cells.setdefault((person, on), cell)

    def duty(self, on: date) -> Duty:
        """Return the duty of a date outside the month, by the centre's hours."""
        start = datetime.combine(on, self.settings.policy.handover)
        return Duty(start, start + self.settings.length)
