"""The restricted master problem: the linear program over the columns entered so far."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from ortools.linear_solver import pywraplp

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.integer[Any]]


TOLERANCE = 1e-6


class RestrictedMaster:
    """The cheapest mix of columns: every seat taken, everyone one column, held levels kept.

    What is short of that or above it can be had at a penalty.

    Parameters
    ----------
    need
        How many people every duty needs; shape (D,).
    seats
        How many seats of it may stay open; shape (D,).
    held
        Of each held level what open seats cost, shape (D,), and what it may cost.
    people
        How many people there are.
    penalty
        Of a seat that is not taken, a person without a column, a point above a held level.
    """

    def __init__(
        self,
        need: list[int],
        seats: Ints,
        held: list[tuple[Floats, float]],
        people: int,
        penalty: float,
    ) -> None:
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        self.solver.SetSolverSpecificParametersAsString("use_preprocessing: false")
        self.objective, constraint = self.solver.Objective(), self.solver.Constraint
        self.duties = [constraint(people, people) for people in need]
        self.people = [constraint(1, 1) for _ in range(people)]
        self.held = [constraint(-math.inf, most) for _, most in held]
        self.slack = [self._variable(penalty, row) for row in (*self.duties, *self.people)]
        self.slack += [self._variable(penalty, row, -1) for row in self.held]
        for d in np.flatnonzero(seats).tolist():
            still_open = self._variable(0, self.duties[d])
            if seats[d] < need[d]:
                still_open.SetUb(float(seats[d]))
            self._charge(still_open, [gaps[d] for gaps, _ in held])

    def _variable(
        self, cost: float, row: pywraplp.Constraint, coefficient: int = 1
    ) -> pywraplp.Variable:
        """Add a variable that is not negative, with its coefficient in one row."""
        variable = self.solver.NumVar(0, math.inf, "")
        self.objective.SetCoefficient(variable, cost)
        row.SetCoefficient(variable, coefficient)
        return variable

    def _charge(self, variable: pywraplp.Variable, costs: Iterable[float]) -> None:
        for row, cost in zip(self.held, costs, strict=True):
            row.SetCoefficient(variable, cost)

    def add(self, person: int, duties: list[int], cost: float, levels: Iterable[float]) -> None:
        """Add somebody's column and what it costs on each held level."""
        variable = self._variable(cost, self.people[person])
        for d in duties:
            self.duties[d].SetCoefficient(variable, 1)
        self._charge(variable, levels)

    @property
    def feasible(self) -> bool:
        """Tell whether in the last optimum nothing is short or above."""
        return all(variable.solution_value() < TOLERANCE for variable in self.slack)

    def solve(self) -> tuple[Floats, Floats, float] | None:
        """Return the duals of duties and of held levels, and the optimum; None without one."""
        if self.solver.Solve() != self.solver.OPTIMAL:
            return None
        duties, held = (
            np.array([row.dual_value() for row in rows]) for rows in (self.duties, self.held)
        )
        return duties, held, self.objective.Value()

    def set_penalty(self, penalty: float) -> None:
        """Set another penalty."""
        for variable in self.slack:
            self.objective.SetCoefficient(variable, penalty)
