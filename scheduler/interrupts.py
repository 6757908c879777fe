"""Ctrl-C and terminate: heard at once, or put off while what has been found is made safe."""

from __future__ import annotations

import signal
import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BOTH = (signal.SIGINT, signal.SIGTERM)
AGAIN = 0.2  # seconds


@contextmanager
def interrupts_deferred() -> Iterator[Callable[[], bool]]:
    """Let neither stop the block; the function given tells whether one of them came."""
    came: list[int] = []
    with _handled(came.append):
        yield lambda: bool(came)


@contextmanager
def on_interrupt(stop: Callable[[], object]) -> Iterator[None]:
    """Let either call ``stop`` at once, and again and again until the block ends.

    Python's own handlers wait for whatever is not Python to end, so a thread listens. The work
    itself stays in its thread: to wait for another one costs a fifteenth of the time where many
    processes share the processors.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    ear, mouth = socket.socketpair()
    mouth.setblocking(False)

    def listen() -> None:
        said = ear.recv(1)
        while said and said[0] not in BOTH:
            said = ear.recv(1)
        while said:
            stop()
            ear.settimeout(AGAIN)
            with suppress(TimeoutError):
                said = ear.recv(1)

    thread = threading.Thread(target=listen)
    thread.start()
    try:
        with _handled(lambda _: stop()):
            before = signal.set_wakeup_fd(mouth.fileno(), warn_on_full_buffer=False)
            try:
                yield
            finally:
                signal.set_wakeup_fd(before)
    finally:
        mouth.close()
        thread.join()
        ear.close()


@contextmanager
def _handled(hear: Callable[[int], object]) -> Iterator[None]:
    """Have another handler for both; only the main thread can."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {one: signal.signal(one, lambda number, _: hear(number)) for one in BOTH}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
