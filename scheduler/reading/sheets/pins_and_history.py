"""Sheets 指定, 历史 and 期初累计: what was decided, and what is known of earlier months."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from constraints.calendar import next_month, zh_date
from constraints.decisions import Dispensation, Pin, Wish
from constraints.domain import DAY, POST
from constraints.history import Opening, Served
from scheduler.reading.cells import values
from scheduler.reading.cells.dates import lacks_year, read_dates, read_past_date
from scheduler.reading.sheets.words import REQUESTS, meant
from scheduler.reading.tables.layout import GAP

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.reading.cells.named_cells import Row
    from scheduler.reading.sheets.month_entries import MonthEntries

MOST_WISHES_AGAINST = 4
MOST_PERSON_DATES = 20_000


def read_pins(entries: MonthEntries, rows: Iterable[Row]) -> None:
    """Take over the rows of 指定, and warn of wishes so many that they undo each other."""
    faults, person_dates, wished = entries.faults, 0, set()
    for row in rows:
        people = entries.names.find_all(row["姓名"])
        request = faults.read(row["要求"], partial(meant, words=REQUESTS), "")
        days = faults.read(row["日期"], partial(read_dates, middle=entries.middle), ())
        if not row["日期"].text:
            faults.error(row["日期"], "没有填日期", "no-date")
        if request == "特批" and not row["批准人"].text:
            faults.error(row["批准人"], "特批要填批准人", "no-approver")
        shift = entries.shift_in(row["班次"])
        person_dates += len(people) * len(days)
        if person_dates > MOST_PERSON_DATES:
            text = f"到这里已超过 {MOST_PERSON_DATES} 个人次，请删去过去的"
            faults.error(row["日期"], text, "too-many")
            continue
        if shift is None:
            continue
        for person, on in ((person, on) for person in people for on in days):
            if request in ("希望", "不希望"):
                if (person, on, shift) in wished and on.replace(day=1) == entries.month:
                    text = f"{entries.names.name_of(person)}{zh_date(on)}的意愿填了两次"
                    faults.error(row["日期"], text, "wish-twice")
                wished.add((person, on, shift))
                entries.wishes.append(Wish(person, on, request == "希望", shift=shift))
            elif request == "特批":
                entries.dispensations.append(Dispensation(person, on, row["批准人"].shown))
            elif request:
                entries.pins.append(Pin(person, on, request == "必须", shift))
                if request == "必须":
                    entries.decide(person, entries.slot(on, shift), row["日期"])
        void = [entries.not_begun(on, shift) for on in days]
        if request == "必须":
            for text in filter(None, void):
                faults.error(row["日期"], text, "no-duty")
        elif request and void and all(void):
            faults.warn(row["日期"], f"{void[0]}；现在没有用到", "no-duty")
    for key, one in entries.names.staff.items():
        own = [wish for wish in entries.wishes if wish.person == key and not wish.wanted]
        against = sum(wish.date.replace(day=1) == entries.month for wish in own)
        if against > MOST_WISHES_AGAINST:
            text = f"{one.person.name}这个月有 {against} 个「不希望」，太多会互相抵消"
            faults.warn(one.cell, text, "many-wishes")


def read_history(entries: MonthEntries, rows: Iterable[Row]) -> None:
    """Take over the rows of 历史."""
    faults = entries.faults
    for row in rows:
        # What has happened is not after the month, whatever is nearest.
        past = partial(read_past_date, middle=entries.middle, before=next_month(entries.month))
        on = faults.read(row["日期"], past, None)
        if on is None and not row["日期"].text:
            faults.error(row["日期"], "没有填日期", "no-date")
        if row["值班人"].text in ("", GAP):
            continue
        person = entries.names.find(row["值班人"])
        if on is None or person is None:
            continue
        if on >= entries.month:
            month = entries.month.month
            text = f"{zh_date(on)}不在{month}月之前，历史只用本月以前的，这一行没有使用"
            faults.warn(row["日期"], text, "history-late")
            continue
        shift = entries.shift_in(row["班次"])
        if shift is None:
            continue
        slot = entries.slot(on, shift)
        if not slot.shift and not entries.had_one_duty(on):
            text = (
                f"{zh_date(on)}有几个班，看不出是哪一班；请填班次（那时还没有这些班，"
                "就在〈班次〉的起填第一天）"
            )
            faults.error(row["班次"] if row["班次"].address else row["日期"], text, "no-shift")
            continue
        seated = [one.person for one in entries.served if one.duty.slot == slot]
        if person in seated or (seated and entries.one_seat(slot)):
            faults.error(row["日期"], f"{zh_date(on)}填了两次", "history-twice")
            continue
        entries.served.append(Served(entries.duty(slot), person))
        entries.history_cells.setdefault(slot, row["值班人"])


def read_openings(entries: MonthEntries, rows: Iterable[Row]) -> None:
    """Take over the rows of 期初累计."""
    faults, month = entries.faults, entries.month
    count = partial(values.number, what="班数")
    for row in rows:
        person = entries.names.find(row["姓名"])
        total, rest, holiday, due = (
            faults.read(row[name], count, None) for name in ("合计", "休息日", "法定节假日", "应值")
        )
        if not row["合计"].text:
            faults.error(row["合计"], "没有填合计班数", "no-count")
        past = partial(read_past_date, middle=entries.middle, before=month)
        until = faults.read(row["截至日期"], past, None)
        if until and lacks_year(row["截至日期"]) and until >= (entries.ledger_start or month):
            text = f"「{row['截至日期'].shown}」没有写年份，台账里已有以后的班；请写成 {until} 这样"
            faults.error(row["截至日期"], text, "no-year")
        if until is None and not row["截至日期"].text:
            until = month - DAY
            faults.warn(row["截至日期"], f"没有填截至日期，当作 {until}", "no-until")
        if until and until >= month:
            text = f"截至日期 {until} 不在{month.month}月之前，这一行没有计入"
            faults.warn(row["截至日期"], text, "until-late")
        if person is None or total is None or until is None:
            continue
        posts = entries.names.staff[person].posts
        if posts and POST not in posts:
            text = f"期初累计只用于{POST}，{entries.names.name_of(person)}的没有用到"
            faults.warn(row["姓名"], text, "opening-unused")
        if person in entries.opening_cells:
            text = f"{entries.names.name_of(person)}的期初累计填了两次"
            faults.error(row["姓名"], text, "opening-twice")
            continue
        entries.opening_cells[person] = row["姓名"]
        entries.openings.append(Opening(person, until, total, rest, holiday, due))
