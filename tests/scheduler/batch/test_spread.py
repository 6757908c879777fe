"""Many problems on any executor."""

from __future__ import annotations

import os
import signal
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

from constraints import Person, Pin, Problem
from scheduler.batch.processes import Overdue, Processes
from scheduler.batch.spread import solve_all, spread
from scheduler.solving.solve import solve
from tests.build import day, month

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STAFF = [Person(f"{nth}", f"人{nth}") for nth in range(5)]


def problems(number: int) -> list[Problem]:
    return [month(10 + nth % 7, *STAFF[: 3 + nth % 3]) for nth in range(number)]


@pytest.fixture(scope="module")
def processes() -> Iterator[Processes]:
    with Processes(2) as pool:
        yield pool


def test_results_come_in_the_order_of_the_problems(processes: Processes) -> None:
    """The first problem is by far the hardest, so others overtake it."""
    posed = [month(31, *(Person(f"{nth}", f"人{nth}") for nth in range(13))), *problems(9)]
    alone = [solve(problem).roster for problem in posed]
    assert [result.roster for result in solve_all(posed, processes)] == alone
    with ThreadPoolExecutor(2) as threads:
        assert [result.roster for result in solve_all(posed, threads, ahead=2)] == alone


def test_a_problem_that_cannot_be_solved_stops_no_other(processes: Processes) -> None:
    posed = problems(4)
    # Two people are to serve on one date: the rules contradict each other.
    posed[1] = replace(posed[1], pins=(Pin("0", day(3), True), Pin("1", day(3), True)))
    results = list(solve_all(posed, processes))
    assert [result.roster is not None for result in results] == [True, False, True, True]
    assert "contradict" in results[1].failure
    assert not results[1].optimal
    assert {result.failure for result in results if result.roster} == {""}


def test_nothing_to_solve_is_no_trouble(processes: Processes) -> None:
    assert list(solve_all([], processes)) == []


class Slow(Executor):
    """Finishes the first ``ready`` calls at once, the others never."""

    def __init__(self, ready: int) -> None:
        self.ready = ready
        self.futures: list[Future[Any]] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        if len(self.futures) < self.ready:
            future.set_result(fn(*args, **kwargs))
        self.futures.append(future)
        return future


def test_items_are_taken_only_as_there_is_room() -> None:
    endless, executor = count(), Slow(ready=10**9)
    done = spread(str, endless, executor, ahead=4)
    for nth in range(50):
        item, future = next(done)
        assert future.result() == str(item)
        assert len(executor.futures) <= nth + 4


def test_whoever_stops_taking_leaves_nothing_waiting() -> None:
    executor = Slow(ready=1)
    done = spread(str, count(), executor, ahead=3)
    assert next(done)[0] == 0
    done.close()  # type: ignore[attr-defined]
    assert [future.cancelled() for future in executor.futures] == [False, True, True]


def test_what_never_ends_is_given_up_and_not_tried_again() -> None:
    executor = Slow(ready=2)
    done = {item: future for item, future in spread(str, range(5), executor, 2, seconds=0)}
    assert len(executor.futures) == len(done) == 5
    assert [done[item].exception() for item in range(2)] == [None, None]
    assert all(isinstance(done[item].exception(), Overdue) for item in range(2, 5))
    assert all(future.cancelled() for future in executor.futures[2:])


def die_once(mark: Path) -> int:
    """Kill the process that runs this, the first time only."""
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid()


def test_a_killed_worker_costs_only_time(tmp_path: Path, processes: Processes) -> None:
    marks = [tmp_path / f"{nth}" for nth in range(6)]
    for mark in marks[::2]:
        mark.touch()
    done = {mark: future.result() for mark, future in spread(die_once, marks, processes)}
    assert done.keys() == set(marks)
    assert os.getpid() not in done.values()


def die(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_the_culprit_is_told_from_its_neighbours(processes: Processes) -> None:
    done = dict(spread(die, range(8), processes))
    assert isinstance(done.pop(3).exception(), BrokenExecutor)
    assert {item: future.result() for item, future in done.items()} == {
        number: number for number in range(8) if number != 3
    }
    assert [future.result() for _, future in spread(die, [5], processes)] == [5]


def test_an_executor_that_is_no_more_fails_every_item() -> None:
    executor = ThreadPoolExecutor(1)
    executor.shutdown()
    done = list(spread(str, range(3), executor))
    assert [item for item, _ in done] == [0, 1, 2]
    assert all(isinstance(future.exception(), RuntimeError) for _, future in done)
