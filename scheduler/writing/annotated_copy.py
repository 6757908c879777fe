"""A copy of the user's own workbook with what is wrong at every cell; the original is untouched."""

from __future__ import annotations

import re
import warnings
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink

from scheduler.errors import InputError
from scheduler.reading.cells.normal_text import holds_identity, masked, one_line
from scheduler.reading.files.grid import Damaged
from scheduler.reading.files.guard import Package
from scheduler.reading.tables.header import find_header
from scheduler.reading.tables.layout import FAULTS_SHEET, STAFF

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from scheduler.errors import Message
    from scheduler.reading.files.grid import Book, Grid

WIDEST = 40
# Two digits less than Excel allows: openpyxl numbers titles that are taken.
LONGEST_TITLE = 29
LISTED = 5_000

_FILLS = {
    severity: PatternFill("solid", colour)
    for severity, colour in (("error", "F4B6B6"), ("warning", "FFF2CC"))
}
_COLUMNS = {"级别": 8, "文件": 24, "工作表": 16, "单元格": 10, "问题和改法": 90}
_WORDS = {"error": "错误", "warning": "提醒"}
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
# What a workbook may hold that openpyxl does not write again, and how to tell that it is there.
_FRAGILE = {
    "公式（只有结果）": (r"xl/worksheets/", rb"<f[ >/]"),
    "图片": (r"xl/media/", rb""),
    "图形和文本框": (r"xl/drawings/drawing", rb"<xdr:(?:sp|grpSp|cxnSp)[ />]"),
    "图表的部分样式": (r"xl/charts/(?:style|colors)", rb""),
    "控件和嵌入的文件": (r"xl/(?:activeX|ctrlProps|embeddings)/", rb""),
    "一格之内的不同字体": (r"xl/(?:sharedStrings|worksheets/)", rb"<rPr"),
    "迷你图和扩展的条件格式、下拉": (r"xl/worksheets/", rb"<extLst"),
    "页眉页脚": (r"xl/worksheets/", rb"<(?:odd|even|first)(?:Header|Footer)"),
    "批注里的对话": (r"xl/threadedComments/", rb""),
    "外部链接": (r"xl/externalLinks/", rb""),
    "宏": (r"xl/vbaProject", rb""),
}


def annotate(
    books: Sequence[Book], messages: Iterable[Message], *, macros: bool = False
) -> tuple[bytes, list[str]]:
    """Return the first book's workbook with a comment at every finding and a list of them all.

    Formulas are their last results, so that nothing is computed in the copy, and identity numbers
    are left out. Of other books, and of a first one that openpyxl cannot edit, the visible sheets
    are added with their values only. Beside the workbook comes what it lost, in words for users:
    ``macros`` too, unless they are to be kept.
    """
    listed = list(messages)[:LISTED]
    if not books[0].content.startswith(b"PK"):
        return _annotated(_empty(), books, listed), []
    own = Package(books[0].content).whole()
    try:
        with warnings.catch_warnings(action="ignore"):
            copy = load_workbook(BytesIO(own), keep_vba=macros, data_only=True, keep_links=False)
            content = _annotated(copy, books, listed)
    except Exception:  # Excel forgives much that openpyxl refuses, in as many ways
        return _annotated(_empty(), books, listed), ["格式和下拉"]
    kept = _fragile(content)
    return content, [words for words in _fragile(own) if words not in kept]


def _empty() -> Workbook:
    copy = Workbook()
    copy.remove(copy.worksheets[0])
    return copy


def _fragile(workbook: bytes) -> list[str]:
    with ZipFile(BytesIO(workbook)) as parts:
        names = parts.namelist()
        return [
            words
            for words, (place, mark) in _FRAGILE.items()
            if any(re.match(place, name) and re.search(mark, parts.read(name)) for name in names)
        ]


