"""Sheet 班次: every way to write a shift, and what is wrong with one at its cell."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from constraints.shifts import Every, Shift
from tests.scheduler.reading.post_sheets import posts_of, posts_sheet, shift, shifts_sheet

if TYPE_CHECKING:
    from pathlib import Path

POST = "管理员值班"


def read(folder: Path, **cells: Any) -> tuple[Shift, dict[str, str]]:
    """Return the shift of one row, of 8:00 to 20:00 where the cells say nothing else."""
    posts, said = posts_of(folder, 班次=shifts_sheet(shift(POST) | cells))
    one = posts[POST].shifts
    return next((shift for shift in one if shift.name), one[0]), said


def spans(one: Shift) -> str:
    """Return sections as 8-20 or 7-11 13.5-17.5, in hours since midnight."""
    hour = timedelta(hours=1)
    return " ".join(f"{start / hour:g}-{end / hour:g}" for start, end in one.sections)


TIMES: dict[str, tuple[Any, Any, Any, str]] = {
    "a time of Excel's": (time(8), time(20), None, "8-20"),
    "over midnight": (time(20, 30), time(8, 30), None, "20.5-32.5"),
    "one minute less than a day": ("8:00", "7:59", None, f"8-{31 + 59 / 60:g}"),
    "a whole day": ("8:00", "8:00", None, "8-32"),
    "until midnight": ("8:00", "24:00", None, "8-24"),
    "from midnight to midnight": ("0:00", "24:00", None, "0-24"),
    "the next day": ("20:30", "次日8:30", None, "20.5-32.5"),
    "the next day in other words": ("22点", "第二天早上6点", None, "22-30"),
    "tomorrow morning": ("22点", "明早6点", None, "22-30"),
    "26 o'clock": ("22:00", "26:00", None, "22-26"),
    "26 o'clock spoken": ("22:00", "26点", None, "22-26"),
    "half past eight": ("8点半", "17点", None, "8.5-17"),
    "in numerals": ("八点半", "十七点", None, "8.5-17"),
    "full width": ("8：30", "１７：３０", None, "8.5-17.5"),
    "parts of the day": ("早上8点", "下午5点半", None, "8-17.5"),
    "a part of the day for both": ("下午2点", "5点", None, "14-17"),
    "a part that the end has left": ("早上8点", "5点", None, "8-17"),
    "a length": ("8:00", None, 12, "8-20"),
    "a length that is not whole": ("8:00", None, 8.5, "8-16.5"),
    "a length of a day": ("8:30", None, 24, "8.5-32.5"),
    "end and length that agree": ("20:00", "8:00", 12, "20-32"),
    "both in one cell": ("08:30-17:30", None, None, "8.5-17.5"),
    "both in one cell, over midnight": ("20:30至次日8:30", None, None, "20.5-32.5"),
    "both in one cell, in words": ("晚上8点到12点", None, None, "20-24"),
    "two sections": ("7:00-11:00、13:30-17:30", None, None, "7-11 13.5-17.5"),
    "two sections, comma": ("7:00~11:00,13:30~17:30", None, None, "7-11 13.5-17.5"),
    "two sections, blank": ("7:00-11:00 13:30-17:30", None, None, "7-11 13.5-17.5"),
    "two sections, line": ("7:00-11:00\n13:30-17:30", None, None, "7-11 13.5-17.5"),
    "two sections, words": ("早上7点-11点和下午1点半-5点半", None, None, "7-11 13.5-17.5"),
    "sections that touch": ("7:00-11:00、11:00-15:00", None, None, "7-11 11-15"),
    "sections of a whole day": ("7:00-11:00、12:00-次日7:00", None, None, "7-11 12-31"),
    "sections over midnight": ("22:00-次日2:00、次日3:00-6:00", None, None, "22-26 27-30"),
}


@pytest.mark.parametrize("case", TIMES)
def test_times(tmp_path: Path, case: str) -> None:
    start, end, length, expected = TIMES[case]
    one, said = read(tmp_path, 开始=start, 结束=end, 时长=length)
    assert said == {}
    assert spans(one) == expected


@pytest.mark.parametrize(
    ("cells", "place", "text"),
    [
        ({"开始": None}, "D2", "没有填开始时间"),
        ({"结束": None}, "E2", "没有填结束，也没有填时长，看不出到几点"),
        ({"开始": "0800"}, "D2", "「0800」不是时刻，请写成 08:30"),
        ({"开始": "25:70"}, "D2", "「25:70」不是时刻，请写成 08:30 或 次日 08:30"),
        ({"结束": "50:00"}, "E2", "「50:00」不是时刻，请写成 08:30 或 次日 08:30"),
        ({"结束": "48:00"}, "E2", "「48:00」不是时刻，请写成 08:30 或 次日 08:30"),
        ({"结束": "24:60"}, "E2", "「24:60」不是时刻，请写成 08:30 或 次日 08:30"),
        ({"开始": "24:00"}, "D2", "开始要在当天，不能写到次日"),
        ({"结束": "次日26:00"}, "E2", "「次日26:00」不是时刻，请写成 08:30 或 次日 08:30"),
        ({"开始": "次日2:00"}, "D2", "开始要在当天，不能写到次日"),
        ({"开始": "26:00"}, "D2", "开始要在当天，不能写到次日"),
        (
            {"开始": "早上8点半", "结束": "8点"},
            "E2",
            "「8点」看不准是上午还是下午，请按 24 小时写，如 20:30",
        ),
        ({"结束": "次日20:00"}, "E2", "一天最长 24 小时"),
        ({"结束": None, "时长": 30}, "F2", "一天最长 24 小时"),
        ({"结束": None, "时长": 0}, "F2", "「0」：时长要大于 0"),
        ({"结束": None, "时长": -2}, "F2", "「-2」是负数"),
        ({"结束": None, "时长": "半天"}, "F2", "「半天」不是时长，请填数字"),
        ({"时长": 10}, "F2", "从开始到结束是 12 小时，时长却写了 10；请只留一个，或改成一致"),
        ({"开始": "7:00-11:00、13:30-17:30"}, "E2", "开始里已写了从几点到几点，这里请留空"),
        ({"开始": "7:00、13:30", "结束": None}, "D2", "「7:00、13:30」看不出从几点到几点"),
        ({"开始": "7:00-9:00-11:00", "结束": None}, "D2", "看不出从几点到几点"),
        ({"开始": "13:00-17:00、7:00-11:00", "结束": None}, "D2", "几段时间要按先后写，不能重叠"),
        ({"开始": "7:00-11:00、10:00-17:00", "结束": None}, "D2", "几段时间要按先后写，不能重叠"),
        ({"开始": "7:00-11:00、次日6:00-9:00", "结束": None}, "D2", "一天最长 24 小时"),
        ({"班次": None}, "B2", "没有填班次的名称"),
        ({"班次": "早、晚"}, "B2", "「早、晚」太长或有标点；班次名称最多 10 个字，不用标点"),
        ({"班次": "一二三四五六七八九十一"}, "B2", "班次名称最多 10 个字"),
        ({"周期": "双周"}, "K2", "「双周」不在可填的词里，请填 日 / 周 / 周末 / 连休"),
        ({"人数": -1}, "H2", "「-1」是负数，人数不能小于 0"),
        ({"人数": 1.5}, "H2", "「1.5」不是整数"),
        ({"人数": "两个"}, "H2", "「两个」不是人数，请填数字"),
        ({"人数": 51}, "H2", "一班 51 人太多了，最多 50 人，请核对"),
        ({"休息日人数": 51}, "I2", "一班 51 人太多了"),
        ({"法定节假日人数": 51}, "J2", "一班 51 人太多了"),
        ({"工时": "八"}, "G2", "「八」不是工时，请填数字"),
        (
            {"起": "2026-12-10", "止": "2026-12-09"},
            "M2",
            "止 2026-12-09 早于起 2026-12-10，这个班一天也没有；请改正",
        ),
        ({"起": "明年"}, "L2", "「明年」不是确定的日期，请写成 2026-12-01"),
        ({"简称": "早班班"}, "C2", "简称「早班班」太长，最多 2 个字"),
        *(
            ({"简称": mark}, "C2", f"「{mark}」在表上另有意思（休息、请假等），不能当早班的简称")
            for mark in ("休", "假", "●", "公休", "病假", "○", "/")
        ),
        *(
            ({"简称": mark}, "C2", f"简称「{mark}」里不能有标点和空格")
            for mark in ("早、", "早,", "早;", "A/", "▲早")
        ),
        ({"班次": "休息班"}, "B2", "「休」在表上另有意思（休息、请假等），不能当休息班的简称"),
    ],
)
def test_a_fault_is_said_at_its_cell(
    tmp_path: Path, cells: dict[str, Any], place: str, text: str
) -> None:
    _, said = read(tmp_path, **cells)
    assert [*said] == [f"班次!{place}"]
    assert text in said[f"班次!{place}"]


def test_every_fault_of_a_row_is_said_at_once(tmp_path: Path) -> None:
    _, said = read(
        tmp_path,
        **{"岗位": "保安", "班次": None, "简称": "休", "开始": "x", "结束": "y", "时长": "z"},
        **{"工时": "w", "人数": -1, "周期": "年", "起": "a", "止": "b"},
    )
    assert set(said) == {f"班次!{column}2" for column in "ABCDEFGHKLM"}


@pytest.mark.parametrize(
    ("written", "every"),
    [
        *((word, Every.DAY) for word in (None, "日", "天", "每天", "每日")),
        *((word, Every.WEEK) for word in ("周", "每周", "星期", "一周")),
        *((word, Every.WEEKEND) for word in ("周末", "双休", "双休日", "周六日")),
        *((word, Every.DAYS_OFF) for word in ("连休", "节假日", "假期", "连假")),
    ],
)
def test_cycles(tmp_path: Path, written: str | None, every: Every) -> None:
    one, said = read(tmp_path, 周期=written, 结束="8:00")
    assert (said, one.every) == ({}, every)


NOBODY = {"人数": 0, "休息日人数": 0, "法定节假日人数": 0}


@pytest.mark.parametrize("cycle", ["周", "周末", "连休"])
def test_a_longer_cycle_needs_somebody(tmp_path: Path, cycle: str) -> None:
    wrong = f"周期是{cycle}，人数却是 0，一班也排不出来；请填人数，不要这个班就删去这一行"
    for seats, expected in (
        ({"人数": 0}, {"班次!H2": wrong}),
        (NOBODY, {"班次!H2": wrong}),
        (NOBODY | {"休息日人数": 1}, {}),
        ({"法定节假日人数": 0}, {}),
    ):
        _, said = read(tmp_path, 周期=cycle, 结束="8:00", **seats)
        assert said == expected


def test_a_week_ends_when_it_began(tmp_path: Path) -> None:
    for cells in ({"结束": None}, {"结束": "8:00"}, {"结束": None, "时长": 168}):
        one, said = read(tmp_path, 周期="周", **cells)
        assert (said, spans(one)) == ({}, "8-32")
    _, said = read(tmp_path, 周期="周")
    text = "周期是周，从周一的开始时刻起连值七天，这里写的没有用到"
    assert said == {"班次!E2": text}


def test_what_is_left_out_has_its_default(tmp_path: Path) -> None:
    one, said = read(tmp_path)
    assert said == {}
    eight, twenty = timedelta(hours=8), timedelta(hours=20)
    assert one == Shift("早班", "早", ((eight, twenty),))


def test_what_is_written_counts(tmp_path: Path) -> None:
    one, said = read(
        tmp_path,
        **{"简称": "A1", "工时": 7.5, "人数": 3, "休息日人数": 2, "法定节假日人数": 0},
        **{"起": "2026-12-05", "止": "12月20日"},
    )
    assert said == {}
    assert (one.mark, one.hours) == ("A1", timedelta(hours=7.5))
    assert (one.need, one.need_rest, one.need_holiday) == (3, 2, 0)
    assert (one.first, one.last) == (date(2026, 12, 5), date(2026, 12, 20))


def test_the_most_that_is_allowed(tmp_path: Path) -> None:
    name = "一二三四五六七八九十"
    one, said = read(tmp_path, 班次=name, 人数=50, 起="2026-12-05", 止="2026-12-05")
    assert said == {}
    assert (one.name, one.need, one.first, one.last) == (name, 50, *[date(2026, 12, 5)] * 2)


def test_a_shift_without_an_end_goes_on(tmp_path: Path) -> None:
    one, said = read(tmp_path, 止="长期")
    assert (said, one.last) == ({}, date.max)


def test_one_name_twice(tmp_path: Path) -> None:
    rows = [
        shift("保洁"),
        shift("保洁", start="20:00", end="8:00", 简称="晚"),
        shift("绿化", 简称="晚"),
    ]
    posts = [{"岗位": "保洁"}, {"岗位": "绿化", "表": "保洁员值班表"}]
    _, said = posts_of(tmp_path, 岗位=posts_sheet(*posts), 班次=shifts_sheet(*rows))
    assert said == {"班次!B3": "保洁的「早班」填了两次（另一处在 B2）"}


MARKS = {
    "of one post": ([shift("保洁"), shift("保洁", "早晚班", "21:00", "23:00")], "B3"),
    "typed": ([shift("保洁"), shift("保洁", "晚班", "21:00", "23:00", 简称="早")], "C3"),
    "in another case": (
        [shift("保洁", 简称="A"), shift("保洁", "晚班", "21:00", "23:00", 简称="a")],
        "C3",
    ),
    "of two posts": ([shift("保洁"), shift("绿化")], "B3"),
}


@pytest.mark.parametrize("case", MARKS)
def test_a_mark_stands_for_one_shift_of_a_table(tmp_path: Path, case: str) -> None:
    rows, place = MARKS[case]
    posts = [{"岗位": "保洁"}, {"岗位": "绿化", "表": "保洁员值班表"}]
    rows = rows if case == "of two posts" else [*rows, shift("绿化", "绿化")]
    _, said = posts_of(tmp_path, 岗位=posts_sheet(*posts), 班次=shifts_sheet(*rows))
    assert [*said] == [f"班次!{place}"]
    assert "和保洁的早班（B2）的一样，表上分不清；请在简称里另写一个字" in said[f"班次!{place}"]


def test_marks_of_other_tables_and_of_duties_are_free(tmp_path: Path) -> None:
    posts = [{"岗位": name} for name in ("备班", "保洁", "绿化")]
    rows = [shift(name) for name in (POST, "备班", "保洁", "绿化")]
    _, said = posts_of(tmp_path, 岗位=posts_sheet(*posts), 班次=shifts_sheet(*rows))
    assert said == {}


def test_a_post_that_nobody_has_set_up(tmp_path: Path) -> None:
    rows = [shift("保结"), shift("工程"), shift("")]
    _, said = posts_of(tmp_path, 岗位=posts_sheet({"岗位": "保洁"}), 班次=shifts_sheet(*rows))
    ways = "请在〈岗位〉加一行，或改成里面有的"
    assert said == {
        "班次!A2": f"〈岗位〉里没有「保结」，是不是 保洁？{ways}",
        "班次!A3": f"〈岗位〉里没有「工程」；{ways}",
        "班次!A4": "没有填岗位",
    }
