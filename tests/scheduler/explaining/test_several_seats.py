"""What is said about duties of several seats, and of several a date, holds by a second reading."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from constraints import Fix, Problem, Roster
from scheduler.explaining.cures import conceded
from scheduler.explaining.gaps import gaps
from scheduler.explaining.substitutes import given_to, substitutes
from scheduler.explaining.swaps import Seat, swaps
from scheduler.explaining.what_if import candidacies, force
from scheduler.solving.solve import solve
from tests import reference
from tests.tiny_terms import tiny_term


def solved(seed: int) -> tuple[Problem, Roster]:
    """Return a term without rows that decide cells and could contradict each other, solved."""
    problem = replace(tiny_term(Random(seed)), pins=(), kept=(), substitutions=())
    result = solve(problem)
    assert result.roster is not None
    return problem, result.roster


def coming(problem: Problem, roster: Roster) -> list[Seat]:
    seats = [Seat(d, key) for d, keys in enumerate(roster.people) for key in keys]
    return [seat for seat in seats if seat.duty not in problem.past]


@pytest.mark.parametrize("seed", range(40))
def test_whoever_could_take_a_seat_is_all_who_lawfully_can(seed: int) -> None:
    problem, roster = solved(seed)
    standing = {person.key: person.standing.value for person in problem.people}
    for d, giver in coming(problem, roster):
        able = set(substitutes(problem, roster, d))
        for key in problem.by_key:
            if key in roster.people[d]:
                assert key not in able
                continue
            people = list(roster.people)
            people[d] = tuple(sorted({*people[d], key} - {giver}))
            lawful = reference.lawful(problem, Roster(tuple(people)))
            assert (key in able) is lawful or standing[key] == "否", (d, giver, key)


@pytest.mark.parametrize("seed", range(40))
def test_exchanges_are_lawful_and_move_nobody_else(seed: int) -> None:
    problem, roster = solved(seed)
    for seat in coming(problem, roster):
        for ring in swaps(problem, roster, seat):
            people = [set(keys) for keys in roster.people]
            for duty, key in ring:
                people[duty].remove(key)
            for here, there in zip(ring, (*ring[1:], ring[0]), strict=True):
                assert there.person not in people[here.duty]
                people[here.duty].add(there.person)
            exchanged = Roster(tuple(tuple(sorted(keys)) for keys in people))
            assert reference.lawful(problem, exchanged), ring
            assert [*map(len, exchanged.people)] == [*map(len, roster.people)]


@pytest.mark.parametrize("seed", range(30))
def test_a_cure_fills_one_more_seat(seed: int) -> None:
    problem, roster = solved(seed)
    short = reference.costs(problem, roster)[0]
    for gap in gaps(problem, roster):
        assert not {key for clause in gap.reasons for key in clause.people} & {
            *roster.people[gap.duty]
        }
        for cure in gap.cures:
            assert cure.takes not in roster.people[gap.duty]
            assert reference.best(conceded(problem, cure))[0][0] < short


@pytest.mark.parametrize("seed", range(30))
def test_what_another_choice_costs_is_counted_anew(seed: int) -> None:
    problem, roster = solved(seed)
    centre = SimpleNamespace(settings=SimpleNamespace(seconds=20))
    draft: Any = SimpleNamespace(problem=problem, roster=roster, centre=centre)
    now = reference.costs(problem, roster)
    for d in range(len(problem.past), len(problem.duties)):
        for one in candidacies(problem, roster, d):
            if one.serves or one.against:
                continue
            given = given_to(problem, roster, d, one.person)
            then = reference.costs(problem, given)
            assert len(given.people[d]) == min(len(roster.people[d]) + 1, problem.duties[d].need)
            assert {after - before for before, after in zip(now, then, strict=True)} == (
                {*one.effects.values()} | ({0} if len(one.effects) < len(now) else set())
            )
    d = len(problem.duties) - 1
    key = min(problem.by_key)
    on = key not in roster.people[d]
    forced = force(draft, d, key, on=on)
    duty = problem.duties[d]
    asked = replace(problem, kept=(Fix(duty.date, key, on, "", duty.shift),))
    if d in problem.past:
        assert forced.against
    elif forced.against:
        with pytest.raises(ValueError, match="no lawful"):
            reference.best(asked)
    else:
        assert [then for _, then in forced.costs.values()] == reference.best(asked)[0]
