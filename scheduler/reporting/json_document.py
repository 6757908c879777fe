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
from scheduler.reporting.changes import changes

if TYPE_CHECKING:
    from collections.abc import Iterable

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


def draft_result(made: Draft) -> dict[str, Any]:
    """Return the result of ``draft``: all nine levels, one entry per seat, loads and gaps."""
    return {
        "month": f"{made.problem.month:%Y-%m}",
        "output": str(made.output) if made.output else None,
        "optimal": made.result.optimal,
        "changed": made.changed,
        "seconds": round(made.result.seconds, 3),
        "levels": [
            {"name": level.name, "cost": level.cost, "bound": level.bound}
            for level in made.result.levels
        ],
        "assignments": assignments(made),
        "people": _people(made),
        "gaps": [_gap(made, gap) for gap in made.gaps],
        "changes": _changes(made),
    }


def assignments(made: Draft) -> list[dict[str, Any]]:
    """Return one entry for every seat, in order of start."""
    fixed = {(fix.date, fix.person) for fix in made.problem.fixes if fix.on}
    entries = []
    for duty, keys in zip(made.problem.duties, made.roster.people, strict=True):
        for key in (*keys, *[None] * (duty.need - len(keys))):
            person = made.problem.by_key[key] if key else None
            entries.append(
                {
                    "post": duty.post,
                    "start": duty.start.isoformat(),
                    "end": duty.end.isoformat(),
                    "kind": made.problem.calendar.kind(duty.date).name,
                    "person": key,
                    "name": person.name if person else None,
                    "fixed": (duty.date, key) in fixed,
                    "standby": person is not None and person.standing is Standing.RESERVE,
                }
            )
    return entries


def _people(made: Draft) -> list[dict[str, Any]]:
    account = accounts(made.problem)
    return [
        {
            "person": load.key,
            "name": made.problem.by_key[load.key].name,
            "opening": {cls.name.lower(): float(load.opening[cls]) for cls in FairnessClass},
            "due": {cls.name.lower(): float(load.due[cls]) for cls in FairnessClass},
            "target": {cls.name.lower(): account[cls].target[load.key] for cls in FairnessClass},
            "served": {cls.name.lower(): load.served[cls] for cls in FairnessClass},
            "balance": {cls.name.lower(): float(load.closing(cls)) for cls in FairnessClass},
        }
        for load in loads(made.problem, made.roster)
    ]


def _gap(made: Draft, gap: Gap) -> dict[str, Any]:
    duty = made.problem.duties[gap.duty]
    return {
        "post": duty.post,
        "start": duty.start.isoformat(),
        "reasons": [
            {
                "person": clause.people[0],
                "name": made.problem.by_key[clause.people[0]].name,
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


def _changes(made: Draft) -> list[dict[str, Any]]:
    if made.centre.published:
        return [
            {
                "date": one.duty.date.isoformat(),
                "old": one.old or None,
                "new": one.new or None,
                "reason": one.reason,
                "approver": one.approver,
            }
            for one in changes(made)
        ]
    base = made.problem.base
    if base is None:
        return []
    pairs = zip(made.problem.duties, base.people, made.roster.people, strict=True)
    return [
        {
            "date": duty.date.isoformat(),
            "old": was[0] if was else None,
            "new": on[0] if on else None,
        }
        for duty, was, on in pairs
        if was != on
    ]
