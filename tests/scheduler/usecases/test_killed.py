"""Runs that die, at any call to the system, on a full disk or side by side: nothing is lost."""

from __future__ import annotations

import os
import resource
import shutil
import signal
from concurrent.futures import Executor, Future
from contextlib import suppress
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scheduler.batch.centres import draft_all
from scheduler.batch.summary import summary_workbook
from scheduler.errors import ConflictError, Exit, FileError, ZhibanError
from scheduler.files import sweep, write_whole
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.ledger.lock import LOCK_FILE, locked
from scheduler.ledger.recovery import restore
from scheduler.reading.roster_book import read_published
from scheduler.usecases.adjust import adjust
from scheduler.usecases.doctor import examine
from scheduler.usecases.draft import draft
from scheduler.usecases.init import make_centre
from scheduler.usecases.publish import publish
from scheduler.usecases.rebuild import rebuild
from tests.books import DECEMBER, TODAY
from tests.scheduler.december import (
    AT,
    DATA,
    DRAFT,
    FINAL,
    INSIDE,
    LEAVE,
    drafted,
    holder,
    on_duty,
    say,
)
from tests.scheduler.system_calls import Files, ended, held, in_a_child, put, states

if TYPE_CHECKING:
    from collections.abc import Callable

    Work = Callable[[Path], object]

pytestmark = pytest.mark.slow

FIRST, LATER = datetime(2026, 11, 28, 9, 15), datetime(2026, 12, 10, 13)
SUMMARY = "值班汇总-2026-12.xlsx"


