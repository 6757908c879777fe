"""Model, audit and a second reading agree on random rosters of tiny posts of shift work."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from constraints import SHIFT_GOALS, Policy, ShiftTerms, from_policy
from tests.agreement import judged_alike


@pytest.mark.parametrize("seed", range(120))
def test_the_law_is_read_alike_three_times(seed: int) -> None:
    assert judged_alike(seed)


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
