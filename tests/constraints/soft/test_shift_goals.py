"""The goals of shift work, each alone: the model charges what the plain count says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING

import pytest

from constraints import Person, Standing
from constraints.eligibility.eligible import Eligible
from constraints.eligibility.shift import TakesShift
from constraints.fairness import shift_targets
from constraints.hard.cover import Cover
from constraints.hard.one import One
from constraints.model.duty_model import DutyModel
from constraints.soft.rhythm import Rhythm
from constraints.soft.shift_balance import ShiftBalance
from tests.build import charges, solve
from tests.shift_month import known, shift_month, worked

if TYPE_CHECKING:
    from constraints import Problem
    from constraints.rule import Goal

A, B = Person("a", "甲"), Person("b", "乙")
DAY = timedelta(days=1)
FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)


def charged(problem: Problem, goal: Goal, **lines: str) -> int:
    """Return what a goal costs, alike by its count and by its model with one duty a date."""
    roster = worked(problem, **lines)
    model = DutyModel(problem)
    One().post(model)
    Cover().post(model)
    goal.post(model)
    for d, keys in enumerate(roster.people):
        for person in problem.by_key:
            model.require(model.on(d, person) + 0 == int(person in keys))
    model.minimise(model.levels[goal.name])
    assert solve(model.cp)[1] == goal.cost(problem, roster), lines
    return goal.cost(problem, roster)


def test_shares_of_each_shift_are_among_those_who_may_take_it() -> None:
    people = (A, replace(B, weight=A.weight / 2), Person("c", "丙", shifts=frozenset("早")))
    problem = shift_month(FIRST, 3, *people, shifts="早夜")
    assert shift_targets(problem) == {
        "早": {"a": 5, "b": 2, "c": 5},  # 3 duties by 1 : 1/2 : 1
        "夜": {"a": 8, "b": 4, "c": 0},
    }
    reserve = Person("d", "丁", Standing.RESERVE)
    away = replace(problem, people=(*people, reserve))
    assert shift_targets(away) == shift_targets(problem)


def test_the_nearer_to_the_share_of_each_shift_the_cheaper() -> None:
    problem = shift_month(FIRST, 2, A, B, shifts="早夜")
    goal = ShiftBalance()
    assert len(charges(problem, goal)) > 3
    assert charged(problem, goal, a="早夜", b="夜早") == 0
    assert charged(problem, goal, a="早早", b="夜夜") == 4 * 16
    assert charged(problem, goal, a="早.", b="夜.") == 2 * 16


def test_seats_for_several_and_people_without_a_share_are_counted_too() -> None:
    people = (A, B, Person("c", "丙", Standing.RESERVE))
    problem = shift_month(FIRST, 2, *people, shifts="早夜", need=2)
    for a, b in product(["早夜", "夜.", "早早", ".."], repeat=2):
        for c in ("..", "夜早") if a != b else ("..",):
            charged(problem, ShiftBalance(), a=a, b=b, c=c)


# A person's marks from the first of the month, and what they cost.
LINES = [
    ("早早早早", 0),
    ("早早夜夜", 1),
    ("早夜早夜", 3),
    ("早早.早", 0),  # the last one may go on
    (".早.早早", 1),
    ("早.早.", 1),  # before the first of the month nobody knows
    (".早夜.", 1),
    ("....", 0),
]


@pytest.mark.parametrize(("line", "cost"), LINES)
def test_changes_of_shift_and_single_dates(line: str, cost: int) -> None:
    problem = shift_month(FIRST, len(line), shifts="早夜")
    problem = replace(problem, month=FIRST)
    beyond = {"早早.早": 1}  # a date of the month without a duty is free
    assert charged(problem, Rhythm(), a=line) == cost + beyond.get(line, 0)


@pytest.mark.parametrize(
    ("before", "line", "cost"),
    [
        ("..", "早..", 0),  # nobody has a known duty: it may have been worked
        ("早.", "早..", 0),
        (".早", "早..", 0),
        (".早", "夜..", 1),
        ("b.", "早..", 0),
        (".b", "早..", 1),  # somebody else was there: it was free
        (".b", "早夜.", 1),
    ],
)
def test_known_neighbours_before_the_month(before: str, line: str, cost: int) -> None:
    begin = FIRST - len(before) * DAY
    served = known(begin, "a", before.replace("b", ".")) + known(
        begin, "b", before.replace("早", ".").replace("b", "早")
    )
    problem = shift_month(FIRST, 3, A, B, shifts="早夜", served=served)
    assert charged(problem, Rhythm(), a=line, b="...") == cost


def test_known_neighbours_after_the_month() -> None:
    for after, line, cost in [("", "..早", 0), ("早", "..早", 0), ("夜", "..早", 1)]:
        served = known(LAST + DAY, "a", after)
        problem = shift_month(LAST - 2 * DAY, 3, A, B, shifts="早夜", served=served)
        assert charged(problem, Rhythm(), a=line, b="...") == cost
    other = shift_month(LAST - 2 * DAY, 3, A, B, served=known(LAST + DAY, "b", "早"))
    assert charged(other, Rhythm(), a="..早", b="...") == 1


def test_dates_that_have_begun_count_by_what_was_done() -> None:
    past = {0: ("a",), 1: (), 2: (), 3: ("a",)}
    problem = shift_month(FIRST, 4, shifts="早夜", past=past)
    assert charged(problem, Rhythm(), a="早夜夜.") == 1
    assert charged(problem, Rhythm(), a="早夜早.") == 2
    both = {0: ("a",), 1: ("a",), 2: (), 3: ()}
    twice = replace(problem, past=both)
    for line, cost in (("早.早.", 1), ("早早..", 1), ("早夜夜.", 1)):
        people = list(worked(twice, a=line).people)
        people[0] = people[1] = ("a",)
        assert Rhythm().cost(twice, type(worked(twice, a=line))(tuple(people))) == cost


def test_every_line_of_marks_costs_in_the_model_what_it_counts() -> None:
    served = known(FIRST - DAY, "a", "夜")
    problem = shift_month(FIRST, 4, shifts="早夜", served=served)
    seen = {charged(problem, Rhythm(), a="".join(line)) for line in product("早夜.", repeat=4)}
    assert seen == {0, 1, 2, 3, 4}


def test_a_date_with_none_beside_it_is_single_for_certain() -> None:
    fifth = date(2026, 12, 5)
    alone = shift_month(fifth, 1)
    assert charged(alone, Rhythm(), a="早") == 1
    assert charged(alone, Rhythm(), a=".") == 0
    assert charged(replace(alone, past={0: ("a",)}), Rhythm(), a="早") == 1


def test_a_shift_that_nobody_can_take_costs_nobody_anything() -> None:
    problem = shift_month(FIRST, 1, replace(A, shifts=frozenset("早")), shifts="早夜")
    model = DutyModel(problem)
    Eligible((TakesShift(),)).post(model)
    Cover().post(model)
    ShiftBalance().post(model)
    assert model.floor(model.levels["shift fairness"]) == 0
