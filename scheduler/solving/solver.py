"""Running CP-SAT: options, a deadline, and Ctrl-C."""

from __future__ import annotations

import math
import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from constraints.model.cpsat import cp_model
from scheduler.interrupts import on_interrupt
from scheduler.solving.limits import Limits
from scheduler.solving.strategy import Strategy, usual

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Options:
    """How to search; none of it changes the roster, except that a time limit may cut it short.

    ``thorough`` spends time on presolve and cuts, for models that are not tight already.
    ``any_optimum`` leaves the tie-break out: any roster of the proved cost will do. ``limits`` say
    which way of solving is tried when.
    """

    seconds: float = 60.0
    workers: int = 1
    seed: int = 0
    thorough: bool = False
    any_optimum: bool = False
    limits: Limits = field(default_factory=Limits)


class _Counter(cp_model.CpSolverSolutionCallback):
    """Counts solutions, and stops at so many."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.count, self.most = 0, most

    def on_solution_callback(self) -> None:
        self.count += 1
        if self.count >= self.most:
            self.stop_search()


class Run:
    """How one run of CP-SAT ended; ``status`` is None if there was no time left to start it."""

    def __init__(
        self, solver: cp_model.CpSolver, status: cp_model.CpSolverStatus | None = None
    ) -> None:
        self.solver, self.status = solver, status

    @property
    def optimal(self) -> bool:
        """Tell whether the best solution, or in a search for any solution one, was found."""
        return self.status == cp_model.OPTIMAL

    @property
    def found(self) -> bool:
        """Tell whether there is a solution to read; without one values are garbage."""
        return self.status in (cp_model.OPTIMAL, cp_model.FEASIBLE)

    @property
    def infeasible(self) -> bool:
        """Tell whether it was proved that there is no solution."""
        return self.status == cp_model.INFEASIBLE

    @property
    def objective(self) -> float:
        """The solution's cost."""
        return self.solver.objective_value

    def value(self, variable: cp_model.IntVar) -> int:
        """Return a variable's value in the solution."""
        return self.solver.value(variable)

    def bound(self, floor: int, unit: int = 1) -> int:
        """Return what was proved of a level that counts ``unit`` times in the objective."""
        bound = -math.inf if self.status is None else self.solver.best_objective_bound
        # A search that was cut short may have no bound of its own.
        return math.ceil(bound - 1e-6) // unit if math.isfinite(bound) else floor


class Solver:
    """Runs of CP-SAT that share a deadline, and that Ctrl-C stops with what they have found.

    Attributes
    ----------
    interrupted
        Whether the user has asked to stop.
    """

    def __init__(self, options: Options) -> None:
        self.options = options
        self.started = time.monotonic()
        self.deadline = self.started + options.seconds
        self.interrupted = self._listening = False
        self._running = cp_model.CpSolver()

    @property
    def over(self) -> bool:
        """Tell whether the time is up or the user has asked to stop."""
        return self.interrupted or time.monotonic() >= self.deadline

    def run(
        self,
        model: cp_model.CpModel,
        strategy: Strategy | None = None,
        callback: cp_model.CpSolverSolutionCallback | None = None,
    ) -> Run:
        """Solve until done, out of time or interrupted."""
        solver, left = cp_model.CpSolver(), self.deadline - time.monotonic()
        self._running = solver
        if self.interrupted or left <= 0:
            return Run(solver)
        strategy = strategy or usual(self.options)
        solver.parameters = strategy.parameters(self.options.seed, left)
        with self.listening():
            status = solver.solve(model, callback)
        if status == cp_model.MODEL_INVALID:
            raise RuntimeError(f"solver refused the model: {model.validate()}")
        return Run(solver, status)

    def count(
        self, model: cp_model.CpModel, most: int, strategy: Strategy
    ) -> tuple[int | None, Run]:
        """Count the solutions, up to so many; None if time runs out. The run has the last one."""
        counter = _Counter(most)
        run = self.run(model, replace(strategy, workers=1, enumerate_all=True), counter)
        known = run.optimal or run.infeasible or counter.count >= most
        return counter.count if known else None, run

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Let Ctrl-C and terminate stop the search instead of the program, while the block runs."""
        if self._listening:
            yield
            return
        self._listening = True
        try:
            with on_interrupt(self._stop):
                yield
        finally:
            self._listening = False

    def _stop(self) -> None:
        self.interrupted = True
        self._running.stop_search()
