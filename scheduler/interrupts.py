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


class _Stopper:
    """Asks one thread to stop; what nobody listens to is kept for whoever listens next."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._mouths: list[socket.socket] = []
        self.waiting = False

    def ask(self) -> None:
        """Stop what runs in the thread, as Ctrl-C stops what runs in the main one."""
        with self._guard:
            self.waiting = not self._mouths
            for mouth in self._mouths:
                self._say(mouth)

    @contextmanager
    def speaking(self, mouth: socket.socket) -> Iterator[None]:
        """Have a mouth to speak through while the block runs."""
        with self._guard:
            if self.waiting:
                self._say(mouth)
            self.waiting = False
            self._mouths.append(mouth)
        try:
            yield
        finally:
            with self._guard:
                self._mouths.remove(mouth)

    @staticmethod
    def _say(mouth: socket.socket) -> None:
        with suppress(BlockingIOError):
            mouth.send(bytes([signal.SIGINT]))


class _Own(threading.local):
    """What asks this very thread to stop, if anything does."""

    stopper: _Stopper | None = None


_own = _Own()


@contextmanager
def stoppable() -> Iterator[Callable[[], None]]:
    """Let this thread, which is not the main one, be stopped while the block runs.

    The function given, called in any other thread, does what Ctrl-C does in the main one.
    """
    _own.stopper = stopper = _Stopper()
    try:
        yield stopper.ask
    finally:
        _own.stopper = None


@contextmanager
def interrupts_deferred() -> Iterator[Callable[[], bool]]:
    """Let neither stop the block; the function given tells whether one of them came."""
    came: list[int] = []
    own = _own.stopper
    with _handled(came.append):
        yield lambda: bool(came) or (own is not None and own.waiting)


@contextmanager
def on_interrupt(stop: Callable[[], object]) -> Iterator[None]:
    """Let either call ``stop`` at once, and again and again until the block ends.

    Python's own handlers wait for whatever is not Python to end, so a thread listens. The work
    itself stays in its thread: to wait for another one costs a fifteenth of the time where many
    processes share the processors.
    """
    own = _own.stopper
    if own is None and threading.current_thread() is not threading.main_thread():
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
        with own.speaking(mouth) if own else _spoken_by_signals(mouth, stop):
            yield
    finally:
        mouth.close()
        thread.join()
        ear.close()


@contextmanager
def _spoken_by_signals(mouth: socket.socket, stop: Callable[[], object]) -> Iterator[None]:
    """Have the numbers of signals said through a mouth."""
    with _handled(lambda _: stop()):
        before = signal.set_wakeup_fd(mouth.fileno(), warn_on_full_buffer=False)
        try:
            yield
        finally:
            signal.set_wakeup_fd(before)


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
