"""Level 2: duties given to people who only stand in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.domain import Standing

if TYPE_CHECKING:
    from constraints.domain import Roster
    from constraints.model.duty_model import DutyModel
    from constraints.problem import Problem


@dataclass(frozen=True)
class Reserves:
    """Number of x[d, p] = 1 with p a reserve that the base does not give to p."""

    name: ClassVar[str] = "reserves"

    def post(self, model: DutyModel) -> None:
        """Count the reserves' new duties."""
        problem = model.problem
        level = model.penalise(self.name)
        for person in problem.candidates:
            if person.standing is Standing.RESERVE:
                for d, on in model.taking(person.key):
                    level.add(int(not problem.in_base(d, person.key)), on)

    def cost(self, problem: Problem, roster: Roster) -> int:
        """Count the reserves' new duties in a roster."""
        reserves = [p.key for p in problem.people if p.standing is Standing.RESERVE]
        return sum(not problem.in_base(d, key) for key in reserves for d in roster.takes(key))
