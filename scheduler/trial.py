"""Trying a leave before anybody approves it: what it touches and who could take that."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from itertools import combinations
from typing import TYPE_CHECKING

from constraints.domain import Leave, Roster, Standing
from constraints.policy import EveMode
from constraints.rulebook import from_policy
from scheduler.errors import UsageError
from scheduler.explain import objections, substitutes
from scheduler.workbook.cell import Cell
from scheduler.workbook.cells import Unreadable
from scheduler.workbook.days import read_spans
from scheduler.workbook.faults import Faults
from scheduler.workbook.moments import Start
from scheduler.workbook.names import Names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from constraints.domain import Duty
    from constraints.problem import Problem
    from scheduler.outcome import Draft
    from scheduler.workbook.centre import Centre

SWAPS = 3
_CLOCK = re.compile(r"[:点时]|上午|下午|晚")


class Light(Enum):
    """How easily a leave can be granted; of several the last one counts."""

    GREEN = "绿"
    YELLOW = "黄"
    RED = "红"


@dataclass(frozen=True, slots=True)
class Touch:
    """One duty that a leave touches, from ``start`` to ``end``.

    ``eve`` tells that the person may serve it all the same, ``begun`` that it is too late to plan
    anybody else. ``substitutes`` are keys, best first;
    a swap is the ring of duties ``(d, e)`` or ``(d, e, f)``: whoever has e takes d, whoever has f
    takes e, and the person on leave takes the last.
    """

    duty: int
    start: datetime
    end: datetime
    eve: bool
    begun: bool
    substitutes: tuple[str, ...]
    swaps: tuple[tuple[int, ...], ...]
    light: Light


@dataclass(frozen=True, slots=True)
class Trial:
    """A leave that was tried, what it touches in one month, and whether it leaves a day open."""

    leave: Leave
    touches: tuple[Touch, ...]
    opens: bool = False

    @property
    def light(self) -> Light:
        """Return the worst light of all duties it touches, red if it leaves any day open."""
        order = list(Light)
        if self.opens:
            return Light.RED
        return max((one.light for one in self.touches), key=order.index, default=Light.GREEN)


def try_leaves(centre: Centre, texts: tuple[str, ...]) -> tuple[Centre, list[Leave]]:
    """Return the centre as if the leaves were approved, and the leaves.

    Whatever was decided beforehand that they contradict is dropped, since they come later.

    Raises
    ------
    UsageError
        If one is not 「姓名 起 止」.
    """
    problem = centre.problem
    leaves = [_read(centre, text) for text in texts]
    for leave in leaves:
        held = {duty.date for duty in problem.duties if _keeps_off(problem, leave, duty)}
        problem = replace(
            problem,
            leaves=(*problem.leaves, leave),
            pins=tuple(
                pin
                for pin in problem.pins
                if not (pin.must and pin.person == leave.person and pin.date in held)
            ),
            substitutions=tuple(
                sub
                for sub in problem.substitutions
                if not (sub.replacement == leave.person and sub.date in held)
                and not (sub.back in held and sub.original == leave.person)
            ),
        )
    return replace(centre, problem=problem), leaves


def _keeps_off(problem: Problem, leave: Leave, duty: Duty) -> bool:
    eve = problem.policy.eves is not EveMode.BAR and leave.eve(duty, problem.policy.handover)
    return leave.conflicts(duty) and not eve


def _read(centre: Centre, text: str) -> Leave:
    words = text.split()
    first = next((nth for nth, word in enumerate(words) if re.search(r"\d", word)), 0)
    parts: list[str] = []
    for word in words[first:]:
        if parts and _CLOCK.search(word) and not re.search(r"[-/.年月日]", word):
            parts[-1] += f" {word}"
        else:
            parts.append(word)
    if not first or len(parts) not in (1, 2):
        raise UsageError(
            f"--leave 「{text}」要写成 「姓名 起 止」,如 「王静 2026-12-10 2026-12-12」"
        )
    faults = Faults("--leave")
    person = Names(centre.staff, faults).find(Cell("", (0, 0, 0), " ".join(words[:first])))
    if person is None:
        raise UsageError(f"--leave 「{text}」:{faults.messages[0].text}")
    middle = centre.problem.month.replace(day=15)
    try:
        (begin, last), *more = read_spans(Cell("", (0, 0, 0), parts[0]), middle)
        if len(parts) == 2:
            since = Start(begin.on, bool(re.search(r"\d{4}", parts[0])))
            ((last, _), *more) = read_spans(Cell("", (0, 0, 0), parts[1]), middle, since)
    except Unreadable as wrong:
        raise UsageError(f"--leave 「{text}」:{wrong}") from None
    start, end = begin.begin(), last.finish()
    if more or end <= start:
        raise UsageError(f"--leave 「{text}」:要一段时间,结束在开始之后")
    return Leave(person, start, end, begin.at is None)


def touched(made: Draft, leave: Leave) -> Trial:
    """Return what a leave touches in the published month that ``made`` adjusts."""
    problem = made.problem
    stands = problem.present
    assert stands is not None
    whole = next(
        one
        for one in problem.leaves
        if one.person == leave.person and one.start <= leave.start and leave.end <= one.end
    )
    found = []
    for d, duty in enumerate(problem.duties):
        if leave.person not in stands.people[d] or not leave.conflicts(duty):
            continue
        begun = d in problem.past
        eve = not _keeps_off(problem, whole, duty)
        able = substitutes(problem, stands, d)
        swaps = () if eve or begun else tuple(_swaps(problem, stands, d))
        if eve or any(problem.by_key[k].standing is Standing.REGULAR for k in able):
            light = Light.GREEN
        else:
            taken = made.roster.people[d] and not begun
            light = Light.YELLOW if able or swaps or taken else Light.RED
        start, end = max(duty.start, leave.start), min(duty.end, leave.end)
        found.append(Touch(d, start, end, eve, begun, able, swaps, light))
    seats = zip(stands.people, made.roster.people, strict=True)
    return Trial(leave, tuple(found), any(was and not now for was, now in seats))


def _swaps(problem: Problem, roster: Roster, d: int) -> Iterator[tuple[int, ...]]:
    """Yield exchanges in twos, then in threes, that are lawful for everyone, nearest first."""
    giver = roster.people[d][0]
    kind = problem.calendar.kind(problem.duties[d].date)
    others = [
        e
        for e, keys in enumerate(roster.people)
        if e not in problem.past and keys and keys[0] != giver
    ]
    # A duty of the same kind first: then nobody's share changes.
    others.sort(
        key=lambda e: (problem.calendar.kind(problem.duties[e].date) is not kind, abs(e - d))
    )
    before = set(from_policy(problem.policy).audit(problem, roster))

    def lawful(ring: tuple[int, ...]) -> bool:
        people = list(roster.people)
        for here, there in zip(ring, (*ring[1:], ring[0]), strict=True):
            people[here] = roster.people[there]
        moved = {problem.duties[e] for e in ring}
        clauses = from_policy(problem.policy).audit(problem, Roster(tuple(people)))
        return all(one in before and not moved & set(one.duties) for one in clauses)

    rings = ((d, e) for e in others if _may(problem, roster, e, giver))
    found = 0
    for ring in rings:
        if lawful(ring):
            yield ring
            found += 1
        if found == SWAPS:
            return
    pairs = (pair for a, b in combinations(others, 2) for pair in ((a, b), (b, a)))
    for e, f in pairs:
        if roster.people[e] == roster.people[f] or not _may(problem, roster, f, giver):
            continue
        if lawful((d, e, f)):
            yield (d, e, f)
            found += 1
        if found == SWAPS:
            return


def _may(problem: Problem, roster: Roster, duty: int, person: str) -> bool:
    """Tell whether nothing but their own duties speaks against somebody on a duty."""
    return not any(
        clause.code != "rest" and clause.code != "cap"
        for clause in objections(problem, roster, duty, person)
    )
