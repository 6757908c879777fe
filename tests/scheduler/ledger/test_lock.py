"""One run per centre at a time, and a lock that no killed run leaves behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from scheduler.cli.main import cli
from scheduler.errors import Exit, FileError, LockedError
from scheduler.ledger.lock import LOCK_FILE, locked
from tests.books import book

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DATA = "值班数据.xlsx"
HOLD = """
import sys, time
from pathlib import Path
from scheduler.ledger.lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""
# Takes the lock as often as it can; whoever is inside makes a file that nobody else may have made.
RACE = """
import os, sys
from pathlib import Path
from scheduler.errors import LockedError
from scheduler.ledger.lock import locked
folder, times = Path(sys.argv[1]), 0
sys.stdin.readline()
while times < 200:
    try:
        with locked(folder):
            os.close(os.open(folder / "inside", os.O_CREAT | os.O_EXCL))
            os.unlink(folder / "inside")
            times += 1
    except LockedError:
        pass
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the folder."""
    words = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_the_second_run_is_told_who_was_first(
    tmp_path: Path, holder: subprocess.Popen[str]
) -> None:
    book(tmp_path / DATA)
    for words in (
        ["draft"],
        ["adjust"],
        ["publish", "--approver", "王静"],
        ["doctor", "--rebuild"],
    ):
        result = CliRunner().invoke(cli, [words[0], str(tmp_path), *words[1:], "--json"])
        assert result.exit_code == Exit.LOCKED
        (message,) = json.loads(result.stdout)["messages"]
        assert f"进程 {holder.pid}" in message["text"]
    # Whoever only looks is not in the way.
    for words in (["draft", "--dry-run", "--month", "2026-12"], ["check"], ["history"]):
        result = CliRunner().invoke(cli, [words[0], str(tmp_path), *words[1:]])
        assert result.exit_code == 0
    assert {path.name for path in tmp_path.iterdir()} == {DATA, LOCK_FILE}


def test_a_killed_run_leaves_no_lock(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    with locked(tmp_path), pytest.raises(LockedError), locked(tmp_path):
        pass


def test_the_file_that_is_locked_stays_the_same(tmp_path: Path) -> None:
    """Were it removed and made anew, two runs could each hold one of that name."""
    found = set()
    for _ in range(3):
        with locked(tmp_path), pytest.raises(LockedError), locked(tmp_path):
            pass
        found.add((tmp_path / LOCK_FILE).stat().st_ino)
    assert len(found) == 1


def test_of_many_processes_one_is_inside(tmp_path: Path) -> None:
    words = [sys.executable, "-c", RACE, str(tmp_path)]
    racers = [
        subprocess.Popen(words, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write("go\n")
        racer.stdin.flush()
    for racer in racers:
        assert racer.communicate(timeout=120)[1] == ""
        assert racer.returncode == 0


def test_of_many_threads_one_is_inside(tmp_path: Path) -> None:
    together = Barrier(8)

    def attempt(_: int) -> bool:
        together.wait()
        try:
            with locked(tmp_path):
                together.wait()
        except LockedError:
            together.wait()
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(attempt, range(8))) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"\n12",
        b"\n123 08:3",
        b"\n123 08:30:00",
        b"\n1\n08:30:00\n",
        b"\nsomebody today\n",
        b"\xff\xfe" * 5000,
        b"SQLite format 3\0" + bytes(4096),
    ],
)
def test_what_is_in_the_file_stops_nobody(tmp_path: Path, content: bytes) -> None:
    """Whatever a killed run, another version or anybody has left in it."""
    path = tmp_path / LOCK_FILE
    path.write_bytes(content)
    with locked(tmp_path):
        with pytest.raises(LockedError, match=f"进程 {os.getpid()}，"), locked(tmp_path):
            pass
        path.write_bytes(content)
        with pytest.raises(LockedError) as told, locked(tmp_path):
            pass
        assert str(told.value) == "另一次运行正在处理这个中心，请等它结束再试"
    with locked(tmp_path):
        pass


@pytest.mark.parametrize("kind", ("symlink", "broken symlink", "hard link", "folder", "pipe"))
def test_a_lock_that_is_something_else_is_refused_and_left_alone(tmp_path: Path, kind: str) -> None:
    centre, other = tmp_path / "centre", tmp_path / "other"
    centre.mkdir()
    other.write_text("precious")
    match kind:
        case "symlink":
            (centre / LOCK_FILE).symlink_to(other)
        case "broken symlink":
            (centre / LOCK_FILE).symlink_to(tmp_path / "absent")
        case "hard link":
            (centre / LOCK_FILE).hardlink_to(other)
        case "folder":
            (centre / LOCK_FILE).mkdir()
        case "pipe":
            os.mkfifo(centre / LOCK_FILE)
    with pytest.raises(FileError, match=LOCK_FILE), locked(centre):
        pass
    assert other.read_text() == "precious"
    assert not (tmp_path / "absent").exists()


def test_everybody_who_shares_the_folder_can_hold_it(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        with locked(tmp_path):
            pass
    finally:
        os.umask(before)
    assert (tmp_path / LOCK_FILE).stat().st_mode & 0o777 == 0o666


def test_a_folder_that_cannot_be_written_is_not_guarded(tmp_path: Path) -> None:
    with locked(tmp_path / "nowhere"):
        assert list(tmp_path.iterdir()) == []
