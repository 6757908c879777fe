"""The look of our workbooks, once: colours, fonts, page setup, and text that stays text."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from constraints.calendar import DayKind

if TYPE_CHECKING:
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
GRID = "#A6A6A6"
HEAD = "#D9E2EC"
GAP_FILL, GAP_FONT = "#C00000", "#FFFFFF"

Look = dict[str, Any]

CELL: Look = {"border": 1, "border_color": GRID, "align": "center", "valign": "vcenter"}
LEFT: Look = CELL | {"align": "left", "indent": 1}
HEADING: Look = CELL | {"bold": True, "bg_color": HEAD, "text_wrap": True}
TITLE: Look = {"bold": True, "font_size": 18, "align": "center", "valign": "vcenter"}
PLAIN: Look = {"valign": "vcenter"}
WRAPPED: Look = {"valign": "top", "text_wrap": True}
MISSING: Look = CELL | {"bold": True, "bg_color": GAP_FILL, "font_color": GAP_FONT}


def day_look(kind: DayKind, base: Look) -> Look:
    """Return a look with the pale fill of a kind of day."""
    return base if kind is DayKind.WORKDAY else base | {"bg_color": FILLS[kind]}


class Pen:
    """Writes to one XlsxWriter workbook; every string is written as text, never as a formula."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self._format = cache(self._make)

    def _make(self, look: tuple[tuple[str, Any], ...]) -> Format:
        return self.book.add_format({"font_name": FONT, "font_size": 10} | dict(look))

    def look(self, look: Look) -> Format:
        """Return the workbook's format for a look."""
        return self._format(tuple(sorted(look.items())))

    def text(self, sheet: Worksheet, row: int, column: int, text: str, look: Look) -> None:
        """Write one string; an empty one keeps the borders."""
        if text:
            # A file's name may hold bytes that are no text in any encoding.
            text = text[:EXCEL_CELL].encode(errors="replace").decode()
            sheet.write_string(row, column, text, self.look(look))
        else:
            sheet.write_blank(row, column, None, self.look(look))

    def number(self, sheet: Worksheet, row: int, column: int, value: float, look: Look) -> None:
        """Write one number."""
        sheet.write_number(row, column, value, self.look(look))

    def merged(
        self, sheet: Worksheet, row: int, columns: tuple[int, int], text: str, look: Look
    ) -> None:
        """Write one string across ``columns``, first and last."""
        first, last = columns
        sheet.merge_range(row, first, row, last, "", self.look(look))
        self.text(sheet, row, first, text, look)

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


def breadth(text: str) -> int:
    """Count columns: a Chinese character takes about two."""
    return max(1, sum(2 if ord(character) > 0x2E7F else 1 for character in text))
