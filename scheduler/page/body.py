"""The body of a request, read whole within a size and a time or not at all."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import Receive

MOST_UPLOADED = 10 * 1024 * 1024  # bytes of a workbook
MOST_SAID = 64 * 1024  # bytes of anything else


class TooLongError(Exception):
    """More was announced or sent than is taken."""


class GoneError(Exception):
    """Whoever was sending has hung up."""


async def read_body(receive: Receive, announced: str | None, most: int, seconds: float) -> bytes:
    """Return the body of a request.

    Parameters
    ----------
    receive
        Where its pieces come from, a few kilobytes each.
    announced
        The length it is said to have, if one is said.
    most, seconds
        What is waited for at most.

    Raises
    ------
    TooLongError
        Before anything is read, if too much is announced; else with the first piece too many.
    GoneError
        If the connection is lost.
    TimeoutError
        If it does not come in time.
    """
    if announced is not None and int(announced) > most:
        raise TooLongError
    pieces, size = [], 0
    async with asyncio.timeout(seconds):
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise GoneError
            pieces.append(message.get("body", b""))
            size += len(pieces[-1])
            if size > most:
                raise TooLongError
            if not message.get("more_body", False):
                return b"".join(pieces)
