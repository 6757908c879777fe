"""Level 8: wishes that are not met."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, product
from typing import TYPE_CHECKING, ClassVar

from constraints.decisions import Wish

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constraints.domain import Roster
    from constraints.model.cost import Literal
    from constraints.model.duty_model import DutyModel
    from constraints.problem import Problem


@dataclass(frozen=True)
class Wishes:
    """Number of wishes of the month not met, the automatic ones included."""

    name: ClassVar[str] = "wishes"

    def post(self, model: DutyModel) -> None:
        """Count 1 − x for every 希望 and x for every 不希望, x being to take any duty meant."""
        level = model.penalise(self.name)
        for wish in all_wishes(model.problem):
            level.add(1, int(wish.wanted))
            for on in self._taken(model, wish):
                level.add(-1 if wish.wanted else 1, on)

    def _taken(self, model: DutyModel, wish: Wish) -> list[Literal]:
        """Return literals of which one is true if any duty that a wish means is taken."""
        duties = model.problem.named(wish.date, wish.shift)
        cells = {d: model.on(d, wish.person) for d in duties}
        possible = [d for d, on in cells.items() if not isinstance(on, int)]
        pairs = combinations(possible, 2)
        alone = all((wish.person, first, second) in model.exclusions for first, second in pairs)
        # Cells of which each meets a wish would be counted all at once by the floor.
        if len(possible) < 2 or (alone and not wish.wanted):
            return list(cells.values())
        taken = model.literal()
        if wish.wanted:
            model.cp.add(taken <= sum(cells[d] for d in possible))
        for d in possible if not wish.wanted else ():
            model.cp.add(cells[d] <= taken)
        return [taken]

    def cost(self, problem: Problem, roster: Roster) -> int:
        """Count the wishes that a roster does not meet."""
        return len(list(unmet(problem, roster)))


def unmet(problem: Problem, roster: Roster) -> Iterator[Wish]:
    """Yield the wishes that a roster does not meet."""
    for wish in all_wishes(problem):
        meant = problem.named(wish.date, wish.shift)
        if any(wish.person in roster.people[d] for d in meant) != wish.wanted:
            yield wish


@lru_cache(maxsize=8)
def all_wishes(problem: Problem) -> tuple[Wish, ...]:
    """Return the month's wishes: those stated and, for dates without one, the automatic ones.

    Whoever served a named festival day in the year before would rather not serve it again, and
    whoever has asked for leave not the duties that it would block, its eve aside.
    """
    stated = (w for w in problem.wishes if problem.named(w.date, w.shift))
    wishes = {(w.person, w.date, w.shift): w for w in stated}
    spoken = {(w.person, w.date) for w in wishes.values()}
    festivals = problem.calendar.festivals
    served: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
    for one in problem.known_duties:
        if name := festivals.get(one.duty.date, ""):
            served[one.duty.date.year, name].append(one.person)
    for on in dict.fromkeys(duty.date for duty in problem.duties):
        name = festivals.get(on, "")
        for person in served.get((on.year - 1, name), ()):
            if (person, on) not in spoken:
                spoken.add((person, on))
                wishes[person, on, ""] = Wish(person, on, False, name)
    for leave, duty in product(problem.pending, problem.duties):
        cell = leave.person, duty.date
        blocked = leave.conflicts(duty) and not leave.eve(duty, problem.policy.eves_until)
        if blocked and cell not in spoken:
            wish = Wish(*cell, False, pending=True, shift=duty.shift)
            wishes.setdefault((*cell, duty.shift), wish)
    return tuple(wishes.values())
