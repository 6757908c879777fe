"""How often people are away, and for how long: what is on record, drawn anew at random."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import accumulate
from typing import TYPE_CHECKING

from constraints.domain import DAY, MIDNIGHT, Leave

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from random import Random

    from constraints.decisions import Substitution
    from constraints.domain import Person
    from constraints.problem import Problem

YEAR = 365
LEAST = 10  # leaves, below which a record says little
SOME_DAY = datetime(2001, 1, 1)


@dataclass(frozen=True, slots=True)
class Absences:
    """Leaves, on so many days of people that might have been away.

    ``since`` and ``until`` (exclusive) are what was looked at, ``seen`` is how many absences were
    on record there; if those were ``few``, ``leaves`` are not they but the usual ones.
    """

    leaves: tuple[Leave, ...]
    days: int
    since: date
    until: date
    seen: int
    few: bool

    @property
    def rate(self) -> float:
        """The share of their days on which people are away."""
        return sum(map(length, self.leaves)) / self.days

    def draw(self, rng: Random, person: str, first: date, last: date) -> Iterator[Leave]:
        """Yield leaves of a person at random, all that touch ``first`` to ``last``.

        A leave of the record, moved there: so all keep their lengths and times of day. On the first
        date somebody is away as likely as on any other, and as far into the leave as may be; after
        it a leave begins on every day at work with the same chance.
        """
        away = list(accumulate(map(length, self.leaves), initial=0))
        on, place = first + DAY, rng.random() * self.days
        for leave, begin, end in zip(self.leaves, away, away[1:], strict=False):
            if begin <= place < end:
                start = first - int(place - begin) * DAY
                yield _moved(leave, person, start)
                on = start + length(leave) * DAY
        begins = len(self.leaves) / (self.days - away[-1] + len(self.leaves))
        while on <= last:
            leave = rng.choice(self.leaves)
            if begin := rng.random() < begins:
                yield _moved(leave, person, on)
            on += length(leave) * DAY if begin else DAY


def length(leave: Leave) -> int:
    """Return how many dates a leave touches."""
    return (leave.last_day - leave.start.date()).days + 1


def _usual() -> tuple[Leave, ...]:
    """Return one person's leaves of a year, rather too many: annual, personal and sick leave."""
    spans = (1, 1, 1, 1, 2, 2, 3, 5, 7)
    return tuple(Leave("", SOME_DAY, SOME_DAY + days * DAY) for days in spans)


USUAL = _usual()
USUAL_DAYS = sum(map(length, USUAL))


def absences_of(problem: Problem, recorded: Iterable[Substitution], until: date) -> Absences:
    """Return what is on record of the candidates of a post, within a year before a date.

    Parameters
    ----------
    problem
        With every approved leave and substitution that the sheets know.
    recorded
        Substitutions of earlier months: who was stood in for was away that day, with or without a
        row of leave. A swap says nothing of the kind.
    until
        The first date that is not looked at: of what comes, not all is known.

    Returns
    -------
    Absences
        What was seen from the month of the first absence on, since nobody may have kept a record
        before. If that is less than ``LEAST`` and people were away no more than usual, the usual.
    """
    people = {one.key: one for one in problem.candidates}
    leaves = [one for one in problem.leaves if one.person in people]
    given_up = dict.fromkeys(
        (one.original, one.date)
        for one in (*problem.substitutions, *recorded)
        if one.original in people and not one.back
    )
    known = {(one.person, one.start.date() + nth * DAY) for one in leaves for nth in _nths(one)}
    for key, on in given_up:
        if (key, on) not in known:
            start = datetime.combine(on, MIDNIGHT)
            leaves.append(Leave(key, start, start + DAY))
    begun = sorted(one.start.date() for one in leaves if one.start.date() < until)
    year_ago = until - YEAR * DAY
    since = max(year_ago, begun[0].replace(day=1)) if begun else year_ago
    seen = tuple(one for one in leaves if since <= one.start.date() < until)
    days = sum(_days_employed(one, since, until) for one in people.values())
    found = Absences(seen, max(days, sum(map(length, seen))), since, until, len(seen), few=False)
    if len(seen) < LEAST and not (seen and found.rate > USUAL_DAYS / YEAR):
        return replace(found, leaves=USUAL, days=YEAR, few=True)
    return found


def _nths(leave: Leave) -> range:
    return range(length(leave))


def _moved(leave: Leave, person: str, on: date) -> Leave:
    by = on - leave.start.date()
    return Leave(person, leave.start + by, leave.end + by, leave.by_days)


def _days_employed(person: Person, since: date, until: date) -> int:
    first = max(since, person.employed_from or since)
    last = min(until - DAY, person.employed_to or until)
    return max(0, (last - first).days + 1)
