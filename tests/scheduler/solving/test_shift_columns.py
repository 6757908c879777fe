"""Shift work by columns, where a search by cells would have been enough."""

from __future__ import annotations

from random import Random

import pytest

from constraints.rulebook import from_policy
from scheduler.solving.limits import Limits
from scheduler.solving.solve import solve
from scheduler.solving.solver import Options
from tests.reference_shifts import best
from tests.tiny_posts import tiny_post

BY_COLUMNS = Limits(work_brief=0, cell_climb=0, path_climb=0, work_cells=0, turns=0, work_people=2)


@pytest.mark.parametrize("seed", range(2000, 2060))
def test_the_levels_are_those_of_the_best_of_all_rosters(seed: int) -> None:
    problem = tiny_post(Random(seed))
    least = best(problem)
    if least is None:
        return
    result = solve(problem, options=Options(limits=BY_COLUMNS))
    assert [level.cost for level in result.levels] == least
    assert result.optimal
    assert result.roster is not None
    assert not from_policy(problem.policy).audit(problem, result.roster)
