"""Everyone's parts: none that a lawful roster can have is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pytest

from constraints import from_policy
from constraints.domain import Pin, Roster
from constraints.parts import every_part
from scheduler.search import FOUND, Options
from scheduler.solve import Descent, solve
from tests.bench.months import realistic

if TYPE_CHECKING:
    from constraints.model import DutyModel
    from constraints.problem import Problem


def settled(problem: Problem) -> Descent:
    descent = Descent(problem, from_policy(problem.policy), Options())
    assert descent.settle()
    return descent


def some_roster(descent: Descent, rng: Random) -> Roster:
    """A lawful roster that meets all levels but the last, by a random taste, well spread."""
    model, last = descent.model.branch(), len(descent.problem.duties)
    for key in model.problem.by_key:
        for d in range(last - 3):
            model.cp.add(sum(model.on(other, key) for other in range(d, d + 4)) <= 1)
    on = [
        model.on(d, key) for d in range(len(model.problem.duties)) for key in model.problem.by_key
    ]
    model.cp.minimize(sum(rng.randint(-9, 9) * literal for literal in on))
    assert descent.search.run(model.cp) in FOUND
    return model.roster(descent.search.value)


def listed(model: DutyModel, dearest: int) -> dict[tuple[str, tuple[int, ...]], int]:
    """Every part with its price."""
    problem = model.problem
    goal = from_policy(problem.policy).goals[-1]
    parts = every_part(model, goal.prices(problem), dearest)
    assert parts is not None
    assert parts.dearest <= dearest
    keys = list(problem.by_key)
    return {
        (keys[p], tuple(d for d in duties if d < len(problem.duties))): price
        for p, duties, price in zip(
            parts.person.tolist(), parts.duties.tolist(), parts.price.tolist(), strict=True
        )
    }


@pytest.mark.parametrize("seed", range(12))
def test_no_part_of_a_lawful_roster_is_missing(seed: int) -> None:
    rng = Random(seed)
    problem = realistic(seed, rng.randint(6, 13))
    if seed % 3 == 0:
        problem = replace(problem, policy=replace(problem.policy, rest=timedelta(hours=48)))
    if seed % 4 == 1:
        pin = Pin(problem.people[0].key, problem.duties[9].date, must=True)
        problem = replace(problem, pins=(pin,))
    descent = settled(problem)
    prices = descent.rulebook.goals[-1].prices(problem)
    parts = listed(descent.model, 6)
    dearest = max(parts.values())
    seen = 0
    best = solve(problem).roster
    assert best is not None
    for roster in (best, *(some_roster(descent, rng) for _ in range(5))):
        for person in problem.people:
            own = tuple(roster.takes(person.key))
            known = [duty.date for duty in problem.known_of.get(person.key, ())]
            before = [on for on in known if on < problem.duties[0].date]
            chain = sorted(known + [problem.duties[d].date for d in own])
            outside = prices.along(before) + prices.along(known[len(before) :])
            price = prices.along(chain) - outside
            if price <= dearest:
                assert parts[person.key, own] == price
                seen += 1
    assert seen >= len(problem.people)


def test_parts_keep_to_lines_pairs_and_decided_cells() -> None:
    problem = realistic(3, 8)
    pin = Pin(problem.people[2].key, problem.duties[11].date, must=True)
    descent = settled(replace(problem, pins=(pin,)))
    model, key = descent.model, pin.person
    parts = listed(model, 3)
    assert all(11 in own for who, own in parts if who == key)
    for who, own in parts:
        assert not any(model.excluded(who, a, b) for a, b in pairwise(own))
        assert all(not isinstance(model.on(d, who), int) for d in own)


def test_cheap_ones_stay_where_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    descent = settled(realistic(2, 8))
    whole = listed(descent.model, 6)
    monkeypatch.setattr("constraints.parts.MOST", 6000)
    few = listed(descent.model, 6)
    dearest = max(few.values())
    assert dearest < 6
    assert few == {part: price for part, price in whole.items() if price <= dearest}
    monkeypatch.setattr("constraints.parts.MOST", 20)
    goal = descent.rulebook.goals[-1]
    prices = goal.prices(descent.problem)
    assert every_part(descent.model, prices, 6) is None
    monkeypatch.setattr("constraints.parts.MOST", 10**6)
    monkeypatch.setattr("constraints.parts.WIDEST", 50)
    assert every_part(descent.model, prices, 6) is None


def test_columns_are_in_the_order_of_people() -> None:
    descent = settled(realistic(5, 9))
    goal = descent.rulebook.goals[-1]
    parts = every_part(descent.model, goal.prices(descent.problem), 3)
    assert parts is not None
    assert (np.diff(parts.person) >= 0).all()
    assert set(parts.person.tolist()) == set(range(9))
