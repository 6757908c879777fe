"""Lagrange multipliers of duties: what each is worth in a linear program over everyone's parts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from ortools.linear_solver import pywraplp

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from constraints.parts import Parts

    Floats = NDArray[np.float64]

FIRST, FRESH = 30, 15  # columns per person to begin with, and to add to anybody at once
SMALL = 1e-6


class Row(NamedTuple):
    """What else holds of a roster: ``Σ parts + Σ gaps ≤ most``, by part and by open seat."""

    parts: Floats
    gaps: NDArray[np.int64]
    most: float


class _Program:
    """The program as far as its columns have come in; all may be short or over at a high price."""

    def __init__(self, rows: list[Row], seats: NDArray[np.bool_], people: int, big: float) -> None:
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        self.solver.SetSolverSpecificParametersAsString("use_preprocessing: false")
        self.goal, constraint = self.solver.Objective(), self.solver.Constraint
        self.duties = [constraint(1, 1) for _ in seats]
        self.people = [constraint(1, 1) for _ in range(people)]
        self.rows = [constraint(-math.inf, row.most) for row in rows]
        for one in (*self.duties, *self.people):
            self.column(big, [(one, 1)])
        for one in (*self.duties, *self.rows):
            self.column(big, [(one, -1)])
        for d in np.flatnonzero(seats).tolist():
            weights = [(one, int(row.gaps[d])) for one, row in zip(self.rows, rows, strict=True)]
            self.column(0, [(self.duties[d], 1), *weights])

    def column(self, price: float, entries: Iterable[tuple[pywraplp.Constraint, float]]) -> None:
        variable = self.solver.NumVar(0, math.inf, "")
        self.goal.SetCoefficient(variable, price)
        for row, value in entries:
            row.SetCoefficient(variable, value)

    def shadows(self) -> tuple[Floats, Floats, Floats]:
        """Solve, and return what duties, people and rows are worth."""
        self.solver.Solve()
        duties, people, rows = (
            np.array([row.dual_value() for row in rows])
            for rows in (self.duties, self.people, self.rows)
        )
        return duties, people, rows


def multipliers(
    parts: Parts, cost: Floats, rows: list[Row], seats: NDArray[np.bool_], people: int
) -> tuple[Floats, Floats]:
    """Return multipliers of duties and of rows, at or near the best of all.

    Parameters
    ----------
    parts, cost
        Everyone's parts and what each costs; everybody has one.
    rows
        What else must hold.
    seats
        Which duties may stay open.
    people
        How many people there are.
    """
    program = _Program(rows, seats, people, big=4 * (np.abs(cost).max() + 1))
    days = len(seats)
    starts = np.searchsorted(parts.person, np.arange(people))
    above = cost - np.minimum.reduceat(cost, np.minimum(starts, len(cost) - 1))[parts.person]
    few = min(FIRST * people, len(cost)) - 1
    fresh = np.flatnonzero(above <= np.partition(above, few)[few])
    used = np.zeros(len(cost), bool)
    worth, shadows = np.zeros(days), np.zeros(len(rows))
    while len(fresh):
        used[fresh] = True
        columns = (parts.person[fresh], parts.duties[fresh], cost[fresh])
        for nth, whose, duties, price in zip(fresh, *(a.tolist() for a in columns), strict=True):
            entries = [(program.duties[d], 1.0) for d in duties if d < days]
            entries.append((program.people[whose], 1.0))
            entries += [(r, row.parts[nth]) for r, row in zip(program.rows, rows, strict=True)]
            program.column(price, entries)
        worth, least, shadows = program.shadows()
        reduced = cost - np.append(worth, 0)[parts.duties].sum(1) - least[parts.person]
        for shadow, row in zip(shadows, rows, strict=True):
            reduced -= shadow * row.parts
        better = np.flatnonzero((reduced < -SMALL) & ~used)
        better = better[np.lexsort((reduced[better], parts.person[better]))]
        whose = parts.person[better]
        rank = np.arange(len(better)) - np.searchsorted(whose, whose)
        fresh = better[rank < FRESH]
    return worth, shadows
