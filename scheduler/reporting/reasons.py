"""Why this person, in a line: who else could, and what spoke for the one who does."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from constraints.rulebook import GOALS, LAW
from scheduler.explaining.substitutes import given_to, substitutes

if TYPE_CHECKING:
    from constraints.domain import Roster
    from constraints.problem import Problem
    from scheduler.reporting.outcome import Draft

RIVALS = 3
SPOKE = {
    "reserves": "不动用仅顶班人员",
    "leave eves": "避开请假前夜",
    "total fairness": "少值最多",
    "holiday fairness": "法定节假日少值最多",
    "rest-day fairness": "休息日少值最多",
    "wishes": "照顾意愿",
    "spacing": "间隔最匀",
}


def reason(draft: Draft, duty: int) -> str:
    """Say why a duty is given to whoever has it, '' for a gap."""
    problem, roster = draft.problem, draft.roster
    if not roster.people[duty]:
        return ""
    able = substitutes(problem, roster, duty)
    names = "、".join(draft.centre.name(key) for key in able)
    why = _why(problem, roster, duty, able)
    if problem.duties[duty].date in draft.edited:
        why = "手工指定"
    who = draft.centre.name(roster.people[duty][0])
    return f"{f'还可替：{names}。' if able else '无人可替。'}选{who}：{why}"


def _why(problem: Problem, roster: Roster, duty: int, able: tuple[str, ...]) -> str:
    if duty in problem.past:
        return "已经开始"
    on = problem.duties[duty]
    fixed = [fix.why for fix in problem.fixes if fix.on and fix.date == on.date]
    if fixed:
        return fixed[-1]
    if not able:
        free = [p for p in problem.people if not LAW.against(problem, p, on)]
        return "唯一可排" if len(free) <= 1 else "换别人都会违反间隔或上限"
    depths = [_first_difference(problem, roster, duty, key) for key in able[:RIVALS]]
    # The closest rival decides: whatever was better still when all before was equal.
    level, better = max(depths)
    if level == len(GOALS):
        return "几人一样，按固定的次序"
    return SPOKE.get(GOALS[level].name, "") if better else "与别处合起来最均衡"


def _first_difference(problem: Problem, roster: Roster, duty: int, key: str) -> tuple[int, bool]:
    """Return the first level at which giving the duty to ``key`` differs, and if it is worse."""
    other = given_to(roster, duty, key)
    for nth, (goal, here) in enumerate(zip(GOALS, _costs(problem, roster), strict=True)):
        if goal.name == "changes":
            continue  # That it is published says nothing of why it was planned so.
        there = goal.cost(problem, other)
        if here != there:
            return nth, there > here
    return len(GOALS), True


@lru_cache(maxsize=1)
def _costs(problem: Problem, roster: Roster) -> list[int]:
    return [goal.cost(problem, roster) for goal in GOALS]
