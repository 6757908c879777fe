"""Shift work solved: every level proved, and as good as the best of all lawful rosters."""

from __future__ import annotations

from random import Random

import pytest

from constraints import from_policy
from scheduler.solving.solve import solve
from tests.reference_shifts import best, lawful
from tests.tiny_posts import tiny_post


@pytest.mark.parametrize("seed", range(1000, 1060))
def test_the_levels_are_those_of_the_best_of_all_rosters(seed: int) -> None:
    problem = tiny_post(Random(seed))
    if any(duty.need > 1 for duty in problem.duties):
        return
    least = best(problem)
    if least is None:  # cells decided beforehand contradict each other or the rules
        with pytest.raises(ValueError, match="contradict"):
            solve(problem)
        return
    result = solve(problem)
    assert [level.cost for level in result.levels] == least
    assert result.optimal
    assert result.roster is not None
    assert lawful(problem, result.roster)
    assert not from_policy(problem.policy).audit(problem, result.roster)
