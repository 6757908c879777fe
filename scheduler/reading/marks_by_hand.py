"""A month of people × days that somebody has made by hand, whatever stands around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from constraints.calendar import zh_date
from scheduler.reading.cells.named_cells import cell_at
from scheduler.reading.cells.normal_text import normalised
from scheduler.reading.roster_rows import FOOTERS, title_month
from scheduler.reading.tables.header import HEADER_ROWS

if TYPE_CHECKING:
    from scheduler.reading.cells.faults import Faults
    from scheduler.reading.cells.named_cells import Cell
    from scheduler.reading.files.grid import Book, Grid, Value

LEAST_DAYS = 14  # headings that make a row the one of the dates: half a month at least
_DAY = re.compile(r"(?:\d{1,2}[月/.])?(\d{1,2})[日号]?")
_NAMES = re.compile(r"姓名|名字|人员|员工|保洁员")
_COUNTED = re.compile(r".*(?:人数|合计|小计|总计)|星期|日别|周次")


@dataclass(frozen=True, slots=True)
class HandmadeMonth:
    """The cells with names by what stands there, and those with marks by name and date."""

    sheet: str
    month: date
    names: dict[str, Cell] = field(default_factory=dict)
    marks: dict[tuple[str, date], Cell] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Head:
    row: int
    days: dict[int, int]
    month: date | None


def has_marks(grid: Grid) -> bool:
    """Tell whether a sheet has a row of dates, and names beside it."""
    head = _head(grid)
    return head is not None and bool(_name_column(grid, head))


def read_by_hand(book: Book, title: str, near: date, faults: Faults) -> HandmadeMonth | None:
    """Read a sheet of people × days; None, with what is wrong noted, if nobody can tell the month.

    ``near`` tells which year is meant where none is written.
    """
    grid = book.grid(title)
    head = _head(grid)
    column = _name_column(grid, head) if head else 0
    if not head or not column:
        return None
    month = head.month or title_month(book, grid, head.row, near)
    if month is None:
        where = cell_at(grid, head.row, column)
        faults.error(where, "看不出是哪个月，请在标题里写上年月，如 2026年12月", "no-month")
        return None
    found = HandmadeMonth(title, month)
    columns = _dates(grid, head, month, faults)
    for number, row in sorted(grid.rows.items()):
        cell = cell_at(grid, number, column, row.get(column))
        marked = any(normalised(row.get(at)) for at in columns)
        if number <= head.row or not cell.text or not marked or _beside(cell.text):
            continue
        if cell.text in found.names:
            first = found.names[cell.text].address
            text = f"「{cell.shown}」写了两次（另一处在 {first}），请删去一行"
            faults.error(cell, text, "person-twice")
            continue
        found.names[cell.text] = cell
        for at, on in columns.items():
            found.marks[cell.text, on] = cell_at(grid, number, at, row.get(at))
    return found


def _beside(text: str) -> bool:
    return text.startswith(FOOTERS) or bool(_COUNTED.fullmatch(text)) or ":" in text


def _head(grid: Grid) -> _Head | None:
    """Find the row with most dates, in order."""
    best: dict[int, int] = {}
    at = 0
    for number in (n for n in sorted(grid.rows) if n <= HEADER_ROWS):
        days = {c: day for c, v in sorted(grid.rows[number].items()) if (day := _day(v))}
        if len(days) > len(best):
            best, at = days, number
    if len({*best.values()}) < LEAST_DAYS:
        return None
    dated = [v for c, v in grid.rows[at].items() if c in best and isinstance(v, datetime)]
    return _Head(at, best, dated[0].date().replace(day=1) if dated else None)


def _day(value: Value) -> int:
    """Return the day of the month that a heading means, 0 if none."""
    if isinstance(value, datetime):
        return value.day
    match = _DAY.fullmatch(normalised(value).removesuffix(".0"))
    return int(match[1]) if match and 1 <= int(match[1]) <= 31 else 0


def _dates(grid: Grid, head: _Head, month: date, faults: Faults) -> dict[int, date]:
    """Return the dates by column; the headings of 31 days may stand in a shorter month."""
    found: dict[int, date] = {}
    for column, day in head.days.items():
        try:
            on = month.replace(day=day)
        except ValueError:
            continue
        if on in found.values():
            text = f"{zh_date(on)}写了两次，请删去一列"
            faults.error(
                cell_at(grid, head.row, column, grid.rows[head.row][column]), text, "date-twice"
            )
            continue
        found[column] = on
    return found


def _name_column(grid: Grid, head: _Head) -> int:
    """Return the column of names, left of the dates; 0 if there is none.

    Its heading may stand a row above or below the dates.
    """
    first = min(head.days)
    for number in (head.row, head.row - 1, head.row + 1):
        for column, value in sorted(grid.rows.get(number, {}).items()):
            if column < first and _NAMES.search(normalised(value)):
                return column
    return 0
