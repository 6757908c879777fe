"""A thread that is not the main one is stopped by another one as the main one is by Ctrl-C."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from scheduler.interrupts import interrupts_deferred, on_interrupt, stoppable

if TYPE_CHECKING:
    from collections.abc import Callable

LONG = 30


class Worker:
    """A thread whose work lasts until it is stopped."""

    def __init__(self, *, asked_before: bool = False) -> None:
        self.begun, self.stopped, self.over = (threading.Event() for _ in range(3))
        self.times = 0
        self.asked_before = asked_before
        self.ask: Callable[[], None] = lambda: None
        self.deferred: list[bool] = []
        self.thread = threading.Thread(target=self.work)

    def stop(self) -> None:
        self.times += 1
        self.stopped.set()
        if self.times > 1:
            self.over.set()

    def work(self) -> None:
        with stoppable() as self.ask:
            if self.asked_before:
                self.ask()
            with interrupts_deferred() as came:
                self.deferred.append(came())
            with on_interrupt(self.stop):
                self.begun.set()
                self.stopped.wait(LONG)
                self.over.wait(LONG)
            with interrupts_deferred() as came:
                self.deferred.append(came())


def test_another_thread_stops_it_again_and_again_until_it_ends() -> None:
    worker = Worker()
    worker.thread.start()
    assert worker.begun.wait(LONG)
    assert not worker.stopped.is_set()
    worker.ask()
    worker.thread.join(LONG)
    assert worker.times > 1
    assert worker.deferred == [False, False]


def test_what_nobody_hears_is_heard_by_the_next_search() -> None:
    worker = Worker(asked_before=True)
    worker.thread.start()
    worker.thread.join(LONG)
    assert worker.times > 1
    assert worker.deferred == [True, False]


def test_a_thread_that_nobody_may_stop_goes_on() -> None:
    stopped = threading.Event()

    def work() -> None:
        with on_interrupt(stopped.set):
            pass

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(LONG)
    assert not stopped.is_set()


def test_the_end_of_a_search_is_the_end_of_what_is_asked() -> None:
    worker = Worker()
    worker.over.set()
    worker.stopped.set()
    worker.thread.start()
    worker.thread.join(LONG)
    worker.ask()
    assert worker.times == 0
