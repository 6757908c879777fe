"""Changes, pins and wishes: what each row means, and which are against the law or another."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from constraints import (
    Dispensation,
    Pin,
    Substitution,
    Wish,
)
from tests.books import centre
from tests.scheduler.reading.centre_files import faults

if TYPE_CHECKING:
    from pathlib import Path

CHANGE = ["类型", "值班日期", "原值班人", "替班人", "换回日期", "状态", "批准日期"]


def test_changes(tmp_path: Path) -> None:
    rows = [
        ["顶班", "12月5日", "王静", "李梅", None, "已批准", "2026-11-20"],
        ["顶班", "12月8日", "王静", None, None, "已批准", None],
        ["换班", "12月10日", "张强", "刘洋", "12月14日", "通过", None],
        ["顶班", "12月20日", "王静", "李梅", None, "待批", None],
    ]
    read = centre(tmp_path, 调班=[CHANGE, *rows])
    day = [date(2026, 12, nth) for nth in range(1, 32)]
    assert read.problem.substitutions == (
        Substitution(day[4], "001", "002"),
        Substitution(day[7], "001"),
        Substitution(day[9], "003", "004", day[13]),
    )
    assert len(read.ignored) == 1
    assert read.notes[day[4]] == ("顶班（原王静）",)


def test_a_swap_needs_both_people_and_both_dates(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        变更=[
            CHANGE,
            ["换班", "12月5日", "王静", None, None, "已批准", None],
            ["顶班", "12月7日", "王静", "王静", None, "已批准", None],
            ["代班", "12月9日", "王静", "李梅", None, "已批准", None],
        ],
    )
    assert set(found) == {"变更!D2", "变更!E2", "变更!D3", "变更!A4"}


def test_pins_wishes_and_dispensations(tmp_path: Path) -> None:
    header = ["姓名", "日期", "要求", "批准人"]
    rows = [
        ["王静", "12月1日", "必须", None],
        ["李梅", "12月3日-4日", "不可", None],
        ["张强", "12月9日", "不希望", None],
        ["刘洋", "12月9日", "希望", None],
        ["刘洋", "12月10日", "特批", "林主管"],
    ]
    problem = centre(tmp_path, 指定=[header, *rows], 历史=[["日期", "值班人"]]).problem
    on = [date(2026, 12, nth) for nth in range(1, 32)]
    assert problem.pins == (
        Pin("001", on[0], True),
        Pin("002", on[2], False),
        Pin("002", on[3], False),
    )
    assert problem.wishes == (Wish("003", on[8], False), Wish("004", on[8], True))
    assert problem.dispensations == (Dispensation("004", on[9], "林主管"),)


def pinned(*rows: list[Any]) -> list[list[Any]]:
    return [["姓名", "日期", "要求"], *rows]


def test_pins_against_the_law_are_named_at_their_cell(tmp_path: Path) -> None:
    staff = [
        ["姓名", "岗位", "证书到期日", "不可值班星期", "每月上限", "可值班"],
        ["王静", "管理员", "2026-12-10", None, None, None],
        ["李梅", "管理员", None, "周三", None, None],
        ["张强", "管理员", None, None, 0, None],
        ["刘洋", "管理员", None, None, None, "否"],
        ["陈晨", "管理员", None, None, None, None],
    ]
    found = faults(
        tmp_path,
        员工=staff,
        历史=[["日期", "值班人"], ["11月30日", "陈晨"]],
        请假=[["姓名", "开始", "状态"], ["陈晨", "12月20日", "同意"]],
        指定=pinned(
            ["王静", "12月15日", "必须"],
            ["李梅", "12月9日", "必须"],
            ["张强", "12月11日", "必须"],
            ["刘洋", "12月13日", "必须"],
            ["陈晨", "12月1日", "必须"],
            ["陈晨", "12月20日", "必须"],
            ["陈晨", "12月25日", "必须"],
            ["陈晨", "12月26日", "必须"],
        ),
    )
    expected = {
        "指定!B2": ("资格不符（上岗证）", "这一格不能这样定，请改成别人"),
        "指定!B3": ("周三不值班", "在〈指定〉加一行 李梅 | 2026-12-09 | 特批"),
        "指定!B4": ("最多值0个班", "在〈指定〉加一行 张强 | 2026-12-11 | 特批"),
        "指定!B5": ("不在可值班人员中", "在〈指定〉加一行 刘洋 | 2026-12-13 | 特批"),
        "指定!B6": ("中间没有间隔", "只能值一班"),
        "指定!B7": ("请假", "就得先改请假的日期"),
        "指定!B9": ("中间没有间隔", "12月25日、12月26日只能值一班"),
    }
    assert found.keys() == expected.keys()
    for place, (broken, way_out) in expected.items():
        assert broken in found[place]
        assert way_out in found[place]


def test_two_fixed_people_on_one_seat(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        变更=[CHANGE, ["顶班", "12月5日", "王静", "李梅", None, "已批准", None]],
        指定=pinned(["张强", "12月5日", "必须"]),
    )
    assert "〈变更〉D2" in found["指定!B2"]


def test_the_same_wish_twice_is_an_error_and_many_are_a_warning(tmp_path: Path) -> None:
    twice = pinned(["王静", "12月5日", "希望"], ["王静", "12月5日", "不希望"])
    assert "两次" in faults(tmp_path, 指定=twice)["指定!B3"]
    many = pinned(["王静", "12月5日-9日", "不希望"])
    read = centre(tmp_path, 指定=many)
    assert [m.code for m in read.warnings] == ["many-wishes"]


def test_rows_without_effect_stop_nothing(tmp_path: Path) -> None:
    """Found in review: a refused row with a vague date kept the month from being rostered."""
    leave = [["姓名", "开始", "状态"], ["王静", "下周三", "驳回"], ["谁呀", "12月5日", "待审批"]]
    change = [CHANGE, ["换班", "12月5日", "王静", None, None, "待审批", None]]
    read = centre(tmp_path, 请假=leave, 变更=change)
    assert len(read.ignored) == 3
    assert read.pending == ()


def test_rows_of_other_months_block_nothing(tmp_path: Path) -> None:
    """Found in review: a chain of substitutions in October was an error in December."""
    change = [
        CHANGE,
        ["顶班", "2026-10-10", "王静", "李梅", None, "已批准", None],
        ["顶班", "2026-10-10", "李梅", "张强", None, "已批准", None],
    ]
    wishes = pinned(["王静", "2026-08-05", "希望"], ["王静", "2026-08-05", "希望"])
    read = centre(tmp_path, 变更=change, 指定=wishes)
    assert [one.person for one in read.problem.known_duties if one.duty.date.month == 10] == ["003"]
