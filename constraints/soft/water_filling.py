"""Squares of how far everyone's duties are from a target, posted from the water line."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from constraints.fairness import QUARTERS
from constraints.model.cost import Line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from ortools.sat.python.cp_model import IntVar

    from constraints.model.cost import Cost
    from constraints.model.duty_model import DutyModel


class Load(NamedTuple):
    """Someone's duties of a class: target, how many are fixed, how many at most, literals."""

    person: str
    target: int
    fixed: int
    most: int
    taking: list[IntVar]

    def step(self, nth: int) -> int:
        """Return what the nth duty adds to (4n − T)²."""
        return QUARTERS * (QUARTERS * (2 * nth - 1) - 2 * self.target)

    def steps(self) -> Iterator[int]:
        """Yield what every duty that is not fixed would add, in order."""
        return (self.step(nth) for nth in range(self.fixed + 1, self.most + 1))


def load(model: DutyModel, person: str, target: int, duties: Collection[int]) -> Load:
    """Return what a person can take of some duties, in order, with a target in quarters."""
    problem, own = model.problem, set(duties)
    decided = [problem.fixed_duties(f) for f in problem.fixes if f.on and f.person == person]
    fixed = {d for duties in decided if len(duties) == 1 for d in duties}
    taking = {d: on for d, on in model.taking(person) if d in own}
    most = max(len(fixed & own), model.most(person, taking))
    return Load(person, target, len(fixed & own), most, list(taking.values()))


def post_squares(
    model: DutyModel, cost: Cost, loads: Collection[Load], duties: Collection[int]
) -> Mapping[str, Line]:
    """Add Σ_p (4·n_p − T_p)² over some duties to a cost, n_p of a person without a load being 0.

    The n-th duty of p adds step(n). If the duties go one by one to whoever's next step is least
    (water-filling), the last one adds ``water``, and the cost is posted relative to that. A duty
    above a person's water line costs step − water and a missing one below it water − step, both
    ≥ 0: so the trivial bound is the cost of water-filling, which every roster within the lines
    meets. A seat that goes to nobody with a load costs −water, which keeps the sum exact.

    Returns
    -------
    Mapping[str, Line]
        The water lines by person key.
    """
    problem = model.problem
    seats = sum(problem.duties[d].need for d in duties)
    water = _water(loads, seats)
    loaded = {load.person for load in loads}
    for d in duties:
        cost.add(-water, model.gap(d))
        for key in problem.by_key:
            if key not in loaded:
                cost.add(-water, model.on(d, key))
    cost.offset += water * seats
    lines = {}
    for load in loads:
        low = load.fixed + sum(step < water for step in load.steps())
        high = load.fixed + sum(step <= water for step in load.steps())
        cost.offset += load.target**2 - water * low
        cost.offset += sum(load.step(nth) for nth in range(1, low + 1))
        over = [model.literal() for _ in range(high, load.most)]
        under = [model.literal() for _ in range(low - load.fixed)]
        lines[load.person] = Line(low, high, under, over)
        total = sum(load.taking)
        if over or high < len(load.taking):
            model.cp.add(total <= high + sum(over))
        if under:
            model.cp.add(total >= low - sum(under))
        for nth, literal in enumerate(over, high + 1):
            cost.add(load.step(nth) - water, literal)
        for nth, literal in enumerate(under, load.fixed + 1):
            cost.add(water - load.step(nth), literal)
    return lines


def _water(loads: Collection[Load], seats: int) -> int:
    """Return what the last of ``seats`` duties costs when each goes where the next is cheapest."""
    steps = sorted(step for load in loads for step in load.steps())
    free = seats - sum(load.fixed for load in loads)
    if not steps:
        return 0
    return steps[max(0, min(free, len(steps)) - 1)]
