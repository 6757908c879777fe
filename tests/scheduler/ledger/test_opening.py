"""A ledger that somebody has altered is damaged, whatever stands in it: said, and never a bug."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import chdir, closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scheduler.errors import Exit, FileError
from scheduler.ledger import opening
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.ledger.sqlite_tables import held
from tests.scheduler.commands import call
from tests.scheduler.december import everything, published

if TYPE_CHECKING:
    from collections.abc import Iterator

COLUMNS = {
    "revision": (
        *("id", "month", "post", "number", "base", "approver", "reason", "at"),
        *("inputs", "settings", "levels", "documents", "hash"),
    ),
    "assignment": ("revision", "start", "end", "kind", "person", "name"),
    "account": ("revision", "class", "person", "due", "served"),
    "document": ("revision", "name", "content"),
}
DEEP = "[" * 100_000
NONSENSE = (
    *(None, 0, -1, 1.5, 2**63 - 1, float("inf"), "", "文字", "1e9999999", "9" * 5000, "\udc80"),
    *(b"", b"\xff\xfe", b"1", "名" * 400_000, "{}", "[]", "[[1, 2]]", '{"a": NaN}', "null", DEEP),
    *("9999-12-01", "2026-12-05", "2026-12-01T08:30:00+08:00", "../外面.xlsx", "\n\x1b[31m"),
)
COMMANDS = (
    ("draft", "--month", "2027-01"),
    ("adjust", "--dry-run"),
    ("history",),
    ("publish", "--approver", "王静"),
    ("doctor",),
    ("why", "2026-12-05"),
    ("forms",),
)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.mktemp("centre"))


@pytest.fixture(scope="module")
def defenceless(original: Path) -> tuple[Path, dict[str, str]]:
    """A ledger without guards, whose columns take anything; and the tables and guards as made."""
    path = Path(shutil.copy(original / LEDGER_FILE, original / "loose.db"))
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        made = dict(database.execute("SELECT name, sql FROM sqlite_master WHERE sql NOT NULL"))
        for name in made:
            if made[name].startswith("CREATE TRIGGER"):
                database.execute(f"DROP TRIGGER {name}")
        database.execute("PRAGMA writable_schema = ON")
        loose = "replace(replace(replace(sql, ' NOT NULL', ''), 'TEXT', ''), 'BLOB', '')"
        database.execute(f"UPDATE sqlite_master SET sql = {loose} WHERE type = 'table'")
    return path, made


@contextmanager
def opened(defenceless: tuple[Path, dict[str, str]], ledger: Path) -> Iterator[sqlite3.Connection]:
    """Open a ledger to alter it; afterwards its tables and guards are as they were made."""
    loose, made = defenceless
    shutil.copy(loose, ledger)
    with closing(sqlite3.connect(ledger, isolation_level=None)) as database:
        database.execute("PRAGMA synchronous = OFF")
        database.execute("BEGIN")
        yield database
        for text in made.values():
            if text.startswith("CREATE TRIGGER"):
                database.execute(text)
        database.execute("PRAGMA writable_schema = ON")
        tables = [(text, name) for name, text in made.items()]
        database.executemany("UPDATE sqlite_master SET sql = ? WHERE name = ?", tables)
        database.execute("COMMIT")


def told_apart(folder: Path) -> None:
    """Every reader says that the ledger is damaged, and leaves everything as it was."""
    before = everything(folder)
    for words in COMMANDS:
        code, found = call(words[0], folder, *words[1:])
        assert code == Exit.FILES, (words, found)
        assert "台账" in json.dumps(found["messages"], ensure_ascii=False)
    with chdir(folder):
        assert call()[0] == Exit.FILES
    assert everything(folder) == before


def test_a_ledger_put_together_again_is_the_same(
    original: Path, tmp_path: Path, defenceless: tuple[Path, dict[str, str]]
) -> None:
    """Else the tests below would show nothing."""
    with opened(defenceless, tmp_path / LEDGER_FILE):
        pass
    ledger = Ledger(tmp_path / LEDGER_FILE)
    assert ledger.verify() == []
    assert ledger.revisions() == Ledger(original / LEDGER_FILE).revisions() != []


@pytest.mark.parametrize(
    ("table", "column"), [(table, column) for table in COLUMNS for column in COLUMNS[table]]
)
def test_nonsense_in_any_column_is_a_damaged_ledger(
    tmp_path: Path, defenceless: tuple[Path, dict[str, str]], table: str, column: str
) -> None:
    ledger = Ledger(tmp_path / LEDGER_FILE)
    for value in NONSENSE:
        with opened(defenceless, ledger.path) as database:
            (before,) = database.execute(f'SELECT "{column}" FROM "{table}"').fetchone()
            query = f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = 1'
            with suppress(sqlite3.Error, UnicodeEncodeError):  # what SQLite itself keeps out
                database.execute(query, (value,))
            (after,) = database.execute(f'SELECT "{column}" FROM "{table}"').fetchone()
        try:
            wrong = ledger.verify()
        except FileError as error:
            assert "台账" in error.text
        else:
            assert bool(wrong) == ((type(before), before) != (type(after), after)), value


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        *(("revision", "number", "x"), ("revision", "month", "9999-12-01")),
        *(("revision", "settings", DEEP), ("assignment", "name", b"\xff")),
        *(("account", "due", "1e9999999"), ("assignment", "person", "名" * 400_000)),
    ],
)
def test_every_command_says_so(
    original: Path,
    tmp_path: Path,
    defenceless: tuple[Path, dict[str, str]],
    table: str,
    column: str,
    value: object,
) -> None:
    folder = tmp_path / "centre"
    shutil.copytree(original, folder)
    with opened(defenceless, folder / LEDGER_FILE) as database:
        database.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = 1', (value,))
    told_apart(folder)


def test_what_is_not_ours_in_it_is_refused(original: Path, tmp_path: Path) -> None:
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"
    for statement in (
        f"CREATE VIEW 别的 AS {endless}",
        "CREATE TABLE 别的 (x)",
        "CREATE INDEX 别的 ON revision (hash)",
        "CREATE TRIGGER 别的 BEFORE INSERT ON revision BEGIN SELECT RAISE(IGNORE); END",
        f"ALTER TABLE revision RENAME TO 旧; CREATE VIEW revision AS {endless}",
        "DROP TRIGGER revision_UPDATE; CREATE TRIGGER revision_UPDATE AFTER INSERT ON document "
        "BEGIN INSERT INTO assignment SELECT * FROM assignment; END",
    ):
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        shutil.copytree(original, folder)
        with closing(sqlite3.connect(folder / LEDGER_FILE)) as database:
            database.executescript(statement)
        told_apart(folder)


def test_a_ledger_without_end_is_given_up(original: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "LEAST_STEPS", 100)
    monkeypatch.setattr(opening, "STEPS_PER_BYTE", 0)
    with pytest.raises(FileError, match="读不完"):
        Ledger(original / LEDGER_FILE).revisions()


def test_more_than_the_file_holds_is_not_read() -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE TABLE x (y)")
        size = 2 * 4096
        assert len(list(held(database, [("字" * size,)]))) == 1
        with pytest.raises(ValueError, match="比文件还长"):
            list(held(database, [("字" * size,), (b"1",)]))


def test_what_could_not_be_read_again_is_not_recorded(original: Path) -> None:
    ledger = Ledger(original / LEDGER_FILE)
    before = ledger.path.read_bytes()
    (first,) = ledger.revisions()
    long = replace(first, number=2, base=1, reason="长" * 300_000)
    with pytest.raises(FileError):
        ledger.append(long, {})
    assert ledger.path.read_bytes() == before
