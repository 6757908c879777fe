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
    from collections.abc import Iterable, Mapping

    from constraints.domain import Duty, Person, Roster
    from constraints.history import Opening, Tally
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
    found = {}
    for cls in FairnessClass:
        balance = balances(problem, cls)
        middle = median(balance[key] for key in sharing) if sharing else Fraction(0)
        most = problem.policy.catch_up
        target = {
            key: round(QUARTERS * (due[cls][key] + max(-most, min(most, owed - middle))))
            for key, owed in balance.items()
        }
        found[cls] = Account(balance, due[cls], target)
    return found


def shares(problem: Problem, duties: Iterable[Duty], cls: FairnessClass) -> Shares:
    """Return each person's due share of the duties that fall in a class."""
    falls = Counter[tuple[str, ...]]()
    for duty in duties:
        if cls.covers(problem.calendar.kind(duty.date)):
            sharing = tuple(p.key for p in problem.regulars if _shares(problem, p, duty, cls))
            falls[sharing] += duty.need
    found = dict.fromkeys(problem.by_key, Fraction(0))
    for sharing, need in falls.items():
        weights = {key: problem.by_key[key].weight for key in sharing}
        whole = sum(weights.values())
        for key, weight in weights.items():
            if whole:
                found[key] += need * weight / whole
    return found


def _shares(problem: Problem, person: Person, duty: Duty, cls: FairnessClass) -> bool:
    policy = problem.policy
    if not person.employed(duty) or person.night_barred(duty):
        return False
    if cls is not FairnessClass.TOTAL and duty.start.weekday() in person.barred_weekdays:
        return False
    festival = cls is FairnessClass.HOLIDAY
    long = policy.long_festival_leave if festival else policy.long_leave
    for leave in problem.leaves_of.get(person.key, ()):
        away = leave.conflicts(duty) and not leave.eve(duty, policy.handover)
        if away and leave.end - leave.start >= long:
            return False
    return not problem.failed_checks(person, duty)


def window(problem: Problem, cls: FairnessClass) -> date | None:
    """Return the first date that counts for the balance; the month's own if none does.

    None means that everything before the month counts.
    """
    month, policy = problem.month, problem.policy
    holiday = cls is FairnessClass.HOLIDAY
    reach = policy.holiday_window if holiday else policy.window
    starts = {
        Window.YEAR: date(month.year, 1, 1),
        Window.ROLLING: date(month.year - 1, month.month, 1),
        Window.MONTH: month,
        Window.NEVER: None,
    }
    return starts[reach]


def balances(problem: Problem, cls: FairnessClass) -> Shares:
    """Return due minus served before the month, of everyone on the staff list."""
    first = window(problem, cls)
    found = dict.fromkeys(problem.by_key, Fraction(0))
    for tally in problem.tallies:
        inside = (first is None or first <= tally.month) and tally.month < problem.month
        if tally.cls is cls and inside and not covered_by_opening(problem, tally):
            found[tally.person] += tally.due - tally.served
    if problem.openings:
        for key, owed in _opened(problem, cls, first).items():
            found[key] += owed
        return found
    for duties, served in _whole_months(problem, first):
        for key, share in shares(problem, duties, cls).items():
            found[key] += share
        for duty, key in zip(duties, served, strict=True):
            found[key] -= cls.covers(problem.calendar.kind(duty.date))
    return found


def covered_by_opening(problem: Problem, tally: Tally) -> bool:
    """Tell whether a published month is left out since the person's opening count covers it."""
    return any(one.person == tally.person and tally.month <= one.until for one in problem.openings)


def _opened(problem: Problem, cls: FairnessClass, first: date | None) -> Shares:
    """Share the listed counts by weight × days employed in the year of 截至日期 up to it."""
    counts: Shares = {}
    weights: Shares = {}
    given: Shares = {}
    for opening in problem.openings:
        person = problem.by_key[opening.person]
        inside = (first is None or first <= opening.until) and opening.until < problem.month
        count = _count(opening, cls)
        if person.standing is not Standing.REGULAR or not inside or count is None:
            continue
        counts[person.key] = count
        weights[person.key] = person.weight * _days_employed(person, opening.until)
        if cls is FairnessClass.TOTAL and opening.due is not None:
            given[person.key] = opening.due
    pool, whole = sum(counts.values()), sum(weights.values())
    even = {key: pool * weight / whole if whole else Fraction(0) for key, weight in weights.items()}
    return {key: (even | given)[key] - count for key, count in counts.items()}


def _count(opening: Opening, cls: FairnessClass) -> Fraction | None:
    if cls is FairnessClass.TOTAL:
        return opening.total
    return opening.holiday if cls is FairnessClass.HOLIDAY else opening.rest


def _days_employed(person: Person, until: date) -> int:
    begin = max(date(until.year, 1, 1), person.employed_from or date.min)
    last = min(until, person.employed_to or date.max)
    return max(0, (last - begin).days + 1)


def _whole_months(
    problem: Problem, first: date | None
) -> list[tuple[tuple[Duty, ...], tuple[str, ...]]]:
    """Return duties and people of the earlier unpublished months all of whose dates are known."""
    published = {tally.month for tally in problem.tallies}
    months: defaultdict[date, dict[date, tuple[Duty, str]]] = defaultdict(dict)
    for one in problem.known_duties:
        on = one.duty.date
        inside = on < problem.month and (first is None or first <= on)
        if inside and on.replace(day=1) not in published:
            months[on.replace(day=1)][on] = one.duty, one.person
    whole = [known for month, known in months.items() if len(known) == len(_dates_of(month))]
    return [
        (tuple(duty for duty, _ in known.values()), tuple(key for _, key in known.values()))
        for known in whole
    ]


def _dates_of(month: date) -> list[date]:
    return dates(month, next_month(month))


@lru_cache(maxsize=24)
def inside(problem: Problem, cls: FairnessClass) -> tuple[int, ...]:
    """Return the duties that fall in a class."""
    kind = problem.calendar.kind
    return tuple(d for d, duty in enumerate(problem.duties) if cls.covers(kind(duty.date)))


def counts(problem: Problem, roster: Roster, cls: FairnessClass) -> dict[str, int]:
    """Return ``n_pk``: how many duties of a class the roster gives to each person."""
    found = dict.fromkeys(problem.by_key, 0)
    for d in inside(problem, cls):
        for key in roster.people[d]:
            found[key] += 1
    return found
