"""What a roster changes of what was promised: which duties, why, and whom to tell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from constraints.calendar import zh_date
from constraints.rulebook import LAW
from scheduler.reading.tables.layout import GAP
from scheduler.reporting.duty_day import duty_day

if TYPE_CHECKING:
    from collections.abc import Iterable

    from constraints.domain import Duty
    from scheduler.reporting.outcome import Draft

MOST_NAMED = 2


@dataclass(frozen=True, slots=True)
class Change:
    """One seat of a duty that goes from ``old`` to ``new`` ('' where nobody serves), by key."""

    duty: Duty
    old: str
    new: str
    reason: str
    approver: str


def changes(draft: Draft) -> list[Change]:
    """Return the duties of a published month that are not as published, in order of start."""
    published = draft.centre.published
    if published is None:
        return []
    changed = []
    stands = published.assignment
    for d, duty in enumerate(draft.problem.duties):
        for old, new in exchanged(stands.get(duty.slot, ()), draft.roster.people[d]):
            reason, approver = _why(draft, d, old, new)
            changed.append(Change(duty, old, new, reason, approver))
    causes = [*dict.fromkeys(zh_date(one.duty.date) for one in changed if one.reason)]
    return [one if one.reason else replace(one, reason=_follows(draft, causes)) for one in changed]


def exchanged(before: Iterable[str], after: Iterable[str]) -> list[tuple[str, str]]:
    """Return who of a duty makes way for whom, '' where a seat is or was open."""
    gone, come = sorted({*before} - {*after}), sorted({*after} - {*before})
    return list(zip_longest(gone, come, fillvalue=""))


def _follows(draft: Draft, causes: list[str]) -> str:
    """Say why a duty moves that nothing itself asks to move."""
    if not causes:
        return draft.stamp.reason if draft.stamp else ""
    return f"配合{'、'.join(causes) if len(causes) <= MOST_NAMED else '前后几班'}换人"


def _why(draft: Draft, d: int, old: str, new: str) -> tuple[str, str]:
    """Return why a duty goes to somebody else, and who approved what made it so."""
    problem, centre = draft.problem, draft.centre
    duty, person = problem.duties[d], problem.by_key.get(old)
    if approval := centre.approval(duty.slot, old):
        note = "、".join(centre.notes.get(duty.date, ()))
        return approval.reason or note, approval.approver
    if person is None:
        return ("原值班人已不在〈员工〉" if old else "补上缺口"), ""
    for leave, approver in centre.granted:
        if leave.person == old and leave.conflicts(duty):
            return f"{person.name}请假", approver
    for clause in LAW.against(problem, person, duty):
        return clause.text, ""
    if any(leave.person == new and leave.conflicts(duty) for leave in centre.withdrawn):
        return f"{draft.centre.name(new)}已销假", ""
    was_approved = {*centre.unapproved}
    if centre.published:
        was_approved |= {*centre.published.substitutions}
    for sub in was_approved - set(problem.substitutions):
        if any(on == duty.date and giver == new for on, giver, _ in sub.moves):
            return f"不再{'换班' if sub.back else '顶班'}", ""
    if any(d in problem.fixed_duties(fix) for fix in problem.fixes):
        return "按指定", ""
    return "", ""


def notifications(draft: Draft) -> dict[str, list[str]]:
    """Return for everybody whom a change touches what to tell them, by key."""
    parts: dict[str, list[str]] = {}
    for one in (one for view in draft.views for one in changes(view)):
        on = duty_day(one.duty, weekday=True)
        if one.old:
            parts.setdefault(one.old, []).append(f"{on}不值")
        if one.new:
            parts.setdefault(one.new, []).append(f"{on}值班")
    return parts


def change_lines(draft: Draft) -> list[str]:
    """Say every change in a line."""
    lines = []
    for one in (one for view in draft.views for one in changes(view)):
        why = f"（{one.reason}）" if one.reason else ""
        old, new = name_of(draft, one.old), name_of(draft, one.new)
        lines.append(f"{duty_day(one.duty, weekday=True)} {old} → {new}{why}")
    return lines


def day_lines(draft: Draft) -> list[str]:
    """Say of every day that is another kind of day than published what it was and is."""
    return [
        f"{zh_date(one.date, weekday=True)} 日别 {one.was.value} → {one.now.value}"
        for one in draft.centre.news
    ]


def notice_lines(draft: Draft) -> list[str]:
    """Say whom to tell what, a line for everybody."""
    return [
        f"{name_of(draft, key)}：{'、'.join(parts)}" for key, parts in notifications(draft).items()
    ]


def name_of(draft: Draft, key: str) -> str:
    """Return a name, also of somebody who is no longer on the staff list."""
    if not key or key in draft.centre.staff:
        return draft.centre.name(key) if key else GAP
    published = draft.centre.published
    return published.names.get(key, key) if published else key
