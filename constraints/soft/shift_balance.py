"""Level 7 of shift work: everyone's duties of each shift as near as can be to their share."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.fairness import QUARTERS, shift_targets
from constraints.soft.water_filling import load, post_squares

if TYPE_CHECKING:
    from constraints.domain import Roster
    from constraints.model.duty_model import DutyModel
    from constraints.problem import Problem


@dataclass(frozen=True)
class ShiftBalance:
    """Σ_s Σ_p (4·n_ps − T_ps)² over the shifts s of the post, p with 可值班 = 是.

    T_ps = round(4·due_ps) is the share within the month among those who may take the shift.
    """

    name: ClassVar[str] = "shift fairness"

    def post(self, model: DutyModel) -> None:
        """Post everyone's water line of every shift and the cost of what lies off it."""
        problem, cost = model.problem, model.penalise(self.name)
        own: defaultdict[str, list[int]] = defaultdict(list)
        for d, duty in enumerate(problem.duties):
            own[duty.shift].append(d)
        for shift, target in shift_targets(problem).items():
            loads = [load(model, key, quarters, own[shift]) for key, quarters in target.items()]
            post_squares(model, cost, loads, own[shift])

    def cost(self, problem: Problem, roster: Roster) -> int:
        """Sum the squares of a roster."""
        served = Counter(
            (duty.shift, key)
            for duty, keys in zip(problem.duties, roster.people, strict=True)
            for key in keys
        )
        return sum(
            (QUARTERS * served[shift, key] - quarters) ** 2
            for shift, target in shift_targets(problem).items()
            for key, quarters in target.items()
        )
