"""The ways a notice may go, and how one of them says no."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, TypeAlias
from urllib.parse import parse_qsl, urlsplit


class Refused(Exception):
    """The other side said no, in Chinese why: asking again would not help."""


class Failed(Exception):
    """It went wrong, in Chinese how, and may go right at the next try."""


@dataclass(frozen=True, slots=True)
class Robot:
    """A group's robot, by the whole address of its webhook; ``secret`` signs (钉钉).

    ``inside`` tells that it may be an address within the house.
    """

    name: str
    webhook: str
    secret: str = ""
    inside: bool = False

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not be seen."""
        parts = urlsplit(self.webhook)
        # Others than 企业微信 and 钉钉 have the key in the path.
        keys = [value for _, value in parse_qsl(parts.query)] or [parts.path.strip("/")]
        return (self.webhook, self.secret, parts.query, *keys)


@dataclass(frozen=True, slots=True)
class Mail:
    """E-mail by SMTP; ``security`` is ``ssl``, ``starttls`` or ``none``.

    ``inside`` is as a robot's.
    """

    name: ClassVar = "邮件"

    host: str
    port: int
    security: str
    user: str
    password: str
    sender: str
    to: tuple[str, ...]
    inside: bool = False

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not be seen."""
        return (self.password,)


@dataclass(frozen=True, slots=True)
class Program:
    """A program that is given the notice as JSON on its standard input."""

    name: ClassVar = "命令"

    words: tuple[str, ...]

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not be seen."""
        return ()


Channel: TypeAlias = Robot | Mail | Program
