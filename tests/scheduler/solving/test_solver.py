"""Runs of CP-SAT: what each has found, and counting solutions up to so many."""

from __future__ import annotations

import pickle

import pytest

from constraints.model.cpsat import cp_model
from scheduler.solving.limits import Limits
from scheduler.solving.solver import Options, Solver
from scheduler.solving.strategy import Strategy, for_paths


def model_of(count: int) -> cp_model.CpModel:
    """So many literals of which at least one is true."""
    model = cp_model.CpModel()
    model.add_bool_or([model.new_bool_var("") for _ in range(count)])
    return model


@pytest.mark.parametrize("workers", [1, 8])
def test_solutions_are_counted_up_to_so_many(workers: int) -> None:
    solver = Solver(Options(workers=workers))
    strategy = for_paths(solver.options)
    assert solver.count(model_of(3), 10, strategy)[0] == 2**3 - 1
    assert solver.count(model_of(3), 2, strategy)[0] == 2
    assert solver.count(model_of(0), 2, strategy)[0] == 0


def test_the_last_solution_is_kept() -> None:
    model = model_of(1)
    count, run = Solver(Options()).count(model, 2, Strategy())
    assert count == 1
    assert run.value(model.get_int_var_from_proto_index(0)) == 1


def test_a_count_that_is_cut_short_is_none() -> None:
    solver = Solver(Options(seconds=0.01))
    assert solver.count(model_of(40), 10**12, Strategy())[0] is None


def test_an_earlier_run_is_not_changed_by_the_next() -> None:
    solver, model = Solver(Options()), model_of(1)
    first = solver.run(model)
    model.add_bool_and([~model.get_int_var_from_proto_index(0)])
    assert solver.run(model).infeasible
    assert first.optimal
    assert first.value(model.get_int_var_from_proto_index(0)) == 1


def test_a_model_that_makes_no_sense_is_refused() -> None:
    model = model_of(1)
    model.proto.variables[0].domain[0] = 2
    with pytest.raises(RuntimeError, match="refused"):
        Solver(Options()).run(model)


def test_options_can_be_sent_to_another_process() -> None:
    options = Options(workers=2, limits=Limits(month_days=0))
    assert pickle.loads(pickle.dumps(options)) == options
