"""Each requirement on its own: which duties it keeps a person off, to the minute."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from constraints import (
    CheckMode,
    Credentials,
    Dispensation,
    Duty,
    EveMode,
    Leave,
    Person,
    Pin,
    Policy,
    Problem,
    Standing,
)
from constraints.eligibility.candidate import Candidate
from constraints.eligibility.eligible import Eligible
from constraints.eligibility.employed import Employed
from constraints.eligibility.leave import OnLeave, leave_dates
from constraints.eligibility.night import NightBar
from constraints.eligibility.pin import PinnedOff
from constraints.eligibility.qualified import Qualified
from constraints.eligibility.weekday import Weekday
from constraints.qualification import educated
from tests.build import agrees, away, day, duty, month

if TYPE_CHECKING:
    from constraints.rule import Requirement

A = Person("a", "甲")
B = Person("b", "乙")


def allowed(requirement: Requirement, problem: Problem, key: str = "a") -> list[int]:
    """Return the days of the month on which the requirement lets the person serve."""
    person = problem.by_key[key]
    return [
        one.date.day
        for one in problem.duties
        if not list(requirement.against(problem, person, one))
    ]


def holds(requirement: Requirement, problem: Problem) -> list[int]:
    """Return the allowed days, after checking model against audit on every roster."""
    assert agrees(problem, Eligible((requirement,))) > 0
    return allowed(requirement, problem)


def test_a_candidate_is_whoever_has_是_or_仅顶班() -> None:
    people = [replace(A, standing=Standing.NONE), replace(B, standing=Standing.RESERVE)]
    problem = month(3, *people, dispensations=(Dispensation("a", day(2), "主管"),))
    assert holds(Candidate(), problem) == [2]
    assert allowed(Candidate(), problem, "b") == [1, 2, 3]


def test_employment_starts_with_the_later_of_入职_and_可值班起() -> None:
    person = replace(A, employed_from=day(2), duty_from=day(3))
    assert holds(Employed(), month(4, person, B)) == [3, 4]
    assert holds(Employed(), month(4, replace(A, employed_from=day(2)), B)) == [2, 3, 4]


def test_the_last_duty_ends_on_the_last_working_day() -> None:
    """The duty of the 3rd ends on the 4th at 8:30, within the last working day; that of 4th no."""
    assert holds(Employed(), month(4, replace(A, employed_to=day(4)), B)) == [1, 2, 3]


def test_a_leave_blocks_what_it_overlaps_and_its_eve_only_where_set() -> None:
    for eves, expected in (
        (EveMode.AVOID, [1, 2, 5]),
        (EveMode.ALLOW, [1, 2, 5]),
        (EveMode.BAR, [1, 5]),
    ):
        problem = month(5, leaves=(away("a", 3, 4),), policy=Policy(eves=eves))
        assert holds(OnLeave(), problem) == expected


def test_a_dispensation_lifts_the_eve_but_nothing_beyond() -> None:
    granted = tuple(Dispensation("a", day(nth), "主管") for nth in (2, 3))
    problem = month(
        4, leaves=(away("a", 3, 3),), dispensations=granted, policy=Policy(eves=EveMode.BAR)
    )
    assert holds(OnLeave(), problem) == [1, 2, 4]


@pytest.mark.parametrize(
    ("start", "end", "by_days", "expected"),
    [
        ((3, 14), (3, 17), False, [1, 2, 4]),  # by the hour: only the duty it lies in
        ((3, 0), (3, 12), True, [1, 2, 4]),  # 上午: its eve is allowed, its day is not
        ((3, 0), (3, 6), False, [1, 3, 4]),  # clock times from 0:00 have no eve
        ((3, 12), (4, 0), True, [1, 2, 4]),  # 下午
        ((3, 8), (3, 9), False, [1, 4]),  # across the handover: both duties
        ((3, 8.5), (3, 9), False, [1, 2, 4]),  # half-open: the duty before ends as it starts
        ((2, 20), (3, 8.5), False, [1, 3, 4]),
    ],
)
def test_leave_is_literal_to_the_minute(
    start: tuple[int, float], end: tuple[int, float], by_days: bool, expected: list[int]
) -> None:
    begin, finish = (
        datetime.combine(day(nth), time()) + timedelta(hours=hour) for nth, hour in (start, end)
    )
    problem = month(4, leaves=(Leave("a", begin, finish, by_days),))
    assert allowed(OnLeave(), problem) == expected


def test_adjoining_leaves_are_one_leave_with_one_eve() -> None:
    """Merged, the 3rd to 5th has its eve on the 2nd; the 3rd is no eve of the second part."""
    problem = month(5, leaves=(away("a", 4, 5), away("a", 3, 3)), policy=Policy())
    assert len(problem.leaves) == 1
    assert allowed(OnLeave(), problem) == [1, 2]


def test_overlapping_leaves_reach_to_the_later_end() -> None:
    problem = month(6, leaves=(away("a", 2, 5), away("a", 3, 3)))
    assert [(one.start.day, one.last_day.day) for one in problem.leaves] == [(2, 5)]


def test_leave_is_said_by_days_or_by_the_minute() -> None:
    assert leave_dates(away("a", 3, 3)) == "12月3日"
    assert leave_dates(away("a", 3, 5)) == "12月3日至5日"
    by_hour = Leave("a", datetime(2026, 12, 3, 14), datetime(2026, 12, 3, 17, 30), False)
    assert leave_dates(by_hour) == "12月3日14:00至17:30"


def test_leave_of_halves_is_said_by_halves() -> None:
    said = [
        leave_dates(Leave("a", datetime(2026, 12, 3, begins), datetime(2026, 12, last, ends), True))
        for begins, last, ends in [(0, 3, 12), (12, 4, 0), (12, 5, 12), (0, 5, 12), (12, 6, 0)]
    ]
    halves = ["12月3日下午至12月5日上午", "12月3日至12月5日上午", "12月3日下午至12月5日"]
    assert said == ["12月3日上午", "12月3日下午", *halves]


@pytest.mark.parametrize(
    ("bar", "expected"),
    [
        ((day(2), day(3)), [1, 4]),
        ((day(3), None), [1, 2]),
        ((None, day(2)), [3, 4]),
        ((day(3), day(3)), [1, 2, 4]),
    ],
)
def test_the_night_of_n_lies_in_the_duty_of_n(
    bar: tuple[date | None, date | None], expected: list[int]
) -> None:
    assert holds(NightBar(), month(4, replace(A, night_bar=bar), B)) == expected


def test_a_day_duty_touches_no_night_but_an_early_one_does() -> None:
    barred = replace(A, night_bar=(day(2), day(2)))
    for first, last, expected in ((8, 20, False), (5, 12, True), (20, 22, False), (20, 23, True)):
        on = day(3) if first == 5 else day(2)
        start = datetime.combine(on, time(first))
        one = Duty(start, datetime.combine(on, time(last)))
        assert barred.night_barred(one) is expected


def test_weekdays_and_pins_yield_to_a_dispensation() -> None:
    """1 December 2026 is a Tuesday."""
    granted = (Dispensation("a", day(2), "主管"),)
    problem = month(3, replace(A, barred_weekdays=frozenset({1, 2})), B, dispensations=granted)
    assert holds(Weekday(), problem) == [2, 3]
    pins = (Pin("a", day(2), False), Pin("a", day(3), False), Pin("b", day(1), True))
    assert holds(PinnedOff(), month(3, pins=pins, dispensations=granted)) == [1, 2]


def qualified(policy: Policy | None = None, /, **credentials: object) -> list[int]:
    good = {
        "education": "大专",
        "experience_from": date(2020, 1, 1),
        "certificate": True,
        "computer": True,
        "born": date(1990, 1, 1),
        "healthy": True,
    }
    person = replace(A, credentials=Credentials(**(good | credentials)))  # type: ignore[arg-type]
    return allowed(Qualified(), month(4, person, B, policy=policy or Policy()))


ALL = [1, 2, 3, 4]


def test_qualified_agrees_with_its_model() -> None:
    person = replace(A, credentials=Credentials(certificate_until=day(3)))
    assert holds(Qualified(), month(3, person, B)) == [1, 2]


@pytest.mark.parametrize(
    ("credentials", "expected"),
    [
        ({}, ALL),
        ({"experience_from": date(2025, 12, 3)}, [3, 4]),
        ({"certificate": False}, []),
        ({"certificate": False, "certificate_until": day(20)}, []),
        ({"certificate": None, "certificate_until": day(3)}, [1, 2]),
        ({"certificate": True, "certificate_until": None}, ALL),
        ({"certificate": None}, ALL),
        ({"computer": False}, []),
        ({"computer": None}, ALL),
        ({"healthy": False}, []),
        ({"born": date(1975, 12, 3)}, [1, 2]),
        ({"born": date(2008, 12, 3)}, [3, 4]),
        ({"education": "高中"}, []),
        ({"education": ""}, ALL),
    ],
)
def test_checks_are_judged_on_the_date_of_the_duty(
    credentials: dict[str, object], expected: list[int]
) -> None:
    assert qualified(**credentials) == expected


def test_settings_of_the_checks() -> None:
    fifty = {"born": date(1976, 12, 3)}
    assert qualified(**fifty) == ALL
    assert qualified(Policy(age_inclusive=False), **fifty) == [1, 2]
    assert qualified(Policy(unknown_excludes=True), computer=None) == []
    for mode in (CheckMode.WARN, CheckMode.OFF):
        assert qualified(Policy(modes={"电脑": mode}), computer=False) == ALL
        assert qualified(Policy(unknown_excludes=True, modes={"电脑": mode}), computer=None) == ALL
        assert qualified(Policy(modes={"年龄": mode}), born=date(1960, 1, 1)) == ALL
        assert qualified(Policy(modes={"年龄": mode}), born=date(2010, 1, 1)) == []
    assert qualified(born=date(1960, 1, 1), exempt=frozenset({"年龄"})) == ALL
    assert qualified(born=date(2010, 1, 1), exempt=frozenset({"年龄"})) == []


def test_a_leap_day_anniversary_falls_on_the_first_of_march() -> None:
    person = replace(A, credentials=Credentials(experience_from=date(2024, 2, 29)))
    problem = month(1, person, B)
    on = {nth: duty(date(2025, *nth)) for nth in ((2, 28), (3, 1))}
    failing = {nth: bool(list(Qualified().against(problem, person, d))) for nth, d in on.items()}
    assert failing == {(2, 28): True, (3, 1): False}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        *[
            (word, True)
            for word in ["大专", "专科", "高职", "高专", "本科", "学士", "硕士", "研究生", "博士"]
        ],
        *[
            (word, False)
            for word in ["小学", "初中", "高中", "中专", "技校", "职高", "本科在读", "大专(在读)"]
        ],
        ("全日制本科", True),
        ("硕士研究生", True),
        ("大学", None),
        ("", None),
        ("大专以下", None),
        ("MBA", None),
    ],
)
def test_words_of_education(words: str, expected: bool | None) -> None:
    assert educated(words) is expected


def test_domain_refuses_what_cannot_be() -> None:
    with pytest.raises(ValueError, match="duty"):
        Duty(datetime(2026, 12, 1), datetime(2026, 12, 1))
    with pytest.raises(ValueError, match="leave"):
        Leave("a", datetime(2026, 12, 2), datetime(2026, 12, 1))
    with pytest.raises(ValueError, match="person"):
        Person("a", "甲", weight=Fraction(-1))
    with pytest.raises(ValueError, match="policy"):
        Policy(rest=timedelta(hours=-1))
    with pytest.raises(ValueError, match="unknown"):
        month(2, leaves=(away("z", 1, 1),))
    with pytest.raises(ValueError, match="one key"):
        month(2, A, A)
    with pytest.raises(ValueError, match="order"):
        Problem(day(1), (duty(day(2)), duty(day(1))), (A,))
    with pytest.raises(ValueError, match="base"):
        from constraints import Roster

        month(2, base=Roster(((),)))
