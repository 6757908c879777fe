"""Who else could take a duty, and what forbids it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from constraints.calendar import FairnessClass
from constraints.domain import Roster, Standing
from constraints.fairness import accounts
from constraints.rulebook import LAW, from_policy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from constraints.clause import Clause
    from constraints.problem import Problem


def objections(problem: Problem, roster: Roster, duty: int, person: str) -> Iterator[Clause]:
    """Yield what forbids that the person takes the duty, nothing else of theirs changed."""
    if duty not in problem.past:
        yield from LAW.against(problem, problem.by_key[person], problem.duties[duty])
    yield from _clashes(problem, roster, duty, person)


def _clashes(problem: Problem, roster: Roster, duty: int, person: str) -> Iterator[Clause]:
    """Yield what the rules over the whole roster say against it."""
    alone = Roster.of_one(person, (*roster.takes(person), duty), len(roster.people))
    for rule in from_policy(problem.policy).rules:
        if rule is LAW:
            continue  # It judges cell by cell, and of that one only the duty itself matters.
        for clause in rule.audit(problem, alone):
            if person in clause.people and problem.duties[duty] in clause.duties:
                yield clause


@lru_cache(maxsize=512)
def substitutes(problem: Problem, roster: Roster, duty: int) -> tuple[str, ...]:
    """Return the candidates a duty could go to, best first, nothing else changed.

    Regular people before reserves; whoever is owed most; then the farthest from their nearest
    duty; then by key. The row that fixes the duty itself is set aside.
    """
    standings, on = _standings(problem, roster), problem.duties[duty].date

    def rank(key: str) -> tuple[int, int, str]:
        place, taken = standings[key]
        nearest = min((abs((on - other).days) for other in taken), default=10**6)
        return place, -nearest, key

    able = [
        person.key
        for person in problem.people
        if _could_stand_in(problem, person.key, duty)
        and person.key not in roster.people[duty]
        and not LAW.against(problem, person, problem.duties[duty])
        and not any(_clashes(problem, roster, duty, person.key))
    ]
    return tuple(sorted(able, key=rank))


@lru_cache(maxsize=2)
def _standings(problem: Problem, roster: Roster) -> dict[str, tuple[int, list[date]]]:
    """Return everyone's place in line, if it were not for the distance, and dates of duties."""
    account = accounts(problem)[FairnessClass.TOTAL]
    first = {}
    for person in problem.people:
        key = person.key
        owed = account.balance[key] + account.due[key] - len(roster.takes(key))
        first[key] = person.standing is Standing.RESERVE, -owed
    places = {rank: nth for nth, rank in enumerate(sorted(set(first.values())))}
    return {
        key: (
            places[rank],
            [problem.duties[d].date for d in roster.takes(key)]
            + [known.date for known in problem.known_duties_of.get(key, ())],
        )
        for key, rank in first.items()
    }


def _could_stand_in(problem: Problem, key: str, duty: int) -> bool:
    candidate = problem.by_key[key].standing is not Standing.NONE
    return candidate or (key, problem.duties[duty].date) in problem.dispensed


@lru_cache(maxsize=128)
def given_to(problem: Problem, roster: Roster, duty: int, person: str) -> Roster:
    """Return a roster with a seat of one duty given to somebody else.

    An open one if there is any; else, of those who have the duty, the one is relieved for whom
    that costs least.
    """
    keys = roster.people[duty]

    def seated(*others: str) -> Roster:
        seats = tuple(sorted((*others, person)))
        return Roster((*roster.people[:duty], seats, *roster.people[duty + 1 :]))

    if len(keys) < problem.duties[duty].need:
        return seated(*keys)
    choices = [seated(*(key for key in keys if key != giver)) for giver in keys]
    if len(choices) == 1:
        return choices[0]
    book = from_policy(problem.policy)
    return min(choices, key=lambda one: book.cost(problem, one))
