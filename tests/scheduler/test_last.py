"""The last level: by parts, by paths, or by one after the other, it is the same roster."""

from __future__ import annotations

import pytest

from scheduler.last import Last
from scheduler.search import Options
from scheduler.solve import solve
from tests.bench.months import realistic
from tests.scheduler.settled import price, settled, troubled


@pytest.mark.parametrize("seed", range(10))
def test_parts_and_paths_give_the_same_roster(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = troubled(seed)
    by_parts = solve(problem)
    asked = []
    original = Last.pose
    monkeypatch.setattr(Last, "pose", lambda last: asked.append(last) or original(last))
    # Nobody may have parts; all parts but those of a few rosters are too many; none is near.
    for limits in ({"EACH": 0}, {"MANY": 0.02}, {"LEAST": -1.0, "FAR": 0.5}):
        with monkeypatch.context() as patched:
            for name, value in limits.items():
                patched.setattr(f"scheduler.last.{name}", value)
            by_paths = solve(problem)
        assert by_paths.unique
        assert by_paths.roster == by_parts.roster
        assert by_paths.levels == by_parts.levels
    assert len(asked) == 3


@pytest.mark.parametrize("seed", [1, 4, 6])
def test_looking_ever_farther_from_the_bound_ends_at_the_optimum(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = troubled(seed)
    expected = solve(problem)
    monkeypatch.setattr("scheduler.last.LEAST", 0.02)
    monkeypatch.setattr("scheduler.last.STEP", 0.05)
    found = solve(problem)
    assert (found.roster, found.levels, found.unique) == (expected.roster, expected.levels, True)


def test_what_is_counted_next_to_the_bound_is_no_farther(monkeypatch: pytest.MonkeyPatch) -> None:
    """Though made of parts each of which may cost as much above it."""
    monkeypatch.setattr("scheduler.last.LEAST", 64.0)
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
    monkeypatch.setattr("scheduler.last.EACH", 0)
    by_paths = solve(problem)
    assert (found.roster, found.unique) == (by_paths.roster, True)


def test_any_optimum_has_the_same_levels() -> None:
    problem = troubled(3)
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
