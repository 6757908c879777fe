"""可排: nobody takes a duty that a requirement keeps them off."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constraints.clause import Clause
    from constraints.domain import Duty, Person, Roster
    from constraints.model.duty_model import DutyModel
    from constraints.problem import Problem
    from constraints.rule import Requirement


@dataclass(frozen=True)
class Eligible:
    """x[d, p] = 0 where any of ``requirements``, in the order of section 4, says no.

    The one rule whose model and audit share a predicate: it is the law of one cell, and the
    tests hold it against a second reading.
    """

    requirements: tuple[Requirement, ...]
    code: ClassVar[str] = "eligible"

    def post(self, model: DutyModel) -> None:
        """Bar every cell that a requirement speaks against."""
        for d, duty in enumerate(model.problem.duties):
            if d in model.problem.past:
                continue
            for person in model.problem.people:
                if clauses := self.against(model.problem, person, duty):
                    model.bar(d, person.key, clauses)

    def audit(self, problem: Problem, roster: Roster) -> Iterator[Clause]:
        """Yield all that speaks against the people on their duties."""
        for d, keys in enumerate(roster.people):
            if keys and d not in problem.past:
                for key in keys:
                    yield from self.against(problem, problem.by_key[key], problem.duties[d])

    def against(self, problem: Problem, person: Person, duty: Duty) -> tuple[Clause, ...]:
        """Return all that keeps a person off a duty, first reason first; judged once a cell."""
        cell = id(self.requirements), person.key, duty.start, duty.end, duty.post, duty.shift
        clauses = problem.clauses_by_cell.get(cell)
        if clauses is None:
            reasons = [one.against(problem, person, duty) for one in self.requirements]
            clauses = problem.clauses_by_cell[cell] = tuple(chain.from_iterable(reasons))
        return clauses
