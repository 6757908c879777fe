"""The law: what a roster is, what it must obey and what makes it good.

Knows no workbook, no clock and no console. ``constraints.model`` is left out of the public names
because it imports the solver.
"""

from constraints.calendar import Calendar, Day, DayKind, FairnessClass
from constraints.clause import Clause, Concession
from constraints.decisions import Dispensation, Fix, Pin, Substitution, Wish
from constraints.domain import Credentials, Duty, Leave, Person, Roster, Sex, Slot, Standing
from constraints.history import Opening, Served, Tally
from constraints.policy import CheckMode, EveMode, Office, Policy, ShiftTerms, Window
from constraints.problem import Problem
from constraints.rulebook import GOALS, REQUIREMENTS, SHIFT_GOALS, Rulebook, from_policy
from constraints.shifts import month_duties

__all__ = [
    "GOALS",
    "REQUIREMENTS",
    "SHIFT_GOALS",
    "Calendar",
    "CheckMode",
    "Clause",
    "Concession",
    "Credentials",
    "Day",
    "DayKind",
    "Dispensation",
    "Duty",
    "EveMode",
    "FairnessClass",
    "Fix",
    "Leave",
    "Office",
    "Opening",
    "Person",
    "Pin",
    "Policy",
    "Problem",
    "Roster",
    "Rulebook",
    "Served",
    "Sex",
    "ShiftTerms",
    "Slot",
    "Standing",
    "Substitution",
    "Tally",
    "Window",
    "Wish",
    "from_policy",
    "month_duties",
]
