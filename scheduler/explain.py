"""Why a duty stays open, and who else could take one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from constraints.calendar import FairnessClass
from constraints.domain import Roster, Standing
from constraints.fairness import accounts, counts
from constraints.rulebook import from_policy
from scheduler.cures import cures
from scheduler.search import Options, Search

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from constraints.clause import Clause
    from constraints.problem import Problem
    from scheduler.cures import Cure


@dataclass(frozen=True, slots=True)
class Gap:
    """An open duty: the first reason against every candidate, and what would close it."""

    duty: int
    reasons: tuple[Clause, ...]
    cures: tuple[Cure, ...]


def objections(problem: Problem, roster: Roster, duty: int, person: str) -> Iterator[Clause]:
    """Yield what forbids that the person takes the duty, nothing else of theirs changed."""
    alone = Roster(
        tuple((person,) if person in on or d == duty else () for d, on in enumerate(roster.people))
    )
    for clause in from_policy(problem.policy).audit(problem, alone):
        if person in clause.people and problem.duties[duty] in clause.duties:
            yield clause


def substitutes(problem: Problem, roster: Roster) -> list[list[str]]:
    """Return for every duty the candidates it could go to, best first, nothing else changed.

    Regular people before reserves; whoever is owed most; then the farthest from their nearest
    duty; then by key. The row that fixes the duty itself is set aside.
    """
    account = accounts(problem)[FairnessClass.TOTAL]
    served = counts(problem, roster, FairnessClass.TOTAL)
    taken = {
        key: {problem.duties[d].date for d in roster.takes(key)}
        | {duty.date for duty in problem.known_of.get(key, ())}
        for key in problem.by_key
    }

    def rank(key: str, on: date) -> tuple[bool, object, int, str]:
        owed = account.balance[key] + account.due[key] - served[key]
        nearest = min((abs((on - other).days) for other in taken[key]), default=10**6)
        return problem.by_key[key].standing is Standing.RESERVE, -owed, -nearest, key

    found = []
    for d, duty in enumerate(problem.duties):
        able = [
            person.key
            for person in problem.people
            if _could_stand_in(problem, person.key, d)
            and person.key not in roster.people[d]
            and not any(objections(problem, roster, d, person.key))
        ]
        found.append(sorted(able, key=lambda key, on=duty.date: rank(key, on)))  # type: ignore[misc]
    return found


def _could_stand_in(problem: Problem, key: str, duty: int) -> bool:
    candidate = problem.by_key[key].standing is not Standing.NONE
    return candidate or (key, problem.duties[duty].date) in problem.dispensed


def gaps(problem: Problem, roster: Roster, options: Options | None = None) -> list[Gap]:
    """Explain every open duty of a roster and look for up to three cures of each."""
    if not problem.candidates:
        return [Gap(d, (), ()) for d, keys in enumerate(roster.people) if not keys]
    search = Search(replace(options or Options(), thorough=True))
    found = []
    for d, duty in enumerate(problem.duties):
        if len(roster.people[d]) < duty.need and d in problem.past:
            found.append(Gap(d, (), ()))
        elif len(roster.people[d]) < duty.need:
            reasons = tuple(
                clause
                for person in problem.candidates
                for clause in [next(objections(problem, roster, d, person.key), None)]
                if clause
            )
            found.append(Gap(d, reasons, tuple(cures(problem, roster, d, search))))
    return found
