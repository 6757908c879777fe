"""Guided local search, and the paths with given counts that it goes by."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import product
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pytest

from constraints import Leave, Person, Served, Wish
from constraints.calendar import FairnessClass
from constraints.fairness import class_counts
from constraints.rulebook import Rulebook, from_policy
from scheduler.solving import work_levels
from scheduler.solving.limits import Limits
from scheduler.solving.solve import solve
from scheduler.solving.solver import Options
from scheduler.solving.work_counts import CountedPath
from scheduler.solving.work_guided import GuidedSearch
from scheduler.solving.work_levels import WorkLevels
from tests.shift_month import known, shift_month
from tests.tiny_posts import tiny_post

if TYPE_CHECKING:
    from constraints import Problem, Roster

FIRST = date(2026, 12, 1)
CREW = tuple(Person(key, key) for key in "abcdefg")
LARGE = Limits(work_brief=0, cell_climb=0, path_climb=0, work_cells=0)


def levels(problem: Problem, limits: Limits | None = None) -> WorkLevels:
    options = Options(limits=limits or Limits())
    return WorkLevels(problem, from_policy(problem.policy), options)


def search(problem: Problem, roster: Roster, **limits: int) -> GuidedSearch:
    """Return the search for a better rhythm, all levels above as in a roster."""
    one = levels(problem, Limits(**limits))
    rhythm = one.rulebook.goals[-1]
    for goal in one.rulebook.goals[:-1]:
        one.model.hold(goal.name, goal.cost(problem, roster))
    above = one.rulebook.cost(problem, roster)[:-1]

    def lawful(other: Roster) -> bool:
        costs = one.rulebook.cost(problem, other)
        return costs[:-1] == above and not one.rulebook.audit(problem, other)

    return GuidedSearch(one._paths(rhythm)[0], roster, lawful, one.solver)


def any_roster(problem: Problem) -> Roster:
    """Return a roster with all levels above the rhythm settled, and no more."""
    whole = from_policy(problem.policy)
    roster = WorkLevels(problem, Rulebook(whole.rules, whole.goals[:-1]), Options()).run().roster
    assert roster is not None
    return roster


@pytest.mark.parametrize("seed", range(20))
def test_the_cheapest_path_with_its_counts_is_that_of_all_paths(seed: int) -> None:
    rng = Random(seed)
    before = "".join(rng.choice("早中.") for _ in range(3))
    problem = shift_month(
        FIRST, 6, shifts="早中", served=known(FIRST - timedelta(days=3), "a", before)
    )
    model = levels(problem)._paths(from_policy(problem.policy).goals[-1])[0]
    follows, counts = model.follows["a"], (rng.randrange(4), rng.randrange(4))
    prices = np.array([[rng.choice([0, 1.5, -2, math.inf]) for _ in range(3)] for _ in range(6)])
    prices[:, 0] = 0
    kinds = [[(1, 0), (0, 1)] for _ in range(6)]
    graph = model.graph("a")
    path = CountedPath(graph, graph.starts[follows.start], kinds, counts)
    found = path.cheapest(prices, 3.0)

    best = math.inf
    for choices in product(range(3), repeat=6):
        state, steps = follows.start, 0
        for day, choice in enumerate(choices):
            step = follows.automaton.step(state, day, choice)
            if step is None:
                break
            state, steps = step[0], steps + step[1]
        else:
            end = follows.automaton.ends(state)
            if end is not None and (choices.count(1), choices.count(2)) == counts:
                price = sum(prices[day, choice] for day, choice in enumerate(choices))
                best = min(best, price + 3.0 * (steps + end))
                if found is not None and choices == tuple(found[0]):
                    assert found[1] == steps + end
    if found is None:
        assert best == math.inf
    else:
        price = sum(prices[day, choice] for day, choice in enumerate(found[0]))
        assert price + 3.0 * found[1] == best


def busy(seed: int) -> Problem:
    """Return three weeks of seven people on two shifts, with leave, wishes and a past."""
    rng, past = Random(seed), FIRST - timedelta(days=4)
    leaves: list[Leave] = []
    wishes: list[Wish] = []
    served: list[Served] = []
    for person in CREW:
        begin = datetime.combine(FIRST + timedelta(days=rng.randrange(20)), time())
        leaves.append(Leave(person.key, begin, begin + timedelta(days=rng.randrange(1, 3))))
        on = FIRST + timedelta(days=rng.randrange(21))
        wishes.append(Wish(person.key, on, rng.random() < 0.5, shift=rng.choice(["", "早", "中"])))
        served += known(past, person.key, "".join(rng.choice("早中.") for _ in range(3)) + ".")
    served.sort(key=lambda one: one.duty.start)
    more = {"leaves": tuple(leaves), "wishes": tuple(wishes), "served": tuple(served)}
    return shift_month(FIRST, 21, *CREW, shifts="早中", need=2, **more)


@pytest.mark.parametrize("seed", range(4))
def test_a_better_rhythm_changes_nothing_above(seed: int) -> None:
    problem, rulebook = busy(seed), from_policy(busy(seed).policy)
    before = any_roster(problem)
    one = search(problem, before, guided_turns=30)
    after = one.run(0)
    new, old = rulebook.cost(problem, after), rulebook.cost(problem, before)
    assert not rulebook.audit(problem, after)
    assert new[:-1] == old[:-1]
    assert one.value == new[-1] < old[-1]
    for cls in FairnessClass:
        counts = class_counts(problem, before, cls)
        assert class_counts(problem, after, cls) == counts


def test_a_floor_that_is_reached_ends_it() -> None:
    problem = busy(0)
    before = any_roster(problem)
    one = search(problem, before)
    worst = one.value
    assert one.run(worst) == before
    one = search(problem, before)
    one.run(worst - 1)
    assert one.value < worst


def test_what_is_not_lawful_is_not_kept() -> None:
    problem = busy(1)
    before = any_roster(problem)
    one = search(problem, before, guided_turns=30)
    one.lawful = lambda _: False
    assert one.run(0) == before


def test_too_many_ways_to_count_are_not_tried() -> None:
    problem = busy(1)
    before = any_roster(problem)
    assert search(problem, before, guided_counts=1).run(0) == before


def test_a_large_month_is_searched_unless_it_is_a_change(monkeypatch: pytest.MonkeyPatch) -> None:
    searched = []
    monkeypatch.setattr(
        work_levels,
        "GuidedSearch",
        lambda *words: searched.append(words[1]) or GuidedSearch(*words),  # type: ignore[func-returns-value]
    )
    problem, rulebook = busy(2), from_policy(busy(2).policy)
    options = Options(limits=replace(LARGE, turns=0, rough_turns=0))
    drafted = solve(problem, options=options)
    assert len(searched) == 1
    assert drafted.roster is not None
    new, old = (rulebook.cost(problem, one) for one in (drafted.roster, searched[0]))
    assert new[:-1] == old[:-1]
    assert new[-1] < old[-1]
    changed = shift_month(
        FIRST, 21, *CREW, shifts="早中", need=2, base=drafted.roster, leaves=problem.leaves
    )
    solve(changed, options=options)
    assert len(searched) == 1


def costs(problem: Problem, limits: Limits) -> list[int | None] | str:
    try:
        return [level.cost for level in solve(problem, options=Options(limits=limits)).levels]
    except ValueError as error:
        return str(error)


@pytest.mark.parametrize("seed", range(30))
def test_a_large_post_is_solved_as_a_small_one(seed: int) -> None:
    problem = tiny_post(Random(seed))
    assert costs(problem, LARGE) == costs(problem, Limits())
