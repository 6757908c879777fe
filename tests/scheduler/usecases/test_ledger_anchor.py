"""The ledger is held against what was published from it: by seals, by names and by its copies."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from itertools import combinations, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from scheduler.clock import now
from scheduler.errors import ConflictError, Exit, FileError
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.ledger.revision import grouped
from scheduler.notices.text import compose
from scheduler.usecases.doctor import examine
from scheduler.usecases.draft import draft
from scheduler.usecases.publish import Published, publish
from scheduler.usecases.rebuild import rebuild
from scheduler.usecases.status import describe
from tests.books import DECEMBER, edit
from tests.scheduler.commands import call, zhiban
from tests.scheduler.december import DRAFT, FINAL, INSIDE, first_row, people, published

if TYPE_CHECKING:
    from collections.abc import Callable

FIRST = datetime(2026, 11, 20, 9)
SECOND = datetime(2026, 11, 21, 9)
SECOND_INSIDE = "值班安排表-2026-12-v2-内部.xlsx"


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A centre whose December is published twice; the first ledger lies in ``first.db``."""
    folder = tmp_path_factory.mktemp("centre") / "花园"
    folder.mkdir()
    published(folder, at=FIRST)
    shutil.copy(folder / LEDGER_FILE, folder.parent / "first.db")
    revise(folder)
    return folder


def revise(folder: Path, at: datetime = SECOND) -> Published:
    """Publish the next revision: two days of the newest one change hands."""
    number = len(Ledger(folder / LEDGER_FILE).revisions())
    newest = folder / f"值班安排表-2026-12-v{number}.xlsx"
    held, first = people(newest), first_row(newest)
    a, b = next(
        (a, b)
        for a, b in combinations(range(5, 25), 2)
        if held[a] != held[b] and apart(swapped(held, a, b))
    )
    cells = {f"D{first + a}": held[b], f"D{first + b}": held[a]}
    changed = folder / "值班安排表-2026-12-改.xlsx"
    shutil.copy(newest, changed)
    edit(changed, "值班安排表", cells)
    try:
        return publish(changed, approver="王静", reason="换人", at=at)
    finally:
        changed.unlink()


def swapped(names: list[str], a: int, b: int) -> list[str]:
    names = list(names)
    names[a], names[b] = names[b], names[a]
    return names


def apart(names: list[str]) -> bool:
    return all(one != other for one, other in pairwise(names))


@pytest.fixture
def centre(twice: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(twice, tmp_path / "花园"))


def everybody_says(folder: Path, code: str, words: str) -> None:
    """Draft, status and doctor say it, each with these words."""
    made = draft(folder, month=DECEMBER, dry_run=True, at=SECOND)
    said = [message for message in made.messages if message.code == code]
    assert said, made.messages
    assert words in said[0].text
    assert any(words in line for line in describe(folder)[1])
    assert [message.code for message in examine(folder).messages if words in message.text] == [code]


def test_a_seal_is_shown_sent_and_printed_on_the_next_revision(centre: Path) -> None:
    first, second = Ledger(centre / LEDGER_FILE).revisions()
    assert grouped(first.seal) in describe_book(centre / SECOND_INSIDE)
    assert (
        grouped(first.seal)
        in load_workbook(centre / SECOND_INSIDE).worksheets[0].oddHeader.right.text
    )
    done = revise(centre, SECOND + timedelta(days=1))
    assert grouped(done.revision.seal) in compose("publish", [done.draft], "run").plain()
    assert done.revision.seal in json.dumps(compose("publish", [done.draft], "run").document)
    assert f"封印 {grouped(second.seal)}" in zhiban("history", centre).output
    assert any(grouped(done.revision.seal) in line for line in describe(centre)[1])


def describe_book(path: Path) -> str:
    sheet = load_workbook(path)["说明"]
    return "\n".join(str(cell.value) for row in sheet.rows for cell in row if cell.value)


def test_publish_prints_the_seal(tmp_path: Path) -> None:
    folder = published(tmp_path, at=FIRST)
    (one,) = Ledger(folder / LEDGER_FILE).revisions()
    said = zhiban("publish", folder / DRAFT, "--approver", "王静").output
    assert f"封印 {grouped(one.seal)}" in said
    assert call("publish", folder / DRAFT, "--approver", "王静")[1]["result"]["seal"] == one.seal


