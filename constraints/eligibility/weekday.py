"""不可值班星期: no duty that starts on a barred weekday."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.calendar import WEEKDAYS
from constraints.clause import Clause, Concession

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constraints.domain import Duty, Person
    from constraints.problem import Problem


@dataclass(frozen=True)
class Weekday:
    """The duty does not start on one of the person's barred weekdays, except by dispensation."""

    code: ClassVar[str] = "weekday"
    price: ClassVar[int] = 3

    def against(self, problem: Problem, person: Person, duty: Duty) -> Iterator[Clause]:
        """Yield the clause against a duty on a barred weekday."""
        weekday = duty.start.weekday()
        barred = weekday in person.barred_weekdays
        if barred and (person.key, duty.date) not in problem.dispensed:
            text = f"{person.name}周{WEEKDAYS[weekday]}不值班，不能值{duty.said}"
            asked = Concession(self.code, person.key, self.price, duty)
            yield Clause(self.code, text, (person.key,), (duty,), asked)
