"""What a command prints with ``--json``: one document, stable keys, ISO dates."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from constraints.calendar import FairnessClass
from constraints.domain import Standing
from constraints.fairness import accounts
from scheduler import __version__
from scheduler.errors import Exit, capped
from scheduler.explaining.loads import loads
from scheduler.reporting.changes import changes, exchanged

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scheduler.errors import Message
    from scheduler.explaining.gaps import Gap
    from scheduler.reporting.outcome import Draft

STATUS = {Exit.DONE: "ok", Exit.LOOK: "look", Exit.GAPS: "look", Exit.INTERRUPTED: "look"}


def document(
    command: str,
    exit_code: Exit,
    run_id: str,
    *,
    result: dict[str, Any] | None = None,
    messages: Iterable[Message] = (),
    inputs: Iterable[tuple[str, str]] = (),
) -> str:
    """Return the document of one command as text."""
    whole = {
        "schema": f"zhiban.{command}/1",
        "version": __version__,
        "status": STATUS.get(exit_code, "error"),
        "exit_code": int(exit_code),
        "run_id": run_id,
        "inputs": [{"path": path, "sha256": digest} for path, digest in inputs],
        "result": result or {},
        "messages": [
            {
                "code": message.code,
                "severity": message.severity,
                "file": message.file,
                "sheet": message.sheet,
                "cell": message.cell,
                "text": message.text,
            }
            for message in capped(messages)
        ],
    }
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, indent=2)


def draft_result(draft: Draft) -> dict[str, Any]:
    """Return the result of one table: all nine levels, one entry per seat, loads and gaps.

    Levels and people are those of its first post; ``posts`` has them of every post.
    """
    return {
        "month": f"{draft.problem.month:%Y-%m}",
        "output": str(draft.output) if draft.output else None,
        "optimal": draft.optimal,
        "changed": draft.changed,
        "seconds": round(sum(view.result.seconds for view in draft.views), 3),
        "levels": _levels(draft),
        "assignments": assignments(draft),
        "people": _people(draft),
        "gaps": [_gap(view, gap) for view in draft.views for gap in view.gaps],
        "changes": [change for view in draft.views for change in _changes(view)],
    }


def tables_result(drafts: Sequence[Draft]) -> dict[str, Any]:
    """Return the result of ``draft``: that of the first table, and every table in order."""
    tables = []
    for draft in drafts:
        whole = draft_result(draft)
        tables.append(
            {name: whole[name] for name in ("output", "assignments", "gaps", "changes", "changed")}
            | {
                "table": draft.centre.table,
                "people": [
                    person | {"post": view.problem.post}
                    for view in draft.views
                    for person in _people(view)
                ],
                "posts": [
                    {
                        "post": view.problem.post,
                        "kind": "排班" if view.problem.policy.shift_work else "值班",
                        "optimal": view.result.optimal,
                        "unique": view.result.unique,
                        "levels": _levels(view),
                    }
                    for view in draft.views
                ],
            }
        )
    return draft_result(drafts[0]) | {"tables": tables}


def _levels(draft: Draft) -> list[dict[str, Any]]:
    return [
        {"name": level.name, "cost": level.cost, "bound": level.bound}
        for level in draft.result.levels
    ]


def assignments(draft: Draft) -> list[dict[str, Any]]:
    """Return one entry for every seat, in order of start."""
    entries = [entry for view in draft.views for entry in _assignments(view)]
    return sorted(entries, key=lambda entry: entry["start"]) if draft.companions else entries


def _assignments(draft: Draft) -> list[dict[str, Any]]:
    fixed = {(fix.date, fix.person) for fix in draft.problem.fixes if fix.on}
    entries = []
    for duty, keys in zip(draft.problem.duties, draft.roster.people, strict=True):
        for key in (*keys, *[None] * (duty.need - len(keys))):
            person = draft.problem.by_key[key] if key else None
            entries.append(
                {
                    "post": duty.post,
                    "shift": duty.shift,
                    "start": duty.start.isoformat(),
                    "end": duty.end.isoformat(),
                    "kind": draft.problem.kind(duty).name,
                    "person": key,
                    "name": person.name if person else None,
                    "fixed": (duty.date, key) in fixed,
                    "standby": person is not None and person.standing is Standing.RESERVE,
                }
            )
    return entries


def _people(draft: Draft) -> list[dict[str, Any]]:
    account = accounts(draft.problem)
    return [
        {
            "person": load.key,
            "name": draft.problem.by_key[load.key].name,
            "opening": {cls.name.lower(): float(load.opening[cls]) for cls in FairnessClass},
            "due": {cls.name.lower(): float(load.due[cls]) for cls in FairnessClass},
            "target": {cls.name.lower(): account[cls].target[load.key] for cls in FairnessClass},
            "served": {cls.name.lower(): load.served[cls] for cls in FairnessClass},
            "balance": {cls.name.lower(): float(load.closing(cls)) for cls in FairnessClass},
        }
        for load in loads(draft.problem, draft.roster)
    ]


def _gap(draft: Draft, gap: Gap) -> dict[str, Any]:
    duty = draft.problem.duties[gap.duty]
    return {
        "post": duty.post,
        "shift": duty.shift,
        "start": duty.start.isoformat(),
        "reasons": [
            {
                "person": clause.people[0],
                "name": draft.problem.by_key[clause.people[0]].name,
                "code": clause.code,
                "text": clause.text,
            }
            for clause in gap.reasons
        ],
        "cures": [
            {
                "price": cure.price,
                "person": cure.takes,
                "text": cure.text,
                "dispensations": [
                    {"person": key, "date": on.isoformat()} for key, on in cure.dispensations
                ],
                "postponed": [
                    {
                        "person": leave.person,
                        "start": leave.start.isoformat(),
                        "end": leave.end.isoformat(),
                    }
                    for leave in cure.postponed
                ],
            }
            for cure in gap.cures
        ],
    }


def _changes(draft: Draft) -> list[dict[str, Any]]:
    if draft.centre.published:
        return [
            {
                "date": one.duty.date.isoformat(),
                "post": one.duty.post,
                "shift": one.duty.shift,
                "old": one.old or None,
                "new": one.new or None,
                "reason": one.reason,
                "approver": one.approver,
            }
            for one in changes(draft)
        ]
    base = draft.problem.base
    if base is None:
        return []
    pairs = zip(draft.problem.duties, base.people, draft.roster.people, strict=True)
    return [
        {
            "date": duty.date.isoformat(),
            "post": duty.post,
            "shift": duty.shift,
            "old": old or None,
            "new": new or None,
        }
        for duty, was, on in pairs
        for old, new in exchanged(was, on)
    ]
