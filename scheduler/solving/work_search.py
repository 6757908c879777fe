"""One level of shift work: the best roster near the bound of column generation, and its proof."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from typing import TYPE_CHECKING

from constraints.model.variables import ENDLESS
from scheduler.solving.strategy import usual
from scheduler.solving.work_climb import climb, posted
from scheduler.solving.work_dive import column_of, dive, roster_of
from scheduler.solving.work_generation import SCALE, WorkGeneration

if TYPE_CHECKING:
    from collections.abc import Container

    from constraints.domain import Roster
    from constraints.model.cost import Cost
    from constraints.model.duty_model import DutyModel
    from constraints.rule import Goal
    from scheduler.solving.solver import Solver
    from scheduler.solving.work_pricing import WorkColumn, WorkPricing


class WorkSearch:
    """The least cost of a level, costs being whole numbers.

    Paths that cost more than a gap above the bound are left out: a roster with one of them costs
    more than bound and gap. So the least possible cost is asked for first, the next after it. In
    turns with that, a roster at hand is made better for a few people at a time.

    Parameters
    ----------
    model
        The month.
    goal, cost
        The level, and its cost besides that of paths.
    pricing
        Everyone's paths.
    skipped
        The model's constraints that every path keeps to by itself.
    solver
        What is left of the time.

    Attributes
    ----------
    roster, bound
        The best found, if any, and what is proved.
    """

    def __init__(
        self,
        model: DutyModel,
        goal: Goal,
        cost: Cost,
        pricing: list[WorkPricing],
        skipped: Container[int],
        solver: Solver,
    ) -> None:
        self.model, self.goal, self.solver = model, goal, solver
        self.limits = solver.options.limits
        self.generation = WorkGeneration(model, cost, pricing, skipped)
        self.roster: Roster | None = None
        self.value, self.bound = math.inf, -math.inf

    @property
    def proved(self) -> bool:
        """Tell whether the best roster is proved to be the best."""
        return self.value <= self.bound

    @property
    def _done(self) -> bool:
        return self.proved or self.solver.over

    def run(
        self, roster: Roster | None = None, known: float = -math.inf, *, by_cells: bool = True
    ) -> None:
        """Find the best roster, given one to begin with or none, and a bound known already.

        ``by_cells`` tells whether cells know all rules without paths.
        """
        if roster is not None:
            self._keep(roster)
        generation, limits = self.generation, self.limits
        generation.run(lambda: self.solver.over)
        self.bound = generation.bound
        if not math.isfinite(generation.bound):
            return
        least = math.ceil(generation.bound - 1e-6)
        self.bound = max(least, known)
        if by_cells and least > known and not self._done:
            self._from_below()
        if not self._done and (taken := dive(generation, lambda: self.solver.over)):
            self._keep(roster_of(self.model, taken))
        generation.settle()
        conflicts, large = limits.work_conflicts, generation.count(1) > limits.work_arcs
        last = self.bound + limits.largest_step
        while not self._done and (self.roster is not None or self.bound < last):
            if not large or self.roster is None:
                self._prove(conflicts)
            self._improve()
            conflicts, large = min(conflicts * 4, ENDLESS), False

    def _from_below(self) -> None:
        """Look briefly for a roster at the bound, or raise it, by cells alone."""
        model = posted(self.model, self.goal)
        self.bound, found = climb(model, self.goal, int(self.bound), self.value, self.solver)
        if found is not None:
            self._keep(found)

    def _prove(self, conflicts: int) -> None:
        """Look for a roster at the bound; raise the bound when there is none."""
        generation, step = self.generation, 0
        while not self._done and step < self.limits.largest_step:
            most = int(min(self.bound + step, self.value - 1))
            model, above = generation.offer(most - generation.bound)
            model.minimise(above, math.floor(SCALE * (most - generation.bound)))
            strategy = usual(self.solver.options)
            strategy = replace(strategy, conflicts=conflicts, any_solution=not step)
            run = self.solver.run(model.cp, strategy)
            if run.found:
                self._keep(model.roster(run.value))
            if run.infeasible:
                self.bound = most + 1
            elif not run.optimal:
                return
            elif not strategy.any_solution:
                least = generation.bound + run.objective / SCALE
                self.bound = max(self.bound, math.ceil(least - 1e-6))
            step = 2 * step + 1

    def _improve(self) -> None:
        """Choose better paths for a few people, the others' left as they are, again and again."""
        generation, idle = self.generation, 0
        lot = random.Random(self.solver.options.seed)  # nosec B311 # no secret either
        few = min(self.limits.work_people, len(generation.people))
        while not self._done and self.roster is not None and idle < self.limits.work_rounds:
            free, before = set(lot.sample(generation.people, few)), self.value
            taken = self._columns(self.roster)
            rest = generation.around({p: taken[p] for p in taken if p not in free})
            rest.run(lambda: self.solver.over, self.value - 1)
            if rest.bound <= self.value - 1 and (better := dive(rest, lambda: self.solver.over)):
                self._keep(roster_of(self.model, taken | better))
            idle = 0 if self.value < before else idle + 1

    def _columns(self, roster: Roster) -> dict[int, WorkColumn]:
        keys = list(self.model.problem.by_key)
        return {p: column_of(self.model, p, keys[p], roster) for p in self.generation.people}

    def _keep(self, roster: Roster) -> None:
        """Keep a roster if it is better."""
        value = self.goal.cost(self.model.problem, roster)
        if value < self.value:
            self.roster, self.value = roster, value
