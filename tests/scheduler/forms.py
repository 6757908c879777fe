"""Forms read back page by page, as a person sees them."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from openpyxl import load_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

MILLIMETRE = 72 / 25.4


def sheet_of(path: Path | BytesIO) -> Worksheet:
    """Return the one sheet that is seen."""
    (sheet,) = (one for one in load_workbook(path) if one.sheet_state == "visible")
    return sheet


def spans(sheet: Worksheet) -> list[range]:
    """Return the rows of every page, by its explicit breaks."""
    ends = [*(one.id for one in sheet.row_breaks.brk), sheet.max_row]
    return [range(first + 1, last + 1) for first, last in zip([0, *ends[:-1]], ends, strict=True)]


def pages(path: Path) -> list[list[list[str]]]:
    """Return the texts of every page, row by row, empty fields as ''."""
    return _pages(path.read_bytes())


@lru_cache(maxsize=4)
def _pages(content: bytes) -> list[list[list[str]]]:
    sheet = sheet_of(BytesIO(content))
    merged = {
        (row, column)
        for area in sheet.merged_cells.ranges
        for row, column in area.cells
        if (row, column) != (area.min_row, area.min_col)
    }
    return [
        [
            [str(cell.value or "") for cell in row if (cell.row, cell.column) not in merged]
            for row in sheet.iter_rows(own[0], own[-1])
        ]
        for own in spans(sheet)
    ]


def field(page: list[list[str]], label: str) -> str:
    """Return what stands behind a label."""
    return next(row[row.index(label) + 1] for row in page if label in row)


def fields(path: Path, label: str) -> list[str]:
    return [field(page, label) for page in pages(path)]


def numbers(path: Path) -> list[str]:
    """Return the number of every page."""
    return [page[1][1].removeprefix("编号　") for page in pages(path)]


def feet(path: Path) -> list[list[str]]:
    return [page[-1] for page in pages(path)]
