"""Why a duty stays open, and who else could take one."""

from __future__ import annotations

from dataclasses import dataclass
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
    from scheduler.cures import Cure
    from scheduler.search import Search


@dataclass(frozen=True, slots=True)
class Gap:
    """An open duty: the first reason against every candidate, and what would close it."""

    duty: int
    reasons: tuple[Clause, ...]
    cures: tuple[Cure, ...]


def objections(problem: Problem, roster: Roster, duty: int, person: str) -> Iterator[Clause]:
    """Yield what forbids that the person takes the duty, nothing else of theirs changed."""
    alone: list[tuple[str, ...]] = [()] * len(roster.people)
    for d in (*roster.takes(person), duty):
        alone[d] = (person,)
    roster = Roster(tuple(alone))
    for rule in from_policy(problem.policy).rules:
        for clause in rule.audit(problem, roster):
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
        and not any(objections(problem, roster, duty, person.key))
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
            + [known.date for known in problem.known_of.get(key, ())],
        )
        for key, rank in first.items()
    }


def _could_stand_in(problem: Problem, key: str, duty: int) -> bool:
    candidate = problem.by_key[key].standing is not Standing.NONE
    return candidate or (key, problem.duties[duty].date) in problem.dispensed


def gaps(problem: Problem, roster: Roster, search: Search | None = None) -> list[Gap]:
    """Explain every open duty of a roster and look for up to three cures of each.

    A Ctrl-C stops a search that is given, and whatever was found by then is returned; without
    one it ends the run.
    """
    seats = zip(problem.duties, roster.people, strict=True)
    found = [d for d, (duty, keys) in enumerate(seats) if len(keys) < duty.need]
    if not found or not problem.candidates:
        return [Gap(d, (), ()) for d in found]
    # Whatever has no gaps starts without the solver.
    from scheduler.cures import cures
    from scheduler.search import Options, Search

    used = search or Search(Options(thorough=True))

    def gap(d: int) -> Gap:
        if d in problem.past:
            return Gap(d, (), ())
        first = (next(objections(problem, roster, d, p.key), None) for p in problem.candidates)
        reasons = tuple(clause for clause in first if clause)
        return Gap(d, reasons, tuple(cures(problem, roster, d, used)))

    with used.listening():
        explained = [gap(d) for d in found]
    if used.interrupted and search is None:
        raise KeyboardInterrupt
    return explained
