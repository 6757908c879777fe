"""Whether a post has people enough: what every week needs, and what its people can give at most."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from constraints.calendar import zh_span
from constraints.domain import DAY, Standing
from constraints.rulebook import LAW

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from constraints.problem import Problem

WEEK = 7 * DAY


class Week(NamedTuple):
    """The dates of a month in one week from Monday to Sunday.

    ``needed`` are seats, ``given`` is on how many dates the people can serve at most, together.
    """

    first: date
    last: date
    needed: int
    given: int


def weeks(problem: Problem) -> list[Week]:
    """Return every week that touches the month, before any search.

    What people can give follows from leave, rest, days off and dates in a row.
    """
    from constraints.model.duty_model import DutyModel
    from constraints.model.shift_states import follow, most_dates

    model = DutyModel(problem)
    LAW.post(model)
    if problem.policy.shift_work is not None:
        model.follows = follow(model)
    begin = problem.duties[0].date
    days: defaultdict[date, set[int]] = defaultdict(set)
    needed: defaultdict[date, int] = defaultdict(int)
    for duty in problem.duties:
        monday = duty.date - duty.date.weekday() * DAY
        days[monday].add((duty.date - begin).days)
        needed[monday] += duty.need
    people = [one.key for one in problem.people if one.standing is not Standing.NONE]
    return [
        Week(
            begin + min(inside) * DAY,
            begin + max(inside) * DAY,
            needed[monday],
            sum(most_dates(model, key, inside) for key in people),
        )
        for monday, inside in days.items()
    ]


def capacity_lines(problem: Problem) -> Iterator[str]:
    """Say what a post needs a week, and every week in which its people cannot give it."""
    found = weeks(problem)
    count = len(problem.candidates)
    whole = [one for one in found if (one.last - one.first).days == 6] or found
    most = max(whole, key=lambda one: one.needed)
    least = min(one.given for one in whole)
    yield f"{problem.post}每周要 {most.needed} 人班，{count} 人每周最多 {least}"
    for one in found:
        if one.given < one.needed:
            span = zh_span(one.first, one.last)
            yield f"{problem.post} {span}要 {one.needed} 人班，最多只排得出 {one.given}，会有缺口"
