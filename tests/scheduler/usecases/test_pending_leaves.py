"""A leave that nobody has approved yet is avoided where that costs nothing above a wish."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.books import TAIL, Rows, book
from tests.scheduler.commands import document, zhiban
from tests.scheduler.december import DATA, day

if TYPE_CHECKING:
    from pathlib import Path

HEAD = ["姓名", "开始", "结束", "状态"]


def drafted(folder: Path, **sheets: Rows) -> dict[int, str]:
    """Return who is drafted for each day of December, the sheets added to four people's."""
    book(folder / DATA, **sheets)
    done = document("draft", folder, "--month", "2026-12", "--dry-run")["result"]
    return {int(one["start"][8:10]): one["name"] for one in done["assignments"]}


@pytest.fixture
def usual(tmp_path: Path) -> dict[int, str]:
    return drafted(tmp_path)


def test_a_pending_leave_is_avoided(tmp_path: Path, usual: dict[int, str]) -> None:
    asked = [HEAD, [usual[10], "2026-12-09", "2026-12-11", "审批中"]]
    now = drafted(tmp_path, 请假=asked)
    assert usual[10] not in {now[n] for n in (9, 10, 11)}
    away = drafted(tmp_path, 请假=asked, 设置=[["参数", "值"], ["待批请假", "不考虑"]])
    assert away == usual


def test_a_wish_of_ones_own_comes_first(tmp_path: Path, usual: dict[int, str]) -> None:
    asked = [HEAD, [usual[10], "2026-12-10", "2026-12-10", "待审批"]]
    wish = [["姓名", "日期", "要求"], [usual[10], day(10), "希望"]]
    assert drafted(tmp_path, 请假=asked, 指定=wish)[10] == usual[10]


def test_the_eve_of_a_pending_leave_is_left_alone(tmp_path: Path, usual: dict[int, str]) -> None:
    asked = [HEAD, [usual[10], "2026-12-11", "2026-12-11", "待审批"]]
    now = drafted(tmp_path, 请假=asked)
    assert now == usual


def test_what_cannot_be_avoided_is_said(tmp_path: Path) -> None:
    asked: Rows = [HEAD, ["王静", "2026-12-10", "2026-12-10", "待审批"]]
    pins = [["姓名", "日期", "要求"], ["王静", day(10), "必须"]]
    book(tmp_path / DATA, 请假=asked, 指定=pins)
    said = zhiban("draft", tmp_path, "--month", "2026-12")
    assert "若批准将影响12月10日王静" in said.stdout + said.stderr
    assert "避不开" in said.stdout + said.stderr
    why = zhiban("why", tmp_path, "2026-12-10")
    assert "王静这天的请假还没批" in why.stdout


def test_the_eve_of_a_pending_leave_is_not_touched(tmp_path: Path) -> None:
    asked = [HEAD, ["王静", "2026-12-11", "2026-12-11", "待审批"]]
    pins = [["姓名", "日期", "要求"], ["王静", day(10), "必须"]]
    book(tmp_path / DATA, 请假=asked, 指定=pins)
    said = zhiban("draft", tmp_path, "--month", "2026-12")
    assert "若批准" not in said.stdout + said.stderr
    barred = [["参数", "值"], ["请假前夜", "不排"]]
    book(tmp_path / DATA, 请假=asked, 指定=pins, 设置=barred)
    said = zhiban("draft", tmp_path, "--month", "2026-12")
    assert "若批准将影响12月10日王静" in said.stdout + said.stderr


def test_only_the_dates_that_are_avoided_are_said(tmp_path: Path) -> None:
    wish = [["姓名", "日期", "要求"], ["王静", day(10), "希望"]]
    asked = [HEAD, ["王静", "2026-12-10", "2026-12-12", "待审批"]]
    book(tmp_path / DATA, 请假=asked, 指定=wish)
    said = zhiban("draft", tmp_path, "--month", "2026-12")
    assert "尽量避开待批请假：王静12月11日、12月12日" in said.stdout + said.stderr


def test_what_is_avoided_is_said(tmp_path: Path) -> None:
    book(tmp_path / DATA, 请假=[HEAD, ["王静", "2026-12-10", "2026-12-12", "待审批"]])
    said = zhiban("draft", tmp_path, "--month", "2026-12")
    assert said.exit_code == 0
    assert "尽量避开待批请假" in said.stdout + said.stderr
    assert "王静12月10日至12日" in said.stdout + said.stderr
    assert "若批准将影响" not in said.stdout + said.stderr


def test_refused_leave_is_no_wish(tmp_path: Path, usual: dict[int, str]) -> None:
    asked = [HEAD, [usual[10], "2026-12-09", "2026-12-11", "已撤回"]]
    assert drafted(tmp_path, 请假=asked, 历史=TAIL) == usual
