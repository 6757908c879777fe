"""The Lagrangian bound is true of every roster, whatever the duals are."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pytest

from constraints import from_policy
from constraints.domain import Standing
from constraints.model.cost import Cost
from scheduler.solving.column_generation import DUAL_SCALE, ColumnGeneration, Duals
from scheduler.solving.final_level import FinalLevel
from scheduler.solving.level_cost import LevelCost, held_levels
from scheduler.solving.limits import Limits
from scheduler.solving.solve import LevelSearch, solve
from scheduler.solving.solver import Options
from tests.scheduler.solving.settled import price, settled, some_roster, troubled

if TYPE_CHECKING:
    from constraints.problem import Problem


def generated(
    final: FinalLevel, over=lambda: False, limits: Limits | None = None
) -> ColumnGeneration:
    prices = final.goal.prices(final.model.problem)
    generation = ColumnGeneration(
        final.model, prices, final.unit, final.ties, final.held, limits or Limits()
    )
    generation.run(over)
    return generation


@pytest.mark.parametrize("seed", range(8))
def test_no_roster_is_cheaper_than_any_bound(seed: int) -> None:
    problem = troubled(seed)
    final, rng = settled(problem), np.random.default_rng(seed)
    generation = generated(final)
    best = solve(problem).roster
    assert best is not None
    costs = [price(final, some_roster(final, Random(n))) for n in range(4)]
    costs.append(price(final, best))
    assert generation.bound <= min(costs) == costs[-1]
    for _ in range(20):
        duties = rng.integers(-300 * DUAL_SCALE, 300 * DUAL_SCALE, len(problem.duties))
        held = -rng.integers(0, 50 * DUAL_SCALE, len(generation.held))
        duals = Duals(duties / DUAL_SCALE, held / DUAL_SCALE)
        assert generation.price(duals) <= min(costs[-1], generation.bound + 1)


@pytest.mark.parametrize("seed", range(8))
def test_what_is_posted_costs_what_rosters_cost_above_the_bound(seed: int) -> None:
    """Open seats and levels kept in several ways included."""
    problem = troubled(seed)
    final = settled(problem)
    generation = generated(final)
    best = solve(problem).roster
    assert best is not None
    gap = price(final, best) - generation.bound
    model = final.model.branch()
    level = model.penalise(final.goal.name)
    above = generation.post(model, level, gap, 10**6)
    assert above is not None
    model.minimise(above)
    run = final.solver.run(model.cp)
    assert run.optimal
    assert run.objective == DUAL_SCALE * gap
    roster = model.roster(run.value)
    assert price(final, roster) == generation.bound + gap
    solution = run.solver.response_proto.solution
    spacing = level.offset + sum(c * solution[v] for c, v in level.terms)
    assert spacing == final.goal.cost(problem, roster)
    if gap >= 1:
        tight = final.model.branch()
        above = generation.post(tight, tight.penalise(final.goal.name), gap - 1, 10**6)
        assert above is not None
        tight.minimise(above, int(DUAL_SCALE * (gap - 1)))
        assert final.solver.run(tight.cp).infeasible


@pytest.mark.parametrize("seed", range(6))
def test_a_level_costs_columns_what_its_goal_says(seed: int) -> None:
    problem = troubled(seed)
    final = settled(problem)
    generation, keys = generated(final), list(problem.by_key)
    for n in range(3):
        roster = some_roster(final, Random(100 * seed + n))
        days = len(problem.duties)
        taken = [list(roster.takes(key)) for key in keys]
        own = np.array([[*some, *[days] * (days - len(some))] for some in taken])
        columns = generation.network.columns(np.arange(len(keys)), own)
        open_days = [d for d, on in enumerate(roster.people) if not on]
        for goal in from_policy(problem.policy).goals[:-1]:
            cost = LevelCost(final.model, final.model.levels[goal.name])
            assert cost.complete
            whole = cost.offset + cost.of(columns).sum() + cost.gaps[open_days].sum()
            assert whole == goal.cost(problem, roster), goal.name


def with_reserve() -> Problem:
    problem = troubled(2)
    first, *others = problem.people
    return replace(problem, people=(replace(first, standing=Standing.RESERVE), *others))


def test_columns_of_regular_people_and_of_reserves_come_together() -> None:
    """No level is held, so that the reserve can have duties."""
    problem = with_reserve()
    rules = from_policy(problem.policy)
    search = LevelSearch(problem, rules, Options())
    final = FinalLevel(search.model, rules.goals[-1], {}, search.solver)
    generation = generated(final, over=lambda: True)
    found = [pricing.cheapest(3) for pricing in generation.pricing]
    assert len(found) == 2
    days = len(problem.duties)
    own = [[d for d in some if d < days] for _, duties in found for some in duties.tolist()]
    assert generation._columns(found).duty_lists() == own
    assert any(own)


def test_a_reserve_who_can_have_no_duty_has_one_column_all_the_same() -> None:
    final = settled(with_reserve())
    generation = generated(final)
    assert generation.idle.tolist() == [0]
    assert len(generation.pricing) == 1
    assert generation.bound <= price(final, some_roster(final, Random(0)))


def test_a_level_of_other_variables_is_not_held() -> None:
    model = settled(troubled(0)).model
    strange = Cost()
    strange.add(1, model.literal())
    assert not LevelCost(model, strange).complete
    model.levels["strange"] = strange
    assert not list(held_levels(model, {"strange": 0}))


def test_generation_that_is_cut_short_has_a_bound_all_the_same() -> None:
    problem = troubled(2)
    final = settled(problem)
    best = solve(problem).roster
    assert best is not None
    turns = iter([False, False, False])
    generation = generated(final, over=lambda: next(turns, True))
    assert -np.inf < generation.bound <= price(final, best)


def test_duals_are_kept_when_the_master_cannot_be_solved() -> None:
    final = settled(troubled(2))
    generation = generated(final, limits=Limits(penalty=np.nan))
    assert -np.inf < generation.bound <= generated(final).bound
