"""The pool's bounds are true of every roster, whatever the multipliers are."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pytest

from constraints.domain import Leave
from constraints.parts import every_part
from scheduler.pool import Tariff, pool
from scheduler.solve import solve
from tests.bench.months import realistic
from tests.constraints.test_parts import settled, some_roster

if TYPE_CHECKING:
    from constraints.parts import Parts
    from constraints.problem import Problem
    from scheduler.last import Last


def troubled(seed: int) -> Problem:
    """A month in which some levels can be kept in more than one way, and some days by nobody."""
    rng = Random(seed)
    problem = realistic(seed, rng.randint(6, 12))
    if seed % 2:
        day = problem.duties[10].start.replace(hour=0, minute=0)
        end = problem.duties[12].start.replace(hour=0, minute=0)
        leaves = tuple(Leave(person.key, day, end) for person in problem.people)
        problem = replace(problem, leaves=(*problem.leaves, *leaves))
    return problem


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("chance", [False, True])
def test_no_roster_is_cheaper_than_its_bound(
    seed: int, chance: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(seed)
    if chance:

        def random(parts: Parts, cost: object, rows: list[object], seats: object, people: int):
            worth = rng.integers(-300, 300, len(seats)) + 0.123
            return worth, -rng.random(len(rows)) * 50

        monkeypatch.setattr("scheduler.pool.multipliers", random)
    problem = troubled(seed)
    descent = settled(problem)
    last = descent.last()
    prices = last.goal.prices(problem)
    parts = every_part(descent.model, prices, 6)
    assert parts is not None
    found = pool(descent.model, parts, last.unit, last.ties, last.held)
    keys = list(problem.by_key)
    index = {
        (keys[p], tuple(d for d in duties if d < len(problem.duties))): nth
        for nth, (p, duties) in enumerate(
            zip(parts.person.tolist(), parts.duties.tolist(), strict=True)
        )
    }
    known = 0
    for _ in range(5):
        roster = some_roster(descent, Random(seed))
        cost = price(last, descent, roster)
        own = [index.get((key, tuple(roster.takes(key)))) for key in keys]
        if None in own:
            assert cost > found.reach
            continue
        known += 1
        assert cost >= found.bound + max(found.above[nth] for nth in own if nth is not None)
    best = solve(problem).roster
    assert best is not None
    assert price(last, descent, best) >= found.bound


def price(last: Last, descent: object, roster: object) -> int:
    """What a roster costs on the last level and the tie-break, without the solver."""
    problem = last.model.problem
    taken = {(d, key) for d, keys in enumerate(roster.people) for key in keys}
    ties = last.ties.offset
    for coefficient, variable in last.ties.terms:
        ties += coefficient * (last.model.cell(variable.index) in taken)
    return ties + last.unit * last.goal.cost(problem, roster)


@pytest.mark.parametrize("seed", range(6))
def test_a_tariff_prices_parts_as_the_goals_do(seed: int) -> None:
    problem = troubled(seed)
    descent = settled(problem)
    last = descent.last()
    parts = every_part(descent.model, last.goal.prices(problem), 16)
    assert parts is not None
    keys = list(problem.by_key)
    index = {
        (keys[p], tuple(d for d in duties if d < len(problem.duties))): nth
        for nth, (p, duties) in enumerate(
            zip(parts.person.tolist(), parts.duties.tolist(), strict=True)
        )
    }
    compared = 0
    best = solve(problem).roster
    assert best is not None
    for roster in (best, *(some_roster(descent, Random(100 * seed + n)) for n in range(5))):
        own = [index.get((key, tuple(roster.takes(key)))) for key in keys]
        if None in own:
            continue
        open_days = [d for d, on in enumerate(roster.people) if not on]
        for goal in descent.rulebook.goals[:-1]:
            tariff = Tariff(descent.model, descent.model.levels[goal.name])
            assert tariff.whole
            whole = tariff.offset + tariff.of(parts)[own].sum() + tariff.gaps[open_days].sum()
            # Literals above or below a line may be true for nothing, never false for something.
            assert whole == goal.cost(problem, roster), goal.name
            compared += 1
    assert compared
