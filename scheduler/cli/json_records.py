"""What looking back, the monthly report, staffing and batches print as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scheduler.reporting.json_document import STATUS
from scheduler.reporting.takeovers import SWAPS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from constraints.problem import Problem
    from scheduler.batch.drafted import Drafted
    from scheduler.explaining.absences import Absences
    from scheduler.explaining.outlook import Outlook
    from scheduler.usecases.history import Entry, Move
    from scheduler.usecases.report import Reported


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


def _moves(moves: Iterable[Move]) -> list[dict[str, Any]]:
    return [
        {"date": one.date.isoformat(), "old": one.old, "new": one.new}
        | {"post": one.slot.post, "shift": one.slot.shift}
        for one in moves
    ]


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
