"""Everything that can go wrong for a user, each with its exit code."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Exit(IntEnum):
    """Exit codes of the command (what a job acts on)."""

    DONE = 0
    BUG = 1
    USAGE = 2
    LOOK = 3
    INPUT = 4
    GAPS = 5
    NO_ROSTER = 6
    BREACHES = 7
    CONFLICT = 8
    LOCKED = 11
    FILES = 12
    INTERRUPTED = 130


# Of several that apply, the first of these is returned.
PRECEDENCE = (
    Exit.INTERRUPTED,
    Exit.BUG,
    Exit.FILES,
    Exit.LOCKED,
    Exit.INPUT,
    Exit.NO_ROSTER,
    Exit.BREACHES,
    Exit.CONFLICT,
    Exit.GAPS,
    Exit.LOOK,
    Exit.DONE,
)


def foremost(codes: Iterable[Exit]) -> Exit:
    """Return the code of several that apply."""
    applying = set(codes)
    return next((code for code in PRECEDENCE if code in applying), Exit.DONE)


CAP = 50


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to tell the user: where, what, how to mend.

    ``severity`` is ``error``, ``warning`` or ``note``; ``exit`` is what it adds to the exit code.
    """

    code: str
    severity: str
    text: str
    file: str = ""
    sheet: str = ""
    cell: str = ""
    exit: Exit = Exit.DONE

    def __str__(self) -> str:
        """Say it in one line, the place first."""
        place = " › ".join(part for part in (self.file, self.sheet, self.cell) if part)
        return f"{place}：{self.text}" if place else self.text


def capped(messages: Iterable[Message]) -> list[Message]:
    """Return the first ``CAP`` findings in order, errors before others, and count the rest."""
    every = list(messages)
    if len(every) <= CAP:
        return every
    kept = sorted(range(len(every)), key=lambda nth: (every[nth].severity != "error", nth))[:CAP]
    rest = f"另有 {len(every) - CAP} 处，改好以上各处后再检查"
    return [every[nth] for nth in sorted(kept)] + [Message("more", "note", rest)]


class ZhibanError(Exception):
    """Base of all errors a user can cause or meet.

    Parameters
    ----------
    text
        What happened and what to do, in Chinese.
    messages
        The single findings, if there are several.
    """

    exit = Exit.BUG
    code = "bug"

    def __init__(self, text: str, messages: tuple[Message, ...] = ()) -> None:
        super().__init__(text)
        self.text = text
        self.messages = messages or (Message(self.code, "error", text, exit=self.exit),)


class UsageError(ZhibanError):
    """The command was called in a way that cannot be meant."""

    exit, code = Exit.USAGE, "usage"


class InputError(ZhibanError):
    """The data workbook has errors; nothing was written."""

    exit, code = Exit.INPUT, "input"


class NoRosterError(ZhibanError):
    """No roster within the time limit; nothing was written."""

    exit, code = Exit.NO_ROSTER, "no-roster"


class BreachError(ZhibanError):
    """A roster cannot be published as it stands; nothing was written."""

    exit, code = Exit.BREACHES, "breach"


class ConflictError(ZhibanError):
    """The target holds edits that would be lost."""

    exit, code = Exit.CONFLICT, "conflict"


class LockedError(ZhibanError):
    """Another run holds the centre."""

    exit, code = Exit.LOCKED, "locked"


class FileError(ZhibanError):
    """Reading or writing failed; what was there is intact."""

    exit, code = Exit.FILES, "file"
