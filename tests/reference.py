"""A second reading of the law in plain Python, to check the product against.

Written from the pages on semantics and posts alone; it shares only the dataclasses. Slow and plain
on purpose. "In the month" means on the date of one of ``duties``, of which a date may have several.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import lru_cache
from hashlib import sha256
from itertools import combinations, product
from statistics import median
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from constraints.calendar import DayKind, FairnessClass
from constraints.domain import Duty, Person, Roster, Standing
from constraints.policy import CheckMode, EveMode, Window

if TYPE_CHECKING:
    from constraints.problem import Problem

Cells = frozenset[tuple[int, str]]
Shares = dict[str, Fraction]

DAY = timedelta(days=1)
TOTAL, HOLIDAY = FairnessClass.TOTAL, FairnessClass.HOLIDAY
PASSES = {"大专", "专科", "高职", "高专", "本科", "学士", "硕士", "研究生", "博士"}
FAILS = {"小学", "初中", "高中", "中专", "技校", "职高"}


def _anniversary(origin: date, years: int) -> date:
    if (origin.month, origin.day) == (2, 29) and (origin.year + years) % 4:
        return date(origin.year + years, 3, 1)
    return origin.replace(year=origin.year + years)


def _age(born: date, on: date) -> int:
    years = on.year - born.year
    return years - (on < _anniversary(born, years))


def _ends_by(duty: Duty, last: date | None) -> bool:
    return last is None or duty.end <= datetime.combine(last, time()) + DAY


def _employed(person: Person, duty: Duty) -> bool:
    first = max(person.employed_from or date.min, person.duty_from or date.min)
    return first <= duty.start.date() and _ends_by(duty, person.employed_to)


def _qualified(problem: Problem, person: Person, duty: Duty) -> bool:
    has, on, policy = person.credentials, duty.start.date(), problem.policy
    age = _age(has.born, on) if has.born else None
    school = True if has.education in PASSES else False if has.education in FAILS else None
    card = True if has.certificate is None and has.certificate_until else has.certificate
    checks = {
        "学历": False if "在读" in has.education else school,
        "从业": has.experience_from and on >= _anniversary(has.experience_from, 1),
        "上岗证": card and _ends_by(duty, has.certificate_until),
        "电脑": has.computer,
        "年龄": age if age is None else age <= (50 if policy.age_inclusive else 49),
        "健康": has.healthy,
    }
    refused = (False, None) if policy.unknown_excludes else (False,)
    return (age is None or age >= 18) and not any(
        policy.modes.get(name, CheckMode.ENFORCE) is CheckMode.ENFORCE
        and name not in has.exempt
        and passed in refused
        for name, passed in checks.items()
    )


def _night_barred(person: Person, duty: Duty) -> bool:
    first, last = person.night_bar or (date.max, date.min)
    for i in range(-1, (duty.end - duty.start).days + 2):
        night = datetime.combine(duty.start.date() + i * DAY, time(22))
        barred = (first or date.min) <= night.date() <= (last or date.max)
        if barred and duty.start < night + timedelta(hours=8) and night < duty.end:
            return True
    return False


def _absences(problem: Problem, person: Person, duty: Duty) -> list[tuple[timedelta, bool]]:
    """Merged leaves in conflict with the duty: their length, and whether it is only their eve."""
    merged: list[tuple[datetime, datetime, bool]] = []
    own = [leave for leave in problem.leaves if leave.person == person.key]
    for leave in sorted(own, key=lambda one: (one.start, not one.by_days)):
        start, end, whole = leave.start, leave.end, leave.by_days and leave.start.time() == time()
        if merged and start <= merged[-1][1]:
            start, before, whole = merged.pop()
            end = max(end, before)
        merged.append((start, end, whole))
    return [
        (end - start, whole and min(end, duty.end) <= start + _since_midnight(problem))
        for start, end, whole in merged
        if start < duty.end and duty.start < end
    ]


def _since_midnight(problem: Problem) -> timedelta:
    return datetime.combine(date.min, problem.policy.handover) - datetime.min


def _on_eve(problem: Problem, person: Person, duty: Duty) -> bool:
    return any(eve for _, eve in _absences(problem, person, duty))


def _dispensed(problem: Problem, key: str, duty: Duty) -> bool:
    return (key, duty.start.date()) in [(one.person, one.date) for one in problem.dispensations]


def _elsewhere(problem: Problem, person: Person, duty: Duty) -> bool:
    """Whether a duty of another post overlaps, or is nearer than either post allows."""
    for one in problem.elsewhere:
        apart, other = max(one.apart, problem.policy.apart), one.duty
        if one.person == person.key and max(duty.start, other.start) < (
            min(duty.end, other.end) + apart
        ):
            return True
    return False


def may_take(problem: Problem, person: Person, duty: Duty) -> bool:
    """Section 4 for one cell, pins 必须 aside."""
    on = duty.start.date()
    never = (
        not _employed(person, duty)
        or not _qualified(problem, person, duty)
        or _night_barred(person, duty)
        or any(not eve for _, eve in _absences(problem, person, duty))
        or _elsewhere(problem, person, duty)
        or (person.shifts is not None and duty.shift not in person.shifts)
    )
    waivable = (
        person.standing is Standing.NONE
        or (problem.policy.eves is EveMode.BAR and _on_eve(problem, person, duty))
        or on.weekday() in person.barred_weekdays
        or any(
            (p.person, p.date, p.must) == (person.key, on, False) and p.shift in ("", duty.shift)
            for p in problem.pins
        )
    )
    return not never and (not waivable or _dispensed(problem, person.key, duty))


@lru_cache(maxsize=64)
def _open_cells(problem: Problem) -> Cells:
    cells = ((d, duty, p) for d, duty in enumerate(problem.duties) for p in problem.people)
    return frozenset((d, p.key) for d, duty, p in cells if may_take(problem, p, duty))


@lru_cache(maxsize=64)
def _known(problem: Problem) -> list[tuple[Duty, str]]:
    """Duties outside the month, with whoever really serves them."""
    pattern = problem.duties[0]
    month = {duty.start.date() for duty in problem.duties}
    found = [(one.duty, one.person) for one in problem.served]
    for sub in problem.substitutions:
        sides = [(sub.date, sub.shift, sub.original, sub.replacement)]
        if sub.back and sub.replacement:
            sides.append((sub.back, sub.back_shift, sub.replacement, sub.original))
        for on, shift, gives, takes in sides:
            there = [i for i, (duty, _) in enumerate(found) if duty.start.date() == on]
            own = [i for i in there if found[i][1] == gives and shift in ("", found[i][0].shift)]
            if takes and own:
                found[own[0]] = (found[own[0]][0], takes)
            elif takes and not there:
                start = datetime.combine(on, pattern.start.time())
                fresh = Duty(start, start + (pattern.end - pattern.start), pattern.post)
                found.append((fresh, takes))
    return [row for row in found if row[0].start.date() not in month]


def _meant(problem: Problem, on: date | None, shift: str) -> tuple[int, ...]:
    """The duties of a date, or the one of a shift on it."""
    duties = enumerate(problem.duties)
    return tuple(d for d, x in duties if x.start.date() == on and shift in ("", x.shift))


def fixed(problem: Problem) -> list[tuple[tuple[int, ...], str, bool]]:
    """Cells decided beforehand as (duties, person, whether one or none of these is theirs)."""
    cells = [(pin.date, pin.shift, pin.person, True) for pin in problem.pins if pin.must]
    changed: dict[tuple[date, str, str], bool] = {}
    for sub in problem.substitutions:
        sides = [(sub.date, sub.shift, sub.original, sub.replacement)]
        if sub.back and sub.replacement:
            sides.append((sub.back, sub.back_shift, sub.replacement, sub.original))
        for on, shift, gives, takes in sides:
            alone = [problem.duties[d].need for d in _meant(problem, on, shift)] == [1]
            if takes is None or not alone:
                changed[on, shift, gives] = False
            if takes is not None:
                changed[on, shift, takes] = True
    cells += [(*where, wanted) for where, wanted in changed.items()]
    cells += [(fix.date, fix.shift, fix.person, fix.on) for fix in problem.kept]
    meant = [
        (tuple(d for d in _meant(problem, on, shift) if d not in problem.past), key, wanted)
        for on, shift, key, wanted in cells
    ]
    return [cell for cell in meant if cell[0]]


def _too_close(problem: Problem, key: str, a: Duty, b: Duty) -> bool:
    """Whether one person can't serve both; a dispensation on either lowers rest to 24 h."""
    waived = _dispensed(problem, key, a) or _dispensed(problem, key, b)
    rest = min(problem.policy.rest, DAY) if waived else problem.policy.rest
    return max(a.start, b.start) - min(a.end, b.end) < rest


