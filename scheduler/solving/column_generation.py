"""The few parts that can be in the best roster, told from all others by reduced costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from constraints.model.cost import Level
from scheduler.solving.columns import CLASSES, Cells
from scheduler.solving.master import Program
from scheduler.solving.pricing import Walks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from constraints.model.duty_model import DutyModel
    from constraints.model.path import Prices
    from scheduler.solving.columns import Floats, Ints, Parts

FINE = 64  # multipliers are multiples of 1/64, which makes all that follows from them exact
CLOSE = 0.25  # how near to its optimum the linear program need come: costs are whole numbers
FRESH = 3  # columns that each person offers at a time
HIGHEST = 1000  # units; what is short at that price is short at any


class Tariff:
    """What a level costs by part: so much a cell, so much an open seat, so much by count.

    ``counted`` tells whether counts cost anything, ``whole`` whether that is all of the level.
    """

    def __init__(self, model: DutyModel, level: Level) -> None:
        people = {key: p for p, key in enumerate(model.problem.by_key)}
        days = len(model.problem.duties)
        self.cells = np.zeros((len(people), days + 1))
        self.gaps = np.zeros(days)
        self.steps = np.zeros((len(people), len(CLASSES), days + 2))
        self.counted = False
        self.offset, self.whole = level.offset, True
        seats = {model.gap(d).index: d for d in range(days)}
        for coefficient, index in level.terms:
            if index in seats:
                self.gaps[seats[index]] += coefficient
            elif cell := model.cell(index):
                self.cells[people[cell[1]], cell[0]] += coefficient
            elif step := model.step(index):
                cls, key, first, last = step
                self.steps[people[key], CLASSES.index(cls), first : last + 1] += coefficient
                self.counted = True
            else:
                self.whole = self.whole and not model.ends(index)[1]

    def of(self, parts: Parts) -> Floats:
        """Return the cost of every part; shape (N,)."""
        total: Floats = self.cells[parts.person[:, None], parts.duties].sum(1)
        for c in range(len(CLASSES) if self.counted else 0):
            total += self.steps[parts.person, c, parts.counts[:, c]]
        return total


class Row(NamedTuple):
    """A level that can still be kept in more than one way: its tariff, and what it may cost."""

    tariff: Tariff
    most: float


class Pool:
    """Bounds for what rosters cost, and the parts of those that cost little more.

    A roster costs ``unit`` times the price of its parts and, below that, what a level costs. Any
    multipliers of duties and of held levels give a bound; a linear program finds the best ones,
    its columns priced out by dynamic programming.

    Parameters
    ----------
    model
        The month.
    prices, unit, level
        What a roster costs.
    held
        The levels that are settled, and what they may cost.
    over
        Tells when to stop looking for better multipliers.

    Attributes
    ----------
    bound
        No roster costs less; infinite if there is none.
    """

    def __init__(
        self,
        model: DutyModel,
        prices: Prices,
        unit: int,
        level: Level,
        held: Mapping[str, int],
        over: Callable[[], bool],
    ) -> None:
        self.cells, self.unit, self.own = Cells(model, prices), unit, Tariff(model, level)
        self.rows = list(_rows(model, held))
        self.counted = any(one.counted for one in (self.own, *(row.tariff for row in self.rows)))
        days, people = len(model.problem.duties), len(model.problem.people)
        self.seats = np.array([model.possible(model.gap(d)) for d in range(days)])
        groups = (np.flatnonzero(self.cells.lined), np.flatnonzero(~self.cells.lined))
        self.walks = [Walks(self.cells, who, unit) for who in groups if who.size]
        self.bound, self._best = -np.inf, (np.zeros(days), np.zeros(len(self.rows)))
        self._generate(people, over)
        self._price(*self._best)

    def _generate(self, people: int, over: Callable[[], bool]) -> None:
        """Price out columns until the linear program has its optimum, and keep the best bound."""
        high = 2.0 * self.unit
        rows = [(row.tariff.gaps, row.most) for row in self.rows]
        program, seen = Program(self.seats, rows, people, high), set[tuple[int, ...]]()
        worth, shadows = self._best
        optimum, exact = np.inf, False
        while not over():
            worth, shadows = np.round(FINE * worth) / FINE, np.round(FINE * shadows) / FINE
            shadows = np.minimum(shadows, 0)
            bound = self._price(worth, shadows)
            if bound > self.bound:
                self.bound, self._best = bound, (worth, shadows)
            if bound == np.inf:
                return  # Somebody can have no part at all.
            done = optimum - self.bound < CLOSE
            if done and program.whole:
                return
            fresh = self._enter(program, seen)
            if done or (exact and not fresh):
                if not fresh and program.whole:
                    return
                if high > HIGHEST * self.unit:
                    self.bound = np.inf
                    return
                high *= 8
                program.raise_price(high)
            if (found := program.solve()) is None:
                return
            worth, shadows, optimum = found
            # Not all the way from the best they swing less; nearer than a unit it takes longer.
            exact = not fresh or optimum - self.bound < self.unit
            if not exact:
                best = zip((worth, shadows), self._best, strict=True)
                worth, shadows = ((3 * new + old) / 4 for new, old in best)

    def _enter(self, program: Program, seen: set[tuple[int, ...]]) -> bool:
        """Enter everyone's cheapest part; False if all of them are in already."""
        parts = self._parts([walks.cheapest(FRESH) for walks in self.walks])
        cost = self.own.of(parts) + self.unit * parts.price
        weights = np.array([row.tariff.of(parts) for row in self.rows]).reshape(-1, len(cost)).T
        columns = zip(
            parts.person.tolist(), parts.own(), cost.tolist(), weights.tolist(), strict=True
        )
        fresh = False
        for person, duties, price, weight in columns:
            if (key := (person, *duties)) not in seen:
                seen.add(key)
                program.add(person, duties, price, weight)
                fresh = True
        return fresh

    def _parts(self, found: list[tuple[Ints, Ints]]) -> Parts:
        """Return what was found group by group."""
        if len(found) == 1:
            return self.cells.parts(*found[0])
        days, widest = len(self.seats), max(own.shape[1] for _, own in found)
        alike = [np.full((len(own), widest), days) for _, own in found]
        for wide, (_, own) in zip(alike, found, strict=True):
            wide[:, : own.shape[1]] = own
        return self.cells.parts(np.concatenate([who for who, _ in found]), np.vstack(alike))

    def _price(self, worth: Floats, shadows: Floats) -> float:
        """Set multipliers, and return the bound that follows from them."""
        cells, steps, gaps = self.own.cells[:, :-1] - worth, self.own.steps, self.own.gaps - worth
        bound = self.own.offset + self.unit * self.cells.known + worth.sum()
        for shadow, (tariff, most) in zip(shadows, self.rows, strict=True):
            cells = cells - shadow * tariff.cells[:, :-1]
            steps = steps - shadow * tariff.steps
            gaps = gaps - shadow * tariff.gaps
            bound += shadow * most
        bound += np.minimum(gaps, 0)[self.seats].sum()
        counted = range(len(CLASSES) if self.counted else 0)
        for walks in self.walks:
            counts = sum(steps[walks.who, c][:, walks.counts[c]] for c in counted)
            bound += walks.weigh(cells[walks.who], counts).sum()
        return float(bound)

    def post(self, model: DutyModel, level: Level, room: float, most: int) -> Level | None:
        """Let everyone have a part of some roster that costs no more than ``bound + room``.

        Adds the price to a level, and returns what rosters cost above the bound, in 64ths: with
        what duties are worth taken off, most parts cost nothing, so that the search sees at once
        what does. None if there are more than so many parts.
        """
        found: list[tuple[Ints, Ints]] = []
        for walks in self.walks:
            some = walks.within(room, most - sum(len(who) for who, _ in found))
            if some is None:
                return None
            found.append(some)
        parts = self._parts(found)
        literals = parts.post(model, level)
        level.offset += self.cells.known
        least = np.empty(len(model.problem.people))
        for walks in self.walks:
            least[walks.who] = walks.least
        worth = self._best[0]
        cost = self.own.of(parts) + self.unit * parts.price - least[parts.person]
        cost -= np.append(worth, 0)[parts.duties].sum(1)
        above = Level()
        for one, literal in zip((FINE * cost).astype(int).tolist(), literals, strict=True):
            above.add(one, literal)
        for d in np.flatnonzero(self.seats).tolist():
            above.add(int(FINE * (self.own.gaps[d] - worth[d])), model.gap(d))
        apart = self.own.offset + self.unit * self.cells.known + worth.sum() + least.sum()
        above.offset = int(FINE * (apart - self.bound))
        return above


def _rows(model: DutyModel, held: Mapping[str, int]) -> Iterator[Row]:
    """Yield the levels that are not settled by what is fixed already."""
    for name, most in held.items():
        level = model.levels[name]
        if any(low != high for low, high in (model.ends(term.variable) for term in level.terms)):
            tariff = Tariff(model, level)
            if tariff.whole:
                yield Row(tariff, most - tariff.offset)
