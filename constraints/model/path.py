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

    from constraints.model.cost import Level
    from constraints.model.duty_model import DutyModel

    Arcs = defaultdict[int, list[IntVar]]

COUNTED = 4


class Prices(NamedTuple):
    """What two duties cost of which the second is the person's next after the first, by dates.

    ``price`` is the less the farther they are apart, and 0 from ``reach`` days on.
    """

    reach: int
    price: Callable[[date, date], int]

    def along(self, dates: Iterable[date]) -> int:
        """Return what duties cost that follow each other."""
        return sum(self.price(first, second) for first, second in pairwise(dates))


class Path:
    """One person's month as a unit of flow, priced where one duty follows another.

    Nodes are a possible duty, taken, and a possible duty that the person is free to take since
    the one before is far enough away. Every node exists once for each number of rest-day duties
    so far. That count is why the relaxation is all but integral: without it half of one path and
    half of another keep to a water line that neither keeps alone. Eight people alike with a known
    month before are proved in 0.3 s; stated by runs, without paths, not in 60 s.

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
        known = [duty.date for duty in problem.known_of.get(person, ())]
        self.before = [on for on in known if on < problem.duties[0].date]
        self.after = known[len(self.before) :]
        line = model.lines.get((FairnessClass.REST, person))
        # In longer terms than a month the counts would only multiply the nodes.
        self.line = line if line and line.high <= COUNTED else None
        self.counts = [
            self.line is not None and FairnessClass.REST.covers(problem.calendar.kind(on))
            for on in self.dates
        ]
        self.left = [sum(self.counts[nth:]) for nth in range(len(self.counts) + 1)]

    def post(self, level: Level) -> None:
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
        """Return the rest-day duties after the nth; what lies above the line is one number."""
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
        # What misses more than there are literals has passed by a duty that is fixed.
        return missing <= 0 or (missing <= len(under) and self.model.possible(under[-missing]))

    def _keep_to_line(self, ends: Arcs) -> None:
        """Tell the balance whose water line a path leaves."""
        if self.line is None:
            return
        low, high, under, over = self.line
        above = [arc for count, arcs in ends.items() if count > high for arc in arcs]
        if above:
            self.model.cp.add(sum(above) <= over[0])
        for most, literal in enumerate(under, low - len(under)):
            below = [arc for count, arcs in ends.items() if count <= most for arc in arcs]
            self.model.cp.add(sum(below) <= literal)
