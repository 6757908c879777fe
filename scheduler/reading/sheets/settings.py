"""Sheets 设置, 节假日 and 负责人."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from constraints.calendar import Day, DayKind
from constraints.policy import CheckMode, EveMode, Policy, Window
from constraints.qualification import CHECKS
from scheduler.reading.cells import values
from scheduler.reading.cells.clock_text import clock
from scheduler.reading.cells.dates import read_date, read_dates
from scheduler.reading.cells.months import month_named
from scheduler.reading.cells.named_cells import Cell
from scheduler.reading.cells.normal_text import heading, masked
from scheduler.reading.sheets.people import Leader
from scheduler.reading.sheets.words import DAYS, kind_on, meant
from scheduler.reading.tables.layout import LEADERS, SETTINGS
from scheduler.reading.tables.parameters import MOST_NOTES, PARAMETERS
from scheduler.reading.tables.sheet_rows import read_table
from scheduler.settings import MOST_SECONDS, TOO_LONG, Phones, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, timedelta

    from scheduler.reading.cells.faults import Faults
    from scheduler.reading.cells.named_cells import Table
    from scheduler.reading.files.grid import Book

T = TypeVar("T", Policy, Settings)

# For each field its parameter, and how to read it.
_Readers = dict[str, tuple[str, Callable[[Cell], Any]]]
_ALLOWED = {name: allowed for name, _, allowed, _ in PARAMETERS}


def read_settings(book: Book, today: date, faults: Faults) -> tuple[Settings, dict[str, Cell]]:
    """Return the centre's settings, and the cells of the parameters that are filled in."""
    cells: dict[str, Cell] = {}
    for row in read_table(book, SETTINGS, faults).rows:
        name = heading(row["参数"].value)
        if name not in _ALLOWED:
            text = f"没有「{row['参数'].shown}」这个参数，未使用"
            faults.warn(row["参数"], text, "unknown-setting")
        elif name in cells:
            faults.error(row["参数"], f"参数「{name}」填了两次", "setting-twice")
        elif row["值"].text:
            cells[name] = row["值"]
    policy = Policy(modes=dict(_check_modes(cells, faults)))
    policy = _filled_in(policy, _POLICY, cells, faults)
    on = partial(read_date, middle=today, by_month=True)
    month = partial(_month, today=today)
    dates: _Readers = {"month": ("排班月份", month), "verified_until": ("节假日已核对至", on)}
    settings = _filled_in(Settings(policy=policy), _SETTINGS | dates, cells, faults)
    named = [f"值班须知{nth}" for nth in range(1, MOST_NOTES + 1)]
    if notes := tuple(_whole(cells[name]) for name in named if name in cells):
        settings = replace(settings, notes=notes)
    if settings.seconds > MOST_SECONDS:
        faults.warn(cells["求解时限秒"], f"求解时限{TOO_LONG}", "time-limit")
        settings = replace(settings, seconds=MOST_SECONDS)
    if settings.closes <= settings.opens:
        cell = cells.get("下班时间") or cells["上班时间"]
        text = f"下班时间 {settings.closes:%H:%M} 不晚于上班时间 {settings.opens:%H:%M}，请改正"
        faults.error(cell, text)
    return settings, cells


def _filled_in(settings: T, readers: _Readers, cells: dict[str, Cell], faults: Faults) -> T:
    """Return settings with what the cells say in place of the defaults."""
    for field, (name, parse) in readers.items():
        if name in cells:
            value = faults.read(cells[name], parse, getattr(settings, field))
            settings = replace(settings, **{field: value})
    return settings


def _check_modes(cells: dict[str, Cell], faults: Faults) -> Iterator[tuple[str, CheckMode]]:
    """Yield the checks whose mode is not 强制."""
    for check in CHECKS:
        name = f"{check}检查"
        if name in cells:
            mode = faults.read(cells[name], _one_of(name, CheckMode), CheckMode.ENFORCE)
            if mode is not CheckMode.ENFORCE:
                yield check, mode


def _one_of(name: str, kind: Callable[[str], Any]) -> Callable[[Cell], Any]:
    """Return how to read a parameter that must be one of its allowed words."""
    return lambda cell: kind(values.choice(cell, _ALLOWED[name]))


