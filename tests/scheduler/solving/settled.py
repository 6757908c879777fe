"""Months with all levels but the last settled, and rosters of them."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from constraints import from_policy
from constraints.domain import Leave
from scheduler.solving.limits import Limits
from scheduler.solving.solve import LevelSearch
from scheduler.solving.solver import Options
from tests.bench.months import realistic

if TYPE_CHECKING:
    from constraints.domain import Roster
    from constraints.problem import Problem
    from scheduler.solving.final_level import FinalLevel


def settled(problem: Problem, limits: Limits | None = None) -> FinalLevel:
    """Settle every level but the last, which is returned."""
    options = Options(limits=limits or Limits())
    search = LevelSearch(problem, from_policy(problem.policy), options)
    final = search.settle_upper(search.at_floors())
    assert final is not None
    return final


def some_roster(final: FinalLevel, rng: Random) -> Roster:
    """A lawful roster that meets all levels but the last, by random costs, well spread."""
    model, days = final.model.branch(), len(final.model.problem.duties)
    keys = list(model.problem.by_key)
    for key in keys:
        for d in range(days - 3):
            model.cp.add(sum(model.on(other, key) for other in range(d, d + 4)) <= 1)
    on = [model.on(d, key) for d in range(days) for key in keys]
    model.cp.minimize(sum(rng.randint(-9, 9) * literal for literal in on))
    run = final.solver.run(model.cp)
    assert run.found
    return model.roster(run.value)


def troubled(seed: int) -> Problem:
    """A month in which some levels can be kept in more than one way, and some days by nobody."""
    rng = Random(seed)
    problem = realistic(seed, rng.randint(6, 12))
    if seed % 2:
        day, end = (problem.duties[d].start.replace(hour=0, minute=0) for d in (10, 12))
        leaves = tuple(Leave(person.key, day, end) for person in problem.people)
        problem = replace(problem, leaves=(*problem.leaves, *leaves))
    return problem


def price(final: FinalLevel, roster: Roster) -> int:
    """What a roster costs on the last level and the tie-break, without the solver."""
    taken = {(d, key) for d, keys in enumerate(roster.people) for key in keys}
    ties = final.ties.offset
    for coefficient, variable in final.ties.terms:
        ties += coefficient * (final.model.cell(variable) in taken)
    return ties + final.unit * final.goal.cost(final.model.problem, roster)
