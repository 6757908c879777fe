"""The ledger's file, opened as one that anybody may have made: within limits, our tables only."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache

from scheduler.ledger.sqlite_tables import create

MOST_BYTES = 50_000_000  # of one value: a published workbook has 0.03 million
LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: MOST_BYTES,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 10_000,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 20,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
}
# Of SQLite's machine: a whole ledger is read in some ten a row, and a row has ten bytes or more.
LEAST_STEPS, STEPS_PER_BYTE = 10_000_000, 20
OBJECTS = "SELECT type, name, tbl_name, sql FROM sqlite_master"


def limit(database: sqlite3.Connection, size: int) -> None:
    """Let no statement on a file of so many bytes go on for ever, or call what it brings along."""
    for name, most in LIMITS.items():
        database.setlimit(name, most)
    database.set_progress_handler(lambda: 1, LEAST_STEPS + STEPS_PER_BYTE * size)
    database.execute("PRAGMA trusted_schema = OFF")


def refuse_foreign(database: sqlite3.Connection) -> None:
    """Refuse a file in which there is more than the program has made.

    Raises
    ------
    ValueError
        If there is a table, view, trigger or index that is not the program's own.
    """
    for kind, name, table, text in database.execute(OBJECTS):
        if (kind, name, table, text) not in own_objects():
            raise ValueError("里面有不是本程序建的表、视图或触发器")


@cache
def own_objects() -> frozenset[tuple[str, str, str, str | None]]:
    """Return all tables, guards and indexes as the program makes them."""
    with closing(sqlite3.connect(":memory:")) as model:
        create(model)
        return frozenset(model.execute(OBJECTS))
