"""The frame of printed records: pages of exactly one A4 each, one below the other on a sheet."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from xlsxwriter import Workbook

from constraints.calendar import WEEKDAYS, anniversary
from scheduler.reading.wall_text import SEATS
from scheduler.writing import styles
from scheduler.writing.styles import BookWriter
from scheduler.writing.untouched import mark_of, put_mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from scheduler.reporting.duty_records import Handover, Turn
    from scheduler.writing.styles import Style

UNITS, PIXELS = 16, 39  # of a page's width, and of each: 165 mm of the 182 that there are
POINTS = 0.75  # of a pixel
LINE = 20.25  # points, 7 mm: the least that somebody can write on
ROOM = 752.0  # points that a page may be high; A4 between our margins has 796
TALL = 1.4  # points that a line takes, per point of its letters
SIZES = (14, 12, 11, 10, 9, 8, 7, 6, 5)
YEARS = 3  # that records are kept
BLANK = "　"
CREATED = datetime(2026, 1, 1)  # A fixed date: the same records give the same file.
INK: Style = {"border": 1, "valign": "vcenter"}
FIELD: Style = INK | {"align": "left", "indent": 1}
LABEL: Style = INK | {"align": "center", "bold": True, "bg_color": "#EDEDED"}
LOOSE: Style = {"valign": "vcenter"}
Span = tuple[int, str, "Style"]
Record = TypeVar("Record", "Handover", "Turn")


class RecordBook:
    """A workbook of records: one sheet, a page after the other.

    Parameters
    ----------
    title
        What the records are called, also on every page.
    draft
        Whether they are of a roster that nobody has approved; then every page says so.
    edges
        Where fields begin and end, in units of the page's width: columns are no more than needed.
    """

    def __init__(self, title: str, edges: Sequence[int], *, draft: bool) -> None:
        self.title, self.draft = title, draft
        self.stream = BytesIO()
        self.book = Workbook(self.stream, {"in_memory": True})
        self.book.set_properties({"title": title, "comments": "zhiban", "created": CREATED})
        self.writer = BookWriter(self.book)
        self.sheet = self.book.add_worksheet(title)
        self.columns = {edge: nth for nth, edge in enumerate(edges)}
        for nth, (left, right) in enumerate(pairwise(edges)):
            self.sheet.set_column_pixels(nth, nth, (right - left) * PIXELS)
        self.at = self.top = 0
        self.height = 0.0
        self.breaks: list[int] = []

    def line(self, height: float, *spans: Span) -> None:
        """Draw a row of fields side by side, each so many units wide."""
        self.sheet.set_row(self.at, height)
        left = 0
        for width, text, style in spans:
            self._field((self.at, self.at), (left, left + width), text, style)
            left += width
        self.at += 1
        self.height += height

    def block(self, label: str, height: float, rows: Iterable[str]) -> None:
        """Draw lines to write on beside their label; a text is printed at the start of its line."""
        first = self.at
        for text in rows:
            self.sheet.set_row(self.at, height)
            self._field((self.at, self.at), (2, UNITS), text, FIELD | {"font_size": 9})
            self.at += 1
            self.height += height
        self._field((first, self.at - 1), (0, 2), label, LABEL | {"text_wrap": True})

    def _field(
        self, rows: tuple[int, int], edges: tuple[int, int], text: str, style: Style
    ) -> None:
        first, last = rows
        left, right = self.columns[edges[0]], self.columns[edges[1]] - 1
        if first != last or left != right:
            self.sheet.merge_range(first, left, last, right, "", self.writer.format(style))
        self.writer.text(self.sheet, first, left, text, style)

    def pages(
        self, pages: Iterable[tuple[int, str, Record]], count: int, centre: str
    ) -> Iterator[Record]:
        """Begin a page for every record, and end it once it is drawn.

        ``pages`` has, with each, which page of the month it is, of so many, and its number.
        """
        for nth, number, one in pages:
            self._head(centre, number)
            yield one
            self._foot(one.start.date(), (nth, count))

    def _head(self, centre: str, number: str) -> None:
        """Draw the title, and below it whose record it is."""
        name = f"{self.title}（草案）" if self.draft else self.title
        self.line(30, (UNITS, name, styles.TITLE | {"font_size": 20}))
        left = LOOSE | {"align": "left"}
        right = LOOSE | {"align": "right"}
        mark = f"编号　{number}"
        self.line(18.75, (10, centre, fitted(centre, 10, 18.75, left, 11)), (6, mark, right))

    def _foot(self, on: date, page: tuple[int, int]) -> None:
        """End the page: how it is to be treated, until when it is kept, and which one it is."""
        nth, count = page
        small = LOOSE | {"font_size": 9}
        self.line(
            16.5,
            (6, "不得撕页、不得涂改", small | {"align": "left"}),
            (4, f"保存至 {anniversary(on, YEARS)}", small | {"align": "center"}),
            (6, f"第 {nth} 页 / 共 {count} 页", small | {"align": "right"}),
        )
        assert self.height <= ROOM, f"a page of {self.height} points"
        if self.draft:
            self._across()
        self.breaks.append(self.at)
        self.top, self.height = self.at, 0.0

    def _across(self) -> None:
        """Print across the page that it is of a draft."""
        font = {"name": styles.FONT, "size": 96, "bold": True, "color": "#DCDCDC"}
        look = {"font": font, "align": {"vertical": "middle", "horizontal": "center"}}
        place = {"width": UNITS * PIXELS, "height": 200, "y_offset": 510}
        clear = {"fill": {"none": True}, "line": {"none": True}}
        self.sheet.insert_textbox(self.top, 0, "草　案", look | place | clear)

    def content(self) -> bytes:
        """Return the workbook."""
        sheet = self.sheet
        sheet.set_paper(styles.A4)
        # More on the left, where they are bound.
        sheet.set_margins(left=0.71, right=0.39, top=0.31, bottom=0.31)
        sheet.center_horizontally()
        sheet.set_h_pagebreaks(self.breaks[:-1])
        sheet.print_area(0, 0, max(0, self.at - 1), len(self.columns) - 2)
        sheet.hide_gridlines(2)
        cells = sorted(self.writer.written[self.title])
        put_mark(self.book, mark_of((self.title, *cell) for cell in cells))
        self.book.close()
        return self.stream.getvalue()


def fitted(text: str, units: int, height: float, style: Style, most: int = 14) -> Style:
    """Return a style whose letters are as large as lets the text be whole in its field."""
    for size in (one for one in SIZES if one <= most):
        # A letter takes two thirds of its points in pixels, one of Chinese twice that.
        across = (units * PIXELS - 16) / (size / POINTS / 2)
        if styles.lines(text, across) * size * TALL <= height:
            return style | {"font_size": size, "text_wrap": True}
    return style | {"font_size": SIZES[-1], "shrink": True}


def joined(names: Iterable[str]) -> str:
    """Return who is named, with room for whoever is not known yet; nothing if nobody is known."""
    names = list(names)
    return SEATS.join(name or BLANK * 5 for name in names) if any(names) else ""


def day_text(on: date, kind: str) -> str:
    """Return a date as records print it."""
    return f"{on.year}年{on.month}月{on.day}日　星期{WEEKDAYS[on.weekday()]}　{kind}"
