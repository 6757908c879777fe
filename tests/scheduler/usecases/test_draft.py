"""Drafts made again: hand edits stay, proved rosters are left, gaps and their cures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scheduler.usecases.draft import draft as run_draft
from tests.books import DECEMBER, NAMES, STAFF, TAIL, TODAY, book, edit, values
from tests.scheduler.commands import FIRST_ROW, GAPPED, draft, person_cell, zhiban
from tests.scheduler.december import (
    DATA,
    DRAFT,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def centre(tmp_path: Path) -> Path:
    book(tmp_path / DATA)
    return tmp_path


def test_the_same_inputs_leave_the_draft_alone(centre: Path) -> None:
    draft(centre)
    before = (centre / DRAFT).stat().st_mtime_ns
    again = draft(centre)
    assert (again["exit_code"], again["result"]["changed"]) == (0, False)
    assert (centre / DRAFT).stat().st_mtime_ns == before


def test_a_proved_draft_is_not_solved_again(centre: Path) -> None:
    """Nor one with gaps, whose reasons and cures are told all the same."""
    for data in ({}, {"员工": [STAFF[0], STAFF[1]]}):
        book(centre / DATA, **data)
        first, again = draft(centre), draft(centre)
        assert first["result"]["seconds"] > 0 and first["result"]["changed"]
        for told in (first, again):
            told.pop("run_id")
        assert again["result"]["seconds"] == 0
        assert not again["result"]["changed"]
        same = {name: first["result"][name] for name in ("changed", "seconds", "tables")}
        assert not again["result"]["tables"][0]["changed"]
        assert again | {"result": again["result"] | same} == first


def test_new_inputs_make_a_new_draft(centre: Path) -> None:
    draft(centre)
    book(
        centre / DATA,
        请假=[["姓名", "开始", "结束", "状态"], ["王静", "12月1日", "12月9日", "同意"]],
    )
    again = draft(centre)
    assert again["result"]["changed"]
    assert all(one["name"] != "王静" for one in again["result"]["assignments"][:9])


def test_an_edited_draft_is_never_overwritten(centre: Path) -> None:
    draft(centre)
    edit(centre / DRAFT, "值班安排表", {person_cell(3): "待定"})
    kept = draft(centre)
    assert (kept["exit_code"], kept["result"]["changed"]) == (5, False)
    assert "保留" in kept["messages"][-1]["text"]
    assert kept["result"]["assignments"][2]["name"] is None
    assert not kept["result"]["optimal"]
    assert "保留人工修改" in zhiban("draft", centre, "--month", "2026-12", "-q").stdout
    book(centre / DATA, 指定=[["姓名", "日期", "要求"], ["王静", "12月20日", "希望"]])
    refused = draft(centre)
    assert refused["exit_code"] == 8
    assert "--from" in refused["messages"][0]["text"]
    assert values(centre / DRAFT, "值班安排表")[FIRST_ROW + 1][3] == "待定"
    assert draft(centre, "--force")["exit_code"] == 0


def test_a_day_that_is_only_empty_is_not_called_one_that_nobody_can_take(centre: Path) -> None:
    """Found by use: a name mistyped by hand, and 没有人能值 beside the one who could."""
    was = draft(centre)["result"]["assignments"][2]["name"]
    edit(centre / DRAFT, "值班安排表", {person_cell(3): "待定"})
    said = zhiban("draft", centre, "--month", "2026-12").stdout
    (line,) = [one for one in said.splitlines() if "空着，可以由" in one]
    assert line.strip().startswith("12月3日（周四）")
    assert was in line
    assert "没有人能值" not in said
    assert "没有验证出" not in said


def test_a_foreign_file_in_the_way_is_never_overwritten(centre: Path) -> None:
    (centre / DRAFT).write_bytes(b"mine")
    assert draft(centre)["exit_code"] == 8
    book(centre / DRAFT, 值班安排表=[["日期", "值班人"], ["12月1日", "王静"]])
    assert draft(centre)["exit_code"] == 8


def test_hand_edits_stay_and_little_else_moves(centre: Path) -> None:
    before = draft(centre)["result"]["assignments"]
    other = next(name for name in NAMES if name != before[14]["name"])
    taken = {i for i, one in enumerate(before) if one["name"] == other}
    day = next(i for i in range(2, 29) if not taken & {i - 1, i, i + 1})
    edit(centre / DRAFT, "值班安排表", {person_cell(day + 1): other})
    found = draft(centre, "--from", centre / DRAFT)
    assert found["exit_code"] == 0
    after = found["result"]["assignments"]
    assert after[day]["name"] == other
    assert after[day]["fixed"]
    assert found["result"]["levels"][3] == {"name": "changes", "cost": 0, "bound": 0}
    expected = [other if i == day else one["name"] for i, one in enumerate(before)]
    assert [one["name"] for one in after] == expected
    # What was kept stays an edit: neither the daily job nor a second --from loses it.
    again = draft(centre)
    assert (again["exit_code"], again["result"]["changed"]) == (0, False)
    assert [one["name"] for one in again["result"]["assignments"]] == expected
    twice = draft(centre, "--from", centre / DRAFT)
    assert not twice["result"]["changed"]
    assert twice["result"]["assignments"][day]["fixed"]


def test_an_emptied_cell_is_filled_again(centre: Path) -> None:
    before = draft(centre)["result"]["assignments"]
    edit(centre / DRAFT, "值班安排表", {person_cell(10): None})
    found = draft(centre, "--from", centre / DRAFT)
    assert [one["name"] for one in found["result"]["assignments"]] == [
        one["name"] for one in before
    ]
    assert found["result"]["changes"] == [
        {"date": "2026-12-10", "old": None, "new": before[9]["person"]}
        | {"post": "管理员值班", "shift": ""}
    ]


def test_what_follows_from_an_edit_is_said(centre: Path) -> None:
    before = draft(centre)["result"]["assignments"]
    edit(centre / DRAFT, "值班安排表", {person_cell(10): before[10]["name"]})
    text = zhiban("draft", centre, "--month", "2026-12", "--from", centre / DRAFT).stdout
    followed = text.partition("【随手工修改的调整】")[2]
    assert f"12月11日（周五） {before[10]['name']} → " in followed
    assert "12月10日" not in followed.partition("【")[0]


def test_illegal_edits_are_named_with_their_cell(centre: Path) -> None:
    before = draft(centre)["result"]["assignments"]
    edit(
        centre / DRAFT,
        "值班安排表",
        {person_cell(day): before[19]["name"] for day in (5, 6)},
    )
    found = draft(centre, "--from", centre / DRAFT)
    assert found["exit_code"] == 4
    assert [message["cell"] for message in found["messages"]] == [person_cell(6)]
    assert "没有间隔" in found["messages"][0]["text"]
    edit(centre / DRAFT, "值班安排表", {person_cell(5): "没有这个人"})
    found = draft(centre, "--from", centre / DRAFT)
    assert (found["exit_code"], found["messages"][0]["cell"]) == (4, person_cell(5))


def test_a_month_that_cannot_be_covered(centre: Path) -> None:
    book(centre / DATA, 请假=GAPPED)
    found = draft(centre)
    assert (found["exit_code"], found["status"]) == (5, "look")
    gaps = found["result"]["gaps"]
    assert gaps
    assert found["result"]["levels"][0]["cost"] == len(gaps)
    for gap in gaps:
        assert {reason["name"] for reason in gap["reasons"]} == set(NAMES)
    wall = values(centre / DRAFT, "值班安排表")
    assert sum(row[3] == "待定" for row in wall) == len(gaps)
    assert draft(centre)["exit_code"] == 5


def test_a_cure_typed_in_closes_its_gap(centre: Path) -> None:
    helper = [*STAFF, ["高主管", "009", "客服主管"]]
    book(centre / DATA, 员工=helper, 历史=TAIL, 请假=GAPPED)
    first = draft(centre)["result"]
    cure = first["gaps"][0]["cures"][0]
    assert cure["price"] == 1
    rows = [[one["person"], one["date"], "特批", "经理"] for one in cure["dispensations"]]
    pins = [["姓名", "日期", "要求", "批准人"], *rows]
    book(centre / DATA, 员工=helper, 历史=TAIL, 请假=GAPPED, 指定=pins)
    answer = draft(centre)
    assert answer["exit_code"] in (0, 5), answer["messages"]
    second = answer["result"]
    assert len(second["gaps"]) < len(first["gaps"])


def test_a_blanked_cell_is_filled_again_in_the_file(tmp_path: Path) -> None:
    book(tmp_path / DATA)
    run_draft(tmp_path, month=DECEMBER, at=TODAY)
    rows = values(tmp_path / DRAFT, "值班安排表")
    row = next(nth for nth, cells in enumerate(rows, 1) if cells[0] == "12月9日")
    edit(tmp_path / DRAFT, "值班安排表", {f"D{row}": "待定"})
    made = run_draft(tmp_path, month=DECEMBER, edited=tmp_path / DRAFT, at=TODAY)
    assert made.changed
    assert values(tmp_path / DRAFT, "值班安排表")[row - 1][3] == rows[row - 1][3]
