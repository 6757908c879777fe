"""The ledger: every published revision, append-only, each hashed together with the one before."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing, contextmanager
from itertools import zip_longest
from os.path import lexists
from typing import TYPE_CHECKING

from scheduler.errors import ConflictError, FileError, LockedError
from scheduler.files import read_plain
from scheduler.ledger.journal import safe_journal
from scheduler.ledger.opening import OBJECTS, limit, own_objects, refuse_foreign
from scheduler.ledger.record import columns, details, sealed
from scheduler.ledger.record import rebuilt as from_record
from scheduler.ledger.revision import GENESIS
from scheduler.ledger.sqlite_tables import SCHEMA, create, documents, load, store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from scheduler.ledger.revision import Revision

LEDGER_FILE = "值班台账.db"
# Stands in the header of a ledger made anew from workbooks, until somebody has verified it.
REBUILT = int.from_bytes(b"anew")
PATIENCE = 2.5


class Ledger:
    """The ledger of one centre's folder.

    Parameters
    ----------
    path
        The database; it is created when the first revision is recorded.

    Raises
    ------
    FileError
        If it is damaged, or written by a newer program.
    LockedError
        If another run is writing to it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def revisions(self) -> list[Revision]:
        """Return everything recorded, in the order of recording.

        Raises
        ------
        FileError
            If a record is not as it was sealed.
        """
        recorded = self._recorded()
        if altered := _altered(recorded):
            raise FileError(f"台账 {self.path.name} 里{altered[0]}；请运行 zhiban doctor")
        return recorded

    def _recorded(self) -> list[Revision]:
        if not lexists(self.path):
            return []
        with self._open(write=False) as database:
            return list(load(database))

    def append(
        self, revision: Revision, contents: Mapping[str, bytes], *, rebuilt: bool = False
    ) -> Revision:
        """Record a revision and its workbooks, wholly or not at all; return it with its hash.

        Whoever approves it stands for all that was recorded before, unless it is itself ``rebuilt``
        from its workbooks.

        Raises
        ------
        ConflictError
            If its number is not the next one of its month: somebody was faster.
        """
        with self._open(write=True) as database:
            recorded = list(load(database))
            key = revision.month, revision.table
            same = [one.number for one in recorded if (one.month, one.table) == key]
            if revision.number != max(same, default=0) + 1:
                raise ConflictError(
                    f"{revision.month:%Y-%m} 刚有人发布了新的版次，请重新打开再发布"
                )
            one = sealed(revision, recorded[-1].hash if recorded else GENESIS)
            from_record(columns(one), *details(one))  # what could not be read again
            store(database, one, contents)
            _mark(database, rebuilt=rebuilt)
        return one

    def unverified(self) -> bool:
        """Tell whether it was made anew from workbooks, and nobody has verified it since."""
        with self._open(write=False) as database:
            return _mark_of(database) == REBUILT

    def accept(self) -> None:
        """Keep that somebody has verified it."""
        with self._open(write=True) as database:
            _mark(database, rebuilt=False)

    def contents(self, revision: Revision) -> dict[str, bytes]:
        """Return the published workbooks of a revision by file name."""
        with self._open(write=False) as database:
            return documents(database, revision.hash)

    def verify(self) -> list[str]:
        """Return what is wrong with file, tables or chain of hashes, in words; nothing if all hold.

        Raises
        ------
        FileError
            If it is so damaged that it cannot be read.
        """
        if not lexists(self.path):
            return []
        with self._open(write=False) as database:
            wrong = list(self._unsound(database))
        recorded = self._recorded()
        wrong += _altered(recorded)
        for one in recorded:
            kept = {name: _digest(data) for name, data in self.contents(one).items()}
            if kept != dict(one.documents):
                wrong.append(f"{one.month:%Y-%m} v{one.number} 存着的班表被改动过")
        return wrong

    def strays(self) -> int:
        """Return how many bytes of the file belong to no record: changed where nothing is kept.

        The file is compared with one made anew of the same records, but for SQLite's own counters.
        Another version of SQLite may lay a file out otherwise; then nothing can be said (0).
        """
        recorded = self.revisions()
        if not recorded:
            return 0
        held = read_plain(self.path)
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as twin:
            for nth, one in enumerate(recorded):
                twin.execute("BEGIN")
                if not nth:
                    create(twin)
                store(twin, one, self.contents(one))
                _mark(twin, rebuilt=self.unverified())
                twin.execute("COMMIT")
            again = twin.serialize()
        version = sqlite3.sqlite_version_info
        number = 1_000_000 * version[0] + 1_000 * version[1] + version[2]
        if int.from_bytes(held[96:100]) != number:
            return 0
        counters = {*range(24, 28), *range(92, 100)}
        pairs = enumerate(zip_longest(held, again))
        return sum(a != b for at, (a, b) in pairs if at not in counters)

    def _unsound(self, database: sqlite3.Connection) -> Iterator[str]:
        """Yield what SQLite finds wrong, and a guard that is not as it was made."""
        for (verdict,) in database.execute("PRAGMA integrity_check(3)"):
            if verdict != "ok":
                yield f"台账文件已损坏（{verdict}）"
        tables = set(database.execute(OBJECTS))
        if tables and tables != own_objects():
            yield "台账的表或防改的触发器被改动过"

    @contextmanager
    def _open(self, *, write: bool) -> Iterator[sqlite3.Connection]:
        """Open the database for one transaction."""
        # What a killed run left half written only a connection that may write can take back.
        killed = safe_journal(self.path)
        mode = "rwc" if write else "rw" if killed else "ro"
        uri = f"{self.path.absolute().as_uri()}?mode={mode}"
        try:
            database = sqlite3.connect(uri, uri=True, timeout=PATIENCE, isolation_level=None)
        except sqlite3.Error as error:
            raise FileError(f"台账 {self.path.name} 打不开（{error}）") from None
        try:
            limit(database, self.path.stat().st_size)
            database.executescript("PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL;")
            database.execute("BEGIN IMMEDIATE" if write else "BEGIN")
            self._migrate(database, write=write)
            yield database
            database.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise LockedError(f"台账 {self.path.name} 正被另一次运行占用，请稍后再试") from None
            if "interrupted" in str(error):
                text = f"台账 {self.path.name} 已损坏（读不完）；请运行 zhiban doctor"
                raise FileError(text) from None
            raise FileError(
                f"台账 {self.path.name} 读写失败（{error}），原来的记录没有动"
            ) from None
        except (sqlite3.Error, ValueError, KeyError) as error:
            text = f"台账 {self.path.name} 已损坏（{error}）；请运行 zhiban doctor"
            raise FileError(text) from None
        finally:
            # Whatever was not committed is rolled back here.
            database.close()

    def _migrate(self, database: sqlite3.Connection, *, write: bool) -> None:
        (version,) = database.execute("PRAGMA user_version").fetchone()
        if version > SCHEMA:
            raise FileError(f"台账 {self.path.name} 是更新的程序写的，请升级 zhiban")
        (tables,) = database.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if bool(version) != bool(tables):
            raise ValueError("版次表不见了")
        refuse_foreign(database)
        if not tables and write:
            create(database)


def _mark(database: sqlite3.Connection, *, rebuilt: bool) -> None:
    database.execute(f"PRAGMA application_id = {REBUILT if rebuilt else 0}")


def _mark_of(database: sqlite3.Connection) -> int:
    (mark,) = database.execute("PRAGMA application_id").fetchone()
    return int(mark)


def _altered(recorded: Iterable[Revision]) -> list[str]:
    """Return the records that are not as they were sealed, in words."""
    previous, altered = GENESIS, []
    for one in recorded:
        if sealed(one, previous).hash != one.hash:
            altered.append(f"{one.month:%Y-%m} v{one.number} 的记录被改动过（与封存的指纹不符）")
        previous = one.hash
    return altered


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
