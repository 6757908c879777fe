"""请假: no duty on an approved leave; the eve of a leave as the centre has set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING, ClassVar

from constraints.calendar import zh_date, zh_span
from constraints.clause import Clause, Concession
from constraints.domain import MIDNIGHT
from constraints.policy import EveMode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constraints.domain import Duty, Leave, Person
    from constraints.problem import Problem

NOON = time(12)


@dataclass(frozen=True)
class OnLeave:
    """No approved leave conflicts with the duty; where eves are barred, neither as an eve."""

    code: ClassVar[str] = "leave"
    eve_price: ClassVar[int] = 2
    postpone_price: ClassVar[int] = 20

    def against(self, problem: Problem, person: Person, duty: Duty) -> Iterator[Clause]:
        """Yield a clause for every leave that the duty may not touch."""
        policy = problem.policy
        for leave in problem.leaves_of.get(person.key, ()):
            if not leave.conflicts(duty):
                continue
            if not leave.eve(duty, policy.eves_until):
                asked = Concession(self.code, person.key, self.postpone_price, leave=leave)
                text = f"{person.name}{leave_dates(leave)}请假，与{duty.said}重叠"
            elif policy.eves is EveMode.BAR and (person.key, duty.date) not in problem.dispensed:
                asked = Concession("eve", person.key, self.eve_price, duty)
                begins = zh_date(leave.start.date())
                text = f"{person.name}{begins}起请假，前一晚{duty.said}要值到当天早上"
            else:
                continue
            yield Clause(self.code, text, (person.key,), (duty,), asked)


def leave_dates(leave: Leave) -> str:
    """Say when a leave is: by its days and halves, or to the minute where it has clock times."""
    first, last = leave.start.date(), leave.last_day
    if leave.start.time() == leave.end.time() == MIDNIGHT:
        return zh_span(first, last)
    if {leave.start.time(), leave.end.time()} <= {MIDNIGHT, NOON}:
        begins = "下午" if leave.start.time() == NOON else ""
        ends = "上午" if leave.end.time() == NOON else ""
        if first == last:
            return f"{zh_date(first)}{begins or ends}"
        return f"{zh_date(first)}{begins}至{zh_date(last)}{ends}"
    last = leave.end.date()
    until = "" if first == last else zh_date(last)
    return f"{zh_date(first)}{leave.start:%H:%M}至{until}{leave.end:%H:%M}"
