"""A person's month as a path from duty to duty."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from constraints.calendar import FairnessClass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from ortools.sat.python.cp_model import IntVar

    from constraints.model.cost import Cost
    from constraints.model.duty_model import DutyModel

    Arcs = defaultdict[int, list[IntVar]]

COUNTED = 4  # rest-day duties; with a higher water line counts only multiply the nodes


class Prices(NamedTuple):
    """What two neighbouring duties of one person cost.

    ``price`` of their dates never rises with the distance, and is 0 from ``reach`` days on.
    """

    reach: int
    price: Callable[[date, date], int]

    def along(self, dates: Iterable[date]) -> int:
        """Return what a person's duties cost, by their dates in order."""
        return sum(self.price(first, second) for first, second in pairwise(dates))


class Path:
    """One person's month as one unit of flow from duty to duty, priced where one follows another.

    For every possible duty there are two nodes: the person takes it; or the last duty is so far
    back that this one or any later one may be taken at no price. Both exist once for each number
    of rest-day duties so far. Those counts make the linear relaxation all but integral: without
    them half of one path and half of another can keep to a water line that neither keeps alone.
    Eight people alike with a known month before are proved in 0.3 s; with the definition of
    spacing instead of paths, not in 60 s.

    Parameters
    ----------
    model
        The month, hard rules and balances posted.
    person
        Whose month it is.
    prices
        What neighbouring duties cost.
    """

    def __init__(self, model: DutyModel, person: str, prices: Prices) -> None:
        problem = model.problem
        self.model, self.person, self.prices = model, person, prices
        self.reach, self.price = prices
        self.own = model.taking(person)
        self.dates = [problem.duties[d].date for d, _ in self.own]
        self.before, self.after = problem.known_around(person)
        line = model.lines.get((FairnessClass.REST, person))
        self.line = line if line and line.high <= COUNTED else None
        self.counts = [
            self.line is not None and FairnessClass.REST.covers(problem.kind(problem.duties[d]))
            for d, _ in self.own
        ]
        self.left = [sum(self.counts[nth:]) for nth in range(len(self.counts) + 1)]

    def post(self, level: Cost) -> None:
        """Let the person's duties follow one path, and add its price to a level."""
        from constraints.model.cpsat import cp_model

        cp, literal, total = self.model.cp, self.model.literal, cp_model.LinearExpr.sum
        for known in (self.before, self.after):
            level.offset += self.prices.along(known)
        end = len(self.own)
        free: list[Arcs] = [defaultdict(list) for _ in range(end + 1)]
        taken: list[Arcs] = [defaultdict(list) for _ in range(end)]

        def take(nth: int, count: int, cost: int = 0) -> Iterator[IntVar]:
            count = self._count(count, nth)
            if not self._possible(count, nth + 1):
                return
            arc = literal()
            level.add(cost, arc)
            taken[nth][count].append(arc)
            yield arc

        def skip(nth: int, count: int, cost: int = 0) -> Iterator[IntVar]:
            if self._possible(count, nth):
                arc = literal()
                level.add(cost, arc)
                free[nth][count].append(arc)
                yield arc

        def leave(nth: int, last: date | None, count: int) -> list[IntVar]:
            """Return the arcs that follow the nth duty, or with -1 the start."""
            arcs: list[IntVar] = []
            later = nth + 1
            while last and later < end and (self.dates[later] - last).days < self.reach:
                if nth < 0 or not self._apart(nth, later):
                    arcs += take(later, count, self.price(last, self.dates[later]))
                later += 1
            last_cost = self.price(last, self.after[0]) if last and self.after else 0
            return [*arcs, *skip(later, count, last_cost if later == end else 0)]

        cp.add_exactly_one(leave(-1, self.before[-1] if self.before else None, 0))
        for nth, (_, on) in enumerate(self.own):
            for count, arcs in free[nth].items():
                cp.add(total(arcs) == total([*take(nth, count), *skip(nth + 1, count)]))
            for count, arcs in taken[nth].items():
                cp.add(total(arcs) == total(leave(nth, self.dates[nth], count)))
            cp.add(total([arc for arcs in taken[nth].values() for arc in arcs]) == on)
        self._keep_to_line(free[end])

    def _apart(self, first: int, second: int) -> bool:
        pair = self.person, self.own[first][0], self.own[second][0]
        return pair in self.model.exclusions

    def _count(self, count: int, nth: int) -> int:
        """Return the rest-day duties so far with the nth; all numbers above the line are one."""
        if self.line is None or not self.counts[nth]:
            return count
        return min(count, self.line.high) + 1

    def _possible(self, count: int, nth: int) -> bool:
        """Tell whether a path with so many rest-day duties before the nth can keep to the line."""
        if self.line is None:
            return True
        low, high, under, over = self.line
        if count > high:
            return bool(over) and self.model.possible(over[0])
        missing = low - count - self.left[nth]
        # A path that misses more than there are literals has left out a duty that is fixed.
        return missing <= 0 or (missing <= len(under) and self.model.possible(under[-missing]))

    def _keep_to_line(self, ends: Arcs) -> None:
        """Make the balance's literals true where a path ends above or below the water line."""
        if self.line is None:
            return
        low, high, under, over = self.line
        above = [arc for count, arcs in ends.items() if count > high for arc in arcs]
        if above:
            self.model.cp.add(sum(above) <= over[0])
        for most, literal in enumerate(under, low - len(under)):
            below = [arc for count, arcs in ends.items() if count <= most for arc in arcs]
            self.model.cp.add(sum(below) <= literal)
