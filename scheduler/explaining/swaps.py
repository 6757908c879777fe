"""Exchanges of duties, in twos and threes, that are lawful for everyone."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from constraints.domain import Roster
from constraints.rulebook import from_policy
from scheduler.explaining.substitutes import objections

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constraints.problem import Problem


SWAPS = 3


def swaps(problem: Problem, roster: Roster, d: int) -> Iterator[tuple[int, ...]]:
    """Yield exchanges in twos, then in threes, that are lawful for everyone, nearest first."""
    giver = roster.people[d][0]
    kind = problem.kind(problem.duties[d])
    others = [
        e
        for e, keys in enumerate(roster.people)
        if e not in problem.past and keys and keys[0] != giver
    ]
    # A duty of the same kind first: then nobody's share changes.
    others.sort(key=lambda e: (problem.kind(problem.duties[e]) is not kind, abs(e - d)))
    before = set(from_policy(problem.policy).audit(problem, roster))

    def lawful(ring: tuple[int, ...]) -> bool:
        people = list(roster.people)
        for here, there in zip(ring, (*ring[1:], ring[0]), strict=True):
            people[here] = roster.people[there]
        moved = {problem.duties[e] for e in ring}
        clauses = from_policy(problem.policy).audit(problem, Roster(tuple(people)))
        return all(one in before and not moved & set(one.duties) for one in clauses)

    rings = ((d, e) for e in others if _may(problem, roster, e, giver))
    lawful_rings = 0
    for ring in rings:
        if lawful(ring):
            yield ring
            lawful_rings += 1
        if lawful_rings == SWAPS:
            return
    pairs = (pair for a, b in combinations(others, 2) for pair in ((a, b), (b, a)))
    for e, f in pairs:
        if roster.people[e] == roster.people[f] or not _may(problem, roster, f, giver):
            continue
        if lawful((d, e, f)):
            yield (d, e, f)
            lawful_rings += 1
        if lawful_rings == SWAPS:
            return


def _may(problem: Problem, roster: Roster, duty: int, person: str) -> bool:
    """Tell whether nothing but their own duties speaks against somebody on a duty."""
    return not any(
        clause.code != "rest" and clause.code != "cap"
        for clause in objections(problem, roster, duty, person)
    )
