"""其他岗位: nobody is on two posts at once, nor too soon after another post."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from constraints.calendar import zh_date
from constraints.clause import Clause

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constraints.domain import Duty, Person
    from constraints.problem import Problem

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Elsewhere:
    """The person's duties of other posts neither overlap the duty nor are nearer than allowed.

    Of the distances that the two posts ask for the longer one holds.
    """

    code: ClassVar[str] = "elsewhere"

    def against(self, problem: Problem, person: Person, duty: Duty) -> Iterator[Clause]:
        """Yield a clause for every duty of another post that is too near."""
        for one in problem.elsewhere_of.get(person.key, ()):
            other, least = one.duty, max(one.apart, problem.policy.apart)
            between = max(other.start - duty.end, duty.start - other.end)
            if between >= least:
                continue
            text = f"{person.name}{zh_date(other.date)}有{other.post}的班，"
            if between < timedelta():
                text += f"与{duty.said}重叠"
            else:
                text += f"与{duty.said}只隔{between / HOUR:g}小时，"
                text += f"少于{least / HOUR:g}小时"
            yield Clause(self.code, text, (person.key,), (duty,))
