"""The files a centre is read from: the data workbook, and HR's own lists beside it."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.errors import InputError
from scheduler.reading.cells.named_cells import Cell, Table
from scheduler.reading.cells.names import name_parts
from scheduler.reading.files.open import open_book
from scheduler.reading.tables.header import find_header
from scheduler.reading.tables.layout import LEAVE, STAFF
from scheduler.reading.tables.sheet_rows import (
    concatenate,
    find_sheets,
    missing_columns,
    read_sheet,
    read_table,
    warn_of_hidden,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from scheduler.reading.cells.faults import Faults
    from scheduler.reading.cells.named_cells import Row
    from scheduler.reading.files.grid import Book
    from scheduler.reading.tables.layout import Sheet

# Columns that may differ between two files without a word.
_MAY_DIFFER = ("姓名", "工号", "备注")
_SAMPLE = re.compile("示例|样例|模板|说明")


@dataclass(frozen=True, slots=True)
class Sources:
    """The data workbook ``data``, further staff lists and further lists of leave."""

    data: Book
    staff: tuple[Book, ...]
    leave: tuple[Book, ...]

    @property
    def books(self) -> tuple[Book, ...]:
        """Every file, the data workbook first."""
        return (self.data, *self.staff, *self.leave)


def open_sources(
    data: Path, staff: Iterable[Path], leave: Iterable[Path], faults: Faults
) -> Sources:
    """Open the files, and note which lists cannot be read and which sheets are hidden.

    Raises
    ------
    FileError
        If one is missing or held by another program.
    InputError
        If the data workbook or a list of staff is nothing that can be read; then with every file
        that is not.
    """
    lists = list(staff)
    books: list[Book | None] = []
    for rank, path in enumerate((data, *lists, *leave)):
        try:
            book = open_book(path, rank)
            for title in book.titles if rank else ():
                book.grid(title)
        except InputError as wrong:
            faults.refuse_file(rank, wrong.messages)
            books.append(None)
        else:
            books.append(book)
    own, staff_books, leave_books = books[0], books[1 : len(lists) + 1], books[len(lists) + 1 :]
    if own is None:
        raise InputError("、".join(dict.fromkeys(map(str, faults.messages))), faults.messages)
    if None in staff_books:
        # Without its people everything else would look wrong.
        faults.stop_if_any()
    sources = Sources(own, tuple(filter(None, staff_books)), tuple(filter(None, leave_books)))
    for book in sources.books:
        warn_of_hidden(book, faults)
    return sources


def read_staff_tables(sources: Sources, faults: Faults) -> list[Table]:
    """Return the table of sheet 员工, empty if HR's lists replace it, and their tables."""
    own = find_sheets(sources.data, STAFF)
    tables = [Table(STAFF.name, (), ())]
    if own or not sources.staff:
        tables = [read_table(sources.data, STAFF, faults)]
    # Who is in the data workbook too needs no post in HR's list.
    required = ("姓名",) if own else None
    return tables + [_read_export(book, STAFF, faults, required) for book in sources.staff]


def read_leave_tables(sources: Sources, faults: Faults) -> list[Table]:
    """Return the tables of sheet 请假 and of HR's lists of leave."""
    exports = [_read_export(book, LEAVE, faults, None) for book in sources.leave]
    return [read_table(sources.data, LEAVE, faults), *exports]


def _read_export(
    book: Book, sheet: Sheet, faults: Faults, required: tuple[str, ...] | None
) -> Table:
    """Read each sheet of HR's file that has the required columns.

    If none has, say what the best one lacks.
    """
    known = {title: find_header(book.grid(title), sheet) for title in book.titles}
    best = max(book.titles, key=lambda title: len(known[title].columns))
    # Not every list of names is one of staff: examples, training, families.
    fitting = [
        title
        for title, header in known.items()
        if not missing_columns(header, required or sheet.required_columns)
        and 2 * len(header.columns) >= len(known[best].columns)
        and not _SAMPLE.search(title)
    ]
    titles = fitting or [best]
    read = [read_sheet(book.grid(title), sheet, faults, required=required) for title in titles]
    empty = not any(book.grid(title).rows for title in book.titles)
    if (fitting or empty) and not any(table.rows for table in read):
        faults.warn(Cell("", file=book.path.name), "一行数据也没有读到", "no-rows")
    return concatenate(read)


def merge_staff_rows(tables: list[Table], faults: Faults) -> tuple[list[Row], list[list[Row]]]:
    """Return one row a person from all tables, and the rows of each list that are of nobody here.

    The data workbook comes first and wins; HR's lists fill what it leaves empty, and take its
    place where it names nobody.
    """
    own, *others = tables
    rows = list(own.rows)
    strangers: list[list[Row]] = []
    named: defaultdict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        named[bare_name(row)].append(at)
    for table in others:
        strangers.append([])
        namesakes: defaultdict[str, dict[str, Row]] = defaultdict(dict)
        for row in table.rows:
            namesakes[bare_name(row)].setdefault(bare_number(row), row)
        for row in table.rows:
            name = bare_name(row)
            same = _row_of(rows, named[name], row)
            if same is None and own.rows:
                strangers[-1].append(row)
            elif same is None:
                named[name].append(len(rows))
                rows.append(row)
            elif not bare_number(rows[same]) and len(namesakes[name]) > 1:
                ids = "、".join(one["工号"].shown for one in namesakes[name].values())
                text = f"{row['姓名'].file} 里有几位「{rows[same]['姓名'].shown}」（工号 {ids}），"
                faults.error(rows[same]["姓名"], f"{text}请在这里填上工号", "same-name")
                namesakes[name].clear()
            else:
                rows[same] = dict(_merged(rows[same], row, faults))
    return rows, strangers


def bare_name(row: Row) -> str:
    """Return the name in a row without telephone and remark."""
    return name_parts(row["姓名"].text)[0]


def _row_of(rows: list[Row], named: list[int], row: Row) -> int | None:
    """Return the row of the same person: by id where both have one, else by name."""
    number = bare_number(row)
    for at in named:
        if number and bare_number(rows[at]) == number:
            return at
    alone = len(named) == 1 and not (number and bare_number(rows[named[0]]))
    return named[0] if alone else None


def bare_number(row: Row) -> str:
    """Return an id as it is compared: Excel turns 001 into 1 wherever it can."""
    return row["工号"].text.lstrip("0") or row["工号"].text[:1]


def _merged(row: Row, added: Row, faults: Faults) -> Iterator[tuple[str, Cell]]:
    for name, cell in row.items():
        other = added[name]
        differs = cell.text and other.text and cell.shown != other.shown
        if differs and name not in _MAY_DIFFER:
            value = "" if name == "身份证号" else f"「{other.shown}」"
            place = f"{cell.file or faults.file} {cell.address}"
            text = f"{row['姓名'].shown}的{name}{value}与 {place} 不同，以后者为准"
            faults.warn(other, text, "differs")
        yield name, cell if cell.text else other
