"""锁定: cells decided beforehand stay as decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.calendar import spoken
from constraints.clause import Clause

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constraints.domain import Fix, Roster
    from constraints.model import DutyModel
    from constraints.problem import Problem


@dataclass(frozen=True)
class Fixed:
    """x[d, p] is 1 or 0 as pins 必须, approved substitutions and swaps, and kept cells say."""

    code: ClassVar[str] = "fixed"

    def post(self, model: DutyModel) -> None:
        """Decide the cells."""
        for fix in model.problem.fixes:
            model.fix(model.problem.on_date[fix.date], fix.person, fix.on)

    def audit(self, problem: Problem, roster: Roster) -> Iterator[Clause]:
        """Yield the decided cells that the roster has otherwise."""
        for fix in problem.fixes:
            if (fix.person in roster.people[problem.on_date[fix.date]]) != fix.on:
                yield self.clause(problem, fix)

    def clause(self, problem: Problem, fix: Fix) -> Clause:
        """Word the rule for one cell."""
        name = problem.by_key[fix.person].name
        what = "应由" if fix.on else "不再由"
        text = f"{spoken(fix.date)}按{fix.why}{what}{name}值班"
        duty = problem.duties[problem.on_date[fix.date]]
        return Clause(self.code, text, (fix.person,), (duty,))
