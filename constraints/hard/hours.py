"""工时: no more paid time in a month than the post allows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import gcd
from typing import TYPE_CHECKING, ClassVar

from constraints.clause import Clause

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constraints.domain import Duty, Person, Roster
    from constraints.model.duty_model import DutyModel
    from constraints.problem import Problem

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Hours:
    """Σ paid time of p in the month ≤ ``most``, or nothing added where more has begun already."""

    most: timedelta
    code: ClassVar[str] = "hours"

    def post(self, model: DutyModel) -> None:
        """Post the sum of everyone who could come above it, in the largest unit that is whole."""
        problem = model.problem
        paid = [duty.paid // timedelta.resolution for duty in problem.duties]
        unit = gcd(*paid) or 1
        for person in problem.people:
            begun = sum(paid[d] for d, keys in problem.past.items() if person.key in keys)
            open_duties = [(d, on) for d, on in model.taking(person.key) if d not in problem.past]
            left = max(0, self.most // timedelta.resolution - begun) // unit
            if sum(paid[d] for d, _ in open_duties) > left * unit:
                model.require(sum(paid[d] // unit * on for d, on in open_duties) <= left)

    def audit(self, problem: Problem, roster: Roster) -> Iterator[Clause]:
        """Yield everyone above the paid time of a month."""
        for key, taken in roster.by_person.items():
            own = [problem.duties[d] for d in taken]
            coming = any(problem.duties[d].paid for d in taken if d not in problem.past)
            if coming and sum((duty.paid for duty in own), timedelta()) > self.most:
                yield self.clause(problem.by_key[key], tuple(own))

    def clause(self, person: Person, duties: tuple[Duty, ...]) -> Clause:
        """Word the rule for one person's month."""
        hours = sum((duty.paid for duty in duties), timedelta()) / HOUR
        text = f"{person.name}本月工时要到{hours:g}小时，最多{self.most / HOUR:g}小时"
        return Clause(self.code, text, (person.key,), duties)
