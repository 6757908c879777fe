"""How long a leave is said to be, and what that says of where it begins and ends."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, time, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from constraints.calendar import dates
from constraints.domain import DAY, MIDNIGHT
from scheduler.reading.cells.normal_text import half_width

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from constraints.domain import Leave
    from scheduler.reading.cells.named_cells import Cell, Row
    from scheduler.settings import Settings

NOON = time(12)
HALF = timedelta(hours=12)
WORKING_HOURS = 8
# A half day by its count may begin and end later than one by the clock alone.
LATEST_MORNING, LATEST_AFTERNOON = time(13, 30), time(14, 30)

_DAYS = re.compile(r"共?(\d+(?:\.\d+)?)\(?(?:天|日|个?工作日)?\)?(半?)")
_HOURS = re.compile(r"共?(\d+(?:\.\d+)?)\(?(?:个?小时|[hH])\)?")


_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_UNITS = {
    **dict.fromkeys(["天", "日", "个工作日", "工作日", "day", "days", "d"], "天"),
    **dict.fromkeys(["小时", "个小时", "时", "hour", "hours", "h"], "小时"),
    # Counts that say nothing of the days.
    **dict.fromkeys(["半天", "个半天", "分钟", "分", "周", "次"], "次"),
}


class Interval(NamedTuple):
    """An absence ``[start, end)``, and whether it starts by the day.

    ``shortened`` tells that its end at 0:00 was taken for that moment, not for that day.
    """

    start: datetime
    end: datetime
    by_days: bool
    shortened: bool = False


def with_length(row: Row) -> Row:
    """Return a row with its length under 天数, a bare number with the unit that is meant."""
    if row["天数"].text:
        return row
    cell, unit = row["时长"], row["时长单位"].text.lower()
    if not cell.text:
        cell, unit = row["小时数"], "小时"
    if _NUMBER.fullmatch(cell.text):
        cell = replace(cell, value=f"{cell.shown}{_UNITS.get(unit, '')}")
    return row | {"天数": cell}


def written_days(cell: Cell) -> Fraction | None:
    """Return a number of days such as 3, 3.0天, 两天 or 1天半; None for anything else."""
    written = cell.text.replace("两", "二").replace("半天", "0.5天")
    match = _DAYS.fullmatch(half_width(written))
    return Fraction(match[1]) + (Fraction(1, 2) if match[2] else 0) if match else None


def lengths(away: Sequence[Interval | Leave], off: Callable[[date], bool]) -> frozenset[Fraction]:
    """Return how many days absences last, with days ``off`` and without; empty by the clock."""
    if any({one.start.time(), one.end.time()} - {MIDNIGHT, NOON} for one in away):
        return frozenset()
    length = Fraction(sum((one.end - one.start) // HALF for one in away), 2)
    days = [on for one in away for on in dates(one.start.date(), _last_day(one) + DAY)]
    return frozenset([length, length - sum(map(off, days))])


def fitted(
    away: Interval,
    counted: Cell,
    settings: Settings,
    off: Callable[[date], bool],
    *,
    zero: bool | None,
) -> Interval:
    """Return an absence as its count of days says, if that settles what its times leave open.

    A date as end lasts to its 24:00, but some systems export whole days that end at 0:00 of the
    next: where only that reading fits the count, it holds; where 0:00 is written out, also where
    the other fits by working days alone. Half a day is the half in which it lies.

    Parameters
    ----------
    away
        The absence as it is written; by days up to the last date's 24:00.
    counted
        The cell of 天数 or 时长.
    settings
        When the office opens and closes.
    off
        Tells whether nobody works on a date.
    zero
        Whether the end is written with its 0:00; None if it cannot be meant.
    """
    days = _possible_days(counted)
    if days == {Fraction(1, 2)} and away.start.date() == _last_day(away):
        return _half(away, settings)
    earlier = away._replace(end=away.end - DAY, shortened=True)
    if zero is None or not days or away.end.time() != MIDNIGHT or earlier.end <= earlier.start:
        return away
    if days & lengths([away], off):
        # One working day may be Friday alone or Friday and Saturday.
        whole = Fraction((earlier.end - earlier.start) // HALF, 2)
        return earlier if zero and whole in days else away
    return earlier if days & lengths([earlier], off) else away


def _half(away: Interval, settings: Settings) -> Interval:
    start, end = away.start.time(), away.end.time()
    midnight = datetime.combine(away.start.date(), MIDNIGHT)
    if NOON <= start <= LATEST_AFTERNOON and (end >= settings.closes or end == MIDNIGHT):
        return Interval(midnight + HALF, midnight + DAY, False)
    if start <= settings.opens and MIDNIGHT < end <= LATEST_MORNING:
        return Interval(midnight, max(midnight + HALF, away.end), True)
    return away


def _possible_days(cell: Cell) -> frozenset[Fraction]:
    """Return how many days a count may mean: hours are of the office or of the clock."""
    if match := _HOURS.fullmatch(half_width(cell.text)):
        hours = Fraction(match[1])
        return frozenset([hours / WORKING_HOURS, hours / 24])
    days = written_days(cell)
    return frozenset() if days is None else frozenset([days])


def _last_day(away: Interval | Leave) -> date:
    return (away.end - timedelta.resolution).date()
