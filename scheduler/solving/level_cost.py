"""What a level costs column by column."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scheduler.solving.columns import CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constraints.model.cost import Cost
    from constraints.model.duty_model import DutyModel
    from scheduler.solving.columns import Columns, Floats


class LevelCost:
    """A level's cost, split into so much a cell, an open seat, and a number of duties.

    Attributes
    ----------
    cells
        By person and duty; shape (P, D + 1), the last column for no duty.
    gaps
        By duty; shape (D,).
    counts
        By person, fairness class and number of duties; shape (P, 3, D + 2).
    counted
        Whether numbers of duties cost anything.
    complete
        Whether that is all the level costs.
    offset
        What it costs whatever is rostered.
    """

    def __init__(self, model: DutyModel, cost: Cost) -> None:
        people = {key: p for p, key in enumerate(model.problem.by_key)}
        days = len(model.problem.duties)
        self.cells = np.zeros((len(people), days + 1))
        self.gaps = np.zeros(days)
        self.counts = np.zeros((len(people), len(CLASSES), days + 2))
        self.counted = False
        self.offset, self.complete = cost.offset, True
        seats = {model.gap(d).index: d for d in range(days)}
        for coefficient, index in cost.terms:
            if index in seats:
                self.gaps[seats[index]] += coefficient
            elif cell := model.cell(index):
                self.cells[people[cell[1]], cell[0]] += coefficient
            elif step := model.step(index):
                cls, key, first, last = step
                self.counts[people[key], CLASSES.index(cls), first : last + 1] += coefficient
                self.counted = True
            else:
                self.complete = self.complete and not model.bounds(index)[1]

    def of(self, columns: Columns) -> Floats:
        """Return the cost of every column; shape (N,)."""
        total: Floats = self.cells[columns.person[:, None], columns.duties].sum(1)
        for c in range(len(CLASSES) if self.counted else 0):
            total += self.counts[columns.person, c, columns.counts[:, c]]
        return total


class HeldLevel(NamedTuple):
    """A level that can still be kept in more than one way: its cost, and the most it may be."""

    cost: LevelCost
    most: float


def held_levels(model: DutyModel, held: Mapping[str, int]) -> Iterator[HeldLevel]:
    """Yield the levels that are not decided yet by what is decided already."""
    for name, most in held.items():
        cost = model.levels[name]
        if any(low != high for low, high in (model.bounds(term.variable) for term in cost.terms)):
            level = LevelCost(model, cost)
            if level.complete:
                yield HeldLevel(level, most - level.offset)