def _fits(problem: Problem, roster: Roster) -> bool:
    """Every hard rule that more people can't mend: all but the fixed cells."""
    taken: defaultdict[str, list[Duty]] = defaultdict(list)
    for d, (duty, on) in enumerate(zip(problem.duties, roster.people, strict=True)):
        shut = d not in problem.past and any((d, key) not in _open_cells(problem) for key in on)
        if len(on) > duty.need or shut:
            return False
        for key in on:
            taken[key].append(duty)
    begun = [problem.duties[d] for d in problem.past]
    for person in problem.people:
        key, own = person.key, taken[person.key]
        outside = [duty for duty, who in _known(problem) if who == key]
        pairs = [*combinations(own, 2), *((a, b) for a in own for b in outside)]
        pairs = [(a, b) for a, b in pairs if {id(a), id(b)} - {id(x) for x in [*begun, *outside]}]
        if any(_too_close(problem, key, a, b) for a, b in pairs):
            return False
        gone = [problem.duties[d] for d, on in problem.past.items() if key in on]
        for cls, most in _caps(person):
            counted, already = (
                sum(_counts(problem, x, cls) and not _dispensed(problem, key, x) for x in duties)
                for duties in (own, gone)
            )
            if counted > max(already, most):
                return False
    return True


def _caps(person: Person) -> list[tuple[FairnessClass, int]]:
    caps = {TOTAL: person.cap, HOLIDAY: person.holiday_cap, FairnessClass.REST: person.rest_cap}
    return [(cls, most) for cls, most in caps.items() if most is not None]


