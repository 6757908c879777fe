"""Why this person, in a line: who else could, and what spoke for the one who does."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from constraints.rulebook import LAW, from_policy
from scheduler.explaining.substitutes import given_to, substitutes

if TYPE_CHECKING:
    from constraints.domain import Roster
    from constraints.problem import Problem
    from scheduler.reporting.outcome import Draft

RIVALS = 3
SPOKE = {
    "gaps": "换成别人，别的日子就没有人值",
    "reserves": "不用动用仅顶班的人",
    "leave eves": "避开别人请假的前一晚",
    "total fairness": "连以前的算值得最少",
    "holiday fairness": "法定节假日值得最少",
    "rest-day fairness": "休息日值得最少",
    "shift fairness": "这种班上得最少",
    "wishes": "照顾大家的意愿",
    "spacing": "离前后两班隔得最开",
    "rhythm": "班次连着上，不单上一天",
}


def reason(draft: Draft, duty: int) -> str:
    """Say why a duty is given to whoever has it, '' for a gap."""
    problem, roster = draft.problem, draft.roster
    if not roster.people[duty]:
        return ""
    able = substitutes(problem, roster, duty)
    names = "、".join(draft.centre.name(key) for key in able)
    why = _why(problem, roster, duty, able)
    if problem.duties[duty].slot in draft.edited:
        why = "手工改的"
    who = "、".join(draft.centre.name(key) for key in roster.people[duty])
    others = f"还可以替的（最合适的在前）：{names}" if able else "没有别人能替"
    return f"选{who}：{why}。{others}"


@lru_cache(maxsize=128)  # It stands at each of several people who share the duty.
def _why(problem: Problem, roster: Roster, duty: int, able: tuple[str, ...]) -> str:
    if duty in problem.past:
        return "已经开始"
    on = problem.duties[duty]
    fixed = [
        fix.why
        for fix in problem.fixes
        if fix.on and duty in problem.fixed_duties(fix) and fix.person in roster.people[duty]
    ]
    if fixed:
        return fixed[-1]
    if not able:
        free = [p for p in problem.people if not LAW.against(problem, p, on)]
        return "当天只有这一个人能值" if len(free) <= 1 else "换成别人，间隔或每月上限都不允许"
    depths = [_first_difference(problem, roster, duty, key) for key in able[:RIVALS]]
    # The closest rival decides: whatever was better still when all before was equal.
    level, better = max(depths)
    goals = from_policy(problem.policy).goals
    if level == len(goals):
        return "几个人同样合适，任选一人"
    if better:
        return SPOKE.get(goals[level].name, "")
    return "尽量不改原来排好的" if problem.base else "按现在的情况看，换人会更均衡"


def _first_difference(problem: Problem, roster: Roster, duty: int, key: str) -> tuple[int, bool]:
    """Return the first level at which giving the duty to ``key`` differs, and if it is worse."""
    other = given_to(problem, roster, duty, key)
    goals = from_policy(problem.policy).goals
    for nth, (goal, here) in enumerate(zip(goals, _costs(problem, roster), strict=True)):
        if goal.name == "changes":
            continue  # That it is published says nothing of why it was planned so.
        there = goal.cost(problem, other)
        if here != there:
            return nth, there > here
    return len(goals), True


@lru_cache(maxsize=1)
def _costs(problem: Problem, roster: Roster) -> list[int]:
    return from_policy(problem.policy).cost(problem, roster)
