"""Sheets 指定, 历史 and 期初累计: what was decided, and what is known of earlier months."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from constraints.calendar import zh_date
from constraints.domain import DAY, Dispensation, Pin, Wish
from constraints.history import Opening, Served
from scheduler.reading.cells import values
from scheduler.reading.cells.dates import read_date, read_dates
from scheduler.reading.tables.layout import GAP

if TYPE_CHECKING:
    from datetime import date

    from scheduler.reading.cells.named_cells import Row
    from scheduler.reading.sheets.month_entries import Entries

WISHES_A_MONTH = 4
CELLS = 20_000


class PinReader:
    """Reads the rows of 指定 and hands what they say ``to`` the entries of all sheets."""

    def __init__(self, to: Entries) -> None:
        self.to = to
        self.cells = 0

    def read(self, row: Row) -> None:
        """Take over one row."""
        people = self.to.names.find_all(row["姓名"])
        asks = ("必须", "不可", "希望", "不希望", "特批")
        asked = self.to.faults.read(row["要求"], partial(values.choice, allowed=asks), "")
        days = self.to.faults.read(row["日期"], partial(read_dates, middle=self.to.middle), ())
        if not row["日期"].text:
            self.to.faults.error(row["日期"], "没有填日期", "no-date")
        if asked == "特批" and not row["批准人"].text:
            self.to.faults.error(row["批准人"], "特批要填批准人", "no-approver")
        self.cells += len(people) * len(days)
        if self.cells > CELLS:
            self.to.faults.error(
                row["日期"], f"到这里已超过 {CELLS} 个人次,请删去过去的", "too-many"
            )
            return
        for person, on in ((person, on) for person in people for on in days):
            if asked in ("希望", "不希望"):
                self._wish(person, on, asked == "希望", row)
            elif asked == "特批":
                self.to.events.dispensations.append(Dispensation(person, on, row["批准人"].shown))
            elif asked:
                self.to.events.pins.append(Pin(person, on, asked == "必须"))
                if asked == "必须":
                    self.to.fix(person, on, row["日期"])

    def _wish(self, person: str, on: date, wanted: bool, row: Row) -> None:
        twice = (person, on) in self.to.events.wished
        self.to.events.wished.add((person, on))
        if twice and on.replace(day=1) == self.to.month:
            name = self.to.names.staff[person].person.name
            self.to.faults.error(row["日期"], f"{name}{zh_date(on)}的意愿填了两次", "wish-twice")
        self.to.events.wishes.append(Wish(person, on, wanted))


def warn_of_many_wishes(to: Entries) -> None:
    """Warn of people whose wishes are so many that they undo each other."""
    for key, one in to.names.staff.items():
        against = [w for w in to.events.wishes if w.person == key and not w.wanted]
        against = [w for w in against if w.date.replace(day=1) == to.month]
        if len(against) > WISHES_A_MONTH:
            text = f"{one.person.name}这个月有 {len(against)} 个「不希望」,太多会互相抵消"
            to.faults.warn(one.cell, text, "many-wishes")


def read_history(to: Entries, row: Row) -> None:
    """Take over a row of 历史."""
    on = to.date_of(row["日期"])
    if row["值班人"].text in ("", GAP):
        return
    person = to.names.find(row["值班人"])
    if on is None or person is None:
        return
    if on >= to.month:
        text = f"{zh_date(on)}不在{to.month.month}月之前,历史只用本月以前的,这一行没有使用"
        to.faults.warn(row["日期"], text, "history-late")
        return
    if on in to.events.told:
        to.faults.error(row["日期"], f"{zh_date(on)}填了两次", "history-twice")
        return
    to.events.served.append(Served(to.duty(on), person))
    to.events.told[on] = row["值班人"]


def read_opening(to: Entries, row: Row) -> None:
    """Take over a row of 期初累计."""
    person = to.names.find(row["姓名"])
    count = partial(values.number, what="班数")
    total, rest, holiday, due = (
        to.faults.read(row[name], count, None) for name in ("合计", "休息日", "法定节假日", "应值")
    )
    if not row["合计"].text:
        to.faults.error(row["合计"], "没有填合计班数", "no-count")
    until = to.faults.read(row["截至日期"], partial(read_date, middle=to.middle), None)
    if until is None and not row["截至日期"].text:
        until = to.month - DAY
        to.faults.warn(row["截至日期"], f"没有填截至日期,当作 {until}", "no-until")
    if until and until >= to.month:
        text = f"截至日期 {until} 不在{to.month.month}月之前,这一行没有计入"
        to.faults.warn(row["截至日期"], text, "until-late")
    if person is None or total is None or until is None:
        return
    if any(one.person == person for one in to.events.openings):
        name = to.names.staff[person].person.name
        to.faults.error(row["姓名"], f"{name}的期初累计填了两次", "opening-twice")
        return
    to.events.opened[person] = row["姓名"]
    to.events.openings.append(Opening(person, until, total, rest, holiday, due))
