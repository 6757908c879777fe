"""What the law speaks of: people, duties, absences and rosters.

All times are naive local time of the centre and every interval is half-open ``[start, end)``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from constraints.calendar import dates, zh_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from constraints.calendar import DayKind

MIDNIGHT = time()
DAY = timedelta(days=1)
POST = "管理员值班"


class Standing(Enum):
    """Whether a person may be rostered; the value is what stands in column 可值班."""

    REGULAR = "是"
    RESERVE = "仅顶班"
    NONE = "否"


class Sex(Enum):
    """On which some offices' age limit hangs; the value is what stands in column 性别."""

    MALE = "男"
    FEMALE = "女"


def called(shift: str) -> str:
    """Return what a sentence calls a duty of a shift: 早班, or 班 if the shift has no name."""
    return shift.removesuffix("班") + "班"


class Slot(NamedTuple):
    """Which duty is meant: one shift of one post on one date, the shift "" if there is but one."""

    date: date
    post: str = POST
    shift: str = ""


# Who has which duties, of any number of posts, by key; fewer than a duty needs are a gap.
Assignment: TypeAlias = "Mapping[Slot, tuple[str, ...]]"


@dataclass(frozen=True, slots=True)
class Duty:
    """One interval of one post that needs ``need`` people; its date is the day it starts.

    ``shift`` is the name of the shift, "" where a post has only one without a name; ``hours`` is
    the paid time, None for the whole length, ``kind`` the kind of day that it counts as, None for
    that of its date.
    """

    start: datetime
    end: datetime
    post: str = POST
    need: int = 1
    shift: str = ""
    hours: timedelta | None = None
    kind: DayKind | None = None

    def __post_init__(self) -> None:
        """Refuse an empty interval or an empty need."""
        if self.end <= self.start or self.need < 1:
            raise ValueError(f"not a duty: {self}")

    @property
    def date(self) -> date:
        """The duty date, on which the duty starts."""
        return self.start.date()

    @property
    def slot(self) -> Slot:
        """What names the duty among all others."""
        return Slot(self.date, self.post, self.shift)

    @property
    def which(self) -> str:
        """What a sentence calls it among those of its date."""
        return called(self.shift)

    @property
    def said(self) -> str:
        """What a sentence calls it: 12月3日的早班."""
        return f"{zh_date(self.date)}的{self.which}"

    @property
    def paid(self) -> timedelta:
        """The paid time."""
        return self.end - self.start if self.hours is None else self.hours

    def meets(self, start: datetime, end: datetime) -> bool:
        """Tell whether the duty conflicts with the interval ``[start, end)``."""
        return self.start < end and start < self.end


