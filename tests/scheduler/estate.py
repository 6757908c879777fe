"""A centre with administrators, a backup, a weekly leader and cleaners, as plain workbooks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tests.books import NAMES, STAFF, book

if TYPE_CHECKING:
    from pathlib import Path

    from tests.books import Rows

CLEANERS = ["刘婶", "张嫂", "李姨", "赵姐"]
LEADERS = ["高经理", "林主管", "雷主管"]
PEOPLE: Rows = [
    *STAFF,
    ["孙丽", "005", "客服管理员"],
    *[
        [name, f"1{nth}", post]
        for nth, (name, post) in enumerate(
            zip(LEADERS, ["项目经理", "客服主管", "保安主管"], strict=True)
        )
    ],
    *[[name, f"2{nth}", "保洁员"] for nth, name in enumerate(CLEANERS)],
]
POSTS: Rows = [["岗位"], ["管理员值班"], ["备班"], ["带班"], ["保洁"]]
HEADS = ["岗位", "班次", "简称", "开始", "结束", "时长", "人数", "法定节假日人数", "周期"]
BACKUP = ["备班", "备班", None, "08:30", None, 24, None, None, None]
WEEK = ["带班", "带班", None, "08:30", None, None, None, None, "周"]
EARLY = ["保洁", "早班", "早", "06:30", "14:30", None, 1, None, None]
LATE = ["保洁", "中班", "中", "14:30", "22:00", None, 1, None, None]
SHIFTS: Rows = [HEADS, BACKUP, WEEK, EARLY, LATE]
# Who served before the month, with the post that is meant.
BEFORE: Rows = [
    ["日期", "值班人", "岗位"],
    *[[date(2026, 11, 24) + timedelta(days=nth), NAMES[nth % 4], "管理员值班"] for nth in range(7)],
]
ADMINISTRATORS, CLEANING = "值班安排表", "保洁员值班表"


def estate(folder: Path, **sheets: Rows) -> Path:
    """Write the workbook of such a centre, or with what is given instead."""
    usual: dict[str, Any] = {"员工": PEOPLE, "岗位": POSTS, "班次": SHIFTS, "历史": BEFORE}
    return book(folder / "值班数据.xlsx", **(usual | sheets))


def shift(**cells: Any) -> list[Any]:
    """Return a row of 班次 with some cells, the rest empty."""
    return [cells.get(name) for name in HEADS]
