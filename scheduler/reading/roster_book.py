"""Reading a roster workbook, ours or one made by hand, by its visible cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constraints.domain import POST, Slot
from scheduler.errors import InputError
from scheduler.reading.cells.faults import Faults
from scheduler.reading.cells.normal_text import one_line
from scheduler.reading.files.grid import column_letters
from scheduler.reading.files.open import open_book, open_content
from scheduler.reading.handmade_text import handmade_texts
from scheduler.reading.machine_sheet import read_machine_sheet
from scheduler.reading.marked_roster import MarkedRoster, read_marks
from scheduler.reading.marks import is_day
from scheduler.reading.marks_by_hand import has_marks, read_by_hand
from scheduler.reading.marks_faults import wrong_lines
from scheduler.reading.roster_columns import read_columns
from scheduler.reading.roster_rows import has_roster, read_days, roster_sheets
from scheduler.reading.sheets.words import NO_SHIFT
from scheduler.reading.tables.layout import (
    DATA_SHEETS,
    LEAVE,
    MACHINE_SHEET,
    ROSTER,
    SETTINGS,
    STAFF,
)
from scheduler.reading.tables.sheet_rows import find_sheets, read_sheet
from scheduler.reading.visible_roster import VisibleRoster
from scheduler.reading.wall_rows import read_wall
from scheduler.reading.wall_text import (
    PERSON,
    digest,
    is_person_column,
)

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from scheduler.reading.cells.named_cells import Cell
    from scheduler.reading.files.grid import Book, Grid
    from scheduler.reading.machine_sheet import Machine
    from scheduler.reading.wall_layout import Wall


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
    title = machine.origin.get("table", "")
    sheets = [title] if title in book.titles else roster_sheets(book, ours=month is not None)
    if month is None and not sheets:
        by_hand = next((title for title in book.titles if has_marks(book.grid(title))), "")
        if by_hand:
            return _by_hand(book, by_hand, near, faults)
    wall = None
    if month and record and sheets:
        wall = read_wall(book.grid(sheets[0]), record, machine.candidates)
        wall = wall if wall.whole else None
    if not sheets or (month and not wall and not has_roster(book.grid(sheets[0]))):
        read_sheet(book.grid((sheets or book.titles)[0]), ROSTER, faults)
    kind: type[VisibleRoster] = VisibleRoster
    cells: dict[Slot, Cell] = {}
    more: dict[str, Any] = {}
    if wall and machine.marks:
        marks, names = read_marks(book.grid(sheets[0]), wall)
        wrong = wrong_lines(book.grid(sheets[0]), wall, record, machine.marks)
        kind = MarkedRoster
        more = {"marks": marks, "names": names, "meant": machine.marks, "wrong": wrong}
        texts, left = wall.texts, _left(book, sheets, wall)
    else:
        cells = _cells(book, sheets, machine, wall, near, faults)
        texts, left = (wall.texts if wall else {}), _left(book, sheets, wall)
        if month is None:
            days = {slot.date: cell for slot, cell in cells.items()}
            texts, other = handmade_texts(book, sheets, days)
            left += other
    return kind(
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
        **more,
    )


def _by_hand(book: Book, title: str, near: date, faults: Faults) -> MarkedRoster:
    """Return a month of people × days that somebody has made."""
    read = read_by_hand(book, title, near, faults)
    faults.stop_if_any()
    names, marks = (read.names, read.marks) if read else ({}, {})
    return MarkedRoster(book.path, book.fingerprint, {}, sheets=(title,), marks=marks, names=names)


def _cells(
    book: Book, sheets: list[str], machine: Machine, wall: Wall | None, near: date, faults: Faults
) -> dict[Slot, Cell]:
    """Return the cells with people by duty.

    Raises
    ------
    InputError
        If a date is unreadable or has two people, or none is of the month that is stated.
    """
    month, post = machine.month, machine.origin.get("post", POST)
    plain = not wall or PERSON in wall.columns
    days = read_days(book, sheets, near, faults, month=month, wall=wall) if plain else {}
    cells = {Slot(on, post): cell for on, cell in days.items()}
    if machine.drafted:
        # A day of which none of the column's duties is says so.
        cells = {
            slot: cell
            for slot, cell in cells.items()
            if slot in machine.drafted or cell.text not in NO_SHIFT
        }
    if wall:
        cells |= read_columns(book.grid(sheets[0]), wall, machine, faults)
    faults.stop_if_any()
    if month and not any(slot.date.replace(day=1) == month for slot in cells):
        text = (
            f"{book.path.name} 的隐藏工作表〈{MACHINE_SHEET}〉写的月份是 {month:%Y-%m}，"
            "表上却没有这个月的日期"
        )
        raise InputError(text)
    return cells


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
        held = [n for n in wall.columns if is_person_column(n) or is_day(n)]
        ours = {f"{column_letters(wall.columns[n])}{row}" for n in held for row in wall.rows}
        if others := sorted(kind for kind in beside - ours if kind[-1:].isdigit()):
            left.append(f"批注（{'、'.join(others[:10])}）")
    if wall and wall.unreadable:
        left.append(f"没有算出结果的公式（{'、'.join(wall.unreadable[:10])}）")
    return tuple(left)


def _digest(grid: Grid) -> str:
    texts = ((n, c, v) for n, row in grid.rows.items() for c, v in row.items())
    return digest((n, c, v) for n, c, v in texts if isinstance(v, str))
