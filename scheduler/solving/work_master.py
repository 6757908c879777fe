"""The restricted master of shift work: the model's own rows, over everyone's columns so far."""

from __future__ import annotations

import math
from copy import copy
from typing import TYPE_CHECKING

import numpy as np
from ortools.linear_solver import pywraplp

from constraints.model.cost import Cost

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from constraints.model.duty_model import DutyModel
    from scheduler.solving.columns import Floats
    from scheduler.solving.work_pricing import WorkColumn

HUGE = 2**60
MISSING = 100.0  # how many penalties it costs in the master that somebody has no column


class Rows:
    """What couples people, or one person's far dates: linear rows of a model, cells apart.

    A row is low ≤ Σ coefficient · cell + Σ coefficient · other variable ≤ high.

    Attributes
    ----------
    low, high
        Bounds; shape (R,), infinite where open.
    cells
        For each date the coefficients of every choice for everyone; shape (R, C + 1, P), choice 0
        being a day off.
    others, matrix
        The variables that are no cells, by index (V,), and their coefficients; shape (R, V).
    """

    def __init__(self, model: DutyModel, skipped: Container[int]) -> None:
        people = {key: p for p, key in enumerate(model.problem.by_key)}
        place = {
            d: (day, nth)
            for day, duties in enumerate(model.by_date)
            for nth, d in enumerate(duties, 1)
        }
        low: list[float] = []
        high: list[float] = []
        cells, others = [], []
        for nth, one in enumerate(model.cp.proto.constraints):
            if nth in skipped or not one.has_linear() or len(one.enforcement_literal):
                continue
            row = len(low)
            bounds = one.linear.domain
            least, most = bounds[0], bounds[len(bounds) - 1]
            for index, coefficient in zip(one.linear.vars, one.linear.coeffs, strict=True):
                if cell := model.cell(index):
                    day, choice = place[cell[0]]
                    cells.append((day, row, choice, people[cell[1]], coefficient))
                else:
                    others.append((row, index, coefficient))
            low.append(-math.inf if least <= -HUGE else least)
            high.append(math.inf if most >= HUGE else most)
        self.low, self.high = np.array(low, float), np.array(high, float)
        self.cells = [
            np.zeros((len(low), len(duties) + 1, len(people))) for duties in model.by_date
        ]
        for day, row, choice, p, coefficient in cells:
            self.cells[day][row, choice, p] += coefficient
        self.others = sorted({index for _, index, _ in others})
        nth_of = {index: nth for nth, index in enumerate(self.others)}
        self.matrix = np.zeros((len(low), len(self.others)))
        for row, index, coefficient in others:
            self.matrix[row, nth_of[index]] += coefficient

    def activity(self, model: DutyModel, row: int) -> Cost:
        """Return what a row adds up."""
        total, keys = Cost(), list(model.problem.by_key)
        for cells, duties in zip(self.cells, model.by_date, strict=True):
            for choice, p in np.argwhere(cells[row]).tolist():
                on = model.on(duties[choice - 1], keys[p])
                total.add(int(cells[row, choice, p]), on)
        for nth in np.flatnonzero(self.matrix[row]).tolist():
            total.charge(int(self.matrix[row, nth]), self.others[nth])
        return total

    def without(self, columns: Iterable[WorkColumn]) -> Rows:
        """Return what is left of the rows once some people have their columns."""
        rows, had = copy(self), np.zeros(len(self.low))
        for column in columns:
            had += self.of(column)
        rows.low, rows.high = self.low - had, self.high - had
        return rows

    def of(self, column: WorkColumn) -> Floats:
        """Return the column's coefficient in every row."""
        total: Floats = np.zeros(len(self.low))
        for cells, choice in zip(self.cells, column.choices, strict=True):
            if choice:
                total += cells[:, choice, column.person]
        return total


class WorkMaster:
    """The cheapest mix of columns that keeps to the rows: a linear program.

    Parameters
    ----------
    model
        The month.
    rows
        Its rows.
    charges
        What each other variable costs; shape (V,).
    penalty
        What it costs that a row is not kept, by one.
    people
        Who is to have a column.
    """

    def __init__(
        self, model: DutyModel, rows: Rows, charges: Floats, penalty: float, people: Iterable[int]
    ) -> None:
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        self.solver.SetSolverSpecificParametersAsString("use_preprocessing: false")
        self.objective = self.solver.Objective()
        self.rows = [
            self.solver.Constraint(low, high)
            for low, high in zip(rows.low.tolist(), rows.high.tolist(), strict=True)
        ]
        self.people = {person: self.solver.Constraint(1, 1) for person in people}
        self.slack = []
        for nth, index in enumerate(rows.others):
            least, most = model.bounds(index)
            self._variable(charges[nth], rows.matrix[:, nth], least, most)
        # Others that keep to one row may have to break another, so each of these may give.
        fewest, greatest = self._alone(model, rows)
        ends = zip(rows.low - fewest, rows.high - greatest, self.rows, strict=True)
        for low, high, row in ends:
            for sign in [1] * bool(low > 0) + [-1] * bool(high < 0):
                slack = self._variable(penalty, ())
                row.SetCoefficient(slack, sign)
                self.slack.append(slack)
        for row in self.people.values():
            missing = self._variable(MISSING * penalty, ())
            row.SetCoefficient(missing, 1)
        self.columns: dict[WorkColumn, pywraplp.Variable] = {}

    @staticmethod
    def _alone(model: DutyModel, rows: Rows) -> tuple[Floats, Floats]:
        """Return what each row comes to at least and at most without any duty."""
        low, high = np.array([model.bounds(index) for index in rows.others]).reshape(-1, 2).T
        ends = rows.matrix * low, rows.matrix * high
        return np.minimum(*ends).sum(1), np.maximum(*ends).sum(1)

    def _variable(
        self,
        cost: float,
        coefficients: Sequence[float] | Floats,
        low: float = 0,
        high: float = math.inf,
    ) -> pywraplp.Variable:
        variable = self.solver.NumVar(low, high, "")
        self.objective.SetCoefficient(variable, float(cost))
        for row in np.flatnonzero(coefficients).tolist():
            self.rows[row].SetCoefficient(variable, float(coefficients[row]))
        return variable

    def add(self, column: WorkColumn, cost: float, coefficients: Floats) -> None:
        """Add somebody's column."""
        variable = self._variable(cost, coefficients)
        self.people[column.person].SetCoefficient(variable, 1)
        self.columns[column] = variable

    def solve(self) -> tuple[Floats, float] | None:
        """Return the duals of the rows and the optimum; None without one."""
        if self.solver.Solve() != self.solver.OPTIMAL:
            return None
        return np.array([row.dual_value() for row in self.rows]), self.objective.Value()

    def duals_of_people(self) -> dict[int, float]:
        """Return what everyone's column must cost less than, to be entered."""
        return {person: row.dual_value() for person, row in self.people.items()}

    def shares(self) -> dict[WorkColumn, float]:
        """Return how much of each column the last optimum has, if any."""
        values = ((column, one.solution_value()) for column, one in self.columns.items())
        return {column: value for column, value in values if value > 1e-6}

    @property
    def kept(self) -> bool:
        """Tell whether the last optimum keeps to all rows."""
        return all(one.solution_value() < 1e-6 for one in self.slack)

    def take(self, columns: Iterable[WorkColumn], least: float) -> None:
        """Have at least so much of some columns."""
        for column in columns:
            self.columns[column].SetLb(least)
