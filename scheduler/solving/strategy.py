"""The parameters of one run of CP-SAT."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from constraints.model.cpsat import cp_model

if TYPE_CHECKING:
    from scheduler.solving.solver import Options


@dataclass(frozen=True, slots=True)
class Strategy:
    """How one run searches.

    Attributes
    ----------
    workers
        Number of threads.
    relaxation
        CP-SAT's ``linearization_level``: 0 for no linear relaxation, 1 for one without clauses and
        at-most-ones, 2 for all of it.
    presolve, cuts
        Whether it presolves the model, and whether it adds cuts.
    conflicts
        After how many conflicts to give up; None for never.
    any_solution
        Whether to stop at the first solution, whatever it costs.
    enumerate_all
        Whether to go on through all solutions; that wants one worker.
    """

    workers: int = 1
    relaxation: int = 2
    presolve: bool = False
    cuts: bool = False
    conflicts: int | None = None
    any_solution: bool = False
    enumerate_all: bool = False

    def briefly(self, relaxation: int, conflicts: int) -> Strategy:
        """Return this strategy for a search that may give up; without relaxation for any solution.

        Without the relaxation a first solution comes 3 times sooner for 8 people and 40 times for
        a year; but that there is none can take for ever to be proved, hence the limit.
        """
        return replace(
            self, relaxation=relaxation, conflicts=conflicts, any_solution=not relaxation
        )

    def parameters(self, seed: int, seconds: float) -> cp_model.SatParameters:
        """Return the parameters of OR-Tools for a run of at most so many seconds.

        Measured on months of 4 to 13 people: these models are small and already tight, so
        presolve, probing, symmetry detection and cuts cost more than they save, and with the whole
        relaxation at hand from the start they are proved 4 times sooner. Only the models of cures,
        with a price on everything, and of half a year and more gain by presolve and cuts (2 to 5
        times).
        """
        made = cp_model.SatParameters()
        made.random_seed = seed
        made.max_time_in_seconds = seconds
        made.catch_sigint_signal = False
        made.cp_model_probing_level = made.symmetry_level = 0
        made.add_lp_constraints_lazily = False
        # Without a hint the search for a solution near it is a dive like any other, and twice the
        # time of all the rest.
        made.hint_conflict_limit = 0
        # ``use_pb_resolution`` takes a third of the time where a rhythm is hard to find, but in
        # some of those months it ends the whole process (OR-Tools 9.15).
        made.num_workers = self.workers
        made.linearization_level = self.relaxation
        made.cp_model_presolve = self.presolve
        made.cut_level = int(self.cuts)
        if self.conflicts is not None:
            made.max_number_of_conflicts = self.conflicts
        made.stop_after_first_solution = self.any_solution
        made.enumerate_all_solutions = self.enumerate_all
        return made


# For a model of hardly anything but cells, however large. Of all settings tried on 4 to 20 people
# the fastest, and the steadiest: with at-most-ones in the relaxation some months take 50 times as
# long, with presolve all take twice.
CELLS = Strategy(relaxation=1)


def usual(options: Options) -> Strategy:
    """Return how to search where nothing special is known."""
    return Strategy(presolve=options.thorough, cuts=options.thorough)


def for_columns(options: Options, count: int) -> Strategy:
    """Return how to search a model of so many column literals."""
    limits = options.limits
    # More than there are cores only get in each other's way (8 on 2 cores: 1.9 times as long).
    workers = min(options.workers, os.cpu_count() or 1)
    return Strategy(
        workers=1 if count <= limits.few_columns else workers,
        relaxation=0 if count < limits.few_columns else 2,
        presolve=options.thorough or count > limits.many_columns,
        cuts=options.thorough,
    )


def for_paths(options: Options) -> Strategy:
    """Return how to search a model of paths."""
    return replace(usual(options), workers=min(options.workers, os.cpu_count() or 1))
