"""每月休息: days off in every month, wherever they lie."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.calendar import next_month
from constraints.clause import Clause
from constraints.model.work_days import work_days

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from constraints.domain import Duty, Person, Roster
    from constraints.model.duty_model import DutyModel
    from constraints.problem import Problem


@dataclass(frozen=True)
class Monthly:
    """In each calendar month all dates but ``days_off`` may have a duty of a person.

    Begun duties count and are not judged.
    """

    days_off: int = 0
    code: ClassVar[str] = "monthly"

    def post(self, model: DutyModel) -> None:
        """Post every month in which somebody could work on too many dates."""
        for person in model.problem.people:
            days = work_days(model, person.key)
            months: defaultdict[date, list[date]] = defaultdict(list)
            for on in days.open:
                months[on.replace(day=1)].append(on)
            for month, still_open in months.items():
                settled = sum(on.replace(day=1) == month for on in days.settled)
                length = (next_month(month) - month).days
                most = max(0, length - self.days_off - settled)
                if len(still_open) > most:
                    model.require(sum(map(days.works, still_open)) <= most)

    def audit(self, problem: Problem, roster: Roster) -> Iterator[Clause]:
        """Yield the months in which somebody works on more dates than allowed."""
        for key, taken in roster.by_person.items():
            own = [problem.duties[d] for d in taken]
            own += problem.known_duties_of.get(key, ())
            coming = [problem.duties[d].date for d in taken if d not in problem.past]
            for year, month in sorted({(on.year, on.month) for on in coming}):
                duties = tuple(x for x in own if (x.date.year, x.date.month) == (year, month))
                free = monthrange(year, month)[1] - len({duty.date for duty in duties})
                if free < self.days_off:
                    yield self.clause(problem.by_key[key], duties)

    def clause(self, person: Person, duties: tuple[Duty, ...]) -> Clause:
        """Word the rule for one person's month."""
        month = duties[0].date.month
        worked = len({duty.date for duty in duties})
        text = f"{person.name}{month}月要上{worked}天，这个月要休息至少{self.days_off}天"
        return Clause(self.code, text, (person.key,), duties)
