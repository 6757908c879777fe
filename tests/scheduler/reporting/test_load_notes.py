"""Small centres are told their hours, and everybody when balances start anew."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from scheduler.reporting.notes import notes
from scheduler.usecases.draft import draft
from tests.books import DECEMBER, STAFF, TODAY, book
from tests.scheduler.commands import zhiban
from tests.scheduler.december import DATA

if TYPE_CHECKING:
    from pathlib import Path

    from tests.books import Rows

HISTORY = [["日期", "值班人"]]


def sections(folder: Path, month: date, staff: Rows, settings: Rows) -> dict[str, list[str]]:
    book(folder / DATA, 员工=staff, 历史=HISTORY, 设置=[["参数", "值"], *settings])
    return dict(notes(draft(folder, month=month, at=TODAY, dry_run=True)))


@pytest.mark.parametrize(
    ("people", "settings", "said"),
    [
        (2, [], "只有 2 个人轮值：本月共 744 小时，每人在岗 360 至 384 小时"),
        (3, [], "只有 3 个人轮值：本月共 744 小时，每人在岗 240 至 264 小时"),
        (3, [["值班时长", "12"]], "只有 3 个人轮值：本月共 372 小时，每人在岗 120 至 132 小时"),
        (4, [], None),
    ],
)
def test_a_small_centre_is_told_its_hours(
    tmp_path: Path, people: int, settings: Rows, said: str | None
) -> None:
    found = sections(tmp_path, DECEMBER, STAFF[: people + 1], settings).get("值班小时")
    assert found is None if said is None else found and found[0].startswith(said)
    checked = zhiban("check", tmp_path, "--month", "2026-12").stdout
    assert ("个人轮值：平均每人本月在岗" in checked) == (people < 4)


YEARS = {
    "December": (DECEMBER, [], "2027年1月1日起，总班数、休息日的多值少值从零算起，2026年的不带"),
    "January": (date(2027, 1, 1), [], "2027年1月1日起，总班数、休息日的多值少值从零算起"),
    "November": (date(2026, 11, 1), [], None),
    "February": (date(2027, 2, 1), [], None),
    "rolling": (DECEMBER, [["均衡周期", "滚动12个月"]], None),
    "month": (DECEMBER, [["均衡周期", "仅本月"]], None),
    "all": (
        DECEMBER,
        [["节假日均衡周期", "自然年"]],
        "2027年1月1日起，总班数、休息日、法定节假日的",
    ),
    "festivals": (
        DECEMBER,
        [["均衡周期", "滚动12个月"], ["节假日均衡周期", "自然年"]],
        "2027年1月1日起，法定节假日的多值少值从零算起",
    ),
}


@pytest.mark.parametrize("case", YEARS)
def test_balances_that_start_anew_are_announced(tmp_path: Path, case: str) -> None:
    month, settings, said = YEARS[case]
    found = sections(tmp_path, month, STAFF, settings).get("跨年")
    assert found is None if said is None else found and found[0].startswith(said)
    if case == "December":
        assert found and "法定节假日的接着算" in found[0]
    if case == "all":
        assert found and "接着算" not in found[0]
