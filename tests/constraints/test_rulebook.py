"""The whole law at once: model, audit and a second reading agree on every roster of tiny months."""

from __future__ import annotations

import pytest

from constraints import GOALS, REQUIREMENTS, FairnessClass, Policy, ShiftTerms, from_policy
from constraints.fairness import accounts
from constraints.rule import Goal, Requirement, Rule
from scheduler.reporting.notes import LEVELS
from tests import reference
from tests.build import Judge
from tests.centres import all_rosters, random_problem, tiny_problem

SMALL = [seed for seed in range(60) if sum(1 for _ in all_rosters(tiny_problem(seed))) < 600]


@pytest.mark.parametrize("seed", SMALL)
def test_fixed_roster_is_feasible_iff_the_audit_is_empty(seed: int) -> None:
    problem = tiny_problem(seed)
    rulebook = from_policy(problem.policy)
    judge = Judge(problem, rulebook.rules)
    for roster in all_rosters(problem):
        lawful = not rulebook.audit(problem, roster)
        assert lawful == reference.lawful(problem, roster), roster
        assert lawful == judge.allows(roster), roster


@pytest.mark.parametrize("seed", range(100, 160))
def test_audit_and_costs_are_those_of_a_second_reading(seed: int) -> None:
    problem = tiny_problem(seed)
    rulebook = from_policy(problem.policy)
    for roster in all_rosters(problem):
        assert (not rulebook.audit(problem, roster)) == reference.lawful(problem, roster), roster
        assert rulebook.cost(problem, roster) == reference.costs(problem, roster), roster


@pytest.mark.parametrize("seed", range(200, 260))
def test_shares_are_those_of_a_second_reading(seed: int) -> None:
    problem = random_problem(seed)
    for cls in FairnessClass:
        account = accounts(problem)[cls]
        assert account.due == reference.due(problem, cls)
        assert account.balance == reference.balance(problem, cls)
        targets = reference.targets(problem, cls)
        assert {key: account.target[key] for key in targets} == targets


def test_rules_and_goals_are_told_apart_by_their_words() -> None:
    codes = [
        *(one.code for one in REQUIREMENTS),
        *(one.code for one in from_policy(Policy()).rules),
    ]
    assert len(set(codes)) == len(codes)
    work = from_policy(Policy(shift_work=ShiftTerms())).goals
    assert {goal.name for goal in (*GOALS, *work)} == {*LEVELS}
    written = {name for name in vars(Requirement) | vars(Rule) | vars(Goal) if name[0] != "_"}
    assert written == {"code", "name", "against", "post", "audit", "cost"}
