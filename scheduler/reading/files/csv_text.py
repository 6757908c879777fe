"""Text tables: .csv in the encodings and with the separators that offices use."""

from __future__ import annotations

import csv
import re
from io import StringIO
from typing import TYPE_CHECKING

from scheduler.reading.files.grid import Damaged, Grid
from scheduler.reading.files.guard import DamagedError

if TYPE_CHECKING:
    from collections.abc import Iterator

SEPARATORS = ",\t;"
_TOLD = re.compile(r"sep=([,;\t])\r?\n", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,2}\.[123]|\d{4}\.1")
# Excel's way to keep 001 a text in a .csv file.
_QUOTED = re.compile(r'="([^"]*)"')
_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!)", re.IGNORECASE)


def decode(content: bytes) -> str:
    """Return the text of a file by its mark, else as UTF-8, else as GB 18030.

    Raises
    ------
    DamagedError
        If it is text in none of them.
    """
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark):
            return _decode(content, encoding)
    # Text in UTF-16 without a mark has a zero in every other byte of its Latin letters.
    big, little = content[0:200:2].count(0), content[1:200:2].count(0)
    if max(big, little) > 2:
        return _decode(content, "utf-16-be" if big > little else "utf-16-le")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _decode(content, "gb18030")


def _decode(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise DamagedError("文字编码认不出来") from None


def read_delimited(text: str, title: str) -> Grid:
    """Return a text table as a sheet; every value is text."""
    grid = Grid(title)
    text = text.replace("\x00", "")
    head = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(SEPARATORS, key=head.count)
    if told := _TOLD.match(text):
        separator, text = told[1], "\n" + text[told.end() :]
    try:
        for row, cells in enumerate(_lines(text, separator), 1):
            for column, value in enumerate(cells, 1):
                if value:
                    grid.put(row, column, _meant(value))
    except csv.Error:
        raise DamagedError("引号不成对或某一格太长") from None
    return grid


def _lines(text: str, separator: str) -> Iterator[list[str]]:
    """Yield the rows; a quote that swallows whole lines is refused, wherever it ends."""
    try:
        for _ in csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True):
            pass
    except csv.Error as error:
        # As Excel reads, a quote in the middle of a word is a letter; only the end matters here.
        if "unexpected end" in str(error):
            raise
    rows = csv.reader(StringIO(text, newline=""), delimiter=separator)
    for number, cells in enumerate(rows, 1):
        width = len(cells)
        if any("\n" in cell and cell.count(separator) >= max(1, width - 1) for cell in cells):
            raise DamagedError(f"第 {number} 行的引号不成对")
        yield cells


def _meant(value: str) -> str | float | Damaged:
    plain = _QUOTED.sub(r"\1", value) if value.startswith("=") else value
    if _ERROR.fullmatch(plain.strip()):
        return Damaged(f"这一格是错误值 {plain.strip()}，请直接填写")
    # The 1st and the 10th of a month look the same once a number has been written as text.
    return float(plain) if _NUMBER.fullmatch(plain.strip()) else plain