@pytest.mark.parametrize(
    "written",
    [grouped, str, str.upper, lambda seal: " ".join(seal), lambda seal: f"{seal[:6]}-{seal[6:]}"],
)
def test_a_seal_is_known_again_however_it_is_typed(
    centre: Path, written: Callable[[str], str]
) -> None:
    first, second = Ledger(centre / LEDGER_FILE).revisions()
    for one, words in ((first, "2026-12 v1，以后又发布过 1 次"), (second, "v2，是最新的一版")):
        code, said = call("doctor", centre, "--expect", written(one.seal))
        assert code == Exit.DONE
        assert words in said["messages"][0]["text"]
    assert call("doctor", centre)[1]["result"]["seal"] == second.seal


@pytest.mark.parametrize("noted", ["0000 0000 0000", "a" * 64])
def test_a_seal_that_the_ledger_does_not_hold_is_an_error(centre: Path, noted: str) -> None:
    code, said = call("doctor", centre, "--expect", noted)
    assert code == Exit.FILES
    assert "被换成了别的一份" in said["messages"][0]["text"]


@pytest.mark.parametrize("noted", ["1a2b", "v1", "封印 1a2b 3c4d 5e6f", "1a2b 3c4d 5e6g"])
def test_what_is_no_seal_is_a_usage_error(centre: Path, noted: str) -> None:
    assert call("doctor", centre, "--expect", noted)[0] == Exit.USAGE


def test_an_older_ledger_beside_newer_rosters(centre: Path, twice: Path) -> None:
    shutil.copy(twice.parent / "first.db", centre / LEDGER_FILE)
    everybody_says(centre, "unrecorded", "台账可能被换成了较旧的一份")
    before = sorted(path.name for path in centre.iterdir())
    with pytest.raises(ConflictError, match="值班安排表-2026-12-v2"):
        revise(centre)
    assert sorted(path.name for path in centre.iterdir()) == before


def test_a_lost_ledger_beside_rosters(centre: Path) -> None:
    (centre / LEDGER_FILE).unlink()
    for run in (draft, describe):
        with pytest.raises(FileError, match="却不见了"):
            run(centre)
    with pytest.raises(FileError, match="却不见了"):
        publish(centre / DRAFT, approver="王静", at=SECOND)
    assert "却不见了" in examine(centre).messages[0].text


def test_a_lost_ledger_beside_rosters_for_everybody_only(centre: Path) -> None:
    for name in (LEDGER_FILE, INSIDE, SECOND_INSIDE):
        (centre / name).unlink()
    everybody_says(centre, "unrecorded", "台账不见了或是空的")
    with pytest.raises(ConflictError, match="值班安排表-2026-12-v1"):
        publish(centre / DRAFT, approver="王静", at=SECOND)


@pytest.mark.parametrize("name", ["值班台账 - 副本.db", "值班台账(1).db", "值班台账-电脑2.db"])
def test_a_copy_that_holds_more_than_the_ledger(centre: Path, twice: Path, name: str) -> None:
    shutil.copy(centre / LEDGER_FILE, centre / name)
    assert all(message.code == "copies" for message in examine(centre).messages)
    shutil.copy(twice.parent / "first.db", centre / LEDGER_FILE)
    for path in centre.glob("*v2*"):
        path.unlink()
    everybody_says(centre, "older-ledger", f"{name} 比现在的台账多 1 版（从 2026-12 v2 起）")
    with pytest.raises(ConflictError, match="可能是旧的"):
        revise(centre)


