"""The last level: by cells, by columns, or by paths, it is the same roster."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from constraints.model.cpsat import cp_model
from scheduler.solving.final_level import FinalLevel
from scheduler.solving.limits import Limits
from scheduler.solving.solve import solve
from scheduler.solving.solver import Options, Run, Solver
from tests.bench.months import realistic
from tests.scheduler.solving.settled import price, settled, troubled

if TYPE_CHECKING:
    from constraints.problem import Problem
    from scheduler.solving.result import Result
    from scheduler.solving.strategy import Strategy


ALWAYS_CELLS = Limits(floor_spare=0)
NO_CELLS = Limits(floor_spare=100, floor_reach=0, month_days=100)
NO_COLUMNS = replace(NO_CELLS, duties_each=0)


def solved(problem: Problem, limits: Limits) -> Result:
    return solve(problem, options=Options(limits=limits))


@pytest.mark.parametrize("seed", range(10))
def test_cells_columns_and_paths_give_the_same_roster(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = troubled(seed)
    expected = solve(problem)
    asked = []
    original = FinalLevel.path_model
    monkeypatch.setattr(FinalLevel, "path_model", lambda last: asked.append(last) or original(last))
    # Nobody may have columns; all but those of a few rosters are too many; none is near.
    by_paths = (
        NO_COLUMNS,
        replace(NO_CELLS, columns_per_pair=0.02),
        replace(NO_CELLS, first_gap=-1.0, last_gap=0.5),
    )
    for limits in (ALWAYS_CELLS, NO_CELLS, *by_paths):
        found = solved(problem, limits)
        assert found.unique
        assert found.roster == expected.roster
        assert found.levels == expected.levels
    assert len(asked) == len(by_paths)


@pytest.mark.parametrize("seed", [1, 6, 7])
def test_columns_that_become_too_many_on_the_way_leave_it_to_paths(seed: int) -> None:
    problem = troubled(seed)
    expected = solve(problem)
    found = solved(problem, replace(NO_CELLS, columns_per_pair=0.1))
    assert (found.roster, found.levels, found.unique) == (expected.roster, expected.levels, True)


@pytest.mark.parametrize(("seed", "people"), [(0, 4), (1, 5), (2, 10)])
def test_cells_and_paths_give_the_same_roster_in_longer_terms(seed: int, people: int) -> None:
    problem = realistic(seed, people, 45)
    expected = solve(problem)
    assert expected.unique
    # Without a single try the first roster comes with the relaxation.
    found = solved(problem, Limits(conflicts=0))
    assert (found.roster, found.unique) == (expected.roster, True)
    found = solved(problem, NO_CELLS)
    assert (found.roster, found.levels, found.unique) == (expected.roster, expected.levels, True)


def test_all_levels_are_proved_though_time_runs_out_over_the_tie_break(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = realistic(0, 13, 45)
    expected = solve(problem)
    original = Solver.run

    def run(solver: Solver, model: cp_model.CpModel, strategy: Strategy) -> Run:
        any_solution = strategy.any_solution
        return original(solver, model, strategy) if any_solution else Run(cp_model.CpSolver())

    monkeypatch.setattr(Solver, "run", run)
    found = solve(problem)
    assert found.optimal
    assert not found.unique
    assert found.levels == expected.levels
    assert found.roster is not None


@pytest.mark.parametrize("seed", [1, 4, 6])
def test_looking_ever_farther_from_the_bound_ends_at_the_optimum(seed: int) -> None:
    problem = troubled(seed)
    expected = solve(problem)
    found = solved(problem, Limits(first_gap=0.02, second_gap=0.05))
    assert (found.roster, found.levels, found.unique) == (expected.roster, expected.levels, True)


def test_what_is_counted_next_to_the_bound_is_no_farther() -> None:
    """Though made of columns each of which may cost as much above it."""
    found = 0
    for seed in range(12):
        final = settled(troubled(seed), Limits(first_gap=64.0))
        if final.columns.attempt():
            roster, generation = final.columns.roster, final.columns.generation
            assert roster is not None
            assert generation is not None
            assert price(final, roster) <= generation.bound + 64
            found += 1
    assert found > 3


@pytest.mark.parametrize(
    ("seed", "people"), [(281, 4), (308, 9), (312, 8), (337, 10), (64, 17), (61, 14), (94, 13)]
)
def test_a_roster_found_near_the_bound_need_not_be_the_best(seed: int, people: int) -> None:
    """In these months the best of the first few columns is not the best of all, or has an equal.

    In the fifth not all levels are at their floors.
    """
    problem = realistic(seed, people)
    found = solve(problem)
    by_paths = solved(problem, Limits(duties_each=0))
    assert (found.roster, found.unique) == (by_paths.roster, True)


@pytest.mark.parametrize("problem", [troubled(3), realistic(0, 13)])
def test_any_optimum_has_the_same_levels(problem: Problem) -> None:
    result = solve(problem, options=Options(any_optimum=True))
    assert result.optimal
    assert result.levels == solve(problem).levels


def test_columns_give_up_when_time_runs_out_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = settled(troubled(1), Limits(first_gap=0.02)).columns
    assert not columns.attempt()
    monkeypatch.setattr(columns.solver, "run", lambda *_: Run(cp_model.CpSolver()))
    assert columns.nearest == 0
    assert columns.settle() is None


def test_the_bound_is_kept_when_time_runs_out_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = troubled(2)
    best = solve(problem).levels[-1].cost
    assert best is not None
    final = settled(problem)
    monkeypatch.setattr(final.solver, "run", lambda *_: Run(cp_model.CpSolver()))
    assert not final.settle()
    assert final.roster is None
    assert final.bound is not None
    assert 0 <= final.bound <= best
