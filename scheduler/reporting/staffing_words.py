"""How many people are enough, in words: a line for each number of people, and what was assumed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constraints.domain import DAY, Standing
from scheduler.explaining.absences import LEAST, USUAL_DAYS, YEAR

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constraints.problem import Problem
    from scheduler.explaining.absences import Absences
    from scheduler.explaining.outlook import Outlook

NAMES = {-1: "少一人", 0: "现有", 1: "多一人"}


def staffing_title(problem: Problem) -> str:
    """Return what was asked."""
    return f"{problem.month.year}年{problem.month.month}月{problem.post}要几个人"


def who(one: Outlook) -> str:
    """Return how many people an outlook is of: 少一人（7 人）."""
    return f"{NAMES[one.change]}（{one.people} 人）"


def staffing_line(one: Outlook) -> str:
    """Say how often a month comes up short, and what everybody has to do."""
    return f"{who(one)}：{_short(one)}；每人每月约 {one.hours_each:.0f} 小时"


def _short(one: Outlook) -> str:
    low, high = (_percent(end) for end in one.interval)
    if not one.short:
        return f"模拟的 {one.months} 个月都不缺班（100 个月里最多 {high} 个月）"
    each = f"缺的月份平均缺 {one.gaps_each:.1f} 班"
    if one.short == one.months:
        return f"模拟的 {one.months} 个月都缺班（100 个月里至少 {low} 个月），{each}"
    often = f"100 个月里约有 {_percent(one.chance)} 个月会缺班（{low}～{high}），"
    return often + each


def _percent(share: float) -> str:
    """Return a share of 100, with a decimal where that is near none or all."""
    decimals = 0 if 0.01 <= share <= 0.99 or share in (0, 1) else 1
    return f"{100 * share:.{decimals}f}"


def staffing_notes(
    problem: Problem, absences: Absences, months: int, seed: int, before: Sequence[str] = ()
) -> Iterator[str]:
    """Say what the numbers rest on; ``before`` are posts that have the same people first."""
    yield _about_leave(absences)
    yield (
        f"模拟了 {months} 个 {problem.month.month} 月：那个月已批准的请假照算，没有的人按上面抽取"
        f"（种子 {seed}），"
        "每次都从头排出缺班最少的一张；假期在排班前就知道，临时请假会更紧一些"
    )
    yield (
        "少一人：每次随机去掉一人；多一人：哪一班都能值，请假和大家一样；"
        "括号里的范围二十次里有十九次说中"
    )
    reserves = sum(one.standing is Standing.RESERVE for one in problem.people)
    if reserves:
        yield f"仅顶班的 {reserves} 人在没有别人可排时顶上，不算在人数和每人小时里"
    if before:
        yield f"其中有人也排{'、'.join(before)}，占去的时间没有算进来，实际会更紧一些"


def _about_leave(absences: Absences) -> str:
    last = absences.until - DAY
    span = f"{absences.since} 至 {last} 有 {absences.seen} 次请假和顶班"
    if absences.few:
        return (
            f"{span}，不足 {LEAST} 次，说明不了什么：按每人每年请假 {USUAL_DAYS} 天（宁多勿少）估计"
        )
    return f"{span}，相当于每人每年不在 {YEAR * absences.rate:.0f} 天"
