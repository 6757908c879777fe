"""What one roster has over another, in people and duties, for whoever has to choose."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from constraints.calendar import SATURDAY, FairnessClass, zh_date
from constraints.domain import Standing
from constraints.policy import EveMode
from constraints.rulebook import from_policy
from constraints.soft.eves import leave_eves
from constraints.soft.spacing import Spacing
from constraints.soft.wishes import unmet
from scheduler.explaining.loads import loads
from scheduler.reporting.changes import name_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from fractions import Fraction

    from constraints.domain import Roster
    from constraints.problem import Problem
    from scheduler.explaining.loads import Load
    from scheduler.reporting.outcome import Draft

TOTAL = FairnessClass.TOTAL


def differences(draft: Draft, before: Roster, after: Roster) -> list[str]:
    """Say what changes for whom if ``after`` takes the place of ``before``; [] if nothing does."""
    return [
        *_open_days(draft.problem, before, after),
        *eves(draft, before, after),
        *_duties(draft, before, after),
        *apart(draft.problem, before, after),
        *wishes(draft, before, after),
        *_spacing(draft, before, after),
    ]


def in_duties(number: Fraction | float) -> str:
    """Return a number of duties with at most two decimals."""
    return f"{float(number):.2f}".rstrip("0").rstrip(".")


def regular_loads(problem: Problem, roster: Roster) -> list[Load]:
    """Return the loads of the people among whom the duties are shared."""
    regular = {person.key for person in problem.regulars}
    return [load for load in loads(problem, roster) if load.key in regular]


def balances_apart(problem: Problem, roster: Roster) -> Fraction | None:
    """Return how far apart the regular people's balances are after the month, in duties."""
    closing = [load.closing(TOTAL) for load in regular_loads(problem, roster)]
    return max(closing) - min(closing) if closing else None


def nearest(problem: Problem, roster: Roster, key: str, on: date) -> date | None:
    """Return the date of a person's duty that is nearest to ``on``, that day aside."""
    own = [problem.duties[d].date for d in roster.takes(key)]
    own += [known.date for known in problem.known_duties_of.get(key, ())]
    others = [other for other in own if other != on]
    return min(others, key=lambda other: (abs(other - on), other), default=None)


def free_days(one: date, other: date) -> str:
    """Say how many days lie between two duties."""
    between = abs((one - other).days) - 1
    return f"中间隔 {between} 天" if between else "两天连着"


def _open_days(problem: Problem, before: Roster, after: Roster) -> Iterator[str]:
    rows = list(zip(problem.duties, before.people, after.people, strict=True))
    opened = [zh_date(duty.date) for duty, was, now in rows if was and not now]
    closed = [zh_date(duty.date) for duty, was, now in rows if now and not was]
    if opened:
        yield f"{'、'.join(opened)}没有人值"
    if closed:
        yield f"{'、'.join(closed)}补上了人"


def eves(draft: Draft, before: Roster, after: Roster) -> Iterator[str]:
    """Say who comes to serve, or no longer serves, on the eve of a leave."""
    if draft.problem.policy.eves is EveMode.ALLOW:
        return
    for d, key in leave_eves(draft.problem):
        was, now = key in before.people[d], key in after.people[d]
        if was != now:
            on = zh_date(draft.problem.duties[d].date)
            name = name_of(draft, key)
            yield f"{name}{on}{'要在请假前一晚值班' if now else '不用在请假前一晚值班'}"


def _duties(draft: Draft, before: Roster, after: Roster) -> Iterator[str]:
    """Say who serves more and who less, in all and of weekends and holidays."""
    problem = draft.problem
    kinds = [(duty.date, problem.kind(duty)) for duty in problem.duties]
    rest = [on for on, kind in kinds if FairnessClass.REST.covers(kind)]
    weekend = "周末" if all(on.weekday() >= SATURDAY for on in rest) else "休息日"
    units = {
        TOTAL: "班",
        FairnessClass.HOLIDAY: "个法定节假日",
        FairnessClass.REST: f"个{weekend}",
    }
    for cls, unit in units.items():
        moved: Counter[str] = Counter()
        for roster, sign in ((after, 1), (before, -1)):
            for duty, keys in zip(problem.duties, roster.people, strict=True):
                if cls.covers(problem.kind(duty)):
                    for key in keys:
                        moved[key] += sign
        said = [
            f"{_called(draft, key)}{'多值' if count > 0 else '少值'} {abs(count)} {unit}"
            for key, count in sorted(moved.items(), key=lambda one: -one[1])
            if count
        ]
        if said:
            yield "、".join(said)


def _called(draft: Draft, key: str) -> str:
    person = draft.problem.by_key.get(key)
    reserve = person is not None and person.standing is Standing.RESERVE
    return f"{name_of(draft, key)}{'（仅顶班）' if reserve else ''}"


def apart(problem: Problem, before: Roster, after: Roster) -> Iterator[str]:
    """Say how far apart people come to be, in this month's duties and in their balances."""
    counts = []
    for roster in (before, after):
        served = [load.served[TOTAL] for load in regular_loads(problem, roster)]
        counts.append(max(served, default=0) - min(served, default=0))
    was, now = counts
    if was != now:
        yield f"每人班数最多相差 {was} → {now} 班"
    owed = [in_duties(balances_apart(problem, roster) or 0) for roster in (before, after)]
    if owed[0] != owed[1]:
        yield f"连以前的一起算，多值少值最多相差 {owed[0]} → {owed[1]} 班"


def wishes(draft: Draft, before: Roster, after: Roster) -> Iterator[str]:
    """Say which wishes come to be met or missed."""
    was, now = list(unmet(draft.problem, before)), list(unmet(draft.problem, after))
    for those, others, met in ((now, was, "照顾不到"), (was, now, "照顾到了")):
        for wish in those:
            if wish not in others:
                wanted = "希望" if wish.wanted else "不希望"
                name = name_of(draft, wish.person)
                yield f"{name}{wanted}{zh_date(wish.date)}值班，{met}"


def _spacing(draft: Draft, before: Roster, after: Roster) -> Iterator[str]:
    problem = draft.problem
    goal = from_policy(problem.policy).goals[-1]
    change = goal.cost(problem, after) - goal.cost(problem, before)
    if not change:
        return
    if goal.name != Spacing.name:
        yield "班次换得更碎" if change > 0 else "班次更连贯"
        return
    pairs = []
    for duty, was, now in zip(problem.duties, before.people, after.people, strict=True):
        for key in set(now) - set(was):
            if other := nearest(problem, after, key, duty.date):
                pairs.append((abs(duty.date - other), duty.date, other, key))
    closest = ""
    if pairs:
        _, one, other, key = min(pairs)
        first, last = zh_date(min(one, other)), zh_date(max(one, other))
        closest = f"：{name_of(draft, key)}{first}、{last}{free_days(one, other)}"
    yield f"{'排得更密' if change > 0 else '隔得更开'}{closest if change > 0 else ''}"
