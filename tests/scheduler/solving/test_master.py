"""The restricted master: its duals, what is short, and when it gives up."""

from __future__ import annotations

import math

import numpy as np
import pytest

from scheduler.solving.master import RestrictedMaster

PENALTY = 100.0


def master(*columns: tuple[int, list[int], float], seats=(False, False, False)) -> RestrictedMaster:
    """Two people and three duties."""
    made = RestrictedMaster([1] * len(seats), np.array(seats), [], 2, PENALTY)
    for person, duties, cost in columns:
        made.add(person, duties, cost, [])
    return made


def test_a_dual_is_what_covering_the_duty_costs() -> None:
    made = master((0, [0, 1], 7), (0, [0], 3), (1, [1, 2], 8), (1, [2], 5))
    found = made.solve()
    assert found is not None
    duties, rows, optimum = found
    assert optimum == pytest.approx(min(7 + 5, 3 + 8))
    assert made.feasible
    assert len(rows) == 0
    assert duties[1] <= 7 - 3 + 1e-6  # the first would take it for that
    assert duties[1] >= 8 - 5 - 1e-6  # and so does the second


def test_what_nobody_has_is_short_at_the_penalty() -> None:
    made = master((0, [0, 1], 7), (1, [], 0))
    found = made.solve()
    assert found is not None
    assert found[2] == pytest.approx(7 + PENALTY)
    assert found[0][2] == pytest.approx(PENALTY)
    assert not made.feasible
    made.set_penalty(2 * PENALTY)
    found = made.solve()
    assert found is not None
    assert found[2] == pytest.approx(7 + 2 * PENALTY)


def test_a_seat_may_stay_open_only_where_it_may() -> None:
    made = master((0, [0, 1], 7), (1, [], 0), seats=(False, False, True))
    found = made.solve()
    assert found is not None
    assert found[2] == pytest.approx(7)
    assert made.feasible


def test_no_more_seats_stay_open_than_may() -> None:
    """Three people are needed, one is there and one seat may stay open: the third is short."""
    made = RestrictedMaster([3], np.array([1]), [], 1, PENALTY)
    made.add(0, [0], 7, [])
    found = made.solve()
    assert found is not None
    assert found[2] == pytest.approx(7 + PENALTY)
    assert not made.feasible


def test_a_master_that_cannot_be_solved_says_so() -> None:
    assert master((0, [0], math.nan)).solve() is None
