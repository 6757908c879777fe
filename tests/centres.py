"""Random centres: small and whole months with every feature that the law speaks of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from itertools import product
from random import Random
from typing import TYPE_CHECKING, Any

from constraints.calendar import Calendar, Day, DayKind, FairnessClass
from constraints.decisions import Dispensation, Fix, Pin, Substitution, Wish
from constraints.domain import Credentials, Duty, Leave, Person, Roster, Standing
from constraints.history import Opening, Served, Tally
from constraints.policy import CheckMode, EveMode, Policy, Window
from constraints.problem import Problem
from tests.reference import fixed, lawful

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Feature = Callable[[Random, Problem], Problem]

DAY = timedelta(days=1)
HANDOVER = time(8, 30)
FESTIVALS = ("除夕", "初一", "初二", "初三")
NEW_YEARS_EVES = (date(2025, 1, 28), date(2026, 2, 16), date(2027, 2, 5))
DAYS_OFF = (
    *((date(y, 10, 1), 3, 7) for y in (2025, 2026, 2027)),
    *((date(y, 1, 1), 1, 1) for y in (2025, 2026, 2027)),
    *((eve, 4, 8) for eve in NEW_YEARS_EVES),
    (date(2026, 4, 5), 1, 2),
    (date(2026, 5, 1), 2, 5),
    (date(2026, 6, 19), 1, 3),
    (date(2026, 9, 25), 1, 3),
)
WORKED = ("2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10", "2027-02-14")
MONTHS = ("2026-10", "2027-02", "2026-12", "2026-02", "2027-01", "2026-05", "2027-03", "2026-09")
GOOD = Credentials("大专", date(2015, 3, 1), True, date(2035, 1, 1), True, date(1985, 6, 15), True)


def _calendar() -> Calendar:
    rows = {date.fromisoformat(on): Day(DayKind.ADJUSTED, "调休") for on in WORKED}
    festivals = {date(y, 10, d): f"10-{d}" for y in (2025, 2026, 2027) for d in (1, 2, 3)}
    for first, statutory, off in DAYS_OFF:
        for i in range(off):
            rows[first + i * DAY] = Day(DayKind.HOLIDAY if i < statutory else DayKind.REST, "假")
    for eve in NEW_YEARS_EVES:
        festivals |= {eve + i * DAY: name for i, name in enumerate(FESTIVALS)}
    return Calendar(rows, festivals)


def _duty(on: date) -> Duty:
    start = datetime.combine(on, HANDOVER)
    return Duty(start, start + DAY)


def _length(month: date) -> int:
    return ((month + 31 * DAY).replace(day=1) - month).days


def _some(rng: Random, problem: Problem) -> list[Person]:
    """A few people: one at least, a third of the staff at most."""
    return rng.sample(problem.people, rng.randint(1, max(1, len(problem.people) // 3)))


def _date(rng: Random, problem: Problem) -> date:
    return rng.choice(problem.duties).start.date()


def _cells(rng: Random, problem: Problem, most: int) -> list[tuple[str, date]]:
    """A few different cells (person, date) of the month."""
    every = [(p.key, duty.start.date()) for p in problem.people for duty in problem.duties]
    return rng.sample(every, rng.randint(1, min(most, len(every))))


def _alter(problem: Problem, person: Person, **fields: Any) -> Problem:
    altered = replace(person, **fields)
    people = tuple(altered if p.key == person.key else p for p in problem.people)
    return replace(problem, people=people)


def _reserves(rng: Random, problem: Problem) -> Problem:
    for person in rng.sample(problem.people, rng.randint(1, min(2, len(problem.people) - 1))):
        problem = _alter(problem, person, standing=Standing.RESERVE)
    return problem


def _bystanders(rng: Random, problem: Problem) -> Problem:
    return _alter(problem, rng.choice(problem.people), standing=Standing.NONE)


def _caps(rng: Random, problem: Problem) -> Problem:
    usual = len(problem.duties) // len(problem.people)
    for person in _some(rng, problem):
        problem = _alter(problem, person, cap=max(0, usual + rng.randint(-2, 1)))
    return problem


def _weekdays(rng: Random, problem: Problem) -> Problem:
    for person in _some(rng, problem):
        barred = frozenset(rng.sample(range(7), rng.randint(1, 3)))
        problem = _alter(problem, person, barred_weekdays=barred)
    return problem


def _nights(rng: Random, problem: Problem) -> Problem:
    first = _date(rng, problem)
    last = first + rng.randint(0, 40) * DAY
    bar = rng.choice([(first, last), (first, None), (None, last), (first, first)])
    return _alter(problem, rng.choice(problem.people), night_bar=bar)


def _weights(rng: Random, problem: Problem) -> Problem:
    for person in _some(rng, problem):
        weight = rng.choice([Fraction(1, 2), Fraction(1, 2), Fraction(3, 10), Fraction(0)])
        problem = _alter(problem, person, weight=weight)
    return problem


def _comings(rng: Random, problem: Problem) -> Problem:
    """Joiners, leavers and people not yet on solo duty."""
    for person in _some(rng, problem):
        column = rng.choice(["employed_from", "employed_to", "duty_from"])
        problem = _alter(problem, person, **{column: _date(rng, problem)})
    return problem


def _credentials(rng: Random, problem: Problem) -> Problem:
    """Unknown, failing and mid-month changing credentials, some of them exempt."""
    for person in _some(rng, problem):
        day = _date(rng, problem)
        changed: dict[str, Any] = rng.choice(
            [
                {"education": rng.choice(["", "高中", "本科在读", "函授", "硕士"])},
                {"experience_from": rng.choice([None, day.replace(day=1), _earlier(day, 1)])},
                {"certificate": False},
                {"certificate": rng.choice([None, True]), "certificate_until": day},
                {"certificate": rng.choice([None, True]), "certificate_until": None},
                {"computer": rng.choice([None, False])},
                {"born": rng.choice([None, *(_earlier(day, age) for age in (18, 50, 51))])},
                {"born": date(rng.choice([1976, 2008]), 2, 29)},
                {"healthy": rng.choice([None, False])},
            ]
        )
        if rng.random() < 0.2:
            names = rng.sample(["学历", "从业", "上岗证", "电脑", "年龄", "健康"], 3)
            changed["exempt"] = frozenset(names)
        problem = _alter(problem, person, credentials=replace(GOOD, **changed))
    return problem


def _earlier(on: date, years: int) -> date:
    return date(on.year - years, on.month, min(on.day, 28))


def _modes(rng: Random, problem: Problem) -> Problem:
    names = rng.sample(["学历", "从业", "上岗证", "电脑", "年龄", "健康"], rng.randint(1, 3))
    modes = {name: rng.choice([CheckMode.WARN, CheckMode.OFF]) for name in names}
    unknown, inclusive = rng.random() < 0.3, rng.random() < 0.6
    return _set(problem, modes=modes, unknown_excludes=unknown, age_inclusive=inclusive)


def _set(problem: Problem, **fields: Any) -> Problem:
    return replace(problem, policy=replace(problem.policy, **fields))


def _rest(rng: Random, problem: Problem) -> Problem:
    return _set(problem, rest=timedelta(hours=rng.choice([48, 48, 48, 36, 12])))


def _eves(rng: Random, problem: Problem) -> Problem:
    return _set(problem, eves=rng.choice([EveMode.BAR, EveMode.ALLOW]))


def _windows(rng: Random, problem: Problem) -> Problem:
    windows = list(Window)
    return _set(problem, window=rng.choice(windows), holiday_window=rng.choice(windows))


def _catch_up(rng: Random, problem: Problem) -> Problem:
    most = rng.choice([Fraction(0), Fraction(1, 2), Fraction(3, 2), Fraction(3)])
    long, festive = timedelta(days=rng.choice([3, 7])), timedelta(days=rng.choice([7, 30]))
    return _set(problem, catch_up=most, long_leave=long, long_festival_leave=festive)


def _leaves(rng: Random, problem: Problem) -> Problem:
    """Days, halves and clock times, some long, some of them adjoining the one before."""
    found = list(problem.leaves)
    for person in _some(rng, problem):
        day = datetime.combine(_date(rng, problem) - rng.choice([0, 0, 0, 3, 20]) * DAY, time())
        for _ in range(rng.randint(1, 3)):
            days = rng.choice([1, 1, 2, 3, 5, 6, 7, 9, 30, 33])
            clock, hours = timedelta(hours=rng.randint(0, 23)), timedelta(hours=rng.randint(1, 40))
            noon = timedelta(hours=12)
            start, end, by_days = rng.choice(
                [
                    *[(day, day + days * DAY, True)] * 4,
                    (day, day + noon, True),
                    (day + noon, day + DAY, True),
                    (day, day + (days - 1) * DAY + clock + timedelta(hours=1), True),
                    (day + clock, day + clock + hours, False),
                ]
            )
            found.append(Leave(person.key, start, end, by_days))
            day = datetime.combine((end - timedelta.resolution).date() + DAY, time())
            day += rng.choice([0, 0, 1, 4]) * DAY
    return replace(problem, leaves=tuple(found))


def _pending(rng: Random, problem: Problem) -> Problem:
    """Leaves that nobody has approved yet."""
    return replace(problem, pending=_leaves(rng, replace(problem, leaves=())).leaves)


def _openings(rng: Random, problem: Problem) -> Problem:
    """Opening balances of most people, dated the day before the month or earlier."""
    eve, year = problem.month - DAY, problem.month.replace(month=1, day=1)
    common = rng.choice([eve, eve, eve, problem.month - 32 * DAY, year - DAY, problem.month])
    rows = []
    for person in problem.people:
        if rng.random() < 0.8:
            until = common if rng.random() < 0.9 else problem.month - rng.randint(1, 90) * DAY
            total = Fraction(rng.randint(0, 12))
            rest = None if rng.random() < 0.3 else Fraction(rng.randint(0, 4))
            holiday = None if rng.random() < 0.3 else Fraction(rng.randint(0, 2))
            due = None if rng.random() < 0.8 else Fraction(rng.randint(0, 48), 4)
            rows.append(Opening(person.key, until, total, rest, holiday, due))
    return replace(problem, openings=tuple(rows))


def _history(rng: Random, problem: Problem, first: date, days: int) -> Problem:
    """Add known duties on consecutive dates, nobody on two of three in a row."""
    rows = {one.duty.start.date(): one for one in problem.served}
    recent: list[str] = []
    for on in (first + i * DAY for i in range(days)):
        free = [p.key for p in problem.people if p.key not in recent] or list(problem.by_key)
        rows.setdefault(on, Served(_duty(on), rng.choice(free)))
        recent = [*recent, rows[on].person][-2:]
    return replace(problem, served=tuple(rows[on] for on in sorted(rows)))


def _tail(rng: Random, problem: Problem) -> Problem:
    days = rng.randint(1, 10)
    return _history(rng, problem, problem.month - days * DAY, days)


def _head(rng: Random, problem: Problem) -> Problem:
    """The next duties are published already; only one where the month is cut short."""
    last = problem.duties[-1].start.date()
    whole = (last + DAY).month != last.month
    return _history(rng, problem, last + DAY, rng.randint(1, 4) if whole else 1)


def _months(rng: Random, problem: Problem) -> Problem:
    """One or two whole earlier months, at times with a hole, which makes one no whole month."""
    if problem.openings:
        return problem
    month = problem.month
    for _ in range(rng.randint(1, 2)):
        month = (month - DAY).replace(day=1)
        problem = _history(rng, problem, month, _length(month))
    if rng.random() < 0.2:
        hole = rng.choice(problem.served)
        problem = replace(problem, served=tuple(one for one in problem.served if one != hole))
    return problem


def _published(rng: Random, problem: Problem) -> Problem:
    """Earlier months in the ledger, not always the last ones and not of everyone."""
    found = []
    month = problem.month
    for _ in range(rng.randint(1, 14)):
        month = (month - DAY).replace(day=1)
        if rng.random() < 0.8:
            for person, cls in product(problem.people, FairnessClass):
                if rng.random() < 0.9:
                    due, did = Fraction(rng.randint(0, 40), rng.randint(1, 9)), rng.randint(0, 5)
                    found.append(Tally(month, cls, person.key, due, did))
    return replace(problem, tallies=tuple(found))


def _festivals(rng: Random, problem: Problem) -> Problem:
    """Last year's named days were served by somebody here."""
    names, year = problem.calendar.festivals, problem.month.year - 1
    for on in names:
        if on.year == year and rng.random() < 0.8:
            problem = _history(rng, problem, on, 1)
    return problem


