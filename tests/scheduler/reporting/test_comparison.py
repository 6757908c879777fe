"""What one roster has over another is said in people and duties."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from constraints.domain import Roster
from scheduler.reporting.comparison import differences, free_days
from scheduler.usecases.draft import draft
from tests.books import DECEMBER, STAFF, TAIL, TODAY, book
from tests.scheduler.december import DATA, KEYS, day

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.reporting.outcome import Draft

RESERVE = [[*STAFF[0], "可值班"], *([*row, None] for row in STAFF[1:])]
RESERVE.append(["林芳", "009", "客服主管", "仅顶班"])
WISH = [["姓名", "日期", "要求"], ["王静", day(15), "不希望"]]
EVE = [["姓名", "开始", "状态"], ["李梅", day(16), "已批准"]]
# Four in turn from the first day on: 王静 has the 1st, 5th and so on.
TURNS = tuple((KEYS[nth % 4],) for nth in range(31))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    path = book(
        tmp_path_factory.mktemp("centre") / DATA, 员工=RESERVE, 历史=TAIL, 指定=WISH, 请假=EVE
    )
    return draft(path, month=DECEMBER, at=TODAY, dry_run=True)


def given(*changes: tuple[int, str]) -> Roster:
    """Return the turns with some days given to others, '' for nobody."""
    people = list(TURNS)
    for number, key in changes:
        people[number - 1] = (key,) if key else ()
    return Roster(tuple(people))


CASES = {
    # What is given, and what is said of it; every word that must not be there after a !.
    "the same": ([], []),
    "a workday": ([(1, "004")], ["刘洋多值 1 班、王静少值 1 班", "!周末", "!节假日"]),
    "a weekend": ([(6, "001")], ["王静多值 1 个周末、李梅少值 1 个周末"]),
    "two for one": ([(2, "001"), (6, "001")], ["王静多值 2 班、李梅少值 2 班"]),
    "an exchange": ([(2, "003"), (3, "002")], ["!多值", "!少值"]),
    "a gap": ([(9, "")], ["12月9日没有人值", "王静少值 1 班"]),
    "several gaps": ([(9, ""), (10, "")], ["12月9日、12月10日没有人值"]),
    "a reserve": ([(9, "009")], ["林芳（仅顶班）多值 1 班"]),
    "a wish missed": ([(15, "001")], ["王静不希望12月15日值班，照顾不到"]),
    "a leave eve": ([(15, "002")], ["李梅12月15日要在请假前一晚值班"]),
    "how far apart": ([(2, "001"), (6, "001")], ["每人班数最多相差 1 → 4 班"]),
    "how close": ([(3, "001")], ["排得更密：王静12月1日、12月3日中间隔 1 天"]),
}


@pytest.mark.parametrize("case", CASES)
def test_a_difference_is_said_as_a_supervisor_says_it(made: Draft, case: str) -> None:
    changes, wanted = CASES[case]
    said = ";".join(differences(made, given(), given(*changes)))
    for words in wanted:
        assert (words.removeprefix("!") in said) != words.startswith("!"), said
    assert bool(said) == bool(changes)


@pytest.mark.parametrize("case", ["a gap", "a wish missed", "a leave eve"])
def test_the_way_back_says_the_opposite(made: Draft, case: str) -> None:
    said = ";".join(differences(made, given(*CASES[case][0]), given()))
    opposite = {"a gap": "补上了人", "a wish missed": "照顾到了", "a leave eve": "不用在请假前一晚"}
    assert opposite[case] in said


def test_holidays_and_rest_days_of_a_festival_are_no_weekends(tmp_path: Path) -> None:
    path = book(tmp_path / DATA)
    made = draft(path, month=date(2026, 10, 1), at=TODAY, dry_run=True)
    people = list(made.roster.people)
    for d in (0, 4):  # 1 and 5 October
        people[d] = (next(key for key in KEYS if (key,) != people[d]),)
    said = ";".join(differences(made, made.roster, Roster(tuple(people))))
    assert "个法定节假日" in said
    assert "个休息日" in said
    assert "周末" not in said


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [(5, 6, "两天连着"), (5, 7, "中间隔 1 天"), (9, 5, "中间隔 3 天")],
)
def test_free_days_between_two_duties(one: int, other: int, said: str) -> None:
    assert free_days(day(one), day(other)) == said
