"""Sheets 变更, 指定, 历史 and 期初累计: what happened, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from constraints.calendar import spoken
from constraints.domain import DAY, Dispensation, Duty, Pin, Substitution, Wish
from constraints.known import Opening, Served
from scheduler.workbook import cells
from scheduler.workbook.days import read_date, read_dates
from scheduler.workbook.layout import CHANGES, GAP, HISTORY, OPENINGS, PINS
from scheduler.workbook.leaves import Leaves, read_leaves
from scheduler.workbook.moves import MoveReader
from scheduler.workbook.table import read_table

if TYPE_CHECKING:
    from datetime import timedelta

    from scheduler.settings import Settings
    from scheduler.workbook.begun import Approval
    from scheduler.workbook.cell import Cell, Row, Table
    from scheduler.workbook.faults import Faults
    from scheduler.workbook.names import Names
    from scheduler.workbook.sources import Sources

WISHES_A_MONTH = 4
CELLS = 20_000


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


class EventReader:
    """Reads the sheets of one centre for one month into ``events``.

    Duties that start no later than ``begun`` are past.
    """

    def __init__(
        self,
        sources: Sources,
        month: date,
        settings: Settings,
        names: Names,
        faults: Faults,
        begun: datetime | None = None,
    ) -> None:
        self.begun = begun
        self.sources, self.month, self.settings = sources, month, settings
        self.names, self.faults = names, faults
        self.middle = month.replace(day=15)
        self.events = Events()
        self.cells = 0

    def read(self) -> Events:
        """Read every sheet."""
        leaves = read_leaves(self.sources, self.middle, self.names, self.faults)
        self.events.leaves, self.events.ignored = leaves, leaves.ignored
        self.events.tables += leaves.tables
        for read, sheet in (
            (MoveReader(self).read, CHANGES),
            (self._pin, PINS),
            (self._history, HISTORY),
            (self._opening, OPENINGS),
        ):
            table = read_table(self.sources.data, sheet, self.faults)
            self.events.tables.append(table)
            for row in table.rows:
                if self.faults.full:
                    break
                read(row)
        self._warn_of_many_wishes()
        return self.events

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
            text = f"{spoken(on)}已由{place} 定为{name}值班,同一班不能再定另一个人"
            self.faults.error(cell, text, "two-on-one-seat")
        self.events.sources.setdefault((person, on), cell)

    def _pin(self, row: Row) -> None:
        people = self.names.find_all(row["姓名"])
        asks = ("必须", "不可", "希望", "不希望", "特批")
        asked = self.faults.read(row["要求"], partial(cells.choice, allowed=asks), "")
        days = self.faults.read(row["日期"], partial(read_dates, middle=self.middle), ())
        if not row["日期"].text:
            self.faults.error(row["日期"], "没有填日期", "no-date")
        if asked == "特批" and not row["批准人"].text:
            self.faults.error(row["批准人"], "特批要填批准人", "no-approver")
        self.cells += len(people) * len(days)
        if self.cells > CELLS:
            self.faults.error(row["日期"], f"到这里已超过 {CELLS} 个人次,请删去过去的", "too-many")
            return
        for person, on in ((person, on) for person in people for on in days):
            if asked in ("希望", "不希望"):
                self._wish(person, on, asked == "希望", row)
            elif asked == "特批":
                self.events.dispensations.append(Dispensation(person, on, row["批准人"].shown))
            elif asked:
                self.events.pins.append(Pin(person, on, asked == "必须"))
                if asked == "必须":
                    self.fix(person, on, row["日期"])

    def _wish(self, person: str, on: date, wanted: bool, row: Row) -> None:
        twice = (person, on) in self.events.wished
        self.events.wished.add((person, on))
        if twice and on.replace(day=1) == self.month:
            name = self.names.staff[person].person.name
            self.faults.error(row["日期"], f"{name}{spoken(on)}的意愿填了两次", "wish-twice")
        self.events.wishes.append(Wish(person, on, wanted))

    def _warn_of_many_wishes(self) -> None:
        for key, one in self.names.staff.items():
            against = [w for w in self.events.wishes if w.person == key and not w.wanted]
            against = [w for w in against if w.date.replace(day=1) == self.month]
            if len(against) > WISHES_A_MONTH:
                text = f"{one.person.name}这个月有 {len(against)} 个「不希望」,太多会互相抵消"
                self.faults.warn(one.cell, text, "many-wishes")

    def _history(self, row: Row) -> None:
        on = self.date_of(row["日期"])
        if row["值班人"].text in ("", GAP):
            return
        person = self.names.find(row["值班人"])
        if on is None or person is None:
            return
        if on >= self.month:
            text = f"{spoken(on)}不在{self.month.month}月之前,历史只用本月以前的,这一行没有使用"
            self.faults.warn(row["日期"], text, "history-late")
            return
        if on in self.events.told:
            self.faults.error(row["日期"], f"{spoken(on)}填了两次", "history-twice")
            return
        self.events.served.append(Served(self.duty(on), person))
        self.events.told[on] = row["值班人"]

    def duty(self, on: date) -> Duty:
        """Return the duty of a date outside the month, by the centre's hours."""
        length: timedelta = self.settings.length
        start = datetime.combine(on, self.settings.policy.handover)
        return Duty(start, start + length)

    def _opening(self, row: Row) -> None:
        person = self.names.find(row["姓名"])
        count = partial(cells.number, what="班数")
        total, rest, holiday, due = (
            self.faults.read(row[name], count, None)
            for name in ("合计", "休息日", "法定节假日", "应值")
        )
        if not row["合计"].text:
            self.faults.error(row["合计"], "没有填合计班数", "no-count")
        until = self.faults.read(row["截至日期"], partial(read_date, middle=self.middle), None)
        if until is None and not row["截至日期"].text:
            until = self.month - DAY
            self.faults.warn(row["截至日期"], f"没有填截至日期,当作 {until}", "no-until")
        if until and until >= self.month:
            text = f"截至日期 {until} 不在{self.month.month}月之前,这一行没有计入"
            self.faults.warn(row["截至日期"], text, "until-late")
        if person is None or total is None or until is None:
            return
        if any(one.person == person for one in self.events.openings):
            name = self.names.staff[person].person.name
            self.faults.error(row["姓名"], f"{name}的期初累计填了两次", "opening-twice")
            return
        self.events.opened[person] = row["姓名"]
        self.events.openings.append(Opening(person, until, total, rest, holiday, due))
