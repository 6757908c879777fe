"""上限: no more duties in a month than a person's cap."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

from constraints.clause import Clause, Concession

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constraints.domain import Duty, Person, Roster
    from constraints.model.duty_model import DutyModel
    from constraints.problem import Problem


@dataclass(frozen=True)
class Cap:
    """Duties of p in the month ≤ 每月上限 of p, or ≤ those served already if these are more.

    A dispensed date does not count.
    """

    code: ClassVar[str] = "cap"
    price: ClassVar[int] = 4

    def post(self, model: DutyModel) -> None:
        """Post the bound of everyone who has a cap."""
        problem = model.problem
        for person in problem.people:
            if person.cap is None:
                continue
            taking = [
                (problem.duties[d], on)
                for d, on in model.taking(person.key)
                if (person.key, problem.duties[d].date) not in problem.dispensed
            ]
            duties = tuple(duty for duty, _ in taking)
            cap = max(person.cap, self._served(problem, person))
            beyond = range(1, len(taking) - cap + 1)
            granted = [
                model.concession(self.clause(person, duties, nth).concession) for nth in beyond
            ]
            model.require(sum(on for _, on in taking) <= sum(granted, cap))
            for fewer, more in pairwise(granted):
                model.require(more <= fewer)

    def audit(self, problem: Problem, roster: Roster) -> Iterator[Clause]:
        """Yield everyone above their cap."""
        for key, taken in roster.by_person.items():
            person = problem.by_key[key]
            if person.cap is None:
                continue
            own = [problem.duties[d] for d in taken]
            counted = [x for x in own if (person.key, x.date) not in problem.dispensed]
            if len(counted) > max(person.cap, self._served(problem, person)):
                yield self.clause(person, tuple(counted))

    def _served(self, problem: Problem, person: Person) -> int:
        dates = [problem.duties[d].date for d, keys in problem.past.items() if person.key in keys]
        return sum((person.key, on) not in problem.dispensed for on in dates)

    def clause(self, person: Person, duties: tuple[Duty, ...], nth: int = 1) -> Clause:
        """Word the rule for one person; conceded one duty at a time."""
        text = f"{person.name}每月最多值{person.cap}个班"
        asked = Concession(self.code, person.key, self.price, nth=nth)
        return Clause(self.code, text, (person.key,), duties, asked)
