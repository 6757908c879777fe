"""What a notice says: who is on duty, gaps and changes; no leave, no reasons, no telephones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from constraints.calendar import WEEKDAYS, dates, next_month, zh_span
from scheduler import __version__
from scheduler.ledger.revision import grouped
from scheduler.reporting.changes import changes, day_lines, exchanged, name_of
from scheduler.reporting.columns import columns, day_text
from scheduler.reporting.duty_day import duty_day
from scheduler.reporting.json_document import assignments
from scheduler.reporting.notes import status_line
from scheduler.writing.wall_lines import title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from constraints.domain import Duty
    from scheduler.reporting.columns import Column
    from scheduler.reporting.outcome import Draft

Line = tuple[str, str]
# What a robot would take for a link, a mention or emphasis, full-width: names are people's own.
PLAIN = {ord(one): ord(one) + 0xFEE0 for one in "<>[]*_`#"}
REMAINDER = "……余下见值班表"
NEW_LINE = "\n"


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice of one run: lines of a label and what follows it, and the same for a program."""

    title: str
    lines: tuple[Line, ...]
    document: dict[str, Any]

    def plain(self) -> str:
        """Return it as plain text."""
        return "".join(f"{label}{text}\n" for label, text in self.lines)

    def markdown(self, most: int, end: str = "\n") -> str:
        """Return it as the robots' markdown, cut at the end of a line to ``most`` bytes."""
        lines = []
        for label, text in self.lines:
            bold = f"**{label.translate(PLAIN)}**" if label else ""
            lines.append(f"{bold}{text.translate(PLAIN)}{end}")
        if _size("".join(lines)) <= most:
            return "".join(lines)
        while lines and _size("".join(lines) + REMAINDER) > most:
            lines.pop()
        return "".join(lines) + REMAINDER


def compose(event: str, months: Sequence[Draft], run_id: str) -> Notice:
    """Return the notice of what a run has made.

    Parameters
    ----------
    event
        The command: ``draft``, ``adjust`` or ``publish``.
    months
        What it made, at least one.
    run_id
        The run's.
    """
    heads = [_head(draft) for draft in months]
    unit = "个月" if len({draft.problem.month for draft in months}) > 1 else "张表"
    more = f"等 {len(heads)} {unit}" if len(heads) > 1 else ""
    whole = {
        "schema": "zhiban.notice/1",
        "version": __version__,
        "event": event,
        "run_id": run_id,
        "title": heads[0] + more,
        "months": [_document(draft) for draft in months],
    }
    lines = [line for draft in months for line in _lines(draft)]
    return Notice(heads[0] + more, tuple(lines), whole)


def _head(draft: Draft) -> str:
    base = f"，在 v{draft.base} 上调整" if draft.base and not draft.stamp else ""
    return f"{title(draft)}（{draft.version}{base}）"


def _lines(draft: Draft) -> Iterator[Line]:
    yield _head(draft), ""
    gaps = list(_gaps(draft))
    yield "", status_line(replace(draft, messages=()))
    if gaps:
        named = "、".join(duty_day(duty, weekday=True) for duty in gaps)
        yield "缺口：", f"{named}没有人值；原因和补救办法见表里的〈说明〉"
    if moves := list(_moves(draft)):
        against = "已发布的" if draft.centre.published else "上一稿"
        yield f"改动 {len(moves)} 班", f"（与{against}相比）："
        for duty, old, new in moves:
            day = duty_day(duty, weekday=True)
            yield "", f"{day} {name_of(draft, old)} → {name_of(draft, new)}"
    for line in day_lines(draft):
        yield "", line
    if draft.output:
        yield "文件：", draft.output.name
    if draft.stamp and draft.stamp.seal:
        yield "封印：", grouped(draft.stamp.seal)
    month = draft.problem.month
    days, own = dates(month, next_month(month)), columns(draft)
    for _, week in groupby(days, key=lambda on: on.isocalendar()[:2]):
        yield _week(list(week), own)


def _week(days: list[date], own: list[Column]) -> Line:
    said = (
        f"周{WEEKDAYS[on.weekday()]}{on.day}日 {day_text(own, on)[0].replace(NEW_LINE, '；')}"
        for on in days
    )
    return f"{zh_span(days[0], days[-1])}：", "，".join(said)


def _gaps(draft: Draft) -> Iterable[Duty]:
    for view in draft.views:
        seats = zip(view.problem.duties, view.roster.people, strict=True)
        yield from (duty for duty, keys in seats if len(keys) < duty.need)


def _moves(draft: Draft) -> Iterator[tuple[Duty, str, str]]:
    """Yield the duties that go to somebody else than published, or than in the draft before."""
    for view in draft.views:
        if draft.centre.published:
            yield from ((one.duty, one.old, one.new) for one in changes(view))
        elif draft.before:
            for duty, keys in zip(view.problem.duties, view.roster.people, strict=True):
                for old, new in exchanged(draft.before.get(duty.slot, ()), keys):
                    yield duty, old, new


def _document(draft: Draft) -> dict[str, Any]:
    return {
        "centre": draft.centre.settings.centre,
        "month": f"{draft.problem.month:%Y-%m}",
        "revision": draft.stamp.number if draft.stamp else None,
        "base": draft.base or None,
        "seal": (draft.stamp.seal or None) if draft.stamp else None,
        "output": str(draft.output) if draft.output else None,
        "optimal": draft.optimal,
        "assignments": assignments(draft),
        "table": draft.centre.table,
        "gaps": [
            {"post": one.post, "shift": one.shift, "start": one.start.isoformat()}
            for one in _gaps(draft)
        ],
        "changes": [
            {
                "date": duty.date.isoformat(),
                "old": name_of(draft, old) if old else None,
                "new": name_of(draft, new) if new else None,
            }
            for duty, old, new in _moves(draft)
        ],
    }


def _size(text: str) -> int:
    return len(text.encode())
