"""The ledger: what was recorded stays, wholly, and whoever changes it is found out."""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING

import pytest

from constraints.calendar import DayKind, FairnessClass
from constraints.history import Tally
from scheduler.errors import ConflictError, FileError, LockedError, ZhibanError
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.ledger.revision import Revision, Seat, newest
from tests.scheduler.december import on_duty

if TYPE_CHECKING:
    from pathlib import Path

CONTENTS = {"值班安排表-2026-12-v1.xlsx": b"wall", "值班安排表-2026-12-v1-内部.xlsx": b"inside"}


def revision(number: int = 1, month: date = date(2026, 12, 1)) -> Revision:
    start = datetime(month.year, month.month, 1, 8, 30)
    return Revision(
        month=month,
        post="管理员值班",
        number=number,
        base=number - 1,
        approver="林芳",
        reason="" if number == 1 else "王静请假",
        at=datetime(2026, 11, 28, 9, 15),
        inputs=(("值班数据.xlsx", "00ff"),),
        settings={"交接时间": "08:30"},
        levels=(("gaps", 0, 0), ("spacing", 12, None)),
        seats=tuple(
            Seat(start + timedelta(n), start + timedelta(n + 1), DayKind.WORKDAY, key, name)
            for n, (key, name) in enumerate([("001", "王静"), ("", ""), ("002", "李梅")])
        ),
        tallies=(
            Tally(month, FairnessClass.TOTAL, "001", Fraction(31, 8), 4),
            Tally(month, FairnessClass.REST, "001", Fraction(1, 3), 0),
        ),
        documents=tuple(
            (name, hashlib.sha256(data).hexdigest()) for name, data in CONTENTS.items()
        ),
    )


def test_what_is_recorded_is_read_back(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / LEDGER_FILE)
    assert ledger.revisions() == []
    assert not ledger.path.exists()
    first = ledger.append(revision(), CONTENTS)
    second = ledger.append(revision(2), {})
    other = ledger.append(revision(1, date(2027, 1, 1)), CONTENTS)
    assert ledger.revisions() == [first, second, other]
    assert [replace(one, hash="") for one in ledger.revisions()] == [
        revision(),
        revision(2),
        revision(1, date(2027, 1, 1)),
    ]
    assert len({one.hash for one in (first, second, other)}) == 3
    assert newest(ledger.revisions())[date(2026, 12, 1)] == second
    assert ledger.contents(first) == CONTENTS
    assert on_duty(first) == {
        date(2026, 12, 1): "001",
        date(2026, 12, 2): "",
        date(2026, 12, 3): "002",
    }


@pytest.mark.parametrize("number", (1, 3, 0))
def test_only_the_next_number_is_taken(tmp_path: Path, number: int) -> None:
    ledger = Ledger(tmp_path / LEDGER_FILE)
    kept = ledger.append(revision(), CONTENTS)
    with pytest.raises(ConflictError):
        ledger.append(revision(number), {})
    assert ledger.revisions() == [kept]


@pytest.mark.parametrize("table", ("revision", "assignment", "account", "document"))
def test_nothing_is_changed_or_deleted_by_sql(tmp_path: Path, table: str) -> None:
    ledger = Ledger(tmp_path / LEDGER_FILE)
    kept = ledger.append(revision(), CONTENTS)
    with sqlite3.connect(ledger.path) as database:
        for deed in (f"DELETE FROM {table}", f"UPDATE {table} SET rowid = rowid"):
            with pytest.raises(sqlite3.IntegrityError, match="只能追加"):
                database.execute(deed)
    database.close()
    assert ledger.revisions() == [kept]


CHANGES = (
    "UPDATE revision SET approver = '别人'",
    "UPDATE revision SET at = '2026-11-29T09:15:00'",
    "UPDATE assignment SET person = '002' WHERE person = '001'",
    "UPDATE account SET served = 3",
    "UPDATE account SET due = '1/2'",
    "DELETE FROM assignment WHERE person = ''",
    "UPDATE document SET content = x'00'",
    "DELETE FROM document",
)


@pytest.mark.parametrize("change", CHANGES)
def test_whoever_changes_it_is_found_out(tmp_path: Path, change: str) -> None:
    ledger = Ledger(tmp_path / LEDGER_FILE)
    ledger.append(revision(1, date(2026, 11, 1)), {})
    ledger.append(revision(), CONTENTS)
    assert ["2026-11 v1" in line for line in ledger.verify()] == [True]
    with sqlite3.connect(ledger.path) as database:
        for name, *_ in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            database.execute(f"DROP TRIGGER {name}")
        database.execute(change)
    database.close()
    assert any("2026-12 v1" in line for line in ledger.verify())


def test_a_flipped_byte_is_found(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / LEDGER_FILE)
    kept = [ledger.append(revision(), CONTENTS), ledger.append(revision(2), CONTENTS)]
    assert ledger.verify() == []
    whole = ledger.path.read_bytes()
    rng = Random(1)
    texts = [at for word in ("林芳", "王静", "李梅", "wall") for at in places(whole, word)]
    header = range(100)
    for at in [*texts, *header, *(rng.randrange(len(whole)) for _ in range(200))]:
        changed = bytearray(whole)
        changed[at] ^= 1 << rng.randrange(8)
        ledger.path.write_bytes(bytes(changed))
        try:
            said = ledger.verify()
            assert said or ledger.revisions() == kept, at
            assert at not in texts or said, at
        except ZhibanError as error:
            assert "台账" in error.text


def places(content: bytes, word: str) -> list[int]:
    first = content.find(word.encode())
    return [first] if first >= 0 else []


def test_a_newer_schema_is_refused_and_kept(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / LEDGER_FILE)
    ledger.append(revision(), CONTENTS)
    with sqlite3.connect(ledger.path) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    before = ledger.path.read_bytes()
    for call in (ledger.revisions, lambda: ledger.append(revision(2), {})):
        with pytest.raises(FileError, match="请升级"):
            call()
    assert ledger.path.read_bytes() == before


@pytest.mark.parametrize("content", (b"", b"rubbish" * 999, bytes(4096)))
def test_a_file_that_is_no_ledger(tmp_path: Path, content: bytes) -> None:
    ledger = Ledger(tmp_path / LEDGER_FILE)
    ledger.path.write_bytes(content)
    if content:
        with pytest.raises(FileError, match="doctor"):
            ledger.revisions()
        with pytest.raises(FileError):
            ledger.append(revision(), {})
        assert ledger.path.read_bytes() == content
    else:
        assert ledger.revisions() == []
        assert ledger.append(revision(), CONTENTS) == ledger.revisions()[0]


def test_one_writer_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.ledger.ledger.PATIENCE", 0.05)
    ledger = Ledger(tmp_path / LEDGER_FILE)
    kept = ledger.append(revision(), CONTENTS)
    held = sqlite3.connect(ledger.path, isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    with pytest.raises(LockedError, match="占用"):
        ledger.append(revision(2), {})
    held.execute("ROLLBACK")
    held.close()
    assert ledger.revisions() == [kept]
