"""Reading a roster workbook, ours or one made by hand, by its visible cells."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from scheduler.workbook.cells import Unreadable
from scheduler.workbook.days import read_date
from scheduler.workbook.faults import Faults
from scheduler.workbook.layout import GAP, LEAVE, MACHINE, ROSTER, SETTINGS, STAFF
from scheduler.workbook.opening import open_book
from scheduler.workbook.table import find_sheets, read_sheet
from scheduler.workbook.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from scheduler.workbook.cell import Cell, Row
    from scheduler.workbook.grid import Book
    from scheduler.workbook.names import Names


FOOTERS = ("注", "备注", "说明", "制表", "编制", "审核", "批准", "合计")


@dataclass(frozen=True, slots=True)
class Visible:
    """A roster workbook as a person sees it.

    ``fingerprint`` is name and SHA-256 of the file, ``cells`` are the person cells by date;
    ``origin`` says what our own workbook was made from (empty for a workbook made by hand),
    ``drafted`` and ``written`` are the keys and names it was written with.
    """

    path: Path
    fingerprint: tuple[str, str]
    cells: dict[date, Cell]
    origin: dict[str, str] = field(default_factory=dict)
    drafted: dict[date, str] = field(default_factory=dict)
    written: dict[date, str] = field(default_factory=dict)

    @property
    def kept(self) -> frozenset[date]:
        """Dates whose person somebody chose by hand before the workbook was last written."""
        days = self.origin.get("edited", "").split()
        return frozenset(date.fromisoformat(day) for day in days)

    def edits(self) -> list[date]:
        """Return the dates on which somebody chose the person by hand."""
        changed = [
            on
            for on, name in self.written.items()
            if on not in self.cells or (self.cells[on].text or GAP) != squeeze(name)
        ]
        return sorted({*changed, *self.kept})

    def people(self, names: Names) -> dict[date, str]:
        """Return the key on every date, '' for a gap; unknown names are noted as errors."""
        return {
            on: "" if cell.text in ("", GAP) else names.find(cell) or ""
            for on, cell in self.cells.items()
        }


def assignment_hash(people: Mapping[date, str]) -> str:
    """Return the SHA-256 of who is on which date."""
    text = "\n".join(f"{on}|{key}" for on, key in sorted(people.items()))
    return hashlib.sha256(text.encode()).hexdigest()


def is_roster(book: Book) -> bool:
    """Tell a roster workbook from a data workbook, which has a sheet that only that one has."""
    return not any(find_sheets(book, sheet) for sheet in (STAFF, LEAVE, SETTINGS))


def read_roster(path: Path, middle: date) -> Visible:
    """Read dates and people off the first sheet that has both columns.

    Raises
    ------
    InputError
        If no sheet has them, a date is unreadable or stands twice.
    """
    book = open_book(path)
    faults = Faults(path.name)
    origin, drafted, written = _origin(book)
    if stated := origin.get("month"):
        middle = date.fromisoformat(f"{stated}-15")
    cells: dict[date, Cell] = {}
    for row in _rows(book, faults):
        on = _date(row, middle, faults, made_by_hand=not origin)
        if on is None:
            continue
        if on in cells:
            faults.error(
                row["日期"], f"{on} 出现了两次(另一处在 {cells[on].address})", "date-twice"
            )
        else:
            cells[on] = row["值班人"]
    faults.stop_if_any()
    return Visible(path, book.fingerprint, cells, origin, drafted, written)


def _rows(book: Book, faults: Faults) -> tuple[Row, ...]:
    for title in book.titles:
        heard = Faults(faults.file)
        if rows := read_sheet(book.grid(title), ROSTER, heard).rows:
            faults.found += [entry for entry in heard.found if entry[1].severity == "error"]
            return rows
    read_sheet(book.grid(book.titles[0]), ROSTER, faults)
    return ()


def _date(row: Row, middle: date, faults: Faults, *, made_by_hand: bool) -> date | None:
    """Read the row's date; a line of notes or signatures under the table has none."""
    try:
        return read_date(row["日期"], middle)
    except Unreadable as unreadable:
        footer = ":" in row["日期"].text or row["日期"].text.startswith(FOOTERS)
        if made_by_hand and row["值班人"].text and not footer:
            faults.error(row["日期"], str(unreadable))
        return None


def _origin(book: Book) -> tuple[dict[str, str], dict[date, str], dict[date, str]]:
    """Return what the hidden sheet says: pairs, then key and name on every date."""
    pairs: dict[str, str] = {}
    drafted: dict[date, str] = {}
    written: dict[date, str] = {}
    if MACHINE not in book.hidden:
        return pairs, drafted, written
    for row in book.grid(MACHINE).rows.values():
        label, value, name = (str(row.get(column, "")) for column in (1, 2, 3))
        if not label:
            continue
        try:
            on = date.fromisoformat(label)
        except ValueError:
            pairs[label] = value
        else:
            drafted[on], written[on] = value, name
    return pairs, drafted, written
