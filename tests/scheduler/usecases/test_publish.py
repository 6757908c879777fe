"""Publishing: what stands is audited, recorded and written."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from constraints import FairnessClass
from constraints.fairness import accounts
from scheduler.errors import Exit
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.reading.read_centre import read_centre
from scheduler.usecases.draft import draft
from scheduler.usecases.publish import publish
from tests.books import DECEMBER, NAMES, STAFF, TODAY, book, edit, values
from tests.scheduler.commands import call
from tests.scheduler.december import (
    DATA,
    DRAFT,
    FINAL,
    INSIDE,
    drafted,
    everything,
    first_row,
    on_duty,
    people,
)

if TYPE_CHECKING:
    from pathlib import Path

AT = datetime(2026, 11, 28, 9, 15)


@pytest.fixture
def centre(tmp_path: Path) -> Path:
    return drafted(tmp_path)


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


def test_a_list_that_the_draft_was_made_with_is_not_left_out(centre: Path) -> None:
    """Somebody on leave by HR's list only, put on duty by hand, was published without a word."""
    listed = centre / "请假登记.csv"
    name = next(one for one in NAMES if one not in people(centre / DRAFT)[:3])
    listed.write_text(f"姓名,开始,结束,状态\n{name},12月2日,12月2日,同意\n", encoding="utf-8")
    lists = ("--leave-file", listed.name)
    assert call("draft", centre, "--month", "2026-12", *lists)[0] == 0
    edit(centre / DRAFT, "值班安排表", {f"D{first_row(centre / DRAFT) + 1}": name})
    code, said = call("publish", centre, "--approver", "王静")
    assert code == Exit.USAGE
    assert "请假登记.csv" in said["messages"][-1]["text"]
    code, said = call("publish", centre, "--approver", "王静", *lists)
    assert code == Exit.BREACHES
    assert f"{name}12月2日请假" in "".join(one["text"] for one in said["messages"])


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
    assert {on: last[on] for on in on_duty(revision)} == on_duty(revision)
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


def test_a_file_that_is_not_there_publishes_nothing(centre: Path) -> None:
    before = everything(centre)
    assert call("publish", centre / "没有.xlsx", "--approver", "王静")[0] == Exit.FILES
    for blank in ("", "  "):
        assert call("publish", centre, "--approver", blank)[0] == Exit.USAGE
    assert everything(centre) == before
    words = ("--approver", "王静", "--accept-gaps", "--reason", "  ")
    edit(centre / DRAFT, "值班安排表", {f"D{first_row(centre / DRAFT) + 9}": "待定"})
    assert call("publish", centre, *words)[0] == Exit.BREACHES


def test_an_edited_copy_of_the_newest_revision_is_made_from_it(centre: Path) -> None:
    publish(centre, approver="王静", at=AT)
    row, copy = first_row(centre / INSIDE), centre / "改.xlsx"
    copy.write_bytes((centre / INSIDE).read_bytes())
    edit(copy, "值班安排表", {f"D{row + 30}": "待定"})
    done = publish(copy, approver="王静", reason="商量过", accept_gaps=True, at=AT)
    assert done.revision.number == 2
    assert any(message.code == "no-cause" for message in done.messages)
