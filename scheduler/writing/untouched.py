"""Whether a workbook of ours is still as it was written, so that it may be written anew."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from scheduler.errors import ZhibanError
from scheduler.reading.files.open import open_book, open_content

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from xlsxwriter import Workbook

    from scheduler.reading.files.grid import Book, Value

# Hidden, it carries what the values of the other sheets come to.
SHEET = "_指纹"


def marked(path: Path, render: Callable[[str], bytes]) -> bytes:
    """Return what ``render`` makes when it is given the mark of its own visible values."""
    return render(_mark(open_content(path, render(""))))


def put_mark(book: Workbook, mark: str) -> None:
    """Add the hidden sheet with a mark."""
    sheet = book.add_worksheet(SHEET)
    sheet.write_string(0, 0, mark or "-")
    sheet.hide()


def is_untouched(path: Path) -> bool:
    """Tell whether a workbook is one that was marked and has the same values since.

    Only opened and saved again it is untouched.
    """
    try:
        book = open_book(path)
        return SHEET in book.hidden and book.grid(SHEET).rows.get(1, {}).get(1) == _mark(book)
    except ZhibanError:
        return False


def mark_of(cells: Iterable[tuple[str, int, int, Value]]) -> str:
    """Return the mark of values, each with its sheet, row and column, in this order."""
    lines = [
        (*place, f"{value:.9g}" if isinstance(value, (int, float)) else str(value))
        for *place, value in cells
    ]
    return hashlib.sha256(repr(lines).encode(errors="replace")).hexdigest()


def _mark(book: Book) -> str:
    return mark_of(
        (title, row, column, value)
        for title in book.titles
        for row, values in sorted(book.grid(title).rows.items())
        for column, value in sorted(values.items())
    )
