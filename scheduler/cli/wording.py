"""What adjustments and explanations say on the screen, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constraints.calendar import FairnessClass, zh_date
from constraints.domain import Standing
from constraints.eligibility.leave import leave_dates
from scheduler.explaining.leave_trial import Light
from scheduler.explaining.substitutes import given_to
from scheduler.files import typed
from scheduler.ledger.revision import TABLE, grouped
from scheduler.reading.tables.layout import GAP
from scheduler.reporting.changes import change_lines, changes, name_of
from scheduler.reporting.comparison import (
    apart,
    differences,
    eves,
    free_days,
    nearest,
    regular_loads,
    wishes,
)
from scheduler.reporting.duty_day import duty_day
from scheduler.reporting.notes import in_words, notes, status_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from constraints.domain import Roster
    from scheduler.drafts.adjustment import Adjusted
    from scheduler.explaining.leave_trial import Touch, Trial
    from scheduler.explaining.what_if import Candidacy, Forced
    from scheduler.reporting.outcome import Draft
    from scheduler.usecases.history import Entry, Move
    from scheduler.usecases.why import Why


def drafted_lines(draft: Draft, *, whole: bool) -> Iterator[str]:
    """Yield what to know of one drafted table; without ``whole`` only how it stands and where."""
    yield f"{table_month(draft)} {status_line(draft)}"
    if whole:
        yield from section_lines(draft)
    if draft.output:
        kept = draft.edited or draft.texts
        same = "保留人工修改，没有改动" if kept else "已是最新，没有改动"
        yield f"{'已写入' if draft.changed else same} {draft.output}"


def table_month(draft: Draft) -> str:
    """Return what a table of a month is called in a line: the month, and its name unless usual."""
    return named_month(draft.centre.table, draft.problem.month)


def named_month(table: str, month: date) -> str:
    """Return a month with the name of the table, unless that is the one every centre has."""
    return f"{'' if table == TABLE else f'{table} '}{month:%Y-%m}"


def adjusted_lines(adjusted: Adjusted) -> Iterator[str]:
    """Yield what to know of one adjusted month."""
    draft = adjusted.draft
    begun = sum(len(view.problem.past) for view in draft.views)
    kept = f"，已开始的 {begun} 班不动" if begun else ""
    yield f"{table_month(draft)} 在 v{draft.base} 上调整{kept}：{status_line(draft)}"
    for view, trial in adjusted.trials:
        yield from _trial_lines(view, trial)
    lines = change_lines(draft)
    same = "人都不用换，只改日别" if draft.centre.news else "不需要改动"
    yield f"改动 {len(lines)} 班" if lines else same
    yield from section_lines(draft)
    if adjusted.others:
        yield f"【方案对比】（都和已发布的 v{draft.base} 比）"
        for name, other in [("方案1", draft), *adjusted.others]:
            yield from _option_lines(name, other)
    for one in [draft, *(other for _, other in adjusted.others)]:
        if one.output:
            yield f"{'已写入' if one.changed else '已是最新，没有改动'} {one.output}"
    target = next(
        (one.output for one in [draft, *(o for _, o in adjusted.others)] if one.output), ""
    )
    if adjusted.trials and not target:
        yield "只是试算，什么也没有写；批准后登记进〈请假〉，再运行 zhiban adjust"
    if target:
        yield f"下一步：zhiban publish {typed(target)} --approver 批准人 --reason 原因"


def section_lines(draft: Draft) -> Iterator[str]:
    """Yield what 说明 says, without what is told on the other channel or too long for a screen."""
    for title, lines in notes(draft):
        if title not in ("提醒", "可替班人"):
            yield f"【{title}】"
            yield from (f"  {line}" for line in lines)


def _option_lines(name: str, draft: Draft) -> Iterator[str]:
    moves = [
        f"{duty_day(one.duty, weekday=True)} {name_of(draft, one.old)} → {name_of(draft, one.new)}"
        for view in draft.views
        for one in changes(view)
    ]
    yield f"  {name}：改动 {len(moves)} 班"
    yield from (f"    {line}" for line in moves)
    said = [line for view in draft.views for line in _results(view)]
    if said:
        yield f"    结果：{'；'.join(said)}"


def _results(draft: Draft) -> list[str]:
    before = draft.problem.base_as_served
    return differences(draft, before, draft.roster) if before else []


LIGHTS = {
    Light.GREEN: "绿灯，可以准",
    Light.YELLOW: "黄灯，能排开，但要动用仅顶班的人或跟别人换班",
    Light.RED: "红灯，有班排不开",
}


def _trial_lines(draft: Draft, trial: Trial) -> Iterator[str]:
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


def why_lines(why: Why) -> Iterator[str]:
    """Yield who could take one duty, why not, and at what price."""
    draft, problem = why.draft, why.draft.problem
    duty = problem.duties[why.duty]
    holders = draft.roster.people[why.duty]
    stands = f"已发布 v{draft.base}" if draft.base else "草案" if why.drafted else "还没有排，试排"
    name = "、".join(name_of(draft, key) for key in holders) or "没有人"
    short = duty.need - len(holders) if holders else 0
    lack = f"，还少 {short} 人" if short else ""
    yield f"{duty_day(duty, weekday=True)}（{stands}）：{name}值班{lack}"
    if why.reason:
        yield f"  {why.reason}"
    for one in sorted(why.candidates, key=lambda one: (not one.serves, bool(one.against))):
        called = draft.centre.name(one.person)
        reserve = problem.by_key[one.person].standing is Standing.RESERVE
        owed = "仅顶班" if reserve else f"到月底{in_words(one.balance)}"
        yield f"  {called}（{owed}）：{_standing(why, one)}"
    if draft.base and any(not one.serves and not one.against for one in why.candidates):
        yield "  要换人：在〈变更〉登记顶班或换班，批准后 zhiban adjust"
    for wish, forced in why.wishes:
        name = draft.centre.name(wish.person)
        if wish.pending:
            yield f"【{name}这天的请假还没批，没能避开】"
        else:
            yield f"【{name}{'希望' if wish.wanted else '不希望'}这天值班，没有照顾到】"
        yield from _forced_lines(draft, forced)
    if why.forced:
        yield f"【如果定为{draft.centre.name(why.forced.person)}】"
        yield from _forced_lines(draft, why.forced)


def _standing(why: Why, one: Candidacy) -> str:
    """Say whether somebody could take the duty, and what that would do to them and to others."""
    draft, problem = why.draft, why.draft.problem
    if one.serves:
        return "值班"
    if one.against:
        return f"不行，{one.against}"
    on = problem.duties[why.duty].date
    given = given_to(problem, draft.roster, why.duty, one.person)
    if problem.by_key[one.person].standing is Standing.RESERVE:
        said = ["要动用仅顶班的人"]
    else:
        said = [f"替了到月底{in_words(one.balance - 1)}"]
        said += _of_its_kind(why, given, one.person)
    said += eves(draft, draft.roster, given)
    said += apart(problem, draft.roster, given)
    said += wishes(draft, draft.roster, given)
    if other := nearest(problem, draft.roster, one.person, on):
        said.append(f"离自己{zh_date(other)}的班{free_days(on, other)}")
    return f"可以替，{'，'.join(said)}"


def _of_its_kind(why: Why, given: Roster, key: str) -> Iterator[str]:
    """Say how somebody would stand in holidays or rest days, if the duty is one."""
    problem = why.draft.problem
    kind = problem.kind(problem.duties[why.duty])
    for cls in (FairnessClass.HOLIDAY, FairnessClass.REST):
        if cls.covers(kind):
            (load,) = (load for load in regular_loads(problem, given) if load.key == key)
            yield f"{cls.value}{in_words(load.closing(cls))}"


def _forced_lines(draft: Draft, forced: Forced) -> Iterator[str]:
    if forced.against:
        yield f"  不行：{forced.against}"
        return
    if not forced.moved:
        yield "  现在就是这样"
        return
    said = differences(draft, draft.roster, forced.roster or draft.roster)
    doubt = "" if forced.proved else "（时间不够，也许还有更好的排法）"
    yield f"  结果：{'；'.join(said) or '别的都一样，可以这样换'}{doubt}"
    yield f"  改动 {len(forced.moved)} 班"
    for duty, was, new in forced.moved:
        day = duty_day(duty, weekday=True)
        yield f"    {day} {name_of(draft, was)} → {name_of(draft, new)}"


def entry_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield every revision with what it changed."""
    empty = True
    for one in entries:
        empty = False
        revision = one.revision
        why = f"，原因：{revision.reason}" if revision.reason else ""
        gaps = sum(not seat.person for one in revision.posts for seat in one.seats)
        open_days = f"，缺口 {gaps}" if gaps else ""
        yield (
            f"{named_month(revision.table, revision.month)} v{revision.number} "
            f"{revision.at:%Y-%m-%d %H:%M} "
            f"{revision.approver} 批准{open_days}{why}，封印 {grouped(revision.seal)}"
        )
        yield from move_lines(one.moves)
        for day in one.days:
            on = zh_date(day.date, weekday=True)
            yield f"  {on} 日别 {day.was.value} → {day.now.value}"
    if empty:
        yield "没有已发布的值班表"


def move_lines(moves: Iterable[Move]) -> Iterator[str]:
    """Yield every duty that goes to somebody else."""
    for one in moves:
        day = f"{zh_date(one.date, weekday=True)}{one.which}"
        yield f"  {day} {one.old or GAP} → {one.new or GAP}"
