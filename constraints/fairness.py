"""Due, balance and target of every person in every fairness class (semantics, section 6).

Pure arithmetic in exact fractions of a duty.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from statistics import median
from typing import TYPE_CHECKING

from constraints.calendar import FairnessClass, dates, next_month
from constraints.domain import Standing
from constraints.policy import Window

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from constraints.domain import Duty, Person, Roster
    from constraints.history import Served
    from constraints.problem import Problem

Shares = dict[str, Fraction]

QUARTERS = 4


@dataclass(frozen=True, slots=True)
class Account:
    """One fairness class of one month, by person key.

    ``balance`` is due minus served before the month, ``due`` the share of this month, both in
    duties; ``target`` is the number of quarter-duties to aim at.
    """

    balance: Shares
    due: Shares
    target: dict[str, int]


@lru_cache(maxsize=8)
def accounts(problem: Problem) -> Mapping[FairnessClass, Account]:
    """Return the account of every class; everyone on the staff list is in each."""
    due = {cls: shares(problem, problem.duties, cls) for cls in FairnessClass}
    sharing = [p.key for p in problem.regulars if due[FairnessClass.TOTAL][p.key] > 0]
    most = problem.policy.catch_up
    by_class = {}
    for cls in FairnessClass:
        balance = balances(problem, cls)
        middle = median(balance[key] for key in sharing) if sharing else Fraction(0)
        target = {
            key: round(QUARTERS * (due[cls][key] + max(-most, min(most, owed - middle))))
            for key, owed in balance.items()
        }
        by_class[cls] = Account(balance, due[cls], target)
    return by_class


@lru_cache(maxsize=8)
def shift_targets(problem: Problem) -> Mapping[str, Mapping[str, int]]:
    """Return by shift the quarter-duties of it that every regular person should come to.

    Within the month only, shared among those who may take the shift.
    """
    by_shift: defaultdict[str, list[Duty]] = defaultdict(list)
    for duty in problem.duties:
        by_shift[duty.shift].append(duty)
    targets = {}
    for shift, duties in by_shift.items():
        due = shares(problem, duties, FairnessClass.TOTAL, shift)
        targets[shift] = {p.key: round(QUARTERS * due[p.key]) for p in problem.regulars}
    return targets


def shares(
    problem: Problem, duties: Iterable[Duty], cls: FairnessClass, shift: str | None = None
) -> Shares:
    """Return each person's due share of the duties that fall in a class.

    Each duty is shared by weight among those who could take it as a rule: whoever is away for
    long, not employed or not qualified on its date has no part in it; with a ``shift`` neither
    has who may not take it.
    """
    able = [p for p in problem.regulars if shift is None or p.takes_shift(shift)]
    seats = Counter[tuple[str, ...]]()
    for duty in duties:
        if cls.covers(problem.kind(duty)):
            sharing = tuple(p.key for p in able if _shares(problem, p, duty, cls))
            seats[sharing] += duty.need
    due = dict.fromkeys(problem.by_key, Fraction(0))
    for sharing, need in seats.items():
        weights = {key: problem.by_key[key].weight for key in sharing}
        if whole := sum(weights.values()):
            each = need / whole
            for key, weight in weights.items():
                due[key] += each * weight
    return due


def _shares(problem: Problem, person: Person, duty: Duty, cls: FairnessClass) -> bool:
    policy = problem.policy
    if not person.employed(duty) or person.night_barred(duty):
        return False
    if cls is not FairnessClass.TOTAL and duty.start.weekday() in person.barred_weekdays:
        return False
    festival = cls is FairnessClass.HOLIDAY
    long = policy.long_festival_leave if festival else policy.long_leave
    for leave in problem.leaves_of.get(person.key, ()):
        away = leave.conflicts(duty) and not leave.eve(duty, policy.eves_until)
        if away and leave.end - leave.start >= long:
            return False
    return not problem.failed_checks(person, duty)


def balances(problem: Problem, cls: FairnessClass) -> Shares:
    """Return due minus served before the month, of everyone on the staff list.

    Published months count as recorded. For the time before them the opening counts are taken if
    there are any, else the months of which every duty is known.
    """
    first = _window_start(problem, cls)
    balance = dict.fromkeys(problem.by_key, Fraction(0))
    for tally in problem.tallies:
        if tally.cls is not cls or not first <= tally.month < problem.month:
            continue
        openings = (one for one in problem.openings if one.person == tally.person)
        if all(one.until < tally.month for one in openings):
            balance[tally.person] += tally.due - tally.served
    if problem.openings:
        for key, owed in _opening_balances(problem, cls, first).items():
            balance[key] += owed
        return balance
    for month in _whole_months(problem, first):
        for key, share in shares(problem, [one.duty for one in month], cls).items():
            balance[key] += share
        for one in month:
            balance[one.person] -= cls.covers(problem.kind(one.duty))
    return balance


def _window_start(problem: Problem, cls: FairnessClass) -> date:
    """Return the first date that counts for the balance; the month's own if none does."""
    month, policy = problem.month, problem.policy
    reach = policy.holiday_window if cls is FairnessClass.HOLIDAY else policy.window
    starts = {
        Window.YEAR: date(month.year, 1, 1),
        Window.ROLLING: date(month.year - 1, month.month, 1),
        Window.MONTH: month,
        Window.NEVER: date.min,
    }
    return starts[reach]


