"""What drafts, adjustments and revisions say on the screen, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constraints.calendar import zh_date
from constraints.eligibility.leave import leave_dates
from scheduler.explaining.leave_trial import Light
from scheduler.files import typed
from scheduler.ledger.revision import TABLE, grouped
from scheduler.reading.tables.layout import GAP
from scheduler.reporting.changes import change_lines, changes, name_of
from scheduler.reporting.comparison import (
    differences,
)
from scheduler.reporting.duty_day import duty_day
from scheduler.reporting.notes import notes, status_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from scheduler.drafts.adjustment import Adjusted
    from scheduler.explaining.leave_trial import Touch, Trial
    from scheduler.reporting.monthly_report import MonthlyReport
    from scheduler.reporting.outcome import Draft
    from scheduler.usecases.history import Entry, Move


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


def report_lines(report: MonthlyReport) -> Iterator[str]:
    """Yield what a month's report rests on and comes to, a line for every post."""
    figures = report.figures
    for table in dict.fromkeys(figures["table"]):
        yield f"按{report.basis(table)}统计{report.until()}"
    for post in dict.fromkeys(figures["post"]):
        own = figures[figures["post"] == post]
        passed = f"顶班 {own['for_others'].sum()}，换班 {own['swapped'].sum()}"
        gaps = report.open_seats.get(post, 0)
        yield f"{post}：{len(own)} 人共值 {own['served'].sum()} 班次（{passed}），缺口 {gaps}"


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
