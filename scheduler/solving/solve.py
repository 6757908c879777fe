"""Problem and rulebook to Result: one level after the other, each with its proof."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from constraints.model.duty_model import DutyModel
from constraints.rulebook import Rulebook, from_policy
from scheduler.solving.final_level import FinalLevel
from scheduler.solving.result import LevelResult, Result
from scheduler.solving.solver import Options, Solver
from scheduler.solving.strategy import usual
from scheduler.solving.work_levels import WorkLevels

if TYPE_CHECKING:
    from constraints.domain import Roster
    from constraints.problem import Problem


def build(problem: Problem, rulebook: Rulebook, *, conceding: bool = False) -> DutyModel:
    """Return the model of a problem with every rule and goal posted."""
    model = DutyModel(problem, conceding=conceding)
    for rule in rulebook.rules:
        rule.post(model)
    for goal in rulebook.goals:
        goal.post(model)
    return model


def solve(
    problem: Problem, rulebook: Rulebook | None = None, options: Options | None = None
) -> Result:
    """Find the lexicographic optimum of all levels and, among equals, the tie-break's roster.

    Raises
    ------
    ValueError
        If the hard rules contradict each other, so that not even gaps make a lawful roster.
    """
    if problem.policy.shift_work is not None:
        rules = rulebook or from_policy(problem.policy)
        return WorkLevels(problem, rules, options or Options()).run()
    rulebook = rulebook or from_policy(problem.policy)
    return LevelSearch(problem, rulebook, options or Options()).run()


class LevelSearch:
    """The levels in order, each minimised among the optima of all levels above it.

    First all but the last, on a model without it: fairness takes hundredths of a second there.
    Then the last together with the tie-break. In most months nothing but the second is needed:
    the others are at their floors, and a roster found there proves them.

    Attributes
    ----------
    model
        The month with every level but the last.
    roster
        The best found so far, if any.
    bounds
        What is proved of each level, None if nothing.
    """

    def __init__(self, problem: Problem, rulebook: Rulebook, options: Options) -> None:
        self.problem, self.rulebook = problem, rulebook
        long = len(problem.duties) > options.limits.presolve_days
        self.solver = Solver(replace(options, thorough=options.thorough or long))
        self.model = build(problem, Rulebook(rulebook.rules, rulebook.goals[:-1]))
        self.roster: Roster | None = None
        self.bounds: list[int | None] = [None] * len(rulebook.goals)

    def run(self) -> Result:
        """Settle everything and return what was found."""
        unique = False
        with self.solver.listening():
            floors = self.at_floors()
            final: FinalLevel | None = floors
            if floors.at_once():
                self._accept(floors, floors.roster)
            else:
                final = self.settle_upper(floors)
            if final is not None:
                unique = final.settle()
                self.roster, self.bounds[-1] = final.roster or self.roster, final.bound
        seconds = time.monotonic() - self.solver.started
        return Result(self.roster, self._results(), seconds, unique, self.solver.interrupted)

    def at_floors(self) -> FinalLevel:
        """Return the last level below all others at their floors, where they are in most months."""
        model, floors = self.model.branch(), dict[str, int]()
        for goal in self.rulebook.goals[:-1]:
            floors[goal.name] = model.floor(model.levels[goal.name])
            model.hold(goal.name, floors[goal.name])
        return FinalLevel(model, self.rulebook.goals[-1], floors, self.solver)

    def settle_upper(self, floors: FinalLevel) -> FinalLevel | None:
        """Settle every level but the last, and return the last; None if time ran out.

        Any roster with all of them at their floors proves them; else they are minimised one by one.
        """
        brief = usual(self.solver.options).briefly(0, self.solver.options.limits.conflicts)
        run = self.solver.run(floors.model.cp, brief)
        if run.found:
            self._accept(floors, floors.model.roster(run.value))
            return floors
        if not all(self._minimise(nth) for nth in range(len(self.bounds) - 1)):
            return None
        held = {goal.name: self._cost(nth) for nth, goal in enumerate(self.rulebook.goals[:-1])}
        return FinalLevel(self.model, self.rulebook.goals[-1], held, self.solver)

    def _accept(self, floors: FinalLevel, roster: Roster | None) -> None:
        """Take the floors for what every level but the last comes to."""
        self.roster, self.bounds = roster, [*floors.held.values(), floors.bound]

    def _minimise(self, nth: int) -> bool:
        """Minimise one level and hold it; False if its optimum was not proved in time."""
        name = self.rulebook.goals[nth].name
        level = self.model.levels[name]
        floor = self.model.floor(level)
        if self.roster is not None and self._cost(nth) == floor:
            self.bounds[nth] = floor
        else:
            self.model.minimise(level)
            run = self.solver.run(self.model.cp)
            if run.infeasible:
                raise ValueError("the hard rules contradict each other")
            if run.found:
                self.roster = self.model.roster(run.value)
            elif self.roster is None:
                return False
            self.bounds[nth] = run.bound(floor)
        # No later search may do worse on this level than the roster at hand.
        self.model.hold(name, self._cost(nth))
        return self.bounds[nth] == self._cost(nth)

    def _cost(self, nth: int) -> int:
        assert self.roster is not None
        return self.rulebook.goals[nth].cost(self.problem, self.roster)

    def _results(self) -> tuple[LevelResult, ...]:
        costs: list[int] = []
        if self.roster is not None:
            costs = self.rulebook.cost(self.problem, self.roster)
        return tuple(
            LevelResult(goal.name, None if bound is None or not costs else costs[nth], bound)
            for nth, (goal, bound) in enumerate(zip(self.rulebook.goals, self.bounds, strict=True))
        )
