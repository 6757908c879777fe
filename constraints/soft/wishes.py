"""Level 8: wishes that are not met."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, ClassVar

from constraints.domain import Wish

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constraints.domain import Roster
    from constraints.model.duty_model import DutyModel
    from constraints.problem import Problem


@dataclass(frozen=True)
class Wishes:
    """Number of wishes of the month not met, the automatic ones included."""

    name: ClassVar[str] = "wishes"

    def post(self, model: DutyModel) -> None:
        """Count 1 − x for every 希望 and x for every 不希望."""
        level = model.penalise(self.name)
        for wish in all_wishes(model.problem):
            on = model.on(model.problem.on_date[wish.date], wish.person)
            level.add(1, int(wish.wanted))
            level.add(-1 if wish.wanted else 1, on)

    def cost(self, problem: Problem, roster: Roster) -> int:
        """Count the wishes that a roster does not meet."""
        return len(list(unmet(problem, roster)))


def unmet(problem: Problem, roster: Roster) -> Iterator[Wish]:
    """Yield the wishes that a roster does not meet."""
    for wish in all_wishes(problem):
        if (wish.person in roster.people[problem.on_date[wish.date]]) != wish.wanted:
            yield wish


@lru_cache(maxsize=8)
def all_wishes(problem: Problem) -> tuple[Wish, ...]:
    """Return the month's wishes: those stated and, for dates without one, the automatic ones.

    Whoever served a named festival day in the year before would rather not serve it again, and
    whoever has asked for leave not the duties that it would block, its eve aside.
    """
    wishes = {(w.person, w.date): w for w in problem.wishes if w.date in problem.on_date}
    festivals = problem.calendar.festivals
    served = {
        (one.duty.date.year, festivals[one.duty.date]): one.person
        for one in problem.known_duties
        if one.duty.date in festivals
    }
    for on in problem.on_date:
        name = festivals.get(on, "")
        if person := served.get((on.year - 1, name)):
            wishes.setdefault((person, on), Wish(person, on, False, name))
    for leave, duty in product(problem.pending, problem.duties):
        if leave.conflicts(duty) and not leave.eve(duty, problem.policy.eves_until):
            cell = leave.person, duty.date
            wishes.setdefault(cell, Wish(*cell, False, pending=True))
    return tuple(wishes.values())
