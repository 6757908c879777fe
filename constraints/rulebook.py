"""The law in order: every hard rule and every goal, audit and cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constraints.calendar import FairnessClass
from constraints.eligibility.candidate import Candidate
from constraints.eligibility.eligible import Eligible
from constraints.eligibility.elsewhere import Elsewhere
from constraints.eligibility.employed import Employed
from constraints.eligibility.leave import OnLeave
from constraints.eligibility.night import NightBar
from constraints.eligibility.pin import PinnedOff
from constraints.eligibility.qualified import Qualified
from constraints.eligibility.shift import TakesShift
from constraints.eligibility.weekday import Weekday
from constraints.hard.cap import Cap
from constraints.hard.cover import Cover
from constraints.hard.fixed import Fixed
from constraints.hard.hours import Hours
from constraints.hard.monthly import Monthly
from constraints.hard.one import One
from constraints.hard.rest import Rest
from constraints.hard.run import Run
from constraints.hard.weekly import Weekly
from constraints.soft.balance import Balance
from constraints.soft.changes import Changes
from constraints.soft.eves import Eves
from constraints.soft.gaps import Gaps
from constraints.soft.reserves import Reserves
from constraints.soft.rhythm import Rhythm
from constraints.soft.shift_balance import ShiftBalance
from constraints.soft.spacing import Spacing
from constraints.soft.wishes import Wishes

if TYPE_CHECKING:
    from constraints.clause import Clause
    from constraints.domain import Roster
    from constraints.policy import Policy
    from constraints.problem import Problem
    from constraints.rule import Goal, Requirement, Rule

REQUIREMENTS: tuple[Requirement, ...] = (
    Candidate(),
    Employed(),
    Qualified(),
    OnLeave(),
    NightBar(),
    Weekday(),
    PinnedOff(),
    TakesShift(),
    Elsewhere(),
)

GOALS: tuple[Goal, ...] = (
    Gaps(),
    Reserves(),
    Eves(),
    Changes(),
    Balance(FairnessClass.TOTAL),
    Balance(FairnessClass.HOLIDAY),
    Balance(FairnessClass.REST),
    Wishes(),
    Spacing(REQUIREMENTS),
)
SHIFT_GOALS: tuple[Goal, ...] = (
    Gaps(),
    Reserves(),
    Changes(),
    Balance(FairnessClass.TOTAL),
    Balance(FairnessClass.HOLIDAY),
    Balance(FairnessClass.REST),
    ShiftBalance(),
    Wishes(),
    Rhythm(),
)
LAW = Eligible(REQUIREMENTS)


@dataclass(frozen=True)
class Rulebook:
    """Hard rules and, in order of precedence, goals."""

    rules: tuple[Rule, ...]
    goals: tuple[Goal, ...] = GOALS

    def audit(self, problem: Problem, roster: Roster) -> list[Clause]:
        """Return every breach in a roster, without the solver."""
        return [clause for rule in self.rules for clause in rule.audit(problem, roster)]

    def cost(self, problem: Problem, roster: Roster) -> list[int]:
        """Return the cost of every level of a roster, without the solver."""
        return [goal.cost(problem, roster) for goal in self.goals]


def from_policy(policy: Policy) -> Rulebook:
    """Return the rules and goals that the settings of a post ask for, by its kind."""
    terms = policy.shift_work
    if terms is None:
        return Rulebook((LAW, Fixed(), Cover(), Rest(policy.rest), Cap()))
    rules: tuple[Rule, ...] = (LAW, Fixed(), Cover(), One(), Rest(policy.rest, policy.rest))
    rules += (Weekly(terms.days_off), Run(terms.run), Cap())
    if terms.month_off:
        rules += (Monthly(terms.month_off),)
    if terms.hours is not None:
        rules += (Hours(terms.hours),)
    return Rulebook(rules, SHIFT_GOALS)