def _wishes(rng: Random, problem: Problem) -> Problem:
    cells = _cells(rng, problem, 2 * len(problem.people))
    found = tuple(Wish(key, on, rng.random() < 0.4) for key, on in cells)
    return replace(problem, wishes=found)


def _forbidden(rng: Random, problem: Problem) -> Problem:
    cells = _cells(rng, problem, len(problem.people))
    return replace(problem, pins=tuple(Pin(key, on, False) for key, on in cells))


def _dispensations(rng: Random, problem: Problem) -> Problem:
    cells = _cells(rng, problem, len(problem.people))
    return replace(problem, dispensations=tuple(Dispensation(key, on, "主任") for key, on in cells))


def _past_moves(rng: Random, problem: Problem) -> Problem:
    """Approved substitutions and swaps of known duties, or of dates with no row at all."""
    found = list(problem.substitutions)
    for one in rng.sample(problem.served, min(len(problem.served), 3)):
        original = one.person if rng.random() < 0.8 else rng.choice(list(problem.by_key))
        taker = rng.choice([key for key in problem.by_key if key != original])
        on = one.duty.start.date() - rng.choice([0, 0, 0, 5]) * DAY
        if not problem.named(on) and on not in [sub.date for sub in found]:
            found.append(Substitution(on, original, taker))
    return replace(problem, substitutions=tuple(found))


