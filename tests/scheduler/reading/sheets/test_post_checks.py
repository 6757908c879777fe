"""What no roster can mend, said before any search at the cell that asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from scheduler.errors import Exit
from tests.books import STAFF, centre
from tests.scheduler.reading.centre_files import faults
from tests.scheduler.reading.post_sheets import posts_sheet, shift, shifts_sheet

if TYPE_CHECKING:
    from pathlib import Path

    from tests.scheduler.reading.post_sheets import Row

POST = "管理员值班"
CLEANERS = [*STAFF, ["刘婶", "005", "保洁员"], ["张嫂", "006", "保洁"]]


def wrong(folder: Path, *rows: Row, posts: tuple[Row, ...] = ({"岗位": "保洁"},)) -> dict[str, str]:
    """Return what is wrong with the shifts of a centre with four administrators, two cleaners."""
    return faults(folder, 员工=CLEANERS, 岗位=posts_sheet(*posts), 班次=shifts_sheet(*rows))


def short(kind: str, seats: int) -> str:
    return f"保洁早班{kind}要 {seats} 人，能排的只有 2 人"


SEATS: dict[str, tuple[Row, dict[str, str]]] = {
    "on workdays": (
        {"人数": 3, "休息日人数": 1},
        {"班次!H2": short("工作日", 3)},
    ),
    "on rest days": ({"人数": 2, "休息日人数": 4}, {"班次!I2": short("休息日", 4)}),
    "on both": (
        {"人数": 3, "休息日人数": 4},
        {"班次!H2": short("工作日", 3), "班次!I2": short("休息日", 4)},
    ),
    "over the week's end": ({"人数": 3, "周期": "周末"}, {"班次!H2": short("休息日", 3)}),
}


@pytest.mark.parametrize("case", SEATS)
def test_more_seats_than_people(tmp_path: Path, case: str) -> None:
    cells, expected = SEATS[case]
    assert wrong(tmp_path, shift("保洁") | cells) == expected


def test_more_administrators_than_there_are(tmp_path: Path) -> None:
    found = wrong(tmp_path, shift(POST, 人数=4, 休息日人数=5), shift("保洁"))
    assert found == {"班次!I2": f"{POST}早班休息日要 5 人，能排的只有 4 人"}


def test_seats_of_another_month_stop_nothing(tmp_path: Path) -> None:
    later = shift("保洁", "晚班", "20:00", "22:00", 人数=9, 起="2027-01-01")
    sheets: dict[str, Any] = {"岗位": posts_sheet({"岗位": "保洁"})}
    read = centre(tmp_path, 员工=CLEANERS, 班次=shifts_sheet(shift("保洁"), later), **sheets)
    assert read.table == "值班安排表"


OVERLAPS: dict[str, tuple[list[Row], dict[str, str]]] = {
    "two of a day": (
        [shift("保洁"), shift("保洁", "晚班", "19:00", "23:00")],
        {"班次!D3": "12月1日的早班和12月1日的晚班时间重叠"},
    ),
    "over midnight": (
        [shift("保洁", "夜班", "20:00", "8:30"), shift("保洁")],
        {"班次!D3": "12月1日的夜班和12月2日的早班时间重叠"},
    ),
    "in the middle of two sections": (
        [shift("保洁", "两段", "7:00-11:00、15:00-19:00", None), shift("保洁", "晚班", "18:00")],
        {"班次!D3": "12月1日的两段班和12月1日的晚班时间重叠"},
    ),
}


@pytest.mark.parametrize("case", OVERLAPS)
def test_shifts_of_one_post_that_overlap(tmp_path: Path, case: str) -> None:
    rows, expected = OVERLAPS[case]
    cure = "；同一岗位的班不能重叠，几个人同时上就填人数"
    assert wrong(tmp_path, *rows) == {place: text + cure for place, text in expected.items()}


def test_what_lies_between_two_sections_is_free(tmp_path: Path) -> None:
    rows = [
        shift("保洁", "两段", "7:00-11:00、15:00-19:00", None),
        shift("保洁", "中班", "11:00", "15:00"),
    ]
    read = centre(
        tmp_path, 员工=CLEANERS, 岗位=posts_sheet({"岗位": "保洁"}), 班次=shifts_sheet(*rows)
    )
    assert read.table == "值班安排表"


def test_a_post_of_nobody(tmp_path: Path) -> None:
    posts: tuple[Row, ...] = ({"岗位": "保洁"}, {"岗位": "带班"})
    found = wrong(tmp_path, shift("带班"), posts=posts)
    assert found == {"岗位!A3": "带班没有一个人可排；请核对人选，或在〈员工〉填可排岗位"}


def test_no_duty_all_month(tmp_path: Path) -> None:
    nobody = {"人数": 0, "休息日人数": 0, "法定节假日人数": 0}
    found = wrong(tmp_path, shift(POST) | nobody)
    assert found == {"岗位!": f"{POST} 12月一班也没有，请核对〈班次〉的人数和起止"}


UNCOVERED = {
    "the night": ([shift(POST)], ["每天 20:00–次日 8:00 无人值班"]),
    "two gaps": (
        [shift(POST), shift(POST, "夜班", "22:00", "6:00")],
        ["每天 6:00–8:00 无人值班", "每天 20:00–22:00 无人值班"],
    ),
    "on some days": (
        [shift(POST), shift(POST, "夜班", "20:00", "8:00", 法定节假日人数=0)],
        ["法定节假日 20:00–次日 8:00 无人值班"],
    ),
    "never": ([shift(POST), shift(POST, "夜班", "20:00", "8:00")], []),
    "of days without any duty nothing is asked": (
        [shift(POST, end="8:00", 人数=0, 休息日人数=1)],
        [],
    ),
}


@pytest.mark.parametrize("case", UNCOVERED)
def test_hours_that_nobody_covers(tmp_path: Path, case: str) -> None:
    rows, expected = UNCOVERED[case]
    read = centre(tmp_path, 历史=[["日期", "值班人"]], 班次=shifts_sheet(*rows))
    said = [one for one in read.warnings if one.code == "uncovered"]
    assert [one.text for one in said] == expected == list(read.uncovered)
    assert {(one.sheet, one.exit) for one in said} <= {("班次", Exit.LOOK)}


def test_a_short_duty_by_the_settings_alone(tmp_path: Path) -> None:
    read = centre(tmp_path, 设置=[["参数", "值"], ["值班时长", 12]])
    (said,) = [one for one in read.warnings if one.code == "uncovered"]
    assert (said.sheet, said.text) == ("设置", "每天 20:30–次日 8:30 无人值班")
