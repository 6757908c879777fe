"""Counting solutions: all of them, up to so many, and not at all where it is cut short."""

from __future__ import annotations

import pytest

from constraints.model.cpsat import cp_model
from scheduler.solving.solver import LARGE, Options, Search


def model_of(count: int) -> cp_model.CpModel:
    """So many literals of which at least one is true."""
    model = cp_model.CpModel()
    model.add_bool_or([model.new_bool_var("") for _ in range(count)])
    return model


@pytest.mark.parametrize("workers", [1, 8])
def test_solutions_are_counted_up_to_so_many(workers: int) -> None:
    search = Search(Options(workers=workers))
    search.suit(LARGE)
    assert search.count(model_of(3), 10) == 2**3 - 1
    assert search.count(model_of(3), 2) == 2
    assert search.count(model_of(0), 2) == 0
    assert not search.solver.parameters.enumerate_all_solutions


def test_the_last_solution_is_kept() -> None:
    search, model = Search(Options()), model_of(1)
    assert search.count(model, 2) == 1
    assert search.value(model.get_int_var_from_proto_index(0)) == 1


def test_a_count_that_is_cut_short_is_none() -> None:
    search = Search(Options())
    search.solver.parameters.max_deterministic_time = 1e-3
    assert search.count(model_of(20), 10**6) is None
