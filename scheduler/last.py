"""The last level and the tie-break below it, once all levels above are settled."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from constraints.cpsat import cp_model
from constraints.model import Level
from constraints.parts import every_part
from constraints.rule import Chained
from scheduler.pool import pool
from scheduler.search import FOUND
from scheduler.tiebreak import demand_smaller, prefer_small, taste

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constraints.domain import Roster
    from constraints.model import DutyModel
    from constraints.parts import Parts
    from constraints.rule import Goal
    from scheduler.pool import Pool
    from scheduler.search import Search

ENOUGH, MANY, DEAREST = 3, 1500, 64


class Last:
    """The last level and the tie-break: proved together, then told from their equals.

    Where everyone's parts can be listed, reduced costs leave a few of them for the search. Else,
    or where that is not enough, the goal posts itself as it likes.

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

    def settle(self) -> bool:
        """Find the best; False if it was not proved in time to be the only one."""
        model = self._by_parts()
        if model is None:
            model = self.model.branch()
            self.goal.post(model)
            self.search.relax(True)
            if self._optimum(model) is None:
                return False
        return not self.search.options.any_optimum and self._least_keys(model)

    def _by_parts(self) -> DutyModel | None:
        """Return the model of the few parts that can be in the best roster, solved, if it works."""
        if not isinstance(self.goal, Chained) or (listed := self._listed(self.goal)) is None:
            return None
        parts, found = listed
        few = ENOUGH * (len(self.model.problem.duties) + len(self.model.problem.people))
        room = 0.0
        while not self.search.over:
            chosen = np.flatnonzero(found.above <= room)
            if len(chosen) > MANY:
                break
            model = self.model.branch()
            parts.post(model, model.penalise(self.goal.name), chosen)
            self.search.relax(room > 0)
            cost = self._optimum(model)
            if cost is not None and cost <= min(found.bound + room, found.reach):
                return model
            if cost is not None and cost > found.reach:
                break
            room = found.room(max(few, 4 * len(chosen))) if cost is None else cost - found.bound
        return None

    def _listed(self, goal: Chained) -> tuple[Parts, Pool] | None:
        """Return parts and bounds, with parts as dear as the best roster can have."""
        problem, prices = self.model.problem, goal.prices(self.model.problem)
        # To begin with, two duties of a person a day closer than what costs nothing.
        near = problem.duties[min(max(1, prices.reach - 2), len(problem.duties) - 1)]
        wanted = prices.price(problem.duties[0].date, near.date)
        while wanted <= DEAREST:
            parts = every_part(self.model, prices, wanted)
            if parts is None:
                return None
            if len(np.unique(parts.person)) < len(problem.people):
                missing = 1
            else:
                found = pool(self.model, parts, self.unit, self.ties, self.held)
                missing = math.ceil((found.bound - found.reach) / self.unit)
                if missing <= 0:
                    return parts, found
            if parts.dearest < wanted:
                return None
            wanted += missing
        return None

    def _optimum(self, model: DutyModel) -> int | None:
        """Minimise and return the cost, the roster and its bound set; None if it was not proved."""
        model.minimise(self.cost(model))
        status = self.search.run(model.cp)
        if status in FOUND:
            self.roster = model.roster(self.search.value)
        self.bound = self.search.bound(status, model.levels[self.goal.name], self.unit)
        if status != cp_model.OPTIMAL:
            return None
        return round(self.search.solver.objective_value)

    def cost(self, model: DutyModel) -> Level:
        """Return the last level and the tie-break as one."""
        both = Level()
        both.include(self.ties, 1)
        both.include(model.levels[self.goal.name], self.unit)
        return both

    def _include_tie_break(self) -> int:
        """Set the tie-break and return what the last level must be priced at above it."""
        problem, free = self.model.problem, self.search.options.any_optimum
        late = 1 if free else 256 * len(problem.duties)  # above any sum of tastes
        for d, duty in enumerate(() if free else problem.duties):
            for key in problem.by_key:
                self.ties.add(taste(duty, key), self.model.on(d, key))
        if base := problem.base:
            soon = [self.model.on(d, key) for d in problem.soon for key in base.people[d]]
            self.ties.add(late, len(soon))
            for on in soon:
                self.ties.add(-late, on)
        return late * (len(problem.soon) + 1)

    def _least_keys(self, model: DutyModel) -> bool:
        """Among rosters of equal cost take the one of least keys by date."""
        assert self.roster is not None
        cost, best = self.cost(model), round(self.search.solver.objective_value)
        # As the objective's domain, and not as one more constraint, the bound fixes most cells at
        # once by their reduced costs (6 times faster on the hardest months).
        model.minimise(cost, best)
        demand_smaller(model, self.roster)
        status = self.search.run(model.cp)
        if status in FOUND:
            # There are equals, so there may be many: 13 searches for 300 people, 4 this way.
            prefer_small(model, cost, best)
        while status in FOUND:
            self.roster = model.roster(self.search.value)
            demand_smaller(model, self.roster)
            status = self.search.run(model.cp)
        return status == cp_model.INFEASIBLE
