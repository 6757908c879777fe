"""Lagrange multipliers of duties: what each is worth in a linear program over everyone's parts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from ortools.linear_solver import pywraplp

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


SMALL = 1e-6


class Program:
    """A linear program of parts as far as they have come in: every duty once, everyone one part.

    What is short of that, or weighs too much, can be had at a high price.

    Parameters
    ----------
    seats
        Which duties may stay open; shape (D,).
    rows
        What else holds: what open seats weigh, shape (D,), and what all may weigh.
    people
        How many people there are.
    high
        The price.
    """

    def __init__(
        self, seats: NDArray[np.bool_], rows: list[tuple[Floats, float]], people: int, high: float
    ) -> None:
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        self.solver.SetSolverSpecificParametersAsString("use_preprocessing: false")
        self.goal, constraint = self.solver.Objective(), self.solver.Constraint
        self.duties = [constraint(1, 1) for _ in seats]
        self.people = [constraint(1, 1) for _ in range(people)]
        self.rows = [constraint(-math.inf, most) for _, most in rows]
        self.slack = [self._column(high, one) for one in (*self.duties, *self.people)]
        self.slack += [self._column(high, one, -1) for one in self.rows]
        for d in np.flatnonzero(seats).tolist():
            self._weigh(self._column(0, self.duties[d]), [gaps[d] for gaps, _ in rows])

    def _column(self, price: float, row: pywraplp.Constraint, value: int = 1) -> pywraplp.Variable:
        """Add a variable that is not negative, and what it counts in a row."""
        variable = self.solver.NumVar(0, math.inf, "")
        self.goal.SetCoefficient(variable, price)
        row.SetCoefficient(variable, value)
        return variable

    def _weigh(self, variable: pywraplp.Variable, weights: Iterable[float]) -> None:
        for row, weight in zip(self.rows, weights, strict=True):
            row.SetCoefficient(variable, weight)

    def add(self, person: int, duties: list[int], price: float, weights: Iterable[float]) -> None:
        """Add somebody's part and what it weighs in each row."""
        variable = self._column(price, self.people[person])
        for d in duties:
            self.duties[d].SetCoefficient(variable, 1)
        self._weigh(variable, weights)

    @property
    def whole(self) -> bool:
        """Tell whether in the last optimum nothing is short or over."""
        return all(variable.solution_value() < SMALL for variable in self.slack)

    def solve(self) -> tuple[Floats, Floats, float] | None:
        """Return what duties and rows are worth, and the optimum so far; None if it has none."""
        if self.solver.Solve() != self.solver.OPTIMAL:
            return None
        duties, rows = (
            np.array([row.dual_value() for row in rows]) for rows in (self.duties, self.rows)
        )
        return duties, rows, self.goal.Value()

    def raise_price(self, high: float) -> None:
        """Set another price for what is short or over."""
        for variable in self.slack:
            self.goal.SetCoefficient(variable, high)
