"""每周休息: days off in every week from Monday to Sunday."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from constraints.calendar import zh_span
from constraints.clause import Clause, Concession
from constraints.model.work_days import work_days

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constraints.domain import Duty, Person, Roster
    from constraints.model.cost import Literal
    from constraints.model.duty_model import DutyModel
    from constraints.model.work_days import OpenDuty
    from constraints.problem import Problem

WEEK = 7


@dataclass(frozen=True)
class Weekly:
    """In each week from Monday to Sunday at most 7 − ``days_off`` dates have a duty of a person.

    Known and begun duties count, dates of which nothing is known are free. A dispensed date does
    not count, but the last day off is left in any case. What is settled is not judged: where it
    comes to more by itself, nothing is added.
    """

    days_off: int = 1
    code: ClassVar[str] = "weekly"
    price: ClassVar[int] = 3

    def post(self, model: DutyModel) -> None:
        """Post every week in which somebody could work on too many dates."""
        for person in model.problem.people:
            days = work_days(model, person.key)
            exempt = {on for key, on in model.problem.dispensed if key == person.key}
            weeks: defaultdict[date, list[date]] = defaultdict(list)
            for on in days.open:
                weeks[_monday(on)].append(on)
            for monday, still_open in weeks.items():
                settled = {on for on in days.settled if _monday(on) == monday}
                most = max(0, WEEK - min(1, self.days_off) - len(settled))
                if len(still_open) > most:
                    model.require(sum(map(days.works, still_open)) <= most)
                counted = [on for on in still_open if on not in exempt]
                most = max(0, WEEK - self.days_off - len(settled - exempt))
                if self.days_off > 1 and len(counted) > most:
                    duties = [one for on in counted for one in days.open[on]]
                    granted = [self._granted(model, person, one) for one in duties]
                    model.require(sum(one.on for one in duties) <= sum(granted, most))

    def _granted(self, model: DutyModel, person: Person, one: OpenDuty) -> Literal:
        """Return whether a duty is taken and conceded."""
        conceded = model.concession(self._asked(person, model.problem.duties[one.duty]))
        if not isinstance(conceded, int):
            model.require(conceded <= one.on)
        return conceded

    def _asked(self, person: Person, duty: Duty) -> Concession:
        return Concession(self.code, person.key, self.price, duty)

    def audit(self, problem: Problem, roster: Roster) -> Iterator[Clause]:
        """Yield the weeks in which somebody works on more dates than allowed."""
        for key, taken in roster.by_person.items():
            own = [problem.duties[d] for d in taken]
            coming = [problem.duties[d].date for d in taken if d not in problem.past]
            own += problem.known_duties_of.get(key, ())
            for year, week in sorted({on.isocalendar()[:2] for on in coming}):
                duties = tuple(one for one in own if one.date.isocalendar()[:2] == (year, week))
                dates = {duty.date for duty in duties}
                counted = {on for on in dates if (key, on) not in problem.dispensed}
                few = len(counted) <= WEEK - self.days_off or not counted & set(coming)
                if not few or len(dates) > WEEK - min(1, self.days_off):
                    yield self.clause(problem.by_key[key], duties)

    def clause(self, person: Person, duties: tuple[Duty, ...]) -> Clause:
        """Word the rule for one week; conceded only where another day off is left."""
        monday, worked = _monday(duties[0].date), len({duty.date for duty in duties})
        week = zh_span(monday, monday + timedelta(days=WEEK - 1))
        most = WEEK - self.days_off
        text = f"{person.name}{week}这一周要上{worked}天，一周最多上{most}天"
        asked = self._asked(person, duties[-1]) if worked < WEEK and self.days_off > 1 else None
        return Clause(self.code, text, (person.key,), duties, asked)


def _monday(on: date) -> date:
    return on - timedelta(days=on.weekday())
