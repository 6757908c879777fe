"""What a draft says about itself: loads per person, and the notes that go with a roster."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constraints.calendar import FairnessClass, zh_date
from constraints.eligibility.leave import leave_dates
from constraints.policy import EveMode
from constraints.soft.eves import leave_eves
from constraints.soft.wishes import all_wishes, unmet
from scheduler.explaining.substitutes import substitutes
from scheduler.reporting.changes import (
    change_lines,
    day_lines,
    exchanged,
    name_of,
    notice_lines,
)
from scheduler.reporting.columns import is_plain
from scheduler.reporting.comparison import balances_apart, in_duties, regular_loads
from scheduler.reporting.load_notes import fresh_start_lines, hours_lines, work_hours_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from fractions import Fraction

    from constraints.domain import Duty, Leave
    from constraints.problem import Problem
    from scheduler.reporting.outcome import Draft

LEVELS = {
    "gaps": "缺口",
    "reserves": "动用仅顶班人员",
    "leave eves": "请假前夜值班",
    "changes": "与原表不同",
    "total fairness": "总班数均衡",
    "holiday fairness": "法定节假日均衡",
    "rest-day fairness": "休息日均衡",
    "wishes": "未满足意愿",
    "spacing": "间隔疏密",
    "shift fairness": "班次均衡",
    "rhythm": "班次连贯",
}


def in_words(balance: Fraction) -> str:
    """Say a balance: 少值 1.25 班, 多值 0.75 班 or 持平."""
    shown = in_duties(abs(balance))
    if shown == "0":
        return "持平"
    return f"{'少值' if balance > 0 else '多值'} {shown} 班"


def status_line(draft: Draft) -> str:
    """Say in one line how the month stands."""
    seats = sum(duty.need for view in draft.views for duty in view.problem.duties)
    staffed = sum(len(keys) for view in draft.views for keys in view.roster.people)
    proof = "已证明最优" if draft.optimal else "未证明最优"
    unit = "天" if is_plain(draft) else "班"
    line = f"已排 {staffed}/{seats} {unit} · 缺口 {seats - staffed} · {proof}"
    return f"{line} · 另有提醒" if draft.messages else line


def spread(draft: Draft) -> Fraction | None:
    """Return how far apart the regular people's balances are after the month, in duties."""
    return balances_apart(draft.problem, draft.roster)


def spread_line(draft: Draft) -> str:
    """Say how far apart the regular people's duties and balances are."""
    distance = spread(draft)
    if distance is None:
        return "没有可值班人员"
    regular = regular_loads(draft.problem, draft.roster)
    served = sorted({load.served[FairnessClass.TOTAL] for load in regular})
    each = "–".join(str(count) for count in (served[0], served[-1])[: len(served)])
    return f"本月每人 {each} 班；连以前的算，最多的和最少的相差 {in_duties(distance)} 班"


def notes(draft: Draft) -> list[tuple[str, list[str]]]:
    """Return the sections of 说明 that have anything to say, most urgent first."""
    sections = [
        ("缺口与补救", of_posts(draft, _gap_lines)),
        ("改动", change_lines(draft) + day_lines(draft)),
        ("通知", notice_lines(draft)),
        ("随手工修改的调整", of_posts(draft, _followed_lines)),
        ("提醒", [str(message) for message in draft.messages]),
        ("接连换班", of_posts(draft, lambda view: view.centre.chains)),
        ("请假前夜", of_posts(draft, _eve_lines)),
        ("特批", of_posts(draft, _dispensation_lines)),
        ("未满足的意愿", of_posts(draft, _wish_lines)),
        ("待批请假", of_posts(draft, _pending_lines)),
        ("没有生效的登记", of_posts(draft, lambda view: view.centre.ignored)),
        ("没有写年份的日期", list(draft.centre.years)),
        ("没人可替的日子", of_posts(draft, _fragile_lines)),
        ("值班小时", hours_lines(draft)),
        ("工时", of_posts(draft, work_hours_lines)),
        ("跨年", fresh_start_lines(draft)),
    ]
    return [(title, lines) for title, lines in sections if lines]


def of_posts(draft: Draft, said: Callable[[Draft], Iterable[str]]) -> list[str]:
    """Return what there is to say of every post, its name before what is not of the first.

    What belongs to a line before is set in and has no name.
    """
    return [
        line if view is draft or line.startswith(" ") else f"{view.problem.post}：{line}"
        for view in draft.views
        for line in said(view)
    ]


