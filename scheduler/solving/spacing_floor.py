"""The last level at its floor, where nothing but cells is left to choose."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from constraints.calendar import FairnessClass
from constraints.rule import Chained
from scheduler.solving.strategy import CELLS
from scheduler.solving.tiebreak import least_keys

if TYPE_CHECKING:
    from constraints.domain import Roster
    from constraints.model.cost import Cost
    from constraints.model.duty_model import DutyModel
    from constraints.model.path import Prices
    from constraints.rule import Goal
    from scheduler.solving.solver import Run, Solver


class SpacingFloor:
    """Rosters in which the last level costs no more than known duties do, whatever is rostered.

    Parameters
    ----------
    model
        The month with every level but the last, each held at its optimum.
    goal, ties
        The last level, and the tie-break below it.
    solver
        What is left of the time.

    Attributes
    ----------
    model
        Minimises the tie-break at the floor; None if the floor is not tried or cannot be kept.
    roster
        The best found, if any.
    impossible
        Whether it is proved that there is none.
    bound
        With a roster, what the last level costs in it and in no roster less.
    """

    def __init__(self, model: DutyModel, goal: Goal, ties: Cost, solver: Solver) -> None:
        limits, problem = solver.options.limits, model.problem
        self.ties, self.solver = ties, solver
        self.roster: Roster | None = None
        self.bound: int | None = None
        self.impossible = False
        self._run: Run | None = None
        self.model: DutyModel | None = None
        self._floor = 0
        month = limits.month(problem)
        self._attempts = [CELLS.briefly(1, limits.relaxed_conflicts)]
        if not month or solver.options.any_optimum:
            self._attempts.insert(0, CELLS.briefly(0, limits.conflicts))
        if not isinstance(goal, Chained):
            return
        prices = goal.prices(problem)
        few = len(problem.regulars) < prices.reach + limits.floor_spare
        if not (month and few and prices.reach > limits.floor_reach):
            self.model = model.branch()
            self._floor = keep_apart(self.model, prices)
            self.model.minimise(ties)

    def attempt(self) -> bool:
        """Search briefly in the next way; True if a roster was found."""
        if self.model is None or not self._attempts:
            return False
        run = self.solver.run(self.model.cp, self._attempts.pop(0))
        if run.found:
            self._run, self.bound = run, self._floor
            self.roster = self.model.roster(run.value)
        elif run.infeasible:
            self.model, self.impossible = None, True
        return run.found

    def find(self) -> bool:
        """Try all ways until a roster is found; False if none was."""
        while self._run is None and self.model is not None and self._attempts:
            self.attempt()
        return self._run is not None

    def settle(self) -> bool | None:
        """Take the best by the tie-break.

        Returns
        -------
        bool | None
            Whether it is proved to be the only best; None if no roster was found at the floor.
        """
        self.find()
        if self._run is None or self.model is None or self.roster is None:
            return None
        if self.solver.options.any_optimum:
            return False
        if not self._run.optimal:
            # As the objective's domain, what was found decides most cells by their reduced costs.
            self.model.minimise(self.ties, round(self._run.objective))
            self._run = self.solver.run(self.model.cp, CELLS)
            if self._run.found:
                self.roster = self.model.roster(self._run.value)
        if not self._run.optimal:
            return False
        best = round(self._run.objective)
        self.roster, unique = least_keys(
            self.model, self.ties, best, self.roster, self.solver, CELLS
        )
        return unique


def keep_apart(model: DutyModel, prices: Prices) -> int:
    """Leave everyone at most one of any duties that are near enough to each other to cost anything.

    That takes no variables besides the cells, and so long as it can be kept to, CP-SAT is done
    many times sooner than with paths. Prices never rise with distance, so that the duties too near
    to one are those up to a certain later one.

    Returns
    -------
    int
        What the level costs then, all for known duties outside the month; no roster costs less.
    """
    problem, price, cost = model.problem, prices.price, 0
    dates = [duty.date for duty in problem.duties]
    end = len(dates)
    # The first later duty that costs nothing after this one.
    free = [
        next((later for later in range(d + 1, end) if not price(on, dates[later])), end)
        for d, on in enumerate(dates)
    ]
    for key in problem.by_key:
        before, after = problem.known_around(key)
        cost += prices.along([*before, *after])
        # Duties low to high are far enough from the known ones before and after the month.
        low, high = 0, end
        if before:
            low = next((d for d in range(end) if not price(before[-1], dates[d])), end)
        if after:
            high = next((d for d in range(end) if price(dates[d], after[0])), end)
        own = model.taking(key)
        for d, on in own:
            if not low <= d < high:
                model.cp.add(on + 0 == 0)
        if (allowed := model.allowed(FairnessClass.TOTAL, key)) and allowed[1] <= 1:
            continue
        possible, covered = [d for d, _ in own], 0
        for nth, d in enumerate(possible):
            stop = bisect_left(possible, free[d])
            # Runs that lie within an earlier one say nothing new.
            if stop > max(covered, nth + 1):
                model.cp.add_at_most_one([later for _, later in own[nth:stop]])
                covered = stop
    return cost
