"""Random tiny posts of shift work: few people, days, shifts and seats, and all that may befall."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from constraints import (
    Calendar,
    Credentials,
    Day,
    DayKind,
    Dispensation,
    Duty,
    FairnessClass,
    Fix,
    Leave,
    Office,
    Person,
    Pin,
    Policy,
    Problem,
    Roster,
    Served,
    Sex,
    ShiftTerms,
    Standing,
    Substitution,
    Tally,
    Wish,
)
from constraints.calendar import dates
from constraints.shifts import Shift, shift_duties

if TYPE_CHECKING:
    from random import Random

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
POST = "保洁"
HOURS = {"早": (6, 14), "中": (14, 22), "夜": (22, 30)}
NAMES = "甲乙丙丁"


def tiny_post(rng: Random) -> Problem:
    """Return a post of 2 to 4 people, 3 to 9 days and 1 to 3 shifts of 1 or 2 seats."""
    first = rng.choice([date(2026, 12, 1), date(2026, 11, 24), date(2026, 2, 12), date(2026, 3, 1)])
    shifts = [
        Shift(name, name, ((HOURS[name][0] * HOUR, HOURS[name][1] * HOUR),), **needs(rng))
        for name in sorted(rng.sample(sorted(HOURS), rng.choice([1, 2, 2, 3])))
    ]
    days = rng.randint(3, 9 if len(shifts) == 1 else 5 if len(shifts) == 2 else 3)
    end = min(first + days * DAY, date(2026, 12, 1) if first.month == 11 else date.max)
    shifts = [replace(shift, first=first, last=end - DAY) for shift in shifts]
    holidays = {first + n * DAY: Day(DayKind.HOLIDAY) for n in (2, 3) if rng.random() < 0.4}
    # As if a day before the others had the same name the year before.
    calendar = Calendar(holidays, {first + DAY: "元旦", first.replace(year=first.year - 1): "元旦"})
    duties = shift_duties(shifts, first.replace(day=1), calendar, POST)
    if not duties:
        return tiny_post(rng)
    people = tuple(person(rng, key, first) for key in "abcd"[: rng.choice([2, 2, 3, 3, 4])])
    keys, span = [p.key for p in people], dates(first, end)
    terms = ShiftTerms(
        rng.choice([0, 1, 1, 2, 3, 4, 5]),
        rng.choice([1, 2, 3, 6]),
        rng.choice([None, None, rng.randint(1, 4) * 8 * HOUR]),
        rng.choice([0, 0, 0, 26]),
    )
    policy = Policy(
        rest=rng.choice([0, 8, 11, 11, 16, 24, 40]) * HOUR,
        apart=rng.choice([0, 0, 12, 24]) * HOUR,
        shift_work=terms,
        office=rng.choice([Office.ANYONE, Office.CLEANER, Office.SUPERVISOR]),
        unknown_excludes=rng.random() < 0.1,
    )
    known = [Served(outside(rng, shifts, on), rng.choice(keys)) for on in around(rng, first, end)]
    for shift in shifts if rng.random() < 0.3 else ():
        known.append(Served(on_date(shift, first.replace(year=first.year - 1)), rng.choice(keys)))
    more: dict[str, Any] = {}
    if rng.random() < 0.3:
        begun = rng.randint(1, len(duties))
        more["past"] = {
            d: tuple(sorted(rng.sample(keys, rng.randint(0, duties[d].need)))) for d in range(begun)
        }
    if rng.random() < 0.3:
        seats = [tuple(sorted(rng.sample(keys, rng.randint(0, duty.need)))) for duty in duties]
        more["base"] = Roster(tuple(seats))
    pins = [pin(rng, keys, span, shifts) for _ in range(rng.choice([0, 0, 1, 2]))]
    more["kept"] = tuple(
        Fix(one.date, one.person, rng.random() < 0.7, "草案", one.shift)
        for one in some(rng, lambda: pin(rng, keys, span, shifts))[1:]
    )
    if rng.random() < 0.2:
        more["substitutions"] = (change(rng, keys, rng.choice(duties), rng.choice(duties)),)
    wished = some(rng, lambda: wish(rng, keys, span))
    return Problem(
        first.replace(day=1),
        duties,
        people,
        calendar,
        policy,
        pins=tuple(pins),
        leaves=some(rng, lambda: leave(rng, keys, span)),
        dispensations=some(rng, lambda: Dispensation(rng.choice(keys), rng.choice(span), "主管")),
        pending=some(rng, lambda: leave(rng, keys, span)),
        wishes=tuple({(w.person, w.date): w for w in wished}.values()),
        served=tuple(known),
        elsewhere=some(rng, lambda: elsewhere(rng, keys, span)),
        tallies=tuple(
            Tally(date(2026, 1, 1), cls, key, Fraction(rng.randint(0, 9), 3), rng.randint(0, 3))
            for key in keys
            for cls in FairnessClass
            if rng.random() < 0.3
        ),
        **more,
    )


def needs(rng: Random) -> dict[str, int]:
    return {
        "need": rng.choice([0, 1, 1, 1, 2]),
        "need_rest": rng.choice([0, 1, 1, 2]),
        "need_holiday": rng.choice([0, 1, 1, 2]),
    }


def person(rng: Random, key: str, first: date) -> Person:
    return Person(
        key,
        NAMES["abcd".index(key)],
        rng.choice([Standing.REGULAR] * 5 + [Standing.RESERVE, Standing.NONE]),
        employed_from=rng.choice([None] * 6 + [first + DAY]),
        employed_to=rng.choice([None] * 6 + [first + 2 * DAY]),
        weight=Fraction(rng.choice([1, 1, 1, 2, 0]), rng.choice([1, 2])),
        cap=rng.choice([None] * 5 + [1, 2, 3]),
        holiday_cap=rng.choice([None] * 6 + [0, 1]),
        rest_cap=rng.choice([None] * 6 + [0, 1]),
        night_bar=rng.choice([None] * 6 + [(None, first + DAY)]),
        barred_weekdays=frozenset(rng.choice([[]] * 4 + [[first.weekday()], [6]])),
        shifts=rng.choice([None] * 4 + [frozenset("早"), frozenset("早中")]),
        credentials=Credentials(
            education=rng.choice(["小学", "初中", "大专", "大专", "本科", "本科", ""]),
            experience_from=rng.choice([None, date(2020, 1, 1), first.replace(year=2024)]),
            certificate=rng.choice([True, True, True, None, False]),
            certificate_until=rng.choice([None, None, first + DAY]),
            computer=rng.choice([True, True, True, None, False]),
            born=rng.choice([None, date(1990, 1, 1), first.replace(year=1975) + 2 * DAY]),
            healthy=rng.choice([True] * 8 + [None, False]),
            sex=rng.choice([None, Sex.MALE, Sex.FEMALE]),
            exempt=frozenset(rng.choice([[]] * 3 + [["学历", "年龄"], ["上岗证"]])),
        ),
    )


def around(rng: Random, first: date, end: date) -> list[date]:
    """Return dates of known duties on both sides, those next to the days the likeliest."""
    before = [first - n * DAY for n in range(1, 8) if rng.random() < 0.5]
    after = [end + n * DAY for n in range(4) if rng.random() < 0.3]
    return (before if rng.random() < 0.6 else []) + (after if rng.random() < 0.4 else [])


def outside(rng: Random, shifts: list[Shift], on: date) -> Duty:
    return on_date(rng.choice(shifts), on)


def on_date(shift: Shift, on: date) -> Duty:
    start = datetime.combine(on, time()) + shift.begin
    return Duty(start, start + (shift.end - shift.begin), POST, 1, shift.name)


def elsewhere(rng: Random, keys: list[str], span: list[date]) -> Served:
    start = datetime.combine(rng.choice(span), time(rng.choice([8, 20])))
    duty = Duty(start, start + rng.choice([12, 24]) * HOUR, "管理员值班")
    return Served(duty, rng.choice(keys), rng.choice([0, 0, 24]) * HOUR)


def leave(rng: Random, keys: list[str], span: list[date]) -> Leave:
    start = datetime.combine(rng.choice(span), time(rng.choice([0, 0, 0, 9])))
    return Leave(rng.choice(keys), start, start + rng.choice([0.5, 1, 2, 8]) * DAY)


def wish(rng: Random, keys: list[str], span: list[date]) -> Wish:
    shift = rng.choice(["", "", *HOURS])
    return Wish(rng.choice(keys), rng.choice(span), rng.random() < 0.5, shift=shift)


def pin(rng: Random, keys: list[str], span: list[date], shifts: list[Shift]) -> Pin:
    shift = rng.choice(["", rng.choice(shifts).name])
    return Pin(rng.choice(keys), rng.choice(span), rng.random() < 0.3, shift)


def change(rng: Random, keys: list[str], one: Duty, back: Duty) -> Substitution:
    """Return a 顶班, its taker named or not, or a 换班."""
    gives, takes = rng.sample(keys, 2)
    if rng.random() < 0.4 or one.date == back.date:
        taker = rng.choice([takes, None])
        return Substitution(one.date, gives, taker, shift=one.shift)
    return Substitution(one.date, gives, takes, back.date, one.shift, back.shift)


def some(rng: Random, make: Any) -> tuple[Any, ...]:
    return tuple(make() for _ in range(rng.choice([0, 0, 1, 2, 3])))


def random_roster(rng: Random, problem: Problem, may: Any) -> Roster:
    """Return a roster that is often lawful: whoever may, on duties begun whoever did."""
    chosen = []
    for d, duty in enumerate(problem.duties):
        keys = [p.key for p in problem.people if rng.random() < 0.1 or may(problem, p, d)]
        count = min(len(keys), rng.choice([0, 1, duty.need, duty.need]))
        if rng.random() < 0.02:
            count = min(len(keys), duty.need + 1)
        seats = rng.sample(keys, count)
        chosen.append(tuple(sorted(problem.past.get(d, seats) if rng.random() < 0.98 else seats)))
    return Roster(tuple(chosen))