def _annotated(copy: Workbook, books: Sequence[Book], listed: Sequence[Message]) -> bytes:
    own = {sheet.title: sheet for sheet in copy.worksheets}
    sheets: dict[tuple[str, str], Worksheet] = {}
    for book in books:
        for title in (*book.titles, *book.hidden):
            edited = None if book.rank else own.get(title)
            if not edited and title in book.hidden:
                continue
            with suppress(InputError):
                grid = book.grid(title)
                name = masked(f"{book.path.stem}-{title}" if book.rank else title)
                name = (
                    f"{FAULTS_SHEET}(2)"
                    if name == FAULTS_SHEET
                    else _FORBIDDEN.sub("_", name)[:LONGEST_TITLE]
                )
                sheet = edited or copy.create_sheet(name or "_")
                if edited and (title == FAULTS_SHEET or holds_identity(title)):
                    sheet.title = name
                _fill(sheet, grid, new=not edited)
                sheets[book.path.name, title] = sheet
    for sheet in set(own.values()) - set(sheets.values()):
        copy.remove(sheet)  # what was not read may hold anything
    # Errors last, so that theirs is the colour.
    for message in sorted(listed, key=lambda one: one.severity == "error"):
        if message.cell and (message.file, message.sheet) in sheets:
            _comment(sheets[message.file, message.sheet], message)
    _list(copy.create_sheet(FAULTS_SHEET, 0), listed, sheets)
    for sheet in copy.worksheets:
        sheet.sheet_view.tabSelected = False
    copy.active = 0
    stream = BytesIO()
    copy.save(stream)
    return stream.getvalue()


def _fill(sheet: Worksheet, grid: Grid, *, new: bool) -> None:
    """Write a sheet's values into a new sheet; into the user's own, what is not to be shown."""
    header = find_header(grid, STAFF)
    secret = set(header.columns.get("身份证号", ()))
    for row, cells in grid.rows.items():
        for column, value in cells.items():
            hidden = column in secret and row > header.last
            if new or hidden or isinstance(value, Damaged) or holds_identity(value):
                _put(sheet.cell(row, column), "******" if hidden else value)
            if new:
                size = sheet.column_dimensions[get_column_letter(column)]
                size.width = min(
                    WIDEST, max(size.width, len(one_line(value).encode("gbk", "replace")))
                )
    for cell in sheet._cells.values():  # its rows and columns could be a billion
        if cell.comment:
            cell.comment.text = masked(cell.comment.text)


def _put(cell: Cell | MergedCell, value: Any) -> None:
    """Write a value as what it is, never as a formula."""
    if isinstance(value, Damaged):
        value = "（没有读到）"
    if isinstance(cell, Cell):
        cell.value = masked(value) if holds_identity(value) else value
        if cell.data_type == "f":
            cell.data_type = "s"


def _comment(sheet: Worksheet, message: Message) -> None:
    cell = sheet[message.cell]
    if isinstance(cell, MergedCell):
        area = next(area for area in sheet.merged_cells.ranges if message.cell in area)
        cell = sheet.cell(area.min_row, area.min_col)
    before = f"{cell.comment.text}\n" if cell.comment else ""
    text = f"{before}{_WORDS.get(message.severity, '说明')}：{message.text}"
    cell.comment = Comment(text, "zhiban", width=360)
    cell.fill = _FILLS.get(message.severity, _FILLS["warning"])


def _list(
    sheet: Worksheet, listed: Sequence[Message], sheets: dict[tuple[str, str], Worksheet]
) -> None:
    for column, (heading, width) in enumerate(_COLUMNS.items(), 1):
        sheet.cell(1, column, heading).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    for row, message in enumerate(listed, 2):
        level = _WORDS.get(message.severity, "说明")
        told = (level, message.file, message.sheet, message.cell, message.text)
        for column, text in enumerate(told, 1):
            cell = sheet.cell(row, column)
            _put(cell, text)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if message.severity in _FILLS:
                cell.fill = _FILLS[message.severity]
        if message.cell and (target := sheets.get((message.file, message.sheet))):
            place = f"{quote_sheetname(target.title)}!{message.cell}"
            sheet.cell(row, 4).hyperlink = Hyperlink(ref="", location=place)
    if not listed:
        sheet["A2"] = "没有问题"
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
