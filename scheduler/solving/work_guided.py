"""A better rhythm soon: guided local search, one person's whole month anew at a time."""

from __future__ import annotations

import math
from collections import deque
from typing import TYPE_CHECKING

import numpy as np

from constraints.calendar import FairnessClass
from constraints.fairness import duties_in_class
from constraints.soft.wishes import all_wishes
from scheduler.solving.work_counts import CountedPath
from scheduler.solving.work_dive import column_of, roster_of
from scheduler.solving.work_pricing import WorkColumn

if TYPE_CHECKING:
    from collections.abc import Callable

    from constraints.domain import Roster
    from constraints.model.duty_model import DutyModel
    from scheduler.solving.columns import Floats, Ints
    from scheduler.solving.solver import Solver

DEAR, CHEAP = 4.0, 1.0  # price of a point of rhythm, a seat's being 1: at first, and at last
FALL = 0.9  # of that price with every turn after the first
COOLED, LAST = 10, 20  # turns of everyone: the first, with that price, and those that follow
NOISE = 1.0, 0.1  # on the price of every seat: at first, and when cooled
RISE = 0.5  # of a seat's price with every turn that it is wrong
AT_FAULT = 0.7  # share of turns that those at fault have


class GuidedSearch:
    """Everyone in turn takes the best month that there is for the seats others leave open.

    So for a while seats have one too few or one too many, which the others then see to: such a
    seat's price rises as long as it is wrong (Voudouris and Tsang 1999, *Guided local search*). A
    search that is never allowed to leave a lawful roster is soon at its end, since hardly anything
    can be moved in a month with all balances settled. Everyone's counts remain as they are, and so
    do all levels that hang on them; wishes met remain met.

    Parameters
    ----------
    model
        The month; everyone follows an automaton that knows what steps cost.
    roster
        A lawful one.
    lawful
        Whether a roster is as good as that one in all that paths do not know of.
    solver
        What is left of the time.

    Attributes
    ----------
    roster, value
        The best found, and what its steps cost.
    """

    def __init__(
        self, model: DutyModel, roster: Roster, lawful: Callable[[Roster], bool], solver: Solver
    ) -> None:
        self.model, self.roster, self.lawful, self.solver = model, roster, lawful, solver
        keys, self.random = list(model.problem.by_key), np.random.default_rng(solver.options.seed)
        columns = [column_of(model, p, key, roster) for p, key in enumerate(keys)]
        self.costs = [column.cost for column in columns]
        self.choices: Ints = np.array([column.choices for column in columns])
        self.value = sum(self.costs)
        self.dates = np.arange(len(model.by_date))
        self.barred = np.array([self._barred(p, key) for p, key in enumerate(keys)])
        self.over: Ints = np.zeros(self.barred.shape[1:], int)
        self.weights: Floats = np.ones(self.barred.shape[1:])

    def run(self, floor: int) -> Roster:
        """Search until the floor, or until so many turns of everyone were in vain."""
        paths, limits = self._paths(), self.solver.options.limits
        if max(math.prod(path.shape) for path in paths) > limits.guided_counts:
            return self.roster
        count, turn, vain = len(paths), 0, 0
        resting = deque[int](maxlen=count // 5)
        # From nothing: a lawful roster with a bad rhythm is a hole that takes long to get out of.
        np.subtract.at(self.over, (self.dates, self.choices), 1)
        self.over[:, 0], self.choices[:] = 0, 0
        first = iter(range(count))
        while self.value > floor and vain < limits.guided_turns * count and not self.solver.over:
            late = turn / count - COOLED
            noise = max(-NOISE[0] * late / COOLED, NOISE[1])
            dear = max(DEAR * FALL ** max(late, 0), CHEAP)
            person = next(first, None)
            person = self._next(resting) if person is None else person
            resting.append(person)
            self._respond(person, paths[person], dear, noise)
            turn, vain = turn + 1, vain + 1
            if turn % count == 0:
                self.weights[self.over != 0] += RISE
            full = not self.over.any()
            vain = 0 if full and self._keep() else vain
            if late > (0 if full else LAST):
                turn, self.weights[:] = 0, 1
        return self.roster

    def _barred(self, person: int, key: str) -> list[list[bool]]:
        """Return by date and choice what somebody may not do, or would meet a wish no longer by."""
        model, problem = self.model, self.model.problem
        most = max(map(len, model.by_date))
        barred = [[False] * (most + 1) for _ in model.by_date]
        for row, duties in zip(barred, model.by_date, strict=True):
            row[0] = any(model.must(d, key) for d in duties)
            for choice in range(1, most + 1):
                row[choice] = choice > len(duties) or not model.may(duties[choice - 1], key)
        for wish in (wish for wish in all_wishes(problem) if wish.person == key):
            day = (wish.date - problem.duties[0].date).days
            meant = problem.named(wish.date, wish.shift)
            meets = [not wish.wanted, *((d in meant) is wish.wanted for d in model.by_date[day])]
            if meets[self.choices[person, day]]:
                barred[day][: len(meets)] = [
                    no or not met for no, met in zip(barred[day], meets, strict=False)
                ]
        return barred

    def _paths(self) -> list[CountedPath]:
        """Return everyone's paths with the counts of the roster at hand: of shifts and classes."""
        model, problem = self.model, self.model.problem
        counted = [
            {d for d, duty in enumerate(problem.duties) if duty.shift == shift}
            for shift in sorted({duty.shift for duty in problem.duties})
        ]
        for cls in (FairnessClass.HOLIDAY, FairnessClass.REST):
            if 0 < len(some := set(duties_in_class(problem, cls))) < len(problem.duties):
                counted.append(some)
        kinds = [
            [tuple(int(d in some) for some in counted) for d in duties] for duties in model.by_date
        ]
        found = []
        for key in problem.by_key:
            counts = tuple(len(some.intersection(self.roster.takes(key))) for some in counted)
            graph = model.graph(key)
            found.append(CountedPath(graph, graph.starts[model.follows[key].start], kinds, counts))
        return found

    def _next(self, resting: deque[int]) -> int:
        """Choose somebody, rather one whose path costs something or whose seat is taken twice."""
        some = [p for p in range(len(self.costs)) if p not in resting]
        if self.random.random() < AT_FAULT:
            crowded = np.any(self.over[self.dates, self.choices] > 0, axis=1)
            some = [p for p in some if self.costs[p] or crowded[p]] or some
        return some[self.random.integers(len(some))]

    def _respond(self, person: int, path: CountedPath, dear: float, noise: float) -> None:
        """Give somebody the best month beside those of all others."""
        cells = self.dates, self.choices[person]
        others = self.over.copy()
        others[cells] -= 1
        prices = np.where(others >= 0, self.weights, -self.weights)
        prices += noise * self.random.random(prices.shape)
        prices[:, 0] = 0
        prices[self.barred[person]] = np.inf
        found = path.cheapest(prices, dear)
        assert found is not None, person  # the first roster's path is there still
        self.choices[person], self.costs[person] = found
        others[self.dates, self.choices[person]] += 1
        others[:, 0] = 0
        self.over = others

    def _keep(self) -> bool:
        """Keep what has everything as it should be if it is better."""
        if sum(self.costs) >= self.value:
            return False
        lines = enumerate(map(tuple, self.choices.tolist()))
        roster = roster_of(self.model, {p: WorkColumn(p, line, 0) for p, line in lines})
        if not self.lawful(roster):
            return False
        self.roster, self.value = roster, sum(self.costs)
        return True
