"""A copy of the user's workbook with what is wrong at every cell; the original is not touched."""

from __future__ import annotations

import re
import warnings
from collections import defaultdict
from io import BytesIO
from typing import TYPE_CHECKING

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.properties import PageSetupProperties

from scheduler.errors import InputError
from scheduler.reading.cells.normal_text import holds_identity, masked
from scheduler.reading.files.grid import Damaged
from scheduler.reading.files.guard import Package
from scheduler.reading.tables.header import find_header
from scheduler.reading.tables.layout import FAULTS_SHEET, STAFF

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from scheduler.errors import Message
    from scheduler.reading.files.grid import Book, Grid

LONGEST_TITLE = 31
LISTED = 5_000
HIDDEN = "******"
COLUMNS = (("级别", 8), ("文件", 24), ("工作表", 16), ("单元格", 10), ("问题和改法", 90))

_FILLS = {"error": "F4B6B6", "warning": "FFF2CC"}
_WORDS = {"error": "错误", "warning": "提醒"}
_PLACE = re.compile(r"[A-Z]{1,3}\d{1,7}")
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
# What openpyxl 3.1.5 leaves out of a workbook that it saves, and the bytes that tell of it.
_LOST = (
    (b"<drawing ", "图片和图形"),
    (b"<r><rPr", "一格里的几种字体"),
    (b"<protectedRange ", "可编辑区域"),
    (b"<x14:", "新版 Excel 的条件格式和下拉"),
)

Marks = dict[str, list["Message"]]


def annotate(books: Sequence[Book], messages: Iterable[Message]) -> bytes:
    """Return a copy of the first book with comments, further books as sheets, and all findings.

    Formats, widths and drop-downs stay. What was a formula is its last result, and identity
    numbers are left out.
    """
    listed = list(messages)[:LISTED]
    marks: defaultdict[tuple[str, str], Marks] = defaultdict(dict)
    for message in listed:
        if message.cell:
            own = marks[message.file, message.sheet]
            own.setdefault(message.cell, []).append(message)
    copy, lost = _opened(books[0])
    sheets: dict[tuple[str, str], Worksheet] = {}
    for book in books:
        for title in book.titles:
            try:
                grid = book.grid(title)
            except InputError:
                continue
            if book.rank or title not in copy.sheetnames:
                sheet = copy.create_sheet(
                    _free(copy, f"{book.path.stem}-{title}" if book.rank else title)
                )
                _fill(sheet, grid)
            else:
                sheet = copy[title]
            sheets[book.path.name, title] = sheet
            _mark(sheet, grid, marks[book.path.name, title])
    for sheet in copy.worksheets:
        _hide_identities(sheet)
        if sheet.title == FAULTS_SHEET or masked(sheet.title) != sheet.title:
            sheet.title = _free(copy, sheet.title)
    _list(copy.create_sheet(FAULTS_SHEET, 0), listed, sheets, lost)
    copy.active = 0
    stream = BytesIO()
    copy.save(stream)
    return stream.getvalue()


def _opened(book: Book) -> tuple[Workbook, str]:
    """Return a workbook as openpyxl has it, and what of it is lost; an empty one if it fails."""
    package = Package(book.content) if book.content.startswith(b"PK") else None
    if package is not None:
        content = package.lightened()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of what it drops, which is told here
                copy = load_workbook(BytesIO(content), data_only=True)
            return copy, "、".join(what for mark, what in _LOST if package.mentions(mark))
        except Exception:  # whatever openpyxl makes of a broken style table or a strange drawing
            pass
    copy = Workbook()
    copy.remove(copy.worksheets[0])
    return copy, "原来的格式"


def _free(copy: Workbook, wanted: str) -> str:
    """Return a sheet name that Excel allows and that is still free."""
    plain = _FORBIDDEN.sub("_", masked(wanted))[:LONGEST_TITLE] or "_"
    taken = {FAULTS_SHEET, *(title.lower() for title in copy.sheetnames)}
    name, number = plain, 1
    while name.lower() in taken:
        number += 1
        tail = f"({number})"
        name = plain[: LONGEST_TITLE - len(tail)] + tail
    return name


def _fill(sheet: Worksheet, grid: Grid) -> None:
    for row, cells in grid.rows.items():
        for column, value in cells.items():
            _write(sheet.cell(row, column), None if isinstance(value, Damaged) else value)


def _write(cell: Cell | MergedCell, value: object) -> None:
    """Write a value, text as text even if it looks like a formula."""
    if isinstance(cell, MergedCell):
        return
    cell.value = value  # type: ignore[assignment]
    if isinstance(value, str):
        cell.data_type = "s"


def _mark(sheet: Worksheet, grid: Grid, marks: Marks) -> None:
    """Put comments where they belong, and hide what no copy may hold."""
    header = find_header(grid, STAFF)
    secret = set(header.columns.get("身份证号", ()))
    for row, cells in grid.rows.items():
        for column, value in cells.items():
            if column in secret and row > header.last:
                _write(sheet.cell(row, column), HIDDEN)
            elif isinstance(value, Damaged):
                _write(sheet.cell(row, column), "(没有读到)")
    for address, own in marks.items():
        if not _PLACE.fullmatch(address):
            continue
        cell = _visible(sheet, address)
        worst = "error" if any(one.severity == "error" for one in own) else "warning"
        cell.fill = PatternFill("solid", fgColor=_FILLS[worst])
        text = "\n".join(f"{_WORDS.get(one.severity, '说明')}:{one.text}" for one in own)
        cell.comment = Comment(text, "zhiban", height=120, width=320)


def _visible(sheet: Worksheet, address: str) -> Cell:
    """Return the cell at an address, or the one that shows what is merged there."""
    cell = sheet[address]
    for area in sheet.merged_cells.ranges if isinstance(cell, MergedCell) else ():
        if address in area:
            cell = sheet.cell(area.min_row, area.min_col)
    return cell  # type: ignore[no-any-return]


def _hide_identities(sheet: Worksheet) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None and holds_identity(cell.value):
                _write(cell, masked(cell.value))
            if cell.comment and holds_identity(cell.comment.text):
                cell.comment = Comment(masked(cell.comment.text), cell.comment.author or "")


def _list(
    sheet: Worksheet,
    messages: list[Message],
    sheets: dict[tuple[str, str], Worksheet],
    lost: str,
) -> None:
    sheet.append([name for name, _ in COLUMNS])
    for column, (cell, (_, width)) in enumerate(zip(sheet[1], COLUMNS, strict=True), 65):
        cell.font = Font(bold=True)
        sheet.column_dimensions[chr(column)].width = width
    for row, message in enumerate(messages, 2):
        level = _WORDS.get(message.severity, "说明")
        texts = (level, message.file, message.sheet, message.cell, message.text)
        for column, text in enumerate(texts, 1):
            cell = sheet.cell(row, column)
            _write(cell, text or None)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if message.severity in _FILLS:
                cell.fill = PatternFill("solid", fgColor=_FILLS[message.severity])
        where = sheets.get((message.file, message.sheet))
        if where is not None and message.cell:
            link = sheet.cell(row, 4)
            link.hyperlink = f"#'{where.title}'!{message.cell}"
            link.font = Font(underline="single", color="0563C1")
    if not messages:
        sheet.append(["没有问题"])
    if lost:
        sheet.append(["说明", None, None, None, f"这份副本没有保留{lost};原文件没有动"])
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
