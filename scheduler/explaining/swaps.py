"""Exchanges of duties, in twos and threes, that are lawful for everyone."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from constraints.domain import Roster
from constraints.rulebook import from_policy
from scheduler.explaining.substitutes import objections

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constraints.problem import Problem


SWAPS = 3


class Seat(NamedTuple):
    """A duty, and one of those who have it."""

    duty: int
    person: str


Ring = tuple[Seat, ...]


def swaps(problem: Problem, roster: Roster, given: Seat) -> Iterator[Ring]:
    """Yield exchanges in twos, then in threes, that are lawful for everyone, nearest first.

    Whoever has a seat of a ring takes the one before it; the giver, who has the first, the last.
    """
    d, giver = given
    kind = problem.kind(problem.duties[d])
    others = [
        Seat(e, key)
        for e, keys in enumerate(roster.people)
        if e not in problem.past and e != d
        for key in keys
        if key != giver
    ]
    # A duty of the same kind first: then nobody's share changes.
    others.sort(
        key=lambda one: (problem.kind(problem.duties[one.duty]) is not kind, abs(one.duty - d))
    )
    before = set(from_policy(problem.policy).audit(problem, roster))

    def lawful(ring: Ring) -> bool:
        people = [set(keys) for keys in roster.people]
        for seat in ring:
            people[seat.duty].remove(seat.person)
        for here, there in zip(ring, (*ring[1:], ring[0]), strict=True):
            if there.person in people[here.duty]:
                return False
            people[here.duty].add(there.person)
        moved = {problem.duties[seat.duty] for seat in ring}
        then = Roster(tuple(tuple(sorted(keys)) for keys in people))
        clauses = from_policy(problem.policy).audit(problem, then)
        return all(one in before and not moved & set(one.duties) for one in clauses)

    rings = ((given, other) for other in others if _may(problem, roster, other.duty, giver))
    lawful_rings = 0
    for ring in rings:
        if lawful(ring):
            yield ring
            lawful_rings += 1
        if lawful_rings == SWAPS:
            return
    pairs = (pair for a, b in combinations(others, 2) for pair in ((a, b), (b, a)))
    for e, f in pairs:
        alike = e.person == f.person or e.duty == f.duty
        if alike or not _may(problem, roster, f.duty, giver):
            continue
        if lawful((given, e, f)):
            yield (given, e, f)
            lawful_rings += 1
        if lawful_rings == SWAPS:
            return


def _may(problem: Problem, roster: Roster, duty: int, person: str) -> bool:
    """Tell whether nothing but their own duties speaks against somebody on a duty."""
    return not any(
        clause.code != "rest" and clause.code != "cap"
        for clause in objections(problem, roster, duty, person)
    )