def _base(rng: Random, problem: Problem) -> Problem:
    keys: list[str] = list(problem.by_key)
    rng.shuffle(keys)
    people = [
        (keys[d % len(keys)],) if rng.random() < 0.9 else () for d in range(len(problem.duties))
    ]
    return replace(problem, base=Roster(tuple(people)))


def _fixes(rng: Random, problem: Problem) -> Problem:
    """Pins, approved moves and kept cells, each only if it is lawful beside the others."""
    first, last = problem.duties[0].start.date(), problem.duties[-1].start.date()
    for _ in range(rng.randint(1, 6)):
        on, near = _date(rng, problem), first + rng.randint(-5, (last - first).days + 1) * DAY
        a, b = rng.sample(list(problem.by_key), 2)
        taken = {day for sub in problem.substitutions for day in (sub.date, sub.back)}
        moves = (Substitution(on, a, b), Substitution(on, a), Substitution(on, a, b, near))
        move = rng.choice([*moves, Substitution(near, a, b, on)])
        cell = Fix(on, a, rng.random() < 0.7, "草案")
        proposal = rng.choice(
            [
                replace(problem, pins=(*problem.pins, Pin(a, on, True))),
                replace(problem, kept=(*problem.kept, cell)),
                *[replace(problem, substitutions=(*problem.substitutions, move))] * 2,
            ]
        )
        if proposal.substitutions is not problem.substitutions and (
            on == near or {on, near} & taken
        ):
            continue
        seats: list[set[str]] = [set() for _ in problem.duties]
        for (d,), key, wanted in fixed(proposal):
            seats[d] |= {key} if wanted else set()
        if lawful(proposal, Roster(tuple(tuple(sorted(seat)) for seat in seats))):
            problem = proposal
    return problem


