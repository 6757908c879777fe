"""指定不可: a supervisor's decision that a person does not serve on a date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.calendar import zh_date
from constraints.clause import Clause, Concession
from constraints.domain import called

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constraints.domain import Duty, Person
    from constraints.problem import Problem


@dataclass(frozen=True)
class PinnedOff:
    """The person is not pinned 不可 on the date, except by dispensation.

    The other half of the pin rule, 必须, decides cells and so stands with the fixed ones.
    """

    code: ClassVar[str] = "pin"
    price: ClassVar[int] = 5

    def against(self, problem: Problem, person: Person, duty: Duty) -> Iterator[Clause]:
        """Yield the clause against a duty on a date pinned 不可."""
        if not problem.barred_dates:
            return  # as in most months, and every cell is asked about
        cell = (person.key, duty.date)
        pinned = [shift for shift in ("", duty.shift) if (*cell, shift) in problem.barred_dates]
        if pinned and cell not in problem.dispensed:
            text = f"〈指定〉写明{person.name}{zh_date(duty.date)}不可值{called(pinned[0])}"
            asked = Concession(self.code, person.key, self.price, duty)
            yield Clause(self.code, text, (person.key,), (duty,), asked)