def _gap_lines(draft: Draft) -> list[str]:
    lines = []
    if not draft.problem.candidates:
        return ["没有一个人可值班，每天都是缺口"]
    for gap in draft.gaps:
        duty = draft.problem.duties[gap.duty]
        on = f"{zh_date(duty.date, weekday=True)}{duty.shift}"
        missing = duty.need - len(draft.roster.people[gap.duty])
        short = "没有人能值" if missing == duty.need else f"少 {missing} 人"
        if gap.duty in draft.problem.past:
            lines.append(f"{on} 没有人值，已经过去")
            continue
        if able := substitutes(draft.problem, draft.roster, gap.duty):
            # As after a name was cleared or mistyped by hand.
            lines.append(f"{on} 空着，可以由{'、'.join(map(draft.centre.name, able))}来值")
            continue
        lines.append(f"{on} {short}：")
        lines += [f"  · {clause.text}" for clause in gap.reasons]
        lines += [f"  补救 {nth}：{cure.text}" for nth, cure in enumerate(gap.cures, 1)]
        if not gap.cures:
            lines.append("  没有找到办得到的补救；可加长 --time-limit 再找，或增加可值班的人")
    return lines


def _followed_lines(draft: Draft) -> list[str]:
    """List what had to move of a draft besides what somebody has edited."""
    base = draft.problem.base
    if base is None or draft.centre.published:
        return []
    rows = zip(draft.problem.duties, base.people, draft.roster.people, strict=True)
    return [
        f"{zh_date(duty.date, weekday=True)}{duty.shift} "
        f"{name_of(draft, old)} → {name_of(draft, new)}"
        for duty, was, now in rows
        for old, new in exchanged(was, now)
        if duty.slot not in draft.edited
    ]


def _eve_lines(draft: Draft) -> list[str]:
    if draft.problem.policy.eves is EveMode.ALLOW:
        return []
    lines = []
    for d, key in leave_eves(draft.problem):
        if key in draft.roster.people[d]:
            duty = draft.problem.duties[d]
            ends, name = duty.end, draft.centre.name(key)
            lines.append(
                f"{name}{zh_date(duty.date)}值班至{ends.day}日 {ends:%H:%M}，{ends.day}日起请假"
            )
    return lines


def _dispensation_lines(draft: Draft) -> list[str]:
    return [
        f"{draft.centre.name(one.person)}{zh_date(one.date)}特批值班，批准人 {one.approver}"
        for one in draft.problem.dispensations
        if any(one.person in draft.roster.people[d] for d in draft.problem.named(one.date))
    ]


def _wish_lines(draft: Draft) -> list[str]:
    lines = []
    for wish in unmet(draft.problem, draft.roster):
        name, on = draft.centre.name(wish.person), zh_date(wish.date)
        if wish.pending:
            lines.append(f"{name}{on}的请假还没批，避不开，仍要值班")
        elif wish.festival:
            lines.append(f"{name}去年已值{wish.festival}，今年{on}仍要值班")
        else:
            lines.append(f"{name}{'希望' if wish.wanted else '不希望'}{on}值班，没有满足")
    return lines


def _pending_lines(draft: Draft) -> list[str]:
    problem, lines = draft.problem, []
    avoided = {(w.person, w.date) for w in all_wishes(problem) if w.pending}
    for leave in problem.pending:
        days = (duty for duty in problem.duties if leave.conflicts(duty))
        blocked = [duty.date for duty in days if not leave.eve(duty, problem.policy.eves_until)]
        kept = [on for on in blocked if (leave.person, on) in avoided]
        if kept:
            when = leave_dates(leave) if kept == blocked else "、".join(map(zh_date, kept))
            lines.append(f"尽量避开待批请假：{draft.centre.name(leave.person)}{when}")
    for leave in draft.centre.pending:
        name = draft.centre.name(leave.person)
        touched = [
            zh_date(duty.date)
            for d, duty in enumerate(problem.duties)
            if leave.person in draft.roster.people[d] and _would_block(problem, leave, duty)
        ]
        if touched:
            asked = f"{name}{leave_dates(leave)}请假"
            lines.append(f"{asked}，若批准将影响{'、'.join(touched)}{name}的班")
    return lines


def _would_block(problem: Problem, leave: Leave, duty: Duty) -> bool:
    """Tell whether a leave, once approved, would bar a duty: its eve only where eves are barred."""
    barred = problem.policy.eves is EveMode.BAR
    return leave.conflicts(duty) and (barred or not leave.eve(duty, problem.policy.eves_until))


def _fragile_lines(draft: Draft) -> list[str]:
    """List the days on which nobody could stand in."""
    settled = {gap.duty for gap in draft.gaps} | set(draft.problem.past)
    fragile = [
        f"{zh_date(duty.date)}{duty.shift}"
        for d, duty in enumerate(draft.problem.duties)
        if d not in settled and not substitutes(draft.problem, draft.roster, d)
    ]
    if len(fragile) * 2 > len(draft.problem.duties):
        unit = "班" if any(duty.shift for duty in draft.problem.duties) else "天"
        return [f"本月有 {len(fragile)} {unit}无人可替，人手偏紧，请假前请先商量"]
    return [f"{'、'.join(fragile)}：当天的人要是请假，没有别人能顶"] if fragile else []
