"""Level 9: duties of one person that stand close together."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

from constraints.domain import Standing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from constraints.domain import Roster
    from constraints.model import DutyModel
    from constraints.problem import Problem
    from constraints.rule import Requirement

LEAST, MOST = 3, 7


@dataclass(frozen=True)
class Spacing:
    """Σ over people and runs of L = 3 … G dates of max(0, duties in the run − 1).

    A run is every L consecutive dates that touch the month; known duties outside it count. Two
    duties g days apart cost Σ_L max(0, L − g). Stated by runs and not by pairs because the linear
    relaxation is tight. ``requirements`` say who may take a duty at all, which gives G.
    """

    requirements: tuple[Requirement, ...]
    name: ClassVar[str] = "spacing"

    def post(self, model: DutyModel) -> None:
        """Give every run that can hold two duties an excess ≥ Σ x − 1."""
        problem = model.problem
        level = model.penalise(self.name)
        runs = list(self.runs(problem))
        for person in problem.people:
            known = [duty.date for duty in problem.known_of.get(person.key, ())]
            own = list(model.taking(person.key))
            days = [problem.duties[d].date for d, _ in own]
            literals = [on for _, on in own]
            for first, end in runs:
                inside = literals[bisect_left(days, first) : bisect_left(days, end)]
                before = bisect_left(known, end) - bisect_left(known, first)
                if not inside:
                    level.add(1, max(0, before - 1))
                elif before + len(inside) > 1:
                    excess = model.cp.new_int_var(0, before + len(inside) - 1, "")
                    model.cp.add(sum(inside) + before - 1 <= excess)
                    level.add(1, excess)

    def cost(self, problem: Problem, roster: Roster) -> int:
        """Count, for neighbouring duties of a person, the runs that hold both."""
        first, last = problem.duties[0].date, problem.duties[-1].date
        longest, total = self.longest(problem), 0
        for person in problem.people:
            taken = [duty.date for duty in problem.known_of.get(person.key, ())]
            taken += [problem.duties[d].date for d in roster.takes(person.key)]
            for a, b in pairwise(sorted(taken)):
                apart = (max(b, first) - min(a, last)).days
                total += sum(range(max(0, LEAST - apart), longest - apart + 1))
        return total

    def runs(self, problem: Problem) -> Iterator[tuple[date, date]]:
        """Yield the runs ``[first, end)`` that touch the month."""
        begin, last = problem.duties[0].date, problem.duties[-1].date
        for length in range(LEAST, self.longest(problem) + 1):
            for shift in range((last - begin).days + length):
                first = begin + timedelta(days=shift + 1 - length)
                yield first, first + timedelta(days=length)

    def longest(self, problem: Problem) -> int:
        """Return G = max(3, min(7, c − 1)) for c regular people who may take a duty at all."""
        return max(LEAST, min(MOST, _able(problem, self.requirements) - 1))


@lru_cache(maxsize=8)
def _able(problem: Problem, requirements: tuple[Requirement, ...]) -> int:
    return sum(
        any(
            not any(any(r.against(problem, person, duty)) for r in requirements)
            for duty in problem.duties
        )
        for person in problem.people
        if person.standing is not Standing.RESERVE
    )
