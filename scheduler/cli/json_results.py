"""What publishing, adjusting, explaining, looking back, batches and staffing print as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scheduler.reporting.changes import name_of, notifications
from scheduler.reporting.json_document import STATUS, assignments, draft_result
from scheduler.reporting.takeovers import SWAPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from constraints.problem import Problem
    from scheduler.batch.drafted import Drafted
    from scheduler.drafts.adjustment import Adjusted
    from scheduler.explaining.absences import Absences
    from scheduler.explaining.leave_trial import Trial
    from scheduler.explaining.outlook import Outlook
    from scheduler.explaining.what_if import Forced
    from scheduler.reporting.outcome import Draft
    from scheduler.usecases.history import Entry, Move
    from scheduler.usecases.publish import Published
    from scheduler.usecases.report import Reported
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


def history_result(
    entries: Iterable[Entry], moves: Iterable[Move] | None, files: Iterable[Path]
) -> dict[str, Any]:
    """Return the result of ``history``."""
    return {
        "revisions": [
            {
                "month": f"{one.revision.month:%Y-%m}",
                "table": one.revision.table,
                "revision": one.revision.number,
                "base": one.revision.base,
                "approver": one.revision.approver,
                "reason": one.revision.reason,
                "at": one.revision.at.isoformat(),
                "hash": one.revision.hash,
                "changes": _moves(one.moves),
                "days": [
                    {"date": day.date.isoformat(), "old": day.was.name, "new": day.now.name}
                    for day in one.days
                ],
            }
            for one in entries
        ],
        "difference": None if moves is None else _moves(moves),
        "outputs": [str(path) for path in files],
    }


def report_result(done: Reported) -> dict[str, Any]:
    """Return the result of ``report``: the rows of the frame, what is not known being null."""
    report = done.report
    figures = report.figures.drop(columns="month").astype(object)
    rows = figures.where(figures.notna(), None).to_dict("records")
    return {
        "month": f"{report.month:%Y-%m}",
        "revisions": {own[-1].table: own[-1].number for own in report.revisions},
        "people": rows,
        "takeovers": [
            {
                "date": one.slot.date.isoformat(),
                "post": one.slot.post,
                "shift": one.slot.shift,
                "kind": "swap" if one.kind == SWAPS else "substitution",
                "original": one.original,
                "person": one.taker,
                "revision": one.revision.number,
            }
            for one in report.takeovers
        ],
        "outputs": [str(path) for path in done.files],
    }


def _moves(moves: Iterable[Move]) -> list[dict[str, Any]]:
    return [
        {"date": one.date.isoformat(), "old": one.old, "new": one.new}
        | {"post": one.slot.post, "shift": one.slot.shift}
        for one in moves
    ]


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


def staffing_result(
    problem: Problem, absences: Absences, outlooks: Iterable[Outlook], seed: int
) -> dict[str, Any]:
    """Return the result of ``staffing``: one entry for each number of people."""
    return {
        "month": f"{problem.month:%Y-%m}",
        "post": problem.post,
        "seed": seed,
        "absences": {
            "since": absences.since.isoformat(),
            "until": absences.until.isoformat(),
            "seen": absences.seen,
            "few": absences.few,
            "rate": round(absences.rate, 4),
        },
        "staffings": [
            {
                "change": one.change,
                "people": one.people,
                "months": one.months,
                "short": one.short,
                "chance": round(one.chance, 4),
                "interval": [round(end, 4) for end in one.interval],
                "gaps": one.gaps,
                "hours_each": round(one.hours_each, 2),
            }
            for one in outlooks
        ],
    }


def batch_result(
    root: Path, summary: Path | None, done: Iterable[Drafted], seconds: float
) -> dict[str, Any]:
    """Return the result of ``batch``: one entry per centre, those to look at first."""
    return {
        "root": str(root),
        "summary": str(summary) if summary else None,
        "seconds": round(seconds, 3),
        "centres": [
            {
                "folder": str(one.folder.relative_to(root)),
                "centre": one.centre,
                "month": f"{one.month:%Y-%m}" if one.month else None,
                "status": STATUS.get(one.exit, "error"),
                "exit_code": int(one.exit),
                "changed": one.changed,
                "gaps": one.gaps,
                "optimal": one.optimal,
                "spread": one.spread,
                "seconds": round(one.seconds, 3),
                "message": one.message,
                "output": str(one.output) if one.output else None,
            }
            for one in done
        ],
    }
