"""The lines above a wall sheet's table: its title, and from when to when the duties are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.ledger.revision import TABLE
from scheduler.settings import Phones

if TYPE_CHECKING:
    from constraints.domain import Duty
    from scheduler.reporting.outcome import Draft


def masked(phone: str, how: Phones) -> str:
    """Return a telephone number as it may be shown."""
    if how is Phones.HIDDEN:
        return ""
    if how is Phones.FULL or len(phone) < 7:
        return phone
    return f"{phone[:3]}****{phone[-4:]}"


def hours_line(draft: Draft) -> str:
    """Say from when to when a duty runs."""
    if draft.centre.settings.hours_line:
        return draft.centre.settings.hours_line
    kinds = {duty.shift: duty for duty in reversed(draft.problem.duties)}
    if len(kinds) == 1:
        return f"值班时间：每日 {_span(draft.problem.duties[0], '至')}"
    said = (f"{shift} {_span(kinds[shift], '–')}" for shift in reversed(kinds))
    return f"值班时间：{'，'.join(said)}"


def _span(duty: Duty, to: str) -> str:
    days = (duty.end.date() - duty.date).days
    until = {0: "当日" if to == "至" else "", 1: "次日"}.get(days, f"{days}日后")
    return f"{duty.start:%H:%M} {to}{until} {duty.end:%H:%M}".replace(" –", "–").replace("– ", "–")


def title(draft: Draft) -> str:
    """Return the sheet's title."""
    settings, month = draft.centre.settings, draft.problem.month
    name = settings.title.removeprefix("客户服务中心") if settings.centre else settings.title
    name = name if draft.centre.table == TABLE else draft.centre.table
    return f"{settings.centre}{month.year}年{month.month}月{name}"
