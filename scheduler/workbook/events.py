"""Sheets 变更, 指定, 历史 and 期初累计: what happened, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from constraints.calendar import spoken
from constraints.domain import (
    DAY,
    Dispensation,
    Duty,
    Opening,
    Pin,
    Served,
    Substitution,
    Wish,
)
from scheduler.workbook import cells
from scheduler.workbook.begun import Approval
from scheduler.workbook.days import read_date, read_dates
from scheduler.workbook.layout import CHANGES, GAP, HISTORY, OPENINGS, PINS
from scheduler.workbook.leaves import Leaves, read_leaves
from scheduler.workbook.table import read_table

if TYPE_CHECKING:
    from datetime import timedelta

    from scheduler.settings import Settings
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
            (self._change, CHANGES),
            (self._pin, PINS),
            (self._history, HISTORY),
            (self._opening, OPENINGS),
        ):
            table = read_table(self.sources.data, sheet, self.faults)
            self.events.tables.append(table)
            for row in table.rows:
                read(row)
        self._warn_of_many_wishes()
        return self.events

    def _date(self, cell: Cell) -> date | None:
        on = self.faults.read(cell, partial(read_date, middle=self.middle), None)
        if on is None and not cell.text:
            self.faults.error(cell, "没有填日期", "no-date")
        return on

    def _change(self, row: Row) -> None:
        if not self.faults.read(row["状态"], cells.status, True):
            self._ignore(row)
            return
        kind = self.faults.read(row["类型"], partial(cells.choice, allowed=("顶班", "换班")), "")
        on = self._date(row["值班日期"])
        original = self.names.find(row["原值班人"])
        taker = self.names.find(row["替班人"]) if row["替班人"].text else None
        approved = self._approved(row)
        back = self._date(row["换回日期"]) if kind == "换班" else None
        if kind == "换班" and not row["替班人"].text:
            self.faults.error(row["替班人"], "换班要填替班人", "no-name")
        if not kind or on is None or original is None or (row["替班人"].text and taker is None):
            return
        if original == taker:
            self.faults.error(row["替班人"], "原值班人和替班人是同一个人", "same-person")
            return
        if kind == "换班" and (back is None or taker is None):
            return
        takes = [(taker, on), (original, back)] if back else [(taker, on)]
        if any(self._overruled(row, approved, key, day) for key, day in takes if key and day):
            return
        self.events.substitutions.append(Substitution(on, original, taker, back))
        for day in (on, back):
            if day:
                why = Approval(row["原因"].shown, row["批准人"].shown)
                self.events.approvals[day] = why
        giver = self.names.staff[original].person.name
        self._note(on, f"{kind}(原{giver})" if taker else f"{giver}不值,另排")
        if taker is None:
            self.events.sources.setdefault((original, on), row["原值班人"])
            return
        self._fix(taker, on, row["替班人"])
        if back:
            self._fix(original, back, row["换回日期"])
            self._note(back, f"换班(原{self.names.staff[taker].person.name})")

    def _approved(self, row: Row) -> date | None:
        return self.faults.read(row["批准日期"], partial(read_date, middle=self.middle), None)

    def _overruled(self, row: Row, approved: date | None, person: str, on: date) -> bool:
        """Tell whether a leave of the person who takes a duty undoes the change.

        Of two approvals that contradict each other the later one holds; where nobody says which
        that is, both rows are named.
        """
        duty = self.duty(on)
        if on.replace(day=1) != self.month or (self.begun and duty.start <= self.begun):
            return False
        handover = self.settings.policy.handover
        for leave, other in self.events.leaves.approved:
            if leave.person != person or not leave.conflicts(duty) or leave.eve(duty, handover):
                continue
            granted = self._approved(other)
            who = self.names.staff[person].person.name
            place = f"〈{other['姓名'].sheet}〉{other['姓名'].address}"
            what = f"〈{row['类型'].sheet}〉{row['类型'].address} 让{who}{spoken(on)}值班"
            if approved is None or granted is None or granted == approved:
                text = f"{what},{place} 又准了{who}的假;请在两行都填批准日期,批准在后的算数"
                self.faults.error(row["批准日期"], text, "leave-or-duty")
                return True
            if granted > approved:
                self.events.ignored.append(f"{what},但后来批准了{who}的假({place}):不再生效")
                return True
        return False

    def _ignore(self, row: Row) -> None:
        """List a change that nobody has approved; it stops nothing, however it is written."""
        place = f"〈{row['类型'].sheet}〉{row['类型'].address}"
        what = f"{row['原值班人'].shown} {row['值班日期'].shown} 的{row['类型'].shown}"
        status = row["状态"].shown or "未填状态"
        self.events.ignored.append(f"{place} {what}({status}):未批准,没有生效")

    def _note(self, on: date, text: str) -> None:
        self.events.notes.setdefault(on, []).append(text)

    def _fix(self, person: str, on: date, cell: Cell) -> None:
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
                    self._fix(person, on, row["日期"])

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
        on = self._date(row["日期"])
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