def _opening_balances(problem: Problem, cls: FairnessClass, first: date) -> Shares:
    """Return due minus served of the opening counts.

    All duties counted are shared by weight × days employed in the year of 截至日期 up to it,
    unless a due is given.
    """
    served: Shares = {}
    weights: Shares = {}
    given: Shares = {}
    for opening in problem.openings:
        person = problem.by_key[opening.person]
        count = {
            FairnessClass.TOTAL: opening.total,
            FairnessClass.HOLIDAY: opening.holiday,
            FairnessClass.REST: opening.rest,
        }[cls]
        if person.standing is not Standing.REGULAR or count is None:
            continue
        if not first <= opening.until < problem.month:
            continue
        served[person.key] = count
        weights[person.key] = person.weight * _days_employed(person, opening.until)
        if cls is FairnessClass.TOTAL and opening.due is not None:
            given[person.key] = opening.due
    total, whole = sum(served.values()), sum(weights.values())
    due = {key: total * weight / whole if whole else Fraction(0) for key, weight in weights.items()}
    return {key: (due | given)[key] - count for key, count in served.items()}


def _days_employed(person: Person, until: date) -> int:
    begin = max(date(until.year, 1, 1), person.employed_from or date.min)
    last = min(until, person.employed_to or date.max)
    return max(0, (last - begin).days + 1)


def _whole_months(problem: Problem, first: date) -> Iterator[list[Served]]:
    """Yield the duties of each earlier unpublished month all of whose dates are known."""
    published = {tally.month for tally in problem.tallies}
    months: defaultdict[date, list[Served]] = defaultdict(list)
    for one in problem.known_duties:
        if first <= one.duty.date < problem.month:
            months[one.duty.date.replace(day=1)].append(one)
    for month, known in months.items():
        days = {one.duty.date for one in known}
        if month not in published and len(days) == len(dates(month, next_month(month))):
            yield known


@lru_cache(maxsize=24)
def duties_in_class(problem: Problem, cls: FairnessClass) -> tuple[int, ...]:
    """Return the duties that fall in a class."""
    kind = problem.kind
    return tuple(d for d, duty in enumerate(problem.duties) if cls.covers(kind(duty)))


def class_counts(problem: Problem, roster: Roster, cls: FairnessClass) -> dict[str, int]:
    """Return ``n_pk``: how many duties of a class the roster gives to each person."""
    counts = dict.fromkeys(problem.by_key, 0)
    for d in duties_in_class(problem, cls):
        for key in roster.people[d]:
            counts[key] += 1
    return counts
