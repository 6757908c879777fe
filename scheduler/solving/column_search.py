"""The last level by columns: rosters made of the few columns whose reduced costs allow it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from constraints.rule import Chained
from scheduler.solving.column_generation import DUAL_SCALE, ColumnGeneration
from scheduler.solving.strategy import for_columns
from scheduler.solving.tiebreak import demand_other, least_keys

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constraints.domain import Roster
    from constraints.model.cost import Cost
    from constraints.model.duty_model import DutyModel
    from constraints.rule import Goal
    from scheduler.solving.solver import Solver
    from scheduler.solving.strategy import Strategy


class ColumnSearch:
    """Rosters that cost at most so much more than the bound of column generation.

    Parameters
    ----------
    model
        The month with every level but the last, each held at its optimum.
    goal, ties, unit
        The last level, the tie-break below it, and how many points of that one of this is.
    held
        The optimum of every level above.
    solver
        What is left of the time.

    Attributes
    ----------
    roster, bound
        The best found, if any, and what is proved of the last level, if anything.
    nearest
        How many rosters are within the first gap of the bound, up to two; None if not counted.
    """

    def __init__(
        self,
        model: DutyModel,
        goal: Goal,
        ties: Cost,
        unit: int,
        held: Mapping[str, int],
        solver: Solver,
    ) -> None:
        self.model, self.goal, self.ties, self.unit = model, goal, ties, unit
        self.held, self.solver, self.limits = held, solver, solver.options.limits
        self.roster: Roster | None = None
        self.bound: int | None = None
        self.nearest: int | None = None
        self.generation: ColumnGeneration | None = None
        self._tried = False

    def attempt(self) -> bool:
        """Generate columns and look next to the bound; True if a roster was found there.

        Most often there is just one, and one search says that it is the best and has no equal.
        """
        self._tried = True
        self.generation = self._generate()
        first = self.limits.first_gap
        if self.generation is None or (offer := self._offer(self.generation, first)) is None:
            return False
        model, cost, strategy = offer
        model.cp.proto.clear_objective()
        model.limit(cost, most=int(DUAL_SCALE * first))
        self.nearest, run = self.solver.count(model.cp, 2, strategy)
        if self.nearest:
            self.roster = model.roster(run.value)
            self._prove()  # All so near cost the same on the last level.
        return bool(self.nearest)

    def settle(self) -> bool | None:
        """Find the best roster made of columns.

        Returns
        -------
        bool | None
            Whether it is proved to be the only best; None if columns were too many or the best
            was not among them.
        """
        if not self._tried:
            self.attempt()
        if self.generation is None or self.nearest is None:
            return None
        gap = self.limits.first_gap if self.nearest else self.limits.second_gap
        return self.nearest == 1 or self._widen(self.generation, gap)

    def _generate(self) -> ColumnGeneration | None:
        """Return the columns' bound; None if they are too many, or too few for any roster."""
        problem = self.model.problem
        seats = sum(duty.need for duty in problem.duties)
        many = seats > self.limits.duties_each * len(problem.regulars)
        if many or not isinstance(self.goal, Chained):
            return None
        prices = self.goal.prices(problem)
        generation = ColumnGeneration(
            self.model, prices, self.unit, self.ties, self.held, self.limits
        )
        generation.run(lambda: self.solver.over)
        if not math.isfinite(generation.bound):
            return None
        self.bound = int(generation.bound // self.unit)
        return generation

    def _widen(self, generation: ColumnGeneration, gap: float) -> bool | None:
        """Look ever farther from the bound for the best roster; None if it is not found."""
        best = math.inf
        while gap <= self.limits.last_gap and not self.solver.over:
            if (offer := self._offer(generation, gap)) is None:
                return None
            model, cost, strategy = offer
            trial = model.branch()
            trial.minimise(cost)
            if best <= gap:
                # No need to prove it the best first: that there is no other says both at once.
                assert self.roster is not None
                trial.minimise(cost, round(DUAL_SCALE * best))
                demand_other(trial, self.roster)
            run = self.solver.run(trial.cp, strategy)
            if run.found:
                self.roster = trial.roster(run.value)
            if not (run.optimal or run.infeasible):
                return None
            if run.optimal:
                best = run.objective / DUAL_SCALE
            # All columns that are left out cost more than ``gap``.
            if best <= gap:
                self._prove()
                if run.infeasible:
                    return True
                assert self.roster is not None
                self.roster, unique = least_keys(
                    model, cost, round(run.objective), self.roster, self.solver, strategy
                )
                return unique
            gap = min(best, max(self.limits.second_gap, self.limits.gap_growth * gap))
        return None

    def _offer(
        self, generation: ColumnGeneration, gap: float
    ) -> tuple[DutyModel, Cost, Strategy] | None:
        """Return a model of the columns within a gap, its cost above the bound, and how to search.

        None if they are too many.
        """
        model = self.model.branch()
        most = int(self.limits.columns_per_pair * len(model.problem.duties) ** 2)
        cost = generation.post(model, model.penalise(self.goal.name), gap, most)
        if cost is None:
            return None
        count = len(model.cp.proto.variables) - len(self.model.cp.proto.variables)
        return model, cost, for_columns(self.solver.options, count)

    def _prove(self) -> None:
        """Take the roster's cost for the bound."""
        assert self.roster is not None
        self.bound = self.goal.cost(self.model.problem, self.roster)
