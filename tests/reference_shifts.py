"""A second reading of the law of shift work in plain Python, to check the product against.

Written from the page on posts alone; it shares only the dataclasses. All that is judged or counted
is of one person's duties, seats aside, so that the best roster is found person by person.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import lru_cache
from itertools import product
from statistics import median
from typing import TYPE_CHECKING

from constraints.calendar import DayKind, FairnessClass
from constraints.domain import Duty, Person, Roster, Sex, Standing
from constraints.policy import CheckMode, Office, Window

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constraints.problem import Problem

DAY = timedelta(days=1)
LEVELS = 9
Costs = tuple[int, ...]
SCHOOLS = ["小学", "初中", "高中", "中专", "技校", "职高", "大专", "专科", "高职", "高专"]
SCHOOLS += ["本科", "学士", "硕士", "研究生", "博士"]


def _later(born: date, years: int) -> date:
    """The birthday, 1 March where there is no 29 February."""
    year = born.year + years
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return (
        date(year, 3, 1) if (born.month, born.day) == (2, 29) and not leap else born.replace(year)
    )


def _through(duty: Duty, last: date | None) -> bool:
    return last is None or duty.end <= datetime.combine(last, time()) + DAY


def _qualified(problem: Problem, person: Person, duty: Duty) -> bool:
    policy, has, on = problem.policy, person.credentials, duty.start.date()
    if has.born and on < _later(has.born, 18):
        return False
    cleaner = policy.office is Office.CLEANER
    oldest = {Office.ADMINISTRATOR: 50, Office.SUPERVISOR: 45}.get(policy.office)
    if cleaner and has.sex:
        oldest = 50 if has.sex is Sex.MALE else 45
    school = None
    if has.education in SCHOOLS:
        school = SCHOOLS.index(has.education) >= SCHOOLS.index("初中" if cleaner else "大专")
    years = 2 if policy.office is Office.SUPERVISOR else 1
    card = has.certificate is not False and _through(duty, has.certificate_until)
    checks: dict[str, bool | None] = {"健康": has.healthy, "学历": school, "年龄": None}
    if oldest and has.born:
        checks["年龄"] = on < _later(has.born, oldest + (1 if policy.age_inclusive else 0))
    if not cleaner:
        since = has.experience_from
        checks["从业"] = None if since is None else on >= _later(since, years)
        checks["上岗证"] = card if has.certificate is not None or has.certificate_until else None
        checks["电脑"] = has.computer
    if policy.office is Office.ANYONE:
        return True
    mild = {"学历", "年龄"} if cleaner else set()
    for check, passed in checks.items():
        mode = policy.modes.get(check, CheckMode.WARN if check in mild else CheckMode.ENFORCE)
        bad = passed is False or (passed is None and policy.unknown_excludes)
        if bad and mode is CheckMode.ENFORCE and check not in has.exempt:
            return False
    return True


def _employed(person: Person, duty: Duty) -> bool:
    first = max(person.employed_from or date.min, person.duty_from or date.min)
    return first <= duty.start.date() and _through(duty, person.employed_to)


def _night_barred(person: Person, duty: Duty) -> bool:
    first, last = person.night_bar or (date.max, date.min)
    night = duty.start.date() - DAY
    while night <= duty.end.date():
        begins = datetime.combine(night, time(22))
        inside = (first or date.min) <= night <= (last or date.max)
        if inside and duty.start < begins + timedelta(hours=8) and begins < duty.end:
            return True
        night += DAY
    return False


def _leaves(problem: Problem, person: Person, duty: Duty) -> list[timedelta]:
    """The lengths of the merged leaves that overlap the duty."""
    spans: list[list[datetime]] = []
    for leave in sorted(problem.leaves, key=lambda one: one.start):
        if leave.person != person.key:
            continue
        if spans and leave.start <= spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], leave.end)
        else:
            spans.append([leave.start, leave.end])
    return [end - start for start, end in spans if start < duty.end and duty.start < end]


def _dispensed(problem: Problem, key: str, on: date) -> bool:
    return any((one.person, one.date) == (key, on) for one in problem.dispensations)


def _elsewhere(problem: Problem, key: str, duty: Duty) -> bool:
    """Whether a duty of another post is too near, or at the same time."""
    for one in problem.elsewhere:
        other, apart = one.duty, max(one.apart, problem.policy.apart)
        if one.person == key and duty.start < other.end + apart and other.start < duty.end + apart:
            return True
    return False


@lru_cache(maxsize=4096)
def may_take(problem: Problem, person: Person, d: int) -> bool:
    """Whether nothing but the rest of the roster keeps the person off a duty."""
    duty = problem.duties[d]
    on = duty.start.date()
    never = (
        not _employed(person, duty)
        or not _qualified(problem, person, duty)
        or _night_barred(person, duty)
        or bool(_leaves(problem, person, duty))
        or _elsewhere(problem, person.key, duty)
        or (person.shifts is not None and duty.shift not in person.shifts)
    )
    waivable = (
        person.standing is Standing.NONE
        or on.weekday() in person.barred_weekdays
        or any(
            (pin.person, pin.date, pin.must) == (person.key, on, False)
            and pin.shift in (duty.shift, "")
            for pin in problem.pins
        )
    )
    return not never and (not waivable or _dispensed(problem, person.key, on))


def _known(problem: Problem) -> list[tuple[Duty, str]]:
    """Duties outside the month, with who has them."""
    return [(one.duty, one.person) for one in problem.served]


def _fixed_as_asked(problem: Problem, key: str, taken: frozenset[int]) -> bool:
    """Whether a person has what pins 必须, changes and kept cells say, begun duties aside."""
    coming = [d for d in range(len(problem.duties)) if d not in problem.past]

    def named(on: date, shift: str) -> list[int]:
        days = [problem.duties[d] for d in coming]
        pairs = zip(coming, days, strict=True)
        return [d for d, x in pairs if x.start.date() == on and shift in ("", x.shift)]

    asked = [(pin.date, pin.shift, True) for pin in problem.pins if pin.must and pin.person == key]
    for sub in problem.substitutions:
        sides = [(sub.date, sub.shift, sub.original, sub.replacement)]
        if sub.back and sub.replacement:
            sides.append((sub.back, sub.back_shift, sub.replacement, sub.original))
        for on, shift, gives, takes in sides:
            crowd = any(problem.duties[d].need > 1 for d in named(on, shift))
            if gives == key and (takes is None or crowd):
                asked.append((on, shift, False))
            if takes == key:
                asked.append((on, shift, True))
    asked += [(fix.date, fix.shift, fix.on) for fix in problem.kept if fix.person == key]
    for on, shift, wanted in asked:
        cells = named(on, shift)
        if cells and any(d in taken for d in cells) is not wanted:
            return False
    return True


def own_lawful(problem: Problem, person: Person, taken: frozenset[int]) -> bool:
    """Whether one person's duties keep every rule that is not about seats."""
    key, terms, duties = person.key, problem.policy.shift_work, problem.duties
    assert terms is not None
    if any((d in taken) != (key in keys) for d, keys in problem.past.items()):
        return False
    coming = [d for d in taken if d not in problem.past]
    if not _fixed_as_asked(problem, key, taken):
        return False
    if not all(may_take(problem, person, d) for d in coming):
        return False
    new = [duties[d] for d in coming]
    old = [duties[d] for d in taken if d in problem.past]
    old_and_known = old + [duty for duty, who in _known(problem) if who == key]
    for nth, duty in enumerate(new):
        for other in [*new[:nth], *old_and_known]:
            first, second = sorted((duty, other), key=lambda one: one.start)
            if duty.start.date() == other.start.date():
                return False
            if second.start < first.end + problem.policy.rest:
                return False
    worked = {duty.start.date() for duty in [*new, *old_and_known]}
    fresh = {duty.start.date() for duty in new}
    if any(not _week_kept(problem, key, on, worked, fresh) for on in fresh):
        return False
    if any(not _run_kept(problem, key, on, worked) for on in fresh):
        return False
    for on in fresh:
        next_first = (on.replace(day=28) + 4 * DAY).replace(day=1)
        length = (next_first - on.replace(day=1)).days
        here = [day for day in worked if (day.year, day.month) == (on.year, on.month)]
        if len(here) > length - terms.month_off:
            return False
    return _sums_kept(problem, person, new, old)


