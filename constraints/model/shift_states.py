"""The automaton of shift work: rest, days off in a week, dates in a row, and the rhythm."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from constraints.calendar import next_month
from constraints.domain import DAY
from constraints.model.work_path import Follows

if TYPE_CHECKING:
    from collections.abc import Container

    from constraints.model.duty_model import DutyModel
    from constraints.model.work_path import State
    from constraints.problem import Problem

WEEK = 7
UNKNOWN = ""  # worked, with no shift in particular


class Past(NamedTuple):
    """What of a person's dates so far matters for those to come.

    ``ready`` is when rest ends, if that is yet to come, ``row`` how many dates up to now have a
    duty, ``week`` how many of this week that were to be decided. For the rhythm: the shift of the
    date before, None if it was free; and whether that was a date worked after a free one.
    """

    ready: datetime | None = None
    row: int = 0
    week: int = 0
    shift: str | None = None
    alone: bool = False


class After(NamedTuple):
    """What is known past the last date: when a duty starts, dates in a row, the next shift."""

    start: datetime | None = None
    row: int = 0
    shift: str | None = None


@dataclass(frozen=True)
class ShiftStates:
    """Which sequences of duties and free dates somebody's rules allow, and never fewer.

    Attributes
    ----------
    problem, by_date
        The month, and the duties of each date from the first duty's on.
    caps
        How many dates of each week may be taken besides settled ones.
    run
        The most dates in a row.
    begun
        How many dates have begun: a fact, not judged.
    after
        What is known past the end.
    rhythm
        Whether paths cost what the goal of that name counts.
    """

    problem: Problem
    by_date: tuple[tuple[int, ...], ...]
    caps: tuple[int, ...]
    run: int
    begun: int
    after: After
    rhythm: bool

    def step(self, state: State, day: int, choice: int) -> tuple[State, int] | None:
        """Return the state after a choice and what it costs; None if it breaks a rule."""
        assert isinstance(state, Past)
        ready, row, week, shift, alone = state
        week = 0 if day in self._mondays else week
        if not choice:
            ready = ready if ready and ready > self._next_starts[day] else None
            return Past(ready, 0, week), int(alone)
        duty = self.problem.duties[self.by_date[day][choice - 1]]
        row = min(row, self.run) + 1
        if day < self.begun:
            row = min(row, self.run)
        else:
            week += 1
            if row > self.run or week > self.caps[self._week_of(day)]:
                return None
            if ready and duty.start < ready:
                return None
        ready = duty.end + self.problem.policy.rest
        ready = ready if ready > self._next_starts[day] else None
        if not self.rhythm:
            return Past(ready, row, week), 0
        change = bool(shift) and shift != duty.shift
        return Past(ready, row, week, duty.shift, shift is None), int(change)

    def ends(self, state: State) -> int | None:
        """Return what the last date costs by what follows; None if that breaks a rule."""
        assert isinstance(state, Past)
        start, row, shift = self.after
        if self.begun < len(self.by_date):
            if state.row and row and state.row + row > self.run:
                return None
            if start and state.ready and start < state.ready:
                return None
        change = bool(state.shift) and bool(shift) and shift != state.shift
        return int(change) + int(state.alone and shift is None)

    @cached_property
    def _mondays(self) -> frozenset[int]:
        first = self.problem.duties[0].date.weekday()
        return frozenset(range(-first % WEEK, len(self.by_date), WEEK))

    def _week_of(self, day: int) -> int:
        return (self.problem.duties[0].date.weekday() + day) // WEEK

    @cached_property
    def _next_starts(self) -> list[datetime]:
        """When the next duty after each date starts."""
        found, following = [], self.after.start or datetime.max
        for duties in reversed(self.by_date):
            found.append(following)
            starts = [self.problem.duties[d].start for d in duties]
            following = min(starts, default=following)
        return found[::-1]


def follow(model: DutyModel, *, rhythm: bool = False) -> dict[str, Follows]:
    """Return which automaton everyone's duties follow, and from where.

    Dispensations are taken to concede all that they may. Left out is whoever has begun two duties
    on a date.
    """
    problem, terms = model.problem, model.problem.policy.shift_work
    assert terms is not None
    by_date = tuple(map(tuple, model.by_date))
    first, last = problem.duties[0].date, problem.duties[-1].date
    monday = first - first.weekday() * DAY
    begun = max((problem.duties[d].date for d in problem.past), default=first - DAY)
    found = {}
    for key in problem.by_key:
        served = [problem.duties[d].date for d, keys in problem.past.items() if key in keys]
        if len(set(served)) < len(served):
            continue
        known = problem.known_duties_of.get(key, [])
        settled = {duty.date for duty in known} | set(served)
        exempt = any(who == key for who, _ in problem.dispensed)
        off = min(1, terms.days_off) if exempt else terms.days_off
        weeks = Counter((on - monday).days // WEEK for on in settled)
        caps = tuple(
            max(0, WEEK - off - weeks[nth]) for nth in range((last - monday).days // WEEK + 1)
        )
        before = [duty for duty in known if duty.date < first]
        later = [duty for duty in known if duty.date > last]
        after = After(
            later[0].start if later else None,
            _row(settled, last + DAY, DAY),
            _shift(problem, key, last + DAY) if rhythm else None,
        )
        automaton = ShiftStates(
            problem, by_date, caps, terms.run + exempt, (begun - first).days + 1, after, rhythm
        )
        row = _row(settled, first - DAY, -DAY)
        ready = before[-1].end + problem.policy.rest if before else None
        start = Past(ready, row, 0, _shift(problem, key, first - DAY) if rhythm else None)
        found[key] = Follows(automaton, start)
    return found


def _row(worked: Container[date], on: date, step: timedelta) -> int:
    """Return how many dates in a row are worked from a date on."""
    count = 0
    while on in worked:
        on, count = on + step, count + 1
    return count


def _shift(problem: Problem, key: str, on: date) -> str | None:
    """Return what is known of a date beside the month: the shift, or None for free."""
    shifts = {duty.shift for duty in problem.known_duties_of.get(key, ()) if duty.date == on}
    inside = problem.month <= on < next_month(problem.month)
    known = inside or any(one.duty.date == on for one in problem.known_duties)
    if len(shifts) == 1:
        return next(iter(shifts))
    return UNKNOWN if shifts or not known else None


def most_dates(model: DutyModel, person: str, days: Container[int]) -> int:
    """Return on how many of some dates a person can have a duty at most.

    By rest, days off, dates in a row and what bars single duties. ``days`` count from the date of
    the first duty. Bars must have been posted, and everyone follow an automaton.
    """
    inside = (some for day, some in enumerate(model.by_date) if day in days)
    return model.most(person, [d for some in inside for d in some])
