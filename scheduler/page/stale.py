"""What is refused because the month is no longer what whoever asks has seen."""

from __future__ import annotations

from typing import Any

from scheduler.errors import ConflictError


class Stale(ConflictError):
    """Another tab, or Excel, was faster; nothing was changed.

    Attributes
    ----------
    state
        The month as it is now, with the lines of its ``difference``.
    """

    def __init__(self, text: str, state: dict[str, Any]) -> None:
        super().__init__(text)
        self.state = state
