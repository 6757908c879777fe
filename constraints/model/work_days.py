"""The dates on which a person works, for rules that count dates and not duties."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ortools.sat.python.cp_model import IntVar

    from constraints.model.cost import Literal
    from constraints.model.duty_model import DutyModel


class OpenDuty(NamedTuple):
    """A duty that a person may yet take, and the literal that they do."""

    duty: int
    shift: str
    on: IntVar


class WorkDays(NamedTuple):
    """A person's dates: those settled with their shifts, the others with what may be taken.

    Settled are the dates of known duties outside the month and of those that have begun. Since
    nobody starts two duties on a date (``One``), a date counts by its duties: nothing more is
    taken on a settled date, and the literals of any other come to 0 or 1.
    """

    settled: Mapping[date, frozenset[str]]
    open: Mapping[date, list[OpenDuty]]

    def works(self, on: date) -> Literal:
        """Return whether the person works on a date, as a sum of literals or 0 or 1."""
        if on in self.settled:
            return 1
        return sum(one.on for one in self.open.get(on, ()))


def work_days(model: DutyModel, person: str) -> WorkDays:
    """Return the dates of a person; bars and fixes must have been posted."""
    problem = model.problem
    settled: defaultdict[date, frozenset[str]] = defaultdict(frozenset)
    for duty in problem.known_duties_of.get(person, ()):
        settled[duty.date] |= {duty.shift}
    for d, keys in problem.past.items():
        if person in keys:
            settled[problem.duties[d].date] |= {problem.duties[d].shift}
    still_open: defaultdict[date, list[OpenDuty]] = defaultdict(list)
    for d, on in model.taking(person):
        duty = problem.duties[d]
        if d not in problem.past:
            still_open[duty.date].append(OpenDuty(d, duty.shift, on))
    days = {on: duties for on, duties in still_open.items() if on not in settled}
    return WorkDays(dict(settled), days)
