"""Publishing: what stands is audited, recorded and written, all of it or nothing."""

from __future__ import annotations

import json
import os
import resource
import signal
import sqlite3
import sys
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from constraints import FairnessClass
from constraints.fairness import accounts
from scheduler.cli.main import cli
from scheduler.errors import Exit, ZhibanError
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.ledger.recovery import restore
from scheduler.reading.read_centre import read_centre
from scheduler.usecases.doctor import examine
from scheduler.usecases.draft import draft
from scheduler.usecases.publish import publish
from tests.books import DECEMBER, NAMES, STAFF, TODAY, book, edit, values

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DATA = "值班数据.xlsx"
DRAFT = "值班安排表-2026-12-草案.xlsx"
FINAL, INSIDE = "值班安排表-2026-12-v1.xlsx", "值班安排表-2026-12-v1-内部.xlsx"
AT = datetime(2026, 11, 28, 9, 15)


@pytest.fixture
def centre(tmp_path: Path) -> Path:
    """A centre of four with a draft of December."""
    book(tmp_path / DATA)
    draft(tmp_path, month=DECEMBER, at=TODAY)
    return tmp_path


def call(*words: object) -> tuple[int, dict[str, Any]]:
    result = CliRunner().invoke(cli, [*map(str, words), "--json"])
    return result.exit_code, json.loads(result.stdout)


def first_row(path: Path) -> int:
    """Return the row of 1 December on the wall sheet."""
    rows = values(path, "值班安排表")
    return next(nth for nth, row in enumerate(rows, 1) if row[0] == "12月1日")


def people(path: Path) -> list[str]:
    first = first_row(path)
    return [row[3] for row in values(path, "值班安排表")[first - 1 : first + 30]]


