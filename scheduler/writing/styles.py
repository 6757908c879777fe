"""The look of our workbooks, once: colours, fonts, page setup, and text that stays text."""

from __future__ import annotations

from functools import cache
from math import ceil
from typing import TYPE_CHECKING, Any

from constraints.calendar import DayKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

FONT = "微软雅黑"
A4 = 9
EXCEL_CELL = 32767

FILLS = {
    DayKind.HOLIDAY: "#F8D7DA",
    DayKind.REST: "#E3EEF9",
    DayKind.ADJUSTED: "#FFF3CD",
    DayKind.WORKDAY: "#FFFFFF",
}
WIDEST_NAME = 30
GRID = "#A6A6A6"
HEAD = "#D9E2EC"
GAP_FILL, GAP_FONT = "#C00000", "#FFFFFF"

Style = dict[str, Any]
StyledValue = tuple[str | float | None, Style]

CELL: Style = {"border": 1, "border_color": GRID, "align": "center", "valign": "vcenter"}
LEFT: Style = CELL | {"align": "left", "indent": 1}
HEADING: Style = CELL | {"bold": True, "bg_color": HEAD, "text_wrap": True}
TITLE: Style = {
    **{"bold": True, "font_size": 18, "align": "center", "valign": "vcenter"},
    "shrink": True,
}
PLAIN: Style = {"valign": "vcenter"}
WRAPPED: Style = {"valign": "top", "text_wrap": True}
NAME: Style = CELL | {"bold": True, "shrink": True}
DECIMAL: Style = CELL | {"num_format": "0.00"}
# A number to be drawn and summed, in words to be read: never a bare sign.
OWED: Style = CELL | {"num_format": '"少值 "0.00;"多值 "0.00;"持平"'}
MISSING: Style = CELL | {"bold": True, "bg_color": GAP_FILL, "font_color": GAP_FONT}


def day_style(kind: DayKind, base: Style) -> Style:
    """Return a style with the pale fill of a kind of day."""
    return base if kind is DayKind.WORKDAY else base | {"bg_color": FILLS[kind]}


class BookWriter:
    """Writes to one XlsxWriter workbook; every string is written as text, never as a formula.

    ``written`` is every string by sheet, with its row and column, both from 1.
    """

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.written: dict[str, list[tuple[int, int, str]]] = {}
        self._format = cache(self._make)

    def _make(self, style: tuple[tuple[str, Any], ...]) -> Format:
        return self.book.add_format({"font_name": FONT, "font_size": 10} | dict(style))

    def format(self, style: Style) -> Format:
        """Return the workbook's format for a style."""
        return self._format(tuple(style.items()))

    def text(self, sheet: Worksheet, row: int, column: int, text: str, style: Style) -> None:
        """Write one string; an empty one keeps the borders."""
        if text:
            # A file's name may hold bytes that are no text in any encoding.
            text = text[:EXCEL_CELL].encode(errors="replace").decode()
            sheet.write_string(row, column, text, self.format(style))
            self.written.setdefault(sheet.name, []).append((row + 1, column + 1, text))
        else:
            sheet.write_blank(row, column, None, self.format(style))

    def number(self, sheet: Worksheet, row: int, column: int, value: float, style: Style) -> None:
        """Write one number."""
        sheet.write_number(row, column, value, self.format(style))

    def row(self, sheet: Worksheet, row: int, cells: Iterable[StyledValue]) -> None:
        """Write cells side by side from the first column on; None is an empty one."""
        for column, (value, style) in enumerate(cells):
            if isinstance(value, (int, float)):
                self.number(sheet, row, column, value, style)
            else:
                self.text(sheet, row, column, value or "", style)

    def merged(
        self, sheet: Worksheet, row: int, columns: tuple[int, int], text: str, style: Style
    ) -> None:
        """Write one string across ``columns``, first and last."""
        first, last = columns
        sheet.merge_range(row, first, row, last, "", self.format(style))
        self.text(sheet, row, first, text, style)

    def page(self, sheet: Worksheet, *, landscape: bool, footer: str, pages: int = 1) -> None:
        """Set a sheet up for A4, one page wide and ``pages`` high (0: as many as it takes)."""
        sheet.set_paper(A4)
        if landscape:
            sheet.set_landscape()
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, pages)
        sheet.set_header(f"&R&9 {footer}")
        sheet.set_footer("&C&9 第 &P 页 共 &N 页&R&9 打印于 &D")
        sheet.hide_gridlines(2)


def lines(text: str, width: float) -> int:
    """Count the lines a text takes in a column of that width, a line break being one more."""
    return sum(ceil(breadth(line) / width) for line in text.split("\n"))


def name_width(names: Iterable[str], least: float) -> float:
    """Return how wide a column must be for the longest name; beyond the limit names shrink."""
    return min(max([least, *(breadth(name) + 2 for name in names)]), WIDEST_NAME)


def breadth(text: str) -> int:
    """Count columns: a Chinese character takes about two."""
    return max(1, sum(2 if ord(character) > 0x2E7F else 1 for character in text))