def test_a_copy_that_went_its_own_way(centre: Path, twice: Path, tmp_path: Path) -> None:
    other = tmp_path / "另一台电脑"
    other.mkdir()
    published(other, at=FIRST + timedelta(hours=1))
    shutil.copy(other / LEDGER_FILE, centre / "值班台账(1).db")
    # Another centre's ledger is none of ours.
    assert {message.code for message in examine(centre).messages} == {"copies"}
    folder = tmp_path / "花园 - 副本"
    shutil.copytree(twice, folder)
    shutil.copy(twice.parent / "first.db", folder / LEDGER_FILE)
    for path in folder.glob("*v2*"):
        path.unlink()
    revise(folder, SECOND + timedelta(hours=3))
    # A copied folder is named by the doctor alone: no other command looks at other folders.
    words = "花园 - 副本 里的 值班台账.db 和现在的台账从 2026-12 v2 起不一样"
    assert [m.code for m in examine(centre).messages if words in m.text] == ["diverged"]
    shutil.copy(folder / LEDGER_FILE, centre / "值班台账(1).db")
    everybody_says(centre, "diverged", "值班台账(1).db 和现在的台账从 2026-12 v2 起不一样")
    with pytest.raises(ConflictError, match="有了两份台账"):
        revise(centre, SECOND + timedelta(days=1))


def test_a_chain_that_was_rewritten_as_a_whole(centre: Path, tmp_path: Path) -> None:
    """Every hash is right again, but the second workbook carries the seal that was."""
    ledger = Ledger(centre / LEDGER_FILE)
    editions = [(one, ledger.contents(one)) for one in ledger.revisions()]
    forged = tmp_path / "forged.db"
    for nth, (one, contents) in enumerate(editions):
        Ledger(forged).append(
            one.__class__(**{**as_fields(one), "approver": "别人"}) if not nth else one, contents
        )
    shutil.copy(forged, centre / LEDGER_FILE)
    assert ledger.verify() == []
    everybody_says(centre, "rewritten", "台账被改写过或换过")
    with pytest.raises(ConflictError, match="前一版封印"):
        revise(centre, SECOND + timedelta(days=1))


def as_fields(one: Any) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__dataclass_fields__}


def test_a_clock_set_back(centre: Path) -> None:
    later = now() + timedelta(days=3)
    revise(centre, later)
    everybody_says(centre, "clock-back", "请核对电脑的日期和时间")
    # What counts is the number.
    done = revise(centre, SECOND)
    assert done.revision.number == 4
    assert "clock-back" in {message.code for message in done.messages}


def test_revisions_are_rebuilt_in_the_order_of_their_numbers(centre: Path) -> None:
    revise(centre, FIRST - timedelta(days=1))
    before = Ledger(centre / LEDGER_FILE).revisions()
    (centre / LEDGER_FILE).unlink()
    _, again = rebuild(centre)
    assert [one.number for one in again] == [1, 2, 3]
    assert [one.seal for one in again] == [one.seal for one in before]


def test_a_rebuilt_ledger_is_unverified_until_its_seal_is_known_again(centre: Path) -> None:
    seals = [one.seal for one in Ledger(centre / LEDGER_FILE).revisions()]
    (centre / LEDGER_FILE).unlink()
    code, said = call("doctor", centre, "--rebuild")
    assert code == Exit.DONE
    assert said["messages"][0]["code"] == "unverified"
    everybody_says(centre, "unverified", "未经核实")
    call("doctor", centre, "--expect", seals[0])
    assert Ledger(centre / LEDGER_FILE).unverified()
    assert "重建的台账已核实" in zhiban("doctor", centre, "--expect", seals[-1]).output
    assert not Ledger(centre / LEDGER_FILE).unverified()
    assert examine(centre).messages == ()


def test_whoever_approves_the_next_revision_verifies_a_rebuilt_ledger(centre: Path) -> None:
    (centre / LEDGER_FILE).unlink()
    rebuild(centre)
    done = revise(centre, SECOND + timedelta(days=1))
    assert "unverified" in {message.code for message in done.messages}
    assert not Ledger(centre / LEDGER_FILE).unverified()
    assert examine(centre).messages == ()


def test_the_mark_of_a_rebuilt_ledger_is_not_taken_for_damage(centre: Path) -> None:
    (centre / LEDGER_FILE).unlink()
    rebuild(centre)
    assert Ledger(centre / LEDGER_FILE).strays() == 0
    with closing(sqlite3.connect(centre / LEDGER_FILE)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_centre_as_it_should_be_is_told_nothing(centre: Path) -> None:
    assert examine(centre).messages == ()
    assert draft(centre, month=DECEMBER, dry_run=True, at=SECOND).messages[-1].code == "published"
    assert (centre / FINAL).is_file()
