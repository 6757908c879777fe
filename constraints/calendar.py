"""Kinds of day and the fairness classes they fall into (semantics, section 3)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

WEEKDAYS = "一二三四五六日"
SATURDAY = 5


class DayKind(Enum):
    """What a date is; the value is the word users read and write."""

    HOLIDAY = "法定节假日"
    REST = "休息日"
    ADJUSTED = "调休上班"
    WORKDAY = "工作日"


class FairnessClass(Enum):
    """A set of duties over which the load is shared fairly."""

    TOTAL = "合计"
    HOLIDAY = "法定节假日"
    REST = "休息日"

    def covers(self, kind: DayKind) -> bool:
        """Tell whether a duty that starts on a day of ``kind`` counts in this class."""
        return self is FairnessClass.TOTAL or self.name == kind.name


@dataclass(frozen=True, slots=True)
class Day:
    """The kind of one date and, if it has one, the name of its festival or reason."""

    kind: DayKind
    name: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Kinds of days: the given rows, and Monday to Friday against weekend elsewhere.

    ``festivals`` names the seven days that nobody should serve two years running: 除夕, 初一,
    初二, 初三, 10-1, 10-2, 10-3.
    """

    rows: Mapping[date, Day] = field(default_factory=dict)
    festivals: Mapping[date, str] = field(default_factory=dict)

    def day(self, on: date) -> Day:
        """Return the kind and name of a date."""
        ordinary = DayKind.REST if on.weekday() >= SATURDAY else DayKind.WORKDAY
        return self.rows.get(on) or Day(ordinary)

    def kind(self, on: date) -> DayKind:
        """Return the kind of a date."""
        return self.day(on).kind


def dates(first: date, end: date) -> list[date]:
    """Return the dates of the half-open interval ``[first, end)``."""
    return [first + timedelta(days=i) for i in range((end - first).days)]


def next_month(month: date) -> date:
    """Return the first day of the month after the one that ``month`` lies in."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def anniversary(origin: date, years: int) -> date:
    """Return the date ``years`` after ``origin``; 29 February becomes 1 March elsewhere."""
    try:
        return origin.replace(year=origin.year + years)
    except ValueError:
        return date(origin.year + years, 3, 1)


def zh_date(on: date, *, weekday: bool = False) -> str:
    """Return a date in words: ``12月5日``, with ``weekday`` ``12月5日(周六)``."""
    day = f"{on.month}月{on.day}日"
    return f"{day}（周{WEEKDAYS[on.weekday()]}）" if weekday else day


def zh_span(first: date, last: date) -> str:
    """Return dates from ``first`` to ``last`` in words: ``12月5日至7日``, or the one date."""
    if first == last:
        return zh_date(first)
    same = (first.year, first.month) == (last.year, last.month)
    return f"{zh_date(first)}至{f'{last.day}日' if same else zh_date(last)}"