def lawful(problem: Problem, roster: Roster) -> bool:
    """Whether the roster keeps every hard rule of section 5; a gap is lawful."""
    kept = all(
        any(key in roster.people[d] for d in duties) is wanted
        for duties, key, wanted in fixed(problem)
    )
    kept &= all(set(roster.people[d]) == set(on) for d, on in problem.past.items())
    return kept and _fits(problem, roster)


def _counts(problem: Problem, duty: Duty, cls: FairnessClass) -> bool:
    on = duty.start.date()
    row = problem.calendar.rows.get(on)
    kind = row.kind if row else DayKind.REST if on.isoweekday() > 5 else DayKind.WORKDAY
    kind = duty.kind or kind
    return cls is TOTAL or kind is (DayKind.HOLIDAY if cls is HOLIDAY else DayKind.REST)


def _shared(problem: Problem, duties: list[Duty], cls: FairnessClass) -> Shares:
    """The due of everyone for these duties."""
    policy = problem.policy
    long = policy.long_festival_leave if cls is HOLIDAY else policy.long_leave
    found = {person.key: Fraction(0) for person in problem.people}
    for duty in duties:
        sharers = [
            p
            for p in problem.people
            if _counts(problem, duty, cls)
            and p.standing is Standing.REGULAR
            and _employed(p, duty)
            and _qualified(problem, p, duty)
            and not _night_barred(p, duty)
            and not any(n >= long and not eve for n, eve in _absences(problem, p, duty))
            and (cls is TOTAL or duty.start.weekday() not in p.barred_weekdays)
        ]
        weight = sum((p.weight for p in sharers), Fraction(0))
        for p in sharers if weight else ():
            found[p.key] += duty.need * p.weight / weight
    return found


@lru_cache(maxsize=64)
def due(problem: Problem, cls: FairnessClass) -> Shares:
    """Everyone's fair share of this month, in duties."""
    return _shared(problem, list(problem.duties), cls)


def _window_start(problem: Problem, cls: FairnessClass) -> date:
    month, policy = problem.month, problem.policy
    return {
        Window.YEAR: month.replace(month=1),
        Window.ROLLING: month.replace(year=month.year - 1),
        Window.MONTH: month,
        Window.NEVER: date.min,
    }[policy.holiday_window if cls is HOLIDAY else policy.window]


