"""Workbooks of printed forms: whether somebody has written in one since the program did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.errors import InputError
from scheduler.reading.files.open import open_book
from scheduler.reading.tables.layout import MACHINE_SHEET
from scheduler.reading.wall_text import DIGEST, digest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from scheduler.reading.files.grid import Book


def record_of(title: str, cells: Iterable[tuple[int, int, str]]) -> tuple[str, str, str]:
    """Return the line of the hidden sheet that tells what was written on the visible one."""
    return DIGEST, title, digest(cells)


def is_as_written(path: Path) -> bool:
    """Tell whether a workbook is one of our forms, with nothing in it but what was written.

    Raises
    ------
    FileError
        If it is no file of its own, or held by another program.
    """
    try:
        return _is_as_written(open_book(path))
    except InputError:
        return False


def _is_as_written(book: Book) -> bool:
    if MACHINE_SHEET not in book.hidden or len(book.titles) != 1:
        return False
    row = book.grid(MACHINE_SHEET).rows.get(1, {})
    (title,) = book.titles
    cells = (
        (number, column, str(value))
        for number, own in book.grid(title).rows.items()
        for column, value in own.items()
    )
    return tuple(row.get(column) for column in (1, 2, 3)) == record_of(title, cells)
