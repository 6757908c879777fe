"""Problem and rulebook to Result: one level after the other, each with its proof."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from constraints.model.cpsat import cp_model
from constraints.model.duty_model import DutyModel
from constraints.rulebook import Rulebook, from_policy
from scheduler.solving.final_level import Last
from scheduler.solving.result import LevelResult, Result
from scheduler.solving.solver import FOUND, Options, Search
from scheduler.solving.spacing_floor import MONTH

if TYPE_CHECKING:
    from constraints.domain import Roster
    from constraints.problem import Problem


LONG = 183  # days; from half a year on presolve and cuts halve the time, below they double it


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
        If the hard rules contradict each other, so that not even gaps make a lawful roster, or if
        a duty has several seats, which the tie-break does not order.
    """
    if any(duty.need > 1 for duty in problem.duties):
        raise ValueError("duties of several seats cannot be solved")
    rulebook = rulebook or from_policy(problem.policy)
    return Descent(problem, rulebook, options or Options()).run()


class Descent:
    """The levels in order, each minimised among the optima of all levels above it.

    First all but the last, on a model without it: fairness takes hundredths of a second there.
    Then the last together with the tie-break. In most months nothing but the second is needed:
    the others are at their floors, and whoever finds a roster there has proved them.
    """

    def __init__(self, problem: Problem, rulebook: Rulebook, options: Options) -> None:
        self.problem, self.rulebook = problem, rulebook
        long = len(problem.duties) > LONG
        self.options = replace(options, thorough=options.thorough or long)
        self.search = Search(self.options)
        self.model = build(problem, Rulebook(rulebook.rules, rulebook.goals[:-1]))
        self.roster: Roster | None = None
        self.bounds: list[int | None] = [None] * len(rulebook.goals)

    def run(self) -> Result:
        """Settle everything and return what was found."""
        with self.search.listening():
            unique = (self._at_once() or self.settle()) and self._finish()
        seconds = time.monotonic() - self.search.started
        return Result(self.roster, self._results(), seconds, unique, self.search.interrupted)

    def settle(self) -> bool:
        """Settle every level but the last; False if one was not proved in time."""
        self.search.suit()
        upper = range(len(self.bounds) - 1)
        return self._all_at_floor() or all(self._settle(nth) for nth in upper)

    def _results(self) -> tuple[LevelResult, ...]:
        costs: list[int] = []
        if self.roster is not None:
            costs = self.rulebook.cost(self.problem, self.roster)
        return tuple(
            LevelResult(goal.name, None if bound is None or not costs else costs[nth], bound)
            for nth, (goal, bound) in enumerate(zip(self.rulebook.goals, self.bounds, strict=True))
        )

    @cached_property
    def _low(self) -> Last:
        """The last level where every level above it is at its floor, as in most months."""
        model, floors = self.model.branch(), dict[str, int]()
        for goal in self.rulebook.goals[:-1]:
            floors[goal.name] = model.floor(model.levels[goal.name])
            model.hold(goal.name, floors[goal.name])
        return Last(model, self.rulebook.goals[-1], floors, self.search)

    def _at_once(self) -> bool:
        """Look for a roster next to the bound of all levels: it proves those above the last."""
        low, month = self._low, len(self.problem.duties) <= MONTH
        if low.at_floor() or (month and low.nearest()):
            self._accept(low)
            return True
        return False

    def _all_at_floor(self) -> bool:
        """Look for any roster with every level but the last at its floor."""
        low = self._low
        if self.search.attempt(low.model.cp) not in FOUND:
            return False
        self._accept(low)
        self.roster = low.model.roster(self.search.value)
        return True

    def _accept(self, low: Last) -> None:
        """Take the floors for what every level but the last comes to."""
        self.model, self.roster = low.model, low.roster
        self.bounds = [*low.held.values(), low.bound]

    def _settle(self, nth: int) -> bool:
        """Minimise one level and hold it; False if its optimum was not proved in time."""
        name = self.rulebook.goals[nth].name
        level = self.model.levels[name]
        floor = self.model.floor(level)
        if self.roster is not None and self._cost(nth) == floor:
            self.bounds[nth] = floor
        else:
            self.model.minimise(level)
            status = self.search.run(self.model.cp)
            if status == cp_model.INFEASIBLE:
                raise ValueError("the hard rules contradict each other")
            if status in FOUND:
                self.roster = self.model.roster(self.search.value)
            elif self.roster is None:
                return False
            self.bounds[nth] = self.search.bound(status, floor)
        # No later search may do worse on this level than the roster at hand.
        self.model.hold(name, self._cost(nth))
        return self.bounds[nth] == self._cost(nth)

    def _cost(self, nth: int) -> int:
        assert self.roster is not None
        return self.rulebook.goals[nth].cost(self.problem, self.roster)

    def last(self) -> Last:
        """Return the last level and the tie-break, for when all above is settled."""
        if self.model is self._low.model:
            return self._low
        held = {goal.name: self._cost(nth) for nth, goal in enumerate(self.rulebook.goals[:-1])}
        return Last(self.model, self.rulebook.goals[-1], held, self.search)

    def _finish(self) -> bool:
        """Settle the last level and the tie-break; False if one of them was not proved in time."""
        last = self.last()
        unique = last.settle()
        self.roster, self.bounds[-1] = last.roster or self.roster, last.bound
        return unique
