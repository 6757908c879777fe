"""The ledger's tables in SQLite, and how a revision is put into them and taken out."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from scheduler.files import is_plain_name
from scheduler.ledger.record import columns, details, rebuilt

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

    from scheduler.ledger.revision import Revision

SCHEMA = 1
Row = tuple[Any, ...]

_TABLES = """
CREATE TABLE revision (
    id INTEGER PRIMARY KEY, month TEXT NOT NULL, post TEXT NOT NULL, number INTEGER NOT NULL,
    base INTEGER NOT NULL, approver TEXT NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL,
    inputs TEXT NOT NULL, settings TEXT NOT NULL, levels TEXT NOT NULL, documents TEXT NOT NULL,
    hash TEXT NOT NULL,
    UNIQUE (month, post, number));
CREATE TABLE assignment (
    revision INTEGER NOT NULL REFERENCES revision, start TEXT NOT NULL, end TEXT NOT NULL,
    kind TEXT NOT NULL, person TEXT NOT NULL, name TEXT NOT NULL);
CREATE TABLE account (
    revision INTEGER NOT NULL REFERENCES revision, class TEXT NOT NULL, person TEXT NOT NULL,
    due TEXT NOT NULL, served INTEGER NOT NULL);
CREATE TABLE document (
    revision INTEGER NOT NULL REFERENCES revision, name TEXT NOT NULL, content BLOB NOT NULL);
"""
_GUARDED = ("revision", "assignment", "account", "document")


def create(database: sqlite3.Connection) -> None:
    """Make the tables and the guards that let nobody change or delete a row."""
    for statement in _TABLES.split(";\n"):
        database.execute(statement)
    for table in _GUARDED:
        for deed in ("UPDATE", "DELETE"):
            database.execute(
                f"CREATE TRIGGER {table}_{deed} BEFORE {deed} ON {table} "
                "BEGIN SELECT RAISE(ABORT, '台账只能追加'); END"
            )
    database.execute(f"PRAGMA user_version = {SCHEMA}")


def store(database: sqlite3.Connection, one: Revision, contents: Mapping[str, bytes]) -> None:
    """Add a revision with its workbooks."""
    row = (*columns(one), one.hash)
    marks = ", ".join("?" * len(row))
    insert = f"INSERT INTO revision VALUES (NULL, {marks})"  # nosec B608 # our own tables; values go by marks
    number = database.execute(insert, row).lastrowid
    seats, tallies = details(one)
    tables: tuple[tuple[str, Iterable[tuple[object, ...]]], ...] = (
        ("assignment", seats),
        ("account", tallies),
        ("document", contents.items()),
    )
    for table, rows in tables:
        for one_row in rows:
            marks = ", ".join("?" * (len(one_row) + 1))
            insert = f"INSERT INTO {table} VALUES ({marks})"  # nosec B608 # our own tables; values go by marks
            database.execute(insert, (number, *one_row))


def load(database: sqlite3.Connection) -> Iterator[Revision]:
    """Yield every revision, in the order of recording.

    Raises
    ------
    ValueError, KeyError
        If what is recorded is no revision, or more than the file can hold.
    """
    if not database.execute("SELECT 1 FROM sqlite_master").fetchone():
        return  # A first publication that was cut short leaves an empty file.
    parts: dict[str, dict[int, list[Row]]] = {}
    for table in ("assignment", "account"):
        parts[table] = defaultdict(list)
        query = f"SELECT * FROM {table} ORDER BY rowid"  # nosec B608 # our own tables; values go by marks
        for number, *row in held(database, database.execute(query)):
            parts[table][number].append(tuple(row))
    rows = database.execute("SELECT * FROM revision ORDER BY id")
    for number, *row, seal in held(database, rows):
        one = rebuilt(row, parts["assignment"][number], parts["account"][number], seal)
        if not all(is_plain_name(name) for name, _ in one.documents):
            raise ValueError("班表的文件名不对")
        yield one


def documents(database: sqlite3.Connection, seal: str) -> dict[str, bytes]:
    """Return the workbooks of a revision by file name.

    Raises
    ------
    ValueError
        If they are no workbooks, or more than the file can hold.
    """
    query = (
        "SELECT name, content FROM document JOIN revision ON revision.id = document.revision "
        "WHERE hash = ?"
    )
    found: dict[str, bytes] = dict(held(database, database.execute(query, (seal,))))
    plain = (type(name) is str and is_plain_name(name) for name in found)
    if not all(plain) or not all(type(data) is bytes for data in found.values()):
        raise ValueError("班表的内容不对")
    return found


def held(database: sqlite3.Connection, rows: Iterable[Row]) -> Iterator[Row]:
    """Yield rows as long as they are no more than the file can hold.

    Raises
    ------
    ValueError
        If they are more: many rows share a value, which no program writes.
    """
    (pages,), (size,) = (
        database.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size")
    )
    left = pages * size
    for row in rows:
        left -= sum(len(value) for value in row if isinstance(value, (str, bytes)))
        if left < 0:
            raise ValueError("记录比文件还长")
        yield row
