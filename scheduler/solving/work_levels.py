"""Shift work, level by level: any roster with all at their floors, else one after the other."""

from __future__ import annotations

import math
import time
from itertools import pairwise
from typing import TYPE_CHECKING

from constraints.model.cost import Cost
from constraints.model.duty_model import DutyModel
from constraints.model.shift_states import follow
from constraints.rule import ByPath
from scheduler.solving.result import LevelResult, Result
from scheduler.solving.solver import Solver
from scheduler.solving.strategy import usual
from scheduler.solving.work_climb import climb, posted
from scheduler.solving.work_guided import GuidedSearch
from scheduler.solving.work_neighbours import better
from scheduler.solving.work_pricing import pricing_of
from scheduler.solving.work_probe import unavoidable
from scheduler.solving.work_search import WorkSearch

if TYPE_CHECKING:
    from constraints.domain import Roster
    from constraints.problem import Problem
    from constraints.rule import Goal
    from constraints.rulebook import Rulebook
    from scheduler.solving.solver import Options
    from scheduler.solving.strategy import Strategy
    from scheduler.solving.work_pricing import WorkPricing

BY_STATES = {"one", "rest", "weekly", "run"}  # rules that every path keeps to by itself


class WorkLevels:
    """The levels of shift work in order, each minimised among the optima of all levels above it.

    Attributes
    ----------
    model
        The month with every level but those whose cost is that of paths.
    by_states
        Its constraints that every path keeps to by itself.
    small
        Whether the linear relaxation of all cells is solved soon.
    roster, bounds
        The best found so far, and what is proved of each level, None if nothing.
    """

    def __init__(self, problem: Problem, rulebook: Rulebook, options: Options) -> None:
        self.problem, self.rulebook, self.solver = problem, rulebook, Solver(options)
        self.model, self.by_states = DutyModel(problem), set[int]()
        constraints = self.model.cp.proto.constraints
        for rule in rulebook.rules:
            first = len(constraints)
            rule.post(self.model)
            if rule.code in BY_STATES and not problem.dispensed:
                self.by_states.update(range(first, len(constraints)))
        # Rules may ask for automata themselves; then cells alone do not keep to them.
        self.by_cells = not self.model.follows
        self.model.follows = self.model.follows or follow(self.model)
        for goal in rulebook.goals:
            if not isinstance(goal, ByPath):
                goal.post(self.model)
        cells = len(problem.duties) * len(problem.people)
        self.small = cells <= options.limits.work_cells
        self.roster: Roster | None = None
        self.bounds: list[int | None] = [None] * len(rulebook.goals)

    def run(self) -> Result:
        """Settle everything and return what was found."""
        with self.solver.listening():
            if not (self.by_cells and self._at_floors()):
                self._begin()
                self._one_by_one()
        seconds = time.monotonic() - self.solver.started
        costs = self.rulebook.cost(self.problem, self.roster) if self.roster else []
        levels = tuple(
            LevelResult(goal.name, costs[nth] if costs and bound is not None else None, bound)
            for nth, (goal, bound) in enumerate(zip(self.rulebook.goals, self.bounds, strict=True))
        )
        return Result(self.roster, levels, seconds, False, self.solver.interrupted)

    def _paths(self, goal: Goal) -> tuple[DutyModel, list[WorkPricing]]:
        """Return the model and everyone's paths, with the cost that a goal has on them."""
        model = self.model.branch()
        if isinstance(goal, ByPath):
            model.follows = goal.follows(model)
        return model, pricing_of(model)

    def _at_floors(self) -> bool:
        """Look for a roster with every level at its floor, which proves all; False if not found.

        Cells alone, without a linear relaxation: a month that is not hard takes hundredths of a
        second. If it is hard, as many of the first levels are proved as can be so.
        """
        models, floors = [self.model], list[int]()
        for goal in self.rulebook.goals:
            model = models[-1].branch()
            if isinstance(goal, ByPath):
                goal.post(model)
            floors.append(model.floor(model.levels[goal.name]))
            model.hold(goal.name, floors[-1])
            models.append(model)
        for count in range(len(floors) - 1, -1, -1):
            if self._accept(models[count], floors[:count]):
                return count == len(floors) - 1 and self._accept(models[-1], floors)
        return False

    def _accept(self, model: DutyModel, floors: list[int]) -> bool:
        """Look briefly for any roster of a model, and take it with its levels for proved."""
        options = self.solver.options
        run = self.solver.run(model.cp, usual(options).briefly(0, options.limits.work_brief))
        if run.infeasible and model is self.model:
            raise ValueError("the hard rules contradict each other")
        if run.found:
            self.roster, self.bounds[: len(floors)] = model.roster(run.value), floors
        return run.found

    def _begin(self) -> None:
        """Take a roster with nobody but whom is decided, if none has been found.

        A few people or dates at a time it is soon as full as can be. A search that fills all seats
        from the first one on goes astray in a large month, and columns take half a minute there.
        """
        if self.roster is not None or not self.by_cells:
            return
        problem, model = self.problem, self.model.branch()
        fixed = [(d, one.person) for one in problem.fixes for d in problem.fixed_duties(one)]
        decided = {*fixed, *((d, key) for d, keys in problem.past.items() for key in keys)}
        for key in problem.by_key:
            for d, _ in model.taking(key):
                if (d, key) not in decided:
                    model.settle(d, key, False)
        self._accept(model, [])

    def _one_by_one(self) -> None:
        """Minimise and hold one level after the other, as long as each is proved."""
        for nth, goal in enumerate(self.rulebook.goals):
            if not self._settled(nth, goal):
                self._roughly(nth)
                self._minimise(nth, goal)
            if self.roster is None or self.bounds[nth] != goal.cost(self.problem, self.roster):
                return
            if not isinstance(goal, ByPath):
                self.model.hold(goal.name, goal.cost(self.problem, self.roster))

    def _settled(self, nth: int, goal: Goal) -> bool:
        """Tell whether a level is at its floor in the roster at hand, or one made from it."""
        if self.roster is None or not self.by_cells:
            return False
        if self.bounds[nth] is None:
            model, value = posted(self.model, goal), goal.cost(self.problem, self.roster)
            floor, limits = model.floor(model.levels[goal.name]), self.solver.options.limits
            least, found = climb(model, goal, floor, value, self.solver)
            self.roster, self.bounds[nth] = found or self.roster, least
            relaxed = self.small and not isinstance(goal, ByPath)
            if relaxed and found is None and least < value:
                brief = usual(self.solver.options).briefly(2, limits.relaxed_conflicts)
                least = self._relaxed(nth, goal, brief)
            if isinstance(goal, ByPath) and not self.small:
                turns = limits.rough_turns
                self.roster = better(model, goal, self.roster, least, self.solver, turns)
                self._guided(nth, goal, least)
            self.roster = better(model, goal, self.roster, least, self.solver)
            if not isinstance(goal, ByPath) and least < goal.cost(self.problem, self.roster):
                level = model.levels[goal.name]
                self._raise(nth, unavoidable(model, level, self.roster, self.solver))
        return self.bounds[nth] == goal.cost(self.problem, self.roster)

    def _guided(self, nth: int, goal: Goal, floor: int) -> None:
        """Look for a better roster; in a plan that was changed nothing more is to be moved."""
        model, pricing = self._paths(goal)
        if not pricing or self.problem.base is not None or self.roster is None:
            return
        above = self.rulebook.cost(self.problem, self.roster)[:nth]

        def lawful(roster: Roster) -> bool:
            costs = self.rulebook.cost(self.problem, roster)
            return costs[:nth] == above and not self.rulebook.audit(self.problem, roster)

        self.roster = GuidedSearch(model, self.roster, lawful, self.solver).run(floor)

    def _roughly(self, nth: int) -> None:
        """Better what is below a level of a large month before the long search for its proof."""
        if self.roster is None or self.small or not self.by_cells:
            return
        model, turns = self.model, self.solver.options.limits.rough_turns
        for above, goal in pairwise(self.rulebook.goals[nth:]):
            model = posted(model, above).branch()
            model.hold(above.name, above.cost(self.problem, self.roster))
            below = posted(model, goal)
            floor = below.floor(below.levels[goal.name])
            self.roster = better(below, goal, self.roster, floor, self.solver, turns)

    def _minimise(self, nth: int, goal: Goal) -> None:
        """Find the best roster of a level: by columns what hangs on how dates follow each other."""
        model, pricing = self._paths(goal)
        if pricing and (nth == 0 or isinstance(goal, ByPath)):
            cost = Cost() if isinstance(goal, ByPath) else model.levels[goal.name]
            search = WorkSearch(model, goal, cost, pricing, self.by_states, self.solver)
            known = self.bounds[nth]
            least = -math.inf if known is None else known
            search.run(self.roster, least, by_cells=self.by_cells)
            self.roster = search.roster or self.roster
            if math.isfinite(search.bound):
                self._raise(nth, int(search.bound))
            if self.roster is not None or not self.by_cells:
                return
        self._relaxed(nth, goal, usual(self.solver.options))

    def _relaxed(self, nth: int, goal: Goal, strategy: Strategy) -> int:
        """Minimise a level by cells with the linear relaxation; return its bound."""
        model = posted(self.model, goal).branch()
        level = model.levels[goal.name]
        most = None if self.roster is None else goal.cost(self.problem, self.roster)
        model.minimise(level, most)
        run = self.solver.run(model.cp, strategy)
        if run.found and (most is None or run.objective < most):
            self.roster = model.roster(run.value)
        return self._raise(nth, run.bound(model.floor(level)))

    def _raise(self, nth: int, bound: int) -> int:
        """Take note that a level costs so much at least; return what is known of it now."""
        known = self.bounds[nth]
        self.bounds[nth] = bound = bound if known is None else max(known, bound)
        return bound
