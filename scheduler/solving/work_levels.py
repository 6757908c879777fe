"""Shift work, level by level."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from constraints.model.duty_model import DutyModel
from scheduler.solving.result import LevelResult, Result
from scheduler.solving.solver import Solver
from scheduler.solving.work_pricing import pricing_of
from scheduler.solving.work_search import WorkSearch

if TYPE_CHECKING:
    from constraints.domain import Roster
    from constraints.problem import Problem
    from constraints.rulebook import Rulebook
    from scheduler.solving.solver import Options


class WorkLevels:
    """The levels of shift work in order, each minimised among the optima of all levels above it."""

    def __init__(self, problem: Problem, rulebook: Rulebook, options: Options) -> None:
        self.problem, self.rulebook, self.solver = problem, rulebook, Solver(options)
        self.model = DutyModel(problem)
        for rule in rulebook.rules:
            rule.post(self.model)
        for goal in rulebook.goals:
            goal.post(self.model)
        self.roster: Roster | None = None
        self.bounds: list[int | None] = [None] * len(rulebook.goals)

    def run(self) -> Result:
        """Settle everything and return what was found."""
        with self.solver.listening():
            pricing = pricing_of(self.model)
            for nth, goal in enumerate(self.rulebook.goals):
                search = WorkSearch(
                    self.model, goal, self.model.levels[goal.name], pricing, range(0), self.solver
                )
                search.run()
                self.roster, self.bounds[nth] = search.roster, int(search.bound)
        seconds = time.monotonic() - self.solver.started
        costs = self.rulebook.cost(self.problem, self.roster) if self.roster else []
        levels = tuple(
            LevelResult(goal.name, costs[nth] if costs else None, bound)
            for nth, (goal, bound) in enumerate(zip(self.rulebook.goals, self.bounds, strict=True))
        )
        return Result(self.roster, levels, seconds, False, self.solver.interrupted)
