"""A copy of the user's workbook with what is wrong at every cell; the original is not touched."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import datetime, time
from io import BytesIO
from typing import TYPE_CHECKING

from xlsxwriter import Workbook

from scheduler.errors import InputError
from scheduler.reading.cells.normal_text import holds_identity, masked, one_line
from scheduler.reading.files.grid import Damaged, column_number
from scheduler.reading.tables.header import find_header
from scheduler.reading.tables.layout import FAULTS_SHEET, STAFF
from scheduler.writing import styles
from scheduler.writing.styles import BookWriter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xlsxwriter.worksheet import Worksheet

    from scheduler.errors import Message
    from scheduler.reading.files.grid import Book, Grid, Value
    from scheduler.writing.styles import Style

WIDEST = 40
LONGEST_TITLE = 31
LISTED = 5_000

_FILLS = {"error": "#F4B6B6", "warning": "#FFF2CC"}
_WORDS = {"error": "错误", "warning": "提醒"}
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")

Marks = dict[str, list["Message"]]


def annotate(books: Sequence[Book], messages: Iterable[Message]) -> bytes:
    """Return a workbook: every visible sheet with comments, and a list of all findings.

    Values only: what was a formula is its last result, and identity numbers are left out.
    """
    listed = list(messages)[:LISTED]
    marks: defaultdict[tuple[str, str], Marks] = defaultdict(dict)
    for message in listed:
        if message.cell:
            own = marks[message.file, message.sheet]
            own.setdefault(message.cell, []).append(message)
    stream = BytesIO()
    made = Workbook(stream, {"in_memory": True})
    writer = BookWriter(made)
    problems = made.add_worksheet(FAULTS_SHEET)
    titles: dict[tuple[str, str], str] = {}
    for book in books:
        for title in book.titles:
            try:
                grid = book.grid(title)
            except InputError:
                continue
            taken = {FAULTS_SHEET, *titles.values()}
            name = _title(f"{book.path.stem}-{title}" if book.rank else title, taken)
            titles[book.path.name, title] = name
            _copy(writer, made.add_worksheet(name), grid, marks[book.path.name, title])
    _list(writer, problems, listed, titles)
    problems.activate()
    made.close()
    return stream.getvalue()


def _title(wanted: str, taken: set[str]) -> str:
    """Return a sheet name that Excel allows and that is still free."""
    plain = _FORBIDDEN.sub("_", masked(wanted))[:LONGEST_TITLE] or "_"
    name, number = plain, 1
    while name.lower() in {other.lower() for other in taken}:
        number += 1
        tail = f"({number})"
        name = plain[: LONGEST_TITLE - len(tail)] + tail
    return name


def _copy(writer: BookWriter, sheet: Worksheet, grid: Grid, marks: Marks) -> None:
    header = find_header(grid, STAFF)
    secret = set(header.columns.get("身份证号", ()))
    widths: defaultdict[int, int] = defaultdict(int)
    for row, cells in grid.rows.items():
        for column, value in cells.items():
            hidden = column in secret and row > header.last
            written: Value = "******" if hidden else value
            _put(writer, sheet, (row - 1, column - 1), written, {})
            if len(widths) < 200 or column in widths:
                widths[column] = max(
                    widths[column], len(one_line(written).encode("gbk", "replace"))
                )
    for column, width in widths.items():
        sheet.set_column(column - 1, column - 1, min(WIDEST, width + 2))
    for address, found in marks.items():
        place = _PLACE.fullmatch(address)
        if place is None:
            continue
        row, column = int(place[2]), column_number(place[1])
        worst = "error" if any(m.severity == "error" for m in found) else "warning"
        own = grid.rows.get(row, {}).get(column, "")
        plain = "******" if column in secret else own
        _put(writer, sheet, (row - 1, column - 1), plain, {"bg_color": _FILLS[worst]})
        text = "\n".join(f"{_WORDS.get(m.severity, '说明')}:{m.text}" for m in found)
        sheet.write_comment(row - 1, column - 1, text, {"x_scale": 2.5, "author": "zhiban"})


def _put(
    writer: BookWriter, sheet: Worksheet, place: tuple[int, int], value: Value, style: Style
) -> None:
    if isinstance(value, Damaged):
        value = "(没有读到)"
    if isinstance(value, bool):
        sheet.write_boolean(*place, value, writer.format(style))
    elif isinstance(value, datetime):
        whole = value.time() == time()
        dated = style | {"num_format": "yyyy-mm-dd" if whole else "yyyy-mm-dd hh:mm"}
        sheet.write_datetime(*place, value, writer.format(dated))
    elif isinstance(value, time):
        sheet.write_datetime(*place, value, writer.format(style | {"num_format": "hh:mm"}))
    elif isinstance(value, (int, float)) and not holds_identity(value):
        writer.number(sheet, *place, value, style)
    else:
        writer.text(sheet, *place, masked(value), style)


def _list(
    writer: BookWriter,
    sheet: Worksheet,
    messages: list[Message],
    titles: dict[tuple[str, str], str],
) -> None:
    headings = (("级别", 8), ("文件", 24), ("工作表", 16), ("单元格", 10), ("问题和改法", 90))
    for column, (heading, width) in enumerate(headings):
        sheet.set_column(column, column, width)
        writer.text(sheet, 0, column, heading, styles.HEADING)
    for row, message in enumerate(messages, 1):
        style = styles.LEFT | {"bg_color": _FILLS.get(message.severity, "#FFFFFF")}
        level = _WORDS.get(message.severity, "说明")
        for column, text in enumerate((level, message.file, message.sheet, "", message.text)):
            writer.text(sheet, row, column, text, style | {"text_wrap": True})
        title = titles.get((message.file, message.sheet))
        if title and message.cell:
            link = f"internal:'{title}'!{message.cell}"
            sheet.write_url(row, 3, link, writer.format(style | {"underline": 1}), message.cell)
    if not messages:
        writer.text(sheet, 1, 0, "没有问题", styles.PLAIN)
    sheet.freeze_panes(1, 0)
    writer.page(sheet, landscape=True, footer=FAULTS_SHEET, pages=0)
