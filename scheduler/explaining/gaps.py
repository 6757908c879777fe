"""Why a duty stays open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.explaining.substitutes import objections

if TYPE_CHECKING:
    from constraints.clause import Clause
    from constraints.domain import Roster
    from constraints.problem import Problem
    from scheduler.explaining.cures import Cure
    from scheduler.solving.solver import Solver


@dataclass(frozen=True, slots=True)
class Gap:
    """An open duty: the first reason against every candidate, and what would close it."""

    duty: int
    reasons: tuple[Clause, ...]
    cures: tuple[Cure, ...]


def gaps(problem: Problem, roster: Roster, solver: Solver | None = None) -> list[Gap]:
    """Explain every open duty of a roster and look for up to three cures of each.

    A Ctrl-C stops a search that is given, and whatever was found by then is returned; without
    one it ends the run.
    """
    seats = zip(problem.duties, roster.people, strict=True)
    open_duties = [d for d, (duty, keys) in enumerate(seats) if len(keys) < duty.need]
    if not open_duties or not problem.candidates:
        return [Gap(d, (), ()) for d in open_duties]
    # Whatever has no gaps starts without the solver.
    from scheduler.explaining.cures import cures
    from scheduler.solving.solver import Options, Solver

    used = solver or Solver(Options(thorough=True))

    def gap(d: int) -> Gap:
        if d in problem.past:
            return Gap(d, (), ())
        first = (
            next(objections(problem, roster, d, person.key), None)
            for person in problem.candidates
            if person.key not in roster.people[d]
        )
        reasons = tuple(clause for clause in first if clause)
        return Gap(d, reasons, tuple(cures(problem, roster, d, used)))

    with used.listening():
        explained = [gap(d) for d in open_duties]
    if used.interrupted and solver is None:
        raise KeyboardInterrupt
    return explained
