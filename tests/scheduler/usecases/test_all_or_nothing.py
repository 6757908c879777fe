"""Publishing is done whole or not at all, whatever comes in between."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from scheduler.errors import Exit, ZhibanError
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.ledger.lock import LOCK_FILE
from scheduler.ledger.recovery import restore
from scheduler.usecases.doctor import examine
from scheduler.usecases.publish import publish
from tests.scheduler.commands import call
from tests.scheduler.december import (
    DATA,
    DRAFT,
    FINAL,
    INSIDE,
    drafted,
    everything,
    people,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.slow

AT = datetime(2026, 11, 28, 9, 15)


@pytest.fixture
def centre(tmp_path: Path) -> Path:
    return drafted(tmp_path)


def in_a_child(work: Callable[[], None]) -> int:
    """Run something in a forked process; return how it ended."""
    process = os.fork()
    if not process:
        code = 1
        try:
            work()
            code = 0
        except ZhibanError as error:
            code = int(error.exit)
        finally:
            os._exit(code)
    _, status = os.waitpid(process, 0)
    return os.waitstatus_to_exitcode(status)


class Touches:
    """Counts every touch of a folder, every sync and every SQL statement; dies at one of them."""

    def __init__(self, folder: Path, last: int) -> None:
        self.folder, self.last, self.count = str(folder), last, 0
        sys.addaudithook(self.event)
        self.sync, os.fsync = os.fsync, self.fsync
        self.connect, sqlite3.connect = sqlite3.connect, self.opened  # type: ignore[assignment]

    def step(self) -> None:
        self.count += 1
        if self.count > self.last:
            os.kill(os.getpid(), signal.SIGKILL)

    def event(self, event: str, args: tuple[object, ...]) -> None:
        named = (os.fsdecode(one) for one in args if isinstance(one, (str, bytes)))
        if not event.startswith("sqlite3") and any(self.folder in name for name in named):
            self.step()

    def fsync(self, number: int) -> None:
        self.step()
        self.sync(number)
        self.step()

    def opened(self, *args: Any, **more: Any) -> sqlite3.Connection:
        database = self.connect(*args, **more)
        database.set_trace_callback(lambda _: self.step())
        return database


def test_a_kill_at_any_point_leaves_ledger_and_files_together(
    centre: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The process dies at touches of the folder, around syncs and between SQL statements."""
    drafted = everything(centre)
    wall = people(centre / DRAFT)
    told = tmp_path_factory.mktemp("told") / "count"

    def attempt(last: int) -> int:
        for path in centre.iterdir():
            path.unlink()
        for name, content in drafted.items():
            (centre / name).write_bytes(content)

        def work() -> None:
            touches = Touches(centre, last)
            publish(centre, approver="王静", at=AT)
            told.write_text(str(touches.count))

        return in_a_child(work)

    assert attempt(1 << 30) == 0
    total = int(told.read_text())
    points = sorted({*range(0, total, max(1, total // 60)), *range(total - 12, total)})
    assert len(points) >= 50
    both = 0
    for last in points:
        assert attempt(last) == -signal.SIGKILL
        restore(centre / DATA)
        found = examine(centre)
        assert found.exit is Exit.DONE, found.messages
        recorded = Ledger(centre / LEDGER_FILE).revisions()
        left = {path.name for path in centre.iterdir()} - {LEDGER_FILE, LOCK_FILE, *drafted}
        assert left == ({FINAL, INSIDE} if recorded else set())
        assert {name: (centre / name).read_bytes() for name in drafted} == drafted
        if recorded:
            both += 1
            assert people(centre / FINAL) == wall
    assert 0 < both < len(points)


@pytest.mark.parametrize("most", [0, 500, 5_000, 12_000, 25_000, 40_000])
def test_a_full_disk_leaves_everything_as_it_was(centre: Path, most: int) -> None:
    """No file may grow beyond some bytes, as on a disk that is full."""
    drafted = everything(centre)

    def work() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        publish(centre, approver="王静", at=AT)

    assert in_a_child(work) == Exit.FILES
    restore(centre / DATA)
    assert Ledger(centre / LEDGER_FILE).revisions() == []
    kept = {name: data for name, data in everything(centre).items() if name != LEDGER_FILE}
    assert kept == drafted
    assert publish(centre, approver="王静", at=AT).revision.number == 1


def test_a_place_that_is_held_is_filled_by_the_next_run(
    centre: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program holds the folder when the workbooks should appear."""
    whole = type(centre).replace

    def held(self: Path, target: Path) -> Path:
        if target.name == INSIDE:
            raise PermissionError(13, "held", str(target))
        return whole(self, target)

    monkeypatch.setattr(type(centre), "replace", held)
    assert call("publish", centre, "--approver", "王静")[0] == Exit.FILES
    monkeypatch.undo()
    assert [one.number for one in Ledger(centre / LEDGER_FILE).revisions()] == [1]
    assert not (centre / INSIDE).exists()
    assert call("doctor", centre)[1]["result"]["restored"] == [INSIDE]
    assert call("publish", centre, "--approver", "王静")[1]["result"]["changed"] is False
