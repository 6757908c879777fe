"""Clauses name people and duties in order, and what is said to lift one does lift it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from constraints import Clause, Concession, Dispensation, Roster, from_policy
from tests.centres import random_problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constraints import Problem


def grant(problem: Problem, given: Concession) -> Problem:
    """Return the problem once an approver has granted a concession."""
    if given.leave:
        left = tuple(leave for leave in problem.leaves if leave != given.leave)
        return replace(problem, leaves=left)
    if given.duty:
        made = Dispensation(given.person, given.duty.date, "主任")
        return replace(problem, dispensations=(*problem.dispensations, made))
    people = tuple(
        replace(one, cap=(one.cap or 0) + given.nth) if one.key == given.person else one
        for one in problem.people
    )
    return replace(problem, people=people)


def kind(given: Concession) -> str:
    return "leave" if given.leave else "dispensation" if given.duty else "cap"


def cases() -> Iterator[tuple[Problem, Roster, list[Clause]]]:
    """Yield random months with a roster that breaks the law, and what is said of it."""
    for seed in range(12):
        problem = random_problem(seed)
        rng, keys = Random(seed), list(problem.by_key)
        roster = Roster(tuple((rng.choice(keys),) for _ in problem.duties))
        yield problem, roster, list(from_policy(problem.policy).audit(problem, roster))


def test_a_clause_speaks_of_people_and_duties_in_order() -> None:
    for problem, _, clauses in cases():
        assert clauses
        for clause in clauses:
            assert isinstance(clause, Clause)
            assert clause.code
            assert clause.text
            assert set(clause.people) <= set(problem.by_key)
            assert list(clause.duties) == sorted(clause.duties, key=lambda duty: duty.start)


def test_a_concession_granted_lifts_its_clause() -> None:
    lifted: Counter[str] = Counter()
    for problem, roster, clauses in cases():
        rules = from_policy(problem.policy)
        for clause in clauses:
            if clause.concession:
                again = rules.audit(grant(problem, clause.concession), roster)
                assert clause not in again, clause
                lifted[kind(clause.concession)] += 1
    assert lifted.keys() == {"leave", "dispensation", "cap"}, lifted
