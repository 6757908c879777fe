"""Checking data workbooks, and rosters whoever made them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from tests.books import NAMES, book, edit, values
from tests.scheduler.commands import FIRST_ROW, document, draft, person_cell, zhiban
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


def test_check_of_data(centre: Path) -> None:
    assert document("check", centre)["exit_code"] == 0
    assert "可值班 4 人" in zhiban("check", centre / DATA).stdout


def test_check_of_our_own_roster_and_of_a_broken_one(centre: Path) -> None:
    draft(centre)
    assert document("check", centre / DRAFT)["exit_code"] == 0
    names = [row[3] for row in values(centre / DRAFT, "值班安排表")[FIRST_ROW - 1 : FIRST_ROW + 30]]
    edit(centre / DRAFT, "值班安排表", {person_cell(8): names[6]})
    found = document("check", centre / DRAFT)
    assert found["exit_code"] == 7
    assert next((m["code"], m["cell"]) for m in found["messages"]) == ("rest", person_cell(8))


def test_check_of_a_hand_made_list(centre: Path) -> None:
    book(centre / DATA, 请假=[["姓名", "开始", "状态"], ["李梅", "12月4日", "同意"]])
    days = [[f"12月{day}日", NAMES[(day + 1) % 4]] for day in range(1, 31)]
    days[1][1] = days[0][1]
    days[9][1] = "陌生人"
    days[19][1] = None
    rows = [["日期", "值班人"], *days]
    path = book(centre / "手工.xlsx", 值班=rows)
    opened = load_workbook(path)
    for name in ("员工", "历史"):
        del opened[name]
    opened.save(path)
    found = document("check", path)
    assert found["exit_code"] == 4
    by_cell = {message["cell"]: message["text"] for message in found["messages"]}
    assert "陌生人" in by_cell["B11"]
    assert "没有间隔" in by_cell["B3"]
    assert "请假" in by_cell["B5"]
    assert "没有人值班" in by_cell["B21"]
    assert any(message["text"] == "表里没有这 1 天：12月31日" for message in found["messages"])
    assert document("check", path, "--month", "2027-03")["exit_code"] == 4


def test_a_roster_without_its_data_says_so(tmp_path: Path) -> None:
    path = book(tmp_path / "手工.xlsx", 值班=[["日期", "值班人"], ["12月1日", "王静"]])
    opened = load_workbook(path)
    for name in ("员工", "历史"):
        del opened[name]
    opened.save(path)
    assert document("check", path)["exit_code"] == 12


def test_our_own_roster_is_checked_for_the_month_it_was_made_for(
    centre: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found in review: in August, a roster of January was read as next January's."""
    tail = [["日期", "值班人"], ["2025-12-31", "王静"]]
    book(centre / DATA, 历史=tail)
    document("draft", centre, "--month", "2026-01")
    monkeypatch.setattr("scheduler.usecases.check.now", lambda: datetime(2026, 8, 1))
    found = document("check", centre / "值班安排表-2026-01-草案.xlsx")
    assert found["result"]["month"] == "2026-01"
    assert found["exit_code"] == 0


def test_a_roster_in_the_place_of_its_centre_is_told_apart(centre: Path) -> None:
    draft(centre)
    for command in ("draft", "adjust"):
        found = document(command, centre / DRAFT)
        assert found["exit_code"] == 2
        assert "要写中心文件夹" in found["messages"][0]["text"]
