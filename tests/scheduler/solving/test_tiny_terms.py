"""Several duties a date and seats a duty: model, audit, second reading and brute force agree."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from constraints import from_policy
from scheduler.solving.solve import solve
from tests import reference
from tests.agreement import charge
from tests.build import Judge
from tests.tiny_posts import random_roster
from tests.tiny_terms import tiny_term

if TYPE_CHECKING:
    from constraints import Person, Problem


def _may(problem: Problem, person: Person, duty: int) -> bool:
    return reference.may_take(problem, person, problem.duties[duty])


@pytest.mark.parametrize("seed", range(80))
def test_rosters_are_judged_and_counted_alike(seed: int) -> None:
    rng = Random(seed)
    problem = tiny_term(rng)
    book = from_policy(problem.policy)
    judge = Judge(problem, book.rules)
    for _ in range(3):
        roster = random_roster(rng, problem, _may)
        audit = book.audit(problem, roster)
        assert reference.lawful(problem, roster) is (not audit) is judge.allows(roster), roster
        costs = reference.costs(problem, roster)
        assert book.cost(problem, roster) == costs, roster
        if not audit:
            assert charge(problem, book, roster) == sum(costs), roster


@pytest.mark.parametrize("seed", range(1000, 1080))
def test_the_roster_is_that_of_brute_force_with_its_tie_break(seed: int) -> None:
    problem = tiny_term(Random(seed))
    try:
        costs, best = reference.best(problem)
    except ValueError:
        with pytest.raises(ValueError, match="contradict"):
            solve(problem)
        return
    result = solve(problem)
    assert [level.cost for level in result.levels] == costs
    assert result.optimal
    assert result.unique
    assert result.roster == best
