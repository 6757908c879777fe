"""What a leave that is only tried touches, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constraints.calendar import zh_date
from constraints.eligibility.leave import leave_dates
from scheduler.explaining.leave_trial import Light

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from scheduler.explaining.leave_trial import Touch, Trial
    from scheduler.reporting.outcome import Draft

LIGHTS = {
    Light.GREEN: "绿灯，可以准",
    Light.YELLOW: "黄灯，能排开，但要动用仅顶班的人或跟别人换班",
    Light.RED: "红灯，有班排不开",
}


def trial_lines(draft: Draft, trial: Trial) -> Iterator[str]:
    """Yield how easily a leave can be granted, and what may be done about each of its duties."""
    who = draft.centre.name(trial.leave.person)
    touched = f"碰到 {len(trial.touches)} 班" if trial.touches else "不碰任何一班"
    yield f"试算{who}{leave_dates(trial.leave)}请假：{LIGHTS[trial.light]}；{touched}"
    for one in trial.touches:
        yield from _touch_lines(draft, one)


def _touch_lines(draft: Draft, one: Touch) -> Iterator[str]:
    problem = draft.problem
    duty = problem.duties[one.duty]
    minutes = int((one.end - one.start).total_seconds()) // 60
    hours = f"{minutes // 60} 小时" + (f" {minutes % 60} 分" if minutes % 60 else "")
    span = f"{_moment(one.start)}至{_moment(one.end)}"
    on = f"{zh_date(duty.date, weekday=True)}的{duty.which}（{one.light.value}灯）"
    yield f"  {on}：{span}在假期里，共 {hours}"
    if one.eve:
        yield "    只到请假首日早上交班为止，可以照值"
        return
    if one.begun:
        yield "    这班已经开始，排不了别人；要有人替，请在〈变更〉登记顶班"
        return
    names = "、".join(draft.centre.name(key) for key in one.substitutes)
    yield f"    可以顶班（最合适的在前）：{names}" if names else "    没有人可以直接顶班"
    for ring in one.swaps:
        parts = []
        for here, there in zip(ring, (*ring[1:], ring[0]), strict=True):
            taken = problem.duties[here.duty]
            name = draft.centre.name(there.person)
            parts.append(f"{zh_date(taken.date)}由{name}值{taken.which if taken.shift else ''}")
        yield f"    {'或者两人互换' if len(ring) == 2 else '或者三人轮换'}：{'，'.join(parts)}"


def _moment(at: datetime) -> str:
    return f"{zh_date(at.date())} {at:%H:%M}"
