"""What a draft says about itself: loads per person, and the notes that go with a roster."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constraints.calendar import FairnessClass, zh_date
from constraints.policy import EveMode
from constraints.soft.eves import leave_eves
from constraints.soft.wishes import unmet
from scheduler.explaining.loads import Load, loads
from scheduler.explaining.substitutes import substitutes
from scheduler.reporting.changes import change_lines, name_of, notice_lines

if TYPE_CHECKING:
    from fractions import Fraction

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
}


def in_words(balance: Fraction) -> str:
    """Say a balance: 少值 1.25 班, 多值 0.75 班 or 持平."""
    shown = f"{float(abs(balance)):.2f}".rstrip("0").rstrip(".")
    if shown == "0":
        return "持平"
    return f"{'少值' if balance > 0 else '多值'} {shown} 班"


def status_line(draft: Draft) -> str:
    """Say in one line how the month stands."""
    days = len(draft.problem.duties)
    staffed = sum(bool(keys) for keys in draft.roster.people)
    proof = "已证明最优" if draft.result.optimal else "未证明最优"
    line = f"已排 {staffed}/{days} 天 · 缺口 {len(draft.gaps)} · {proof}"
    return f"{line} · 另有提醒，见下" if draft.messages else line


def spread(draft: Draft) -> Fraction | None:
    """Return how far apart the regular people's balances are after the month, in duties."""
    closing = [load.closing(FairnessClass.TOTAL) for load in _regular_loads(draft)]
    return max(closing) - min(closing) if closing else None


def _regular_loads(draft: Draft) -> list[Load]:
    regular = {person.key for person in draft.problem.regulars}
    return [load for load in loads(draft.problem, draft.roster) if load.key in regular]


def spread_line(draft: Draft) -> str:
    """Say how far apart the regular people's duties and balances are."""
    distance = spread(draft)
    if distance is None:
        return "没有可值班人员"
    served = [load.served[FairnessClass.TOTAL] for load in _regular_loads(draft)]
    apart = f"{float(distance):.2f}".rstrip("0").rstrip(".")
    return f"本月每人 {min(served)}–{max(served)} 班；期末累计差额最多相差 {apart} 班"


def notes(draft: Draft) -> list[tuple[str, list[str]]]:
    """Return the sections of 说明 that have anything to say, most urgent first."""
    sections = [
        ("缺口与补救", _gap_lines(draft)),
        ("改动", change_lines(draft)),
        ("通知", notice_lines(draft)),
        ("随手工修改的调整", _followed_lines(draft)),
        ("提醒", [str(message) for message in draft.messages]),
        ("请假前夜", _eve_lines(draft)),
        ("特批", _dispensation_lines(draft)),
        ("未满足的意愿", _wish_lines(draft)),
        ("待批请假", _pending_lines(draft)),
        ("没有生效的登记", list(draft.centre.ignored)),
        ("没有写年份的日期", list(draft.centre.years)),
        ("可替班人", _substitute_lines(draft)),
    ]
    return [(title, lines) for title, lines in sections if lines]


def _gap_lines(draft: Draft) -> list[str]:
    lines = []
    if not draft.problem.candidates:
        return ["没有一个人可值班，每天都是缺口"]
    for gap in draft.gaps:
        on = zh_date(draft.problem.duties[gap.duty].date, weekday=True)
        if gap.duty in draft.problem.past:
            lines.append(f"{on} 没有人值，已经过去")
            continue
        if able := substitutes(draft.problem, draft.roster, gap.duty):
            # As after a name was cleared or mistyped by hand.
            lines.append(f"{on} 空着，可以由{'、'.join(map(draft.centre.name, able))}来值")
            continue
        lines.append(f"{on} 没有人能值：")
        lines += [f"  · {clause.text}" for clause in gap.reasons]
        lines += [f"  补救 {nth}：{cure.text}" for nth, cure in enumerate(gap.cures, 1)]
        if not gap.cures:
            lines.append("  没有验证出可行的补救；可加长 --time-limit 再找，或增加可值班的人")
    return lines


def _followed_lines(draft: Draft) -> list[str]:
    """List what had to move of a draft besides what somebody has edited."""
    base = draft.problem.base
    if base is None or draft.centre.published:
        return []
    rows = zip(draft.problem.duties, base.people, draft.roster.people, strict=True)
    return [
        f"{zh_date(duty.date, weekday=True)} {name_of(draft, next(iter(was), ''))} → "
        f"{name_of(draft, next(iter(now), ''))}"
        for duty, was, now in rows
        if was != now and duty.date not in draft.edited
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
                f"{name}{zh_date(duty.date)}值班至{ends.day}日{ends.hour}：{ends:%M}，"
                f"{ends.day}日起请假"
            )
    return lines


def _dispensation_lines(draft: Draft) -> list[str]:
    return [
        f"{draft.centre.name(one.person)}{zh_date(one.date)}特批值班，批准人 {one.approver}"
        for one in draft.problem.dispensations
        if one.date in draft.problem.on_date
        and one.person in draft.roster.people[draft.problem.on_date[one.date]]
    ]


def _wish_lines(draft: Draft) -> list[str]:
    lines = []
    for wish in unmet(draft.problem, draft.roster):
        name, on = draft.centre.name(wish.person), zh_date(wish.date)
        if wish.festival:
            lines.append(f"{name}去年已值{wish.festival}，今年{on}仍要值班")
        else:
            lines.append(f"{name}{'希望' if wish.wanted else '不希望'}{on}值班，没有满足")
    return lines


def _pending_lines(draft: Draft) -> list[str]:
    lines = []
    for leave in draft.centre.pending:
        name = draft.centre.name(leave.person)
        touched = [
            zh_date(duty.date)
            for d, duty in enumerate(draft.problem.duties)
            if leave.person in draft.roster.people[d] and leave.conflicts(duty)
        ]
        if touched:
            lines.append(f"若批准将影响{'、'.join(touched)}{name}")
    return lines


def _substitute_lines(draft: Draft) -> list[str]:
    """List who could stand in, day by day; first of all the days on which nobody could."""
    duties = enumerate(draft.problem.duties)
    days = [(duty, substitutes(draft.problem, draft.roster, d)) for d, duty in duties]
    settled = {gap.duty for gap in draft.gaps} | set(draft.problem.past)
    fragile = [
        zh_date(duty.date) for d, (duty, keys) in enumerate(days) if not keys and d not in settled
    ]
    lines = []
    if len(fragile) * 2 > len(days):
        lines.append(f"本月有 {len(fragile)} 天无人可替，人手偏紧，请假前请先商量")
    elif fragile:
        lines.append(f"无人可替：{'、'.join(fragile)}")
    for duty, keys in days:
        if keys:
            names = "、".join(draft.centre.name(key) for key in keys)
            lines.append(f"{zh_date(duty.date, weekday=True)}：{names}")
    return lines
