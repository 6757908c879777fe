"""Leaves and dates that may be mistakes are said, and nothing is stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import office
from tests.office import Raw
from tests.scheduler.reading.centre_files import (
    LEAVE,
    PEOPLE,
    STAFF_MORE,
    read,
    warned,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.scheduler.reading.centre_files import Sheets


DOUBTS: dict[str, tuple[Sheets, str]] = {
    "a leave of most of a year": (
        {"请假": [LEAVE, ["王静", "2026-06-01", "2027-01-31", "同意"]]},
        "请假 › B2：王静这次请假有 245 天",
    ),
    "a leave before joining": (
        {
            "员工": [STAFF_MORE, ["王静", "管理员", None, None, None, "2026-12-10", None]],
            "请假": [LEAVE, ["王静", "12月5日", "12月12日", "同意"]],
        },
        "请假 › B2：王静2026-12-10才入职",
    ),
    "a leave after leaving": (
        {
            "员工": [STAFF_MORE, ["王静", "管理员", None, None, None, None, "2026-12-10"]],
            "请假": [LEAVE, ["王静", "12月5日", "12月12日", "同意"]],
        },
        "请假 › B2：王静2026-12-10离职",
    ),
    "a count that contradicts the range": (
        {"请假": [[*LEAVE, "天数"], ["王静", "12月7日", "12月9日", "同意", "2天"]]},
        "请假 › E2：天数写的是「2天」，起止日期却是 3 天",
    ),
    **{
        f"a count written {written}": (
            {"请假": [[*LEAVE, head], ["王静", "12月7日", "12月9日", "同意", written]]},
            f"请假 › E2：天数写的是「{written}」，起止日期却是 3 天",
        )
        for head, written in {
            "天数": "两天",
            "时长(天)": "共5天",
            "请假时长": "五个工作日",
            "时长": "5(天)",
        }.items()
    },
    "two leaves with a weekend between": (
        {
            "请假": [
                LEAVE,
                ["王静", "12月2日", "12月4日", "同意"],
                ["王静", "12月7日", "12月8日", "同意"],
            ]
        },
        "请假 › B3：王静的两次请假之间只隔着休息日",
    ),
    "two leaves by the clock with a weekend between": (
        {
            "请假": [
                LEAVE,
                ["王静", "12月2日", "12月4日17:30", "同意"],
                ["王静", "12月7日8:30", "12月8日", "同意"],
            ]
        },
        "请假 › B3：王静的两次请假之间只隔着休息日",
    ),
    "a date that Excel put into the wrong year": (
        {"请假": [LEAVE, ["王静", Raw('<c r="?" s="1"><v>45996</v></c>'), None, "同意"]]},
        "请假 › B2：1 处日期与排班月份差一年左右",
    ),
    "a pending leave in the wrong year": (
        {"请假": [LEAVE, ["王静", Raw('<c r="?" s="1"><v>45996</v></c>'), None, "待批"]]},
        "请假 › B2：1 处日期与排班月份差一年左右",
    ),
    "a pin in the wrong year": (
        {
            "指定": [
                ["姓名", "日期", "要求"],
                ["王静", Raw('<c r="?" s="1"><v>45996</v></c>'), "不可"],
            ]
        },
        "指定 › B2：1 处日期与排班月份差一年左右",
    ),
    "a change in the wrong year": (
        {
            "变更": [
                ["类型", "值班日期", "原值班人", "替班人", "状态"],
                ["顶班", Raw('<c r="?" s="1"><v>45996</v></c>'), "王静", "李梅", "同意"],
                ["顶班", Raw('<c r="?" s="1"><v>45997</v></c>'), "王静", "李梅", "驳回"],
            ]
        },
        "变更 › B2：1 处日期与排班月份差一年左右",
    ),
}


@pytest.mark.parametrize("case", DOUBTS)
def test_doubts_are_said_and_nothing_is_stopped(tmp_path: Path, case: str) -> None:
    given, said = DOUBTS[case]
    text = warned(read(tmp_path, office.book({"员工": PEOPLE} | dict(given))))
    assert said in text
    assert "19900307" not in text


QUIET: dict[str, Sequence[Sequence[object]]] = {
    "days counted over a list": [[*LEAVE, "天数"], ["王静", "12月7日、9日", None, "同意", 2]],
    "days counted for each of two": [
        [*LEAVE, "天数"],
        ["王静、李梅", "12月7日", "12月8日", "同意", 2],
    ],
    "one leave inside another": [
        LEAVE,
        ["王静", "12月1日", "12月31日", "同意"],
        ["王静", "12月3日", "12月4日", "同意"],
        ["王静", "12月7日", "12月8日", "同意"],
    ],
    "a working day between": [
        LEAVE,
        ["王静", "12月3日", None, "同意"],
        ["王静", "12月7日", "12月8日", "同意"],
    ],
    "a length in hours": [[*LEAVE, "时长(小时)"], ["王静", "12月7日", None, "同意", 8]],
    "days counted in words": [[*LEAVE, "天数"], ["王静", "12月7日", "12月8日", "同意", "两天"]],
    "an afternoon of work between": [
        LEAVE,
        ["王静", "12月4日上午", None, "同意"],
        ["王静", "12月7日", "12月8日", "同意"],
    ],
}


@pytest.mark.parametrize("case", QUIET)
def test_no_doubt_where_there_is_none(tmp_path: Path, case: str) -> None:
    text = warned(read(tmp_path, office.book({"员工": PEOPLE, "请假": QUIET[case]})))
    assert "请假 ›" not in text
