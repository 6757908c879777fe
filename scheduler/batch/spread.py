"""Many problems at once, on any executor: lazily, and with a bounded number under way."""

from __future__ import annotations

import math
import time
from concurrent.futures import Future
from contextlib import closing
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, TypeVar

from scheduler.batch.processes import Overdue
from scheduler.solving.result import Result

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from concurrent.futures import Executor

    from constraints.problem import Problem
    from constraints.rulebook import Rulebook
    from scheduler.solving.solver import Options

T = TypeVar("T")
R = TypeVar("R")
AHEAD = 64


def solve_all(
    problems: Iterable[Problem],
    executor: Executor,
    options: Options | None = None,
    *,
    rulebook: Rulebook | None = None,
    ahead: int = AHEAD,
) -> Iterator[Result]:
    """Solve problems on an executor and yield their results in the order of the problems.

    Parameters
    ----------
    problems
        Taken one by one, as there is room for them.
    executor
        Any executor: of threads, of processes (``scheduler.batch.processes``) or of a cluster.
    options
        How to search; default one solver thread each.
    rulebook
        Rules and goals of all; default each problem's own.
    ahead
        Most problems under way at a time; twice the number of workers keeps all of them busy.

    Yields
    ------
    Result
        That of a problem that could not be solved has no roster, and says why in ``failure``.
    """
    early: dict[int, Result] = {}  # of problems that overtook a harder one
    due = 0
    tasks = ((nth, problem, rulebook, options) for nth, problem in enumerate(problems))
    for (nth, *_), future in spread(_solved, tasks, executor, ahead):
        early[nth] = _result(future)
        while due in early:
            yield early.pop(due)
            due += 1


def _solved(task: tuple[int, Problem, Rulebook | None, Options | None]) -> Result:
    from scheduler.solving.solve import solve

    return solve(*task[1:])


def _result(future: Future[Result]) -> Result:
    error = future.exception()
    if error is None:
        return future.result()
    return Result(None, (), 0.0, failure=f"{type(error).__name__}: {error}")


def spread(
    work: Callable[[T], R],
    items: Iterable[T],
    executor: Executor,
    ahead: int = AHEAD,
    seconds: float = math.inf,
) -> Iterator[tuple[T, Future[R]]]:
    """Yield every item with the finished future of ``work`` on it, as they finish.

    Whatever fails is tried once more when all the others are done, one at a time: if a worker
    was lost to another's doing or to want of memory, that costs nothing but time, and if it
    fails alone too, the fault is its own. What takes longer than ``seconds``, waiting for a worker
    included, is given up at once: its future raises ``Overdue``. Items are taken only as there is
    room, and whoever stops taking leaves nothing waiting to be run.
    """
    suspects: list[T] = []
    with closing(_finished(work, items, executor, ahead, seconds)) as finished:
        for item, future in finished:
            if _failed(future):
                suspects.append(item)
            else:
                yield item, future
    yield from _finished(work, suspects, executor, 1, seconds)


def _finished(
    work: Callable[[T], R], items: Iterable[T], executor: Executor, ahead: int, seconds: float
) -> Generator[tuple[T, Future[R]]]:
    """Yield every item with its future, as they finish or fail."""
    done: SimpleQueue[Future[R]] = SimpleQueue()
    waiting: dict[Future[R], tuple[T, float]] = {}  # the longest first, with its latest end

    def next_done() -> tuple[T, Future[R]]:
        while True:
            oldest, (item, latest) = next(iter(waiting.items()))
            left = None if latest == math.inf else max(0.0, latest - time.monotonic())
            try:
                future = done.get(timeout=left)
            except Empty:
                del waiting[oldest]
                oldest.cancel()
                return item, _failing(Overdue(seconds))
            if future in waiting:  # else it was given up before
                return waiting.pop(future)[0], future

    try:
        for item in items:
            future = _begun(work, item, executor)
            waiting[future] = item, time.monotonic() + seconds
            future.add_done_callback(done.put)
            if len(waiting) >= ahead:
                yield next_done()
        while waiting:
            yield next_done()
    finally:
        for future in waiting:
            future.cancel()


def _begun(work: Callable[[T], R], item: T, executor: Executor) -> Future[R]:
    try:
        return executor.submit(work, item)
    except Exception as error:
        # The executor itself is no more; every item says so.
        return _failing(error)


def _failing(error: Exception) -> Future[R]:
    future: Future[R] = Future()
    future.set_exception(error)
    return future


def _failed(future: Future[R]) -> bool:
    if future.cancelled():
        return True
    error = future.exception()
    if isinstance(error, KeyboardInterrupt):
        raise error
    return error is not None and not isinstance(error, Overdue)
