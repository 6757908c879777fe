"""The words of the sheets as people write them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from constraints import Pin, Substitution, Wish
from constraints.calendar import DayKind
from scheduler.reading.cells.named_cells import Cell
from scheduler.reading.cells.values import Unreadable, weekdays
from tests.books import centre
from tests.scheduler.reading.centre_files import faults

if TYPE_CHECKING:
    from pathlib import Path

CHANGE = ["类型", "值班日期", "原值班人", "替班人", "换回日期", "状态"]
FIFTH, NINTH = date(2026, 12, 5), date(2026, 12, 9)
WORKING, WEEKEND = {0, 1, 2, 3, 4}, {5, 6}


@pytest.mark.parametrize("word", ["顶班", "替班", "顶岗", " 替 班 ", "\u2068替班\u2069"])
def test_a_substitution(tmp_path: Path, word: str) -> None:
    row = [word, "12月5日", "王静", "李梅", None, "已批准"]
    read = centre(tmp_path, 变更=[CHANGE, row])
    assert read.problem.substitutions == (Substitution(FIFTH, "001", "002"),)
    assert read.notes[FIFTH] == ("顶班（原王静）",)


@pytest.mark.parametrize("word", ["换班", "调班", "互换", "对调", "调\u200b班"])
def test_a_swap(tmp_path: Path, word: str) -> None:
    row = [word, "12月5日", "王静", "李梅", "12月9日", "已批准"]
    read = centre(tmp_path, 变更=[CHANGE, row])
    assert read.problem.substitutions == (Substitution(FIFTH, "001", "002", NINTH),)
    assert read.notes[NINTH] == ("换班（原李梅）",)


MUST, NEVER = Pin("001", NINTH, True), Pin("001", NINTH, False)
LIKE, RATHER_NOT = Wish("001", NINTH, True), Wish("001", NINTH, False)
REQUESTS = {
    **dict.fromkeys(("必须", "必排", "必值", "必须值班"), MUST),
    **dict.fromkeys(("不可", "不排", "勿排", "不能排", "不能", "不要排"), NEVER),
    **dict.fromkeys(("希望", "想值", "愿意", "愿意值班", "希望值班"), LIKE),
    **dict.fromkeys(("不希望", "不想", "不愿", "不愿意", "不想值", "尽量不排"), RATHER_NOT),
}


@pytest.mark.parametrize("word", REQUESTS)
def test_a_request(tmp_path: Path, word: str) -> None:
    problem = centre(tmp_path, 指定=[["姓名", "日期", "要求"], ["王静", "12月9日", word]]).problem
    assert [*problem.pins, *problem.wishes] == [REQUESTS[word]]


@pytest.mark.parametrize("word", ["随便", "可以", "休息", "值班", "必须不排"])
def test_what_is_no_request_is_refused(tmp_path: Path, word: str) -> None:
    found = faults(tmp_path, 指定=[["姓名", "日期", "要求"], ["王静", "12月9日", word]])
    assert set(found) == {"指定!C2"}


DAYS = {
    **dict.fromkeys(("法定节假日", "法定", "节假日", "法定假日"), (7, DayKind.HOLIDAY)),
    **dict.fromkeys(("休息日", "休息", "公休", "调休放假", "补休"), (7, DayKind.REST)),
    **dict.fromkeys(("调休上班", "补班", "上班", "补班日"), (12, DayKind.ADJUSTED)),
    **dict.fromkeys(("工作日", "上班日"), (8, DayKind.WORKDAY)),
}


@pytest.mark.parametrize("word", DAYS)
def test_a_kind_of_day(tmp_path: Path, word: str) -> None:
    day, kind = DAYS[word]
    rows = [["日期", "类型", "名称"], [f"12月{day}日", word, "本中心"]]
    assert centre(tmp_path, 节假日=rows).calendar.kind(date(2026, 12, day)) is kind


@pytest.mark.parametrize("word", ["调休", "放假", "特殊"])
def test_a_kind_of_day_that_may_be_two_is_asked_about(tmp_path: Path, word: str) -> None:
    found = faults(tmp_path, 节假日=[["日期", "类型"], ["12月12日", word], ["下周三", word]])
    assert set(found) == {"节假日!B2", "节假日!A3", "节假日!B3"}


WEEKDAYS = {
    **dict.fromkeys(
        ("周一至周五", "周一到五", "周一-周五", "周一～五", "一至五", "周1-5"), WORKING
    ),
    **dict.fromkeys(("星期一至星期五", "工作日", "周一——周五", "每周一至周五"), WORKING),
    **dict.fromkeys(
        ("周末", "双休日", "周六日", "周六、周日", "礼拜六和礼拜天", "每周末"), WEEKEND
    ),
    "周末、周三": {2, 5, 6},
    "周五至周一": {0, 4, 5, 6},
    "每周三": {2},
    "周一，周二；周三": {0, 1, 2},
    "周一 周三": {0, 2},
    "周1、周3": {0, 2},
    "\u2068周三\u2069": {2},
}


@pytest.mark.parametrize("text", WEEKDAYS)
def test_a_list_of_weekdays(text: str) -> None:
    assert weekdays(Cell("员工", (1, 2, 3), text)) == WEEKDAYS[text]


@pytest.mark.parametrize("text", ["3", "周八", "周", "周一至", "除周三", "单休", "一三"])
def test_what_is_no_list_of_weekdays(text: str) -> None:
    cell = Cell("员工", (1, 2, 3), text)
    if text == "一三":
        assert weekdays(cell) == {0, 2}
        return
    with pytest.raises(Unreadable):
        weekdays(cell)


def test_the_month_and_the_handover_of_the_settings(tmp_path: Path) -> None:
    for month in ("12", "12月", "2026年12月", "2026/12", 12, "十二月", date(2026, 12, 1)):
        rows = [["参数", "值"], ["排班月份", month], ["交接时间", "早上8点半"]]
        settings = centre(tmp_path, 设置=rows).settings
        assert settings.month == date(2026, 12, 1)
        assert f"{settings.policy.handover:%H:%M}" == "08:30"
    found = faults(tmp_path, 设置=[["参数", "值"], ["排班月份", 2026.1], ["交接时间", "晚上1点"]])
    assert set(found) == {"设置!B2", "设置!B3"}


UNSEEN = "\u2068\u2069\u200e\u200f\u202a\u202c\u061c\u00ad\u2060\ufe0f\U000e0100\u034f\u3164\u180e"


@pytest.mark.parametrize("mark", UNSEEN, ids=lambda mark: f"{ord(mark):04X}")
def test_what_nobody_sees_is_no_part_of_a_name_an_id_a_word_or_a_heading(
    tmp_path: Path, mark: str
) -> None:
    def hidden(text: str) -> str:
        return f"{mark}{text[:1]}{mark}{text[1:]}{mark}"

    read = centre(
        tmp_path,
        员工=[
            [hidden("姓名"), hidden("工号"), hidden("岗位"), hidden("会电脑")],
            [hidden("王静"), hidden("001"), hidden("客服管理员"), hidden("是")],
            ["李梅", "002", "客服管理员", "是"],
        ],
        请假=[
            ["姓名", "工号", "开始", "状态"],
            ["王静", "001", hidden("12月5日"), hidden("已批准")],
        ],
        指定=[["姓名", "日期", "要求"], [hidden("李梅"), "12月9日", hidden("不排")]],
    )
    (leave,) = read.problem.leaves
    assert (leave.person, leave.start.day, leave.end.day) == ("001", 5, 6)
    assert read.problem.pins == (Pin("002", NINTH, False),)
    assert read.name("001") == "王静"
