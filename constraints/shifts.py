"""Shifts of a post, and the duties that they make of a month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING

from constraints.calendar import SATURDAY, Calendar, DayKind, dates, next_month
from constraints.domain import DAY, MIDNIGHT, POST, Duty

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

WEEK = 7 * DAY


class Every(Enum):
    """How often a shift has a duty; the value is what stands in column 周期."""

    DAY = "日"
    WEEK = "周"
    WEEKEND = "周末"
    DAYS_OFF = "连休"


@dataclass(frozen=True, slots=True)
class Shift:
    """When a shift is, how long and how many people it needs.

    Attributes
    ----------
    name, mark
        What it is called, and its one or two characters on a sheet.
    sections
        From when to when it is, as times since the midnight of its date, half-open, in order;
        with 26:00 as 26 hours.
    need, need_rest, need_holiday
        People needed on workdays, rest days and statutory holidays; None as on workdays, 0 for
        nobody that day.
    hours
        Paid time, None for all of its sections.
    every
        A duty a date; or one from Monday's start for seven days; or one over Saturday and Sunday,
        or over each whole run of days off, from the first start to the last end.
    first, last
        Dates on which its first and last duty may start, both included.
    """

    name: str
    mark: str
    sections: tuple[tuple[timedelta, timedelta], ...]
    need: int = 1
    need_rest: int | None = None
    need_holiday: int | None = None
    hours: timedelta | None = None
    every: Every = Every.DAY
    first: date = date.min
    last: date = date.max

    def __post_init__(self) -> None:
        """Refuse sections that are empty or out of order, and a need below 0."""
        ends = [timedelta(), *(end for section in self.sections for end in section)]
        ordered = all(a <= b for a, b in pairwise(ends))
        if not self.sections or not ordered or any(a == b for a, b in self.sections):
            raise ValueError(f"not the sections of a shift: {self}")
        if self.begin >= DAY or min(map(self.needed, DayKind)) < 0:
            raise ValueError(f"not a shift: {self}")

    @property
    def begin(self) -> timedelta:
        """When it starts, since midnight."""
        return self.sections[0][0]

    @property
    def end(self) -> timedelta:
        """When it ends, since midnight of the day on which it starts."""
        return self.sections[-1][1]

    def needed(self, kind: DayKind) -> int:
        """Return how many people a duty needs on a day of some kind."""
        special = {DayKind.REST: self.need_rest, DayKind.HOLIDAY: self.need_holiday}.get(kind)
        return self.need if special is None else special

    def duties(self, month: date, calendar: Calendar, post: str = POST) -> Iterator[Duty]:
        """Yield the duties that start in a month, in order, those that need nobody left out."""
        for days in self._runs(month, calendar):
            if days[0].month != month.month or not self.first <= days[0] <= self.last:
                continue
            kind = calendar.kind(days[0])
            if DayKind.HOLIDAY in map(calendar.kind, days):
                kind = DayKind.HOLIDAY
            if need := self.needed(kind):
                start = datetime.combine(days[0], MIDNIGHT) + self.begin
                end = datetime.combine(days[-1], MIDNIGHT) + self.end
                paid = self.hours
                if self.every is Every.WEEK:
                    end = start + WEEK
                elif self.every is Every.DAY and paid is None and len(self.sections) > 1:
                    paid = sum((until - since for since, until in self.sections), timedelta())
                counts = kind if kind is not calendar.kind(days[0]) else None
                yield Duty(start, end, post, need, self.name, paid, counts)

    def _runs(self, month: date, calendar: Calendar) -> Iterator[list[date]]:
        """Yield the dates that one duty is about, of every duty that may start in a month."""
        for on in dates(month, next_month(month)):
            if self.every is Every.DAY:
                yield [on]
            elif self.every is Every.WEEK:
                if on.weekday() == 0:
                    yield dates(on, on + WEEK)
            elif self.every is Every.WEEKEND:
                if on.weekday() == SATURDAY:
                    yield [on, on + DAY]
            elif _off(calendar, on) and not _off(calendar, on - DAY):
                run = [on]
                while _off(calendar, run[-1] + DAY):
                    run.append(run[-1] + DAY)
                yield run


def days_of(duty: Duty) -> Iterator[date]:
    """Yield the dates that a duty counts for: a week's seven, of one over the night the first."""
    on, start = duty.date, duty.start
    while start < duty.end:
        yield on
        on, start = on + DAY, start + DAY


