"""Reading a roster workbook, ours or one made by hand, by its visible cells."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from constraints.domain import POST, Slot
from scheduler.errors import InputError, Message
from scheduler.ledger.revision import TABLE
from scheduler.reading.cells.faults import Faults
from scheduler.reading.cells.names import split_names
from scheduler.reading.cells.normal_text import normalised, one_line
from scheduler.reading.files.grid import column_letters
from scheduler.reading.files.open import open_book, open_content
from scheduler.reading.handmade_text import handmade_texts
from scheduler.reading.machine_sheet import read_machine_sheet
from scheduler.reading.proof import signed
from scheduler.reading.roster_columns import read_columns
from scheduler.reading.roster_rows import has_roster, read_days, roster_sheets
from scheduler.reading.slot_label import label_of, labelled
from scheduler.reading.tables.layout import (
    DATA_SHEETS,
    GAP,
    LEAVE,
    MACHINE_SHEET,
    ROSTER,
    SETTINGS,
    STAFF,
)
from scheduler.reading.tables.sheet_rows import find_sheets, read_sheet
from scheduler.reading.wall_rows import read_wall
from scheduler.reading.wall_text import (
    NAME,
    PERSON,
    SEATS,
    Record,
    Texts,
    differences,
    digest,
    is_person_column,
    person_column,
)

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from constraints.domain import Assignment
    from scheduler.reading.cells.named_cells import Cell
    from scheduler.reading.files.grid import Book, Grid
    from scheduler.reading.machine_sheet import Machine
    from scheduler.reading.sheets.people import NameFinder
    from scheduler.reading.wall_layout import Wall
    from scheduler.reading.wall_text import Place


@dataclass(frozen=True, slots=True)
class VisibleRoster:
    """A roster workbook as a person sees it.

    ``fingerprint`` is name and SHA-256 of the file, ``cells`` are the cells with people by duty.
    From the hidden sheet of a workbook of ours come ``origin``, what it was made from, and
    ``drafted`` and ``written``, the keys and names it was written with, and ``record``, all that
    was written on its wall sheet; ``texts`` is what somebody has typed there. ``sheets`` hold the
    roster; ``unread`` other sheets and ``left`` what else cannot be carried, in words.
    """

    path: Path
    fingerprint: tuple[str, str]
    cells: dict[Slot, Cell]
    origin: dict[str, str] = field(default_factory=dict)
    drafted: dict[Slot, tuple[str, ...]] = field(default_factory=dict)
    written: dict[Slot, str] = field(default_factory=dict)
    spans: dict[Slot, tuple[datetime, datetime]] = field(default_factory=dict)
    record: Record = field(default_factory=dict)
    texts: Texts = field(default_factory=dict)
    sheets: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

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
        months = Counter(slot.date.replace(day=1) for slot in self.cells)
        return max(months, key=lambda month: (months[month], month))

    @property
    def base(self) -> int:
        """The number of the revision that it is or was made from, 0 if none."""
        number = self.origin.get("revision", "").removeprefix("v")
        return int(number if self.published else self.origin.get("base") or 0)

    @property
    def published(self) -> bool:
        """Whether it was written by a publication."""
        return self.origin.get("revision", "").startswith("v")

    @property
    def post(self) -> str:
        """The post whose duties are known by their dates alone."""
        return self.origin.get("post", POST)

    @property
    def table(self) -> str:
        """The table that it is of."""
        return self.origin.get("table", TABLE)

    @property
    def kept(self) -> frozenset[Slot]:
        """Duties whose people somebody chose by hand before the workbook was last written."""
        found = (labelled(one, self.post) for one in self.origin.get("edited", "").split())
        return frozenset(slot for slot in found if slot)

    @property
    def proved(self) -> bool:
        """Whether a search by this user has proved these very people to be the optimum."""
        whole = self.origin.get("assignment") == assignment_hash(self.drafted, self.post)
        claimed = self.origin.get("optimal") == str(True) and whole and not self.edits()
        return claimed and signed(self.origin)

    def edits(self) -> list[Slot]:
        """Return the duties for which somebody chose the people by hand."""
        return sorted({*self.renamed(), *self.kept})

    def renamed(self) -> list[Slot]:
        """Return the duties with other names than were written there."""
        if not self.origin:
            return []
        written = dict.fromkeys(self.cells, "") | self.written
        return [slot for slot, name in written.items() if not self.stands(slot, name)]

    def typed(self, base: Texts | None = None) -> list[Place]:
        """Return where somebody has typed other text than that of ``base``."""
        return differences(self.texts, base or {}, self.record)

    def name(self, slot: Slot) -> str:
        """Return the names on a duty as they are compared, without what is typed behind them."""
        if slot not in self.cells:
            return ""
        behind = self.texts.get((slot.date.isoformat(), person_column(slot, self.post)))
        if behind:
            return normalised(behind.written[NAME])
        return self.cells[slot].text or GAP

    def open(self, slot: Slot) -> bool:
        """Tell whether a seat of the duty is left open, and not only unreadable."""
        return bool({*split_names(self.name(slot))} & {GAP}) or not self.name(slot)

    def stands(self, slot: Slot, names: str) -> bool:
        """Tell whether the duty has these names, in whatever order."""
        mine, theirs = self.name(slot), normalised(names)
        return mine == theirs or sorted(split_names(mine)) == sorted(split_names(theirs))

    def assignment(self, names: NameFinder) -> Assignment:
        """Return who has every duty, () for a gap; unknown names are noted as errors."""
        return {slot: self._keys(slot, cell, names) for slot, cell in self.cells.items()}

    def _keys(self, slot: Slot, cell: Cell, names: NameFinder) -> tuple[str, ...]:
        if self.name(slot) in ("", GAP):
            return ()
        if not slot.shift:
            return tuple(filter(None, [names.find(cell)]))
        filled = [name for name in split_names(cell.value) if name != GAP]
        if filled and len(filled) < len(split_names(cell.value)):
            cell = replace(cell, value=SEATS.join(filled))
        return tuple(dict.fromkeys(names.find_all(cell))) if filled else ()

    def said(self, *, carried: bool = True) -> tuple[Message, ...]:
        """Say which sheet was read where there are others; if ``carried``, what is left behind."""
        sheets = "、".join(f"〈{one_line(title)}〉" for title in self.sheets)
        left = (*self.unread, *self.left) if carried else self.unread
        what = "发布和重排时带不过去的" if carried else "没有读"
        text = f"读的是{sheets}；{what}：{'、'.join(left)}"
        return (Message("not-carried", "warning", text, self.path.name),) if left else ()


def assignment_hash(assignment: Assignment, post: str = POST) -> str:
    """Return the SHA-256 of who has which duty; those of ``post`` are named by their dates."""
    lines = (
        f"{label_of(slot, post)}|{' '.join(sorted(keys))}"
        for slot, keys in sorted(assignment.items())
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def is_roster(book: Book) -> bool:
    """Tell a roster workbook from a data workbook, whose 历史 has dates and people too."""
    ours = {title for sheet in DATA_SHEETS for title in find_sheets(book, sheet)}
    if any(title not in ours and has_roster(book.grid(title)) for title in book.titles):
        return True
    return not any(find_sheets(book, sheet) for sheet in (STAFF, LEAVE, SETTINGS))


def read_roster(path: Path, near: date) -> VisibleRoster:
    """Read dates, people and typed text, of a workbook of ours or of one made by hand.

    ``near`` tells which year is meant where none is written.

    Raises
    ------
    InputError
        If no sheet has them or several may be meant, a date is unreadable or has two people.
    """
    return _read(open_book(path), near)


def read_published(path: Path, content: bytes, near: date) -> VisibleRoster:
    """Read a roster as it was kept of a file of that name; as ``read_roster``."""
    return _read(open_content(path, content), near)


def _read(book: Book, near: date) -> VisibleRoster:
    faults = Faults(book.path.name)
    machine = read_machine_sheet(book)
    month, record = machine.month, machine.record
    sheets = roster_sheets(book, ours=month is not None)
    wall = None
    if month and record and sheets:
        wall = read_wall(book.grid(sheets[0]), record, machine.candidates)
        wall = wall if wall.whole else None
    if not sheets or (month and not wall and not has_roster(book.grid(sheets[0]))):
        read_sheet(book.grid((sheets or book.titles)[0]), ROSTER, faults)
    plain = not wall or PERSON in wall.columns
    days = read_days(book, sheets, near, faults, month=month, wall=wall) if plain else {}
    post = machine.origin.get("post", POST)
    cells = {Slot(on, post): cell for on, cell in days.items()}
    if wall:
        cells |= read_columns(book.grid(sheets[0]), wall, machine, faults)
    faults.stop_if_any()
    if month and not any(slot.date.replace(day=1) == month for slot in cells):
        text = (
            f"{book.path.name} 的隐藏工作表〈{MACHINE_SHEET}〉写的月份是 {month:%Y-%m}，"
            "表上却没有这个月的日期"
        )
        raise InputError(text)
    texts, left = (wall.texts if wall else {}), _left(book, sheets, wall)
    if month is None:
        texts, more = handmade_texts(book, sheets, days)
        left += more
    return VisibleRoster(
        path=book.path,
        fingerprint=book.fingerprint,
        cells=cells,
        origin=machine.origin,
        drafted=machine.drafted,
        written=machine.written,
        spans=machine.spans,
        record=record if wall else {},
        texts=texts,
        sheets=tuple(sheets),
        unread=_unread(book, sheets, machine),
        left=left,
    )


def _unread(book: Book, sheets: list[str], machine: Machine) -> tuple[str, ...]:
    """Name the sheets that are not ours, and those of ours that somebody has written on."""
    if machine.month and not machine.digests:
        return ()  # What an earlier version of the program wrote there is not known.
    unread = []
    for title in (title for title in book.titles if title not in sheets):
        if title not in machine.digests:
            unread.append(f"工作表〈{one_line(title)}〉")
        elif machine.digests[title] != _digest(book.grid(title)):
            unread.append(f"工作表〈{one_line(title)}〉上改过的字")
    return tuple(unread)


def _left(book: Book, sheets: list[str], wall: Wall | None) -> tuple[str, ...]:
    """Say what there is beside the text: pictures, comments, formulas without value."""
    left = []
    beside = {kind for title in sheets for kind in book.attached(title)}
    if "drawing" in beside:
        left.append("图片或图形")
    if wall:
        # Ours stand at the names.
        own = [column_letters(at) for name, at in wall.columns.items() if is_person_column(name)]
        ours = {f"{column}{row}" for column in own for row in wall.dates}
        if others := sorted(kind for kind in beside - ours if kind[-1:].isdigit()):
            left.append(f"批注（{'、'.join(others[:10])}）")
    if wall and wall.unreadable:
        left.append(f"没有算出结果的公式（{'、'.join(wall.unreadable[:10])}）")
    return tuple(left)


def _digest(grid: Grid) -> str:
    texts = ((n, c, v) for n, row in grid.rows.items() for c, v in row.items())
    return digest((n, c, v) for n, c, v in texts if isinstance(v, str))
