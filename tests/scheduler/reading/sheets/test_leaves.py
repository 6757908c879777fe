"""From when to when a leave is, in whatever columns it is told."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from scheduler.errors import Exit
from tests import office
from tests.office import rows
from tests.scheduler.reading.centre_files import (
    LEAVE,
    PEOPLE,
    errors,
    leave_days,
    read,
    staffed,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.scheduler.reading.centre_files import Days, Sheets


LEAVES: dict[str, tuple[bytes, Days]] = {
    "halves of a day in columns of their own": (
        staffed(
            rows(
                [
                    ["姓名", "开始日期", "开始时段", "结束日期", "结束时段", "状态"],
                    ["王静", "12月5日", "上午", "12月7日", "下午", "同意"],
                ]
            )
        ),
        [("001", 5, 8)],
    ),
    "dates from to in one column": (
        staffed(rows([["姓名", "起止日期", "状态"], ["王静", "12月5日至12月6日", "同意"]])),
        [("001", 5, 7)],
    ),
    "a clock that nobody formatted, and a zone": (
        staffed(
            rows(
                [
                    ["姓名", "开始日期", "开始时间", "结束", "状态"],
                    ["王静", "2026-12-05", 0.375, "2026-12-05 17:00 (GMT+8)", "同意"],
                ]
            )
        ),
        [("001", 5, 6)],
    ),
    "time of day in a column of its own": (
        staffed(
            rows(
                [
                    ["姓名", "开始日期", "开始时间", "结束日期", "结束时间", "状态"],
                    ["王静", "2026-12-05", "14:00", "2026-12-07", "9:30", "同意"],
                    ["李梅", "2026-12-08", "下午", "2026-12-08", None, "同意"],
                ]
            )
        ),
        [("001", 5, 7), ("002", 8, 9)],
    ),
    "an end belongs to its start": (
        staffed(
            rows(
                [
                    LEAVE,
                    ["王静", "2026-03-05", "3月7日", "同意"],
                    ["李梅", "11月5日", "7日", "同意"],
                    ["李梅", "2027年1月5日", "7日", "同意"],
                ]
            )
        ),
        [("001", 5, 8), ("002", 5, 8), ("002", 5, 8)],
    ),
    "overlapping and adjoining leaves": (
        staffed(
            rows(
                [
                    LEAVE,
                    ["王静", "12月5日", "12月7日", "同意"],
                    ["王静", "12月7日", "12月8日", "同意"],
                    ["王静", "12月9日", None, "同意"],
                ]
            )
        ),
        [("001", 5, 10)],
    ),
}


@pytest.mark.parametrize("case", LEAVES)
def test_leaves_as_they_are_told(tmp_path: Path, case: str) -> None:
    content, expected = LEAVES[case]
    assert leave_days(read(tmp_path, content)) == sorted(expected)


HEADED: dict[str, tuple[Sequence[Sequence[object]], tuple[float, float]]] = {
    "halves of days headed as times": (
        [
            ["姓名", "开始时间", "开始时段", "结束时间", "结束时段", "状态"],
            ["王静", "2026-12-05", "下午", "2026-12-06", "上午", "同意"],
        ],
        (5.5, 6.5),
    ),
    "halves of days under a group": (
        [
            ["姓名", "请假时间", None, None, None, "状态"],
            [None, "开始日期", "开始时段", "结束日期", "结束时段", None],
            ["王静", "2026-12-05", "下午", "2026-12-06", "上午", "同意"],
        ],
        (5.5, 6.5),
    ),
    "a day and a range of hours": (
        [["姓名", "请假日期", "时间段", "状态"], ["王静", "2026-12-05", "14:00-17:30", "同意"]],
        (5 + 14 / 24, 5 + 17.5 / 24),
    ),
    "a day and two times": (
        [
            ["姓名", "请假日期", "开始时间", "结束时间", "状态"],
            ["王静", "2026-12-05", "14:00", "17:30", "同意"],
        ],
        (5 + 14 / 24, 5 + 17.5 / 24),
    ),
    "an end that is only a time": (
        [LEAVE, ["王静", "2026-12-05 14:00", "17:30", "同意"]],
        (5 + 14 / 24, 5 + 17.5 / 24),
    ),
    "half a sentence, and an end": ([LEAVE, ["王静", "12月5日起", "12月7日止", "同意"]], (5, 8)),
    "a half day in other words": (
        [["姓名", "开始", "时段", "状态"], ["王静", "12月5日", "下半天", "同意"]],
        (5.5, 6),
    ),
    "a start and a range of hours": (
        [["姓名", "开始日期", "时间段", "状态"], ["王静", "2026-12-05", "14:00-17:30", "同意"]],
        (5 + 14 / 24, 5 + 17.5 / 24),
    ),
    **{
        f"ends headed {end}": (
            [["姓名", "开始日", end, "状态"], ["王静", "2026-12-05", "2026-12-07", "同意"]],
            (5, 8),
        )
        for end in (
            *("终止日期", "终止时间", "讫", "截至日期", "截至时间", "结束日", "终止日"),
            *("到", "止期", "请假终止日期", "请假结束"),
        )
    },
}


@pytest.mark.parametrize("case", HEADED)
def test_how_a_leave_is_headed(tmp_path: Path, case: str) -> None:
    told, meant = HEADED[case]
    (leave,) = read(tmp_path, office.book({"员工": PEOPLE, "请假": told})).problem.leaves
    eve = datetime(2026, 11, 30)
    assert (leave.start - eve, leave.end - eve) == tuple(timedelta(days=d) for d in meant)


@pytest.mark.parametrize("end", ["返岗日期", "到期日期"])
def test_a_leave_without_an_end_and_a_column_of_dates(tmp_path: Path, end: str) -> None:
    told = [["姓名", "开始", end, "申请日期", "状态"]]
    told += [["王静", "2026-12-05", "2026-12-09", "2026-11-20", "同意"]]
    centre = read(tmp_path, office.book({"员工": PEOPLE, "请假": told}))
    (found,) = [one for one in centre.warnings if one.code == "no-end"]
    assert (found.cell, found.exit) == ("C1", Exit.LOOK)
    assert f"没有「结束」列，每次请假只算开始那一天；「{end}」列像是日期" in found.text


LEAVE_ERRORS: dict[str, tuple[Sheets, dict[str, str]]] = {
    "a half day that contradicts the date": (
        {"请假": [["姓名", "开始", "时段", "状态"], ["王静", "12月5日上午", "下午", "同意"]]},
        {"请假!C2": "时段写的是下午"},
    ),
    "a start that is the end": (
        {"请假": [LEAVE, ["王静", "2026-12-05 12:00", "2026-12-05 12:00", "同意"]]},
        {"请假!C2": "等于开始"},
    ),
    "an unknown status": (
        {"请假": [LEAVE, ["王静", "12月5日", None, "领导说行"]]},
        {"请假!D2": "审批状态"},
    ),
    "an end one day too early": (
        {"请假": [LEAVE, ["王静", "2026-12-5", "2026-12-4", "同意"]]},
        {"请假!C2": "早于开始"},
    ),
    "an end half a day too early": (
        {"请假": [LEAVE, ["王静", "12月5日下午", "12月5日上午", "同意"]]},
        {"请假!C2": "早于开始"},
    ),
    "a range and an end": (
        {"请假": [LEAVE, ["王静", "12月5日-9日", "12月7日", "同意"]]},
        {"请假!C2": "各只填一个日期"},
    ),
    "half a sentence for a start": (
        {"请假": [LEAVE, ["王静", "从12月5日", None, "同意"]]},
        {"请假!B2": "没有写全从哪天到哪天"},
    ),
    "too many leaves": (
        {"请假": [LEAVE, *[["王静", f"{1980 + n}年1月1日", None, "驳回"] for n in range(5001)]]},
        {"请假!A5002": "最多 5000 行"},
    ),
}


@pytest.mark.parametrize("case", LEAVE_ERRORS)
def test_errors_of_leaves(tmp_path: Path, case: str) -> None:
    given, expected = LEAVE_ERRORS[case]
    found = errors(tmp_path, office.book({"员工": PEOPLE} | dict(given)))
    assert found.keys() == expected.keys()
    for place, text in expected.items():
        assert text in found[place]


STATUSES: dict[str, tuple[list[str], list[str], str, str]] = {
    "the process has ended": (["审批状态", "审批结果"], ["完成", ""], "C2", "审批结果未填"),
    "in the other order": (["审批结果", "审批状态"], ["", "已完成"], "B2", "审批结果未填"),
    "one column": (["状态"], [""], "B2", "审批结果未填"),
    "pending": (["审批状态", "审批结果"], ["审批中", ""], "A2", "审批中"),
    "refused": (["审批状态", "审批结果"], ["完成", "拒绝"], "A2", "拒绝"),
}


@pytest.mark.parametrize("case", STATUSES)
def test_what_has_no_effect_is_said_with_its_status(tmp_path: Path, case: str) -> None:
    heads, written, place, said = STATUSES[case]
    told = [["姓名", *heads, "开始", "结束", "时段"], ["王静", *written, "12月10日", "", "上午"]]
    centre = read(tmp_path, office.book({"员工": PEOPLE, "请假": told}))
    assert list(centre.ignored) == [f"〈请假〉{place} 王静12月10日上午的请假（{said}）"]
