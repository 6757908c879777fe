"""A block of figures on a sheet: a row for everybody of one post, and their sum."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scheduler.reporting.monthly_figures import NAMED, PAY, SHIFT, SHIFTS
from scheduler.writing import styles

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd
    from xlsxwriter.worksheet import Worksheet

    from scheduler.writing.styles import BookWriter, Style

HEADINGS = {
    "month": "月份",
    "table": "表",
    "post": "岗位",
    "kind": "类型",
    "person": "工号",
    "name": "姓名",
    "planned": "计划班数",
    "served": "实值班数",
    "for_others": "替别人顶班",
    "by_others": "被人顶班",
    "swapped": "换班",
    "workday": "工作日班数",
    "rest_day": "休息日班数",
    "holiday": "法定节假日班数",
    "workday_hours": "工作日小时",
    "rest_day_hours": "休息日小时",
    "holiday_hours": "法定节假日小时",
    "due": "应值班数",
    "balance": "期末累计",
    "days_worked": "出勤天数",
    "days_off": "休息天数",
    "paid_hours": "工时",
    PAY: "值班费（元）",
}
# What stands where, of a post of either kind; the shifts come before what is owed.
_COUNTED = (*("planned", "served", "for_others", "by_others", "swapped"), *NAMED)
_HOURS = tuple(f"{bucket}_hours" for bucket in NAMED)
_DAYS = ("days_worked", "days_off", "paid_hours")
_OWED = ("due", "balance")
NAME_WIDTH, WIDTH = 12, 9.2
FIRST_BLOCK = 3
FIRST_HEAD = FIRST_BLOCK + 1
ONE_PAGE = 45  # rows that are still read on a page
SUM: Style = {"bold": True, "bg_color": "#F2F2F2"}
CAPTION: Style = styles.PLAIN | {"bold": True, "shrink": True}
CENTRED: Style = styles.PLAIN | {"align": "center", "shrink": True}
NOTE: Style = styles.WRAPPED | {"font_size": 9}


def heading(column: str) -> str:
    """Return what stands above a column of figures."""
    return HEADINGS.get(column) or column.removeprefix(SHIFT)


def _head(column: str) -> str:
    """Return the heading of a column as it is broken into lines."""
    text = heading(column).replace("法定节假日", "法定")
    if column.startswith(SHIFT):
        return text
    return re.sub("(?<=.)(顶班|班数|小时|天数|（元）)$", r"\n\1", text)


def columns_of(figures: pd.DataFrame) -> list[str]:
    """Return the columns that a block of one post has, behind the name."""
    shown: list[str] = [*_COUNTED, *_HOURS]
    named = [name for name in figures.columns if name.startswith(SHIFT)]
    own = [name for name in named if figures[name].any()]
    shown += own if len(own) > 1 else []
    if (figures["kind"] == SHIFTS).any():
        return [*shown, *_DAYS, *_OWED]
    return [*shown, *_OWED, *([PAY] if PAY in figures else [])]


def widest(figures: pd.DataFrame) -> int:
    """Return how many columns the widest block of several posts has, the name included."""
    return max((1 + len(columns_of(own)) for _, own in figures.groupby("post")), default=1)


def draw_block(
    writer: BookWriter, sheet: Worksheet, top: int, caption: str, figures: pd.DataFrame
) -> int:
    """Draw the figures of one post from a row on; return the row after the last."""
    columns = columns_of(figures)
    writer.merged(sheet, top, (0, len(columns)), caption, CAPTION)
    sheet.set_row(top, 20)
    heads = ["姓名", *map(_head, columns)]
    deepest = max(styles.lines(text, WIDTH - 1) for text in heads)
    sheet.set_row(top + 1, 15 * max(2, deepest) + 4)
    writer.row(sheet, top + 1, ((name, styles.HEADING) for name in heads))
    row = top + 1
    for line in figures.to_dict("records"):
        row += 1
        sheet.set_row(row, 18)
        cells = [_cell(name, line[name]) for name in columns]
        writer.row(sheet, row, [(line["name"], styles.NAME), *cells])
    sums = [
        _cell(name, None if name == "balance" else figures[name].sum(min_count=1))
        for name in columns
    ]
    row += 1
    sheet.set_row(row, 18)
    total = [("合计", styles.NAME), *sums]
    writer.row(sheet, row, ((value, style | SUM) for value, style in total))
    return row + 1


def set_up(
    writer: BookWriter, sheet: Worksheet, last: int, bottom: int, footer: str, posts: int
) -> None:
    """Set a sheet of blocks up for printing: on one page if that can still be read.

    On further pages the headings of the only post are printed again.
    """
    if posts == 1:
        sheet.repeat_rows(FIRST_HEAD)
    pages = 1 if bottom <= ONE_PAGE else 0
    writer.page(sheet, landscape=True, footer=footer, pages=pages)
    sheet.print_area(0, 0, bottom, last)


def _cell(column: str, value: float | None) -> styles.StyledValue:
    """Return a figure as it is shown; what is not known is empty."""
    if value is None or value != value or str(value) == "<NA>":
        return None, styles.CELL
    if column == "balance":
        return float(value), styles.OWED
    number = round(float(value), 2)
    return number, styles.CELL if number.is_integer() else styles.DECIMAL


def draw_notes(
    writer: BookWriter, sheet: Worksheet, top: int, last: int, notes: Iterable[str]
) -> int:
    """Draw lines of text across the sheet up to a last column; return the row after them."""
    width = NAME_WIDTH + WIDTH * last
    row = top
    for row, note in enumerate(notes, top):
        sheet.set_row(row, 14 * styles.lines(note, width * 1.05) + 2)
        writer.merged(sheet, row, (0, last), note, NOTE)
    return row + 1
