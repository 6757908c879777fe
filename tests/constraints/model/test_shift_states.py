"""Paths through the states of shift work: just the lawful months, and what their rhythm costs."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING

from constraints import Duty, Person, Policy, Problem, Served, ShiftTerms
from constraints.model.duty_model import DutyModel
from constraints.model.shift_states import follow, most_dates
from constraints.model.work_path import Follows
from constraints.rulebook import from_policy
from tests.build import MONTH, away, day
from tests.reference_shifts import _own_rosters, _rhythm
from tests.tiny_posts import tiny_post

if TYPE_CHECKING:
    from constraints.model.work_path import State


def walk(model: DutyModel, follows: Follows, taken: frozenset[int]) -> int | None:
    """Return what the path of some duties costs, None if it is not one."""
    automaton, state = follows
    cost = 0
    for nth, duties in enumerate(model.by_date):
        own = [choice for choice, d in enumerate(duties, 1) if d in taken]
        step = automaton.step(state, nth, own[0] if own else 0) if len(own) < 2 else None
        if step is None:
            return None
        state, cost = step[0], cost + step[1]
    end = automaton.ends(state)
    return None if end is None else cost + end


def posted(problem: Problem) -> DutyModel:
    model = DutyModel(problem)
    for rule in from_policy(problem.policy).rules:
        rule.post(model)
    return model


def test_every_lawful_month_is_a_path_that_costs_its_rhythm() -> None:
    walked = 0
    for seed in range(120):
        problem = tiny_post(Random(seed))
        model = posted(problem)
        plain, rhythm = follow(model), from_policy(problem.policy).goals[-1].follows(model)
        for person in (person for person in problem.people if person.key in plain):
            for taken in _own_rosters(problem, person):
                assert walk(model, plain[person.key], taken) == 0, (seed, person.key, taken)
                walked += 1
                if rhythm:
                    cost = walk(model, rhythm[person.key], taken)
                    assert cost == _rhythm(problem, person.key, taken), (seed, person.key, taken)
    assert walked > 500


def month(days: int, *known: int, **more: object) -> Problem:
    """Return a month with one shift a day for one person, who worked on some days around it."""

    def shift(number: int) -> Duty:
        start = datetime.combine(day(number), time(6))
        return Duty(start, start + timedelta(hours=8), shift="早")

    return Problem(
        MONTH,
        tuple(shift(number) for number in range(1, days + 1)),
        (Person("a", "甲"),),
        policy=Policy(rest=timedelta(hours=11), shift_work=ShiftTerms()),
        served=tuple(Served(shift(number), "a") for number in known),
        **more,  # type: ignore[arg-type]
    )


def most(problem: Problem, first: int, last: int) -> int:
    model = posted(problem)
    model.follows = follow(model)
    return most_dates(model, "a", range(first - 1, last))


def test_the_most_that_somebody_can_give() -> None:
    # 1 December 2026 is a Tuesday: weeks end on the 6th, 13th, 20th and 27th.
    assert most(month(31), 1, 31) == 27
    assert most(month(31), 7, 13) == 6
    assert most(month(31), 1, 6) == 6
    assert most(month(31, 0), 1, 6) == 5  # Monday the 30th is known to be worked
    assert most(month(6, -4, -3, -2, -1, 0), 1, 2) == 1  # a row of five before
    assert most(month(31, leaves=(away("a", 7, 10),)), 7, 13) == 3
    assert most(month(31, leaves=(away("a", 1, 31),)), 1, 31) == 0


class Stuck:
    """No second date is lawful."""

    def step(self, state: State, day: int, _choice: int) -> tuple[State, int] | None:
        """Return the state itself on the first date."""
        return None if day else (state, 0)

    def ends(self, _state: State) -> int | None:
        """Return nothing to pay."""
        return 0


def test_no_path_at_all() -> None:
    model = DutyModel(month(2))
    model.follows = {"a": Follows(Stuck(), 0)}
    assert model.graph("a").starts == {}
    assert model.most("a", [0, 1]) == 0
