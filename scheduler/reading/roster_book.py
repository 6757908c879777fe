"""Reading a roster workbook, ours or one made by hand, by its visible cells."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from scheduler.errors import InputError
from scheduler.reading.cells.faults import Faults
from scheduler.reading.cells.normal_text import normalised
from scheduler.reading.files.open import open_book
from scheduler.reading.roster_rows import has_roster, read_days
from scheduler.reading.tables.layout import DATA_SHEETS, GAP, LEAVE, MACHINE_SHEET, SETTINGS, STAFF
from scheduler.reading.tables.sheet_rows import find_sheets

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from scheduler.reading.cells.named_cells import Cell
    from scheduler.reading.files.grid import Book
    from scheduler.reading.sheets.people import NameFinder


@dataclass(frozen=True, slots=True)
class VisibleRoster:
    """A roster workbook as a person sees it.

    ``fingerprint`` is name and SHA-256 of the file, ``cells`` are the cells with people by date.
    From the hidden sheet of a workbook of ours come ``origin``, what it was made from, and
    ``drafted`` and ``written``, the keys and names it was written with.
    """

    path: Path
    fingerprint: tuple[str, str]
    cells: dict[date, Cell]
    origin: dict[str, str] = field(default_factory=dict)
    drafted: dict[date, str] = field(default_factory=dict)
    written: dict[date, str] = field(default_factory=dict)

    @property
    def month(self) -> date:
        """The first day of its month; for a roster made by hand, that of most of its dates.

        Raises
        ------
        InputError
            If nobody can see any date in it.
        """
        if stated := self.origin.get("month"):
            return date.fromisoformat(f"{stated}-01")
        if not self.cells:
            raise InputError(f"{self.path.name} 里没有读到日期和值班人")
        months = Counter(on.replace(day=1) for on in self.cells)
        return max(months, key=lambda month: (months[month], month))

    @property
    def base(self) -> int:
        """The number of the revision that it is or was made from, 0 if none."""
        version = self.origin.get("revision", "")
        published = version.removeprefix("v")
        return int(published if published.isdigit() else self.origin.get("base") or 0)

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
            if on not in self.cells or (self.cells[on].text or GAP) != normalised(name)
        ]
        return sorted({*changed, *self.kept})

    def people(self, names: NameFinder) -> dict[date, str]:
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
    """Tell a roster workbook from a data workbook, whose 历史 has dates and people too."""
    ours = {title for sheet in DATA_SHEETS for title in find_sheets(book, sheet)}
    if any(title not in ours and has_roster(book.grid(title)) for title in book.titles):
        return True
    return not any(find_sheets(book, sheet) for sheet in (STAFF, LEAVE, SETTINGS))


def read_roster(path: Path, near: date) -> VisibleRoster:
    """Read dates and people, of a workbook of ours or of one made by hand.

    ``near`` tells which year is meant where none is written.

    Raises
    ------
    InputError
        If no sheet has them, a date is unreadable or has two people.
    """
    book = open_book(path)
    faults = Faults(path.name)
    origin, drafted, written = _machine_sheet(book)
    stated = origin.get("month")
    month = date.fromisoformat(f"{stated}-01") if stated else None
    cells = read_days(book, near, faults, month=month)
    faults.stop_if_any()
    return VisibleRoster(path, book.fingerprint, cells, origin, drafted, written)


def _machine_sheet(book: Book) -> tuple[dict[str, str], dict[date, str], dict[date, str]]:
    """Return what the hidden sheet says: pairs, then key and name on every date."""
    pairs: dict[str, str] = {}
    drafted: dict[date, str] = {}
    written: dict[date, str] = {}
    if MACHINE_SHEET not in book.hidden:
        return pairs, drafted, written
    for row in book.grid(MACHINE_SHEET).rows.values():
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
