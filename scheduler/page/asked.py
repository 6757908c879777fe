"""What the page asks for, read; and what is answered where that may not be."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from constraints.domain import POST
from scheduler.errors import UsageError
from scheduler.page.edits import Move

if TYPE_CHECKING:
    from constraints.clause import Clause
    from scheduler.reporting.outcome import Draft


def read_month(text: str) -> date:
    """Return the first day of a month.

    Raises
    ------
    UsageError
        If it is not YYYY-MM.
    """
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise UsageError(f"月份要写成 2026-12 这样，不是「{text}」") from None


def exchange(a: dict[str, Any], b: dict[str, Any]) -> tuple[Move, Move]:
    """Return the two moves that exchange two seats, each a slot and a person.

    Raises
    ------
    UsageError
        If they are of the same duty, or nobody has either of them.
    """
    if a["slot"] == b["slot"] or a["person"] == b["person"]:
        raise UsageError("同一班、同一个人不用换")
    return Move(a["slot"], a["person"], b["person"]), Move(b["slot"], b["person"], a["person"])


def refusal(clause: Clause, draft: Draft, approver: str, reason: str) -> str:
    """Say why something may not be, and which row of 指定 would allow it if any may."""
    asked = clause.concession
    if asked is None or asked.leave:
        return clause.text
    duty = asked.duty or clause.duties[-1]
    name = draft.centre.name(asked.person)
    post = "" if duty.post == POST else f"（岗位填 {duty.post}）"
    row = f"{name} | {duty.date} | 特批 | {approver.strip() or '批准人'}"
    why = f"，原因写 {reason.strip()}" if reason.strip() else ""
    return f"{clause.text}；确要这样排，先在〈指定〉加一行 {row}{post}{why}"