def _month(cell: Cell, today: date) -> date | None:
    # As a number, 2026.1 is January or October.
    exact = isinstance(cell.value, datetime) or (
        isinstance(cell.value, float) and not cell.value.is_integer() and cell.text[-2:] == ".1"
    )
    if named := None if exact else month_named(cell.text, today):
        return named
    on = read_date(cell, today, by_month=True)
    return on.replace(day=1) if on else None


def _length(cell: Cell) -> timedelta:
    values.positive(cell, what="值班时长")
    return values.hours(cell, what="值班时长")


def _whole(cell: Cell) -> str:
    """Return a line of the sheet as somebody has written it, however long it is."""
    return masked(cell.value).strip()


_POLICY: _Readers = {
    "rest": ("最小休息小时", partial(values.hours, what="最小休息小时")),
    "handover": ("交接时间", clock),
    "eves": ("请假前夜", _one_of("请假前夜", EveMode)),
    "unknown_excludes": ("未知资格", _one_of("未知资格", lambda word: word == "不排")),
    "age_inclusive": ("年龄含本数", values.yes_no),
    "long_leave": ("长假天数", lambda cell: 24 * values.hours(cell, what="天数")),
    "long_festival_leave": ("节日长假天数", lambda cell: 24 * values.hours(cell, what="天数")),
    "window": ("均衡周期", _one_of("均衡周期", Window)),
    "holiday_window": ("节假日均衡周期", _one_of("节假日均衡周期", Window)),
    "catch_up": ("每月补差上限", partial(values.number, what="每月补差上限")),
}
_SETTINGS: _Readers = {
    "centre": ("中心名称", lambda cell: cell.shown),
    "title": ("表名", lambda cell: cell.shown),
    "posts": ("值班岗位", values.words),
    "length": ("值班时长", _length),
    "opens": ("上班时间", clock),
    "closes": ("下班时间", clock),
    "avoid_pending": ("待批请假", _one_of("待批请假", lambda word: word == "尽量避开")),
    **{
        field: (name, partial(values.number, what=name))
        for field, name in (
            ("pay_workday", "值班费工作日"),
            ("pay_rest", "值班费休息日"),
            ("pay_holiday", "值班费法定节假日"),
        )
    },
    "phones": ("电话显示", _one_of("电话显示", Phones)),
    "leader_phones": ("负责人电话", _one_of("负责人电话", Phones)),
    "show_substitutes": ("显示可替班人", values.yes_no),
    "hotline": ("值班热线", lambda cell: cell.shown),
    "person_heading": ("列名值班人", lambda cell: cell.shown),
    "hours_line": ("值班时间说明", _whole),
    "log_pages": ("值班记录页数", _one_of("值班记录页数", int)),
    "seconds": ("求解时限秒", lambda cell: float(values.positive(cell, what="求解时限"))),
}


def read_holidays(table: Table, middle: date, faults: Faults) -> dict[date, Day]:
    """Return the days that the centre itself has declared in the rows of 节假日."""
    declared: dict[date, tuple[Day, Cell]] = {}
    for row in table.rows:
        written = faults.read(row["类型"], partial(meant, words=DAYS), "")
        for on in faults.read(row["日期"], partial(read_dates, middle=middle), ()):
            kind = kind_on(written, on)
            if on in declared and declared[on][0].kind.value != kind:
                text = f"{on} 与 {declared[on][1].address} 写的类型不同，请只留一行"
                faults.error(row["日期"], text, "holiday-twice")
            elif kind:
                declared[on] = Day(DayKind(kind), row["名称"].shown), row["日期"]
        if not row["日期"].text:
            faults.error(row["日期"], "没有填日期")
    return {on: day for on, (day, _) in declared.items()}


def read_leaders(book: Book, faults: Faults) -> tuple[Leader, ...]:
    """Return the on-call block in the workbook's order."""
    return tuple(
        Leader(row["姓名"].shown, row["职务"].shown, row["电话"].shown)
        for row in read_table(book, LEADERS, faults).rows
    )
