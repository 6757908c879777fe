"""Sheets 岗位 and 班次: presets, words, times, and every fault at its cell."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from constraints import CheckMode, Office, Policy
from constraints.domain import POST
from constraints.shifts import Every
from scheduler.errors import InputError
from scheduler.ledger.revision import TABLE
from scheduler.reading.read_centre import read_tables
from scheduler.reading.sheets.post import Kind, Post
from tests.books import DECEMBER, STAFF, TODAY, book, places
from tests.scheduler.estate import (
    BACKUP,
    EARLY,
    HEADS,
    LATE,
    POSTS,
    WEEK,
    estate,
    shift,
)
from tests.scheduler.reading.post_sheets import posts_of, posts_sheet, shifts_sheet
from tests.scheduler.reading.post_sheets import shift as shift_row

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.reading.centre import Centre
    from tests.books import Rows

CLEANING = "保洁员值班表"
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


def test_needs_by_kind_of_day_and_cycles(tmp_path: Path) -> None:
    heads = [*HEADS, "休息日人数", "起", "止", "工时"]
    row = [POST, "班", None, "8:30", None, 24, 0, 2, "每天", 1, "2026-12-06", "2026-12-27", 20]
    (first,) = read(tmp_path, 岗位=ONE, 班次=[heads, row], 员工=STAFF)
    duties = first.problem.duties
    own = [duty for duty in duties if duty.shift]
    assert {duty.date.weekday() for duty in own} == {5, 6}
    assert (own[0].date.day, own[-1].date.day) == (6, 27)
    assert {duty.hours for duty in own} == {timedelta(hours=20)}
    # Before the first and after the last of its shifts the post has its one duty.
    others = [duty.date.day for duty in duties if not duty.shift]
    assert others == [*range(1, 6), *range(28, 32)]
    assert first.post is not None
    shown = first.post.shift("班")
    assert shown is not None
    assert shown.need_holiday == 2
    assert shown.every is Every.DAY


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
    "the first on another table": (
        {"岗位": [["岗位", "类型", "表"], [POST, "值班", "别的表"]]},
        "岗位!C2",
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
        "要当文件名",
    ),
    "too long a name": ({"岗位": [["岗位", "表"], ["保洁", LONG]]}, "岗位!B2", "要当文件名"),
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
    **{
        f"too many {column}": (
            {"岗位": [["岗位", column], ["保洁", value]]},
            "岗位!B2",
            f"{column}要在 {least} 到 {most} 之间",
        )
        for column, value, least, most in (
            ("每周休息天数", 7, 1, 6),
            ("每月休息天数", 31, 0, 30),
            ("最多连上天数", 0, 1, 31),
        )
    },
    **{
        f"no number of {column}": (
            {"岗位": [["岗位", column], ["保洁", "多"]]},
            "岗位!B2",
            "「多」不是",
        )
        for column in ("最小休息小时", "与其他岗位间隔小时", "每月工时上限", "每周休息天数")
    },
    "no shifts": ({"班次": [HEADS, WEEK, EARLY]}, "岗位!A3", "在〈班次〉加一行：岗位 备班"),
    "nobody for it": (
        {"岗位": [["岗位", "人选"], ["备班", "保安队长"]], "班次": [HEADS, BACKUP]},
        "岗位!A2",
        "没有一个人可排",
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
    "overlapping shifts": (
        {"班次": [HEADS, BACKUP, WEEK, EARLY, [*LATE[:3], "13:00", *LATE[4:]]]},
        "班次!D5",
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


def test_every_fault_of_a_post_is_said_at_once(tmp_path: Path) -> None:
    heads = ["岗位", "类型", "表", "资格", "最小休息小时", "与其他岗位间隔小时", "每周休息天数"]
    found = faults(tmp_path, 岗位=[heads, [POST, "排班", "别的表", "保安", -1, "多", 1]])
    assert {f"岗位!{column}2" for column in "BCDEFG"} <= found.keys()


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("备班", None, (Kind.DUTY, TABLE, (), Office.ADMINISTRATOR, 0, 24)),
        ("带班", None, (Kind.DUTY, TABLE, ("主管", "经理"), Office.ANYONE, 0, 0)),
        ("带班领导", None, (Kind.DUTY, TABLE, ("主管", "经理"), Office.ANYONE, 0, 0)),
        ("保洁", None, (Kind.SHIFTS, CLEANING, ("保洁员", "保洁"), Office.CLEANER, 11, 0)),
        ("保洁员", "排班", (Kind.SHIFTS, CLEANING, ("保洁员", "保洁"), Office.CLEANER, 11, 0)),
        ("监控", None, (Kind.SHIFTS, "监控值班表", ("监控",), Office.ANYONE, 11, 0)),
        ("监控", "值班", (Kind.DUTY, TABLE, ("监控",), Office.ANYONE, 30, 0)),
        # What the kind does not change is still that of the name.
        ("保洁", "值班", (Kind.DUTY, TABLE, ("保洁员", "保洁"), Office.CLEANER, 30, 0)),
        ("备班", "排班", (Kind.SHIFTS, "备班值班表", (), Office.ADMINISTRATOR, 11, 24)),
    ],
)
def test_what_is_usual_for_a_name_and_a_kind(
    tmp_path: Path, name: str, kind: str | None, expected: tuple[object, ...]
) -> None:
    posts, said = posts_of(
        tmp_path,
        岗位=posts_sheet({"岗位": name, "类型": kind}),
        班次=shifts_sheet(shift_row(name)),
        设置=[["参数", "值"], ["最小休息小时", 30]],
    )
    assert said == {}
    assert [*posts] == [POST, name]
    one, hour = posts[name], timedelta(hours=1)
    times = one.policy.rest / hour, one.policy.apart / hour
    assert (one.kind, one.table, one.staffed_by, one.policy.office, *times) == expected
    assert (one.policy.shift_work is not None) == (one.kind is Kind.SHIFTS)


@pytest.mark.parametrize("name", ["巡/逻", "巡、逻", "巡;逻", "a.b", "巡" * 21])
def test_a_post_s_name_is_one_for_files_and_lists(tmp_path: Path, name: str) -> None:
    row, shifts = {"岗位": name}, shifts_sheet(shift_row(name))
    _, said = posts_of(tmp_path, 岗位=posts_sheet(row), 班次=shifts)
    assert [*said] == ["岗位!A2"]
    assert "要当文件名和工作表名，最多 20 个字，不能有标点；请改" in said["岗位!A2"]


def test_the_first_post_may_have_other_terms(tmp_path: Path) -> None:
    terms = {"最小休息小时": 36, "与其他岗位间隔小时": 12, "资格": "不检查", "人选": "王静"}
    rows = [{"岗位": "保洁"}, {"岗位": POST} | terms]
    posts, said = posts_of(tmp_path, 岗位=posts_sheet(*rows))
    assert said == {}
    assert [*posts] == [POST, "保洁"]
    first, hour = posts[POST], timedelta(hours=1)
    assert first.is_plain
    assert (first.policy.rest / hour, first.policy.apart / hour) == (36, 12)
    assert (first.policy.office, first.staffed_by) == (Office.ANYONE, ("王静",))


@pytest.mark.parametrize("terms", [(1, 0, 1), (6, 30, 31)])
def test_the_ends_of_what_is_allowed(tmp_path: Path, terms: tuple[int, int, int]) -> None:
    columns = ("每周休息天数", "每月休息天数", "最多连上天数")
    name = "巡" * 20
    row = {"岗位": name} | dict(zip(columns, terms, strict=True))
    posts, said = posts_of(tmp_path, 岗位=posts_sheet(row), 班次=shifts_sheet(shift_row(name)))
    work = posts[name].policy.shift_work
    assert said == {}
    assert work is not None
    assert (work.days_off, work.month_off, work.run) == terms


def test_a_shift_is_found_by_its_name_or_as_the_only_one(tmp_path: Path) -> None:
    rows = [
        shift_row("保洁"),
        shift_row("保洁", "晚班", "20:00", "22:00"),
        shift_row("备班", "夜备"),
    ]
    sheet = posts_sheet({"岗位": "保洁"}, {"岗位": "备班"})
    posts, _ = posts_of(tmp_path, 岗位=sheet, 班次=shifts_sheet(*rows))
    cleaning, backup = posts["保洁"], posts["备班"]
    assert [one and one.name for one in map(backup.shift, ("", "夜备", "早班"))] == [
        "夜备",
        "夜备",
        None,
    ]
    assert [one and one.name for one in map(cleaning.shift, ("", "晚班"))] == [None, "晚班"]
    late = cleaning.duty(date(2026, 12, 5), "晚班")
    assert (late.start, late.end) == (datetime(2026, 12, 5, 20), datetime(2026, 12, 5, 22))


def test_posts_of_one_kind_may_share_a_table(tmp_path: Path) -> None:
    rows = [{"岗位": "保洁"}, {"岗位": "绿化", "表": CLEANING}]
    shifts = [shift_row("保洁"), shift_row("绿化", "绿化班")]
    posts, said = posts_of(tmp_path, 岗位=posts_sheet(*rows), 班次=shifts_sheet(*shifts))
    assert said == {}
    assert posts["绿化"].table == posts["保洁"].table == CLEANING


def test_cleaners_have_the_shift_of_their_number() -> None:
    post = Post("保洁", Kind.SHIFTS, CLEANING, Policy(), ())
    (usual,) = post.with_people(6).shifts
    assert (usual.name, usual.need, usual.need_rest, usual.need_holiday) == ("白班", 5, 4, 3)
    assert post.with_people(6).with_people(9).shifts == (usual,)
