"""The last level and the tie-break below it, once all levels above are settled."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from constraints.model.cost import Cost
from constraints.rule import Chained
from scheduler.solving.column_search import ColumnSearch
from scheduler.solving.spacing_floor import SpacingFloor
from scheduler.solving.strategy import CELLS, for_paths, usual
from scheduler.solving.tiebreak import least_keys, tie_break

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constraints.domain import Roster
    from constraints.model.duty_model import DutyModel
    from constraints.rule import Goal
    from scheduler.solving.solver import Solver


class FinalLevel:
    """The last level and the tie-break, proved together by the first of three ways that can.

    By cells where the level can be kept at its floor; by columns where everyone's possible
    columns are few enough to be priced; else by paths, as the goal posts itself.

    Parameters
    ----------
    model
        The month with every level but the last, each held at its optimum.
    goal
        The last level.
    held
        The optimum of every level above it.
    solver
        What is left of the time.

    Attributes
    ----------
    roster, bound
        The best found, if any, and what is proved of the last level.
    ties, unit
        The tie-break's cost, and how many of its points one point of the level is.
    """

    def __init__(
        self, model: DutyModel, goal: Goal, held: Mapping[str, int], solver: Solver
    ) -> None:
        self.model, self.goal, self.held, self.solver = model, goal, held, solver
        self.roster: Roster | None = None
        self.bound: int | None = None
        # Where columns are generated hash bytes cost nothing, and without them too many are alike.
        hashed = isinstance(goal, Chained) or not solver.options.any_optimum
        self.ties, self.unit = tie_break(model, hashed=hashed)
        self.cells = SpacingFloor(model, goal, self.ties, solver)
        self.columns = ColumnSearch(model, goal, self.ties, self.unit, held, solver)

    def at_once(self) -> bool:
        """Try what is soon done; True if a roster was found, which proves the levels above."""
        month = self.solver.options.limits.month(self.model.problem)
        found = self.cells.attempt() or (month and self._possible() and self.columns.attempt())
        self._keep(self.cells)
        self._keep(self.columns)
        return found

    def _possible(self) -> bool:
        """Tell whether there may be a roster: asked where there is none without spacing costs.

        Then often the levels above cannot be held either, which takes CP-SAT a millisecond to say
        and column generation a hundred.
        """
        options = self.solver.options
        brief = usual(options).briefly(0, options.limits.conflicts)
        return not (self.cells.impossible and self.solver.run(self.model.cp, brief).infeasible)

    def settle(self) -> bool:
        """Find the best roster; False if it was not proved in time to be the only one."""
        for way in (self._by_cells, self._by_columns, self._by_paths):
            if (unique := way()) is not None or self.solver.over:
                return bool(unique)
        return False

    def _by_cells(self) -> bool | None:
        unique = self.cells.settle()
        self._keep(self.cells)
        return unique

    def _by_columns(self) -> bool | None:
        unique = self.columns.settle()
        self._keep(self.columns)
        return unique

    def _by_paths(self) -> bool | None:
        """Let the goal post itself as it likes; None if the best was not proved in time."""
        if self._at_floor():
            return False
        model, cost = self.path_model()
        strategy = for_paths(self.solver.options)
        run = self.solver.run(model.cp, strategy)
        if run.found:
            self.roster = model.roster(run.value)
        proved = run.bound(model.floor(model.levels[self.goal.name]), self.unit)
        self.bound = proved if self.bound is None else max(proved, self.bound)
        if not run.optimal or self.roster is None:
            return None
        best = round(run.objective)
        self.roster, unique = least_keys(model, cost, best, self.roster, self.solver, strategy)
        return unique

    def _at_floor(self) -> bool:
        """Look for a roster with the level at its floor, where nothing below it counts.

        What costs more is forbidden, not priced, so that the relaxation is of cells alone; without
        that relaxation 10 people and 150 duties take more than half a minute, with it 50 ms. A goal
        about neighbours has been tried by cells before.
        """
        if self.ties.terms or isinstance(self.goal, Chained):
            return False
        model = self.model.branch()
        self.goal.post(model)
        floor = model.floor(model.levels[self.goal.name])
        model.hold(self.goal.name, floor)
        run = self.solver.run(
            model.cp, replace(CELLS, conflicts=self.solver.options.limits.conflicts)
        )
        if run.found:
            self.roster, self.bound = model.roster(run.value), floor
        return run.found

    def path_model(self) -> tuple[DutyModel, Cost]:
        """Return the model with the goal as it posts itself, and the cost that it minimises."""
        model, cost = self.model.branch(), Cost()
        self.goal.post(model)
        cost.include(self.ties, 1)
        cost.include(model.levels[self.goal.name], self.unit)
        model.minimise(cost)
        return model, cost

    def _keep(self, way: SpacingFloor | ColumnSearch) -> None:
        """Keep what a way has found and proved."""
        self.roster = way.roster or self.roster
        self.bound = self.bound if way.bound is None else way.bound