def _opened(problem: Problem, cls: FairnessClass) -> Shares:
    """Opening balances, from the rows whose date lies in the window."""
    staff = {p.key: p for p in problem.people if p.standing is Standing.REGULAR}
    counts: Shares = {}
    load: Shares = {}
    for row in problem.openings:
        count = {TOTAL: row.total, HOLIDAY: row.holiday}.get(cls, row.rest)
        in_window = _window_start(problem, cls) <= row.until < problem.month
        if row.person not in staff or not in_window or count is None:
            continue
        person, year = staff[row.person], row.until.replace(month=1, day=1)
        first = max(year, person.employed_from or year)
        days = (min(row.until, person.employed_to or row.until) - first).days + 1
        counts[row.person], load[row.person] = count, person.weight * max(0, days)
    whole = sum(load.values()) or Fraction(1)
    pool = sum(counts.values())
    given = {row.person: row.due for row in problem.openings if cls is TOTAL}
    found = {person.key: Fraction(0) for person in problem.people}
    for key, count in counts.items():
        share = given.get(key)
        found[key] = (pool * load[key] / whole if share is None else share) - count
    return found


@lru_cache(maxsize=64)
def balance(problem: Problem, cls: FairnessClass) -> Shares:
    """Everyone's due minus served before this month, in duties."""
    published = {row.month for row in problem.tallies}
    found = {person.key: Fraction(0) for person in problem.people}
    until = {row.person: row.until for row in problem.openings}
    for row in problem.tallies:
        inside = _window_start(problem, cls) <= row.month < problem.month
        if row.cls is cls and inside and until.get(row.person, date.min) < row.month:
            found[row.person] += row.due - row.served
    if problem.openings:
        return {key: found[key] + owed for key, owed in _opened(problem, cls).items()}
    months: defaultdict[date, list[tuple[Duty, str]]] = defaultdict(list)
    for row in _known(problem):
        on = row[0].start.date()
        month = on.replace(day=1)
        if _window_start(problem, cls) <= on < problem.month and month not in published:
            months[month].append(row)
    for first, rows in months.items():
        days = len({duty.start.date() for duty, _ in rows})
        if (first + days * DAY).month != first.month:  # every date of the month is known
            for key, share in _shared(problem, [duty for duty, _ in rows], cls).items():
                found[key] += share - sum(_counts(problem, a, cls) for a, who in rows if who == key)
    return found


@lru_cache(maxsize=64)
def targets(problem: Problem, cls: FairnessClass) -> dict[str, int]:
    """T of section 6 in quarters of a duty, for everyone with 可值班 = 是."""
    owed, most = balance(problem, cls), problem.policy.catch_up
    regulars = [p.key for p in problem.people if p.standing is Standing.REGULAR]
    middle = median(
        [owed[key] for key in regulars if due(problem, TOTAL)[key] > 0] or [Fraction(0)]
    )
    made_good = {key: max(-most, min(most, owed[key] - middle)) for key in regulars}
    return {key: round(4 * (due(problem, cls)[key] + made_good[key])) for key in regulars}


@lru_cache(maxsize=64)
def _priced(problem: Problem) -> tuple[Cells, Cells]:
    """Cells that cost at levels 2 and 3: reserves and leave eves that the base doesn't have."""
    base = problem.base.people if problem.base else ((),) * len(problem.duties)
    cells = [(d, p) for d, on in enumerate(base) for p in problem.people if p.key not in on]
    avoid = problem.policy.eves is EveMode.AVOID
    eves = [(d, p.key) for d, p in cells if avoid and _on_eve(problem, p, problem.duties[d])]
    reserves = [(d, p.key) for d, p in cells if p.standing is Standing.RESERVE]
    return frozenset(reserves), frozenset(eves)


@lru_cache(maxsize=64)
def _wishes(problem: Problem) -> dict[tuple[date, str, str], bool]:
    """Wishes by date, shift and person, with last year's festivals and pending leaves."""
    found = {
        (w.date, w.shift, w.person): w.wanted
        for w in problem.wishes
        if _meant(problem, w.date, w.shift)
    }
    said = {(on, key) for on, _, key in found}
    names, month = problem.calendar.festivals, {duty.start.date() for duty in problem.duties}
    for known, key in _known(problem):
        on = known.start.date()
        for day in month:
            same = on in names and names[on] == names.get(day) and on.year == day.year - 1
            if same and (day, key) not in said:
                found[day, "", key] = False
    said = {(on, key) for on, shift, key in found if (on, key) in said or not shift}
    for leave, duty in product(problem.pending, problem.duties):
        begins = datetime.combine(leave.start.date(), time())
        handover = datetime.combine(leave.start.date(), problem.policy.handover)
        eve = leave.by_days and leave.start == begins and min(duty.end, leave.end) <= handover
        touched = leave.start < duty.end and duty.start < leave.end and not eve
        if touched and (duty.start.date(), leave.person) not in said:
            found[duty.start.date(), duty.shift, leave.person] = False
    return found


