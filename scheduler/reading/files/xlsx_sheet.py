"""One sheet of a workbook: its stored values, found by walking its XML once."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from scheduler.reading.files.grid import Ambiguous, Damaged, Grid, TooMuchError, column_number
from scheduler.reading.files.guard import MEGA, DamagedError, walk

if TYPE_CHECKING:
    from scheduler.reading.files.grid import Area, Value

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
MERGES = 50_000
EPOCH = date(1899, 12, 30)
APPLE_SHIFT = 1462
LAST_SERIAL = 2_958_465
UNCALCULATED = "公式没有算出结果,请用 Excel 打开并保存一次"

_PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MOVING = re.compile(r"\b(?:TODAY|NOW|RAND|RANDBETWEEN)\s*\(", re.IGNORECASE)
# A million formatted cells without a value are cut out before anything looks at them.
_MORE = rb"""(?:\s+[\w:.]+=(?:"[^"<>&]*"|'[^'<>&]*'))*+\s*"""
_EMPTY_CELL = rb"""<c\s+r=["'][A-Z]{1,3}[0-9]{1,7}["']""" + _MORE + rb"(?:/>|></c>)\s*"
_EMPTY_ROW = rb"""<row\s+r=["'][0-9]{1,7}["']%s(?:/>|>\s*(?:%s)*+</row>)\s*""" % (
    _MORE,
    _EMPTY_CELL,
)
_EMPTY = re.compile(rb"(?:%s)++|(?:%s)++" % (_EMPTY_ROW, _EMPTY_CELL))
# Whatever has no place of its own stands after the one before, be that empty or not.
_UNPLACED = re.compile(rb"""<(?:c|row)(?!\s+r=["'])[\s/>]|<!""")


def without_empty(content: bytes) -> bytes:
    """Return a big sheet's XML without the cells and rows that hold no value."""
    values = content.count(b"<v") + content.count(b"<is") + content.count(b"<f")
    places = content.count(b"<c ") + content.count(b"<row")
    if len(content) < MEGA or 3 * values > places or _UNPLACED.search(content):
        return content
    return _EMPTY.sub(b"", content)


class SheetReader:
    """Walks one sheet; a cell without a value costs two steps and no memory."""

    def __init__(
        self,
        grid: Grid,
        strings: list[str],
        dated: set[str],
        padded: dict[str, int],
        apple: bool,
    ) -> None:
        self.grid, self.strings, self.apple = grid, strings, apple
        self.dated, self.padded = dated, padded
        self.row = self.column = 0
        self.cell: list[str] = []
        self.value: list[str] | None = None
        self.formula: list[str] | None = None
        self.target: list[str] | None = None
        self.spoken = False
        self.shared = ""
        self.moving: set[str] = set()

    def read(self, content: bytes) -> None:
        """Walk the sheet's XML and put its values into the grid."""
        walk(content, self._start, self._end, self._text)

    def _start(self, tag: str, attributes: list[str]) -> None:
        if tag == "c":
            self.cell = attributes
            self.column += 1
            if attributes and attributes[0] == "r":
                self._go(attributes[1])
            else:
                self._go(_attribute(attributes, "r"))
        elif tag == "v":
            self.target = self.value = []
        elif tag == "f":
            self.target = self.formula = []
            self.shared = _attribute(attributes, "si")
        elif tag == "is":
            self.value = []
        elif tag == "t":
            self.target = None if self.spoken else self.value
        elif tag == "rPh":
            self.spoken = True
        elif tag == "row":
            self.column = 0
            number = _attribute(attributes, "r")
            self.row = int(number) if number.isascii() and number.isdigit() else self.row + 1
            if self.row > LAST_ROW:
                raise DamagedError("里面的行号不对")
            if _attribute(attributes, "hidden") in ("1", "true"):
                self.grid.hidden_rows.add(self.row)
        elif tag == "mergeCell":
            self._merge(_attribute(attributes, "ref"))

    def _end(self, tag: str) -> None:
        self.target = None
        if tag == "c":
            if self.value is not None or self.formula is not None:
                self._keep()
                self.value = self.formula = None
        elif tag == "rPh":
            self.spoken = False

    def _text(self, data: str) -> None:
        if self.target is not None:
            self.target.append(data)

    def _go(self, place: str) -> None:
        """Move to where a cell says it is; without a word it is the next one."""
        if not place:
            return
        match = _PLACE.fullmatch(place)
        if match is None:
            raise DamagedError("里面的单元格地址不对")
        self.row, self.column = int(match[2]), column_number(match[1])
        if not (1 <= self.row <= LAST_ROW and self.column <= LAST_COLUMN):
            raise DamagedError("里面的单元格地址不对")

    def _merge(self, area: str) -> None:
        first, _, last = area.partition(":")
        a, b = _PLACE.fullmatch(first), _PLACE.fullmatch(last or first)
        if a and b:
            merged: Area = (int(a[2]), column_number(a[1]), int(b[2]), column_number(b[1]))
            self.grid.merges.append(merged)
        if len(self.grid.merges) > MERGES:
            raise TooMuchError(f"〈{self.grid.title}〉有超过 {MERGES} 处合并单元格")

    def _keep(self) -> None:
        kind = _attribute(self.cell, "t")
        written = "".join(self.value or ())
        formula = self.formula is not None
        if formula and (
            _MOVING.search("".join(self.formula or ()))
            or (self.shared and self.shared in self.moving)
        ):
            self.grid.moving.add((self.row, self.column))
            self.moving.add(self.shared)
        if not written:
            if formula and kind != "str":
                self.grid.put(self.row, self.column, Damaged(UNCALCULATED))
            return
        self.grid.put(self.row, self.column, self._meant(kind, written))

    def _meant(self, kind: str, written: str) -> Value:
        if kind == "s":
            at = int(written) if written.isascii() and written.strip().isdigit() else -1
            if 0 <= at < len(self.strings):
                return self.strings[at]
            return Damaged("这一格的内容丢失了(文件损坏)")
        if kind in ("str", "inlineStr", "d"):
            return unescape(written)
        if kind == "b":
            return written.strip() in ("1", "true")
        if kind == "e":
            return Damaged(f"这一格是错误值 {written[:20]},请改正公式或直接填写")
        return self._counted(written)

    def _counted(self, written: str) -> Value:
        try:
            value = float(written)
        except ValueError:
            return Damaged("这一格的数字读不出来(文件损坏)")
        if not abs(value) < 1e300:
            return Damaged("这一格的数字读不出来(文件损坏)")
        style = _attribute(self.cell, "s")
        if style in self.dated:
            moment = _moment(value + APPLE_SHIFT * (self.apple and value >= 1))
            if moment is not None:
                return moment
        width = self.padded.get(style, 0)
        if width and value.is_integer() and 0 <= value < 1e15:
            return f"{int(value):0{width}}"
        if self.apple:
            return Ambiguous(value)
        if value.is_integer() and abs(value) < 1e18:
            return int(value)
        # As Excel shows it: 15 digits, so 0.1 + 0.2 is 0.3.
        return float(f"{value:.15g}")


def _moment(serial: float) -> datetime | time | None:
    """Return what a day's number means in a cell that shows a date; None if it is none."""
    if not 0 <= serial < LAST_SERIAL + 1:
        return None
    # To the second: the number of a time is never exact.
    seconds = round((serial - int(serial)) * 86_400)
    if serial < 1 and seconds < 86_400:
        return (datetime.min + timedelta(seconds=seconds)).time()
    # Excel believes in 29 February 1900.
    days = int(serial) + (int(serial) < 60)
    return datetime.combine(EPOCH, time()) + timedelta(days=days, seconds=seconds)


def _attribute(attributes: list[str], name: str) -> str:
    """Return one attribute of a list of names and values, '' if it is not there."""
    for at in range(0, len(attributes), 2):
        if attributes[at] == name:
            return attributes[at + 1]
    return ""


def unescape(text: str) -> str:
    """Return text with Excel's _x000A_ escapes as the characters they stand for."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
