"""Sheets 设置, 节假日 and 负责人."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from constraints.calendar import Day, DayKind
from constraints.policy import CheckMode, EveMode, Policy, Window
from constraints.qualification import CHECKS
from scheduler.reading.cells import values
from scheduler.reading.cells.dates import read_date, read_dates
from scheduler.reading.cells.normal_text import heading
from scheduler.reading.sheets.people import Leader
from scheduler.reading.tables.layout import HOLIDAYS, LEADERS, PARAMETERS, SETTINGS
from scheduler.reading.tables.sheet_rows import read_table
from scheduler.settings import Phones, Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, timedelta

    from scheduler.reading.cells.faults import Faults
    from scheduler.reading.cells.named_cells import Cell
    from scheduler.reading.files.grid import Book

_CHECK_NAMES = {f"{check}检查": check for check in CHECKS}


def read_settings(book: Book, today: date, faults: Faults) -> tuple[Settings, dict[str, Cell]]:
    """Return the centre's settings, and the cells of the parameters that are filled in."""
    values: dict[str, Cell] = {}
    for row in read_table(book, SETTINGS, faults).rows:
        name = heading(row["参数"].value)
        known = name in {parameter for parameter, *_ in PARAMETERS}
        if not known:
            faults.warn(
                row["参数"], f"没有「{row['参数'].shown}」这个参数,未使用", "unknown-setting"
            )
        elif name in values:
            faults.error(row["参数"], f"参数「{name}」填了两次", "setting-twice")
        elif row["值"].text:
            values[name] = row["值"]
    policy = _policy(values, faults)
    settings = Settings(policy=policy)
    for field, (name, parse) in _plain(today).items():
        if name in values:
            found = faults.read(values[name], parse, getattr(settings, field))
            settings = replace(settings, **{field: found})
    if settings.month:
        settings = replace(settings, month=settings.month.replace(day=1))
    return settings, values


def _plain(today: date) -> dict[str, tuple[str, Callable[[Cell], Any]]]:
    """Return for each plain setting its parameter and how to read it."""
    one_of = {name: allowed for name, _, allowed, _ in PARAMETERS}
    on = partial(read_date, middle=today, by_month=True)

    def phones(name: str) -> Callable[[Cell], Phones]:
        return lambda cell: Phones(values.choice(cell, one_of[name]))

    def length(cell: Cell) -> timedelta:
        values.positive(cell, what="值班时长")
        return values.hours(cell, what="值班时长")

    return {
        "centre": ("中心名称", lambda cell: cell.shown),
        "title": ("表名", lambda cell: cell.shown),
        "month": ("排班月份", on),
        "posts": ("值班岗位", values.words),
        "length": ("值班时长", length),
        "verified_until": ("节假日已核对至", on),
        "phones": ("电话显示", phones("电话显示")),
        "leader_phones": ("负责人电话", phones("负责人电话")),
        "show_substitutes": ("显示可替班人", values.yes_no),
        "hotline": ("值班热线", lambda cell: cell.shown),
        "seconds": ("求解时限秒", lambda cell: float(values.positive(cell, what="求解时限"))),
    }


def _policy(given: dict[str, Cell], faults: Faults) -> Policy:
    one_of = {name: allowed for name, _, allowed, _ in PARAMETERS}

    def pick(name: str, default: str) -> str:
        if name not in given:
            return default
        return faults.read(given[name], partial(values.choice, allowed=one_of[name]), default)

    readers: dict[str, tuple[str, Callable[[Cell], Any]]] = {
        "rest": ("最小休息小时", partial(values.hours, what="最小休息小时")),
        "handover": ("交接时间", values.clock),
        "age_inclusive": ("年龄含本数", values.yes_no),
        "long_leave": ("长假天数", lambda cell: 24 * values.hours(cell, what="天数")),
        "long_festival_leave": ("节日长假天数", lambda cell: 24 * values.hours(cell, what="天数")),
        "catch_up": ("每月补差上限", partial(values.number, what="每月补差上限")),
    }
    modes = {check: CheckMode(pick(name, "强制")) for name, check in _CHECK_NAMES.items()}
    policy = Policy(
        eves=EveMode(pick("请假前夜", "尽量不排")),
        modes={check: mode for check, mode in modes.items() if mode is not CheckMode.ENFORCE},
        unknown_excludes=pick("未知资格", "提醒") == "不排",
        window=Window(pick("均衡周期", "自然年")),
        holiday_window=Window(pick("节假日均衡周期", "不清零")),
    )
    for field, (name, parse) in readers.items():
        if name in given:
            found = faults.read(given[name], parse, getattr(policy, field))
            policy = replace(policy, **{field: found})
    return policy


def read_holidays(book: Book, middle: date, faults: Faults) -> dict[date, Day]:
    """Return the days that the centre itself has declared."""
    kinds = tuple(kind.value for kind in DayKind)
    found: dict[date, tuple[Day, Cell]] = {}
    for row in read_table(book, HOLIDAYS, faults).rows:
        kind = faults.read(row["类型"], partial(values.choice, allowed=kinds), "")
        for on in faults.read(row["日期"], partial(read_dates, middle=middle), ()):
            if on in found and found[on][0].kind.value != kind:
                text = f"{on} 与 {found[on][1].address} 写的类型不同,请只留一行"
                faults.error(row["日期"], text, "holiday-twice")
            elif kind:
                found[on] = Day(DayKind(kind), row["名称"].shown), row["日期"]
        if not row["日期"].text:
            faults.error(row["日期"], "没有填日期")
    return {on: day for on, (day, _) in found.items()}


def read_leaders(book: Book, faults: Faults) -> tuple[Leader, ...]:
    """Return the on-call block in the workbook's order."""
    return tuple(
        Leader(row["姓名"].shown, row["职务"].shown, row["电话"].shown)
        for row in read_table(book, LEADERS, faults).rows
    )
