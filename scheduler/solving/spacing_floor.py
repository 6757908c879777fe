"""The last level at its floor, where nothing but cells is left to choose."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from constraints.apart import keep_apart
from constraints.model.cpsat import cp_model
from constraints.rule import Chained
from scheduler.solving.solver import FOUND

if TYPE_CHECKING:
    from constraints.domain import Roster
    from constraints.model.cost import Level
    from constraints.model.duty_model import DutyModel
    from constraints.rule import Goal
    from scheduler.solving.solver import Search

MONTH = 31  # days; in longer terms what parts cost takes long, and any roster comes first
# In runs of more days than SHORT fewer people than CHOICE above that can hardly all be apart, and
# parts are told sooner.
SHORT, CHOICE = 5, 3


class Apart:
    """Rosters in which the last level costs no more than known duties do, whatever is rostered.

    Parameters
    ----------
    model
        The month with every level but the last, each held at its optimum.
    goal, ties
        The last level, and the tie-break below it.
    search
        What is left of the search.

    Attributes
    ----------
    model
        The month with everyone's duties apart, minimising the tie-break; None where that is not
        worth a look, or cannot be.
    floor
        What the last level costs.
    roster, status
        The best found, if any, and how the search for it ended.
    """

    def __init__(self, model: DutyModel, goal: Goal, ties: Level, search: Search) -> None:
        self.search, self.floor = search, 0
        self.model: DutyModel | None = None
        self.roster: Roster | None = None
        self.status: cp_model.CpSolverStatus | None = None
        problem = model.problem
        month = len(problem.duties) <= MONTH
        # In a month the best by taste takes hardly longer than any.
        self._by_taste = month and not search.options.any_optimum
        if not isinstance(goal, Chained):
            return
        prices = goal.prices(problem)
        tight = prices.reach > SHORT and len(problem.regulars) < prices.reach + CHOICE
        if not (tight and month):
            self.model = model.branch()
            self.floor = keep_apart(self.model, prices)
            self.model.minimise(ties)

    @cached_property
    def at_once(self) -> bool:
        """Whether a roster was found at once."""
        return self._attempt(relaxation=int(self._by_taste))

    @cached_property
    def found(self) -> bool:
        """Whether a roster was found with the relaxation, where not at once."""
        return self.at_once or (not self._by_taste and self._attempt(relaxation=1))

    def _attempt(self, relaxation: int) -> bool:
        if self.model is None:
            return False
        self.search.suit_cells()
        self.status = self.search.attempt(self.model.cp, relaxation)
        if self.status in FOUND:
            self.roster = self.model.roster(self.search.value)
        elif self.status == cp_model.INFEASIBLE:
            self.model = None
        return self.status in FOUND