@lru_cache(maxsize=64)
def _runs(problem: Problem) -> list[set[date]]:
    """Every run of dates that level 9 looks at."""
    reserves = {p.key for p in problem.people if p.standing is Standing.RESERVE}
    candidates = {key for _, key in _open_cells(problem)} - reserves
    first, last = problem.duties[0].start.date(), problem.duties[-1].start.date()
    return [
        {first + (i + j) * DAY for j in range(length)}
        for length in range(3, max(3, min(7, len(candidates) - 1)) + 1)
        for i in range(1 - length, (last - first).days + 1)
    ]


def costs(problem: Problem, roster: Roster) -> list[int]:
    """The costs of the nine levels, in order."""
    cells = [(d, key) for d, on in enumerate(roster.people) for key in on]
    gaps = sum(duty.need for duty in problem.duties) - len(cells)
    reserves, eves = (sum(cell in priced for cell in cells) for priced in _priced(problem))
    base = problem.base.people if problem.base else roster.people
    changes = sum(  # of all seats of a duty those that are not as they were
        len({*a} - {*b}) + max(0, len(b) - len(a)) for a, b in zip(base, roster.people, strict=True)
    )
    fairness = []
    for cls in (TOTAL, HOLIDAY, FairnessClass.REST):
        n = Counter(key for d, key in cells if _counts(problem, problem.duties[d], cls))
        fairness.append(sum((4 * n[key] - t) ** 2 for key, t in targets(problem, cls).items()))
    wishes = sum(
        any((d, key) in cells for d in _meant(problem, on, shift)) is not wanted
        for (on, shift, key), wanted in _wishes(problem).items()
    )
    ends = problem.duties[0].start, problem.duties[-1].start
    around = [row for row in _known(problem) if not ends[0] < row[0].start < ends[1]]
    starts = [(duty.start.date(), key) for duty, key in around]
    starts += [(problem.duties[d].start.date(), key) for d, key in cells]
    spacing = 0
    for run in _runs(problem):
        n = Counter(key for on, key in starts if on in run)
        spacing += sum(count - 1 for count in n.values())
    return [gaps, reserves, eves, changes, *fairness, wishes, spacing]


def tie(problem: Problem, roster: Roster) -> tuple[int, int, list[str]]:
    """The key that makes the optimum unique: changes soon, the hash sum, the people by seat."""
    total = 0
    base = problem.base.people if problem.base else roster.people
    soon = sum(len({*base[d]} - {*roster.people[d]}) for d in problem.short_notice)
    seats = list[str]()
    for duty, on in zip(problem.duties, roster.people, strict=True):
        seats += [*[""] * (duty.need - len(on)), *sorted(on)]
        shift = f"{duty.shift}|" if duty.shift else ""
        texts = [f"{duty.post}|{shift}{duty.start.date().isoformat()}|{key}" for key in on]
        total += sum(sha256(text.encode()).digest()[0] for text in texts)
    return soon, total, seats


def best(problem: Problem) -> tuple[list[int], Roster]:
    """The best lawful roster of a tiny problem, by trying them all."""
    size, keys = len(problem.duties), sorted(person.key for person in problem.people)
    found: list[tuple[list[int], tuple[int, int, list[str]], Roster]] = []

    def extend(people: tuple[tuple[str, ...], ...]) -> None:
        roster = Roster(people + ((),) * (size - len(people)))
        if any(set(people[d]) != set(on) for d, on in problem.past.items() if d < len(people)):
            return
        if not _fits(problem, roster):
            return
        if len(people) < size:
            need = min(problem.duties[len(people)].need, len(keys))
            for count in range(need + 1):
                for on in combinations(keys, count):
                    extend((*people, on))
        elif lawful(problem, roster):
            entry = (costs(problem, roster), tie(problem, roster), roster)
            found[:] = [min([*found, entry], key=lambda one: one[:2])]

    extend(())
    if not found:
        raise ValueError("no lawful roster")
    return found[0][0], found[0][2]


