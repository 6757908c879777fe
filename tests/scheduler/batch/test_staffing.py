"""How many people are enough: simulated months against counting by hand."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from constraints import Person, Pin, Roster, Standing, Wish, from_policy
from scheduler.batch.processes import Processes
from scheduler.batch.staffing import NEWCOMER, afresh, drawn, simulate, staff_of
from scheduler.errors import UsageError
from scheduler.explaining.absences import Absences
from scheduler.solving.solve import solve
from tests.build import MONTH, away, day, month, rosters, served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constraints import Problem
    from scheduler.explaining.outlook import Outlook

A, B, C, D = (Person(letter, f"人{letter}") for letter in "abcd")
RARE = Absences((away("a", 1, 1),), 10**9, MONTH, MONTH, 1, False)
OFTEN = Absences((away("a", 1, 1), away("a", 1, 3)), 12, MONTH, MONTH, 2, False)


def run(
    problem: Problem, absences: Absences, months: int, **more: Any
) -> list[tuple[Outlook, ...]]:
    with ThreadPoolExecutor(1) as thread:
        return list(simulate(problem, absences, months, thread, **more))


def every_draw(problem: Problem, months: int) -> Iterator[tuple[Problem, ...]]:
    for nth in range(months):
        yield tuple(drawn(afresh(problem), staff_of(problem), OFTEN, Random(f"0 {nth}")))


def fewest_gaps(problem: Problem) -> int:
    """Try every roster."""
    rules = from_policy(problem.policy).rules
    return min(
        chosen.people.count(())
        for chosen in rosters(problem)
        if not any(list(rule.audit(problem, chosen)) for rule in rules)
    )


def test_the_chance_is_that_of_trying_every_roster() -> None:
    posed = month(3, A, B, leaves=(away("b", 2, 2),), served=(served(0, "a"),))
    months = 12
    last = run(posed, OFTEN, months)[-1]
    by_hand = [[fewest_gaps(one) for one in three] for three in every_draw(posed, months)]
    for one, gaps in zip(last, zip(*by_hand, strict=True), strict=True):
        assert (one.months, one.gaps) == (months, sum(gaps))
        assert one.short == sum(map(bool, gaps))
        assert one.served == timedelta(days=3 * months - sum(gaps))
    assert 0 < last[1].short < months


def test_one_fewer_is_too_few_for_certain_and_as_many_enough() -> None:
    """Two take turns; one alone rests every other day."""
    fewer, same, more = run(month(5, A, B), RARE, 4)[-1]
    assert (fewer.chance, same.chance, more.chance) == (1.0, 0.0, 0.0)
    assert (fewer.people, same.people, more.people) == (1, 2, 3)
    assert (fewer.gaps_each, fewer.hours_each) == (2.0, 72.0)
    assert (same.hours_each, more.hours_each) == (60.0, 40.0)


def test_more_people_never_leave_more_gaps_on_the_same_draws() -> None:
    so_far = run(month(8, A, B, C), OFTEN, 25)
    for before, after in pairwise(so_far):
        added = [b.gaps - a.gaps for a, b in zip(before, after, strict=True)]
        assert added == sorted(added, reverse=True)
    assert so_far[-1][0].gaps > so_far[-1][1].gaps > so_far[-1][2].gaps


def test_seed_and_data_decide_and_nothing_else() -> None:
    posed = month(6, A, B, C)
    alone = run(posed, OFTEN, 10, seed=3)
    with Processes(2) as pool:
        assert list(simulate(posed, OFTEN, 10, pool, seed=3, ahead=4)) == alone
    assert run(posed, OFTEN, 5, seed=3) == alone[:5]
    assert run(posed, OFTEN, 10, seed=4)[-1] != alone[-1]


def test_gaps_are_those_of_the_whole_search() -> None:
    posed = month(10, A, B, C)
    last = run(posed, OFTEN, 5)[-1]
    results = [[solve(one) for one in three] for three in every_draw(posed, 5)]
    gaps = [[one.levels[0].cost or 0 for one in three] for three in results]
    assert [one.gaps for one in last] == [sum(column) for column in zip(*gaps, strict=True)]


def test_anybody_may_be_the_one_who_leaves() -> None:
    months = list(every_draw(month(4, A, B, C), 40))
    left = {
        one.key for fewer, *_ in months for one in fewer.people if one.standing is Standing.NONE
    }
    assert left == {"a", "b", "c"}
    for fewer, same, more in months:
        assert fewer.leaves == same.leaves
        assert same.leaves == tuple(one for one in more.leaves if one.person != NEWCOMER.key)
    assert any(one.person == NEWCOMER.key for *_, more in months for one in more.leaves)


def test_whoever_has_leave_in_the_month_is_given_no_more() -> None:
    known = away("b", 3, 4)
    for _, same, _ in every_draw(month(8, A, B, C, leaves=(known, away("a", -9, -3))), 10):
        assert [one for one in same.leaves if one.person == "b"] == [known]
        assert away("a", -9, -3) not in same.leaves


def test_the_month_is_solved_as_if_nothing_were_decided() -> None:
    posed = month(
        4,
        *(A, B, C),
        pins=(Pin("a", day(2), True), Pin("a", day(3), False)),
        wishes=(Wish("b", day(1), True),),
        base=Roster((("a",), ("b",), ("a",), ("b",))),
        past={0: ("c",)},
        served=(served(0, "a"),),
    )
    bare = afresh(posed)
    assert bare.pins == (Pin("a", day(3), False),)
    assert (bare.base, bare.past, bare.wishes, bare.fixes) == (None, {}, (), ())
    assert bare.known_duties == posed.known_duties


def test_reserves_fill_gaps_and_are_not_counted() -> None:
    stand_in = replace(C, standing=Standing.RESERVE)
    fewer, same, _ = run(month(5, A, B, stand_in), RARE, 3)[-1]
    assert (fewer.people, fewer.short, fewer.hours_each) == (1, 0, 72.0)
    assert (same.people, same.hours_each) == (2, 60.0)


def test_staff_are_those_who_may_take_a_duty() -> None:
    gone = replace(B, employed_to=day(-5))
    posed = month(5, A, gone, C, replace(D, standing=Standing.RESERVE))
    assert [one.key for one in staff_of(posed)] == ["a", "c"]


@pytest.mark.parametrize(("people", "said"), [((A,), "只有人a一人"), ((), "没有人")])
def test_of_fewer_than_two_nobody_can_leave(people: tuple[Person, ...], said: str) -> None:
    nobody = replace(B, standing=Standing.NONE)
    with pytest.raises(UsageError, match=said):
        run(month(3, *people, nobody), RARE, 1)
