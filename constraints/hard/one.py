"""一天一班: nobody starts two duties of the post on one date."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, ClassVar

from constraints.calendar import zh_date
from constraints.clause import Clause

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from constraints.domain import Duty, Person, Roster
    from constraints.model.duty_model import DutyModel
    from constraints.problem import Problem


@dataclass(frozen=True)
class One:
    """Σ x[d, p] ≤ 1 over the duties d that start on one date, begun ones included.

    Duties that are all begun are not judged; on a date with duties to staff none is known.
    """

    code: ClassVar[str] = "one"

    def post(self, model: DutyModel) -> None:
        """Post every date on which a person may take several duties."""
        problem = model.problem
        for person in problem.people:
            by_date: defaultdict[date, list[int]] = defaultdict(list)
            for d, _ in model.taking(person.key):
                by_date[problem.duties[d].date].append(d)
            for own in by_date.values():
                for first, second in combinations(own, 2):
                    if first not in problem.past or second not in problem.past:
                        model.exclude(person.key, first, second)
                coming = [model.on(d, person.key) for d in own if d not in problem.past]
                if len(coming) > 2:
                    # The pairs imply it, but the linear relaxation does not.
                    model.require(sum(coming) <= 1)

    def audit(self, problem: Problem, roster: Roster) -> Iterator[Clause]:
        """Yield the dates on which somebody starts more than one duty."""
        for key, taken in roster.by_person.items():
            own = [problem.duties[d] for d in taken]
            for on in sorted({problem.duties[d].date for d in taken if d not in problem.past}):
                same_day = tuple(duty for duty in own if duty.date == on)
                if len(same_day) > 1:
                    yield self.clause(problem.by_key[key], same_day)

    def clause(self, person: Person, duties: tuple[Duty, ...]) -> Clause:
        """Word the rule for the duties of one date."""
        text = f"{person.name}{zh_date(duties[0].date)}一天要上{len(duties)}个班，一天最多上1个班"
        return Clause(self.code, text, (person.key,), duties)
