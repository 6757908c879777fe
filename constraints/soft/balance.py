"""Levels 5 to 7: everyone's duties of a class as near as can be to their target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constraints.calendar import FairnessClass
from constraints.fairness import QUARTERS, accounts, class_counts, duties_in_class
from constraints.soft.water_filling import load, post_squares

if TYPE_CHECKING:
    from constraints.domain import Roster
    from constraints.model.duty_model import DutyModel
    from constraints.problem import Problem

_NAMES = {
    FairnessClass.TOTAL: "total fairness",
    FairnessClass.HOLIDAY: "holiday fairness",
    FairnessClass.REST: "rest-day fairness",
}


@dataclass(frozen=True)
class Balance:
    """Σ_p (4·n_p − T_p)² over the duties of one class, p with 可值班 = 是."""

    cls: FairnessClass

    @property
    def name(self) -> str:
        """The level's name."""
        return _NAMES[self.cls]

    def post(self, model: DutyModel) -> None:
        """Post everyone's water line and the cost of what lies off it."""
        problem = model.problem
        cost = model.penalise(self.name)
        own = duties_in_class(problem, self.cls)
        target = accounts(problem)[self.cls].target
        loads = [load(model, person.key, target[person.key], own) for person in problem.regulars]
        for key, line in post_squares(model, cost, loads, own).items():
            model.lines[self.cls, key] = line

    def cost(self, problem: Problem, roster: Roster) -> int:
        """Sum the squares of a roster."""
        served = class_counts(problem, roster, self.cls)
        target = accounts(problem)[self.cls].target
        return sum((QUARTERS * served[p.key] - target[p.key]) ** 2 for p in problem.regulars)
