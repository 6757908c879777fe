"""A month of shift work as people × days: what stands in every cell, counted out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from constraints.calendar import DayKind, dates, next_month
from constraints.domain import Standing
from scheduler.reading.marks import AWAY, BETWEEN_MARKS, OFF
from scheduler.reporting.changes import changes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from constraints.domain import Person, Slot
    from constraints.problem import Problem
    from constraints.shifts import Shift
    from scheduler.reporting.outcome import Draft

NOON = time(12)
HOUR = timedelta(hours=1)
NOBODY = "—"


@dataclass(frozen=True, slots=True)
class Line:
    """A person's month.

    ``marks`` are what stands for every date, '' where they are not employed; ``totals`` what is
    counted, by heading; ``moved`` the dates on which they have other shifts than in the revision
    before, with what they had, then have.
    """

    key: str
    name: str
    marks: dict[date, str]
    totals: dict[str, str]
    moved: dict[date, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class HeadCount:
    """How many people a shift has, and how many it needs, by the dates on which it needs any."""

    post: str
    shift: str
    people: dict[date, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class ShiftTable:
    """A table of shift work, ready to be drawn; ``shifts`` are its shifts, each with its post."""

    days: list[date]
    kinds: dict[date, DayKind]
    names: dict[date, str]
    shifts: list[tuple[str, Shift]]
    lines: list[Line]
    counts: list[HeadCount]

    @property
    def totals(self) -> list[str]:
        """Return the headings of what is counted for every person."""
        own = [shift.name for _, shift in self.shifts]
        return ["出勤", "休息", "请假", *(dict.fromkeys(own) if len(own) > 1 else ()), "工时"]


def shift_table(draft: Draft) -> ShiftTable:
    """Return the table of a draft: all posts that are printed together."""
    calendar, month = draft.centre.calendar, draft.problem.month
    days = dates(month, next_month(month))
    shifts = draft.centre.shifts
    table = ShiftTable(
        days,
        {on: calendar.kind(on) for on in days},
        {on: calendar.day(on).name for on in days},
        shifts,
        [],
        [_head_count(view, shift) for view in draft.views for _, shift in _of(view, shifts)],
    )
    marks = {(post, shift.name): shift.mark for post, shift in shifts}
    moved = _moved(draft, marks)
    table.lines.extend(_line(draft, table, key, marks, moved) for key in _people(draft))
    return table


def _of(view: Draft, shifts: list[tuple[str, Shift]]) -> list[tuple[str, Shift]]:
    return [(post, shift) for post, shift in shifts if post == view.problem.post]


def _people(draft: Draft) -> list[str]:
    """Return whoever may take a post of the table or has a shift, in order of the staff list."""
    listed = {
        person.key
        for view in draft.views
        for person in view.problem.people
        if person.standing is not Standing.NONE or view.roster.takes(person.key)
    }
    return [key for key in draft.centre.staff if key in listed]


def _line(
    draft: Draft,
    table: ShiftTable,
    key: str,
    marks: dict[tuple[str, str], str],
    moved: dict[str, dict[date, tuple[list[str], list[str]]]],
) -> Line:
    duties = [view.problem.duties[d] for view in draft.views for d in view.roster.takes(key)]
    own: dict[date, list[str]] = {}
    for duty in duties:
        own.setdefault(duty.date, []).append(_mark(duty.slot, marks))
    person = draft.centre.staff[key].person
    problems = [view.problem for view in draft.views]
    cells = {
        on: BETWEEN_MARKS.join(own.get(on, ())) or idle(problems, person, on) for on in table.days
    }
    paid = sum((duty.paid for duty in duties), start=timedelta()) / HOUR
    counted = {
        shift.name: sum((duty.post, duty.shift) == (post, shift.name) for duty in duties)
        for post, shift in table.shifts
    }
    stood = [*cells.values()]
    counted |= {"出勤": len(own), "休息": stood.count(OFF), "请假": stood.count(AWAY)}
    shown = {
        on: (BETWEEN_MARKS.join(_before(own.get(on, []), *pair)) or OFF, cells[on] or NOBODY)
        for on, pair in sorted(moved.get(key, {}).items())
    }
    totals = {name: f"{counted[name]}" for name in table.totals if name in counted}
    return Line(key, draft.centre.name(key), cells, totals | {"工时": f"{paid:g}"}, shown)


def _before(now: list[str], gone: list[str], come: list[str]) -> list[str]:
    return [*gone, *(mark for mark in now if mark not in come)]


def _mark(slot: Slot, marks: dict[tuple[str, str], str]) -> str:
    return marks.get((slot.post, slot.shift), slot.shift)


def _moved(
    draft: Draft, marks: dict[tuple[str, str], str]
) -> dict[str, dict[date, tuple[list[str], list[str]]]]:
    """Return the marks that people lost and got since the revision before, by person and date."""
    found: dict[str, dict[date, tuple[list[str], list[str]]]] = {}
    for view in draft.views:
        for one in changes(view):
            for nth, key in enumerate((one.old, one.new)):
                if key in draft.centre.staff:
                    pair = found.setdefault(key, {}).setdefault(one.duty.date, ([], []))
                    pair[nth].append(_mark(one.duty.slot, marks))
    return found


def idle(problems: Iterable[Problem], person: Person, on: date) -> str:
    """Return what stands for a day without a shift: off, away, or nothing if not employed."""
    first, last = person.employed_from, person.employed_to
    if (first and on < first) or (last and on > last):
        return ""
    leaves = (
        leave
        for problem in problems
        if person.key in problem.by_key
        for leave in problem.leaves_of.get(person.key, ())
    )
    noon = datetime.combine(on, NOON)
    return AWAY if any(leave.start <= noon < leave.end for leave in leaves) else OFF


def _head_count(view: Draft, shift: Shift) -> HeadCount:
    problem = view.problem
    people = {
        duty.date: (len(keys), duty.need)
        for duty, keys in zip(problem.duties, view.roster.people, strict=True)
        if duty.shift == shift.name
    }
    return HeadCount(problem.post, shift.name, people)
