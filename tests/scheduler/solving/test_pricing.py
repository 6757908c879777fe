"""Everyone's cheapest parts, against all sets of duties one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import combinations, pairwise
from random import Random

import numpy as np
import pytest

from constraints.calendar import FairnessClass
from constraints.domain import Person, Pin, Standing
from scheduler.solving.columns import Cells
from scheduler.solving.pricing import Walks
from tests.bench.months import realistic
from tests.build import day, month, served
from tests.scheduler.solving.settled import settled

UNIT, DAYS = 1000, 12


def small(seed: int):
    """A term of twelve days with a decided cell, a reserve and longer rest at times."""
    rng = Random(seed)
    problem = realistic(seed, rng.randint(4, 6), days=DAYS)
    people = list(problem.people)
    if seed % 3 == 0:
        problem = replace(problem, policy=replace(problem.policy, rest=timedelta(hours=48)))
    if seed % 3 == 1:
        pins = (Pin(people[0].key, problem.duties[6].date, must=True),)
        problem = replace(problem, pins=pins, leaves=())
    if seed % 4 == 2:
        people[1] = replace(people[1], standing=Standing.RESERVE)
        problem = replace(problem, people=tuple(people))
    return settled(problem)


def every(descent, key: str):
    """Yield every set of duties that somebody may have, with its price."""
    model, problem = descent.model, descent.problem
    prices = descent.rulebook.goals[-1].prices(problem)
    may = dict(model.taking(key))
    must = {d for d, literal in may.items() if model.ends(literal.index)[0] == 1}
    known = [duty.date for duty in problem.known_duties_of.get(key, ())]
    before = [on for on in known if on < problem.duties[0].date]
    outside = prices.along(before) + prices.along(known[len(before) :])
    for size in range(len(may) + 1):
        for own in combinations(sorted(may), size):
            apart = all((key, a, b) not in model.exclusions for a, b in pairwise(own))
            if not must <= set(own) or not apart:
                continue
            dates = [problem.duties[d].date for d in own]
            kinds = [problem.calendar.kind(on) for on in dates]
            counts = [sum(map(cls.covers, kinds)) for cls in FairnessClass]
            bounds = [model.allowed(cls, key) or (0, 99) for cls in FairnessClass]
            if all(low <= n <= high for n, (low, high) in zip(counts, bounds, strict=True)):
                yield own, prices.along(sorted(known + dates)) - outside, counts


def parts_of(person: int, people, duties) -> list[tuple[int, ...]]:
    """Return somebody's parts of what was found, without what fills them up."""
    return [tuple(own[own < DAYS].tolist()) for own in duties[people == person]]


@pytest.mark.parametrize("seed", range(12))
def test_walks_are_all_parts_and_no_others(seed: int) -> None:
    descent = small(seed)
    problem, rng = descent.problem, np.random.default_rng(seed)
    cells = Cells(descent.model, descent.rulebook.goals[-1].prices(problem))
    groups = [np.flatnonzero(cells.lined), np.flatnonzero(~cells.lined)]
    for who in groups:
        if not who.size:
            continue
        walks = Walks(cells, who, UNIT)
        duties = rng.integers(-640, 640, (len(who), len(problem.duties))) / 64
        counts = rng.integers(0, 9, walks.complete.shape).astype(float)
        least = walks.weigh(duties, counts)
        index = {tuple(n): s for s, n in enumerate(walks.counts.T.tolist())}
        for p, person in enumerate(who.tolist()):
            lined = cells.lined[person]
            cost = {
                own: UNIT * price
                + sum(duties[p, d] for d in own)
                + counts[p, index[tuple(n) if lined else (n[0], 0, 0)]]
                for own, price, n in every(descent, problem.people[person].key)
            }
            assert least[p] == min(cost.values())
            for room in (0, 3, UNIT, 1e9):
                found = walks.within(room, 10**6)
                assert found is not None
                own = parts_of(person, *found)
                assert len(own) == len(set(own))
                assert set(own) == {o for o, spent in cost.items() if spent <= least[p] + room}
            offered = parts_of(person, *walks.cheapest(3))
            assert set(offered) <= set(cost)
            assert min(cost[o] for o in offered) == least[p]
        whole = walks.within(1e9, 10**6)
        assert whole is not None
        again = walks.within(1e9, len(whole[0]))
        assert again is not None
        assert all(map(np.array_equal, again, whole))
        assert walks.within(1e9, len(whole[0]) - 1) is None


@pytest.mark.parametrize("seed", range(6))
def test_parts_have_the_price_and_the_counts_of_their_duties(seed: int) -> None:
    descent = small(seed)
    problem = descent.problem
    cells = Cells(descent.model, descent.rulebook.goals[-1].prices(problem))
    for p, person in enumerate(problem.people):
        listed = list(every(descent, person.key))
        duties = [[*own, *[DAYS] * (DAYS - len(own))] for own, _, _ in listed]
        parts = cells.parts(np.full(len(listed), p), np.array(duties))
        assert parts.own() == [list(own) for own, _, _ in listed]
        assert parts.price.tolist() == [price for _, price, _ in listed]
        assert parts.counts.tolist() == [counts for _, _, counts in listed]


def test_nobody_has_a_part_without_what_is_decided() -> None:
    """Two duties are somebody's that exclude each other."""
    descent = small(0)
    cells = Cells(descent.model, descent.rulebook.goals[-1].prices(descent.problem))
    cells.may[0, :2] = cells.must[0, :2] = True
    cells.pair[0, 0, 1] = np.inf
    walks = Walks(cells, np.flatnonzero(cells.lined), UNIT)
    least = walks.weigh(np.zeros(cells.may.shape), np.zeros(walks.complete.shape))
    assert np.isinf(least).tolist() == [True] + [False] * (len(least) - 1)
    assert 0 not in walks.cheapest(3)[0]


def test_what_lies_around_a_short_term_is_priced_without_any_duty_in_it() -> None:
    """Once, and not for every duty that somebody might have."""
    around = (served(-1, "a"), served(4, "a"))
    descent = settled(month(3, *(Person(key, key) for key in "abcdefgh"), served=around))
    prices = descent.rulebook.goals[-1].prices(descent.problem)
    cells = Cells(descent.model, prices)
    parts = cells.parts(np.array([0, 0]), np.array([[3, 3], [1, 3]]))
    before, middle, after = (day(nth) for nth in (-1, 2, 4))
    own = [[before, after], [before, middle, after]]
    assert parts.price.tolist() == [prices.along(dates) for dates in own]
    assert parts.price.tolist()[0] > 0
