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

    from constraints.decisions import Dispensation, Pin, Substitution, Wish
    from constraints.history import Opening, Served
    from scheduler.reading.cells.faults import Faults
    from scheduler.reading.cells.named_cells import Cell, Table
    from scheduler.reading.sheets.people import Approval, NameFinder
    from scheduler.settings import Settings


@dataclass(slots=True)
class Handovers:
    """How rows of 变更 pass one duty on: ``holders`` from the first giver to whoever has it.

    None among them leaves the choice to the program. ``kind`` and ``cell`` are those of the last
    row, ``given`` is where the first giver stands.
    """

    holders: list[str | None]
    kind: str
    cell: Cell
    given: Cell


@dataclass(slots=True)
class MonthEntries:
    """What the sheets say of one month; the readers of the sheets fill it row by row.

    Duties that start no later than ``begun`` are past; ``ledger_start`` is the first date in the
    ledger. ``deciding_cells`` gives for person and date the cell that decides it, ``seats`` for a
    date who was put there, how and where; ``handovers`` is what 变更 says of a date, ``withdrawn``
    are its rows that are not approved;
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
    seats: dict[date, tuple[str, str, Cell]] = field(default_factory=dict)
    handovers: dict[date, Handovers] = field(default_factory=dict)
    withdrawn: list[Substitution] = field(default_factory=list)
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

    def decide(self, person: str, on: date, cell: Cell, what: str = "已指定{}必须值班") -> None:
        """Keep where it was decided who serves; two people on one seat are an error.

        ``what`` says it in words, with {} for the name.
        """
        seated, how, where = self.seats.setdefault(on, (person, what, cell))
        if seated != person and on.replace(day=1) == self.month:
            self._contradict(on, how.format(self.names.name_of(seated)), where, person, cell)
        self.deciding_cells.setdefault((person, on), cell)

    def _contradict(self, on: date, what: str, where: Cell, person: str, cell: Cell) -> None:
        name = self.names.name_of(person)
        text = f"{zh_date(on)}{what}（{where.place}），这里又写了{name}；只能留一个"
        self.faults.error(cell, text, "two-on-one-seat")

    def change(
        self, sub: Substitution, kind: str, approval: Approval, cells: tuple[Cell, Cell, Cell]
    ) -> None:
        """Apply an approved row of 变更 to what the rows before it have left.

        ``cells`` decide who serves its date and the date in return, and who gives the first. A
        row that speaks of somebody who does not have the duty any more is an error; the same row
        twice is once.
        """
        moves = list(zip(sub.moves, cells[:2], strict=False))
        broken = []
        for (on, giver, taker), cell in moves:
            passed = self.handovers.get(on)
            if passed and passed.holders[-1] not in (giver, None):
                broken.append((on, passed, taker or giver, cell))
        if broken and sub in self.substitutions:
            return
        for on, passed, person, cell in broken:
            if on.replace(day=1) == self.month:
                holder = self.names.name_of(passed.holders[-1] or "")
                what = f"已批准{holder}{passed.kind}"
                self._contradict(on, what, passed.cell, person, cell)
        if broken:
            return
        self.substitutions.append(sub)
        for (on, giver, taker), cell in moves:
            given = cells[2] if on == sub.date else cell
            passed = self.handovers.setdefault(on, Handovers([giver], kind, cell, given))
            passed.holders.append(taker)
            passed.kind, passed.cell = kind, cell
            self.approvals[on] = approval
            self.deciding_cells.setdefault((taker or giver, on), cell)

    def settle_changes(self) -> None:
        """Put whoever has a duty after all rows of 变更 on its seat."""
        for on, passed in self.handovers.items():
            if last := passed.holders[-1]:
                self.decide(last, on, passed.cell, f"已批准{{}}{passed.kind}")

    def duty(self, on: date) -> Duty:
        """Return the duty of a date outside the month, by the centre's hours."""
        start = datetime.combine(on, self.settings.policy.handover)
        return Duty(start, start + self.settings.length)