def _past(rng: Random, problem: Problem) -> Problem:
    """The first duties have begun, served by anybody, lawfully or not, or by nobody."""
    begun = rng.randint(1, len(problem.duties))
    seats = [(), *((key,) for key in problem.by_key)]
    past = {d: rng.choice(seats) for d in range(begun)}
    soon = frozenset(range(begun, min(begun + 2, len(problem.duties))))
    problem = problem if problem.base else _base(rng, problem)
    proposal = replace(problem, past=past, short_notice=soon)
    people = [set(past.get(d, ())) for d in range(len(problem.duties))]
    for (d,), key, wanted in fixed(proposal):
        people[d] |= {key} if wanted else set()
    roster = Roster(tuple(tuple(sorted(seat)) for seat in people))
    return proposal if lawful(proposal, roster) else problem


# In this order, since a later one must see what the earlier ones did; with the odds of each.
FEATURES: tuple[tuple[float, Feature], ...] = (
    (0.4, _reserves),
    (0.2, _bystanders),
    (0.3, _caps),
    (0.3, _weekdays),
    (0.3, _nights),
    (0.3, _weights),
    (0.4, _comings),
    (0.5, _credentials),
    (0.3, _modes),
    (0.2, _rest),
    (0.3, _eves),
    (0.4, _windows),
    (0.3, _catch_up),
    (0.7, _leaves),
    (0.4, _openings),
    (0.6, _tail),
    (0.2, _head),
    (0.4, _months),
    (0.4, _festivals),
    (0.6, _wishes),
    (0.4, _forbidden),
    (0.3, _dispensations),
    (0.2, _past_moves),
    (0.15, _base),
    (0.6, _fixes),
    (0.3, _published),
    (0.1, _past),
    (0.3, _pending),
)