def _week_kept(problem: Problem, key: str, on: date, worked: set[date], fresh: set[date]) -> bool:
    assert problem.policy.shift_work is not None
    days_off = problem.policy.shift_work.days_off
    monday = on - on.weekday() * DAY
    week = [monday + n * DAY for n in range(7)]
    counted = [day for day in week if day in worked and not _dispensed(problem, key, day)]
    if len(counted) > 7 - days_off and any(day in fresh for day in counted):
        return False
    return days_off == 0 or any(day not in worked for day in week)


def _run_kept(problem: Problem, key: str, on: date, worked: set[date]) -> bool:
    assert problem.policy.shift_work is not None
    row = [on]
    while row[0] - DAY in worked:
        row.insert(0, row[0] - DAY)
    while row[-1] + DAY in worked:
        row.append(row[-1] + DAY)
    most = problem.policy.shift_work.run + any(_dispensed(problem, key, day) for day in row)
    return len(row) <= most


def _sums_kept(problem: Problem, person: Person, new: list[Duty], old: list[Duty]) -> bool:
    """Cap and paid hours; what has begun may lie above, but nothing is added then."""
    assert problem.policy.shift_work is not None

    def counted(duties: list[Duty]) -> int:
        return sum(not _dispensed(problem, person.key, duty.start.date()) for duty in duties)

    for cls, cap in (
        (FairnessClass.TOTAL, person.cap),
        (FairnessClass.HOLIDAY, person.holiday_cap),
        (FairnessClass.REST, person.rest_cap),
    ):
        fresh, begun = ([x for x in some if _of_class(problem, x, cls)] for some in (new, old))
        if cap is not None and counted(fresh) and counted(fresh + begun) > cap:
            return False
    most = problem.policy.shift_work.hours
    paid, before = (
        sum((x.end - x.start if x.hours is None else x.hours for x in some), timedelta())
        for some in (new, old)
    )
    return most is None or not paid or paid + before <= most


