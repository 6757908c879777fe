"""What was decided or asked for by hand: pins, wishes, dispensations, substitutions, kept cells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

# Fields named ``date`` hide the type inside their class.
_Date = date


@dataclass(frozen=True, slots=True)
class Pin:
    """A supervisor's decision on one cell: must (必须) or must not (不可).

    Without a ``shift`` it is about all duties of the date: none of them, or any one.
    """

    person: str
    date: date
    must: bool
    shift: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """A preference on one date; one for a ``festival`` or a ``pending`` leave is automatic.

    It is about every duty of the date, or about the one of a ``shift``.
    """

    person: str
    date: date
    wanted: bool
    festival: str = ""
    pending: bool = False
    shift: str = ""


@dataclass(frozen=True, slots=True)
class Dispensation:
    """An approver's written exception for one person on one date (特批)."""

    person: str
    date: date
    approver: str


@dataclass(frozen=True, slots=True)
class Substitution:
    """An approved 顶班, or with ``back`` a 换班.

    ``replacement`` None leaves the choice to the program. On ``back`` the original person serves
    for the replacement. Shifts are named where a date has several duties.
    """

    date: date
    original: str
    replacement: str | None = None
    back: _Date | None = None
    shift: str = ""
    back_shift: str = ""

    @property
    def moves(self) -> list[tuple[_Date, str, str | None]]:
        """Who gives up which date, and who takes it: None if that is left open."""
        moves = [(self.date, self.original, self.replacement)]
        if self.back and self.replacement:
            moves.append((self.back, self.replacement, self.original))
        return moves


@dataclass(frozen=True, slots=True)
class Fix:
    """One cell decided beforehand: ``person`` does (``on``) or does not serve on ``date``.

    Without a ``shift`` any duty of the date will do, or none may be theirs.
    """

    date: date
    person: str
    on: bool
    why: str
    shift: str = ""
