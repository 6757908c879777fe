"""Linear programs over integers, and the two solvers that other people would give them to."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ortools.sat.python import cp_model

HUGE = 2**60
Sum = dict[int, float]


@dataclass
class Linear:
    """Columns with bounds, rows with bounds, and an objective to minimise."""

    columns: list[tuple[float, float]] = field(default_factory=list)
    rows: list[tuple[float, float, Sum]] = field(default_factory=list)
    objective: Sum = field(default_factory=dict)
    offset: float = 0

    def column(self, low: float = 0, high: float = 1) -> int:
        """Add an integer variable."""
        self.columns.append((low, high))
        return len(self.columns) - 1

    def row(self, low: float, terms: Sum, high: float = math.inf) -> None:
        """Add a constraint."""
        self.rows.append((low, high, terms))


def from_cp(model: cp_model.CpModel) -> Linear:
    """Return a CP-SAT model of linear rows, exactly-ones and at-most-ones as it stands."""
    proto, found = model.proto, Linear()
    for variable in proto.variables:
        found.column(variable.domain[0], variable.domain[len(variable.domain) - 1])
    for one in proto.constraints:
        if one.has_at_most_one():
            found.row(-math.inf, dict.fromkeys(one.at_most_one.literals, 1), 1)
            continue
        if one.has_exactly_one():
            found.row(1, dict.fromkeys(one.exactly_one.literals, 1), 1)
            continue
        low, high = one.linear.domain[0], one.linear.domain[len(one.linear.domain) - 1]
        terms = dict(zip(one.linear.vars, one.linear.coeffs, strict=True))
        below, above = low <= -HUGE, high >= HUGE
        found.row(-math.inf if below else low, terms, math.inf if above else high)
    found.objective = dict(zip(proto.objective.vars, proto.objective.coeffs, strict=True))
    found.offset = proto.objective.offset
    return found


def library(name: str) -> Any:
    """Import a peer, which nobody but this benchmark has."""
    return import_module(name)


class Highs:
    """HiGHS, kept between one level and the next."""

    def __init__(self, linear: Linear) -> None:
        self.linear, self.kit = linear, library("highspy")
        self.solver = self.kit.Highs()
        self.solver.setOptionValue("output_flag", False)
        self.solver.setOptionValue("threads", 1)
        self.solver.setOptionValue("mip_rel_gap", 0.0)
        for nth, (low, high) in enumerate(linear.columns):
            self.solver.addVar(low, high)
            self.solver.changeColIntegrality(nth, self.kit.HighsVarType.kInteger)
        for low, high, terms in linear.rows:
            self.row(low, terms, high)

    def row(self, low: float, terms: Sum, high: float = math.inf) -> None:
        """Add a constraint."""
        self.solver.addRow(low, high, len(terms), list(terms), list(terms.values()))

    def minimise(self, objective: Sum, seconds: float) -> tuple[bool, list[float] | None]:
        """Return whether it was proved, and the values."""
        for nth in range(len(self.linear.columns)):
            self.solver.changeColCost(nth, objective.get(nth, 0))
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + max(0.1, seconds))
        self.solver.run()
        proved = self.solver.getModelStatus() == self.kit.HighsModelStatus.kOptimal
        point = self.solver.getInfo().primal_solution_status == 2
        return proved, list(self.solver.getSolution().col_value) if point else None


class Scip:
    """SCIP, kept between one level and the next."""

    def __init__(self, linear: Linear) -> None:
        self.kit = library("pyscipopt")
        self.model: Any = self.kit.Model()
        self.model.hideOutput()
        self.model.setParam("limits/gap", 0.0)
        self.columns = [
            self.model.addVar(vtype="I", lb=low, ub=high) for low, high in linear.columns
        ]
        for low, high, terms in linear.rows:
            self.row(low, terms, high)

    def row(self, low: float, terms: Sum, high: float = math.inf) -> None:
        """Add a constraint."""
        total = self._sum(terms)
        if low == high:
            self.model.addCons(total == low)
        elif high == math.inf:
            self.model.addCons(total >= low)
        elif low == -math.inf:
            self.model.addCons(total <= high)
        else:
            self.model.addCons((total >= low) <= high)

    def _sum(self, terms: Mapping[int, float]) -> Any:
        parts = (coefficient * self.columns[nth] for nth, coefficient in terms.items())
        return self.kit.quicksum(parts)

    def minimise(self, objective: Sum, seconds: float) -> tuple[bool, list[float] | None]:
        """Return whether it was proved, and the values."""
        self.model.freeTransform()
        self.model.setObjective(self._sum(objective), "minimize")
        self.model.setParam("limits/time", max(0.1, seconds))
        self.model.optimize()
        proved = self.model.getStatus() == "optimal"
        best = self.model.getBestSol() if self.model.getNSols() else None
        values = None if best is None else [best[column] for column in self.columns]
        if values is not None:
            self.model.freeTransform()
        return proved, values


def worth(objective: Iterable[tuple[int, float]], values: list[float]) -> int:
    """Return what a solution costs."""
    return round(sum(coefficient * values[nth] for nth, coefficient in objective))
