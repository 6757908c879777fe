"""What to know of the loads: hours in a small centre, and balances that start anew."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from constraints.calendar import DayKind, dates, next_month
from constraints.policy import Window
from scheduler.reporting.comparison import regular_loads

if TYPE_CHECKING:
    from constraints.problem import Problem
    from scheduler.reporting.outcome import Draft

FEW = 3
WORKDAY_HOURS, MUCH_OVERTIME = 8, 36
JANUARY, DECEMBER = 1, 12


def work_hours_lines(draft: Draft) -> list[str]:
    """Say of shift work how many hours everybody has, and who has far more than the workdays."""
    problem = draft.problem
    if problem.policy.shift_work is None:
        return []
    month = problem.month
    days = [problem.calendar.kind(on) for on in dates(month, next_month(month))]
    due = sum(kind in (DayKind.WORKDAY, DayKind.ADJUSTED) for kind in days) * WORKDAY_HOURS
    paid = {
        key: sum((problem.duties[d].paid for d in own), timedelta()) / timedelta(hours=1)
        for key, own in draft.roster.by_person.items()
    }
    if not paid:
        return []
    least, most = min(paid.values()), max(paid.values())
    lines = [f"工作日合计 {due} 小时；每人工时 {least:g} 至 {most:g} 小时"]
    lines += [
        f"{draft.centre.name(key)}工时 {hours:g}，比工作日多 {hours - due:g} 小时，请留意"
        for key, hours in paid.items()
        if hours - due > MUCH_OVERTIME
    ]
    return lines


def hours_lines(draft: Draft) -> list[str]:
    """Say how many hours a month each serves where no more than three share the duties."""
    if draft.problem.policy.shift_work is not None:
        return []
    own = regular_loads(draft.problem, draft.roster)
    if not 0 < len(own) <= FEW:
        return []
    hours = sorted({round(load.hours) for load in own})
    each = " 至 ".join(str(one) for one in (hours[0], hours[-1])[: len(hours)])
    return [
        f"只有 {len(own)} 个人轮值：本月共 {month_hours(draft.problem):g} 小时，"
        f"每人在岗 {each} 小时；长期这样吃不消，建议增加可值班的人"
    ]


def month_hours(problem: Problem) -> float:
    """Return how many hours the month's duties last together."""
    return sum((duty.end - duty.start).total_seconds() for duty in problem.duties) / 3600


def fresh_start_lines(draft: Draft) -> list[str]:
    """Announce in December and in January which balances start anew on 1 January."""
    policy, month = draft.problem.policy, draft.problem.month
    anew = ["总班数", "休息日"] if policy.window is Window.YEAR else []
    anew += ["法定节假日"] if policy.holiday_window is Window.YEAR else []
    if not anew or month.month not in (JANUARY, DECEMBER):
        return []
    year = next_month(month).year
    kept = "；法定节假日的接着算" if policy.holiday_window is Window.NEVER else ""
    begun = f"{year}年1月1日起，{'、'.join(anew)}的多值少值从零算起"
    return [f"{begun}，{year - 1}年的不带过来（〈设置〉均衡周期是自然年）{kept}"]