def lawful(problem: Problem, roster: Roster) -> bool:
    """Whether a roster keeps every hard rule; open seats are lawful."""
    pairs = zip(problem.duties, roster.people, strict=True)
    if any(len(keys) > duty.need for duty, keys in pairs):
        return False
    return all(own_lawful(problem, p, _taken(roster, p.key)) for p in problem.people)


def _taken(roster: Roster, key: str) -> frozenset[int]:
    return frozenset(d for d, keys in enumerate(roster.people) if key in keys)


def _of_class(problem: Problem, duty: Duty, cls: FairnessClass) -> bool:
    row = problem.calendar.rows.get(duty.start.date())
    kind = row.kind if row else DayKind.REST if duty.start.weekday() > 4 else DayKind.WORKDAY
    names = {FairnessClass.HOLIDAY: DayKind.HOLIDAY, FairnessClass.REST: DayKind.REST}
    return cls not in names or kind is names[cls]


def _due(problem: Problem, cls: FairnessClass, shift: str | None) -> dict[str, Fraction]:
    """Everyone's share of the seats of a class, of one shift if that is named."""
    policy, found = problem.policy, {person.key: Fraction(0) for person in problem.people}
    long = policy.long_festival_leave if cls is FairnessClass.HOLIDAY else policy.long_leave
    for duty in problem.duties:
        if not _of_class(problem, duty, cls) or shift not in (None, duty.shift):
            continue
        sharers = [
            p
            for p in problem.people
            if p.standing is Standing.REGULAR
            and _employed(p, duty)
            and _qualified(problem, p, duty)
            and not _night_barred(p, duty)
            and not any(length >= long for length in _leaves(problem, p, duty))
            and (cls is FairnessClass.TOTAL or duty.start.weekday() not in p.barred_weekdays)
            and (shift is None or p.shifts is None or shift in p.shifts)
        ]
        weight = sum(p.weight for p in sharers)
        for p in sharers if weight else ():
            found[p.key] += duty.need * p.weight / weight
    return found


