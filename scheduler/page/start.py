"""A page from its start to its end: a port of loopback, a key, a server, goodbye."""

from __future__ import annotations

import logging
import socket
import sys
import time
from typing import TYPE_CHECKING

import uvicorn

from scheduler.errors import UsageError
from scheduler.files import reason
from scheduler.page.events import Events
from scheduler.page.guard import HEADERS, Guard
from scheduler.page.idle import HOURS, Idle
from scheduler.page.keys import Keys
from scheduler.page.patience import Patience
from scheduler.page.server import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.page.session import Session

LOOPBACK = "127.0.0.1"
GRACE = 5  # seconds for answers under way when it ends
SILENT = logging.CRITICAL + 1


class Running(uvicorn.Server):
    """One page that is served, until somebody ends it or nobody uses it.

    Parameters
    ----------
    session
        What knows the month.
    port
        The port, 0 for any that is free.
    renewed
        Told an address for another browser whenever one has been used.
    trace
        Told of what is a fault of the program.
    clock
        What the idle hours are counted by, in seconds.

    Raises
    ------
    UsageError
        If the port cannot be had.
    """

    def __init__(
        self,
        session: Session,
        port: int = 0,
        *,
        renewed: Callable[[str], object] = lambda _: None,
        trace: Callable[[str], object] = lambda _: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._socket = _listening(port)
        self.port: int = self._socket.getsockname()[1]
        self.keys = Keys(self.port, renewed)
        self.events = Events()
        self._session = session
        self._page = Page(session, self.events, self.end, trace)
        self._idle = Idle(self._page.app(), clock)
        config = uvicorn.Config(
            Guard(self._idle, self.port, self.keys),
            http=Patience,
            ws="none",
            lifespan="off",
            headers=HEADERS,
            server_header=False,
            proxy_headers=False,
            access_log=False,
            log_config=None,
            log_level=SILENT,
            timeout_graceful_shutdown=GRACE,
        )
        super().__init__(config)

    def serve_until_ended(self) -> None:
        """Serve; what is heard of Ctrl-C ends it as 退出 does."""
        try:
            self.run(sockets=[self._socket])
        finally:
            self._page.close()
            self._socket.close()

    def end(self) -> None:
        """End soon; may be called from any thread."""
        self.should_exit = True

    async def on_tick(self, counter: int) -> bool:
        """Tell, ten times a second, whether it is over."""
        return await super().on_tick(counter) or self._idle.over()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Say goodbye to the tabs and stop a search, so that neither is waited for."""
        self.events.close(f"{HOURS} 小时没有人用，已退出" if self._idle.over() else "已退出")
        self._session.stop()
        await super().shutdown(sockets)


def _listening(port: int) -> socket.socket:
    """Return a socket that listens on this machine alone."""
    listener = socket.socket()
    try:
        if sys.platform == "win32":  # there, another program could take the port as well
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:  # a port is free again as soon as its page has ended
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((LOOPBACK, port))
        listener.listen()
    except OSError as error:
        listener.close()
        text = f"端口 {port} 用不了（{reason(error)}）；请换一个，或不写 --port"
        raise UsageError(text) from None
    return listener