@dataclass(frozen=True, slots=True)
class Credentials:
    """What the checks of office look at; None, or an empty 学历, is unknown."""

    education: str = ""
    experience_from: date | None = None
    certificate: bool | None = None
    certificate_until: date | None = None
    computer: bool | None = None
    born: date | None = None
    healthy: bool | None = None
    sex: Sex | None = None
    exempt: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff.

    ``employed_from``, ``employed_to`` and ``night_bar`` are inclusive dates, None being open on
    that side; ``duty_from`` is the first date of a solo duty; ``weight`` is the share of a full
    load, ``cap`` the most duties in a month, ``holiday_cap`` and ``rest_cap`` those of the days of
    that class; ``barred_weekdays`` counts Monday as 0; ``shifts``
    are the names of those the person may take, None for any.
    """

    key: str
    name: str
    standing: Standing = Standing.REGULAR
    employed_from: date | None = None
    employed_to: date | None = None
    duty_from: date | None = None
    weight: Fraction = Fraction(1)
    cap: int | None = None
    night_bar: tuple[date | None, date | None] | None = None
    barred_weekdays: frozenset[int] = frozenset()
    shifts: frozenset[str] | None = None
    holiday_cap: int | None = None
    rest_cap: int | None = None
    credentials: Credentials = Credentials()

    def __post_init__(self) -> None:
        """Refuse a negative weight or cap and a person without a key."""
        caps = (self.cap, self.holiday_cap, self.rest_cap)
        if not self.key or self.weight < 0 or any(cap is not None and cap < 0 for cap in caps):
            raise ValueError(f"not a person: {self}")

    def employed(self, duty: Duty) -> bool:
        """Tell whether the duty lies within employment and after the start of solo duty."""
        for first in (self.employed_from, self.duty_from):
            if first is not None and duty.date < first:
                return False
        last = self.employed_to
        return last is None or duty.end <= datetime.combine(last + DAY, MIDNIGHT)

    def takes_shift(self, shift: str) -> bool:
        """Tell whether the person may take the shift of that name."""
        return self.shifts is None or shift in self.shifts

    def night_barred(self, duty: Duty) -> bool:
        """Tell whether the duty touches a night (N 22:00 to N+1 06:00) of a barred date N."""
        if self.night_bar is None:
            return False
        first, last = self.night_bar
        for night in dates(duty.date - DAY, duty.end.date() + DAY):
            barred = (first is None or first <= night) and (last is None or night <= last)
            starts = datetime.combine(night, time(22))
            if barred and duty.meets(starts, starts + timedelta(hours=8)):
                return True
        return False


@dataclass(frozen=True, slots=True)
class Leave:
    """An approved absence ``[start, end)``; ``by_days`` if its start is a day, not a clock time."""

    person: str
    start: datetime
    end: datetime
    by_days: bool = True

    def __post_init__(self) -> None:
        """Refuse an empty interval."""
        if self.end <= self.start:
            raise ValueError(f"not a leave: {self}")

    @property
    def last_day(self) -> date:
        """The last date that the leave touches."""
        return (self.end - timedelta.resolution).date()

    def conflicts(self, duty: Duty) -> bool:
        """Tell whether any part of the duty lies in the leave."""
        return duty.meets(self.start, self.end)

    def eve(self, duty: Duty, handover: time) -> bool:
        """Tell whether the duty meets the leave only before handover on the leave's first day."""
        if not (self.by_days and self.start.time() == MIDNIGHT and self.conflicts(duty)):
            return False
        return min(duty.end, self.end) <= datetime.combine(self.start.date(), handover)


def merge_leaves(leaves: Iterable[Leave]) -> tuple[Leave, ...]:
    """Join overlapping and adjoining leaves of each person into one, earliest start first."""
    merged: list[Leave] = []
    for leave in sorted(leaves, key=lambda one: (one.person, one.start, not one.by_days)):
        last = merged[-1] if merged else None
        if last and last.person == leave.person and leave.start <= last.end:
            merged[-1] = Leave(last.person, last.start, max(last.end, leave.end), last.by_days)
        else:
            merged.append(leave)
    return tuple(merged)


@dataclass(frozen=True)
class Roster:
    """Who takes which duty: ``people[d]`` are the keys on duty d; fewer than needed is a gap."""

    people: tuple[tuple[str, ...], ...]

    @classmethod
    def of_one(cls, person: str, duties: Iterable[int], count: int) -> Roster:
        """Return a roster of ``count`` duties that gives some to one person and no more."""
        taken = sorted(set(duties))
        roster = cls(tuple((person,) if d in taken else () for d in range(count)))
        roster.__dict__["by_person"] = {person: taken}  # What the property would count out.
        return roster

    def takes(self, person: str) -> list[int]:
        """Return the indices of the person's duties, in order."""
        return self.by_person.get(person, [])

    @cached_property
    def by_person(self) -> dict[str, list[int]]:
        """The indices of everyone's duties, in order, of those who have any."""
        by_person: dict[str, list[int]] = {}
        for d, keys in enumerate(self.people):
            for key in keys:
                by_person.setdefault(key, []).append(d)
        return by_person
