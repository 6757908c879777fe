"""Keeping duties apart: what is left are the rosters that cost no more than known duties do."""

from __future__ import annotations

import pytest

from constraints import Person, Problem
from constraints.calendar import FairnessClass
from constraints.hard.cover import Cover
from constraints.model.cpsat import cp_model
from constraints.model.duty_model import DutyModel
from constraints.rulebook import REQUIREMENTS
from constraints.soft.spacing import Spacing
from scheduler.solving.spacing_floor import keep_apart
from tests.build import month, rosters, served, solve
from tests.scheduler.solving.settled import settled

GOAL = Spacing(REQUIREMENTS)
TRIO = tuple(Person(key, name) for key, name in zip("abc", "甲乙丙", strict=True))


def left(problem: Problem, model: DutyModel) -> tuple[int, int]:
    """Return how many of the rosters that a model allows cost more than the floor, and how many
    do not, having checked that keeping apart tells them."""
    kept, counts = model.branch(), [0, 0]
    floor = keep_apart(kept, GOAL.prices(problem))
    for chosen in rosters(problem):
        allowed = []
        for one in (model, kept):
            trial = one.cp.clone()
            for d, keys in enumerate(chosen.people):
                for key in problem.by_key:
                    trial.add(one.on(d, key) + 0 == int(key in keys))
            allowed.append(solve(trial)[0] == cp_model.OPTIMAL)
        cost = GOAL.cost(problem, chosen)
        assert cost >= floor
        assert allowed[1] == (allowed[0] and cost == floor), chosen
        counts[cost == floor] += allowed[0]
    return counts[0], counts[1]


@pytest.mark.parametrize(
    ("days", "known"),
    [
        (4, ()),
        (4, (served(-3, "a"), served(0, "a"))),
        (4, (served(-1, "a"), served(0, "b"), served(6, "a"), served(7, "a"))),
        (2, (served(0, "a"), served(3, "a"))),  # near each other over the whole month
        (1, (served(0, "a"), served(2, "a"), served(3, "b"))),
    ],
)
def test_what_is_left_costs_what_known_duties_do(days: int, known: tuple[object, ...]) -> None:
    problem = month(days, *TRIO, served=known)
    model = DutyModel(problem)
    Cover().post(model)
    dear, cheap = left(problem, model)
    assert cheap
    assert dear


def test_who_can_have_one_duty_only_needs_nothing() -> None:
    problem = month(4, *TRIO, *(Person(key, key) for key in "de"), served=(served(0, "a"),))
    model = settled(problem).model
    assert all(model.allowed(FairnessClass.TOTAL, key) == (0, 1) for key in problem.by_key)
    dear, cheap = left(problem, model)
    assert dear
    assert cheap
    kept = model.branch()
    keep_apart(kept, GOAL.prices(problem))
    assert len(kept.cp.proto.constraints) == len(model.cp.proto.constraints) + 3


def test_a_duty_that_is_somebodys_already_is_not_taken_away() -> None:
    problem = month(2, *TRIO, served=(served(0, "a"),))
    model = DutyModel(problem)
    model.fix(0, "a", on=True)
    Cover().post(model)
    keep_apart(model, GOAL.prices(problem))
    assert solve(model.cp)[0] == cp_model.INFEASIBLE
