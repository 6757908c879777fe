"""One cell, and the rows of a sheet as named cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.reading.cells.normal_text import normalised, one_line
from scheduler.reading.files.grid import column_letters

if TYPE_CHECKING:
    from scheduler.reading.files.grid import Grid, Value


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: where it stands and what is in it.

    ``order`` sorts cells by sheet, row and column; without it a whole sheet is meant, without a
    sheet the whole file. ``file`` is empty for the data workbook.
    """

    sheet: str
    order: tuple[int, int, int] = (0, 0, 0)
    value: Value | None = None
    file: str = ""

    @property
    def address(self) -> str:
        """The address as users know it, such as E7; empty for a whole sheet or row 0."""
        _, row, column = self.order
        return f"{column_letters(column)}{row}" if row and column else ""

    @property
    def place(self) -> str:
        """Sheet and address, to name the cell in a message about another one."""
        return f"〈{self.sheet}〉{self.address}"

    @property
    def text(self) -> str:
        """The value squeezed for comparing."""
        return normalised(self.value)

    @property
    def shown(self) -> str:
        """The value as the user wrote it, on one line."""
        return one_line(self.value)


def cell_at(grid: Grid, row: int, column: int, value: Value | None = None) -> Cell:
    """Return a cell of a sheet, row 0 for the sheet and column 0 for the row as a whole."""
    return Cell(grid.title, (grid.position, row, column), value, grid.file)


Row = dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """The data rows of one sheet, each a cell for every known column (empty if missing).

    ``columns`` are the known columns that are there; ``read_as`` says in words which column was
    read as what.
    """

    sheet: str
    rows: tuple[Row, ...]
    columns: tuple[str, ...]
    read_as: str = ""
