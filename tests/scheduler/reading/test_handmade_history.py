"""Last month's table of people × days, put as sheet 历史, is what the month begins from."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from constraints.domain import Slot
from constraints.rulebook import from_policy
from scheduler.errors import InputError
from scheduler.reading.read_centre import read_centre, read_tables
from tests.books import DECEMBER, STAFF, TODAY, book, places
from tests.cleaners import HEAD, SIX, TABLE, TWO

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.reading.centre import Centre
    from tests.books import Rows

DAYS = list(range(1, 31))


def month(*people: list[Any], title: str = "2026年11月保洁排班表") -> Rows:
    return [[title], ["姓名", *DAYS], *people]


def marked(name: str, mark: str, *days: int) -> list[Any]:
    return [name, *(mark if day in days else "休" for day in DAYS)]


def cleaners(folder: Path, history: Rows) -> Centre:
    staff = [*STAFF, *([name, f"{nth}", "保洁员"] for nth, name in enumerate(SIX, 101))]
    sheets = {"岗位": [["岗位"], ["保洁"]], "班次": [HEAD, *TWO], "历史": history}
    path = book(folder / "值班数据.xlsx", 员工=staff, **sheets)
    return read_centre(path, TODAY, DECEMBER, table=TABLE)


def test_marks_are_the_shifts_of_the_post_that_knows_them(tmp_path: Path) -> None:
    history = month(marked("刘桂英", "早", 29, 30), marked("赵秀兰", "中班", 30))
    problem = cleaners(tmp_path, history).problem
    assert [(one.person, one.duty.slot) for one in problem.served] == [
        ("101", (date(2026, 11, 29), "保洁", "早班")),
        ("101", (date(2026, 11, 30), "保洁", "早班")),
        ("102", (date(2026, 11, 30), "保洁", "中班")),
    ]


def test_the_last_of_a_run_counts_in_the_month(tmp_path: Path) -> None:
    """Six days in a row up to the 30th: a shift on the 1st is the seventh."""
    history = month(marked("刘桂英", "早", *range(25, 31)))
    problem = cleaners(tmp_path, history).problem
    roster = problem.roster({Slot(DECEMBER, "保洁", "早班"): ("101",)})
    broken = from_policy(problem.policy).audit(problem, roster)
    assert [one.people for one in broken if one.code == "run"] == [("101",)]


def test_one_duty_a_day_is_read_from_any_usual_mark(tmp_path: Path) -> None:
    history = month(marked("王静", "值", 28), marked("李梅", "√", 30), title="11月值班表")
    path = book(tmp_path / "值班数据.xlsx", 历史=history)
    (centre,) = read_tables(path, TODAY, DECEMBER)
    assert [(one.person, one.duty.date.day) for one in centre.problem.served] == [
        (key_of(centre, "王静"), 28),
        (key_of(centre, "李梅"), 30),
    ]
    assert any("读到 2 个班" in line for line in centre.read_as)


@pytest.mark.parametrize(("title", "meant"), [("5月", (2026, 5)), ("12月", (2025, 12))])
def test_a_title_without_a_year_is_of_the_last_such_month(
    tmp_path: Path, title: str, meant: tuple[int, int]
) -> None:
    history = month(marked("刘桂英", "早", 30), title=title)
    (served,) = cleaners(tmp_path, history).problem.served
    assert (served.duty.date.year, served.duty.date.month) == meant


def test_rows_above_the_month_are_not_lost(tmp_path: Path) -> None:
    rows = [["日期", "值班人"], [date(2026, 11, 30), "王静"]]
    with pytest.raises(InputError) as caught:
        cleaners(tmp_path, [*rows, *month(marked("刘桂英", "早", 30))])
    assert "起名〈上月〉" in places(caught.value)["历史!A2"]
    below = [rows[0], *month(marked("刘桂英", "早", 30))]
    assert len(cleaners(tmp_path, below).problem.served) == 1


def key_of(centre: Centre, name: str) -> str:
    return next(one.key for one in centre.problem.people if one.name == name)


@pytest.mark.parametrize(
    ("history", "where", "words"),
    [
        (
            month(marked("刘桂英", "夜", 30)),
            "历史!AE3",
            "11月30日的「夜」不知道是什么班，可填 早、中",
        ),
        (month(marked("刘桂音", "早", 30)), "历史!A3", "刘桂英"),
        (month(marked("刘桂英", "早", 30), title="排班表"), "历史!A2", "看不出是哪个月"),
    ],
)
def test_what_nobody_can_tell_is_said_at_its_cell(
    tmp_path: Path, history: Rows, where: str, words: str
) -> None:
    with pytest.raises(InputError) as caught:
        cleaners(tmp_path, history)
    assert words in places(caught.value)[where]
