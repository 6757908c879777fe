"""Level 9: duties of one person that stand close together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, ClassVar

from constraints.domain import Standing
from constraints.model.path import Path, Prices

if TYPE_CHECKING:
    from datetime import date

    from constraints.domain import Roster
    from constraints.model.duty_model import DutyModel
    from constraints.problem import Problem
    from constraints.rule import Requirement

LEAST, MOST = 3, 7  # dates in a run


@dataclass(frozen=True)
class Spacing:
    """Σ over people and runs of L = 3 … G dates of max(0, duties in the run − 1).

    A run is every L consecutive dates that touch the month; known duties before its first and
    after its last one count. Two
    duties g days apart, none between, cost Σ_L max(0, L − g). ``requirements`` say who may take a
    duty at all, which gives G.
    """

    requirements: tuple[Requirement, ...]
    name: ClassVar[str] = "spacing"

    def post(self, model: DutyModel) -> None:
        """Price, along everyone's path, each duty by how close the one before is."""
        level, prices = model.penalise(self.name), self.prices(model.problem)
        for person in model.problem.people:
            Path(model, person.key, prices).post(level)

    def cost(self, problem: Problem, roster: Roster) -> int:
        """Count, for neighbouring duties of a person, the runs that hold both."""
        longest = self.longest(problem)
        return sum(
            _own_cost(problem, longest, person.key, tuple(roster.takes(person.key)))
            for person in problem.people
        )

    def prices(self, problem: Problem) -> Prices:
        """Return what two neighbouring duties of a person cost."""
        return _prices(problem, self.longest(problem))

    def longest(self, problem: Problem) -> int:
        """Return G = max(3, min(7, c − 1)) for c regular people who may take a duty at all."""
        return max(LEAST, min(MOST, _available_people(problem, self.requirements) - 1))


@lru_cache(maxsize=1024)
def _own_cost(problem: Problem, longest: int, key: str, taken: tuple[int, ...]) -> int:
    """Return what one person's duties cost; most people have the same in many rosters."""
    before, after = problem.known_around(key)
    return _prices(problem, longest).along(
        [*before, *(problem.duties[d].date for d in taken), *after]
    )


@lru_cache(maxsize=8)
def _prices(problem: Problem, longest: int) -> Prices:
    """Count the runs that touch the month and hold two neighbouring duties of a person."""
    begin, last = problem.duties[0].date, problem.duties[-1].date

    @cache
    def price(first: date, second: date) -> int:
        apart = (max(second, begin) - min(first, last)).days
        return sum(range(max(0, LEAST - apart), longest - apart + 1))

    return Prices(longest, price)


@lru_cache(maxsize=8)
def _available_people(problem: Problem, requirements: tuple[Requirement, ...]) -> int:
    return sum(
        any(
            not any(any(r.against(problem, person, duty)) for r in requirements)
            for duty in problem.duties
        )
        for person in problem.people
        if person.standing is not Standing.RESERVE
    )
