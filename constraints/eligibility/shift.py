"""可排班次: some people take certain shifts only."""

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
class TakesShift:
    """The duty's shift is one that the person may take."""

    code: ClassVar[str] = "shift"

    def against(self, problem: Problem, person: Person, duty: Duty) -> Iterator[Clause]:
        """Yield the clause against a duty of a shift that the person does not take."""
        del problem
        if not person.takes_shift(duty.shift):
            which = duty.shift or "这种班"
            text = f"{person.name}的可排班次里没有{which}，不能上{zh_date(duty.date)}的班"
            yield Clause(self.code, text, (person.key,), (duty,))
