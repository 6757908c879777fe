"""Text tables: .csv in the encodings and with the separators that offices use."""

from __future__ import annotations

import csv
import re
from io import StringIO

from scheduler.workbook.grid import Damaged, Grid
from scheduler.workbook.package import DamagedError

SEPARATORS = ",\t;"
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
        raise DamagedError("文字编码认不出来,请在 Excel 里另存为「CSV UTF-8」") from None


def read_delimited(text: str, title: str) -> Grid:
    """Return a text table as a sheet; every value is text."""
    grid = Grid(title)
    text = text.replace("\x00", "")
    head = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(SEPARATORS, key=head.count)
    try:
        # strict=False, as Excel reads: a quote in the middle of a word is a letter.
        for row, cells in enumerate(csv.reader(StringIO(text, newline=""), delimiter=separator), 1):
            for column, value in enumerate(cells, 1):
                if value:
                    plain = _QUOTED.sub(r"\1", value) if value.startswith("=") else value
                    broken = _ERROR.fullmatch(plain.strip())
                    why = f"这一格是错误值 {plain.strip()},请直接填写"
                    grid.put(row, column, Damaged(why) if broken else plain)
    except csv.Error:
        raise DamagedError("引号不成对或某一格太长,请用 Excel 打开后另存为 xlsx") from None
    return grid