def optimum(problem: Problem, seconds: float = 60) -> list[int]:
    """The nine level costs of the best roster, each proved by CP-SAT within ``seconds``.

    For one duty a date with one seat.
    """
    model, duties, known = cp_model.CpModel(), problem.duties, _known(problem)
    past = {(d, key) for d, on in problem.past.items() for key in on}
    cells = {cell for cell in _open_cells(problem) if cell[0] not in problem.past} | past
    x = {cell: model.new_bool_var(str(cell)) for cell in sorted(cells)}
    for cell in past:
        model.add(x[cell] == 1)
    served = [sum(x[cell] for cell in x if cell[0] == d) for d in range(len(duties))]
    for together in served:
        model.add(together <= 1)
    for (d,), key, wanted in fixed(problem):
        model.add(x.get((d, key), 0) == int(wanted))
    for (d, key), (e, other) in combinations(x, 2):
        begun = d in problem.past and e in problem.past
        if key == other and not begun and _too_close(problem, key, duties[d], duties[e]):
            model.add(x[d, key] + x[e, key] <= 1)
    for d, key in x:
        group = [d]
        for e in range(d + 1, len(duties) if not past else 0):
            if (e, key) in x and all(_too_close(problem, key, duties[e], duties[g]) for g in group):
                group.append(e)
        model.add_at_most_one(x[g, key] for g in group)  # implied, but proves faster
    for (d, key), on in x.items():
        if d in problem.past:
            continue
        if any(_too_close(problem, key, duties[d], a) for a, who in known if who == key):
            model.add(on == 0)
    for p in problem.people:
        capped = [d for d, key in x if key == p.key and not _dispensed(problem, key, duties[d])]
        for cls, most in _caps(p):
            inside = [d for d in capped if _counts(problem, duties[d], cls)]
            gone = sum((d, p.key) in past for d in inside)
            model.add(sum(x[d, p.key] for d in inside) <= max(gone, most))

    levels: list[cp_model.LinearExprT] = [len(duties) - sum(served)]
    levels += [sum(x[cell] for cell in x if cell in priced) for priced in _priced(problem)]
    base = enumerate(problem.base.people if problem.base else ())
    levels.append(sum(1 - x.get((d, on[0]), 0) if on else served[d] for d, on in base))
    for cls in (TOTAL, HOLIDAY, FairnessClass.REST):
        prices = []
        for who, t in targets(problem, cls).items():
            own = [x[d, key] for d, key in x if key == who and _counts(problem, duties[d], cls)]
            price = model.new_int_var(0, 16 * (len(duties) + abs(t)) ** 2, "")
            for n in range(len(own) + 1):  # a square lies above each of its chords
                here, step = (4 * n - t) ** 2, 8 * (4 * n - t) + 16
                model.add(price >= here + step * (sum(own) - n))
            prices.append(price)
        levels.append(sum(prices))
    on_date = {duty.start.date(): d for d, duty in enumerate(duties)}
    wished = [((on_date[on], key), one) for (on, _, key), one in _wishes(problem).items()]
    levels.append(sum(1 - x.get(cell, 0) if wanted else x.get(cell, 0) for cell, wanted in wished))
    excess = []
    for run in _runs(problem):
        for p in problem.people:
            inside = [x[d, key] for d, key in x if key == p.key and duties[d].start.date() in run]
            before = sum(a.start.date() in run and key == p.key for a, key in known)
            excess.append(model.new_int_var(0, len(run), ""))
            model.add(excess[-1] >= sum(inside) + before - 1)
    levels.append(sum(excess))

    values: list[int] = []
    for level in levels:
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = seconds
        model.minimize(level)
        status = solver.solve(model)
        assert status == cp_model.OPTIMAL, f"level {len(values) + 1}: {solver.status_name(status)}"
        values.append(round(solver.objective_value))
        model.add(level <= values[-1])
    chosen = [cell for cell in x if solver.value(x[cell])]
    roster = Roster(tuple(tuple(k for e, k in chosen if e == d) for d in range(len(duties))))
    # Checked and priced again without the solver, lest the model be a third reading.
    assert lawful(problem, roster), "the model broke the law"
    assert costs(problem, roster) == values
    return values
