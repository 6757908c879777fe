"""How many people are enough, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from constraints import Person, Standing
from scheduler.explaining.absences import USUAL, Absences
from scheduler.explaining.outlook import Outlook
from scheduler.reporting.staffing_words import staffing_line, staffing_notes
from tests.build import MONTH, away, month

HOURS = timedelta(hours=106 * 7 * 300)
SEEN = Absences((away("a", 1, 2),) * 12, 584, MONTH.replace(month=9), MONTH, 12, False)


@pytest.mark.parametrize(
    ("short", "gaps", "said"),
    [
        (36, 54, "100 个月里约有 12 个月会缺班（9～16），缺的月份平均缺 1.5 班"),
        (2, 2, "100 个月里约有 0.7 个月会缺班（0.2～2），缺的月份平均缺 1.0 班"),
        (0, 0, "模拟的 300 个月都不缺班（100 个月里最多 1 个月）"),
        (300, 330, "模拟的 300 个月都缺班（100 个月里至少 99 个月），缺的月份平均缺 1.1 班"),
    ],
)
def test_a_line_says_how_often_and_how_long(short: int, gaps: int, said: str) -> None:
    one = Outlook(-1, 7, 300, short, gaps, HOURS)
    assert staffing_line(one) == f"少一人（7 人）：{said}；每人每月约 106 小时"


def test_the_notes_say_what_the_numbers_rest_on() -> None:
    people = (Person("a", "甲"), Person("b", "乙"))
    posed = month(3, *people)
    leave, draws, who = staffing_notes(posed, SEEN, 300, 7)
    assert leave == "2026-09-01 至 2026-11-30 有 12 次请假和顶班，相当于每人每年不在 15 天"
    assert "300 个 12 月" in draws and "种子 7" in draws
    assert "随机去掉一人" in who
    usual = replace(SEEN, leaves=USUAL, days=365, seen=3, few=True)
    (leave, *_) = staffing_notes(posed, usual, 300, 7)
    assert "有 3 次请假和顶班，不足 10 次" in leave and "每人每年请假 23 天" in leave
    posed = month(3, *people, Person("c", "丙", Standing.RESERVE))
    assert "仅顶班的 1 人" in list(staffing_notes(posed, SEEN, 300, 7))[-1]
    *_, last = staffing_notes(posed, SEEN, 300, 7, ("管理员值班", "备班"))
    assert last.startswith("其中有人也排管理员值班、备班")
