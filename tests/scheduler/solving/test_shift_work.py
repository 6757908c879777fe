"""Shift work solved: every level proved, and as good as the best of all lawful rosters."""

from __future__ import annotations

import pytest

from tests.agreement import solved_alike


@pytest.mark.parametrize("seed", range(1000, 1100))
def test_the_levels_are_those_of_the_best_of_all_rosters(seed: int) -> None:
    assert solved_alike(seed)
