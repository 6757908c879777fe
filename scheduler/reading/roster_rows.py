"""Dates and people on a roster, ours or one made by hand, in whatever sheets and blocks."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from constraints.calendar import WEEKDAYS
from scheduler.errors import InputError
from scheduler.reading.cells import values
from scheduler.reading.cells.dates import read_date
from scheduler.reading.cells.faults import Faults
from scheduler.reading.cells.normal_text import half_width, heading, normalised, one_line
from scheduler.reading.cells.values import Unreadable
from scheduler.reading.tables.header import Header, find_header
from scheduler.reading.tables.layout import ROSTER
from scheduler.reading.tables.rows import RowReader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduler.reading.cells.named_cells import Cell, Row
    from scheduler.reading.files.grid import Book, Grid
    from scheduler.reading.wall_layout import Wall

NEEDED = ("日期", "值班人")
ROSTER_COLUMNS = frozenset(column.name for column in ROSTER.columns)
FOOTERS = ("注", "备注", "说明", "制表", "编制", "审核", "批准", "合计")
_MONTH = re.compile(r"(?:(\d{4})\s*[年./-]\s*)?(?<!\d)(\d{1,2})\s*月(?!\s*\d)")
_DATED = re.compile(r"\d|[一二三四五六七八九十]月|周|星期|礼拜")
_DAY_ALONE = re.compile(r"(\d{1,2})[日号]?")


def has_roster(grid: Grid) -> bool:
    """Tell whether a sheet has a column of dates and one of people on duty."""
    return all(name in find_header(grid, ROSTER).columns for name in NEEDED)


def roster_sheets(book: Book, *, ours: bool) -> list[str]:
    """Return the sheets that hold the roster: of ours one, of one made by hand there may be more.

    A sheet named exactly as the roster is comes first, so that a copy of it is none.

    Raises
    ------
    InputError
        If several sheets of a workbook of ours may be meant.
    """
    exact = [title for title in book.titles if heading(title) in ROSTER.names]
    if ours and exact:
        return exact[:1]
    fitting = [title for title in book.titles if has_roster(book.grid(title))]
    if ours and len(fitting) > 1:
        names = "、".join(f"〈{one_line(title)}〉" for title in fitting)
        raise InputError(
            f"{book.path.name} 里有 {len(fitting)} 张表都像值班表：{names}；"
            f"请把要用的那一张改名为〈{ROSTER.name}〉"
        )
    return [title for title in fitting if not any(_is_copy(title, one) for one in exact)]


def _is_copy(title: str, of: str) -> bool:
    return title != of and heading(of) in normalised(title)


def read_days(
    book: Book,
    sheets: Iterable[str],
    near: date,
    faults: Faults,
    *,
    month: date | None = None,
    wall: Wall | None = None,
) -> dict[date, Cell]:
    """Return the person cell of every date.

    Parameters
    ----------
    sheets
        Those that hold the roster.
    near
        A month without a year is the one nearest this day.
    month
        The month of a roster of ours; without it the month of bare days is that of the title.
    wall
        Where dates and people stand on a sheet of ours.
    """
    cells: dict[date, Cell] = {}
    for title in sheets:
        grid = book.grid(title)
        header = _header_of(wall) if wall else find_header(grid, ROSTER)
        stated = month or title_month(book, grid, header.last, near)
        if wall:
            # Lines put in between and under the table are nobody's duty.
            lines = {n: row for n, row in grid.rows.items() if n <= wall.head or n in wall.dates}
            grid = replace(grid, rows=lines)
        for row in _rows(grid, header, faults):
            if wall:
                on = wall.dates.get(row["日期"].order[1])
            else:
                on = _date(row, stated, near, faults, ours=month is not None)
            if on is None:
                continue
            cell = row["值班人"]
            if on in cells and cells[on].text != cell.text:
                other = f"{cells[on].sheet}!{cells[on].address}".lstrip("!")
                faults.error(row["日期"], f"{on} 出现了两次（另一处在 {other}）", "date-twice")
            cells.setdefault(on, cell)
    return cells


def _header_of(wall: Wall) -> Header:
    """Return the header of a sheet of ours, whatever somebody has made of its headings."""
    names = {name: column for name, column in wall.columns.items() if name in ROSTER_COLUMNS}
    columns: dict[str, tuple[int, ...]] = {name: (column,) for name, column in names.items()}
    labels = {column: name for name, column in names.items()}
    return Header(wall.head, columns, {}, labels, wall.head)


def _rows(grid: Grid, header: Header, faults: Faults) -> Iterator[Row]:
    """Yield the rows of every block: 日期 | 值班人 | 日期 | 值班人 are two side by side."""
    blocks = len(header.columns["日期"])
    if len(header.columns["值班人"]) != blocks:
        blocks = 1
    for nth in range(blocks):
        columns = {
            name: (own[nth],) if blocks > 1 else own
            for name, own in header.columns.items()
            if blocks in (1, len(own))
        }
        block, of_block = replace(header, columns=columns), Faults(faults.file)
        yield from RowReader(grid, ROSTER, block, NEEDED, of_block).read().rows
        faults.entries += [entry for entry in of_block.entries if entry[1].severity == "error"]


def title_month(book: Book, grid: Grid, header: int, near: date) -> date | None:
    """Return the month named above the row of the header, by the sheet's or the file's name."""
    above = [row for number, row in sorted(grid.rows.items()) if number < header]
    titles = [value for row in above for value in row.values()]
    for text in (*titles, grid.title, book.path.stem):
        match = _MONTH.search(half_width(text))
        if match and 1 <= int(match[2]) <= 12:
            years = [int(match[1])] if match[1] else range(near.year - 1, near.year + 2)
            months = [date(year, int(match[2]), 15) for year in years]
            return min(months, key=lambda on: abs(on - near)).replace(day=1)
    return None


def _date(row: Row, stated: date | None, near: date, faults: Faults, *, ours: bool) -> date | None:
    """Read the row's date; a line of notes or signatures under the table has none."""
    cell = row["日期"]
    day = _DAY_ALONE.fullmatch(cell.text)
    try:
        if day and stated:
            on: date | None = stated.replace(day=int(day[1]))
        elif day:
            raise Unreadable(f"「{cell.shown}」看不出是哪个月，请在标题里写上年月")
        else:
            on = read_date(cell, (stated or near).replace(day=15))
        if not ours:
            _check_weekday(row, on)
    except (Unreadable, ValueError) as wrong:
        footer = ":" in cell.text or cell.text.startswith(FOOTERS) or not _DATED.search(cell.text)
        if not ours and row["值班人"].text and not footer:
            text = str(wrong) if isinstance(wrong, Unreadable) else f"没有{cell.shown}这一天"
            faults.error(cell, text)
        return None
    return on


def _check_weekday(row: Row, on: date | None) -> None:
    """Refuse a date that does not fall on the weekday written beside it."""
    try:
        written = values.weekdays(row["星期"])
    except Unreadable:
        return
    if on and len(written) == 1 and on.weekday() not in written:
        raise Unreadable(
            f"{on} 是周{WEEKDAYS[on.weekday()]}，表上写的却是「{row['星期'].shown}」，请核对"
        )
