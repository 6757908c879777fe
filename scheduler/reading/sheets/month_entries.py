"""What the sheets of leaves, changes, pins and history say of one month, ready for a Problem."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from constraints.calendar import zh_date
from constraints.domain import POST, Duty, Slot
from constraints.substitutions import moves
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
    """How rows of 变更 pass one seat on: ``holders`` from the first giver to whoever has it.

    None among them leaves the choice to the program. ``kind`` and ``cell`` are those of the last
    row, ``given`` is where the first giver stands.
    """

    holders: list[str | None]
    kind: str
    cell: Cell
    given: Cell
    approval: Approval


@dataclass(slots=True)
class MonthEntries:
    """What the sheets say of one month; the readers of the sheets fill it row by row.

    Duties that start no later than ``begun`` are past; ``ledger_start`` is the first date in the
    ledger. ``deciding_cells`` gives for person and date the cell that decides it, ``seats`` for a
    duty with one seat who was put there, how and where; ``handovers`` is what 变更 says of a duty,
    ``withdrawn`` are its rows that are not approved;
    ``history_cells`` and ``opening_cells`` say where 〈历史〉 has a duty and 〈期初累计〉 a person.
    ``ignored`` are the rows without effect, one sentence each.
    """

    month: date
    settings: Settings
    names: NameFinder
    faults: Faults
    post: str = POST
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
    seats: dict[Slot, tuple[str, str, Cell]] = field(default_factory=dict)
    handovers: defaultdict[Slot, list[Handovers]] = field(
        default_factory=partial(defaultdict, list)
    )
    withdrawn: list[Substitution] = field(default_factory=list)
    history_cells: dict[Slot, Cell] = field(default_factory=dict)
    opening_cells: dict[str, Cell] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    notes: dict[date, list[str]] = field(default_factory=dict)
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

    def decide(self, person: str, slot: Slot, cell: Cell, what: str = "已指定{}必须值班") -> None:
        """Keep where it was decided who serves; two people on one seat are an error.

        ``what`` says it in words, with {} for the name.
        """
        if self.one_seat(slot):
            seated, how, where = self.seats.setdefault(slot, (person, what, cell))
            if seated != person and self.in_month(slot):
                self._contradict(slot, how.format(self.names.name_of(seated)), where, person, cell)
        self.deciding_cells.setdefault((person, slot.date), cell)

    def _contradict(self, slot: Slot, what: str, where: Cell, person: str, cell: Cell) -> None:
        name = self.names.name_of(person)
        text = f"{zh_date(slot.date)}{what}（{where.place}），这里又写了{name}；只能留一个"
        self.faults.error(cell, text, "two-on-one-seat")

    def in_month(self, slot: Slot) -> bool:
        """Tell whether a duty starts in the month that is read."""
        return slot.date.replace(day=1) == self.month

    def one_seat(self, slot: Slot) -> bool:
        """Tell whether there is but one seat that a slot may mean."""
        return True

    def change(
        self, sub: Substitution, kind: str, approval: Approval, cells: tuple[Cell, Cell, Cell]
    ) -> None:
        """Apply an approved row of 变更 to what the rows before it have left.

        ``cells`` decide who serves its date and the date in return, and who gives the first. A
        row that speaks of somebody who does not have the duty any more is an error; the same row
        twice is once.
        """
        found = []
        for move, cell in zip(moves([sub]), cells[:2], strict=False):
            slot = Slot(move.date, self.post, move.shift)
            found.append((slot, move, self._passed(slot, move.giver), cell))
        broken = [one for one in found if one[2] and one[2].holders[-1] not in (one[1].giver, None)]
        if broken and sub in self.substitutions:
            return
        for slot, move, passed, cell in broken:
            if passed and self.in_month(slot):
                holder = self.names.name_of(passed.holders[-1] or "")
                what = f"已批准{holder}{passed.kind}"
                self._contradict(slot, what, passed.cell, move.taker or move.giver, cell)
        if broken:
            return
        self.substitutions.append(sub)
        for slot, move, passed, cell in found:
            if passed is None:
                given = cells[2] if slot.date == sub.date else cell
                passed = Handovers([move.giver], kind, cell, given, approval)
                self.handovers[slot].append(passed)
            passed.holders.append(move.taker)
            passed.kind, passed.cell, passed.approval = kind, cell, approval
            self.deciding_cells.setdefault((move.taker or move.giver, slot.date), cell)

    def _passed(self, slot: Slot, giver: str) -> Handovers | None:
        """Return how the seat that somebody gives up has been passed on so far."""
        chains = self.handovers[slot]
        if self.one_seat(slot):
            return chains[0] if chains else None
        return next((one for one in chains if one.holders[-1] == giver), None)

    def settle_changes(self) -> None:
        """Put whoever has a duty after all rows of 变更 on its seat."""
        for slot, chains in self.handovers.items():
            for passed in chains:
                if last := passed.holders[-1]:
                    self.decide(last, slot, passed.cell, f"已批准{{}}{passed.kind}")

    @property
    def approvals(self) -> dict[tuple[Slot, str], Approval]:
        """Why an approved change was made, by duty and by each of those who had it."""
        return {
            (slot, key or ""): passed.approval
            for slot, chains in self.handovers.items()
            for passed in chains
            for key in (*passed.holders, *([""] if self.one_seat(slot) else []))
        }

    def duty(self, slot: Slot) -> Duty:
        """Return a duty, also one outside the month, by the centre's hours."""
        start = datetime.combine(slot.date, self.settings.policy.handover)
        return Duty(start, start + self.settings.length, self.post)

    def slot(self, on: date, shift: str = "") -> Slot:
        """Return what names a duty of the post."""
        return Slot(on, self.post, shift)
