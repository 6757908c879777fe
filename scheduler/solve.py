"""Problem and rulebook to Result: one level after the other, each with its proof."""

from __future__ import annotations

import hashlib
import math
import time
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from constraints.model import DutyModel
from constraints.rulebook import Rulebook, from_policy
from constraints.twins import twins
from scheduler.result import LevelResult, Result
from scheduler.search import FOUND, Options, Search

if TYPE_CHECKING:
    from collections.abc import Iterable

    from constraints.domain import Roster
    from constraints.model import Level
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
        If the hard rules contradict each other, so that not even gaps make a lawful roster, or if
        a duty has several seats, which the tie-break does not order.
    """
    if any(duty.need > 1 for duty in problem.duties):
        raise ValueError("duties of several seats cannot be solved")
    rulebook = rulebook or from_policy(problem.policy)
    return _Descent(problem, rulebook, options or Options()).run()


class _Descent:
    """The levels in order, each minimised among the optima of all levels above it.

    ``cp`` is the model itself; ``ordered`` the same with twins in the order of their first
    duties, in which the levels are proved: eight people alike take 2 s and not 60 s and more.
    """

    def __init__(self, problem: Problem, rulebook: Rulebook, options: Options) -> None:
        self.problem, self.rulebook = problem, rulebook
        self.search = Search(options)
        self.model = build(problem, rulebook)
        self.cp = self.model.cp
        self.ordered = self._order_twins()
        self.roster: Roster | None = None
        self.levels = [self.model.levels[goal.name] for goal in rulebook.goals]
        self.bounds: list[int | None] = [None] * len(self.levels)

    def run(self) -> Result:
        if not self._all_at_floor():
            for nth in range(len(self.levels)):
                if not self._settle(nth):
                    break
        unique = self._optimal() and self._break_ties()
        seconds = time.monotonic() - self.search.started
        return Result(self.roster, self._results(), seconds, unique, self.search.interrupted)

    def _order_twins(self) -> cp_model.CpModel:
        groups = twins(self.model)
        if not groups:
            return self.cp
        ordered = self.cp.clone()
        for group in groups:
            for earlier, later in pairwise(group):
                before: list[cp_model.IntVar] = []
                own = zip(self.model.taking(earlier), self.model.taking(later), strict=True)
                # First duties fall early: beyond two rounds the order would cost and buy nothing.
                for (_, first), (_, second) in islice(own, 2 * len(group)):
                    ordered.add(second <= sum(before))
                    before.append(first)
        return ordered

    def _results(self) -> tuple[LevelResult, ...]:
        costs: list[int] = []
        if self.roster is not None:
            costs = self.rulebook.cost(self.problem, self.roster)
        return tuple(
            LevelResult(goal.name, None if bound is None or not costs else costs[nth], bound)
            for nth, (goal, bound) in enumerate(zip(self.rulebook.goals, self.bounds, strict=True))
        )

    def _optimal(self) -> bool:
        return self.roster is not None and all(level.proved for level in self._results())

    def _all_at_floor(self) -> bool:
        """Try every level but the last at its floor at once: most months are settled by that."""
        *upper, last = self.levels
        floors = _floors(upper)
        trial = self.ordered.clone()
        for level, floor in zip(upper, floors, strict=True):
            trial.add(level.expression() <= floor)
        trial.minimize(last.expression())
        if self.search.run(trial) not in FOUND:
            return False
        self._adopt()
        for nth, bound in enumerate([*floors, self._bound()]):
            self.bounds[nth] = bound
            self._hold(nth)
        return True

    def _settle(self, nth: int) -> bool:
        """Minimise one level and hold it; False if its optimum was not proved in time."""
        floor = _floors([self.levels[nth]])[0]
        if self.roster is not None and self._cost(nth) == floor:
            self.bounds[nth] = floor
        else:
            self.ordered.minimize(self.levels[nth].expression())
            status = self.search.run(self.ordered)
            if status == cp_model.INFEASIBLE:
                raise ValueError("the hard rules contradict each other")
            if status in FOUND:
                self._adopt()
            elif self.roster is None:
                return False
            # A search that had no time left has no bound of its own.
            self.bounds[nth] = floor if status is None else max(floor, self._bound())
        self._hold(nth)
        return self.bounds[nth] == self._cost(nth)

    def _hold(self, nth: int) -> None:
        """Let no later search do worse on a level than the roster at hand."""
        held = self.levels[nth].expression() <= self._cost(nth)
        self.cp.add(held)
        if self.ordered is not self.cp:
            self.ordered.add(held)

    def _cost(self, nth: int) -> int:
        assert self.roster is not None
        return self.rulebook.goals[nth].cost(self.problem, self.roster)

    def _bound(self) -> int:
        bound = self.search.solver.best_objective_bound
        return math.ceil(bound - 1e-6) if math.isfinite(bound) else -(2**62)

    def _adopt(self) -> None:
        """Take over the solution and let the next search start from it."""
        self.roster = self.model.roster(self.search.value)
        values = self.search.solver.response_proto.solution
        for model in (self.cp, self.ordered):
            hint = model.proto.solution_hint
            hint.vars.clear()
            hint.values.clear()
            hint.vars.extend(range(len(values)))
            hint.values.extend(values)

    def _break_ties(self) -> bool:
        """Among all optima take the one of least hash sum, then of least keys by date."""
        people, duties = sorted(self.problem.by_key), self.problem.duties
        taste = [
            (_taste(f"{duty.post}|{duty.date}|{key}"), self.model.on(d, key))
            for d, duty in enumerate(duties)
            for key in people
        ]
        free = [(weight, on) for weight, on in taste if not isinstance(on, int)]
        total = cp_model.LinearExpr.weighted_sum([on for _, on in free], [w for w, _ in free])
        self.cp.minimize(total)
        status = self.search.run(self.cp)
        if status in FOUND:
            self._adopt()
        if status != cp_model.OPTIMAL:
            return False
        self.cp.add(total <= round(self.search.solver.objective_value))
        while True:
            self._demand_smaller(people)
            status = self.search.run(self.cp)
            if status not in FOUND:
                return status == cp_model.INFEASIBLE
            self._adopt()

    def _demand_smaller(self, people: list[str]) -> None:
        """Ask for a roster whose keys by date come before the present one's; a gap comes first."""
        assert self.roster is not None
        smaller = []
        same: cp_model.LiteralT = True
        for d, keys in enumerate(self.roster.people):
            ahead = [self.model.on(d, key) for key in people if not keys or key < keys[0]]
            ahead = [on for on in ahead if not isinstance(on, int)]
            if keys:
                here = self.cp.new_bool_var("")
                self.cp.add_implication(here, same)
                choices = [*ahead, self.model.gap(d)]
                self.cp.add(sum(choices) >= 1).only_enforce_if(here)
                smaller.append(here)
            still = self.cp.new_bool_var("")
            self.cp.add_implication(still, same)
            stay = self.model.on(d, keys[0]) if keys else self.model.gap(d)
            self.cp.add(stay >= 1).only_enforce_if(still)
            same = still
        self.cp.add_bool_or(smaller)


def _taste(text: str) -> int:
    return hashlib.sha256(text.encode()).digest()[0]


def _floors(levels: Iterable[Level]) -> list[int]:
    """Return each level's trivial lower bound, given that those before it meet theirs.

    A level all of whose free terms are positive meets its bound only with all of them at zero;
    later levels may count on that.
    """
    zero: set[int] = set()
    floors = []
    for level in levels:
        floor, rising = level.offset, set()
        for coefficient, variable in level.terms:
            if variable.index in zero:
                continue
            domain = variable.proto.domain
            low, high = domain[0], domain[len(domain) - 1]
            floor += min(coefficient * low, coefficient * high)
            if low == 0 and coefficient > 0:
                rising.add(variable.index)
            elif low != high:
                rising.add(-1)
        floors.append(floor)
        if -1 not in rising:
            zero |= rising
    return floors
