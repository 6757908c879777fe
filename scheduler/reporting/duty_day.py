"""What a duty is called in a list of days: its date, and where there are others which it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constraints.calendar import zh_date
from constraints.domain import POST

if TYPE_CHECKING:
    from constraints.domain import Duty


def duty_day(duty: Duty, *, weekday: bool = False) -> str:
    """Return 12月5日, 12月5日（周六）夜班 or 12月5日（周六）备班."""
    return f"{zh_date(duty.date, weekday=weekday)}{which(duty.post, duty.shift)}"


def which(post: str, shift: str) -> str:
    """Return what tells a duty from others of its date: '' for the one that every centre has."""
    return shift if post == POST or shift.startswith(post) else f"{post}{shift}"
