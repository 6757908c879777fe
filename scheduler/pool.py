"""The parts that can be in the best roster, told from the rest by reduced costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from constraints.model import possible
from constraints.parts import CLASSES
from scheduler.multipliers import Row, multipliers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from constraints.model import DutyModel, Level
    from constraints.parts import Parts

    Floats = NDArray[np.float64]


class Tariff:
    """What a level costs by part: so much a cell, so much an open seat, so much by count."""

    def __init__(self, model: DutyModel, level: Level) -> None:
        people = {key: p for p, key in enumerate(model.problem.by_key)}
        days = len(model.problem.duties)
        self.cells = np.zeros((len(people), days + 1), np.int64)
        self.gaps = np.zeros(days, np.int64)
        self.steps = np.zeros((len(people), len(CLASSES), days + 2), np.int64)
        self.offset, self.whole = level.offset, True
        seats = {model.gap(d).index: d for d in range(days)}
        for coefficient, variable in level.terms:
            index = variable.index
            if index in seats:
                self.gaps[seats[index]] += coefficient
            elif cell := model.cell(index):
                self.cells[people[cell[1]], cell[0]] += coefficient
            elif step := model.step(index):
                cls, key, first, last = step
                self.steps[people[key], CLASSES.index(cls), first : last + 1] += coefficient
            else:
                self.whole = self.whole and not possible(variable)

    def of(self, parts: Parts) -> Floats:
        """Return the cost of every part; shape (N,)."""
        total: Floats = self.cells[parts.person[:, None], parts.duties].sum(1).astype(np.float64)
        for c in range(len(CLASSES)):
            if self.steps[:, c].any():
                total += self.steps[parts.person, c, parts.counts[:, c]]
        return total


@dataclass(frozen=True)
class Pool:
    """A bound for every roster and, part by part, for the rosters it is in.

    Attributes
    ----------
    bound
        No roster costs less.
    above
        By how much every roster with the part costs more than ``bound``, at least; shape (N,).
    reach
        Rosters up to this cost have no other parts.
    """

    bound: float
    above: Floats
    reach: float

    def room(self, few: int) -> float:
        """Return above what there are no more than so many parts, or not many more."""
        return float(np.partition(self.above, few)[few] if few < len(self.above) else self.reach)


def pool(model: DutyModel, parts: Parts, unit: int, level: Level, held: Mapping[str, int]) -> Pool:
    """Bound what rosters cost by Lagrange multipliers of the duties.

    Parameters
    ----------
    model, parts
        The month, and everyone's parts in it.
    unit, level
        A roster costs ``unit`` times the price of its parts and, below that, the level.
    held
        The levels that are settled, and what they may cost.
    """
    days, people = len(model.problem.duties), len(model.problem.people)
    tariff = Tariff(model, level)
    cost = tariff.of(parts) + unit * parts.price
    rows = list(_rows(model, parts, held))
    seats = np.array([possible(model.gap(d)) for d in range(days)])
    worth, shadows = multipliers(parts, cost, rows, seats, people)
    # As multiples of 1/64 they make all that follows exact; any multipliers give a true bound.
    worth, shadows = np.round(worth * 64) / 64, np.minimum(np.round(shadows * 64) / 64, 0)
    reduced, open_seats = cost - np.append(worth, 0)[parts.duties].sum(1), tariff.gaps - worth
    bound = tariff.offset + unit * parts.known + worth.sum()
    for shadow, row in zip(shadows, rows, strict=True):
        reduced -= shadow * row.parts
        open_seats = open_seats - shadow * row.gaps
        bound += shadow * row.most
    bound += np.minimum(open_seats, 0)[seats].sum()
    least, cheapest = np.full(people, np.inf), np.full(people, np.inf)
    np.minimum.at(least, parts.person, reduced)
    np.minimum.at(cheapest, parts.person, parts.price)
    # Whoever has a part that is not listed pays more for it than ``dearest``.
    dear = parts.known + cheapest.sum() - cheapest.max() + parts.dearest + 1
    above = reduced - least[parts.person]
    return Pool(float(bound + least.sum()), above, float(unit * dear - 1))


def _rows(model: DutyModel, parts: Parts, held: Mapping[str, int]) -> Iterator[Row]:
    """Yield the levels that can still be kept in more than one way."""
    for name, most in held.items():
        level = model.levels[name]
        if any(low != high for low, high in (term.ends() for term in level.terms)):
            tariff = Tariff(model, level)
            if tariff.whole:
                yield Row(tariff.of(parts), tariff.gaps, most - tariff.offset)
