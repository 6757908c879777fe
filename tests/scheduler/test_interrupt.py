"""Ctrl-C keeps the best lawful roster so far."""

from __future__ import annotations

import _thread
import threading
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from constraints import Person, from_policy
from scheduler.multipliers import Program
from scheduler.search import Options, Search
from scheduler.solve import solve
from tests.build import month

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest


def test_ctrl_c_keeps_the_best_roster_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    """The interrupt comes with the first solution of a search that would go on for seconds."""

    class Watch(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            threading.Thread(target=_thread.interrupt_main).start()

    original: Callable[..., cp_model.CpSolverStatus] = cp_model.CpSolver.solve
    watch = Watch()
    monkeypatch.setattr(
        cp_model.CpSolver, "solve", lambda solver, model: original(solver, model, watch)
    )
    problem = month(31, *(Person(f"{nth}", f"人{nth}") for nth in range(8)))
    result = solve(problem)
    assert result.interrupted
    assert not result.optimal
    assert result.roster is not None
    assert from_policy(problem.policy).audit(problem, result.roster) == []
    assert result.levels[0].cost == 0


def test_an_interrupted_search_does_not_start_again() -> None:
    search = Search(Options())
    search.interrupted = True
    assert search.run(cp_model.CpModel()) is None


def test_ctrl_c_is_heard_between_searches_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """The interrupt comes while bounds are sought, all levels but the last being settled."""
    original = Program.solve

    def interrupted(program: Program) -> object:
        _thread.interrupt_main()
        return original(program)

    monkeypatch.setattr(Program, "solve", interrupted)
    problem = month(31, *(Person(f"{nth}", f"人{nth}") for nth in range(8)))
    result = solve(problem)
    assert result.interrupted
    assert not result.unique
    assert result.roster is not None
    assert from_policy(problem.policy).audit(problem, result.roster) == []
    assert all(level.proved for level in result.levels[:-1])
    assert not result.levels[-1].proved
