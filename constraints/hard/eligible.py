"""可排: nobody takes a duty that a requirement keeps them off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constraints.clause import Clause
    from constraints.domain import Duty, Person, Roster
    from constraints.model import DutyModel
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
        """Bar every cell that is spoken against."""
        for d, duty in enumerate(model.problem.duties):
            if d in model.problem.past:
                continue
            for person in model.problem.people:
                if clauses := list(self.against(model.problem, person, duty)):
                    model.bar(d, person.key, clauses)

    def audit(self, problem: Problem, roster: Roster) -> Iterator[Clause]:
        """Yield all that speaks against the people on their duties."""
        for d, (duty, keys) in enumerate(zip(problem.duties, roster.people, strict=True)):
            for key in keys if d not in problem.past else ():
                yield from self.against(problem, problem.by_key[key], duty)

    def against(self, problem: Problem, person: Person, duty: Duty) -> Iterator[Clause]:
        """Yield all that keeps a person off a duty, first reason first."""
        for requirement in self.requirements:
            yield from requirement.against(problem, person, duty)
