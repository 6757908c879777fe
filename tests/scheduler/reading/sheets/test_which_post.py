"""Which post and shift a row of 变更, 指定 or 历史 speaks of."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from constraints.domain import POST
from scheduler.errors import InputError
from scheduler.reading.read_centre import read_tables
from tests.books import DECEMBER, TODAY, places
from tests.scheduler.estate import BEFORE, estate

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.reading.centre import Centre
    from tests.books import Rows

PINS = ["姓名", "日期", "要求"]
NAMED = [*PINS, "岗位", "班次"]


def by_post(folder: Path, **sheets: Rows) -> dict[str, Centre]:
    tables = read_tables(estate(folder, **sheets), TODAY, DECEMBER)
    return {one.problem.post: one for table in tables for one in table.posts}


def faults(folder: Path, **sheets: Rows) -> dict[str, str]:
    with pytest.raises(InputError) as error:
        by_post(folder, **sheets)
    return places(error.value)


def day(number: int) -> date:
    return date(2026, 12, number)


def test_a_row_speaks_of_the_only_post_of_its_person(tmp_path: Path) -> None:
    rows = [PINS, ["刘婶", day(5), "必须"], ["高经理", day(7), "必须"], ["刘婶", day(9), "希望"]]
    found = by_post(tmp_path, 指定=rows)
    assert [(pin.person, pin.date) for pin in found["保洁"].problem.pins] == [("20", day(5))]
    assert [(pin.person, pin.date) for pin in found["带班"].problem.pins] == [("10", day(7))]
    assert [wish.person for wish in found["保洁"].problem.wishes] == ["20"]


def test_what_somebody_cannot_or_would_rather_not_holds_for_every_post(tmp_path: Path) -> None:
    rows = [PINS, ["王静", day(5), "不可"], ["王静", day(9), "不想"]]
    found = by_post(tmp_path, 指定=rows)
    for post in (POST, "备班"):
        assert [pin.date for pin in found[post].problem.pins] == [day(5)]
        assert [wish.date for wish in found[post].problem.wishes] == [day(9)]


def test_a_sheet_without_the_column_is_as_it_was(tmp_path: Path) -> None:
    """It was filled in before there was more than one post."""
    changes = [
        ["类型", "值班日期", "原值班人", "替班人", "状态"],
        ["顶班", day(5), "王静", "李梅", "已批准"],
    ]
    before = [row[:2] for row in BEFORE]
    found = by_post(tmp_path, 变更=changes, 历史=before, 指定=[PINS, ["王静", day(9), "必须"]])
    assert len(found[POST].problem.substitutions) == 1
    assert len(found[POST].problem.known_duties) == 7
    assert [pin.date for pin in found[POST].problem.pins] == [day(9)]
    assert not found["备班"].problem.pins


def test_where_nobody_can_tell_the_cell_is_asked_for(tmp_path: Path) -> None:
    found = faults(tmp_path, 指定=[NAMED, ["王静", day(5), "必须", None, None]])
    assert "请填岗位" in found["指定!D2"]
    found = faults(tmp_path, 历史=[*BEFORE, [date(2026, 11, 23), "王静", None]])
    assert "管理员值班、备班" in found["历史!C9"]


def test_unknown_posts_and_shifts_are_named(tmp_path: Path) -> None:
    rows = [NAMED, ["刘婶", day(5), "必须", "保结", None], ["刘婶", day(6), "必须", None, "晚班"]]
    found = faults(tmp_path, 指定=rows)
    assert "可填 保洁" in found["指定!D2"]
    assert "早班、中班" in found["指定!E3"]


def test_a_pin_may_name_the_shift_or_leave_it_open(tmp_path: Path) -> None:
    rows = [NAMED, ["刘婶", day(5), "必须", None, "中班"], ["张嫂", day(5), "必须", None, None]]
    pins = by_post(tmp_path, 指定=rows)["保洁"].problem.pins
    assert [(pin.person, pin.shift) for pin in pins] == [("20", "中班"), ("21", "")]


def test_two_posts_that_somebody_must_serve_at_once_are_refused(tmp_path: Path) -> None:
    rows = [NAMED, ["王静", day(5), "必须", POST, None], ["王静", day(5), "必须", "备班", None]]
    found = faults(tmp_path, 指定=rows)
    assert "王静" in found["指定!B3"]
    assert "管理员值班" in found["指定!B3"]


def test_a_shift_passed_on_needs_its_name_where_there_are_two(tmp_path: Path) -> None:
    heads = ["类型", "值班日期", "原值班人", "替班人", "状态", "班次"]
    row = ["顶班", day(5), "刘婶", "张嫂", "已批准"]
    assert "请填班次" in faults(tmp_path, 变更=[heads, [*row, None]])["变更!F2"]
    (sub,) = by_post(tmp_path, 变更=[heads, [*row, "早班"]])["保洁"].problem.substitutions
    assert (sub.shift, sub.replacement) == ("早班", "21")


def test_history_of_shifts(tmp_path: Path) -> None:
    last = date(2026, 11, 30)
    heads = ["日期", "值班人", "岗位", "班次"]
    rows = [heads, [last, "刘婶", "保洁", "早班"], [last, "张嫂", None, "中班"]]
    known = by_post(tmp_path, 历史=rows)["保洁"].problem.known_duties
    assert {(one.person, one.duty.shift) for one in known} == {("20", "早班"), ("21", "中班")}
    twice = faults(tmp_path, 历史=[*rows, [last, "李姨", "保洁", "早班"]])
    assert "填了两次" in twice["历史!A4"]
    assert "请填班次" in faults(tmp_path, 历史=[heads, [last, "刘婶", None, None]])["历史!D2"]


def test_a_shift_may_say_which_post_is_meant(tmp_path: Path) -> None:
    rows = [NAMED, ["王静", day(5), "必须", None, "备班"], ["王静", day(9), "不可", None, "备班"]]
    found = by_post(tmp_path, 指定=rows)
    assert [pin.date for pin in found["备班"].problem.pins] == [day(5), day(9)]
    assert not found[POST].problem.pins


def warned(folder: Path, *rows: list[object]) -> dict[str, str]:
    """Return what is said of rows of 指定 without effect, by cell."""
    read = read_tables(estate(folder, 指定=[PINS, *rows]), TODAY, DECEMBER)
    said = (one for table in read for one in table.warnings)
    return {one.cell: one.text for one in said if one.code == "no-duty"}


def test_a_duty_of_several_days_is_meant_by_its_first(tmp_path: Path) -> None:
    begun = "12月8日没有带班开始，那天的班从12月7日起，请填那一天"
    assert faults(tmp_path, 指定=[PINS, ["高经理", day(8), "必须"]]) == {"指定!B2": begun}
    early = "12月3日没有带班开始，请改日期，或删去这一行"
    assert faults(tmp_path, 指定=[PINS, ["高经理", day(3), "必须"]]) == {"指定!B2": early}
    unused = "；现在没有用到"
    for request in ("不可", "希望", "不希望", "特批"):
        approver = [[*PINS, "批准人"], ["高经理", day(8), request, "林主管"]]
        read, *_ = read_tables(estate(tmp_path, 指定=approver), TODAY, DECEMBER)
        assert [one.text for one in read.warnings if one.code == "no-duty"] == [begun + unused]
    # Of several days one is enough, and the other months are not looked at.
    assert warned(tmp_path, ["高经理", "12月6日-9日", "不可"]) == {}
    assert warned(tmp_path, ["高经理", "1月5日", "必须"], ["刘婶", day(8), "必须"]) == {}


def test_changes_of_a_duty_of_several_days_name_its_first(tmp_path: Path) -> None:
    heads = ["类型", "值班日期", "原值班人", "替班人", "换回日期", "状态"]
    swap = ["换班", day(7), "高经理", "林主管", day(15), "已批准"]
    late = ["顶班", day(9), "雷主管", "林主管", None, "已批准"]
    assert faults(tmp_path, 变更=[heads, swap, late]) == {
        "变更!E2": "12月15日没有带班开始，那天的班从12月14日起，请填那一天",
        "变更!B3": "12月9日没有带班开始，那天的班从12月7日起，请填那一天",
    }


def test_two_shifts_of_one_day_may_be_swapped(tmp_path: Path) -> None:
    heads = ["类型", "值班日期", "原值班人", "替班人", "换回日期", "状态", "班次", "换回班次"]
    row = ["换班", day(5), "刘婶", "张嫂", day(5), "已批准", "早班"]
    (sub,) = by_post(tmp_path, 变更=[heads, [*row, "中班"]])["保洁"].problem.substitutions
    assert (sub.date, sub.back, sub.shift, sub.back_shift) == (day(5), day(5), "早班", "中班")
    found = faults(tmp_path, 变更=[heads, [*row, "早班"]])
    assert found == {
        "变更!E2": "换回日期和值班日期是同一天，班次也一样；同一天对调，请填班次和换回班次"
    }
    found = faults(tmp_path, 变更=[heads, [*row, "晚班"]])
    assert found == {"变更!H2": "保洁没有「晚班」这个班次（早班、中班）"}


def test_openings_are_the_first_post_s_alone(tmp_path: Path) -> None:
    heads = ["姓名", "合计", "截至日期"]
    rows = [heads, ["王静", 40, "2026-11-30"], ["刘婶", 200, "2026-11-30"]]
    read, *_ = read_tables(estate(tmp_path, 期初累计=rows), TODAY, DECEMBER)
    said = {one.cell: one.text for one in read.warnings if one.code == "opening-unused"}
    assert said == {"A3": f"期初累计只用于{POST}，刘婶的没有用到"}


def test_one_person_on_two_shifts_of_a_day(tmp_path: Path) -> None:
    rows = [["刘婶", day(5), "必须", None, shift] for shift in ("早班", "中班")]
    found = faults(tmp_path, 指定=[NAMED, *rows])
    assert [*found] == ["指定!B2"]
    assert found["指定!B2"].endswith("要留住它，12月5日只能值一班")


def test_before_its_shifts_began_the_first_post_had_one_duty(tmp_path: Path) -> None:
    heads = ["岗位", "班次", "开始", "结束", "起"]
    day_shift = [POST, "白班", "8:30", "20:30", date(2026, 12, 1)]
    night = [POST, "夜班", "20:30", "8:30", date(2026, 12, 1)]
    sheets: dict[str, Rows] = {"岗位": [["岗位"]], "班次": [heads, day_shift, night]}
    known = by_post(tmp_path, **sheets)[POST].problem.known_duties
    assert [one.duty.shift for one in known] == [""] * 7
    assert known[0].duty.end - known[0].duty.start == timedelta(hours=24)
    twice = faults(tmp_path, **sheets, 历史=[*BEFORE, [date(2026, 11, 30), "李梅", None]])
    assert "填了两次" in twice["历史!A9"]
    sheets["班次"] = [heads, day_shift[:-1], night[:-1]]
    assert "请填班次" in faults(tmp_path, **sheets)["历史!A2"]


def test_a_date_of_which_no_shift_is_possible_is_refused(tmp_path: Path) -> None:
    away = [["姓名", "开始", "状态"], ["刘婶", day(5), "已批准"]]
    found = faults(tmp_path, 指定=[PINS, ["刘婶", day(5), "必须"]], 请假=away)
    assert "请假" in found["指定!B2"]
