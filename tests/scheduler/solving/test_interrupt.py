"""Ctrl-C keeps the best lawful roster so far."""

from __future__ import annotations

import _thread
import os
import signal
import threading
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from ortools.sat.python import cp_model

from constraints import Person, from_policy
from scheduler.solving.master import RestrictedMaster
from scheduler.solving.solve import solve
from scheduler.solving.solver import Options, Solver
from scheduler.solving.strategy import Strategy
from tests.build import month

if TYPE_CHECKING:
    from collections.abc import Callable


def test_ctrl_c_keeps_the_best_roster_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    """The interrupt comes with the first solution of a search that would go on for seconds."""

    class Watch(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            threading.Thread(target=_thread.interrupt_main).start()

    original: Callable[..., cp_model.CpSolverStatus] = cp_model.CpSolver.solve
    watch = Watch()
    monkeypatch.setattr(
        cp_model.CpSolver, "solve", lambda solver, model, _: original(solver, model, watch)
    )
    problem = month(31, *(Person(f"{nth}", f"人{nth}") for nth in range(8)))
    result = solve(problem)
    assert result.interrupted
    assert not result.optimal
    assert result.roster is not None
    assert from_policy(problem.policy).audit(problem, result.roster) == []
    assert result.levels[0].cost == 0


def test_an_interrupted_search_does_not_start_again() -> None:
    solver = Solver(Options())
    solver.interrupted = True
    assert solver.run(cp_model.CpModel()).status is None


def test_ctrl_c_is_heard_between_searches_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """The interrupt comes while bounds are sought, all levels but the last being settled.

    In a single month that is the first thing, and over in a moment.
    """
    original = RestrictedMaster.solve

    def interrupted(master: RestrictedMaster) -> object:
        _thread.interrupt_main()
        return original(master)

    monkeypatch.setattr(RestrictedMaster, "solve", interrupted)
    problem = month(40, *(Person(f"{nth}", f"人{nth}") for nth in range(8)))
    result = solve(problem)
    assert result.interrupted
    assert not result.unique
    assert result.roster is not None
    assert from_policy(problem.policy).audit(problem, result.roster) == []
    assert all(level.proved for level in result.levels[:-1])
    assert not result.levels[-1].proved


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_search_is_stopped_while_it_goes_on(number: signal.Signals) -> None:
    """And what is no interrupt does not stop it."""
    solver, model = Solver(Options(seconds=60)), cp_model.CpModel()
    # Without counting nobody can tell that 14 do not fit into 13.
    cells = [[model.new_bool_var("") for _ in range(13)] for _ in range(14)]
    for row in cells:
        model.add_bool_or(row)
    for column in zip(*cells, strict=True):
        for a, b in combinations(column, 2):
            model.add_bool_or(~a, ~b)
    before = signal.signal(signal.SIGUSR1, lambda *_: None)
    try:
        for delay, one in ((0.1, signal.SIGUSR1), (0.3, number)):
            threading.Timer(delay, os.kill, (os.getpid(), one)).start()
        run = solver.run(model, Strategy(relaxation=0))
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert solver.interrupted
    assert run.status == cp_model.UNKNOWN
    assert 0.2 <= run.solver.wall_time < solver.options.seconds / 2


def test_listening_leaves_everything_as_it_was() -> None:
    before = [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)]
    threads, mouth = threading.active_count(), signal.set_wakeup_fd(-1)
    solver = Solver(Options())
    with solver.listening(), solver.listening():
        assert threading.active_count() == threads + 1
    assert threading.active_count() == threads
    assert [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)] == before
    assert signal.set_wakeup_fd(mouth) == -1
