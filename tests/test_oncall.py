"""Foreign rules and a foreign goal on the product's model: found as brute force finds it."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest

from constraints.hard.cover import Cover
from constraints.hard.fixed import Fixed
from constraints.rulebook import Rulebook
from constraints.soft.gaps import Gaps
from scheduler.solving.solve import solve
from scheduler.solving.solver import Options
from tests.bench.oncall import Instance, OnCall, Together, Unavailable, evaluate, problem_of


def instance(seed: int) -> Instance:
    rng = Random(seed)
    staff, slots = 3, rng.randint(6, 8)
    fixed: list[set[int]] = [set() for _ in range(staff)]
    for slot in rng.sample(range(1, slots + 1), 2):
        rng.choice(fixed).add(slot)
    away = [set(rng.sample(range(1, slots + 1), rng.randint(0, 2))) for _ in range(staff)]
    return Instance(
        staff,
        slots,
        tuple(rng.choice([10, 50, 100]) for _ in range(staff)),
        rng.randint(0, 4),
        tuple(frozenset(slots - mine) for slots, mine in zip(away, fixed, strict=True)),
        tuple(frozenset(slots) for slots in fixed),
        rng.randint(1, 3),
        rng.randint(1, 3),
    )


@pytest.mark.parametrize("seed", range(12))
def test_the_published_optimum_by_brute_force(seed: int) -> None:
    given = instance(seed)
    problem = problem_of(given)
    rules = (Unavailable(given), Fixed(), Cover(), Together(given))
    every = product(range(1, given.staff + 1), repeat=given.slots)
    costs = [cost for one in every if (cost := evaluate(given, list(one))) is not None]
    options = Options(thorough=True, any_optimum=True)
    result = solve(problem, Rulebook(rules, (Gaps(), OnCall(given))), options)
    assert result.roster is not None
    if not costs:
        assert result.levels[0].cost
        return
    found = [int(keys[0]) for keys in result.roster.people]
    assert evaluate(given, found) == result.levels[-1].cost == min(costs)
    assert result.optimal
