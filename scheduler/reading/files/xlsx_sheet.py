"""One sheet of a workbook: its stored values, by openpyxl's streaming parser."""

from __future__ import annotations

import re
import time as clock
from datetime import datetime, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.datetime import CALENDAR_WINDOWS_1900, from_excel
from openpyxl.utils.escape import unescape as without_escapes
from openpyxl.worksheet._reader import WorkSheetParser

from scheduler.reading.files.grid import Ambiguous, Damaged, Grid, Struck, TooMuchError
from scheduler.reading.files.guard import DamagedError, elements, local

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element  # nosec B405 # a type

    from scheduler.reading.files.grid import Value

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
MERGES = 50_000
LAST_SERIAL = 2_958_465
PATIENCE = 60.0  # seconds for one sheet; the largest that the guard lets pass takes four
SHORT_OF_MIDNIGHT = time(23, 54)
HALF_SECOND = timedelta(milliseconds=500)
UNCALCULATED = "公式没有算出结果，请用 Excel 打开并保存一次"

_PLACE = re.compile(r"[A-Za-z]{1,3}\d{1,7}")
_MOVING = re.compile(r"\b(?:TODAY|NOW|RAND|RANDBETWEEN)\s*\(", re.IGNORECASE)


class SheetParser(WorkSheetParser):
    """openpyxl's parser, of which only rows and merges are asked: no Cell is ever made.

    Parameters
    ----------
    grid
        Where the values go.
    strings
        The workbook's shared strings.
    dated, days, padded, struck
        Cell styles that show a date or time, those of them that show a date only, those that
        show so many digits, and those that are struck through.
    epoch
        The day from which the workbook counts.
    """

    def __init__(
        self,
        grid: Grid,
        strings: list[str],
        dated: set[int],
        days: set[int],
        padded: dict[int, int],
        struck: set[int],
        epoch: datetime,
    ) -> None:
        super().__init__(BytesIO(), strings, data_only=True, epoch=epoch, date_formats=dated)
        self.grid, self.strings = grid, strings
        self.days, self.padded, self.struck = days, padded, struck
        self.moving: set[str] = set()
        self.deadline = clock.monotonic() + PATIENCE

    def read(self, content: bytes) -> None:
        """Put the values of a sheet's XML into the grid."""
        for element in elements(content):
            # Most elements are parts of a cell: no name is cut out for them.
            if element.tag.endswith("row") and local(element) == "row":
                self._row(element)
                element.clear()
            elif element.tag.endswith("mergeCell"):
                self._merge(element.get("ref", ""))

    def _row(self, element: Any) -> None:
        number = element.get("r", "")
        fine = not number or (number.isascii() and number.isdigit() and int(number) <= LAST_ROW)
        if not fine or (not number and self.row_counter >= LAST_ROW):
            raise DamagedError("里面的行号不对")
        if not number:
            element.attrib.pop("r", None)  # openpyxl would take nothing for a number
        self.parse_row(element)
        self.row_dimensions.clear()
        if element.get("hidden") in ("1", "true"):
            self.grid.hidden_rows.add(self.row_counter)
        if clock.monotonic() > self.deadline:
            raise TooMuchError(f"〈{self.grid.title}〉内容太多，读不完")

    def parse_cell(self, element: Element) -> dict[str, Any]:
        """Put a cell's value into the grid; openpyxl calls this for every cell of a row."""
        if place := element.get("r"):
            try:
                row, self.col_counter = coordinate_to_tuple(place.replace("$", ""))
            except (ValueError, UnboundLocalError):
                raise DamagedError("里面的单元格地址不对") from None
            if not (1 <= row <= LAST_ROW and self.col_counter <= LAST_COLUMN):
                raise DamagedError("里面的单元格地址不对")
        else:
            row, self.col_counter = self.row_counter, self.col_counter + 1
        parts = {child.tag.rpartition("}")[2]: child for child in element}
        if not parts:
            return {}
        written = plain_text(parts["is"]) if "is" in parts else ""
        written = written or (parts["v"].text or "" if "v" in parts else "")
        formula = parts.get("f")
        if formula is not None and self._moves(formula):
            self.grid.moving.add((row, self.col_counter))
        if written:
            kind, style = element.get("t", "n"), element.get("s", "0")
            number = int(style) if style.isdecimal() else 0
            value = self._value(kind, written, number)
            if number in self.struck or isinstance(value, Struck):
                self.grid.struck.add((row, self.col_counter))
            self.grid.put(row, self.col_counter, value)
        elif formula is not None and element.get("t") != "str":
            self.grid.put(row, self.col_counter, Damaged(UNCALCULATED))
        return {}

    def _moves(self, formula: Element) -> bool:
        """Tell whether a formula, or the one that it shares, gives another value every day."""
        shared = formula.get("si", "")
        moves = bool(_MOVING.search(formula.text or "")) or shared in self.moving
        if moves and shared:
            self.moving.add(shared)
        return moves

    def _merge(self, area: str) -> None:
        first, _, last = area.partition(":")
        a, b = _PLACE.fullmatch(first), _PLACE.fullmatch(last or first)
        if a and b:
            corners = coordinate_to_tuple(a[0]), coordinate_to_tuple(b[0])
            self.grid.merges.append((*corners[0], *corners[1]))
        if len(self.grid.merges) > MERGES:
            raise TooMuchError(f"〈{self.grid.title}〉有超过 {MERGES} 处合并单元格")

    def _value(self, kind: str, written: str, style: int) -> Value:
        if kind == "s":
            at = int(written) if written.isascii() and written.strip().isdigit() else -1
            if 0 <= at < len(self.strings):
                return self.strings[at]
            return Damaged("这一格的内容丢失了（文件损坏）")
        if kind in ("str", "inlineStr", "d"):
            text = unescape(written)
            return Struck(text) if isinstance(written, Struck) else text
        if kind == "b":
            return written.strip() in ("1", "true")
        if kind == "e":
            return Damaged(f"这一格是错误值 {written[:20]}，请改正公式或直接填写")
        return self._number(written, style)

    def _number(self, written: str, style: int) -> Value:
        try:
            value = float(written)
        except ValueError:
            value = float("inf")
        if not abs(value) < 1e300:
            return Damaged("这一格的数字读不出来（文件损坏）")
        if style in self.date_formats:
            moment = _moment(value, self.epoch)
            if isinstance(moment, datetime) and style in self.days:
                return _shown_day(moment)
            if moment is not None:
                return moment
        width = self.padded.get(style, 0)
        if width and value.is_integer() and 0 <= value < 1e15:
            return f"{int(value):0{width}}"
        if self.epoch != CALENDAR_WINDOWS_1900:
            return Ambiguous(value)
        if value.is_integer() and abs(value) < 1e18:
            return int(value)
        # As Excel shows it: 15 digits, so 0.1 + 0.2 is 0.3.
        return float(f"{value:.15g}")


