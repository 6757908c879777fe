"""夜班限制: no duty that touches a barred night; the reason is nobody's business."""

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
class NightBar:
    """The duty touches no night (N 22:00 – N+1 06:00) barred for the person."""

    code: ClassVar[str] = "night"

    def against(self, problem: Problem, person: Person, duty: Duty) -> Iterator[Clause]:
        """Yield the clause against a duty in a barred night."""
        del problem
        if person.night_barred(duty):
            text = f"{person.name}{zh_date(duty.date)}不安排夜班"
            yield Clause(self.code, text, (person.key,), (duty,))
