"""What a level cannot do without is proved thing by thing, and never more than is so."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

import pytest

from constraints import Leave, Person, Problem, Wish
from constraints.rule import ByPath
from constraints.rulebook import from_policy
from scheduler.solving.solve import solve
from scheduler.solving.solver import Options
from scheduler.solving.work_levels import WorkLevels
from scheduler.solving.work_probe import unavoidable
from tests.shift_month import shift_month, worked
from tests.tiny_posts import tiny_post

MONDAY, DAY = date(2026, 12, 7), timedelta(days=1)
TUESDAY = MONDAY + DAY
WISHES = 7


def full(problem: Problem) -> WorkLevels:
    """Return the levels of a month of which every seat is to be filled."""
    levels = WorkLevels(problem, from_policy(problem.policy), Options())
    levels.model.hold("gaps", 0)
    return levels


def three(*wishes: Wish) -> WorkLevels:
    """Return Monday and Tuesday, two shifts each, c being away on Tuesday."""
    away = datetime.combine(TUESDAY, time())
    crew = [Person(key, key) for key in "abc"]
    leaves = (Leave("c", away, away + DAY),)
    return full(shift_month(MONDAY, 2, *crew, shifts="早中", leaves=leaves, wishes=wishes))


def least(levels: WorkLevels, **lines: str) -> int:
    model, roster = levels.model, worked(levels.problem, **lines)
    return unavoidable(model, model.levels["wishes"], roster, levels.solver)


def test_a_wish_that_cannot_be_met_is_proved_whatever_the_shift() -> None:
    free = Wish("a", TUESDAY, False)
    assert least(three(free), a="早早", b="中中") == 1
    assert least(three(free, Wish("b", TUESDAY, False)), a="早早", b="中中") == 2


def test_a_wish_that_can_be_met_ends_it() -> None:
    early = Wish("a", TUESDAY, False, shift="早")
    assert least(three(early), a="早早", b="中中") == 0
    assert least(three(Wish("a", TUESDAY, True, shift="中")), a="早早", b="中中") == 0


def test_what_costs_nothing_is_not_tried() -> None:
    assert least(three(Wish("a", TUESDAY, True, shift="早")), a="早早", b="中中") == 0


def test_without_time_nothing_is_known_but_the_floor() -> None:
    levels = three(Wish("a", TUESDAY, False))
    levels.solver.interrupted = True
    assert least(levels, a="早早", b="中中") == 0


@pytest.mark.parametrize("seed", range(4000, 4030))
def test_never_more_than_the_least_of_a_level(seed: int) -> None:
    problem = tiny_post(Random(seed))
    try:
        best = solve(problem)
    except ValueError:
        return
    levels = WorkLevels(problem, from_policy(problem.policy), Options())
    for goal, level in zip(levels.rulebook.goals, best.levels, strict=True):
        if isinstance(goal, ByPath) or best.roster is None:
            continue
        cost = levels.model.levels[goal.name]
        proved = unavoidable(levels.model, cost, best.roster, levels.solver)
        assert level.cost is not None
        assert levels.model.floor(cost) <= proved <= level.cost
        levels.model.hold(goal.name, level.cost)
