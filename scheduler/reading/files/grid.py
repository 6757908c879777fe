"""A file as a reader sees it: sheets of stored values, whatever format they came in."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ROWS = 20_000
VALUES = 200_000
LETTERS = 32_767
SHEETS = 10_000

# Excel writes characters that XML cannot hold as _x0007_; none of them is part of a word.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]+"
)


@dataclass(frozen=True, slots=True)
class Damaged:
    """In place of a value: why a cell that is not empty has none, in words for its user."""

    why: str


class Ambiguous(float):
    """A plain number of a workbook that counts days from 1904: as a date nobody could tell."""


class Struck(str):
    """Text of which at least a part is struck through."""

    __slots__ = ()


Value = str | int | float | bool | datetime | time | Damaged
Area = tuple[int, int, int, int]


class TooMuchError(ValueError):
    """A file holds more than any office's data; the message says what there is too much of."""


@dataclass(slots=True)
class Grid:
    """The stored values of one sheet by row and column, both from 1; formatting costs nothing.

    ``position`` orders sheets and ``file`` names theirs, if it is not the data workbook;
    ``merges`` are areas (first row, first column, last row, last column), all included;
    ``moving`` the cells whose formula gives another value every day, ``struck`` those with text
    that is struck through.
    """

    title: str
    position: int = 1
    file: str = ""
    rows: dict[int, dict[int, Value]] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    moving: set[tuple[int, int]] = field(default_factory=set)
    struck: set[tuple[int, int]] = field(default_factory=set)
    count: int = 0

    def put(self, row: int, column: int, value: Value) -> None:
        """Keep a value.

        Raises
        ------
        TooMuchError
            If the sheet holds more rows or values than any office's.
        """
        if isinstance(value, str):
            if len(value) > LETTERS:
                value = Damaged(f"这一格有 {len(value)} 个字，太长了")
            else:
                value = _UNWANTED.sub("", value)
                if not value.strip():
                    return
        if row not in self.rows:
            # The header is no data.
            if len(self.rows) > ROWS:
                raise TooMuchError(f"〈{self.title}〉超过 {ROWS} 行数据")
            self.rows[row] = {}
        self.rows[row][column] = value
        self.count += 1
        if self.count > VALUES:
            raise TooMuchError(f"〈{self.title}〉超过 {VALUES} 格数据")


@dataclass(slots=True)
class Book:
    """A workbook, or a text file as its only sheet.

    ``titles`` are the visible sheets in order, ``hidden`` the others; a sheet is read when it is
    first asked for. ``rank`` orders files, 0 is the data workbook. ``attached`` tells what a sheet
    has besides values, such as ``drawing``, and the addresses of cells with a comment.
    """

    path: Path
    content: bytes
    titles: tuple[str, ...]
    hidden: tuple[str, ...]
    load: Callable[[str], Grid]
    rank: int = 0
    grids: dict[str, Grid] = field(default_factory=dict)
    attached: Callable[[str], frozenset[str]] = lambda _: frozenset()

    def grid(self, title: str) -> Grid:
        """Return a sheet's values."""
        if title not in self.grids:
            grid = self.grids[title] = self.load(title)
            grid.position += SHEETS * self.rank
            grid.file = self.path.name if self.rank else ""
        return self.grids[title]

    @property
    def fingerprint(self) -> tuple[str, str]:
        """The file's name and the SHA-256 of its content as it was read."""
        return self.path.name, hashlib.sha256(self.content).hexdigest()


def column_letters(column: int) -> str:
    """Return a column as users know it: 28 is AB."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
