"""The notices of a batch: sent by whoever runs it, to whom they say."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.errors import Exit, foremost
from scheduler.notices.config import read_channels
from scheduler.notices.deliver import deliver, doubts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from scheduler.batch.drafted import Drafted
    from scheduler.errors import Message


class Notices:
    """Where the notices of a batch go.

    Parameters
    ----------
    runner
        The runner's own file, beside the environment.
    trust_centres
        Whether a centre's zhiban.toml counts too, for that centre's notices and for the sections
        that the runner says nothing of.
    """

    def __init__(self, runner: Path | None, *, trust_centres: bool) -> None:
        self.runner, self.trust_centres = runner, trust_centres
        self.channels, faults = read_channels(None, runner=runner)
        self.faults = doubts(faults)
        self.wanted = trust_centres or bool(self.channels)

    def send(self, one: Drafted) -> Drafted:
        """Send a centre's notice; return its line with what went wrong."""
        if not one.notice:
            return one
        channels, messages = self.channels, []
        if self.trust_centres:
            channels, faults = read_channels(one.folder, runner=self.runner)
            messages = [one for one in doubts(faults) if one not in self.faults]
        return _told(one, [*messages, *deliver(one.notice, channels)])


def _told(one: Drafted, messages: Iterable[Message]) -> Drafted:
    """Return the line of a centre whose notice has been dealt with, with what went wrong."""
    failed = [message for message in messages if message.exit is not Exit.DONE]
    said = "；".join(filter(None, [one.message, *map(str, failed)]))
    code = foremost({one.exit, *(message.exit for message in failed)})
    return replace(one, message=said, exit=code, notice=None)
