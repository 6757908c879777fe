"""What the sheets of leaves, changes, pins and history say of one month, ready for a Problem."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from constraints.calendar import dates, zh_date
from constraints.domain import POST, Slot
from constraints.shifts import days_of
from constraints.substitutions import moves
from scheduler.reading.cells.dates import read_date
from scheduler.reading.sheets.leaves import Leaves
from scheduler.reading.sheets.post import only_post

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from constraints.calendar import Calendar
    from constraints.decisions import Dispensation, Pin, Substitution, Wish
    from constraints.domain import Duty
    from constraints.history import Opening, Served
    from scheduler.reading.cells.faults import Faults
    from scheduler.reading.cells.named_cells import Cell, Table
    from scheduler.reading.sheets.people import Approval, NameFinder
    from scheduler.reading.sheets.post import Post
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
    """What the sheets say of one month of one post; the readers of the sheets fill it row by row.

    ``calendar`` gives the calendar of a year. Duties that start no later than ``begun`` are past;
    ``ledger_start`` is the first date in the ledger, ``known`` is who has which duty as published.
    ``deciding_cells`` gives for person and date the cell that decides it, ``seats`` for a duty with
    one seat who was put there, how and where; ``handovers`` is what 变更 says of a duty,
    ``withdrawn`` are its rows that are not approved; ``history_cells`` and ``opening_cells`` say
    where 〈历史〉 has a duty and 〈期初累计〉 a person. ``ignored`` are the rows without effect, in
    words.
    """

    month: date
    settings: Settings
    names: NameFinder
    faults: Faults
    post: Post
    calendar: Callable[[int], Calendar]
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
    known: dict[Slot, tuple[str, ...]] = field(default_factory=dict)
    _duties: dict[date, tuple[Duty, ...]] = field(default_factory=dict)

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
        if self.had_one_duty(slot.date):
            return True
        return [duty.need for duty in self.duties_on(slot.date, slot.shift)] == [1]

    def had_one_duty(self, on: date) -> bool:
        """Tell whether a date has but the one duty of 设置: before its shifts, or as published."""
        if self.post.is_plain or self.post.name != POST:
            return self.post.is_plain
        published = any(slot.date == on and not slot.shift for slot in self.known)
        return published or [duty.shift for duty in self.duties_on(on)] == [""]

    def duties_on(self, on: date, shift: str = "") -> list[Duty]:
        """Return the duties of the post that start on a date, or the one of a shift."""
        first = on.replace(day=1)
        if first not in self._duties:
            self._duties[first] = self.post.duties(first, self.calendar(on.year))
        own = (duty for duty in self._duties[first] if duty.date == on)
        return [duty for duty in own if shift in ("", duty.shift)]

    def not_begun(self, on: date, shift: str = "") -> str:
        """Say that no duty, or none of a shift, starts on a date of the month; '' if one does.

        A week's duty starts on its first day.
        """
        published = any(one.date == on and shift in ("", one.shift) for one in self.known)
        if self.had_one_duty(on) or published or self.duties_on(on, shift):
            return ""
        if on.replace(day=1) != self.month:
            return ""
        found = (duty for day in dates(self.month, on) for duty in self.duties_on(day, shift))
        during = next((duty for duty in found if on in days_of(duty)), None)
        text = f"{zh_date(on)}没有{shift or self.post.name}开始"
        if during:
            return f"{text}，那天的班从{zh_date(during.date)}起，请填那一天"
        return f"{text}，请改日期，或删去这一行"

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
            slot = self.slot(move.date, move.shift)
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
        """Return a duty, also one outside the month or on a day that the shift leaves out."""
        named = [] if self.post.is_plain else self.duties_on(slot.date, slot.shift)
        if not slot.shift and self.had_one_duty(slot.date):
            return only_post(self.settings).duty(slot.date, "")
        return named[0] if named else self.post.duty(slot.date, slot.shift)

    def slot(self, on: date, shift: str = "") -> Slot:
        """Return what names a duty of the post; the only one of a date needs no name."""
        if shift or self.had_one_duty(on):
            return Slot(on, self.post.name, shift)
        if len(self.post.shifts) == 1:
            shift = self.post.shifts[0].name
        else:
            named = self.duties_on(on)
            shift = named[0].shift if len(named) == 1 else ""
        return Slot(on, self.post.name, shift)

    def shift_of(self, on: date, person: str) -> str:
        """Return the shift that somebody is known to have on a date, '' if nobody can tell."""
        own = {
            slot.shift for slot, keys in self.known.items() if slot.date == on and person in keys
        }
        only = self.duties_on(on)
        return only[0].shift if len(only) == 1 else own.pop() if len(own) == 1 else ""

    def shift_in(self, cell: Cell) -> str | None:
        """Return the shift that a cell names, '' for none; an unknown one is an error and None."""
        if self.post.is_plain:
            return ""
        published = {slot.shift for slot in self.known}
        if not cell.text or self.post.shift(cell.text) or cell.text in published:
            return cell.text
        known = "、".join(one.name for one in self.post.shifts if one.name) or "没有分班次"
        text = f"{self.post.name}没有「{cell.shown}」这个班次（{known}）"
        self.faults.error(cell, text, "unknown-shift")
        return None
