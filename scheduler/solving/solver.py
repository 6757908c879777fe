"""Running CP-SAT: options, a deadline, and an ear for Ctrl-C."""

from __future__ import annotations

import math
import os
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from constraints.model.cpsat import cp_model
from scheduler.interrupts import on_interrupt

if TYPE_CHECKING:
    from collections.abc import Iterator


SMALL, LARGE = 150, 1500  # columns
TRIES = 1000  # conflicts; where there are solutions one was found within 776 (750 months)
RELAXED = 200  # the same with the relaxation: 148, the best by taste included
FOUND = (cp_model.OPTIMAL, cp_model.FEASIBLE)


@dataclass(frozen=True, slots=True)
class Options:
    """How to search; none of it changes the roster, except that a time limit may cut it short.

    ``thorough`` spends time on presolve and cuts, for models that are not tight already.
    ``any_optimum`` leaves the tie-break out: any roster of the proved cost will do.
    """

    seconds: float = 60.0
    workers: int = 1
    seed: int = 0
    thorough: bool = False
    any_optimum: bool = False


class _Counter(cp_model.CpSolverSolutionCallback):
    """Counts solutions, and stops at so many."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.found, self.most = 0, most

    def on_solution_callback(self) -> None:
        self.found += 1
        if self.found >= self.most:
            self.stop_search()


class Search:
    """A CP-SAT solver with a deadline that Ctrl-C stops without losing the best solution."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.solver = cp_model.CpSolver()
        self.started = time.monotonic()
        self.deadline = self.started + options.seconds
        self.interrupted = self._listening = False
        parameters = self.solver.parameters
        parameters.random_seed = options.seed
        parameters.catch_sigint_signal = False
        # Measured on months of 4 to 13 people: these models are small and already tight, so
        # presolve, probing, symmetry detection and cuts cost more than they save, and with the
        # whole relaxation at hand from the start they are proved 4 times sooner. Only the models
        # of cures, with a price on everything, and of half a year and more gain by presolve and
        # cuts (2 to 5 times).
        parameters.cp_model_probing_level = 0
        parameters.symmetry_level = 0
        parameters.add_lp_constraints_lazily = False
        # Without a hint the search for a solution near it is a dive like any other, and twice the
        # time of all the rest.
        parameters.hint_conflict_limit = 0
        self.suit()

    @property
    def over(self) -> bool:
        """Tell whether the time is up or the user has asked to stop."""
        return self.interrupted or time.monotonic() >= self.deadline

    def suit(self, columns: int = SMALL) -> None:
        """Search in the way that suits a model of so many columns.

        Small ones are done sooner by one worker, smaller ones without their linear relaxation
        too, and large ones with presolve.
        """
        parameters = self.solver.parameters
        # More than there are cores only get in each other's way (8 on 2 cores: 1.9 times as long).
        workers = min(self.options.workers, os.cpu_count() or 1)
        parameters.num_workers = 1 if columns <= SMALL else workers
        parameters.linearization_level = 0 if columns < SMALL else 2
        parameters.cp_model_presolve = self.options.thorough or columns > LARGE
        parameters.cut_level = int(self.options.thorough)

    def suit_cells(self) -> None:
        """Search in the way that suits a model of hardly anything but cells, however large.

        Of all settings tried on 4 to 20 people the soonest, and the steadiest: with at-most-ones
        in the relaxation some months take 50 times as long, with presolve all take twice.
        """
        parameters = self.solver.parameters
        parameters.num_workers = parameters.linearization_level = 1
        parameters.cp_model_presolve, parameters.cut_level = False, 0

    def run(
        self, model: cp_model.CpModel, counter: _Counter | None = None
    ) -> cp_model.CpSolverStatus | None:
        """Solve until done, out of time or interrupted; None if there is no time left at all."""
        left = self.deadline - time.monotonic()
        if self.interrupted or left <= 0:
            return None
        self.solver.parameters.max_time_in_seconds = left
        with self.listening():
            status = self.solver.solve(model, counter)
        if status == cp_model.MODEL_INVALID:
            raise RuntimeError(f"solver refused the model: {model.validate()}")
        return status

    def attempt(
        self, model: cp_model.CpModel, relaxation: int = 0
    ) -> cp_model.CpSolverStatus | None:
        """Look for a solution, but not for long; by default for any, without the relaxation.

        One is found 3 times sooner for 8 people and 40 times for a year; but that there is none
        can take for ever to be told, hence the limit.
        """
        parameters = self.solver.parameters
        usual = parameters.linearization_level, parameters.max_number_of_conflicts
        parameters.linearization_level = relaxation
        parameters.max_number_of_conflicts = RELAXED if relaxation else TRIES
        parameters.stop_after_first_solution = not relaxation
        try:
            return self.run(model)
        finally:
            parameters.linearization_level, parameters.max_number_of_conflicts = usual
            parameters.stop_after_first_solution = False

    def count(self, model: cp_model.CpModel, most: int) -> int | None:
        """Count the solutions, of which the last is kept, up to so many; None if time runs out."""
        counter, parameters = _Counter(most), self.solver.parameters
        workers, parameters.num_workers = parameters.num_workers, 1
        parameters.enumerate_all_solutions = True
        try:
            status = self.run(model, counter)
        finally:
            parameters.num_workers, parameters.enumerate_all_solutions = workers, False
        told = status in (cp_model.OPTIMAL, cp_model.INFEASIBLE) or counter.found >= most
        return counter.found if told else None

    def bound(self, status: cp_model.CpSolverStatus | None, floor: int, unit: int = 1) -> int:
        """Return what the last run proved of a level that is priced at ``unit``."""
        bound = self.solver.best_objective_bound if status is not None else -math.inf
        # A search that was cut short may have no bound of its own.
        return math.ceil(bound - 1e-6) // unit if math.isfinite(bound) else floor

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
        self.solver.stop_search()

    def value(self, variable: cp_model.IntVar) -> int:
        """Return a variable's value in the last solution."""
        return self.solver.value(variable)
