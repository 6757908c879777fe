"""在职: on the staff, and past the start of solo duty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.calendar import zh_date
from constraints.clause import Clause

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constraints.domain import Duty, Person
    from constraints.problem import Problem


@dataclass(frozen=True)
class Employed:
    """入职日期 and 可值班起 ≤ D, and the duty ends no later than 24:00 of 离职日期."""

    code: ClassVar[str] = "employed"

    def against(self, problem: Problem, person: Person, duty: Duty) -> Iterator[Clause]:
        """Yield the clause against a duty outside employment."""
        del problem
        if not person.employed(duty):
            yield Clause(self.code, self._say(person, duty), (person.key,), (duty,))

    def _say(self, person: Person, duty: Duty) -> str:
        for first, what in ((person.employed_from, "入职"), (person.duty_from, "可值班起")):
            if first is not None and duty.date < first:
                return f"{person.name}{zh_date(first)}才{what}，不能值{duty.said}"
        last = zh_date(person.employed_to or duty.date)
        return f"{person.name}{last}离职，{duty.said}要到离职之后才下班"
