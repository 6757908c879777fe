"""The last level and the tie-break below it, once all levels above are settled."""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING

from constraints.model.cost import Level
from constraints.model.cpsat import cp_model
from constraints.rule import Chained
from scheduler.solving.column_generation import FINE, Pool
from scheduler.solving.solver import FOUND, LARGE
from scheduler.solving.spacing_floor import Apart
from scheduler.solving.tiebreak import demand_other, demand_smaller, prefer_small, tastes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constraints.domain import Roster
    from constraints.model.duty_model import DutyModel
    from constraints.rule import Goal
    from scheduler.solving.solver import Search

# How far above the bound to look: first, next, how much farther each time, and at most. Rosters
# farther off than that are apart in spacing, not in taste, and by paths they are told sooner.
LEAST, STEP, GROWTH, FAR = 1.0, 16.0, 3, 512
MANY = 2  # parts for every two duties: with more of them paths are proved sooner
EACH = 8  # duties of a person; of more there are too many parts, and paths are proved sooner


class Last:
    """The last level and the tie-break: proved together, then told from their equals.

    Where the level can be kept at its floor, nothing but cells is left for the search. Where
    everyone's parts can be listed, reduced costs leave a few of them. Else, or where that is not
    enough, the goal posts itself as it likes.

    Parameters
    ----------
    model
        The month with every level but the last, each held at its optimum.
    goal
        The last level.
    held
        The optimum of every level above it.
    search
        What is left of the search.

    Attributes
    ----------
    roster, bound
        The best found, if any, and what is proved of the last level.
    """

    def __init__(
        self, model: DutyModel, goal: Goal, held: Mapping[str, int], search: Search
    ) -> None:
        self.model, self.goal, self.held, self.search = model, goal, held, search
        self.roster: Roster | None = None
        self.bound: int | None = None
        self.ties = Level()
        self.unit = self._include_tie_break()

    @cached_property
    def apart(self) -> Apart:
        """Rosters with this level at its floor, too."""
        return Apart(self.model, self.goal, self.ties, self.search)

    def at_floor(self) -> bool:
        """Tell whether such a roster was found at once, which proves the level."""
        if self.apart.at_once:
            self.roster, self.bound = self.apart.roster, self.apart.floor
        return self.apart.at_once

    def nearest(self) -> bool:
        """Tell whether there are rosters next to the bound, which then are the best."""
        return bool(self._near)

    def settle(self) -> bool:
        """Find the best; False if it was not proved in time to be the only one."""
        for way in (self._by_cells, self._by_parts, self._by_goal):
            if (unique := way()) is not None or self.search.over:
                return bool(unique)
        return False

    def _by_cells(self) -> bool | None:
        """Choose by taste among rosters with the last level at its floor; None if there is none."""
        model = self.apart.model if self.apart.found else None
        if model is None:
            return None
        self.roster, self.bound, status = self.apart.roster, self.apart.floor, self.apart.status
        if self.search.options.any_optimum:
            return False
        self.search.suit_cells()
        if status != cp_model.OPTIMAL:
            status = self._run(model)
        return status == cp_model.OPTIMAL and self._least_keys(model, self.ties)

    def _by_parts(self) -> bool | None:
        """Choose among the parts of all rosters that cost little more than the bound.

        None if that does not work.
        """
        if self._pool is None or self._near is None:
            return None
        return self._near == 1 or self._farther(self._pool, LEAST if self._near else STEP)

    @cached_property
    def _pool(self) -> Pool | None:
        """The parts, unless there are too many of them, or too few for any roster."""
        problem, over = self.model.problem, lambda: self.search.over
        many = len(problem.duties) > EACH * len(problem.regulars)
        if many or not isinstance(self.goal, Chained):
            return None
        prices = self.goal.prices(problem)
        pool = Pool(self.model, prices, self.unit, self.ties, self.held, over)
        if not math.isfinite(pool.bound):
            return None
        self.bound = int(pool.bound // self.unit)
        return pool

    @cached_property
    def _near(self) -> int | None:
        """How many rosters there are next to the bound, up to two; None if that is not told.

        Most often there is just one, and one search says that it is the best and has no equal.
        """
        if self._pool is None or (offered := self._offer(self._pool, LEAST)) is None:
            return None
        model, cost = offered
        model.cp.proto.clear_objective()
        model.limit(cost, most=int(FINE * LEAST))
        found = self.search.count(model.cp, 2)
        if found:
            self.roster = model.roster(self.search.value)
            self._prove()  # All so near cost the same on the last level.
        return found

    def _farther(self, pool: Pool, room: float) -> bool | None:
        """Look ever farther from the bound for the best roster; None if it is not found."""
        best = math.inf
        while room <= FAR and not self.search.over:
            offered = self._offer(pool, room)
            if offered is None:
                return None
            model, cost = offered
            trial = model.branch()
            trial.minimise(cost)
            if best <= room:
                # No need to prove it the best first: that there is no other says both at once.
                assert self.roster is not None
                trial.minimise(cost, round(FINE * best))
                demand_other(trial, self.roster)
            status = self._run(trial)
            if status not in (cp_model.OPTIMAL, cp_model.INFEASIBLE):
                return None
            if status == cp_model.OPTIMAL:
                best = self.search.solver.objective_value / FINE
            # All that is left out costs more than ``room``.
            if best <= room:
                self._prove()
                return status == cp_model.INFEASIBLE or self._least_keys(model, cost)
            room = min(best, max(STEP, GROWTH * room))
        return None

    def _offer(self, pool: Pool, room: float) -> tuple[DutyModel, Level] | None:
        """Return a model with the parts of rosters so near the bound, and what they cost above it.

        None if the parts are too many.
        """
        model = self.model.branch()
        most = int(MANY * len(model.problem.duties) ** 2)
        cost = pool.post(model, model.penalise(self.goal.name), room, most)
        self.search.suit(len(model.cp.proto.variables) - len(self.model.cp.proto.variables))
        return None if cost is None else (model, cost)

    def _prove(self) -> None:
        """Take the roster's cost for the bound."""
        assert self.roster is not None
        self.bound = self.goal.cost(self.model.problem, self.roster)

    def _by_goal(self) -> bool | None:
        """Let the goal post itself as it likes; None if the best was not proved in time."""
        model, cost = self.pose()
        self.search.suit(LARGE)
        status = self._run(model)
        floor = model.floor(model.levels[self.goal.name])
        bound = self.search.bound(status, floor, self.unit)
        self.bound = bound if self.bound is None else max(bound, self.bound)
        return self._least_keys(model, cost) if status == cp_model.OPTIMAL else None

    def pose(self) -> tuple[DutyModel, Level]:
        """Return the model with the goal as it posts itself, and the cost that it minimises."""
        model, cost = self.model.branch(), Level()
        self.goal.post(model)
        cost.include(self.ties, 1)
        cost.include(model.levels[self.goal.name], self.unit)
        model.minimise(cost)
        return model, cost

    def _run(self, model: DutyModel) -> cp_model.CpSolverStatus | None:
        """Search, and keep the roster if one is found."""
        status = self.search.run(model.cp)
        if status in FOUND:
            self.roster = model.roster(self.search.value)
        return status

    def _include_tie_break(self) -> int:
        """Set the tie-break and return what the last level must be priced at above it."""
        problem = self.model.problem
        # Where parts are chosen tastes cost nothing: without them all too many parts are alike.
        free = self.search.options.any_optimum and not isinstance(self.goal, Chained)
        late = 1 if free else 256 * len(problem.duties)  # above any sum of tastes
        for d, duty in enumerate(() if free else problem.duties):
            for key, taste in zip(problem.by_key, tastes(duty, problem.by_key), strict=True):
                self.ties.add(taste, self.model.on(d, key))
        if base := problem.base:
            soon = [self.model.on(d, key) for d in problem.short_notice for key in base.people[d]]
            self.ties.add(late, len(soon))
            for on in soon:
                self.ties.add(-late, on)
        return late * (len(problem.short_notice) + 1)

    def _least_keys(self, model: DutyModel, cost: Level) -> bool:
        """Among rosters of equal cost take the one of least keys by date."""
        if self.search.options.any_optimum:
            return False
        assert self.roster is not None
        best = round(self.search.solver.objective_value)
        # As the objective's domain, and not as one more constraint, the bound fixes most cells at
        # once by their reduced costs (6 times faster on the hardest months).
        model.minimise(cost, best)
        other = model.branch()
        demand_other(other, self.roster)
        status, since = self.search.run(other.cp), 0
        while status in FOUND:
            # There are equals, so there may be many. Each search settles what comes up to the
            # first duty that can still have a smaller key.
            trial = model.branch()
            first = demand_smaller(trial, self.roster, since)
            final = prefer_small(trial, cost, best, first)
            status = self._run(trial)
            if status == cp_model.OPTIMAL and final:
                since = next(d for d, on in first if self.search.value(on))
        return status == cp_model.INFEASIBLE