def _moment(serial: float, epoch: datetime) -> datetime | time | None:
    """Return what a day's number means in a cell that shows a date; None if it is none."""
    if not 0 <= serial < LAST_SERIAL + 1:
        return None
    # To the second: the number of a time is never exact.
    moment = from_excel(round(serial * 86_400) / 86_400, epoch)
    if isinstance(moment, datetime):
        return (moment + HALF_SECOND).replace(microsecond=0)
    assert isinstance(moment, time)
    return moment.replace(microsecond=0)


def _shown_day(moment: datetime) -> datetime:
    """Return the date that a cell shows; seconds short of the next midnight are left to be read."""
    return moment if moment.time() >= SHORT_OF_MIDNIGHT else datetime.combine(moment, time())


def unescape(text: str) -> str:
    """Return a text with what Excel writes as _x0007_ put back; most texts have nothing of it."""
    return without_escapes(text) if "_x" in text else text


def plain_text(element: Element) -> str:
    """Return the text of a string item, its runs joined, what is only its sound left out."""
    pieces, struck = [], False
    for child in element:
        if local(child) == "t":
            pieces.append(child.text or "")
        elif local(child) == "r":
            pieces += [one.text or "" for one in child if local(one) == "t"]
            struck |= any(is_struck(one) for one in child if local(one) == "rPr")
    text = unescape("".join(pieces))
    return Struck(text) if struck else text


def is_struck(font: Element) -> bool:
    """Tell whether a font is one that strikes text through."""
    return any(
        local(one) in ("strike", "dstrike") and one.get("val", "1") not in ("0", "false")
        for one in font
    )