def _owed(problem: Problem, cls: FairnessClass) -> dict[str, Fraction]:
    """Due minus served of the published months in the window."""
    month, policy = problem.month, problem.policy
    window = policy.holiday_window if cls is FairnessClass.HOLIDAY else policy.window
    first = {
        Window.YEAR: month.replace(month=1),
        Window.ROLLING: month.replace(year=month.year - 1),
        Window.MONTH: month,
        Window.NEVER: date.min,
    }[window]
    found = {person.key: Fraction(0) for person in problem.people}
    for row in problem.tallies:
        if row.cls is cls and first <= row.month < month:
            found[row.person] += row.due - row.served
    return found


@lru_cache(maxsize=64)
def _targets(problem: Problem, cls: FairnessClass) -> dict[str, int]:
    """Quarter-duties of everyone with 可值班 = 是."""
    regular = [p.key for p in problem.people if p.standing is Standing.REGULAR]
    due, owed = _due(problem, cls, None), _owed(problem, cls)
    whole = _due(problem, FairnessClass.TOTAL, None)
    sharing = [owed[key] for key in regular if whole[key] > 0]
    middle = median(sharing) if sharing else Fraction(0)
    most = problem.policy.catch_up
    return {
        key: round(4 * (due[key] + min(most, max(-most, owed[key] - middle)))) for key in regular
    }


@lru_cache(maxsize=64)
def _shift_targets(problem: Problem) -> dict[tuple[str, str], int]:
    found = {}
    for shift in {duty.shift for duty in problem.duties}:
        due = _due(problem, FairnessClass.TOTAL, shift)
        for p in problem.people:
            if p.standing is Standing.REGULAR:
                found[shift, p.key] = round(4 * due[p.key])
    return found


def _unmet(problem: Problem, key: str, taken: frozenset[int]) -> int:
    """Wishes of a person that are not met; dates without one have the automatic ones."""
    duties = [(d, duty, duty.start.date()) for d, duty in enumerate(problem.duties)]
    wishes: list[tuple[set[int], bool]] = []
    spoken = set()
    for wish in problem.wishes:
        meant = {d for d, x, on in duties if on == wish.date and wish.shift in ("", x.shift)}
        if wish.person == key and meant:
            spoken.add(wish.date)
            wishes.append((meant, wish.wanted))
    for on in {on for _, _, on in duties} - spoken:
        named = problem.calendar.festivals.get(on)
        if named and any(
            who == key
            and duty.start.year == on.year - 1
            and problem.calendar.festivals.get(duty.start.date()) == named
            for duty, who in _known(problem)
        ):
            spoken.add(on)
            wishes.append(({d for d, _, day in duties if day == on}, False))
    asked = [leave for leave in problem.pending if leave.person == key]
    for d, duty, on in duties:
        if on not in spoken and any(x.start < duty.end and duty.start < x.end for x in asked):
            wishes.append(({d}, False))
    return sum(bool(meant & taken) is not wanted for meant, wanted in wishes)


def _rhythm(problem: Problem, key: str, taken: frozenset[int]) -> int:
    """Pairs of neighbouring dates with two different shifts, and dates worked alone."""
    worked: dict[date, set[str]] = {}
    outside = [duty for duty, who in _known(problem) if who == key]
    for duty in [*outside, *(problem.duties[d] for d in taken)]:
        worked.setdefault(duty.start.date(), set()).add(duty.shift)
    named = {duty.start.date() for duty, _ in _known(problem)}

    def in_month(on: date) -> bool:
        return (on.year, on.month) == (problem.month.year, problem.month.month)

    def free(on: date) -> bool:
        return on not in worked and (in_month(on) or on in named)

    changes = 0
    for on, shifts in worked.items():
        after = worked.get(on + DAY, set())
        if in_month(on) or in_month(on + DAY):
            changes += any(one != other for one, other in product(shifts, after))
    return changes + sum(in_month(on) and free(on - DAY) and free(on + DAY) for on in worked)


