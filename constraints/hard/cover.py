"""覆盖: every duty has the people it needs, or a visible gap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.clause import Clause

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constraints.domain import Duty, Roster
    from constraints.model.duty_model import DutyModel
    from constraints.problem import Problem


@dataclass(frozen=True)
class Cover:
    """Σ_p x[d, p] + gap[d] = need[d] with gap[d] ≥ 0.

    A gap is lawful, so the audit finds only duties with too many people; the goal ``gaps`` counts
    the open seats.
    """

    code: ClassVar[str] = "cover"

    def post(self, model: DutyModel) -> None:
        """Post the equation of every duty."""
        people = model.problem.by_key
        for d, duty in enumerate(model.problem.duties):
            seats = sum((model.on(d, key) for key in people), model.gap(d) + 0)
            model.require(seats == duty.need)

    def audit(self, problem: Problem, roster: Roster) -> Iterator[Clause]:
        """Yield the duties with more people than seats."""
        for duty, keys in zip(problem.duties, roster.people, strict=True):
            if len(keys) > duty.need:
                yield self.clause(duty, keys)

    def clause(self, duty: Duty, keys: tuple[str, ...]) -> Clause:
        """Word the rule for one duty."""
        text = f"{duty.said}只要{duty.need}人，排了{len(keys)}人"
        return Clause(self.code, text, keys, (duty,))