def plain_problem(rng: Random, month: date, days: int | None, people: int) -> Problem:
    """A month, or its first ``days``, of qualified people of whom nothing else is known."""
    staff = [Person(f"工{i:02}", f"员工{i}", credentials=GOOD) for i in range(people)]
    rng.shuffle(staff)
    duties = tuple(_duty(month + i * DAY) for i in range(days or _length(month)))
    return Problem(month, duties, tuple(staff), _calendar(), Policy(handover=HANDOVER))


def random_problem(
    seed: int, *, people: int | None = None, month: date | None = None, days: int | None = None
) -> Problem:
    """A month, or its first ``days``, of a centre in which most things happen at once."""
    rng = Random(seed)
    month = month or date.fromisoformat(f"{rng.choice(MONTHS)}-01")
    problem = plain_problem(rng, month, days, people or rng.randint(4, 13))
    for odds, feature in FEATURES:
        problem = feature(rng, problem) if rng.random() < odds else problem
    return problem


def tiny_problem(seed: int) -> Problem:
    """A few days of two or three people with one or two features, to be enumerated."""
    rng = Random(seed)
    month = date.fromisoformat(f"{rng.choice(MONTHS)}-01")
    problem = plain_problem(rng, month, rng.randint(3, 6), rng.randint(2, 3))
    for i in sorted(rng.sample(range(len(FEATURES)), rng.randint(1, 2))):
        problem = FEATURES[i][1](rng, problem)
    return problem


def all_rosters(problem: Problem) -> Iterator[Roster]:
    """Every roster with nobody or one person on each duty, lawful or not."""
    seats = [(), *((person.key,) for person in problem.people)]
    for people in product(seats, repeat=len(problem.duties)):
        yield Roster(people)
