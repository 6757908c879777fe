"""Whole and half days by the clock, ends at 0:00, and what a count of days decides."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests import office
from tests.scheduler.reading.centre_files import PEOPLE, errors, read, warned

if TYPE_CHECKING:
    from pathlib import Path

D = datetime
HEAD = ["姓名", "开始时间", "结束时间", "时长", "审批结果"]

# Start, end and count as they are written; from when to when in days after 30 November, and
# whether the day before is its eve.
TIMES: dict[str, tuple[object, object, object, float, float, bool]] = {
    "a whole day": ("2026-12-08 09:00", "2026-12-08 18:00", "1天", 8, 9, True),
    "a whole day that begins earlier": ("2026-12-08 08:30", "2026-12-08 17:30", 1, 8, 9, True),
    "a whole day to the minute": ("2026-12-08 09:00", "2026-12-08 17:00", None, 8, 9, True),
    "a day that begins too late": ("2026-12-08 09:30", "2026-12-08 18:00", None, 8.39583, 8.75, 0),
    "a day that ends too early": ("2026-12-08 09:00", "2026-12-08 16:30", None, 8.375, 8.6875, 0),
    "several whole days": ("2026-12-08 09:00", "2026-12-10 18:00", "3天", 8, 11, True),
    "a morning": ("2026-12-08 09:00", "2026-12-08 12:00", "0.5天", 8, 8.5, True),
    "a morning without a count": ("2026-12-08 08:30", "2026-12-08 11:30", None, 8, 8.5, True),
    "a long morning": ("2026-12-08 09:00", "2026-12-08 13:00", "0.5", 8, 8.54167, True),
    "an afternoon": ("2026-12-08 13:00", "2026-12-08 18:00", "0.5天", 8.5, 9, False),
    "an afternoon from half past": ("2026-12-08 13:30", "2026-12-08 17:30", None, 8.5, 9, False),
    "a late afternoon": ("2026-12-08 14:00", "2026-12-08 18:00", None, 8.58333, 8.75, False),
    "a late afternoon, half a day": ("2026-12-08 14:00", "2026-12-08 18:00", 0.5, 8.5, 9, False),
    "from an afternoon on": ("2026-12-08 13:00", "2026-12-10 18:00", "2.5天", 8.5, 11, False),
    "to a morning": ("2026-12-08 09:00", "2026-12-10 12:00", "2.5天", 8, 10.5, True),
    "some hours": ("2026-12-08 10:00", "2026-12-08 11:00", "1小时", 8.41667, 8.45833, False),
    "a night": ("2026-12-08 20:00", "2026-12-09 08:00", None, 8.83333, 9.33333, False),
    "halves in words": ("2026-12-08 下午", "2026-12-10 上午", 2, 8.5, 10.5, True),
    "an end at 0:00, one day": ("2026-12-08 00:00:00", "2026-12-09 00:00:00", "1", 8, 9, True),
    "an end at 0:00, in hours": ("2026-12-08 00:00", "2026-12-10 00:00", "16小时", 8, 10, True),
    "an end at 0:00, a cell": (D(2026, 12, 8), D(2026, 12, 9), 1, 8, 9, True),
    "an end at 0:00, by working days": (D(2026, 12, 4), D(2026, 12, 8), 2, 4, 8, True),
    "an end at 0:00 on a Saturday": ("2026-12-04 00:00", "2026-12-05 00:00", 1, 4, 5, True),
    "an end that is a day": (D(2026, 12, 8), D(2026, 12, 9), 2, 8, 10, True),
    "an end that is a day, by working days": (D(2026, 12, 4), D(2026, 12, 7), 2, 4, 8, True),
    "an end and no count": ("2026-12-08 00:00", "2026-12-09 00:00", None, 8, 10, True),
    "an end and a count of something else": (D(2026, 12, 8), D(2026, 12, 9), 7, 8, 10, True),
    "a day in words": ("12月8日", "12月9日", 1, 8, 10, True),
    "from noon to an end at 0:00": ("2026-12-08 12:00", "2026-12-10 00:00", 1.5, 8.5, 10, False),
    "across the month": ("2026-11-28 09:00", "2026-12-03 18:00", "4天", -2, 4, True),
    "across New Year": ("2026-12-30 09:00", "2027-01-02 18:00", None, 30, 34, True),
}


@pytest.mark.parametrize("case", TIMES)
def test_when_a_leave_by_the_clock_is(tmp_path: Path, case: str) -> None:
    begins, ends, counted, first, last, by_days = TIMES[case]
    told = [HEAD, ["王静", begins, ends, counted, "同意"]]
    content = office.book({"员工": PEOPLE, "请假": told})
    if isinstance(begins, datetime):
        content = _dated(tmp_path, told)
    (leave,) = read(tmp_path, content).problem.leaves
    eve = datetime(2026, 11, 30)
    assert ((leave.start - eve) / timedelta(days=1), (leave.end - eve) / timedelta(days=1)) == (
        pytest.approx((first, last), abs=1e-4)
    )
    assert leave.by_days is bool(by_days)


# Headings and values that say how long a leave from 2026-12-05 09:00 to 2026-12-07 00:00 is, and
# the first day after it: the 7th by its count, the 8th by its end.
LENGTHS: dict[str, tuple[list[str], list[object], int]] = {
    "a unit beside": (["时长", "时长单位"], ["16", "小时"], 7),
    "a unit beside a number": (["请假时长", "单位"], [16, "小时"], 7),
    "a unit in English": (["时长", "时长单位"], ["16.0", "HOUR"], 7),
    "a unit before": (["时长单位", "时长"], ["小时", 16], 7),
    "days beside": (["时长", "时长单位"], ["2", "天"], 7),
    "hours in the heading": (["时长（小时）"], ["16"], 7),
    "hours in the heading, in brief": (["时长(H)"], [16], 7),
    "hours counted": (["请假小时数"], [16], 7),
    "days in the heading": (["时长（天）"], ["2"], 7),
    "days and hours": (["天数", "时长(小时)"], [2, 99], 7),
    "days, and a unit of something else": (["请假天数", "时长", "时长单位"], [2, 16, "小时"], 7),
    "hours where days are empty": (["天数", "时长(小时)"], [None, 16], 7),
    "no unit": (["时长", "时长单位"], [2, None], 7),
    "a unit that is none": (["时长", "单位"], [2, "前台物业公司"], 7),
    "a unit of something else": (["时长", "时长单位"], [2, "次"], 8),
    "half days": (["时长", "时长单位"], [2, "半天"], 8),
    "a unit written twice": (["时长", "时长单位"], ["16小时", "小时"], 7),
}


@pytest.mark.parametrize("case", LENGTHS)
def test_a_length_is_in_the_unit_that_is_written(tmp_path: Path, case: str) -> None:
    heads, values, end = LENGTHS[case]
    told = [[*HEAD[:3], "状态", *heads]]
    told += [["王静", "2026-12-05 09:00", "2026-12-07 00:00", "同意", *values]]
    centre = read(tmp_path, office.book({"员工": PEOPLE, "请假": told}))
    (leave,) = centre.problem.leaves
    assert (leave.start, leave.end) == (datetime(2026, 12, 5), datetime(2026, 12, end))
    assert "写的是" not in warned(centre)


def _dated(folder: Path, told: list[list[object]]) -> bytes:
    """Return a workbook whose dates are dates."""
    from tests.books import book

    return book(folder / "made.xlsx", 员工=PEOPLE, 请假=told).read_bytes()


def test_an_end_taken_for_the_day_before_is_said(tmp_path: Path) -> None:
    told = [HEAD, ["王静", "2026-12-08 00:00", "2026-12-09 00:00", 1, "同意"]]
    text = warned(read(tmp_path, office.book({"员工": PEOPLE, "请假": told})))
    assert "1 行请假的结束是 0:00" in text
    assert "只请到前一天（C2" in text or "只请到前一天（C2" in text
    assert "天数写的是" not in text


def test_the_hours_of_the_office_are_settings(tmp_path: Path) -> None:
    told = [HEAD, ["王静", "2026-12-08 09:30", "2026-12-08 16:00", None, "同意"]]
    hours = [["参数", "值"], ["上班时间", "9:30"], ["下班时间", "16:00"]]
    sheets = {"员工": PEOPLE, "请假": told, "设置": hours}
    (leave,) = read(tmp_path, office.book(sheets)).problem.leaves
    assert (leave.start, leave.end) == (datetime(2026, 12, 8), datetime(2026, 12, 9))


def test_an_office_that_closes_before_it_opens_is_an_error(tmp_path: Path) -> None:
    hours = [["参数", "值"], ["下班时间", "8:30"]]
    found = errors(tmp_path, office.book({"员工": PEOPLE, "设置": hours}))
    assert "不晚于上班时间" in found["设置!B2"]
