"""Tiny posts of shift work, judged, counted and solved alike by product and second reading.

``python -m tests.agreement [COUNT [SEED]]`` says how many rosters were lawful, which rules forbade
others, and how many posts were solved as well as by brute force; it stops at a disagreement.
"""

from __future__ import annotations

import sys
from collections import Counter
from random import Random
from typing import TYPE_CHECKING

from constraints import from_policy
from constraints.model.cost import Cost
from constraints.model.duty_model import DutyModel
from scheduler.solving.solve import solve
from tests import build
from tests.reference_shifts import best, costs, lawful, may_take
from tests.tiny_posts import random_roster, tiny_post

if TYPE_CHECKING:
    from constraints import Problem, Roster, Rulebook


def judged_alike(seed: int, rosters: int = 3) -> Counter[str]:
    """Assert that model, audit and second reading agree on random rosters of a post.

    Returns how many were lawful and, by rule, how many were not.
    """
    rng, seen = Random(seed), Counter[str]()
    problem = tiny_post(rng)
    book = from_policy(problem.policy)
    judge = build.Judge(problem, book.rules)
    for _ in range(rosters):
        roster = random_roster(rng, problem, may_take)
        audit = book.audit(problem, roster)
        allowed = judge.allows(roster)
        assert lawful(problem, roster) is (not audit) is allowed, (seed, roster, audit, allowed)
        counted = costs(problem, roster)
        assert book.cost(problem, roster) == counted, (seed, roster)
        if not audit:
            assert charge(problem, book, roster) == sum(counted), (seed, roster)
        seen.update({clause.code for clause in audit} or ["lawful"])
    return seen


def charge(problem: Problem, book: Rulebook, roster: Roster) -> int:
    """Return what the model charges for a lawful roster on all levels together."""
    model, total = DutyModel(problem), Cost()
    for part in (*book.rules, *book.goals):
        part.post(model)
    for level in model.levels.values():
        total.include(level, 1)
    for d, keys in enumerate(roster.people):
        for person in problem.by_key:
            model.require(model.on(d, person) + 0 == int(person in keys))
    model.minimise(total)
    return build.solve(model.cp)[1]


def solved_alike(seed: int) -> str:
    """Assert that a post is solved as well as the best of all its lawful rosters, and proved.

    Returns ``solved``, or ``contradictory`` where no roster is lawful.
    """
    problem = tiny_post(Random(seed))
    least = best(problem)
    if least is None:  # cells decided beforehand contradict each other or the rules
        try:
            solve(problem)
        except ValueError as error:
            assert "contradict" in str(error), (seed, error)
            return "contradictory"
        raise AssertionError(seed)
    result = solve(problem)
    assert [level.cost for level in result.levels] == least, (seed, result.levels)
    assert result.optimal, (seed, result.levels)
    assert result.roster is not None
    assert lawful(problem, result.roster), seed
    assert not from_policy(problem.policy).audit(problem, result.roster), seed
    return "solved"


def main(count: int = 10_000, seed: int = 0) -> None:
    """Print what a run gives."""
    seen: Counter[str] = Counter()
    for one in range(seed, seed + count):
        seen += judged_alike(one)
        seen[solved_alike(one)] += 1
    print(", ".join(f"{number} {what}" for what, number in seen.most_common()))


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:3]))
