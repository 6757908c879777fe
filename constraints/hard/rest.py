"""间隔: time off between two duties of one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING, ClassVar

from constraints.calendar import zh_date
from constraints.clause import Clause, Concession

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constraints.domain import Duty, Person, Roster
    from constraints.model.cost import Literal
    from constraints.model.duty_model import DutyModel
    from constraints.problem import Problem

FLOOR = timedelta(hours=24)


@dataclass(frozen=True)
class Rest:
    """Nobody starts a duty within ``least`` of the end of the one before.

    For every person p and duties a < b with b.start − a.end < least: x[a, p] + x[b, p] ≤ 1, known
    duties outside the month counted as taken. A dispensation for either date lowers ``least`` to
    ``floor``, never further. Two duties that are both past are not judged.
    """

    least: timedelta = FLOOR
    floor: timedelta = FLOOR
    code: ClassVar[str] = "rest"
    price: ClassVar[int] = 8

    def post(self, model: DutyModel) -> None:
        """Post every pair that is too close, and all duties too close after one as a whole."""
        duties, past = model.problem.duties, model.problem.past
        exempt = {key for key, _ in model.problem.dispensed}
        close = [self._soon(duties, a) for a in range(len(duties))]
        for person in model.problem.people:
            own = dict(model.taking(person.key))
            for duty in model.problem.known_duties_of.get(person.key, ()):
                for a, on_a in own.items():
                    first, second = _in_order(duty, duties[a])
                    if a not in past and self._close(model.problem, person, first, second):
                        model.require(on_a <= self._granted(model, person, first, second))
            for a, on_a in own.items():
                window = [a]
                for b in close[a]:
                    if b not in own or (a in past and b in past):
                        continue
                    if self._close(model.problem, person, duties[a], duties[b]):
                        granted = self._granted(model, person, duties[a], duties[b])
                        if isinstance(granted, int):
                            model.exclude(person.key, a, b)
                        else:
                            model.require(on_a + own[b] <= 1 + granted)
                        window.append(b)
                if len(window) > 2 and person.key not in exempt:
                    # The pairs imply it (n duties too close take n - 1 concessions), but the
                    # linear relaxation does not: 72 h of rest among three people is proved 50
                    # times sooner.
                    waived = (model.concession(self._asked(person, duties[d])) for d in window)
                    model.require(sum(own[d] for d in window) <= sum(waived, 1))

    def _soon(self, duties: Sequence[Duty], a: int) -> list[int]:
        """Return the duties that start too soon after another one, if nothing is conceded."""
        least = duties[a].end + self.least
        return list(takewhile(lambda b: duties[b].start < least, range(a + 1, len(duties))))

    def _granted(self, model: DutyModel, person: Person, first: Duty, second: Duty) -> Literal:
        """Return how many of the two dates are conceded; one is enough if the floor is kept."""
        if second.start - first.end < self.floor:
            return 0
        inside = [duty for duty in (first, second) if duty.slot in model.problem.slots]
        return sum(model.concession(self._asked(person, duty)) for duty in inside)

    def _asked(self, person: Person, duty: Duty) -> Concession:
        return Concession(self.code, person.key, self.price, duty)

    def audit(self, problem: Problem, roster: Roster) -> Iterator[Clause]:
        """Yield the pairs of duties of one person that are too close."""
        for key, taken in roster.by_person.items():
            # Each duty with whether it is still to come; what lies outside the month is settled.
            own = [(problem.duties[d], d not in problem.past) for d in taken]
            own += [(duty, False) for duty in problem.known_duties_of.get(key, ())]
            own.sort(key=_start)
            for nth, (first, open_first) in enumerate(own):
                for second, open_second in own[nth + 1 :]:
                    if second.start - first.end >= self.least:
                        break  # and so are all that are later
                    still = open_first or open_second
                    if still and self._close(problem, problem.by_key[key], first, second):
                        yield self.clause(problem.by_key[key], first, second)

    def _close(self, problem: Problem, person: Person, first: Duty, second: Duty) -> bool:
        between = second.start - first.end
        if between >= self.least or between < self.floor:
            return between < self.least
        cells = {(person.key, first.date), (person.key, second.date)}
        return not cells & problem.dispensed

    def clause(self, person: Person, first: Duty, second: Duty) -> Clause:
        """Word the rule for two duties; only what keeps the floor can be conceded."""
        hours = (second.start - first.end) / timedelta(hours=1)
        between = f"间隔{hours:g}小时" if hours > 0 else "中间没有间隔"
        shifts = first.shift or second.shift
        earlier = first.said if shifts else zh_date(first.date)
        later = second.which if shifts and first.date == second.date else second.said
        text = (
            f"{person.name}{earlier}与{later}{between}，少于{self.least / timedelta(hours=1):g}小时"
        )
        asked = None if second.start - first.end < self.floor else self._asked(person, second)
        return Clause(self.code, text, (person.key,), (first, second), asked)


def _start(entry: tuple[Duty, bool]) -> datetime:
    return entry[0].start


def _in_order(one: Duty, other: Duty) -> tuple[Duty, Duty]:
    return (one, other) if one.start <= other.start else (other, one)
