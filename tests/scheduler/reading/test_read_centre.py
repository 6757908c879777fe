"""Reading 值班数据.xlsx: every sheet, and every fault at once with its cell."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook

from constraints import (
    Standing,
)
from scheduler.errors import Exit, FileError, InputError, capped
from scheduler.reading.read_centre import read_centre
from tests.books import DECEMBER, STAFF, TODAY, book, centre
from tests.scheduler.reading.centre_files import faults

if TYPE_CHECKING:
    from pathlib import Path


def test_the_least_a_workbook_needs(tmp_path: Path) -> None:
    read = centre(tmp_path, 员工=[["姓名", "岗位"], ["王静", "客服管理员"], ["杨姐", "保洁员"]])
    assert [(p.key, p.standing) for p in read.problem.people] == [
        ("王静", Standing.REGULAR),
        ("杨姐", Standing.NONE),
    ]


def test_columns_by_synonym(tmp_path: Path) -> None:
    header = (
        "员工姓名 编号 职务 出生年月 值班权重 每月上限 夜班限制起 不可值班星期 手机 可值班 资格豁免"
    )
    row = [
        "NA",
        "007",
        "文员",
        "1990-05",
        0.3,
        4,
        "2026-12-05",
        "周三",
        13900000001.0,
        "仅顶班",
        "学历",
    ]
    path = tmp_path / "值班数据.xlsx"
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = "员工花名册"
    sheet.append(header.split())
    sheet.append(row)
    made.save(path)
    read = read_centre(path, TODAY, DECEMBER)
    (person,) = read.problem.people
    assert (person.key, person.name, person.standing) == ("007", "NA", Standing.RESERVE)
    assert (person.weight, person.cap) == (Fraction(3, 10), 4)
    assert person.night_bar == (date(2026, 12, 5), None)
    assert person.barred_weekdays == {2}
    assert person.credentials.born == date(1990, 5, 1)
    assert person.credentials.exempt == {"学历"}
    assert read.staff["007"].phone == "13900000001"


@pytest.mark.parametrize(
    ("row", "start", "end", "by_days"),
    [
        (["2026-12-05", None, None], (5, 0), (6, 0), True),
        (["2026-12-05", "2026-12-07", None], (5, 0), (8, 0), True),
        (["12月5日-7日", None, None], (5, 0), (8, 0), True),
        (["2026-12-05", None, "上午"], (5, 0), (5, 12), True),
        (["2026-12-05", None, "下午"], (5, 12), (6, 0), True),
        (["2026-12-05", None, "全天"], (5, 0), (6, 0), True),
        ([datetime(2026, 12, 5, 14), datetime(2026, 12, 6, 9), None], (5, 14), (6, 9), False),
        ([datetime(2026, 12, 5, 14), None, None], (5, 14), (6, 0), False),
        (["2026-12-05 14:00", date(2026, 12, 6), None], (5, 14), (7, 0), False),
        (["2026-12-05", "2026-12-06 12:00", None], (5, 0), (6, 12), True),
    ],
)
def test_leaves(
    tmp_path: Path, row: list[Any], start: tuple[int, int], end: tuple[int, int], by_days: bool
) -> None:
    header = ["姓名", "开始时间", "结束时间", "时段", "审批状态"]
    read = centre(tmp_path, 请假登记=[header, ["王静", *row, "同意"]])
    (leave,) = read.problem.leaves
    begin, finish = (
        datetime.combine(date(2026, 12, day), time()) + timedelta(hours=hour)
        for day, hour in (start, end)
    )
    assert (leave.start, leave.end, leave.by_days) == (begin, finish, by_days)


def test_a_leave_range_in_one_column(tmp_path: Path) -> None:
    rows = [
        ["姓名", "请假时间", "状态"],
        ["王静", "12月8日—12月9日下午", "√"],
        ["王静", "20、22日", "√"],
    ]
    read = centre(tmp_path, 请假=rows)
    assert [(one.start.day, one.end.day) for one in read.problem.leaves] == [
        (8, 10),
        (20, 21),
        (22, 23),
    ]


def test_only_approved_leaves_count_and_the_others_are_listed(tmp_path: Path) -> None:
    header = ["姓名", "开始", "状态"]
    rows = [["王静", "12月5日", "待审批"], ["李梅", "12月6日", "驳回"], ["张强", "12月7日", None]]
    read = centre(tmp_path, 请假=[header, *rows])
    assert read.problem.leaves == ()
    assert [one.person for one in read.pending] == ["001", "003"]
    assert len(read.ignored) == 3


def test_a_missing_staff_sheet_is_named(tmp_path: Path) -> None:
    path = tmp_path / "值班数据.xlsx"
    Workbook().save(path)
    with pytest.raises(InputError) as caught:
        read_centre(path, TODAY, DECEMBER)
    assert "缺少工作表〈员工〉" in caught.value.messages[0].text


def test_all_faults_come_at_once_each_with_its_cell(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        员工=[*STAFF, ["王静", None, "客服管理员"]],
        请假=[
            ["姓名", "开始", "结束", "状态"],
            ["王小静", "12月5日", None, "已批准"],
            ["李梅", "12月8日", "12月6日", "已批准"],
            ["李梅", "下周三", None, "已批准"],
            ["李梅", 12.1, None, "行"],
        ],
        指定=[["姓名", "日期", "要求"], ["李梅", "12月9日", "特批"], ["李梅", "12月9日", "想"]],
        设置=[["参数", "值"], ["交接时间", "早上"], ["求解时限秒", 0]],
    )
    assert "工号" in found["员工!A6"]
    assert "王静" in found["请假!A2"]
    assert "早于" in found["请假!C3"]
    assert "下周三" in found["请假!B4"]
    assert "12.1" in found["请假!B5"]
    assert "审批状态" in found["请假!D5"]
    assert "特批" in found["指定!C3"]
    assert "早上" in found["设置!B2"]
    assert "求解时限要大于 0" in found["设置!B3"]


def test_two_people_of_one_name_need_their_ids(tmp_path: Path) -> None:
    twins = [["姓名", "工号", "岗位"], ["王静", "1", "管理员"], ["王静", "2", "管理员"]]
    leave = [["姓名", "工号", "开始", "状态"], ["王静", "2", "12月5日", "同意"]]
    read = centre(
        tmp_path, 员工=twins, 请假=leave, 历史=[["日期", "值班人"], ["11月30日", "王静(1)"]]
    )
    assert [one.person for one in read.problem.leaves] == ["2"]
    assert [one.person for one in read.problem.served] == ["1"]
    assert read.name("1") == "王静（1）"
    found = faults(tmp_path, 员工=twins, 历史=[["日期", "值班人"], ["11月30日", "王静"]])
    assert "王静（1）" in found["历史!B2"]
    found = faults(tmp_path, 员工=[*twins[:2], ["王静", "1", "管理员"]], 历史=[])
    assert "重复" in found["员工!B3"]


def test_the_month_edge(tmp_path: Path) -> None:
    assert centre(tmp_path).warnings == ()
    unknown = centre(tmp_path, 历史=[["日期", "值班人"], ["11月28日", "王静"]])
    assert [(m.code, m.exit) for m in unknown.warnings] == [("unknown-edge", Exit.LOOK)]
    short = centre(tmp_path, 历史=[["日期", "值班人"], ["11月30日", "王静"]])
    assert [(m.code, m.exit) for m in short.warnings] == [("short-edge", Exit.DONE)]


def test_the_month_comes_from_the_call_the_setting_or_the_calendar(tmp_path: Path) -> None:
    path = book(tmp_path / "值班数据.xlsx", 历史=[], 设置=[["参数", "值"], ["排班月份", "2027-01"]])
    assert read_centre(path, TODAY).problem.month == date(2027, 1, 1)
    assert read_centre(path, TODAY, DECEMBER).problem.month == DECEMBER
    late = read_centre(path, datetime(2027, 2, 3))
    assert late.problem.month == date(2027, 3, 1)
    assert any(m.code == "month-past" and m.cell == "B2" for m in late.warnings)
    book(path)
    assert read_centre(path, TODAY).problem.month == DECEMBER


def test_more_than_fifty_faults_are_counted(tmp_path: Path) -> None:
    rows = [["某人", f"12月{nth % 28 + 1}日", "同意"] for nth in range(70)]
    with pytest.raises(InputError) as caught:
        centre(tmp_path, 请假=[["姓名", "开始", "状态"], *rows])
    assert len(caught.value.messages) == 70
    shown = capped(caught.value.messages)
    assert len(shown) == 51
    assert "另有 20 处" in shown[-1].text
    assert all(message.severity == "error" for message in shown[:-1])


def test_files_that_are_no_workbook(tmp_path: Path) -> None:
    with pytest.raises(FileError):
        read_centre(tmp_path / "没有.xlsx", TODAY)
    text = tmp_path / "值班数据.xlsx"
    text.write_text("不是表格", encoding="utf-8")
    with pytest.raises(InputError, match="另存为"):
        read_centre(text, TODAY)


def test_hints_blank_rows_and_unknown_columns_are_passed_over(tmp_path: Path) -> None:
    staff = [["备用", "姓名 *", "岗位"], ["#说明", "必填", "必填"], [], [None, "王静", "管理员"]]
    assert [p.name for p in centre(tmp_path, 员工=staff).problem.people] == ["王静"]


def test_a_leave_told_twice_is_refused(tmp_path: Path) -> None:
    """Found in review: of 请假时间 and 结束 one was dropped without a word."""
    header = ["姓名", "开始", "结束", "请假时间", "状态"]
    rows = [
        ["王静", None, "12月8日", "12月5日", "同意"],
        ["李梅", "12月5日", None, "12月5日-8日", "同意"],
    ]
    assert set(faults(tmp_path, 请假=[header, *rows])) == {"请假!D2", "请假!D3"}


def test_a_gap_in_the_history_is_nobody(tmp_path: Path) -> None:
    rows = [["日期", "值班人"], ["11月29日", "待定"], ["11月30日", "王静"]]
    assert len(centre(tmp_path, 历史=rows).problem.served) == 1
    found = faults(tmp_path, 员工=[["姓名", "岗位"], ["待定", "管理员"]])
    assert "不能当姓名" in found["员工!A2"]


def test_days_of_an_unknown_edge_reach_as_far_as_the_rest(tmp_path: Path) -> None:
    long = [["参数", "值"], ["最小休息小时", 72]]
    read = centre(tmp_path, 历史=[["日期", "值班人"], ["11月30日", "王静"]], 设置=long)
    assert [m.code for m in read.warnings] == ["unknown-edge"]
