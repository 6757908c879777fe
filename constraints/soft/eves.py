"""Level 3: duties that end on the first morning of a leave."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from constraints.policy import EveMode

if TYPE_CHECKING:
    from constraints.domain import Roster
    from constraints.model.duty_model import DutyModel
    from constraints.problem import Problem


@dataclass(frozen=True)
class Eves:
    """Number of x[d, p] = 1 on a leave eve, where eves are 尽量不排; the base's are forgiven."""

    name: ClassVar[str] = "leave eves"

    def post(self, model: DutyModel) -> None:
        """Count the new duties on a leave eve."""
        problem = model.problem
        level = model.penalise(self.name)
        if problem.policy.eves is EveMode.AVOID:
            for d, key in leave_eves(problem):
                level.add(int(not problem.in_base(d, key)), model.on(d, key))

    def cost(self, problem: Problem, roster: Roster) -> int:
        """Count the new duties on a leave eve in a roster."""
        if problem.policy.eves is not EveMode.AVOID:
            return 0
        served = [(d, key) for d, key in leave_eves(problem) if key in roster.people[d]]
        return sum(not problem.in_base(d, key) for d, key in served)


@lru_cache(maxsize=8)
def leave_eves(problem: Problem) -> tuple[tuple[int, str], ...]:
    """Return duty and person of every leave eve of the month, once each."""
    handover = problem.policy.handover
    return tuple(
        (d, leave.person)
        for leave in problem.leaves
        for d, duty in enumerate(problem.duties)
        if leave.eve(duty, handover)
    )
