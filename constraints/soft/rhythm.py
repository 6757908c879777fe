"""Level 9 of shift work: changes of shift from one date to the next, and single dates worked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, ClassVar

from constraints.calendar import dates, next_month
from constraints.domain import DAY
from constraints.model.shift_states import follow
from constraints.model.work_days import work_days

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from datetime import date

    from constraints.domain import Roster
    from constraints.model.cost import Cost
    from constraints.model.duty_model import DutyModel
    from constraints.model.work_days import WorkDays
    from constraints.model.work_path import Follows
    from constraints.problem import Problem


@dataclass(frozen=True)
class Rhythm:
    """Per person, neighbouring dates worked with different shifts, and dates worked alone.

    A pair of dates counts if one of them is in the month, a date in the month if both its
    neighbours are free. Known duties outside count; a date outside on which the post has no known
    duty counts as worked, with no shift in particular.
    """

    name: ClassVar[str] = "rhythm"

    def post(self, model: DutyModel) -> None:
        """Count each person's pairs and single dates."""
        level, span = model.penalise(self.name), month_dates(model.problem)
        known = {one.duty.date for one in model.problem.known_duties}
        for person in model.problem.people:
            days = work_days(model, person.key)
            for on in (span[0] - DAY, *span):
                self._post_pair(model, level, days, on)
            unknown = {on for on in (span[0] - DAY, span[-1] + DAY) if on not in known}
            for on in span:
                if not unknown & {on - DAY, on + DAY}:
                    self._post_single(model, level, days, on)

    def _post_pair(self, model: DutyModel, level: Cost, days: WorkDays, on: date) -> None:
        """Count the date and the next one if they are worked with different shifts."""
        first, second = on, on + DAY
        if first in days.settled and second in days.settled:
            level.add(int(_differ(days.settled[first], days.settled[second])), 1)
        elif first in days.settled or second in days.settled:
            settled, still_open = sorted((first, second), key=lambda day: day not in days.settled)
            for one in days.open.get(still_open, ()):
                level.add(int(_differ(days.settled[settled], {one.shift})), one.on)
        elif first in days.open and second in days.open:
            pairs = [
                (one, [other for other in days.open[second] if other.shift != one.shift])
                for one in days.open[first]
            ]
            if any(others for _, others in pairs):
                differs = model.literal()
                level.add(1, differs)
                for one, others in pairs:
                    if others:
                        total = one.on + sum(other.on for other in others)
                        model.cp.add(total <= 1 + differs)

    def _post_single(self, model: DutyModel, level: Cost, days: WorkDays, on: date) -> None:
        """Count the date if it is worked and neither neighbour is."""
        if not (on in days.settled or on in days.open):
            return
        beside = [days.works(on - DAY), days.works(on + DAY)]
        if any(isinstance(works, int) and works for works in beside):
            return
        if all(isinstance(works, int) for works in beside):
            if on in days.settled:
                level.add(1, 1)
            for one in days.open.get(on, ()):
                level.add(1, one.on)
            return
        single = model.literal()
        level.add(1, single)
        model.cp.add(days.works(on) - sum(beside) <= single)

    def follows(self, model: DutyModel) -> dict[str, Follows]:
        """Return everyone's automaton, whose steps cost what this goal counts.

        None where the term is part of a month with known duties of the post beside it.
        """
        span = month_dates(model.problem)
        beside = any(one.duty.date in span for one in model.problem.known_duties)
        return {} if beside else follow(model, rhythm=True)

    def cost(self, problem: Problem, roster: Roster) -> int:
        """Count the pairs and single dates of a roster."""
        return sum(
            _own_cost(problem, person.key, tuple(roster.takes(person.key)))
            for person in problem.people
        )


@lru_cache(maxsize=8)
def month_dates(problem: Problem) -> list[date]:
    """Return every date of the month, with a duty or not, or of the term if it is longer."""
    first = min(problem.month, problem.duties[0].date)
    end = max(next_month(problem.month), problem.duties[-1].date + DAY)
    return dates(first, end)


@lru_cache(maxsize=1024)
def _own_cost(problem: Problem, key: str, taken: tuple[int, ...]) -> int:
    """Return what one person's duties cost; most people have the same in many rosters."""
    span = month_dates(problem)
    first, last = span[0], span[-1]
    worked: defaultdict[date, set[str]] = defaultdict(set)
    for duty in (*problem.known_duties_of.get(key, ()), *(problem.duties[d] for d in taken)):
        worked[duty.date].add(duty.shift)
    known = {one.duty.date for one in problem.known_duties}

    def free(on: date) -> bool:
        return on not in worked and (first <= on <= last or on in known)

    changes = sum(
        first - DAY <= on <= last and _differ(shifts, worked.get(on + DAY, set()))
        for on, shifts in worked.items()
    )
    return changes + sum(first <= on <= last and free(on - DAY) and free(on + DAY) for on in worked)


def _differ(shifts: AbstractSet[str], others: AbstractSet[str]) -> bool:
    return any(one != other for one, other in product(shifts, others))
