"""Sheet 历史 where it is a month of people × days: a row for every shift marked."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from constraints.calendar import zh_date
from scheduler.reading.cells.named_cells import Table, cell_at
from scheduler.reading.cells.normal_text import normalised
from scheduler.reading.marks import shifts_in
from scheduler.reading.marks_by_hand import has_marks, read_by_hand
from scheduler.reading.slot_label import BETWEEN
from scheduler.reading.tables.header import find_header
from scheduler.reading.tables.layout import HISTORY
from scheduler.reading.tables.sheet_rows import concatenate, find_sheets, read_sheet, read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from scheduler.reading.cells.faults import Faults
    from scheduler.reading.cells.named_cells import Cell, Row
    from scheduler.reading.files.grid import Book, Grid
    from scheduler.reading.marks_by_hand import HandmadeMonth
    from scheduler.reading.sheets.people import NameFinder
    from scheduler.reading.sheets.post import Post

# What stands in the cell of somebody who serves the one shift of a post.
SERVES = ("值", "班", "值班", "√", "✓", "✔", "1")
HALF_A_YEAR = timedelta(days=183)
COLUMNS = ("日期", "值班人", "岗位", "班次")


def read_history_rows(
    book: Book, month: date, posts: Sequence[Post], names: NameFinder, faults: Faults
) -> Table:
    """Return the rows of sheet 历史, whichever way round each of its sheets is.

    Parameters
    ----------
    month
        The month to roster: titles without a year are of the last one before it.
    """
    titles = find_sheets(book, HISTORY)
    if not any(has_marks(book.grid(title)) for title in titles):
        return read_table(book, HISTORY, faults)
    tables = []
    for title in titles:
        grid = book.grid(title)
        if not has_marks(grid):
            tables.append(read_sheet(grid, HISTORY, faults))
        elif made := read_by_hand(book, title, month - HALF_A_YEAR, faults):
            _refuse_rows_above(grid, made, faults)
            rows = tuple(_rows(made, posts, names, faults))
            read_as = f"〈{title}〉是{made.month:%Y-%m}的人员 × 日期，读到 {len(rows)} 个班"
            tables.append(Table(title, rows, COLUMNS, read_as))
    return concatenate(tables or [Table(HISTORY.name, (), ())])


def _refuse_rows_above(grid: Grid, made: HandmadeMonth, faults: Faults) -> None:
    """Refuse duties a row each above the month: they would not be read."""
    columns = find_header(grid, HISTORY).columns
    if not {"日期", "值班人"} <= columns.keys() or not made.names:
        return
    first = min(cell.order[1] for cell in made.names.values())
    for number, row in sorted(grid.rows.items()):
        on, person = (row.get(columns[name][0]) for name in ("日期", "值班人"))
        named = isinstance(person, str) and not person.strip().isdecimal()
        if number < first and named and re.search(r"\d", normalised(on)):
            text = (
                "这里是一行一班，下面又是人员 × 日期的表，不能放在一起；请把下面那张移到"
                "另一张工作表，起名〈上月〉"
            )
            faults.error(cell_at(grid, number, columns["日期"][0], on), text, "two-layouts")
            return


def _rows(
    made: HandmadeMonth, posts: Sequence[Post], names: NameFinder, faults: Faults
) -> Iterator[Row]:
    """Yield a row for every shift that somebody is marked with, at the cell of the mark."""
    people = {name: names.find(cell) for name, cell in made.names.items()}
    for (name, on), cell in made.marks.items():
        key = people[name]
        if key is None:
            continue
        taken = [one for one in posts if one.name in names.staff[key].posts] or posts
        meant = _meant(cell, taken)
        if meant is None:
            known = "、".join({mark: None for one in taken for mark, _ in _marks(one)})
            who = made.names[name].shown
            text = f"{who}{zh_date(on)}的「{cell.shown}」不知道是什么班，可填 {known}、休、假"
            faults.error(cell, text, "unknown-mark")
        for post, shift in meant or ():
            yield {
                "日期": replace(cell, value=datetime.combine(on, time())),
                "值班人": replace(cell, value=made.names[name].value),
                "岗位": replace(cell, value=post),
                "班次": replace(cell, value=shift),
            }


def _meant(cell: Cell, posts: Iterable[Post]) -> list[tuple[str, str]] | None:
    """Return the posts and shifts that a mark stands for, of the first post that knows it."""
    for one in posts:
        found = shifts_in(cell.value, {m: BETWEEN.join((one.name, s)) for m, s in _marks(one)})
        if found is not None:
            return [(one.name, text.partition(BETWEEN)[2]) for text in found]
    return None


def _marks(post: Post) -> list[tuple[str, str]]:
    """Return the marks of a post, each with the shift that it means."""
    if len(post.shifts) == 1:
        only = post.shifts[0]
        return [(mark, only.name) for mark in (only.mark, only.name, *SERVES) if mark]
    return [(one.mark or one.name, one.name) for one in post.shifts]
