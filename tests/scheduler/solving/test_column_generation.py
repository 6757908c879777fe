"""The pool's bounds are true of every roster, whatever the multipliers are."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pytest
from ortools.sat.python import cp_model

from constraints.domain import Standing
from constraints.model.cost import Level
from scheduler.solving.column_generation import FINE, Pool, Tariff
from scheduler.solving.solve import solve
from tests.scheduler.solving.settled import price, settled, some_roster, troubled

if TYPE_CHECKING:
    from scheduler.solving.final_level import Last


def pool_of(last: Last, over=lambda: False) -> Pool:
    prices = last.goal.prices(last.model.problem)
    return Pool(last.model, prices, last.unit, last.ties, last.held, over)


@pytest.mark.parametrize("seed", range(8))
def test_no_roster_is_cheaper_than_any_bound(seed: int) -> None:
    problem = troubled(seed)
    descent = settled(problem)
    last, rng = descent.last(), np.random.default_rng(seed)
    pool = pool_of(last)
    best = solve(problem).roster
    assert best is not None
    costs = [price(last, some_roster(descent, Random(n))) for n in range(4)]
    costs.append(price(last, best))
    assert pool.bound <= min(costs) == costs[-1]
    for _ in range(20):
        worth = rng.integers(-300 * FINE, 300 * FINE, len(problem.duties)) / FINE
        shadows = -rng.integers(0, 50 * FINE, len(pool.rows)) / FINE
        assert pool._price(worth, shadows) <= min(costs[-1], pool.bound + 1)


@pytest.mark.parametrize("seed", range(8))
def test_what_is_posted_costs_what_rosters_cost_above_the_bound(seed: int) -> None:
    """Open seats and levels kept in several ways included."""
    problem = troubled(seed)
    descent = settled(problem)
    last = descent.last()
    pool = pool_of(last)
    best = solve(problem).roster
    assert best is not None
    room = price(last, best) - pool.bound
    model = last.model.branch()
    level = model.penalise(last.goal.name)
    above = pool.post(model, level, room, 10**6)
    assert above is not None
    model.minimise(above)
    assert descent.search.run(model.cp) == cp_model.OPTIMAL
    assert descent.search.solver.objective_value == FINE * room
    roster = model.roster(descent.search.value)
    assert price(last, roster) == pool.bound + room
    solution = descent.search.solver.response_proto.solution
    spacing = level.offset + sum(c * solution[v] for c, v in level.terms)
    assert spacing == last.goal.cost(problem, roster)
    if room >= 1:
        tight = last.model.branch()
        above = pool.post(tight, tight.penalise(last.goal.name), room - 1, 10**6)
        assert above is not None
        tight.minimise(above, int(FINE * (room - 1)))
        assert descent.search.run(tight.cp) == cp_model.INFEASIBLE


@pytest.mark.parametrize("seed", range(6))
def test_a_tariff_prices_parts_as_the_goals_do(seed: int) -> None:
    problem = troubled(seed)
    descent = settled(problem)
    last = descent.last()
    pool, keys = pool_of(last), list(problem.by_key)
    for n in range(3):
        roster = some_roster(descent, Random(100 * seed + n))
        days = len(problem.duties)
        taken = [list(roster.takes(key)) for key in keys]
        own = np.array([[*some, *[days] * (days - len(some))] for some in taken])
        parts = pool.cells.parts(np.arange(len(keys)), own)
        open_days = [d for d, on in enumerate(roster.people) if not on]
        for goal in descent.rulebook.goals[:-1]:
            tariff = Tariff(descent.model, descent.model.levels[goal.name])
            assert tariff.whole
            whole = tariff.offset + tariff.of(parts).sum() + tariff.gaps[open_days].sum()
            assert whole == goal.cost(problem, roster), goal.name


def test_parts_of_regular_people_and_of_reserves_come_together() -> None:
    problem = troubled(2)
    first, *others = problem.people
    reserve = replace(first, standing=Standing.RESERVE)
    pool = pool_of(settled(replace(problem, people=(reserve, *others))).last())
    found = [walks.cheapest(3) for walks in pool.walks]
    assert len(found) == 2
    days = len(problem.duties)
    own = [[d for d in some if d < days] for _, parts in found for some in parts.tolist()]
    assert pool._parts(found).own() == own
    assert any(own)


def test_a_level_of_other_variables_is_no_row() -> None:
    descent = settled(troubled(0))
    model = descent.model
    strange = Level()
    strange.add(1, model.literal())
    assert not Tariff(model, strange).whole


def test_a_pool_that_is_cut_short_has_a_bound_all_the_same() -> None:
    problem = troubled(2)
    last = settled(problem).last()
    best = solve(problem).roster
    assert best is not None
    turns = iter([False, False, False])
    pool = pool_of(last, over=lambda: next(turns, True))
    assert -np.inf < pool.bound <= price(last, best)