def everything(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_draft_is_published_as_it_stands(centre: Path) -> None:
    code, said = call("publish", centre, "--approver", "王静")
    assert code == 0
    assert said["result"]["revision"] == 1
    (revision,) = Ledger(centre / LEDGER_FILE).revisions()
    assert [seat.name for seat in revision.seats] == people(centre / DRAFT)
    assert people(centre / FINAL) == people(centre / INSIDE) == people(centre / DRAFT)
    assert revision.approver == "王静"
    assert all(cost == bound for _, cost, bound in revision.levels)
    assert load_workbook(centre / FINAL).sheetnames[:3] == ["值班安排表", "月历", "人员排班"]
    assert "说明" in load_workbook(centre / INSIDE).sheetnames
    assert Ledger(centre / LEDGER_FILE).verify() == []


def test_publishing_the_same_again_writes_nothing(centre: Path) -> None:
    call("publish", centre, "--approver", "王静")
    before = everything(centre)
    code, said = call("publish", centre, "--approver", "李梅")
    assert (code, said["result"]["changed"]) == (0, False)
    assert everything(centre) == before


def test_the_copy_to_be_passed_on_says_nothing_about_leave(tmp_path: Path) -> None:
    leave = [["姓名", "开始", "状态"], ["王静", "12月5日", "同意"]]
    book(tmp_path / DATA, 请假=leave)
    draft(tmp_path, month=DECEMBER, at=TODAY)
    publish(tmp_path, approver="王静", at=AT)
    marks = {cell for row in values(tmp_path / FINAL, "人员排班")[3:7] for cell in row[1:32]}
    assert marks == {"●", None}
    assert "假" in {c for row in values(tmp_path / INSIDE, "人员排班")[3:7] for c in row}


def test_hand_edits_are_published(centre: Path) -> None:
    path = centre / DRAFT
    first, now = first_row(path), people(path)
    spare = next(name for name in NAMES if name not in now[3:6])
    edit(path, "值班安排表", {f"D{first + 4}": spare})
    assert call("publish", centre, "--approver", "王静")[0] == 0
    assert people(centre / FINAL) == [*now[:4], spare, *now[5:]]


def test_a_breach_is_refused_at_its_cell(centre: Path) -> None:
    path = centre / DRAFT
    first, now = first_row(path), people(path)
    edit(path, "值班安排表", {f"D{first + 4}": now[3]})
    before = everything(centre)
    code, said = call("publish", centre, "--approver", "王静")
    assert code == 7
    assert {m["cell"] for m in said["messages"]} & {f"D{first + 4}", f"D{first + 3}"}
    assert everything(centre) == before


def test_an_unknown_name_is_an_input_error(centre: Path) -> None:
    first = first_row(centre / DRAFT)
    edit(centre / DRAFT, "值班安排表", {f"D{first}": "某人"})
    code, said = call("publish", centre, "--approver", "王静")
    assert code == 4
    assert said["messages"][0]["cell"] == f"D{first}"


def test_gaps_need_a_word_and_a_reason(centre: Path) -> None:
    first = first_row(centre / DRAFT)
    edit(centre / DRAFT, "值班安排表", {f"D{first + 9}": "待定"})
    for words in ((), ("--accept-gaps",), ("--reason", "人手不足")):
        code, said = call("publish", centre, "--approver", "王静", *words)
        assert code == 7
        assert "12月10日" in said["messages"][0]["text"]
    words = ("--accept-gaps", "--reason", "人手不足")
    assert call("publish", centre, "--approver", "王静", *words)[0] == 5
    assert call("publish", centre, "--approver", "王静", *words)[0] == 0
    (revision,) = Ledger(centre / LEDGER_FILE).revisions()
    assert [seat.start.day for seat in revision.seats if not seat.person] == [10]
    assert revision.reason == "人手不足"


def test_estimated_holidays_need_a_word(tmp_path: Path) -> None:
    book(tmp_path / DATA, 历史=[["日期", "值班人"]])
    month = date(2031, 10, 1)
    draft(tmp_path, month=month, at=TODAY)
    code, said = call("publish", tmp_path, "--approver", "王静")
    assert code == 7
    assert "推算" in said["messages"][0]["text"]
    assert call("publish", tmp_path, "--approver", "王静", "--allow-estimated")[0] in (0, 3)


def test_a_stale_draft_is_refused(centre: Path) -> None:
    stale = centre / "旧的.xlsx"
    stale.write_bytes((centre / DRAFT).read_bytes())
    first, now = first_row(stale), people(stale)
    spare = next(name for name in NAMES if name not in now[3:6])
    edit(stale, "值班安排表", {f"D{first + 4}": spare})
    call("publish", centre, "--approver", "王静")
    before = everything(centre)
    code, _ = call("publish", stale, "--approver", "王静", "--reason", "改")
    assert code == 8
    assert everything(centre) == before


def test_a_published_month_is_never_drafted_again(centre: Path) -> None:
    call("publish", centre, "--approver", "王静")
    (centre / DRAFT).unlink()
    before = everything(centre)
    made = draft(centre, month=DECEMBER, at=TODAY)
    assert made.exit == 0
    assert not made.changed
    assert made.output == centre / FINAL
    assert [keys[0] for keys in made.roster.people] == [
        {row[0]: row[1] for row in STAFF[1:]}[name] for name in people(centre / FINAL)
    ]
    assert everything(centre) == before
    # And without a month the next one that is missing is drafted.
    assert draft(centre, at=datetime(2026, 12, 20)).problem.month == date(2027, 1, 1)


def test_the_next_month_goes_on_from_the_ledger(centre: Path) -> None:
    call("publish", centre, "--approver", "王静")
    january = date(2027, 1, 1)
    read = read_centre(centre / DATA, datetime(2026, 12, 20), january)
    (revision,) = Ledger(centre / LEDGER_FILE).revisions()
    last = {one.duty.date: one.person for one in read.problem.known_duties}
    assert {on: last[on] for on in revision.people} == revision.people
    assert not any(message.code == "unknown-edge" for message in read.warnings)
    # A new year for the total, but festivals are never written off.
    assert set(accounts(read.problem)[FairnessClass.TOTAL].balance.values()) == {0}
    rolling = {"设置": [["参数", "值"], ["均衡周期", "滚动12个月"]]}
    book(centre / DATA, **rolling)
    read = read_centre(centre / DATA, datetime(2026, 12, 20), january)
    owed = {
        tally.person: tally.due - tally.served
        for tally in revision.tallies
        if tally.cls is FairnessClass.TOTAL
    }
    assert accounts(read.problem)[FairnessClass.TOTAL].balance == owed
    assert sum(owed.values()) == 0


def test_where_history_and_ledger_differ_the_ledger_wins(centre: Path) -> None:
    call("publish", centre, "--approver", "王静")
    told = people(centre / FINAL)[30]
    other = next(name for name in NAMES if name != told)
    book(centre / DATA, 历史=[["日期", "值班人"], [date(2026, 12, 31), other]])
    read = read_centre(centre / DATA, datetime(2026, 12, 20), date(2027, 1, 1))
    (said,) = (m for m in read.warnings if m.code == "history-differs")
    assert (said.sheet, said.cell) == ("历史", "B2")
    served = {one.duty.date: one.person for one in read.problem.known_duties}
    assert read.name(served[date(2026, 12, 31)]) == told


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
        left = {path.name for path in centre.iterdir()} - {LEDGER_FILE, *drafted}
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


def test_a_flipped_byte_in_the_ledger_is_found_and_named(centre: Path) -> None:
    publish(centre, approver="王静", at=AT)
    whole = (centre / LEDGER_FILE).read_bytes()
    assert examine(centre).messages == ()
    for at in [*range(0, len(whole), len(whole) // 60), 18, 30, 99, len(whole) - 1]:
        damaged = bytearray(whole)
        damaged[at] ^= 4
        (centre / LEDGER_FILE).write_bytes(damaged)
        named = [m for m in examine(centre).messages if LEDGER_FILE in str(m)]
        version = 96 <= at < 100 or 24 <= at < 28 or 92 <= at < 96
        assert named or version, at
    (centre / LEDGER_FILE).write_bytes(whole)
    assert examine(centre).messages == ()


def test_doctor_names_altered_workbooks_and_puts_missing_ones_back(centre: Path) -> None:
    publish(centre, approver="王静", at=AT)
    before = everything(centre)
    edit(centre / FINAL, "值班安排表", {f"D{first_row(centre / FINAL)}": "别人"})
    (centre / INSIDE).unlink()
    code, said = call("doctor", centre)
    assert code == Exit.FILES
    assert said["result"]["restored"] == [INSIDE]
    assert [(m["code"], m["file"]) for m in said["messages"]] == [("altered", FINAL)]
    (centre / FINAL).unlink()
    assert call("doctor", centre)[0] == 0
    assert everything(centre) == before


@pytest.mark.parametrize("loss", ["gone", "cut short"])
def test_a_lost_ledger_is_made_anew_from_the_workbooks(centre: Path, loss: str) -> None:
    publish(centre, approver="王静", at=AT)
    (first,) = Ledger(centre / LEDGER_FILE).revisions()
    path = centre / LEDGER_FILE
    if loss == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:9000])
    assert call("doctor", centre)[0] == Exit.FILES
    code, said = call("doctor", centre, "--rebuild")
    assert (code, said["result"]["revisions"]) == (0, 1)
    assert Ledger(path).revisions() == [first]
    kept = [one.name for one in centre.iterdir() if ".db.旧" in one.name]
    assert len(kept) == (loss != "gone")
    assert call("doctor", centre, "--rebuild")[0] == Exit.FILES


def test_a_file_that_is_not_there_publishes_nothing(centre: Path) -> None:
    before = everything(centre)
    assert call("publish", centre / "没有.xlsx", "--approver", "王静")[0] == Exit.FILES
    for blank in ("", "  "):
        assert call("publish", centre, "--approver", blank)[0] == Exit.USAGE
    assert everything(centre) == before
    words = ("--approver", "王静", "--accept-gaps", "--reason", "  ")
    edit(centre / DRAFT, "值班安排表", {f"D{first_row(centre / DRAFT) + 9}": "待定"})
    assert call("publish", centre, *words)[0] == Exit.BREACHES


def test_an_altered_record_is_named_before_anything_is_built_on_it(centre: Path) -> None:
    publish(centre, approver="王静", at=AT)
    with sqlite3.connect(centre / LEDGER_FILE) as database:
        database.execute("DROP TRIGGER assignment_UPDATE")
        database.execute("UPDATE assignment SET person = '002', name = '李梅' WHERE rowid = 5")
    for words in (("history",), ("adjust",), ("publish", "--approver", "王静")):
        code, said = call(words[0], centre, *words[1:])
        assert code == Exit.FILES
        assert "2026-12 v1 的记录被改动过" in said["messages"][0]["text"]


def test_a_lost_ledger_is_no_new_centre(centre: Path) -> None:
    publish(centre, approver="王静", at=AT)
    for content in (None, b""):
        (centre / LEDGER_FILE).unlink(missing_ok=True)
        if content is not None:
            (centre / LEDGER_FILE).write_bytes(content)
        code, said = call("draft", centre, "--month", "2026-12")
        assert code == Exit.FILES
        assert "doctor --rebuild" in said["messages"][0]["text"]
    assert call("doctor", centre, "--rebuild")[0] == 0


def test_what_cannot_be_made_anew_is_named(centre: Path) -> None:
    publish(centre, approver="王静", at=AT)
    ledger = centre / LEDGER_FILE
    ledger.unlink()
    inside = (centre / INSIDE).read_bytes()
    other = next(name for name in NAMES if name != people(centre / INSIDE)[3])
    edit(centre / INSIDE, "值班安排表", {f"D{first_row(centre / INSIDE) + 3}": other})
    code, said = call("doctor", centre, "--rebuild")
    assert code == Exit.FILES
    assert f"{INSIDE} 的 D{first_row(centre / INSIDE) + 3}" in said["messages"][0]["text"]
    (centre / INSIDE).write_bytes(inside)
    (centre / INSIDE).rename(centre / INSIDE.replace("v1", "v2"))
    assert call("doctor", centre, "--rebuild")[0] == 0
    ledger.unlink()
    for path in centre.glob("*-v2-内部.xlsx"):
        path.unlink()
    assert call("doctor", centre, "--rebuild")[0] == Exit.FILES


def test_a_missing_revision_is_named_when_the_ledger_is_made_anew(centre: Path) -> None:
    publish(centre, approver="王静", at=AT)
    copy = centre / "改.xlsx"
    copy.write_bytes((centre / INSIDE).read_bytes())
    edit(copy, "值班安排表", {f"D{first_row(copy) + 30}": "待定"})
    publish(copy, approver="王静", reason="少人", accept_gaps=True, at=AT)
    (centre / LEDGER_FILE).unlink()
    (centre / INSIDE).unlink()
    code, said = call("doctor", centre, "--rebuild")
    assert code == Exit.FILES
    assert f"缺少 {INSIDE}" in said["messages"][0]["text"]


def test_workbooks_a_whole_ledger_does_not_know_are_added(centre: Path) -> None:
    publish(centre, approver="王静", at=AT)
    short = (centre / LEDGER_FILE).read_bytes()
    made = draft(centre, month=date(2027, 1, 1), at=AT)
    assert made.output is not None
    publish(made.output, approver="王静", allow_estimated=True, at=AT)
    (centre / LEDGER_FILE).write_bytes(short)
    code, said = call("doctor", centre)
    assert (code, {one["code"] for one in said["messages"]}) == (Exit.FILES, {"unrecorded"})
    assert call("doctor", centre, "--rebuild")[1]["result"]["revisions"] == 2


def test_an_edited_copy_of_the_newest_revision_is_made_from_it(centre: Path) -> None:
    publish(centre, approver="王静", at=AT)
    row, copy = first_row(centre / INSIDE), centre / "改.xlsx"
    copy.write_bytes((centre / INSIDE).read_bytes())
    edit(copy, "值班安排表", {f"D{row + 30}": "待定"})
    done = publish(copy, approver="王静", reason="商量过", accept_gaps=True, at=AT)
    assert done.revision.number == 2
    assert any(message.code == "no-cause" for message in done.messages)


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
