"""What the server says by itself: progress of a search, another tab's change, the end."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

WAITING = 64  # events a tab that sleeps may be behind; older ones it does not need


class Events:
    """Server-sent events for every tab that listens; may be told from any thread."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tabs: set[asyncio.Queue[bytes | None]] = set()

    def tell(self, kind: str, data: object) -> None:
        """Send an event to every tab."""
        text = json.dumps(data, ensure_ascii=False)  # a line break in it is written \\n
        event = f"event: {kind}\ndata: {text}\n\n".encode(errors="backslashreplace")
        self._send(event)

    def close(self, why: str) -> None:
        """Say goodbye to every tab."""
        self.tell("bye", {"text": why})
        self._send(None)

    async def listen(self) -> AsyncIterator[bytes]:
        """Give the events from now on, until the end."""
        self._loop = asyncio.get_running_loop()
        queue: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._tabs.add(queue)
        try:
            yield b": zhiban\n\n"  # the tab knows that it is heard
            while event := await queue.get():
                yield event
        finally:
            self._tabs.discard(queue)

    def _send(self, event: bytes | None) -> None:
        if self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._put, event)

    def _put(self, event: bytes | None) -> None:
        for queue in self._tabs:
            if queue.qsize() >= WAITING:
                queue.get_nowait()
            queue.put_nowait(event)
