"""Level 4: duties whose person differs from the base roster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from constraints.domain import Roster
    from constraints.model.duty_model import DutyModel
    from constraints.problem import Problem


@dataclass(frozen=True)
class Changes:
    """Seats of the base, open ones included, that are not as they were; 0 without a base.

    With ``least`` only rosters count that change so many, to see what more changes would buy.
    """

    least: int = 0
    name: ClassVar[str] = "changes"

    def post(self, model: DutyModel) -> None:
        """Count the base's people who lose a duty and its gaps that are filled."""
        level = model.penalise(self.name)
        if model.problem.base is None:
            return
        for d, duty in enumerate(model.problem.duties):
            was = model.problem.base.people[d]
            for key in was:
                level.add(1, 1)
                level.add(-1, model.on(d, key))
            if not was:
                level.add(1, duty.need)
                level.add(-1, model.gap(d))
            for seats in range(len(was) + 1, duty.need + 1) if was else ():
                # Of some seats left open in the base one more is filled.
                filled, taken = model.literal(), duty.need - model.gap(d)
                level.add(1, filled)
                model.cp.add(taken <= seats - 1 + (duty.need - seats + 1) * filled)
                model.cp.add(taken >= seats * filled)
        if self.least:
            model.limit(level, least=self.least)

    def cost(self, problem: Problem, roster: Roster) -> int:
        """Count the seats of a roster that are not as in the base."""
        if problem.base is None:
            return 0
        pairs = zip(problem.base.people, roster.people, strict=True)
        return sum(len(set(was) - set(on)) + max(0, len(on) - len(was)) for was, on in pairs)
