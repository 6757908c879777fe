"""Levels 5 to 7: everyone's duties of a class as near as can be to their target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from constraints.calendar import FairnessClass
from constraints.fairness import QUARTERS, accounts, class_counts, duties_in_class
from constraints.model.cost import Line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ortools.sat.python.cp_model import IntVar

    from constraints.domain import Roster
    from constraints.model.cost import Literal
    from constraints.model.duty_model import DutyModel
    from constraints.problem import Problem

_NAMES = {
    FairnessClass.TOTAL: "total fairness",
    FairnessClass.HOLIDAY: "holiday fairness",
    FairnessClass.REST: "rest-day fairness",
}


class _Load(NamedTuple):
    """Someone's duties of the class: target, how many are fixed, how many at most, literals."""

    person: str
    target: int
    fixed: int
    most: int
    taking: list[IntVar]

    def step(self, nth: int) -> int:
        """Return what the nth duty adds to (4n − T)²."""
        return QUARTERS * (QUARTERS * (2 * nth - 1) - 2 * self.target)

    def steps(self) -> Iterator[int]:
        return (self.step(nth) for nth in range(self.fixed + 1, self.most + 1))


@dataclass(frozen=True)
class Balance:
    """Σ_p (4·n_p − T_p)² over the duties of one class, p with 可值班 = 是.

    The n-th duty of p adds step(n). If the duties go one by one to whoever's next step is least
    (water-filling), the last one adds ``water``, and every cost is posted relative to that. A
    duty above a person's water line costs step − water and a missing one below it water − step,
    both ≥ 0: so the trivial bound is the cost of water-filling, which every roster within the
    lines meets. A seat that no regular person takes costs −water, which keeps the sum exact.
    """

    cls: FairnessClass

    @property
    def name(self) -> str:
        """The level's name."""
        return _NAMES[self.cls]

    def post(self, model: DutyModel) -> None:
        """Post everyone's water line and the cost of what lies off it."""
        problem = model.problem
        cost = model.penalise(self.name)
        own = set(duties_in_class(problem, self.cls))
        loads = [self._load(model, person.key, own) for person in problem.regulars]
        seats = sum(problem.duties[d].need for d in own)
        water = _water(loads, seats)
        for seat in self._elsewhere(model):
            cost.add(-water, seat)
        cost.offset += water * seats
        for load in loads:
            low = load.fixed + sum(step < water for step in load.steps())
            high = load.fixed + sum(step <= water for step in load.steps())
            cost.offset += load.target**2 - water * low
            cost.offset += sum(load.step(nth) for nth in range(1, low + 1))
            over = [model.literal() for _ in range(high, load.most)]
            under = [model.literal() for _ in range(low - load.fixed)]
            model.lines[self.cls, load.person] = Line(low, high, under, over)
            total = sum(load.taking)
            if over or high < len(load.taking):
                model.cp.add(total <= high + sum(over))
            if under:
                model.cp.add(total >= low - sum(under))
            for nth, literal in enumerate(over, high + 1):
                cost.add(load.step(nth) - water, literal)
            for nth, literal in enumerate(under, load.fixed + 1):
                cost.add(water - load.step(nth), literal)

    def _load(self, model: DutyModel, key: str, own: set[int]) -> _Load:
        problem = model.problem
        fixed = {problem.on_date[f.date] for f in problem.fixes if f.on and f.person == key}
        taking = {d: on for d, on in model.taking(key) if d in own}
        target = accounts(problem)[self.cls].target[key]
        most = max(len(fixed & own), model.most(key, taking))
        return _Load(key, target, len(fixed & own), most, list(taking.values()))

    def _elsewhere(self, model: DutyModel) -> Iterator[Literal]:
        """Yield the literals of seats that no regular person takes."""
        regulars = {person.key for person in model.problem.regulars}
        for d in duties_in_class(model.problem, self.cls):
            yield model.gap(d)
            for key in model.problem.by_key:
                if key not in regulars:
                    yield model.on(d, key)

    def cost(self, problem: Problem, roster: Roster) -> int:
        """Sum the squares of a roster."""
        served = class_counts(problem, roster, self.cls)
        target = accounts(problem)[self.cls].target
        return sum((QUARTERS * served[p.key] - target[p.key]) ** 2 for p in problem.regulars)


def _water(loads: list[_Load], seats: int) -> int:
    """Return what the last of ``seats`` duties costs when each goes where the next is cheapest."""
    steps = sorted(step for load in loads for step in load.steps())
    free = seats - sum(load.fixed for load in loads)
    if not steps:
        return 0
    return steps[max(0, min(free, len(steps)) - 1)]
