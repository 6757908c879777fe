"""Tiny months of shift work, told by a line a person."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from constraints import Duty, Person, Policy, Problem, Roster, Served, ShiftTerms

POST = "保洁"
STARTS = {"早": 6, "中": 14, "夜": 22}


def work(on: date, shift: str) -> Duty:
    start = datetime.combine(on, time(STARTS[shift]))
    return Duty(start, start + timedelta(hours=8), POST, 1, shift)


def shift_month(
    first: date, days: int, *people: Person, shifts: str = "早", need: int = 1, **more: Any
) -> Problem:
    """Return a post with eight-hour shifts on some days, for one person or those given."""
    on = [first + timedelta(days=n) for n in range(days)]
    duties = [work(day, shift) for day in on for shift in shifts]
    seats = tuple(Duty(x.start, x.end, x.post, need, x.shift) for x in duties)
    terms = {"policy": Policy(shift_work=ShiftTerms(), rest=timedelta(hours=11)), **more}
    return Problem(first.replace(day=1), seats, people or (Person("a", "甲"),), **terms)


def known(first: date, person: str, line: str) -> tuple[Served, ...]:
    """Return duties of a person by the marks of consecutive dates, ``.`` being a free one."""
    marked = [(first + timedelta(days=n), mark) for n, mark in enumerate(line)]
    return tuple(Served(work(on, mark), person) for on, mark in marked if mark != ".")


def worked(problem: Problem, **lines: str) -> Roster:
    """Return the roster in which people have the shifts that their lines of marks say."""
    first = problem.duties[0].date
    people = []
    for duty in problem.duties:
        nth = (duty.date - first).days
        people.append(tuple(key for key, line in lines.items() if line[nth] == duty.shift))
    return Roster(tuple(people))
