"""One run per centre at a time, and a lock that no killed run leaves behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from scheduler.cli.main import cli
from scheduler.errors import Exit, LockedError
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
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_not_guarded(tmp_path: Path) -> None:
    with locked(tmp_path / "nowhere"):
        assert list(tmp_path.iterdir()) == []
