"""What drafts, adjustments and revisions say on the screen, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.files import typed
from scheduler.reporting.changes import change_lines, changes, name_of
from scheduler.reporting.comparison import (
    differences,
)
from scheduler.reporting.duty_day import duty_day
from scheduler.reporting.notes import notes, status_line
from scheduler.reporting.trial_lines import trial_lines
from scheduler.usecases.history_lines import named_month

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.drafts.adjustment import Adjusted
    from scheduler.reporting.monthly_report import MonthlyReport
    from scheduler.reporting.outcome import Draft


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


def report_lines(report: MonthlyReport) -> Iterator[str]:
    """Yield what a month's report rests on and comes to, a line for every post."""
    figures = report.figures
    for table in dict.fromkeys(figures["table"]):
        yield f"按{report.basis(table)}统计{report.until()}"
    for post in dict.fromkeys(figures["post"]):
        own = figures[figures["post"] == post]
        passed = f"顶班 {own['for_others'].sum()}，换班 {own['swapped'].sum()}"
        gaps, people = report.open_seats.get(post, 0), (own["served"] > 0).sum()
        yield f"{post}：{people} 人共值 {own['served'].sum()} 班次（{passed}），缺口 {gaps}"


def adjusted_lines(adjusted: Adjusted) -> Iterator[str]:
    """Yield what to know of one adjusted month."""
    draft = adjusted.draft
    begun = sum(len(view.problem.past) for view in draft.views)
    kept = f"，已开始的 {begun} 班不动" if begun else ""
    yield f"{table_month(draft)} 在 v{draft.base} 上调整{kept}：{status_line(draft)}"
    for view, trial in adjusted.trials:
        yield from trial_lines(view, trial)
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
