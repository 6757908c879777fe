"""Everyone's cheapest columns, against all sets of duties one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import combinations, pairwise
from random import Random

import numpy as np
import pytest

from constraints.calendar import FairnessClass
from constraints.decisions import Pin
from constraints.domain import Person, Standing
from scheduler.solving.columns import Network
from scheduler.solving.pricing import Pricing
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


def every(final, key: str):
    """Yield every set of duties that somebody may have, with its price."""
    model, problem = final.model, final.model.problem
    prices = final.goal.prices(problem)
    may = dict(model.taking(key))
    must = {d for d, literal in may.items() if model.bounds(literal.index)[0] == 1}
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


def columns_of(person: int, people, duties) -> list[tuple[int, ...]]:
    """Return somebody's columns of what was priced, without padding."""
    return [tuple(own[own < DAYS].tolist()) for own in duties[people == person]]


@pytest.mark.parametrize("seed", range(12))
def test_pricing_finds_all_columns_and_no_others(seed: int) -> None:
    final = small(seed)
    problem, rng = final.model.problem, np.random.default_rng(seed)
    network = Network(final.model, final.goal.prices(problem))
    groups = [np.flatnonzero(network.limited), np.flatnonzero(~network.limited)]
    for who in groups:
        if not who.size:
            continue
        pricing = Pricing(network, who, UNIT)
        duties = rng.integers(-640, 640, (len(who), len(problem.duties))) / 64
        counts = rng.integers(0, 9, pricing.allowed.shape).astype(float)
        least = pricing.solve(duties, counts)
        index = {tuple(n): s for s, n in enumerate(pricing.counts.T.tolist())}
        for p, person in enumerate(who.tolist()):
            lined = network.limited[person]
            cost = {
                own: UNIT * price
                + sum(duties[p, d] for d in own)
                + counts[p, index[tuple(n) if lined else (n[0], 0, 0)]]
                for own, price, n in every(final, problem.people[person].key)
            }
            assert least[p] == min(cost.values())
            for room in (0, 3, UNIT, 1e9):
                found = pricing.within(room, 10**6)
                assert found is not None
                own = columns_of(person, *found)
                assert len(own) == len(set(own))
                assert set(own) == {o for o, spent in cost.items() if spent <= least[p] + room}
            offered = columns_of(person, *pricing.cheapest(3))
            assert set(offered) <= set(cost)
            assert min(cost[o] for o in offered) == least[p]
        whole = pricing.within(1e9, 10**6)
        assert whole is not None
        again = pricing.within(1e9, len(whole[0]))
        assert again is not None
        assert all(map(np.array_equal, again, whole))
        assert pricing.within(1e9, len(whole[0]) - 1) is None


@pytest.mark.parametrize("seed", range(6))
def test_columns_have_the_price_and_the_counts_of_their_duties(seed: int) -> None:
    final = small(seed)
    problem = final.model.problem
    network = Network(final.model, final.goal.prices(problem))
    for p, person in enumerate(problem.people):
        listed = list(every(final, person.key))
        duties = [[*own, *[DAYS] * (DAYS - len(own))] for own, _, _ in listed]
        columns = network.columns(np.full(len(listed), p), np.array(duties))
        assert columns.duty_lists() == [list(own) for own, _, _ in listed]
        assert columns.price.tolist() == [price for _, price, _ in listed]
        assert columns.counts.tolist() == [counts for _, _, counts in listed]


def test_nobody_has_a_column_without_what_is_decided() -> None:
    """Two duties are somebody's that exclude each other."""
    final = small(0)
    network = Network(final.model, final.goal.prices(final.model.problem))
    network.may[0, :2] = network.must[0, :2] = True
    network.pair[0, 0, 1] = np.inf
    pricing = Pricing(network, np.flatnonzero(network.limited), UNIT)
    least = pricing.solve(np.zeros(network.may.shape), np.zeros(pricing.allowed.shape))
    assert np.isinf(least).tolist() == [True] + [False] * (len(least) - 1)
    assert 0 not in pricing.cheapest(3)[0]


def test_what_lies_around_a_short_term_is_priced_without_any_duty_in_it() -> None:
    """Once, and not for every duty that somebody might have."""
    around = (served(-1, "a"), served(4, "a"))
    final = settled(month(3, *(Person(key, key) for key in "abcdefgh"), served=around))
    prices = final.goal.prices(final.model.problem)
    network = Network(final.model, prices)
    columns = network.columns(np.array([0, 0]), np.array([[3, 3], [1, 3]]))
    before, middle, after = (day(nth) for nth in (-1, 2, 4))
    own = [[before, after], [before, middle, after]]
    assert columns.price.tolist() == [prices.along(dates) for dates in own]
    assert columns.price.tolist()[0] > 0
