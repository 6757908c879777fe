"""上限: no more duties in a month, or of a class in it, than a person's cap."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

from constraints.calendar import FairnessClass
from constraints.clause import Clause, Concession

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constraints.domain import Duty, Person, Roster
    from constraints.model.duty_model import DutyModel
    from constraints.problem import Problem


@dataclass(frozen=True)
class Cap:
    """Duties of p in the month ≤ 每月上限 of p, or ≤ those served already if these are more.

    The same of the duties on rest days and on statutory holidays. A dispensed date does not count.
    """

    code: ClassVar[str] = "cap"
    price: ClassVar[int] = 4

    def post(self, model: DutyModel) -> None:
        """Post the bounds of everyone who has a cap."""
        problem = model.problem
        for person in problem.people:
            for cls, most in _caps(person):
                taking = [
                    (problem.duties[d], on)
                    for d, on in model.taking(person.key)
                    if self._counts(problem, person, problem.duties[d], cls)
                ]
                duties = tuple(duty for duty, _ in taking)
                cap = max(most, self._served(problem, person, cls))
                beyond = range(1, len(taking) - cap + 1)
                granted = [
                    model.concession(self.clause(person, duties, cls, nth).concession)
                    for nth in beyond
                ]
                model.require(sum(on for _, on in taking) <= sum(granted, cap))
                for fewer, more in pairwise(granted):
                    model.require(more <= fewer)

    def audit(self, problem: Problem, roster: Roster) -> Iterator[Clause]:
        """Yield everyone above their caps."""
        for key, taken in roster.by_person.items():
            person = problem.by_key[key]
            own = [problem.duties[d] for d in taken]
            for cls, most in _caps(person):
                counted = [duty for duty in own if self._counts(problem, person, duty, cls)]
                if len(counted) > max(most, self._served(problem, person, cls)):
                    yield self.clause(person, tuple(counted), cls)

    def _served(self, problem: Problem, person: Person, cls: FairnessClass) -> int:
        begun = [problem.duties[d] for d, keys in problem.past.items() if person.key in keys]
        return sum(self._counts(problem, person, duty, cls) for duty in begun)

    def _counts(self, problem: Problem, person: Person, duty: Duty, cls: FairnessClass) -> bool:
        dispensed = (person.key, duty.date) in problem.dispensed
        return not dispensed and cls.covers(problem.kind(duty))

    def clause(
        self, person: Person, duties: tuple[Duty, ...], cls: FairnessClass, nth: int = 1
    ) -> Clause:
        """Word the rule for one person; conceded one duty at a time."""
        what = "个班" if cls is FairnessClass.TOTAL else f"个{cls.value}的班"
        text = f"{person.name}每月最多值{dict(_caps(person))[cls]}{what}"
        asked = Concession(self.code, person.key, self.price, nth=nth, cls=cls)
        return Clause(self.code, text, (person.key,), duties, asked)


def _caps(person: Person) -> list[tuple[FairnessClass, int]]:
    """Return the classes in which the person has a cap, and how much it is."""
    caps = {
        FairnessClass.TOTAL: person.cap,
        FairnessClass.HOLIDAY: person.holiday_cap,
        FairnessClass.REST: person.rest_cap,
    }
    return [(cls, cap) for cls, cap in caps.items() if cap is not None]
