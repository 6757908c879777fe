"""Random tiny terms of duties, several a date or of several seats, and all that may befall."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from math import comb, prod
from typing import TYPE_CHECKING, Any

from constraints import (
    Calendar,
    Day,
    DayKind,
    Dispensation,
    FairnessClass,
    Fix,
    Person,
    Policy,
    Problem,
    Roster,
    Served,
    Standing,
    Tally,
)
from constraints.calendar import dates
from constraints.policy import EveMode
from constraints.shifts import Shift, shift_duties
from tests.tiny_posts import change, elsewhere, leave, on_date, pin, some, wish

if TYPE_CHECKING:
    from random import Random

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
# By name, start and end of every shift, in hours.
PATTERNS = (
    {"": (8.5, 32.5)},
    {"早": (8.5, 20.5), "夜": (20.5, 32.5)},
    {"早": (8, 16), "中": (14, 22)},
    {"早": (8, 32), "中": (8, 32)},
    {"早": (0, 8), "中": (8, 16), "夜": (16, 24)},
)
MOST = 20_000  # rosters to enumerate, lawful or not


def tiny_term(rng: Random) -> Problem:
    """Return a term of 2 to 4 people and 2 to 9 days that has several shifts or seats."""
    while True:
        problem = _term(rng)
        several = any(duty.need > 1 for duty in problem.duties)
        several |= len({duty.date for duty in problem.duties}) < len(problem.duties)
        people = len(problem.people)
        rosters = prod(
            sum(comb(people, n) for n in range(duty.need + 1)) for duty in problem.duties
        )
        if problem.duties and several and rosters <= MOST:
            return problem


def _term(rng: Random) -> Problem:
    first = rng.choice([date(2026, 12, 1), date(2026, 11, 26), date(2026, 2, 13), date(2027, 1, 1)])
    pattern = rng.choice(PATTERNS)
    end = first + rng.randint(2, 9 if len(pattern) == 1 else 5 if len(pattern) == 2 else 3) * DAY
    end = min(end, (first.replace(day=1) + 31 * DAY).replace(day=1))
    seats: list[list[int | None]] = [[1, 1, 2, 3, 0], [None, 1, 2, 0], [None, None, 1, 2]]
    shifts = [
        Shift(
            name,
            name,
            ((start * HOUR, stop * HOUR),),
            *(rng.choice(some_seats) for some_seats in seats),  # type: ignore[arg-type]
            first=first,
            last=end - DAY,
        )
        for name, (start, stop) in pattern.items()
    ]
    span = dates(first, end)
    holidays = {on: Day(DayKind.HOLIDAY) for on in span if rng.random() < 0.2}
    last_year = first.replace(year=first.year - 1)
    calendar = Calendar(holidays, {first + DAY: "元旦", last_year: "元旦"})
    duties = shift_duties(shifts, first.replace(day=1), calendar)
    people = tuple(_person(rng, key, first) for key in "abcd"[: rng.choice([2, 2, 3, 3, 4])])
    keys = [p.key for p in people]
    policy = Policy(
        rest=rng.choice([0, 8, 12, 24, 24, 36, 48]) * HOUR,
        apart=rng.choice([0, 0, 12]) * HOUR,
        eves=rng.choice(list(EveMode)),
        catch_up=rng.choice([1, 2]),
    )
    around = [first - n * DAY for n in range(1, 9)] + [end + n * DAY for n in range(4)]
    around = [on for on in around if rng.random() < 0.3]
    known = [Served(on_date(rng.choice(shifts), on), rng.choice(keys)) for on in around]
    if rng.random() < 0.3:
        known += [Served(on_date(shift, last_year), rng.choice(keys)) for shift in shifts]
    problem = Problem(
        first.replace(day=1),
        duties,
        people,
        calendar,
        policy,
        pins=tuple(pin(rng, keys, span, shifts) for _ in range(rng.choice([0, 0, 1, 2]))),
        leaves=some(rng, lambda: leave(rng, keys, span)),
        pending=some(rng, lambda: leave(rng, keys, span)),
        dispensations=some(rng, lambda: Dispensation(rng.choice(keys), rng.choice(span), "主管")),
        wishes=tuple(
            {(w.person, w.date): w for w in some(rng, lambda: wish(rng, keys, span))}.values()
        ),
        served=tuple(known),
        elsewhere=some(rng, lambda: elsewhere(rng, keys, span))[2:],
        tallies=tuple(
            Tally(date(2026, 1, 1), cls, key, Fraction(rng.randint(0, 9), 3), rng.randint(0, 3))
            for key in keys
            for cls in FairnessClass
            if rng.random() < 0.3
        ),
    )
    return replace(problem, **_decided(rng, problem, span, shifts)) if duties else problem


def _decided(
    rng: Random, problem: Problem, span: list[date], shifts: list[Shift]
) -> dict[str, Any]:
    """Return what has begun, a base, what is soon, kept cells and changes."""
    keys, duties = list(problem.by_key), problem.duties

    def seats(d: int) -> tuple[str, ...]:
        return tuple(sorted(rng.sample(keys, rng.randint(0, min(len(keys), duties[d].need)))))

    more: dict[str, Any] = {}
    begun = rng.randint(1, len(duties)) if rng.random() < 0.2 else 0
    more["past"] = {d: seats(d) for d in range(begun)}
    if begun or rng.random() < 0.3:
        more["base"] = Roster(tuple(seats(d) for d in range(len(duties))))
        more["short_notice"] = frozenset(d for d in range(begun, len(duties))[: rng.randint(0, 3)])
    more["kept"] = tuple(
        Fix(one.date, one.person, rng.random() < 0.7, "草案", one.shift)
        for one in some(rng, lambda: pin(rng, keys, span, shifts))[2:]
    )
    if rng.random() < 0.2:
        more["substitutions"] = (change(rng, keys, rng.choice(duties), rng.choice(duties)),)
    return more


def _person(rng: Random, key: str, first: date) -> Person:
    return Person(
        key,
        "甲乙丙丁"["abcd".index(key)],
        rng.choice([Standing.REGULAR] * 5 + [Standing.RESERVE, Standing.NONE]),
        employed_from=rng.choice([None] * 6 + [first + DAY]),
        weight=Fraction(rng.choice([1, 1, 1, 2, 0]), rng.choice([1, 2])),
        cap=rng.choice([None] * 5 + [1, 2, 3]),
        holiday_cap=rng.choice([None] * 6 + [0, 1]),
        rest_cap=rng.choice([None] * 6 + [0, 1]),
        night_bar=rng.choice([None] * 6 + [(None, first + DAY)]),
        barred_weekdays=frozenset(rng.choice([[]] * 4 + [[first.weekday()], [6]])),
        shifts=rng.choice([None] * 6 + [frozenset({"早", ""})]),
    )