def month_duties(month: date, start: time, length: timedelta) -> tuple[Duty, ...]:
    """Return one duty for every date of the month."""
    starts = [datetime.combine(on, start) for on in dates(month, next_month(month))]
    return tuple(Duty(begin, begin + length) for begin in starts)


def _off(calendar: Calendar, on: date) -> bool:
    return calendar.kind(on) in (DayKind.REST, DayKind.HOLIDAY)


def shift_duties(
    shifts: Iterable[Shift], month: date, calendar: Calendar, post: str = POST
) -> tuple[Duty, ...]:
    """Return the duties of a post that start in a month, in order of start, then of shifts."""
    found = [duty for shift in shifts for duty in shift.duties(month, calendar, post)]
    return tuple(sorted(found, key=lambda duty: duty.start))


def overlapping(
    shifts: Sequence[Shift], month: date, calendar: Calendar
) -> tuple[Duty, Duty] | None:
    """Return two duties of a month that overlap, if there are any: a post has one at a time.

    What lies between two sections of a shift is not part of it.
    """
    spans = sorted(
        (start, end, nth, duty)
        for nth, shift in enumerate(shifts)
        for duty in shift.duties(month, calendar)
        for start, end in _sections(shift, duty)
    )
    for (_, until, _, first), (since, _, _, second) in pairwise(spans):
        if since < until:
            return first, second
    return None


def _sections(shift: Shift, duty: Duty) -> Iterator[tuple[datetime, datetime]]:
    if shift.every is not Every.DAY:
        yield duty.start, duty.end
        return
    for since, until in shift.sections:
        yield duty.start - shift.begin + since, duty.start - shift.begin + until


def uncovered(shifts: Iterable[Shift], month: date) -> list[tuple[str, timedelta, timedelta]]:
    """Return the parts of the day in which a post has nobody.

    Only days on which daily shifts need anybody at all are asked about.

    Returns
    -------
    list[tuple[str, timedelta, timedelta]]
        On which days (每天, 工作日, 休息日 or 法定节假日), and from when to when since midnight,
        the end past 24 hours where it lies on the next day.
    """
    daily = [
        shift for shift in shifts if shift.every is Every.DAY and shift.first < next_month(month)
    ]
    daily = [shift for shift in daily if shift.last >= month]
    found = {}
    for kind in (DayKind.WORKDAY, DayKind.REST, DayKind.HOLIDAY):
        spans = [span for shift in daily if shift.needed(kind) for span in shift.sections]
        if spans:
            found[kind] = _free_parts(spans)
    if len(found) == 3 and len({tuple(parts) for parts in found.values()}) == 1:
        return [("每天", *part) for part in found[DayKind.WORKDAY]]
    return [(kind.value, *part) for kind, parts in found.items() for part in parts]


def _free_parts(spans: Iterable[tuple[timedelta, timedelta]]) -> list[tuple[timedelta, timedelta]]:
    """Return what spans of the day, repeated daily, leave free: from each end to the next start."""
    days = range(-2, 3)
    repeated = sorted((a + n * DAY, b + n * DAY) for a, b in spans for n in days)
    free, reached = [], repeated[0][1]
    for start, end in repeated:
        if start > reached and timedelta() <= reached < DAY:
            free.append((reached, start))
        reached = max(reached, end)
    return free


def cleaners_shift(people: int) -> Shift:
    """Return the day shift of a centre that names none, for so many cleaners.

    In two sections with a long noon; on workdays as many as a day off a week each leaves, one
    fewer on rest days, on statutory holidays at most half.
    """
    workday = max(1, 6 * people // 7)
    rest = workday - 1
    half = (people + 1) // 2
    hours = [(7, 11), (13.5, 17.5)]
    sections = tuple((timedelta(hours=a), timedelta(hours=b)) for a, b in hours)
    return Shift("白班", "白", sections, workday, rest, min(rest, half))
