"""Model, audit and a second reading agree on random rosters of tiny posts of shift work."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from constraints import SHIFT_GOALS, Policy, ShiftTerms, from_policy
from constraints.model.cost import Cost
from constraints.model.duty_model import DutyModel
from tests.build import Judge, solve
from tests.reference_shifts import costs, lawful, may_take
from tests.tiny_posts import random_roster, tiny_post

if TYPE_CHECKING:
    from constraints import Problem, Roster, Rulebook


@pytest.mark.parametrize("seed", range(120))
def test_the_law_is_read_alike_three_times(seed: int) -> None:
    rng = Random(seed)
    problem = tiny_post(rng)
    book = from_policy(problem.policy)
    judge = Judge(problem, book.rules)
    charged = False
    for _ in range(3):
        roster = random_roster(rng, problem, may_take)
        audit = book.audit(problem, roster)
        assert lawful(problem, roster) is (not audit) is judge.allows(roster), audit
        assert book.cost(problem, roster) == costs(problem, roster)
        if not audit and not charged:
            charged = True
            assert charge(problem, book, roster) == sum(costs(problem, roster))


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
    return solve(model.cp)[1]


def test_the_kind_of_a_post_picks_its_rules_and_levels() -> None:
    plain, full = ShiftTerms(), ShiftTerms(hours=timedelta(hours=160), month_off=4)
    books = [from_policy(Policy(shift_work=terms)) for terms in (plain, full)]
    assert [[rule.code for rule in book.rules[3:]] for book in books] == [
        ["one", "rest", "weekly", "run", "cap"],
        ["one", "rest", "weekly", "run", "cap", "monthly", "hours"],
    ]
    assert [goal.name for goal in SHIFT_GOALS] == [
        *("gaps", "reserves", "changes"),
        *("total fairness", "holiday fairness", "rest-day fairness", "shift fairness"),
        *("wishes", "rhythm"),
    ]
    assert books[0].goals == SHIFT_GOALS


@pytest.mark.parametrize(
    "terms",
    [{"days_off": 7}, {"days_off": -1}, {"run": 0}, {"month_off": 31}, {"hours": -timedelta(1)}],
)
def test_terms_under_which_nobody_could_work_are_refused(terms: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="terms"):
        ShiftTerms(**terms)
