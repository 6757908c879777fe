"""An executor of local processes that outlives any of them."""

from __future__ import annotations

import math
import multiprocessing
import os
import signal
import threading
import time
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from ctypes import c_double
    from multiprocessing.process import BaseProcess

P = ParamSpec("P")
R = TypeVar("R")
PATIENCE = 3.0  # seconds
LOOK = 0.25  # seconds
SAFE = "PYTHONSAFEPATH"
_start = threading.Lock()  # the environment is everybody's
_allowed: c_double | None = None  # of the call that this process is at


class Overdue(TimeoutError):
    """A call took longer than it may; ``seconds`` is how long that is."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Processes(Executor):
    """Spawned processes, every one a pool of its own.

    So one that is killed takes nothing with it but the call it was at, whose future then raises
    ``BrokenProcessPool``; another process takes its place. A Ctrl-C is heard by calls, which may
    finish on it, not by processes at rest; and none outlives the one that started it. There is
    one for every processor unless ``workers`` says how many.

    Attributes
    ----------
    seconds
        How long a call may take, unless it says otherwise itself (``allow``). Then its process is
        killed, whatever holds it up, and its future raises ``Overdue``.
    """

    seconds: float = math.inf

    def __init__(self, workers: int | None = None, seconds: float = math.inf) -> None:
        workers = workers or cores()
        self.seconds = seconds
        self._threads = ThreadPoolExecutor(workers)
        self._idle: SimpleQueue[_Process] = SimpleQueue()
        self._alarm: threading.Timer | None = None
        with _deaf():
            for _ in range(workers):
                self._idle.put(_started())

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Run a call on the first process that is free."""
        return self._threads.submit(self._run, partial(fn, *args, **kwargs))

    def _run(self, call: Callable[[], R]) -> R:
        process = self._idle.get()
        try:
            return process.run(call, self.seconds)
        except (BrokenProcessPool, Overdue):
            process.pool.shutdown()
            process = _started()
            raise
        finally:
            self._idle.put(process)

    def interrupt(self, patience: float = PATIENCE) -> None:
        """Let calls hear a Ctrl-C that came to this process alone, as by ``kill``.

        Whoever has heard it already needs a moment to write what there is, and is given it.
        """
        self._alarm = threading.Timer(patience, _interrupt)
        self._alarm.daemon = True
        self._alarm.start()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End all processes, once they have finished what they are at."""
        self._threads.shutdown(wait, cancel_futures=cancel_futures)
        while True:
            try:
                self._idle.get_nowait().pool.shutdown(wait)
            except Empty:
                break
        if self._alarm:
            self._alarm.cancel()


@contextmanager
def pooled(workers: int, seconds: float) -> Iterator[Processes]:
    """Give so many processes, and end what waits for one if interrupted."""
    pool = Processes(workers, seconds)
    try:
        yield pool
    except KeyboardInterrupt:
        pool.interrupt()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


@dataclass(frozen=True, slots=True)
class _Process:
    """A pool of one process, that process, and what is shared with it."""

    pool: ProcessPoolExecutor
    itself: BaseProcess
    allowed: c_double

    def run(self, call: Callable[[], R], seconds: float) -> R:
        """Run a call within the time that is allowed at its end."""
        self.allowed.value = seconds
        begin = time.monotonic()
        future = self.pool.submit(_hearing, call)
        while not future.done():
            left = begin + self.allowed.value - time.monotonic()
            if left <= 0:
                self.itself.kill()
                raise Overdue(self.allowed.value)
            wait([future], min(left, LOOK))  # it may allow itself another time meanwhile
        return future.result()


def allow(seconds: float) -> None:
    """Let the call that this process is at take so long, from its beginning on."""
    if _allowed:
        _allowed.value = seconds


def _interrupt() -> None:
    for process in multiprocessing.active_children():
        if process.pid and os.name == "posix":
            os.kill(process.pid, signal.SIGINT)


def _started() -> _Process:
    context = multiprocessing.get_context("spawn")
    allowed = context.Value("d", math.inf, lock=False)
    pool = ProcessPoolExecutor(1, mp_context=context, initializer=_settle, initargs=(allowed,))
    with _start, _nothing_planted():
        before = multiprocessing.active_children()
        pool.submit(os.getpid)  # starts it now, not with the first call
        (itself,) = set(multiprocessing.active_children()) - {*before}
    return _Process(pool, itself, allowed)


@contextmanager
def _nothing_planted() -> Iterator[None]:
    """Start processes that import nothing from the working folder, not even at first."""
    before = os.environ.get(SAFE)
    os.environ[SAFE] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[SAFE]
        else:
            os.environ[SAFE] = before


def _settle(allowed: c_double) -> None:
    """Prepare a new process."""
    global _allowed
    _allowed = allowed
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Left alone it would wait for calls for ever, and hold the lock of the centre it is at.
    threading.Thread(target=_follow, daemon=True).start()


def _follow() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _hearing(call: Callable[[], R]) -> R:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return call()
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _deaf() -> Iterator[None]:
    """Start processes that ignore Ctrl-C from their first instruction on."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
