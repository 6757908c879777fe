"""连上: so many dates with a duty in a row and no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from constraints.calendar import dates, zh_span
from constraints.clause import Clause, Concession
from constraints.domain import DAY
from constraints.model.work_days import work_days

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constraints.domain import Duty, Person, Roster
    from constraints.model.cost import Literal
    from constraints.model.duty_model import DutyModel
    from constraints.model.work_days import WorkDays
    from constraints.problem import Problem


@dataclass(frozen=True)
class Run:
    """In any ``most`` + 1 consecutive dates a person is free on one at least.

    Known duties outside the month and begun ones count, dates of which nothing is known are free.
    A dispensation on one of the dates allows them all, but never ``most`` + 2. Dates that are all
    settled are not judged.
    """

    most: int = 6
    code: ClassVar[str] = "run"
    price: ClassVar[int] = 3

    def post(self, model: DutyModel) -> None:
        """Post every window of dates that somebody could work through."""
        for person in model.problem.people:
            days = work_days(model, person.key)
            exempt = {on for key, on in model.problem.dispensed if key == person.key}
            for window in self._windows(days, self.most + 1):
                granted: list[Literal] = [
                    model.concession(self._asked(person, model.problem.duties[one.duty]))
                    for on in window
                    for one in days.open.get(on, ())
                ]
                if not exempt & set(window):
                    model.require(sum(map(days.works, window)) <= sum(granted, self.most))
            if exempt or model.conceding:
                for window in self._windows(days, self.most + 2):
                    model.require(sum(map(days.works, window)) <= self.most + 1)

    def _windows(self, days: WorkDays, length: int) -> Iterator[list[date]]:
        """Yield the runs of dates, each with a duty, of which some are still to be decided."""
        for first in sorted({on - lead * DAY for on in days.open for lead in range(length)}):
            window = dates(first, first + length * DAY)
            if all(on in days.open or on in days.settled for on in window):
                yield window

    def _asked(self, person: Person, duty: Duty) -> Concession:
        return Concession(self.code, person.key, self.price, duty)

    def audit(self, problem: Problem, roster: Roster) -> Iterator[Clause]:
        """Yield the dates in a row that are too many."""
        for key, taken in roster.by_person.items():
            own = [problem.duties[d] for d in taken]
            coming = {problem.duties[d].date for d in taken if d not in problem.past}
            own += problem.known_duties_of.get(key, ())
            own.sort(key=lambda duty: duty.start)
            row: list[Duty] = []
            for duty in [*own, None]:
                if duty and row and duty.date - row[-1].date <= timedelta(days=1):
                    row.append(duty)
                    continue
                on = {one.date for one in row}
                waived = any((key, day) in problem.dispensed for day in on)
                if on & coming and len(on) > self.most + waived:
                    yield self.clause(problem.by_key[key], tuple(row))
                row = [duty] if duty else []

    def clause(self, person: Person, duties: tuple[Duty, ...]) -> Clause:
        """Word the rule for the duties of some dates in a row; one date more can be conceded."""
        row = zh_span(duties[0].date, duties[-1].date)
        length = len({duty.date for duty in duties})
        text = f"{person.name}{row}要连上{length}天，最多连上{self.most}天"
        asked = self._asked(person, duties[-1]) if length == self.most + 1 else None
        return Clause(self.code, text, (person.key,), duties, asked)
