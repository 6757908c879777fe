"""A month as people name it: 2026-12, 2026年12月, 12月, 12, 下月."""

from __future__ import annotations

import re
from datetime import date

from constraints.calendar import next_month
from constraints.domain import DAY
from scheduler.reading.cells.normal_text import half_width

_WHOLE = re.compile(r"(\d{4})(?:\s*[-/.年]\s*(\d{1,2})|(\d{2}))\s*(?:月份?)?")
_ALONE = re.compile(r"(\d{1,2})\s*(?:月份?)?")
_RELATIVE = re.compile(r"(?:(本|这个?|当)|(下个?|次)|上个?)月份?")


def month_named(value: object, today: date, *, past: bool = False) -> date | None:
    """Return the first day of the month that a text names; None if it names none.

    A month without a year is the next such month, the present one included; with ``past`` the
    last one that is published by now, so none after the month to come.
    """
    text, present = half_width(value), today.replace(day=1)
    if match := _RELATIVE.fullmatch(text):
        if match[1]:
            return present
        return next_month(present) if match[2] else (present - DAY).replace(day=1)
    if match := _WHOLE.fullmatch(text):
        return _month(int(match[1]), int(match[2] or match[3]))
    if match := _ALONE.fullmatch(text):
        if past:
            last = next_month(present)
            return _month(last.year - (int(match[1]) > last.month), int(match[1]))
        return _month(present.year + (int(match[1]) < present.month), int(match[1]))
    return None


def _month(year: int, month: int) -> date | None:
    return date(year, month, 1) if 1 <= month <= 12 and 1 <= year < 9999 else None
