"""可值班: only candidates are rostered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.clause import Clause, Concession
from constraints.domain import Standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constraints.domain import Duty, Person
    from constraints.problem import Problem


@dataclass(frozen=True)
class Candidate:
    """Whoever has 可值班 = 否 takes no duty, except by dispensation."""

    code: ClassVar[str] = "candidate"
    price: ClassVar[int] = 1

    def against(self, problem: Problem, person: Person, duty: Duty) -> Iterator[Clause]:
        """Yield the clause against a person who is no candidate."""
        if person.standing is Standing.NONE and (person.key, duty.date) not in problem.dispensed:
            text = f"{person.name}不在可值班人员中，不能值{duty.said}"
            asked = Concession(self.code, person.key, self.price, duty)
            yield Clause(self.code, text, (person.key,), (duty,), asked)
