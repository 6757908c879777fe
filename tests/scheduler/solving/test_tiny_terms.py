"""Several duties a date and seats a duty: model, audit, second reading and brute force agree."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import pytest

from constraints import Person, Served, from_policy
from scheduler.solving import tiebreak
from scheduler.solving.limits import Limits
from scheduler.solving.solve import solve
from scheduler.solving.solver import Options
from tests import reference
from tests.agreement import charge
from tests.build import Judge, month
from tests.tiny_posts import random_roster
from tests.tiny_terms import tiny_term

if TYPE_CHECKING:
    from collections.abc import Iterable

    from constraints import Duty, Problem, Roster

# By cells where that can be, by columns, and by paths.
WAYS = (
    Limits(),
    Limits(floor_reach=0, floor_spare=100, columns_per_pair=1e6, duties_each=1000),
    Limits(floor_reach=0, floor_spare=100, duties_each=0),
)


def _may(problem: Problem, person: Person, duty: int) -> bool:
    return reference.may_take(problem, person, problem.duties[duty])


@pytest.mark.parametrize("seed", range(80))
def test_rosters_are_judged_and_counted_alike(seed: int) -> None:
    rng = Random(seed)
    problem = tiny_term(rng)
    book = from_policy(problem.policy)
    judge = Judge(problem, book.rules)
    for _ in range(3):
        roster = random_roster(rng, problem, _may)
        audit = book.audit(problem, roster)
        assert reference.lawful(problem, roster) is (not audit) is judge.allows(roster), roster
        costs = reference.costs(problem, roster)
        assert book.cost(problem, roster) == costs, roster
        if not audit:
            assert charge(problem, book, roster) == sum(costs), roster


@pytest.mark.parametrize("seed", range(1000, 1090))
def test_the_roster_is_that_of_brute_force_with_its_tie_break(seed: int) -> None:
    assert_best(seed)


@pytest.mark.parametrize("seed", range(2000, 2060))
def test_without_hashes_the_least_keys_decide(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of rosters that are equal in every level the first by its keys, seat by seat, is taken."""

    def no_bytes(_: Duty, keys: Iterable[str]) -> list[int]:
        return [0 for _ in keys]

    def no_sum(problem: Problem, roster: Roster) -> tuple[int, int, list[str]]:
        soon, _, seats = hashed(problem, roster)
        return soon, 0, seats

    hashed = reference.tie
    monkeypatch.setattr(tiebreak, "hash_bytes", no_bytes)
    monkeypatch.setattr(reference, "tie", no_sum)
    assert_best(seed)


@pytest.mark.parametrize("seed", range(12))
def test_known_duties_between_those_of_the_month_keep_their_rest_only(seed: int) -> None:
    """As when rest days only are rostered and somebody stood in on a workday."""
    rng, week = Random(seed), month(6, *(Person(key, key) for key in "abc"))
    due = [duty for duty in week.duties if rng.random() < 0.7] or [week.duties[0]]
    known = [Served(duty, rng.choice("abc")) for duty in week.duties if duty not in due]
    problem = replace(week, duties=tuple(due), served=tuple(known))
    assert_solved(problem, Options(limits=WAYS[seed % len(WAYS)]))


def assert_best(seed: int) -> None:
    """Assert that a random term is solved, by one way or another."""
    assert_solved(tiny_term(Random(seed)), Options(limits=WAYS[seed % len(WAYS)]))


def assert_solved(problem: Problem, options: Options) -> None:
    """Assert that a term is solved as by brute force, and proved."""
    try:
        costs, best = reference.best(problem)
    except ValueError:
        with pytest.raises(ValueError, match="contradict"):
            solve(problem, options=options)
        return
    result = solve(problem, options=options)
    assert [level.cost for level in result.levels] == costs
    assert result.optimal
    assert result.unique
    assert result.roster == best
