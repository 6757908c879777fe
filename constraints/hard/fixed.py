"""锁定: cells decided beforehand stay as decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.calendar import zh_date
from constraints.clause import Clause
from constraints.domain import called

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constraints.decisions import Fix
    from constraints.domain import Roster
    from constraints.model.duty_model import DutyModel
    from constraints.problem import Problem


@dataclass(frozen=True)
class Fixed:
    """x[d, p] is 1 or 0 as pins 必须, approved substitutions and swaps, and kept cells say.

    Duties that have begun stay with whoever serves them.
    """

    code: ClassVar[str] = "fixed"

    def post(self, model: DutyModel) -> None:
        """Decide the cells."""
        for d, keys in model.problem.past.items():
            for person in model.problem.by_key:
                model.fix(d, person, person in keys)
        for fix in model.problem.fixes:
            duties = model.problem.fixed_duties(fix)
            if fix.on and len(duties) > 1:
                model.require(sum(model.on(d, fix.person) for d in duties) >= 1)
                continue
            for d in duties:
                model.fix(d, fix.person, fix.on)

    def audit(self, problem: Problem, roster: Roster) -> Iterator[Clause]:
        """Yield the decided cells that the roster has otherwise."""
        for d, keys in problem.past.items():
            if set(roster.people[d]) != set(keys):
                yield self.begun_clause(problem, d, roster.people[d])
        for fix in problem.fixes:
            cells = [roster.people[d] for d in problem.fixed_duties(fix)]
            if any(fix.person in keys for keys in cells) != fix.on:
                yield self.clause(problem, fix)

    def begun_clause(self, problem: Problem, duty: int, instead: tuple[str, ...]) -> Clause:
        """Word the rule for a duty that has begun and should go to somebody else."""
        names = "、".join(problem.by_key[key].name for key in problem.past[duty]) or "没有人"
        on = problem.duties[duty]
        text = f"{on.said}已经开始，是{names}值的；实际另有人值，请在〈变更〉登记顶班"
        return Clause(self.code, text, instead, (on,))

    def clause(self, problem: Problem, fix: Fix) -> Clause:
        """Word the rule for one cell."""
        name = problem.by_key[fix.person].name
        what = "应由" if fix.on else "不再由"
        text = f"{zh_date(fix.date)}按{fix.why}{what}{name}值{called(fix.shift)}"
        duties = tuple(problem.duties[d] for d in problem.fixed_duties(fix))
        return Clause(self.code, text, (fix.person,), duties)
