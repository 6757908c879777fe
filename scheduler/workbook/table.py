"""From a worksheet to rows of named cells: finding the header, skipping what is no data."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from scheduler.workbook.layout import HINT, SYNONYMS

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from scheduler.workbook.faults import Faults
    from scheduler.workbook.layout import Sheet

HEADER_ROWS = 20

_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]+")
_ORNAMENT = re.compile(r"(?:\*|\([^()]*\))+$")


def squeeze(value: object) -> str:
    """Return text as it is compared: NFKC, without white space and zero-width characters."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", str(value)))


def heading(value: object) -> str:
    """Return a heading as it is compared: squeezed, without ``*``, units and ``(必填)``."""
    return _ORNAMENT.sub("", squeeze(value))


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: where it stands and what is in it.

    ``order`` sorts cells by sheet, row and column; ``address`` is as in ``E7``.
    """

    sheet: str
    order: tuple[int, int, int]
    value: object = None

    @property
    def address(self) -> str:
        """The address as users know it; empty for a whole sheet or row 0."""
        _, row, column = self.order
        return f"{get_column_letter(column)}{row}" if row and column else ""

    @property
    def text(self) -> str:
        """The value squeezed for comparing."""
        return squeeze(self.value)

    @property
    def shown(self) -> str:
        """The value as the user wrote it, on one line."""
        value = self.value
        if isinstance(value, datetime) and value.time() == time():
            value = value.date()
        return " ".join(str(value if value is not None else "").split())


Row = dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """The data rows of one sheet, each a cell for every known column (empty if missing)."""

    sheet: str
    rows: tuple[Row, ...]
    columns: tuple[str, ...]


def find_sheet(book: Workbook, sheet: Sheet) -> Worksheet | None:
    """Return the worksheet that holds ``sheet`` under its name or a synonym, if there is one."""
    by_name = {heading(ws.title): ws for ws in reversed(book.worksheets)}
    for name in (sheet.name, *sheet.synonyms):
        if found := by_name.get(name):
            return found
    return None


def read_table(book: Workbook, sheet: Sheet, faults: Faults) -> Table:
    """Return the rows of a sheet; a missing sheet has none, a missing required one is an error."""
    worksheet = find_sheet(book, sheet)
    if worksheet is None:
        if sheet.required:
            names = "、".join(ws.title for ws in book.worksheets)
            text = f"缺少工作表〈{sheet.name}〉(现有:{names});请用 zhiban init 的模板填写"
            faults.error(Cell(sheet.name, (0, 0, 0)), text, "missing-sheet")
        return Table(sheet.name, (), ())
    return read_sheet(book, worksheet, sheet, faults)


def read_sheet(book: Workbook, worksheet: Worksheet, sheet: Sheet, faults: Faults) -> Table:
    """Return the rows of a worksheet that should be laid out as ``sheet``."""
    position = book.sheetnames.index(worksheet.title) + 1
    grid = _grid(worksheet)
    title = worksheet.title
    header, at = _header(grid, sheet)
    missing = [c.name for c in sheet.columns if c.required and c.name not in at.values()]
    if "请假时间" in at.values():
        missing = [name for name in missing if name != "开始"]
    if not grid and not sheet.required:
        return Table(title, (), ())
    if missing:
        text = f"缺少列:{'、'.join(missing)}(表头要在前 {HEADER_ROWS} 行内)"
        faults.error(Cell(title, (position, header, 0)), text, "missing-column")
        return Table(title, (), ())
    home = {name: column for column, name in at.items()}
    rows = []
    for number in sorted(grid):
        if number <= header or _is_hint(grid[number]):
            continue
        cells = {
            column.name: Cell(
                title,
                (position, number, home.get(column.name, 0)),
                grid[number].get(home.get(column.name, 0)),
            )
            for column in sheet.columns
        }
        if any(cell.text for cell in cells.values()):
            rows.append(cells)
    return Table(title, tuple(rows), tuple(home))


def _grid(worksheet: Worksheet) -> dict[int, dict[int, object]]:
    """Return the stored values by row and column; formatting without a value costs nothing."""
    grid: dict[int, dict[int, object]] = {}
    for (row, column), cell in worksheet._cells.items():
        if cell.value is not None and squeeze(cell.value):
            grid.setdefault(row, {})[column] = cell.value
    return grid


def _is_hint(row: dict[int, object]) -> bool:
    return squeeze(row[min(row)]).startswith(HINT)


def _header(grid: dict[int, dict[int, object]], sheet: Sheet) -> tuple[int, dict[int, str]]:
    """Return the row that names most columns, and which column of it is which."""
    names = {
        alias: column.name
        for column in reversed(sheet.columns)
        for alias in (*SYNONYMS.get(column.name, ()), column.name)
    } | {column.name: column.name for column in sheet.columns}
    best: tuple[int, dict[int, str]] = (0, {})
    for number in sorted(grid):
        if number > HEADER_ROWS:
            break
        found: dict[int, str] = {}
        for column, value in sorted(grid[number].items()):
            name = names.get(heading(value))
            if name and name not in found.values():
                found[column] = name
        if len(found) > len(best[1]):
            best = number, found
    return best
