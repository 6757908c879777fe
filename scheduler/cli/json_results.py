"""What publishing, adjusting and explaining print as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scheduler.reporting.changes import name_of, notifications
from scheduler.reporting.json_document import assignments, draft_result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.drafts.adjustment import Adjusted
    from scheduler.explaining.leave_trial import Trial
    from scheduler.explaining.what_if import Forced
    from scheduler.reporting.outcome import Draft
    from scheduler.usecases.publish import Published
    from scheduler.usecases.why import Why


def published_result(published: Sequence[Published]) -> dict[str, Any]:
    """Return the result of publishing: that of the first table, and every table in order."""
    tables = [_published(done) for done in published]
    return tables[0] | {"tables": tables}


def _published(done: Published) -> dict[str, Any]:
    revision = done.revision
    return {
        "month": f"{revision.month:%Y-%m}",
        "table": revision.table,
        "revision": revision.number,
        "changed": done.changed,
        "hash": revision.hash,
        "seal": revision.seal,
        "outputs": [str(path) for path in done.files],
        "assignments": assignments(done.draft),
    }


def adjusted_result(adjusted: list[Adjusted]) -> dict[str, Any]:
    """Return the result of ``adjust``: that of a draft for the first month, and all the others."""
    months = [
        draft_result(one.draft)
        | {
            "table": one.draft.centre.table,
            "base": one.draft.base,
            "notify": [
                {"person": key, "name": name_of(one.draft, key), "text": "、".join(parts)}
                for key, parts in notifications(one.draft).items()
            ],
            "options": [{"name": name} | draft_result(other) for name, other in one.others],
            "trials": [_trial(view, trial) for view, trial in one.trials],
        }
        for one in adjusted
    ]
    return (months[0] if months else {"changed": False, "changes": []}) | {"months": months}


def why_result(answers: Sequence[Why]) -> dict[str, Any]:
    """Return the result of ``why``: that of the first duty of the date, and every one in order."""
    duties = [_why(answer) for answer in answers]
    return duties[0] | {"duties": duties}


def _why(why: Why) -> dict[str, Any]:
    duty = why.draft.problem.duties[why.duty]
    return {
        "date": duty.date.isoformat(),
        "post": duty.post,
        "shift": duty.shift,
        "base": why.draft.base,
        "reason": why.reason,
        "candidates": [
            {
                "person": one.person,
                "name": why.draft.centre.name(one.person),
                "balance": float(one.balance),
                "status": "serves" if one.serves else "barred" if one.against else "able",
                "reason": one.against,
                "effects": one.effects,
            }
            for one in why.candidates
        ],
        "forced": _forced(why.forced) if why.forced else None,
        "wishes": [
            {"person": wish.person, "wanted": wish.wanted, "forced": _forced(forced)}
            for wish, forced in why.wishes
        ],
    }


def _forced(forced: Forced) -> dict[str, Any]:
    return {
        "person": forced.person,
        "on": forced.on,
        "reason": forced.against,
        "proved": forced.proved,
        "levels": [
            {"name": name, "now": now, "forced": then} for name, (now, then) in forced.costs.items()
        ],
        "changes": [
            {"date": duty.date.isoformat(), "old": was or None, "new": new or None}
            | {"post": duty.post, "shift": duty.shift}
            for duty, was, new in forced.moved
        ],
    }


def _trial(draft: Draft, trial: Trial) -> dict[str, Any]:
    return {
        "person": trial.leave.person,
        "start": trial.leave.start.isoformat(),
        "end": trial.leave.end.isoformat(),
        "light": trial.light.name.lower(),
        "touches": [
            {
                "date": draft.problem.duties[one.duty].date.isoformat(),
                "start": one.start.isoformat(),
                "end": one.end.isoformat(),
                "eve": one.eve,
                "begun": one.begun,
                "light": one.light.name.lower(),
                "substitutes": list(one.substitutes),
                "swaps": [
                    [draft.problem.duties[seat.duty].date.isoformat() for seat in ring]
                    for ring in one.swaps
                ],
            }
            for one in trial.touches
        ],
    }
