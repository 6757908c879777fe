"""The linear program of parts: what it is worth, what is short, and when it gives up."""

from __future__ import annotations

import math

import numpy as np
import pytest

from scheduler.solving.master import Program

HIGH = 100.0


def program(*parts: tuple[int, list[int], float], seats=(False, False, False)) -> Program:
    """Two people and three duties."""
    made = Program(np.array(seats), [], 2, HIGH)
    for person, duties, price in parts:
        made.add(person, duties, price, [])
    return made


def test_duties_are_worth_what_they_cost_where_there_is_a_choice() -> None:
    made = program((0, [0, 1], 7), (0, [0], 3), (1, [1, 2], 8), (1, [2], 5))
    found = made.solve()
    assert found is not None
    duties, rows, optimum = found
    assert optimum == pytest.approx(min(7 + 5, 3 + 8))
    assert made.whole
    assert len(rows) == 0
    assert duties[1] <= 7 - 3 + 1e-6  # the first would take it for that
    assert duties[1] >= 8 - 5 - 1e-6  # and so does the second


def test_what_nobody_has_is_short_at_its_price() -> None:
    made = program((0, [0, 1], 7), (1, [], 0))
    found = made.solve()
    assert found is not None
    assert found[2] == pytest.approx(7 + HIGH)
    assert found[0][2] == pytest.approx(HIGH)
    assert not made.whole
    made.raise_price(2 * HIGH)
    found = made.solve()
    assert found is not None
    assert found[2] == pytest.approx(7 + 2 * HIGH)


def test_a_seat_may_stay_open_only_where_it_may() -> None:
    made = program((0, [0, 1], 7), (1, [], 0), seats=(False, False, True))
    found = made.solve()
    assert found is not None
    assert found[2] == pytest.approx(7)
    assert made.whole


def test_a_program_that_cannot_be_solved_says_so() -> None:
    assert program((0, [0], math.nan)).solve() is None