def own_costs(problem: Problem, person: Person, taken: frozenset[int]) -> Costs:
    """What one person's duties cost on each level, but for the seats that stay open."""
    key, base, duties = person.key, problem.base, problem.duties
    had = {d for d, keys in enumerate(base.people) if key in keys} if base else set()
    fair = [0, 0, 0, 0]
    if person.standing is Standing.REGULAR:
        for nth, cls in enumerate((FairnessClass.TOTAL, FairnessClass.HOLIDAY, FairnessClass.REST)):
            own = sum(_of_class(problem, duties[d], cls) for d in taken)
            fair[nth] = (4 * own - _targets(problem, cls)[key]) ** 2
        for (shift, who), target in _shift_targets(problem).items():
            if who == key:
                fair[3] += (4 * sum(duties[d].shift == shift for d in taken) - target) ** 2
    reserve = len(taken - had) if person.standing is Standing.RESERVE else 0
    lost = len(had - taken)
    wishes, rhythm = _unmet(problem, key, taken), _rhythm(problem, key, taken)
    return 0, reserve, lost, *fair, wishes, rhythm


def _seat_costs(problem: Problem, used: list[int]) -> Costs:
    """What the seats cost by how many are taken: open ones, and those of the base now filled."""
    gaps = sum(duty.need - n for duty, n in zip(problem.duties, used, strict=True))
    filled = 0
    if problem.base:
        pairs = zip(problem.base.people, used, strict=True)
        filled = sum(max(0, n - len(keys)) for keys, n in pairs)
    return gaps, 0, filled, *[0] * (LEVELS - 3)


def _plus(one: Costs, other: Costs) -> Costs:
    return tuple(a + b for a, b in zip(one, other, strict=True))


def costs(problem: Problem, roster: Roster) -> list[int]:
    """The nine level costs of a roster."""
    total = _seat_costs(problem, [len(keys) for keys in roster.people])
    for person in problem.people:
        total = _plus(total, own_costs(problem, person, _taken(roster, person.key)))
    return list(total)


def _own_rosters(problem: Problem, person: Person) -> Iterator[frozenset[int]]:
    """Everything that a person may lawfully have, by trying it all."""
    begun = frozenset(d for d, keys in problem.past.items() if person.key in keys)
    days: dict[date, list[int | None]] = {}
    for d, duty in enumerate(problem.duties):
        if d not in problem.past and may_take(problem, person, d):
            days.setdefault(duty.start.date(), [None]).append(d)
    for choice in product(*days.values()):
        taken = begun | {d for d in choice if d is not None}
        if own_lawful(problem, person, taken):
            yield taken


def best(problem: Problem) -> list[int] | None:
    """The least level costs of all lawful rosters; None if there is none.

    Of all ways in which some people can fill the same seats only the cheapest goes on: what the
    others add does not hang on who they are.
    """
    # A field of three bits a duty, which reaches 4 when too many have it.
    start = sum((3 - duty.need) << 3 * d for d, duty in enumerate(problem.duties))
    crowded = sum(4 << 3 * d for d in range(len(problem.duties)))
    reached: dict[int, Costs] = {start: (0,) * LEVELS}
    for person in problem.people:
        own = [
            (sum(1 << 3 * d for d in taken), own_costs(problem, person, taken))
            for taken in _own_rosters(problem, person)
        ]
        onward: dict[int, Costs] = {}
        for seats, cost in reached.items():
            for more, price in own:
                state = seats + more
                if not state & crowded:
                    total = _plus(cost, price)
                    onward[state] = min(total, onward.get(state, total))
        reached = onward
    ends = []
    for state, cost in reached.items():
        used = [(state - start >> 3 * d) & 7 for d in range(len(problem.duties))]
        ends.append(_plus(cost, _seat_costs(problem, used)))
    return list(min(ends)) if ends else None
