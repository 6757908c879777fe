"""How long a connection is waited for: whoever drips headers is hung up on, whoever floods too.

uvicorn limits how long an idle connection is kept and how large the headers may grow, but waits
for ever for headers that have begun; and it answers what is no HTTP without our headers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    import asyncio

CONNECTIONS = 100  # a browser holds six at most


class Patience(H11Protocol):
    """HTTP whose headers come within ``seconds``; bodies have the guard's time."""

    seconds = 10.0
    _cut: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request, unless there are too many connections."""
        super().connection_made(transport)
        if len(self.connections) > CONNECTIONS:
            transport.abort()
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Take what came; it does not lengthen the time for the headers it is a part of."""
        super().data_received(data)
        if self.conn.their_state is h11.IDLE:
            self._wait()
        else:
            self._stop_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Hang up on what is no HTTP."""
        self.transport.abort()

    def _wait(self) -> None:
        self._cut = self._cut or self.loop.call_later(self.seconds, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._cut:
            self._cut.cancel()
            self._cut = None
