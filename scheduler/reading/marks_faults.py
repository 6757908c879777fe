"""What is wrong with the rows and columns of a month of people × days that was typed on."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from constraints.calendar import zh_date
from scheduler.reading.cells.named_cells import cell_at
from scheduler.reading.cells.normal_text import normalised
from scheduler.reading.marks import NAME_COLUMN, ROW, is_day, shifts_in
from scheduler.reading.wall_text import HEADING, NAME

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scheduler.reading.cells.named_cells import Cell
    from scheduler.reading.files.grid import Grid
    from scheduler.reading.wall_layout import Wall
    from scheduler.reading.wall_text import Record

Wrong = tuple["Cell", str, str]
MARKS_OF_A_ROW = 3  # from how many cells with marks a row that was put in is taken for a person's


def wrong_lines(
    grid: Grid, wall: Wall, record: Record, meant: Mapping[str, str]
) -> tuple[Wrong, ...]:
    """Return what would be lost in silence: cells, texts and codes.

    People and dates that are not there any more, that are there twice, and people put in.
    """
    return (*_columns(grid, wall, record), *_rows(grid, wall, record, meant))


def _columns(grid: Grid, wall: Wall, record: Record) -> Iterator[Wrong]:
    head = grid.rows[wall.head]
    for day in (name for name in record[HEADING] if is_day(name)):
        on = date.fromisoformat(day)
        if day not in wall.columns:
            text = f"没有{zh_date(on)}这一列，请补回来；不上班的填 休"
            yield cell_at(grid, wall.head, 0), text, "no-date"
            continue
        again = [c for c in wall.further if normalised(head.get(c)) in (f"{on.day}", f"{on.day}日")]
        for column in again:
            first = cell_at(grid, wall.head, wall.columns[day])
            text = f"{zh_date(on)}写了两次（另一处在 {first.address}），请删去一列"
            yield cell_at(grid, wall.head, column, head[column]), text, "date-twice"


def _rows(grid: Grid, wall: Wall, record: Record, meant: Mapping[str, str]) -> Iterator[Wrong]:
    column = wall.columns[NAME_COLUMN]
    days = [at for name, at in wall.columns.items() if is_day(name)]
    names = {key: record[key][NAME_COLUMN].get(NAME, "") for key in record if key.startswith(ROW)}
    found = {key: number for number, key in wall.rows.items()}
    namesakes = Counter(map(normalised, names.values()))
    for key, name in names.items():
        if key not in found:
            text = f"没有「{name}」这一行了，请补回来；人走了就在〈员工〉填离职日期，再排一次"
            yield cell_at(grid, wall.head, column), text, "no-person"
    at = {normalised(names[key]): number for key, number in found.items() if key in names}
    for number, row in sorted(grid.rows.items()):
        if number <= wall.head or number in wall.rows:
            continue
        marked = sum(bool(normalised(row.get(c)) and shifts_in(row[c], meant)) for c in days)
        if marked < MARKS_OF_A_ROW:
            continue
        cell = cell_at(grid, number, column, row.get(column))
        if cell.text in at and namesakes[cell.text] == 1:
            first = cell_at(grid, at[cell.text], column).address
            yield cell, f"「{cell.shown}」写了两次（另一处在 {first}），请删去一行", "person-twice"
        else:
            text = f"「{cell.shown}」不是这张表里的人；要加人就在〈员工〉加上，再排一次"
            yield cell, text, "unknown-name"
