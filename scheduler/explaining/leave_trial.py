"""Trying a leave before anybody approves it: what it touches and who could take that."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from constraints.domain import Leave, Standing
from constraints.policy import EveMode
from scheduler.explaining.substitutes import substitutes
from scheduler.explaining.swaps import Seat, swaps

if TYPE_CHECKING:
    from datetime import datetime

    from constraints.domain import Duty
    from constraints.problem import Problem
    from scheduler.explaining.swaps import Ring
    from scheduler.reporting.outcome import Draft


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
    a swap is the ring of seats ``(d, e)`` or ``(d, e, f)``: whoever has e takes d, whoever has f
    takes e, and the person on leave takes the last.
    """

    duty: int
    start: datetime
    end: datetime
    eve: bool
    begun: bool
    substitutes: tuple[str, ...]
    swaps: tuple[Ring, ...]
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


def keeps_off(problem: Problem, leave: Leave, duty: Duty) -> bool:
    """Tell whether a leave keeps its person off a duty, which an eve need not."""
    eve = problem.policy.eves is not EveMode.BAR and leave.eve(duty, problem.policy.eves_until)
    return leave.conflicts(duty) and not eve


def try_leave(draft: Draft, leave: Leave) -> Trial:
    """Return what a leave touches in the published month that ``draft`` adjusts."""
    problem = draft.problem
    stands = problem.base_as_served
    assert stands is not None
    whole = next(
        one
        for one in problem.leaves
        if one.person == leave.person and one.start <= leave.start and leave.end <= one.end
    )
    touches = []
    for d, duty in enumerate(problem.duties):
        if leave.person not in stands.people[d] or not leave.conflicts(duty):
            continue
        begun = d in problem.past
        eve = not keeps_off(problem, whole, duty)
        able = substitutes(problem, stands, d)
        exchanges = () if eve or begun else tuple(swaps(problem, stands, Seat(d, leave.person)))
        if eve or any(problem.by_key[k].standing is Standing.REGULAR for k in able):
            light = Light.GREEN
        else:
            taken = len(draft.roster.people[d]) >= len(stands.people[d]) and not begun
            light = Light.YELLOW if able or exchanges or taken else Light.RED
        start, end = max(duty.start, leave.start), min(duty.end, leave.end)
        touches.append(Touch(d, start, end, eve, begun, able, exchanges, light))
    seats = zip(stands.people, draft.roster.people, strict=True)
    return Trial(leave, tuple(touches), any(len(now) < len(was) for was, now in seats))
