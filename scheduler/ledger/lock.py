"""One run per centre at a time."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager, nullcontext, suppress
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from scheduler.clock import now
from scheduler.errors import LockedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

P = ParamSpec("P")
R = TypeVar("R")
LOCK_FILE = ".zhiban-lock"


def alone(
    function: Callable[Concatenate[Path, P], R],
) -> Callable[Concatenate[Path, P], R]:
    """Let a function that is given a centre hold its folder while it runs, unless it only tries."""

    @wraps(function)
    def run(path: Path, /, *args: P.args, **kwargs: P.kwargs) -> R:
        folder = path if path.is_dir() else path.parent
        with nullcontext() if kwargs.get("dry_run") else locked(folder):
            return function(path, *args, **kwargs)

    return run


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a centre's folder while the block runs.

    The lock is that of a small database, as the ledger's own: the system gives it up with the
    process, however that ends, on Windows and on shared drives too. Where the folder cannot be
    written there is nothing to guard.

    Raises
    ------
    LockedError
        If another run holds it.
    """
    path = folder / LOCK_FILE
    try:
        database = _begun(path)
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise _taken(path) from None
        yield
        return
    with closing(database):
        try:
            yield
        finally:
            with suppress(OSError):
                path.unlink(missing_ok=True)


def _begun(path: Path) -> sqlite3.Connection:
    """Return a connection in whose transaction nobody else can begin one, though all may read."""
    database = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        database.execute("PRAGMA journal_mode=MEMORY")
        database.execute("BEGIN IMMEDIATE")
        database.execute("CREATE TABLE IF NOT EXISTS holder (process, start)")
        database.execute("DELETE FROM holder")
        holder = (os.getpid(), f"{now():%H:%M:%S}")
        database.execute("INSERT INTO holder VALUES (?, ?)", holder)
        database.execute("COMMIT")
        database.execute("BEGIN IMMEDIATE")
    except sqlite3.Error:
        database.close()
        raise
    return database


def _taken(path: Path) -> LockedError:
    who = ""
    with suppress(sqlite3.Error), closing(sqlite3.connect(path, timeout=0)) as database:
        process, start = database.execute("SELECT * FROM holder").fetchone()
        who = f"(进程 {process},{start} 开始)"
    return LockedError(f"另一次运行{who}正在处理这个中心,请等它结束再试")
