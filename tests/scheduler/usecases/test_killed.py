"""Runs killed at any instant: every file whole, nobody kept out, nothing left by the next run.

``ZHIBAN_KILLS=100`` kills as many of each.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import date
from random import Random
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from scheduler.batch.demo import make_demo
from scheduler.files import LITTER
from scheduler.ledger.lock import LOCK_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

DECEMBER = date(2026, 12, 1)
KILLS = int(os.environ.get("ZHIBAN_KILLS", "3"))
CENTRES = 3


def begun(*words: str) -> subprocess.Popen[str]:
    line = [sys.executable, "-m", "scheduler", *words, "--month", "2026-12"]
    return subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def whole(*words: str) -> tuple[int, float]:
    """Run to the end; return exit code and seconds."""
    start = time.monotonic()
    with begun(*words) as process:
        said, _ = process.communicate()
    assert "这是程序的问题" not in said
    return process.returncode, time.monotonic() - start


def killed(words: tuple[str, ...], after: float) -> None:
    """Kill a run at an instant and wait until none of its processes is left."""
    with begun(*words) as process:
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            process.kill()
        process.communicate()


def rosters(root: Path) -> dict[Path, list[tuple[object, ...]]]:
    """Return who is on duty in every draft; each must open."""
    found = {}
    for path in root.rglob("*.xlsx"):
        opened = load_workbook(path)
        if "草案" in path.name:
            rows = opened["值班安排表"].iter_rows(values_only=True)
            found[path.relative_to(root)] = list(rows)
    return found


def litter(root: Path) -> list[str]:
    return [path.name for path in root.rglob(".*") if path.name != LOCK_FILE]


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    assert len(list(make_demo(CENTRES, tmp_path, DECEMBER))) == CENTRES
    yield tmp_path


def instants(seconds: float) -> list[float]:
    rng = Random(1)
    return [rng.uniform(0, seconds) for _ in range(KILLS)]


def test_a_draft_killed_at_any_instant(root: Path) -> None:
    words = "draft", str(min(root.glob("*/*"))), "--force"
    code, seconds = whole(*words)
    reference = rosters(root)
    for after in instants(seconds):
        killed(words, after)
        # What was there or what was to come, never anything between.
        assert rosters(root) == reference
        assert all(name.startswith(LITTER) for name in litter(root))
        assert whole(*words)[0] == code
        assert rosters(root) == reference
        assert litter(root) == []


def test_a_batch_killed_at_any_instant(root: Path) -> None:
    words = "batch", str(root)
    code, seconds = whole(*words)
    reference = rosters(root)
    assert len(reference) == CENTRES
    for nth, after in enumerate(instants(seconds)):
        for path in list(root.rglob("*草案*"))[: nth % (CENTRES + 1)]:
            path.unlink()
        killed(words, after)
        present = rosters(root)
        assert present == {path: reference[path] for path in present}
        assert all(name.startswith(LITTER) for name in litter(root))
        assert whole(*words)[0] == code
        assert rosters(root) == reference
        assert litter(root) == []
