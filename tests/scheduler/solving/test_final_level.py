"""The last level: by parts, by paths, or by one after the other, it is the same roster."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scheduler.solving.final_level import Last
from scheduler.solving.solve import solve
from scheduler.solving.solver import Options
from tests.bench.months import realistic
from tests.scheduler.solving.settled import price, settled, troubled

if TYPE_CHECKING:
    from constraints.problem import Problem


NO_CELLS = {"spacing_floor.CHOICE": 100, "spacing_floor.SHORT": 0, "spacing_floor.MONTH": 100}


@pytest.mark.parametrize("seed", range(10))
def test_cells_parts_and_paths_give_the_same_roster(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = troubled(seed)
    expected = solve(problem)
    asked = []
    original = Last.pose
    monkeypatch.setattr(Last, "pose", lambda last: asked.append(last) or original(last))
    # Cells in any month, and in none. Nobody may have parts; all parts but those of a few rosters
    # are too many; none is near.
    few = (
        {"final_level.EACH": 0},
        {"final_level.MANY": 0.02},
        {"final_level.LEAST": -1.0, "final_level.FAR": 0.5},
    )
    for limits in ({"spacing_floor.CHOICE": 0}, NO_CELLS, *(NO_CELLS | limits for limits in few)):
        with monkeypatch.context() as patched:
            for name, value in limits.items():
                patched.setattr(f"scheduler.solving.{name}", value)
            found = solve(problem)
        assert found.unique
        assert found.roster == expected.roster
        assert found.levels == expected.levels
    assert len(asked) == 3


@pytest.mark.parametrize(("seed", "people"), [(0, 4), (1, 5), (2, 10)])
def test_cells_and_paths_give_the_same_roster_in_longer_terms(
    seed: int, people: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = realistic(seed, people, 45)
    expected = solve(problem)
    assert expected.unique
    with monkeypatch.context() as patched:
        # Without a single try the first roster comes with the relaxation.
        patched.setattr("scheduler.solving.solver.TRIES", 0)
        found = solve(problem)
        assert (found.roster, found.unique) == (expected.roster, True)
    for name, value in NO_CELLS.items():
        monkeypatch.setattr(f"scheduler.solving.{name}", value)
    found = solve(problem)
    assert (found.roster, found.levels, found.unique) == (expected.roster, expected.levels, True)


def test_all_levels_are_proved_though_time_runs_out_over_the_tie_break(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = realistic(0, 13, 45)
    expected = solve(problem)
    monkeypatch.setattr(Last, "_run", lambda _last, _model: None)
    found = solve(problem)
    assert found.optimal
    assert not found.unique
    assert found.levels == expected.levels
    assert found.roster is not None


@pytest.mark.parametrize("seed", [1, 4, 6])
def test_looking_ever_farther_from_the_bound_ends_at_the_optimum(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = troubled(seed)
    expected = solve(problem)
    monkeypatch.setattr("scheduler.solving.final_level.LEAST", 0.02)
    monkeypatch.setattr("scheduler.solving.final_level.STEP", 0.05)
    found = solve(problem)
    assert (found.roster, found.levels, found.unique) == (expected.roster, expected.levels, True)


def test_what_is_counted_next_to_the_bound_is_no_farther(monkeypatch: pytest.MonkeyPatch) -> None:
    """Though made of parts each of which may cost as much above it."""
    monkeypatch.setattr("scheduler.solving.final_level.LEAST", 64.0)
    found = 0
    for seed in range(12):
        last = settled(troubled(seed)).last()
        last.nearest()
        if last.roster is not None:
            assert last._pool is not None
            assert price(last, last.roster) <= last._pool.bound + 64
            found += 1
    assert found > 3


@pytest.mark.parametrize(
    ("seed", "people"), [(281, 4), (308, 9), (312, 8), (337, 10), (64, 17), (61, 14), (94, 13)]
)
def test_a_roster_found_near_the_bound_need_not_be_the_best(
    seed: int, people: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In these months the best of the first few parts is not the best of all, or has an equal.

    In the fifth not all levels are at their floors.
    """
    problem = realistic(seed, people)
    found = solve(problem)
    monkeypatch.setattr("scheduler.solving.final_level.EACH", 0)
    by_paths = solve(problem)
    assert (found.roster, found.unique) == (by_paths.roster, True)


@pytest.mark.parametrize("problem", [troubled(3), realistic(0, 13)])
def test_any_optimum_has_the_same_levels(problem: Problem) -> None:
    result = solve(problem, options=Options(any_optimum=True))
    assert result.optimal
    assert result.levels == solve(problem).levels


def test_the_bound_is_kept_when_time_runs_out_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = troubled(2)
    best = solve(problem).levels[-1].cost
    assert best is not None
    last = settled(problem).last()
    monkeypatch.setattr(last.search, "run", lambda _model, _counter=None: None)
    assert not last.settle()
    assert last.roster is None
    assert last.bound is not None
    assert 0 <= last.bound <= best