class Here(Executor):
    """Runs everything at once in this very process."""

    def submit(self, work: Callable[..., Any], /, *args: Any, **more: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(work(*args, **more))
        return done


def make_folder(root: Path) -> None:
    with suppress(ConflictError):  # It is a centre already.
        make_centre(root)


def make_draft(root: Path) -> None:
    draft(root, month=DECEMBER, at=TODAY)


def make_first(root: Path) -> None:
    publish(root, approver="王静", at=FIRST)


def make_adjustment(root: Path) -> None:
    adjust(root, month=DECEMBER, at=AT)


def make_second(root: Path) -> None:
    publish(root, approver="王静", reason="病假", at=LATER)


def make_ledger(root: Path) -> None:
    with suppress(FileError):  # It is there, and whole.
        rebuild(root)


def make_all(root: Path) -> None:
    done = list(draft_all([root / "a", root / "b"], Here(), month=DECEMBER, at=TODAY))
    write_whole(root / SUMMARY, summary_workbook(done, root, DECEMBER, ""))


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Files]:
    """What the folder holds before each of the runs."""
    root, found = drafted(tmp_path_factory.mktemp("before")), {}
    found["publish"] = held(root)
    data = {DATA: found["publish"][DATA]}
    found["init"] = {}
    found["draft"], found["batch"] = data, {f"{name}/{DATA}": data[DATA] for name in "ab"}
    make_first(root)
    first, name = holder(root, 15)
    say(root, 请假=[LEAVE, [name, f"2026-12-{first}", f"2026-12-{first}", "已批准", "主任"]])
    found["adjust"] = held(root)
    make_adjustment(root)
    found["publish again"] = held(root)
    make_second(root)
    whole = held(root)
    half = whole[LEDGER_FILE][: len(whole[LEDGER_FILE]) // 2]
    found["rebuild"] = {name: text for name, text in whole.items() if name != LEDGER_FILE}
    found["rebuild a damaged one"] = whole | {LEDGER_FILE: half}
    return found


def calmed(root: Path, broken: tuple[type[Exception], ...] = ()) -> Files:
    """Do what every run does first, and return what the folder then holds, its lock aside.

    A journal without its mark is none to SQLite, and the next publication removes it.
    """
    sweep(root)
    for data in root.rglob(DATA):
        with locked(data.parent), suppress(*broken):
            restore(data)
    kept = {name: text for name, text in held(root).items() if not name.endswith(LOCK_FILE)}
    return {
        name: text
        for name, text in kept.items()
        if text[:8].strip(b"\0") or not name.endswith("-journal")
    }


@cache
def wall(content: bytes) -> dict[date, str]:
    """Return who is on duty by a roster workbook."""
    visible = read_published(Path(DRAFT), content, DECEMBER)
    return {on: visible.name(on) for on in visible.cells}


def meaning(root: Path) -> tuple[object, ...]:
    """Return who is on duty by every roster, and what is in the ledger."""
    walls = {name: wall(text) for name, text in held(root).items() if "值班安排表" in name}
    revisions = Ledger(root / LEDGER_FILE).revisions()
    return walls, [(one.number, one.approver, on_duty(one)) for one in revisions]


# Each run with the least calls at which it can be killed.
RUNS: dict[str, tuple[Work, int]] = {
    "draft": (make_draft, 6),
    "publish": (make_first, 40),
    "adjust": (make_adjustment, 6),
    "publish again": (make_second, 50),
    "rebuild": (make_ledger, 50),
    "rebuild a damaged one": (make_ledger, 50),
    "batch": (make_all, 15),
    "init": (make_folder, 30),
}


@pytest.mark.parametrize("name", RUNS)
def test_a_run_killed_at_any_call_is_made_good_by_the_next(
    tmp_path: Path, before: dict[str, Files], name: str
) -> None:
    work, least = RUNS[name]

    def run() -> int:
        work(tmp_path)
        return 0

    put(tmp_path, before[name])
    code, calls, every = states(tmp_path, run)
    assert code == 0
    assert calls >= least
    after = calmed(tmp_path)
    made = meaning(tmp_path)
    published = [one for one in before[name] if "-v" in one or one.endswith(DATA)]
    seen: list[Files] = []
    for state in every:
        # Whatever is there before and afterwards is never missing.
        assert before[name].keys() & after.keys() <= state.keys()
        put(tmp_path, state)
        found = calmed(tmp_path, (FileError,) if name.startswith("rebuild") else ())
        assert {one: found[one] for one in published} == {one: state[one] for one in published}
        # What was there or what was to come, of each file, and no litter.
        for one, text in found.items():
            assert one == LEDGER_FILE or text in (before[name].get(one), after.get(one)), one
        if found in seen:
            continue
        seen.append(found)
        work(tmp_path)
        assert calmed(tmp_path).keys() == after.keys()
        assert meaning(tmp_path) == made
        if made[1]:
            assert examine(tmp_path).exit is Exit.DONE
    assert len(seen) >= 2


def test_a_full_disk_leaves_everything_as_it_was(tmp_path: Path, before: dict[str, Files]) -> None:
    """No file may grow beyond some bytes, as on a disk that is full."""

    def run(name: str, most: int) -> int:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        try:
            rebuild(tmp_path) if name == "rebuild" else RUNS[name][0](tmp_path)
        except ZhibanError as error:
            return int(error.exit)
        return 0

    for nth in range(24):
        name = list(RUNS)[nth % 5]
        put(tmp_path, before[name])
        largest = 24_000 if name in ("draft", "adjust") else 55_000
        most = largest * nth // 24
        assert ended(in_a_child(partial(run, name, most))) == Exit.FILES, (name, most)
        kept = calmed(tmp_path, (FileError,) if name.startswith("rebuild") else ())
        if name == "publish":
            assert Ledger(tmp_path / LEDGER_FILE).revisions() == []
            kept.pop(LEDGER_FILE, None)
        assert kept == {one: text for one, text in before[name].items() if one != LOCK_FILE}
    put(tmp_path, before["publish again"])
    make_second(tmp_path)


def test_of_two_that_publish_at_once_one_does(tmp_path: Path, before: dict[str, Files]) -> None:
    def run(approver: str, gate: int) -> int:
        os.read(gate, 1)
        try:
            return 0 if publish(tmp_path, approver=approver, at=FIRST).changed else 100
        except ZhibanError as error:
            return int(error.exit)

    for nth in range(20):
        put(tmp_path, before["publish"])
        gate, opener = os.pipe()
        both = [in_a_child(partial(run, name, gate)) for name in ("王静", "李梅")]
        os.write(opener, b"go")
        codes = {ended(process): nth for process in both}
        assert codes.keys() in ({0, Exit.LOCKED}, {0, 100}), nth
        os.close(gate)
        os.close(opener)
        (one,) = Ledger(tmp_path / LEDGER_FILE).revisions()
        assert one.approver in ("王静", "李梅")
        assert held(tmp_path).keys() - {LOCK_FILE} == {DATA, DRAFT, FINAL, INSIDE, LEDGER_FILE}
    assert examine(tmp_path).exit is Exit.DONE
    shutil.rmtree(tmp_path)
