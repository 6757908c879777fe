"""The hidden sheet of a roster workbook of ours: what it was made from and what was written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from scheduler.errors import InputError
from scheduler.reading.tables.layout import MACHINE_SHEET
from scheduler.reading.wall_text import DIGEST, HEADING, RECORD, Record, unpacked

if TYPE_CHECKING:
    from scheduler.reading.files.grid import Book

SEAL_BEFORE = "seal"  # of what was recorded before a published workbook


@dataclass(frozen=True, slots=True)
class Machine:
    """What the hidden sheet says: the month's first day, pairs, key and name on every date.

    ``record`` is what was written on the wall sheet, ``candidates`` are the names offered there,
    ``digests`` tell what was written on the other sheets.
    """

    month: date | None
    origin: dict[str, str]
    drafted: dict[date, str]
    written: dict[date, str]
    record: Record
    candidates: tuple[str, ...]
    digests: dict[str, str]


def read_machine_sheet(book: Book) -> Machine:
    """Return what the hidden sheet says; nothing if there is none.

    Raises
    ------
    InputError
        If somebody has spoilt it.
    """
    try:
        return _read(book)
    except ValueError:
        raise InputError(f"{book.path.name} 的隐藏工作表〈{MACHINE_SHEET}〉被改坏了") from None


def _read(book: Book) -> Machine:
    pairs: dict[str, str] = {}
    drafted: dict[date, str] = {}
    written: dict[date, str] = {}
    record: Record = {}
    candidates: list[str] = []
    digests: dict[str, str] = {}
    rows = book.grid(MACHINE_SHEET).rows.values() if MACHINE_SHEET in book.hidden else ()
    for row in rows:
        label, value, name, candidate = (str(row.get(column, "")) for column in (1, 2, 3, 4))
        if candidate:
            candidates.append(candidate)
        if label == RECORD:
            record[value] = unpacked(name)
        elif label == DIGEST:
            digests[value] = name
        elif on := _date(label):
            drafted[on], written[on] = value, name
        elif label:
            pairs[label] = value
    stated = pairs.get("month")
    month = date.fromisoformat(f"{stated}-01") if stated else None
    record = record if HEADING in record else {}
    return Machine(month, pairs, drafted, written, record, tuple(candidates), digests)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
