"""Level 1: seats that stay open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from constraints.domain import Roster
    from constraints.model.duty_model import DutyModel
    from constraints.problem import Problem


@dataclass(frozen=True)
class Gaps:
    """Σ_d gap[d]."""

    name: ClassVar[str] = "gaps"

    def post(self, model: DutyModel) -> None:
        """Count the open seats."""
        level = model.penalise(self.name)
        for d in range(len(model.problem.duties)):
            level.add(1, model.gap(d))

    def cost(self, problem: Problem, roster: Roster) -> int:
        """Count the open seats of a roster."""
        return sum(duty.need for duty in problem.duties) - sum(map(len, roster.people))
