"""Sheets 岗位 and 班次: presets, words, times, and every fault at its cell."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from constraints import CheckMode, Office
from constraints.domain import POST, Standing
from constraints.shifts import Every
from scheduler.errors import InputError
from scheduler.reading.read_centre import read_tables
from tests.books import DECEMBER, STAFF, TODAY, book, places
from tests.scheduler.estate import (
    BACKUP,
    EARLY,
    HEADS,
    LATE,
    PEOPLE,
    POSTS,
    SHIFTS,
    WEEK,
    estate,
    shift,
)

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.reading.centre import Centre
    from tests.books import Rows

ONE = [["岗位"], [POST]]


def read(folder: Path, **sheets: Rows) -> tuple[Centre, ...]:
    return read_tables(estate(folder, **sheets), TODAY, DECEMBER)


def faults(folder: Path, **sheets: Rows) -> dict[str, str]:
    with pytest.raises(InputError) as error:
        read(folder, **sheets)
    return places(error.value)


def test_posts_come_in_order_with_what_is_usual_for_their_names(tmp_path: Path) -> None:
    first, second = read(tmp_path)
    own, backup, leader = first.posts
    assert [one.problem.post for one in first.posts] == [POST, "备班", "带班"]
    assert (first.table, second.table) == ("值班安排表", "保洁员值班表")
    assert {p.key for p in own.problem.candidates} == {p.key for p in backup.problem.candidates}
    assert [p.name for p in leader.problem.candidates] == ["高经理", "林主管", "雷主管"]
    assert (own.problem.policy.rest, own.problem.policy.apart) == (timedelta(hours=24), timedelta())
    assert backup.problem.policy.rest == timedelta()
    assert backup.problem.policy.apart == timedelta(hours=24)
    assert leader.problem.policy.office is Office.ANYONE
    cleaning = second.problem.policy
    assert (cleaning.rest, cleaning.office) == (timedelta(hours=11), Office.CLEANER)
    assert cleaning.shift_work is not None
    assert (cleaning.shift_work.days_off, cleaning.shift_work.run) == (1, 6)
    mondays = [duty.date for duty in leader.problem.duties]
    assert mondays == [date(2026, 12, 7) + timedelta(days=7 * n) for n in range(4)]


def test_the_first_post_is_there_without_a_row(tmp_path: Path) -> None:
    first, second = read(tmp_path, 岗位=[["岗位"], ["保洁"]], 班次=[HEADS, EARLY])
    assert [one.problem.post for one in (first, second)] == [POST, "保洁"]
    assert not first.companions


def test_empty_sheets_are_as_none(tmp_path: Path) -> None:
    plain = read_tables(book(tmp_path / "值班数据.xlsx"), TODAY, DECEMBER)
    empty = read_tables(
        book(tmp_path / "值班数据.xlsx", 岗位=[["岗位"]], 班次=[HEADS]), TODAY, DECEMBER
    )
    assert [one.problem.duties for one in plain] == [one.problem.duties for one in empty]
    assert plain[0].problem.people == empty[0].problem.people


def test_cells_take_the_place_of_what_is_usual(tmp_path: Path) -> None:
    heads = ["岗位", "类型", "表", "人选", "资格", "最小休息小时", "与其他岗位间隔小时"]
    terms = ["每周休息天数", "每月休息天数", "最多连上天数", "每月工时上限"]
    row = ["保安", "排班", "保安岗表", "刘婶、赵姐、李姨", "不检查", 12, 3, 2, 9, 5, 160]
    _, guards = read(
        tmp_path,
        岗位=[[*heads, *terms], [POST], row],
        班次=[HEADS, shift(岗位="保安", 班次="岗", 开始="8:00", 时长=8)],
    )
    policy = guards.problem.policy
    assert (guards.table, policy.office) == ("保安岗表", Office.ANYONE)
    assert (policy.rest, policy.apart) == (timedelta(hours=12), timedelta(hours=3))
    work = policy.shift_work
    assert work is not None
    assert (work.days_off, work.month_off, work.run) == (2, 9, 5)
    assert work.hours == timedelta(hours=160)
    assert [p.name for p in guards.problem.candidates] == ["刘婶", "李姨", "赵姐"]


def test_cleaners_without_rows_get_the_usual_day(tmp_path: Path) -> None:
    _, cleaning = read(tmp_path, 岗位=[["岗位"], ["保洁"]], 班次=[HEADS])
    (named,) = {duty.shift for duty in cleaning.problem.duties}
    assert named == "白班"
    assert {duty.need for duty in cleaning.problem.duties} == {3, 2}


def test_a_mode_that_is_written_holds_for_every_office(tmp_path: Path) -> None:
    settings = [["参数", "值"], ["年龄检查", "强制"], ["学历检查", "不检查"]]
    first, cleaning = read(tmp_path, 设置=settings)
    assert cleaning.problem.policy.modes == {"年龄": CheckMode.ENFORCE, "学历": CheckMode.OFF}
    assert first.problem.policy.modes == {"学历": CheckMode.OFF}


def test_the_modes_of_a_post_are_those_of_what_it_asks_for_and_in_order(tmp_path: Path) -> None:
    checks = ["健康", "年龄", "上岗证", "电脑", "从业", "学历"]
    rows = [["参数", "值"], *([f"{check}检查", "强制"] for check in checks)]
    _, cleaning = read(tmp_path, 设置=rows)
    assert list(cleaning.problem.policy.modes) == ["学历", "年龄", "健康"]


TIMES: dict[str, tuple[dict[str, Any], list[tuple[float, float]]]] = {
    "an end": ({"开始": "8:30", "结束": "20:30"}, [(8.5, 20.5)]),
    "over midnight": ({"开始": "20:30", "结束": "8:30"}, [(20.5, 32.5)]),
    "the next day in words": ({"开始": "20:30", "结束": "次日8:30"}, [(20.5, 32.5)]),
    "an hour past midnight": ({"开始": "18:00", "结束": "26:00"}, [(18, 26)]),
    "a whole day": ({"开始": "8:30", "结束": "8:30"}, [(8.5, 32.5)]),
    "a length": ({"开始": "8点半", "时长": 12}, [(8.5, 20.5)]),
    "both, agreeing": ({"开始": "8:30", "结束": "8:30", "时长": 24}, [(8.5, 32.5)]),
    "a time of Excel": ({"开始": time(7), "结束": datetime(1900, 1, 1, 15)}, [(7, 15)]),
    "a range": ({"开始": "7:00-15:00"}, [(7, 15)]),
    "two sections": ({"开始": "7:00-11:00、13:30-17:30"}, [(7, 11), (13.5, 17.5)]),
}


@pytest.mark.parametrize("cells, sections", TIMES.values(), ids=TIMES)
def test_times_of_a_shift(
    tmp_path: Path, cells: dict[str, Any], sections: list[tuple[float, float]]
) -> None:
    row = shift(岗位=POST, 班次="班", **cells)
    (first,) = read(tmp_path, 岗位=ONE, 班次=[HEADS, row], 员工=STAFF)
    assert first.post is not None
    hours = [
        tuple(end / timedelta(hours=1) for end in one) for one in first.post.shifts[0].sections
    ]
    assert hours == sections


def test_needs_by_kind_of_day_and_cycles(tmp_path: Path) -> None:
    heads = [*HEADS, "休息日人数", "起", "止", "工时"]
    row = [POST, "班", None, "8:30", None, 24, 0, 2, "每天", 1, "2026-12-06", "2026-12-27", 20]
    (first,) = read(tmp_path, 岗位=ONE, 班次=[heads, row], 员工=STAFF)
    duties = first.problem.duties
    assert {duty.date.weekday() for duty in duties} == {5, 6}
    assert (duties[0].date.day, duties[-1].date.day) == (6, 27)
    assert {duty.hours for duty in duties} == {timedelta(hours=20)}
    assert first.post is not None
    assert first.post.shifts[0].need_holiday == 2
    assert first.post.shifts[0].every is Every.DAY


def early(**cells: Any) -> dict[str, Rows]:
    """Return the shifts with an early one of the cleaners that is told by these cells."""
    return {"班次": [HEADS, BACKUP, WEEK, shift(岗位="保洁", 班次="早", **cells)]}


LONG = "很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长表"
BAD: dict[str, tuple[dict[str, Rows], str, str]] = {
    "no name": ({"岗位": [["岗位", "类型"], [None, "值班"]]}, "岗位!A2", "没有填岗位"),
    "twice": ({"岗位": [*POSTS, ["备班"]]}, "岗位!A6", "填了两次"),
    "no kind": ({"岗位": [["岗位", "类型"], ["保洁", "轮班"]]}, "岗位!B2", "轮班"),
    "no office": ({"岗位": [["岗位", "资格"], ["保洁", "保安"]]}, "岗位!B2", "保安"),
    "the first of another kind": (
        {"岗位": [["岗位", "类型"], [POST, "排班"]]},
        "岗位!B2",
        "不能改",
    ),
    "two kinds on a table": (
        {"岗位": [["岗位", "表"], ["保洁", "值班安排表"]]},
        "岗位!A2",
        "另写一个表名",
    ),
    "a name that is no file's": (
        {"岗位": [["岗位", "表"], ["保洁", "保洁/早"]]},
        "岗位!B2",
        "不能当文件名",
    ),
    "too long a name": ({"岗位": [["岗位", "表"], ["保洁", LONG]]}, "岗位!B2", "不能当文件名"),
    "a name like the first table's": (
        {"岗位": [["岗位", "表"], ["保洁", "保洁值班安排表"]]},
        "岗位!B2",
        "分不清",
    ),
    "terms of shift work for duties": (
        {"岗位": [["岗位", "最多连上天数"], ["备班", 5]], "班次": [HEADS, BACKUP]},
        "岗位!B2",
        "只用于排班",
    ),
    "no day off at all": (
        {"岗位": [["岗位", "每周休息天数"], ["保洁", 0]]},
        "岗位!B2",
        "要在 1 到 6 之间",
    ),
    "no shifts": ({"班次": [HEADS, WEEK, EARLY]}, "岗位!A3", "在〈班次〉加一行：岗位 备班"),
    "nobody for it": (
        {"岗位": [["岗位", "人选"], ["备班", "保安队长"]], "班次": [HEADS, BACKUP]},
        "岗位!A2",
        "没有一个人可排",
    ),
    "an unknown post": ({"班次": [*SHIFTS, shift(岗位="保结")]}, "班次!A6", "是不是 保洁"),
    "no post": ({"班次": [*SHIFTS, shift(班次="早班")]}, "班次!A6", "没有填岗位"),
    "no shift's name": ({"班次": [*SHIFTS, shift(岗位="保洁")]}, "班次!B6", "没有填班次"),
    "a shift twice": ({"班次": [*SHIFTS, EARLY]}, "班次!B6", "填了两次"),
    "one mark for two": (
        {"班次": [HEADS, BACKUP, WEEK, EARLY, [*LATE[:2], "早", *LATE[3:]]]},
        "班次!C5",
        "分不清",
    ),
    "a mark that means a day off": (
        {"班次": [HEADS, BACKUP, WEEK, [*EARLY[:2], "休", *EARLY[3:]]]},
        "班次!C4",
        "另有意思",
    ),
    "a long mark": (
        {"班次": [HEADS, BACKUP, WEEK, [*EARLY[:2], "早早早", *EARLY[3:]]]},
        "班次!C4",
        "最多 2 个字",
    ),
    "a mark with a comma": (
        {"班次": [HEADS, BACKUP, WEEK, [*EARLY[:2], "早，", *EARLY[3:]]]},
        "班次!C4",
        "不能有标点",
    ),
    "no start": (
        early(时长=8),
        "班次!D4",
        "没有填开始",
    ),
    "no end": (
        early(开始="8:00"),
        "班次!D4",
        "没有填结束",
    ),
    "end and length that differ": (
        {
            "班次": [
                HEADS,
                BACKUP,
                WEEK,
                shift(岗位="保洁", 班次="夜", 开始="20:30", 结束="8:30", 时长=10),
            ]
        },
        "班次!D4",
        "是 12 小时，时长却写了 10",
    ),
    "sections out of order": (
        {
            "班次": [
                HEADS,
                BACKUP,
                WEEK,
                shift(岗位="保洁", 班次="早", 开始="13:30-17:30、7:00-11:00"),
            ]
        },
        "班次!D4",
        "按先后",
    ),
    "half a section": (
        early(开始="7:00-11:00、13:30"),
        "班次!D4",
        "看不出",
    ),
    "no length": (
        early(开始="7:00", 时长=0),
        "班次!D4",
        "大于 0",
    ),
    "an unknown cycle": (
        {"班次": [HEADS, BACKUP, [*WEEK[:-1], "半月"], EARLY]},
        "班次!I3",
        "半月",
    ),
    "a week of nobody": (
        {"班次": [HEADS, BACKUP, [*WEEK[:6], 0, 0, "周"], EARLY]},
        "班次!G3",
        "周期是周，人数却是 0",
    ),
    "more seats than people": (
        {"班次": [HEADS, BACKUP, WEEK, [*EARLY[:6], 5, 2, None]]},
        "班次!G4",
        "要 5 人，能排的只有 4 人",
    ),
    "seats without end": (
        {"班次": [HEADS, BACKUP, WEEK, [*EARLY[:6], 99, 2, None]]},
        "班次!G4",
        "最多 50 人",
    ),
    "overlapping shifts": (
        {"班次": [HEADS, BACKUP, WEEK, EARLY, [*LATE[:3], "13:00", *LATE[4:]]]},
        "班次!D5",
        "时间重叠",
    ),
    "a longer duty than a day": (
        {"班次": [HEADS, [*BACKUP[:5], 30, *BACKUP[6:]], WEEK, EARLY]},
        "班次!D2",
        "时间重叠",
    ),
    "nobody all month": (
        {"岗位": ONE, "班次": [HEADS, shift(岗位=POST, 班次="班", 开始="8:30", 时长=24, 人数=0)]},
        "岗位!A2",
        "一班也没有",
    ),
}


@pytest.mark.parametrize("sheets, cell, text", BAD.values(), ids=BAD)
def test_a_fault_is_named_at_its_cell(
    tmp_path: Path, sheets: dict[str, Rows], cell: str, text: str
) -> None:
    found = faults(tmp_path, **sheets)
    assert cell in found, found
    assert text in found[cell]


STANDINGS: dict[str, tuple[dict[str, Any], dict[str, Standing]]] = {
    "by post": ({"岗位": "保洁员"}, {"保洁": Standing.REGULAR}),
    "by the end of it": ({"岗位": "客服主管"}, {"带班": Standing.REGULAR}),
    "an administrator": (
        {"岗位": "客服管理员"},
        {POST: Standing.REGULAR, "备班": Standing.REGULAR},
    ),
    "as a reserve": (
        {"岗位": "保洁员", "可值班": "仅顶班"},
        {"保洁": Standing.RESERVE},
    ),
    "never": ({"岗位": "保洁员", "可值班": "否"}, {}),
    "yes, and taken by another post": (
        {"岗位": "保洁员", "可值班": "是"},
        {"保洁": Standing.REGULAR},
    ),
    "yes, and taken by none": (
        {"岗位": "文员", "可值班": "是"},
        {POST: Standing.REGULAR, "备班": Standing.REGULAR},
    ),
    "none of ours": ({"岗位": "文员"}, {}),
    "as listed": (
        {"岗位": "保洁员", "可排岗位": "带班、保洁"},
        {"带班": Standing.REGULAR, "保洁": Standing.REGULAR},
    ),
    "only as listed": ({"岗位": "客服管理员", "可排岗位": "备班"}, {"备班": Standing.REGULAR}),
    "gone": ({"岗位": "保洁员", "姓名": "新人（离职）"}, {}),
}


@pytest.mark.parametrize("cells, expected", STANDINGS.values(), ids=STANDINGS)
def test_who_may_take_which_post(
    tmp_path: Path, cells: dict[str, Any], expected: dict[str, Standing]
) -> None:
    heads = ["姓名", "工号", "岗位", "可值班", "可排岗位"]
    row = {"姓名": "新人", "工号": "99"} | cells
    staff = [heads, *([*one, None, None] for one in PEOPLE[1:]), [row.get(name) for name in heads]]
    first, *_ = read(tmp_path, 员工=staff)
    assert dict(first.staff["99"].posts) == expected
    assert first.staff["99"].person.standing is expected.get(POST, Standing.NONE)


def test_lists_of_posts_and_shifts_name_what_there_is(tmp_path: Path) -> None:
    heads = ["姓名", "工号", "岗位", "可排岗位", "可排班次", "休息日上限", "法定节假日上限"]
    staff = [heads, *([*one, None, None, None, None] for one in PEOPLE[1:])]
    staff[-1] = ["赵姐", "23", "保洁员", "保结", "晚班", 2, 1]
    found = faults(tmp_path, 员工=staff)
    assert "可填 保洁" in found["员工!D13"]
    staff[-1] = ["赵姐", "23", "保洁员", None, "晚班", 2, 1]
    assert "有的是：中班、早班" in faults(tmp_path, 员工=staff)["员工!E13"]
    staff[-1] = ["赵姐", "23", "保洁员", None, "早班", 2, 1]
    *_, cleaning = read(tmp_path, 员工=staff)
    person = cleaning.problem.by_key["23"]
    assert (person.shifts, person.rest_cap, person.holiday_cap) == (frozenset(["早班"]), 2, 1)
