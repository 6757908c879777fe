"""资格: the conditions of office on the date of the duty."""

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
class Qualified:
    """Every enforced check passes on the duty."""

    code: ClassVar[str] = "qualified"

    def against(self, problem: Problem, person: Person, duty: Duty) -> Iterator[Clause]:
        """Yield one clause naming every check that fails."""
        if failed := problem.failed_checks(person, duty):
            checks = "、".join(failed)
            text = f"{person.name}{zh_date(duty.date)}资格不符（{checks}）"
            yield Clause(self.code, text, (person.key,), (duty,))
