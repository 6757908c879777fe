"""What adjustments and explanations say on the screen, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constraints.calendar import zh_date
from scheduler.files import typed
from scheduler.reading.tables.layout import GAP
from scheduler.reporting.changes import change_lines
from scheduler.reporting.notes import LEVELS, in_words, notes, status_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduler.drafts.adjustment import Adjusted
    from scheduler.explaining.leave_trial import Touch, Trial
    from scheduler.explaining.what_if import Candidacy, Forced
    from scheduler.reporting.outcome import Draft
    from scheduler.usecases.history import Entry, Move
    from scheduler.usecases.why import Why

# What more changes may buy.
BOUGHT = ("total fairness", "holiday fairness", "rest-day fairness", "wishes", "spacing")
# What another choice does to a level: worse, better.
EFFECTS = {
    "gaps": ("多缺口", "少缺口"),
    "reserves": ("多动用仅顶班人员", "少动用仅顶班人员"),
    "leave eves": ("落在请假前夜", "避开请假前夜"),
    "changes": ("要改动已发布的班", "少改动已发布的班"),
    "total fairness": ("总班数更不均", "总班数更均"),
    "holiday fairness": ("法定节假日更不均", "法定节假日更均"),
    "rest-day fairness": ("休息日更不均", "休息日更均"),
    "wishes": ("少满足意愿", "多满足意愿"),
    "spacing": ("间隔更密", "间隔更匀"),
}


def adjusted_lines(adjusted: Adjusted) -> Iterator[str]:
    """Yield what to know of one adjusted month."""
    draft = adjusted.draft
    begun = len(draft.problem.past)
    kept = f"，已开始的 {begun} 班不动" if begun else ""
    yield f"{draft.problem.month:%Y-%m} 在 v{draft.base} 上调整{kept}：{status_line(draft)}"
    for trial in adjusted.trials:
        yield from _trial_lines(draft, trial)
    lines = change_lines(draft)
    yield f"改动 {len(lines)} 班" if lines else "不需要改动"
    yield from section_lines(draft)
    if adjusted.others:
        yield "【方案对比】（数越小越好）"
        for name, other in [("方案1", draft), *adjusted.others]:
            yield from _option_lines(name, other)
    for one in [draft, *(other for _, other in adjusted.others)]:
        if one.output:
            yield f"{'已写入' if one.changed else '已是最新，没有改动'} {one.output}"
    target = next(
        (one.output for one in [draft, *(o for _, o in adjusted.others)] if one.output), ""
    )
    if target:
        yield f"下一步：zhiban publish {typed(target)} --approver 批准人 --reason 原因"


def section_lines(draft: Draft) -> Iterator[str]:
    """Yield what 说明 says, without what is told on the other channel or too long for a screen."""
    for title, lines in notes(draft):
        if title not in ("提醒", "可替班人"):
            yield f"【{title}】"
            yield from (f"  {line}" for line in lines)


def _option_lines(name: str, draft: Draft) -> Iterator[str]:
    lines = change_lines(draft)
    costs = {level.name: level.cost for level in draft.result.levels}
    bought = "、".join(f"{LEVELS[level]} {costs[level]}" for level in BOUGHT)
    yield f"  {name}：改动 {len(lines)} 班；{bought}"
    yield from (f"    {line}" for line in lines)


def _trial_lines(draft: Draft, trial: Trial) -> Iterator[str]:
    who = draft.centre.name(trial.leave.person)
    yield (
        f"试算 {who} {trial.leave.start:%Y-%m-%d %H:%M} 至 {trial.leave.end:%Y-%m-%d %H:%M} 请假："
        f"{trial.light.value}灯，涉及 {len(trial.touches)} 班"
    )
    for one in trial.touches:
        yield from _touch_lines(draft, one)


def _touch_lines(draft: Draft, one: Touch) -> Iterator[str]:
    problem = draft.problem
    duty = problem.duties[one.duty]
    minutes = int((one.end - one.start).total_seconds()) // 60
    hours = f"{minutes // 60} 小时" + (f" {minutes % 60} 分" if minutes % 60 else "")
    span = f"{one.start:%m-%d %H:%M}–{one.end:%m-%d %H:%M}"
    yield f"  {zh_date(duty.date, weekday=True)}：{one.light.value}，重叠 {span}（{hours}）"
    if one.eve:
        yield "    只到请假首日早上交班为止，可以照值"
        return
    if one.begun:
        yield "    这班已经开始，排不了别人；要有人替，请在〈变更〉登记顶班"
        return
    names = "、".join(draft.centre.name(key) for key in one.substitutes)
    yield f"    可顶班：{names}" if names else "    没有人可以直接顶班"
    for ring in one.swaps:
        parts = []
        for here, there in zip(ring, (*ring[1:], ring[0]), strict=True):
            taker = draft.problem.base.people[there][0] if draft.problem.base else ""
            parts.append(f"{zh_date(problem.duties[here].date)}→{draft.centre.name(taker)}")
        yield f"    {'互换' if len(ring) == 2 else '三人轮换'}：{'、'.join(parts)}"


def why_lines(why: Why) -> Iterator[str]:
    """Yield who could take one duty, why not, and at what price."""
    draft, duty = why.draft, why.draft.problem.duties[why.duty]
    holder = next(iter(draft.roster.people[why.duty]), "")
    version = f"v{draft.base}" if draft.base else "草案" if why.drafted else "试排"
    name = draft.centre.name(holder) if holder else "没有人"
    yield f"{zh_date(duty.date, weekday=True)}（{version}）：{name}值班"
    if why.reason:
        yield f"  {why.reason}"
    for one in why.candidates:
        owed = in_words(one.balance)
        yield f"  {draft.centre.name(one.person)}（月末{owed}）：{_standing(one)}"
    for wish, forced in why.wishes:
        wanted = "希望" if wish.wanted else "不希望"
        yield f"【{draft.centre.name(wish.person)}{wanted}这天值班，没有满足】"
        yield from _forced_lines(draft, forced)
    if why.forced:
        yield f"【如果定为{draft.centre.name(why.forced.person)}】"
        yield from _forced_lines(draft, why.forced)


def _standing(one: Candidacy) -> str:
    if one.serves:
        return "值班"
    if one.against:
        return f"不行，{one.against}"
    if not one.effects:
        return "可替，各项都一样"
    said = (f"{EFFECTS[level][change < 0]}（{change:+d}）" for level, change in one.effects.items())
    return f"可替，{'、'.join(said)}"


def _forced_lines(draft: Draft, forced: Forced) -> Iterator[str]:
    if forced.against:
        yield f"  不行：{forced.against}"
        return
    if not forced.costs:
        yield "  现在就是这样"
        return
    changed = {name: pair for name, pair in forced.costs.items() if pair[0] != pair[1]}
    said = "、".join(f"{LEVELS[name]} {now}→{then}" for name, (now, then) in changed.items())
    open_end = "" if forced.proved else "（未证明最优）"
    yield f"  代价：{said or '各项都一样，只是固定次序在后'}{open_end}"
    called = draft.centre.name
    for on, was, new in forced.moved:
        yield f"  {zh_date(on)} {called(was) if was else GAP} → {called(new) if new else GAP}"


def entry_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield every revision with what it changed."""
    empty = True
    for one in entries:
        empty = False
        revision = one.revision
        why = f"，原因：{revision.reason}" if revision.reason else ""
        gaps = sum(not seat.person for seat in revision.seats)
        open_days = f"，缺口 {gaps}" if gaps else ""
        yield (
            f"{revision.month:%Y-%m} v{revision.number} {revision.at:%Y-%m-%d %H:%M} "
            f"{revision.approver} 批准{open_days}{why}"
        )
        yield from move_lines(one.moves)
    if empty:
        yield "没有已发布的值班表"


def move_lines(moves: Iterable[Move]) -> Iterator[str]:
    """Yield every duty that goes to somebody else."""
    for one in moves:
        yield f"  {zh_date(one.date, weekday=True)} {one.old or GAP} → {one.new or GAP}"
