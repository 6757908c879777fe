"""A page that nobody uses ends by itself."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Receive, Scope, Send

HOURS = 8
SECONDS = HOURS * 3600.0


class Idle:
    """Counts the time since the last request that was let through; a tab that is open is none."""

    def __init__(self, app: ASGIApp, clock: Callable[[], float] = time.monotonic) -> None:
        self._app, self._clock = app, clock
        self._last = clock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Note that somebody is there, before and after what may take long."""
        self._last = self._clock()
        await self._app(scope, receive, send)
        self._last = self._clock()

    def over(self) -> bool:
        """Tell whether it is time to end."""
        return self._clock() - self._last >= SECONDS
