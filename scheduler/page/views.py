"""The document that the page draws: a month of every table, as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constraints.calendar import dates, next_month, zh_date
from constraints.rulebook import from_policy
from constraints.soft.wishes import unmet
from scheduler.errors import capped
from scheduler.page.people import people_view
from scheduler.page.status import status_of
from scheduler.page.tables import slot_name
from scheduler.reporting.changes import change_lines, day_lines, name_of
from scheduler.reporting.duty_day import which
from scheduler.reporting.notes import spread_line, status_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from constraints.domain import Duty, Slot
    from scheduler.errors import Message, ZhibanError
    from scheduler.explaining.gaps import Gap
    from scheduler.page.tables import Table
    from scheduler.reporting.outcome import Draft

KINDS = ("error", "warning", "note")
NOT_YET = "还没有排"


def document(
    tables: Sequence[Table], error: ZhibanError | None, month: date | None, can: dict[str, bool]
) -> dict[str, Any]:
    """Return everything but what changes without the folder; ``can`` says what may be done now."""
    status = status_of(tables, error)
    found = [*(error.messages if error else ())]
    for one in tables:
        found += [*one.faults, *one.draft.messages]
    centre = tables[0].centre.settings.centre if tables else ""
    named = f"{month.year}年{month.month}月" if month else ""
    return {
        "centre": centre,
        "month": f"{month:%Y-%m}" if month else "",
        "title": " ".join(filter(None, [centre, named])),
        "status": {"kind": status.kind, "text": status.text},
        "can": can | {"publish": can["solve"] and status.publishable},
        "next": status.following,
        "tables": [table_view(one) for one in tables],
        "problems": problem_views(found),
    }


def table_view(table: Table) -> dict[str, Any]:
    """Return one table."""
    draft = table.draft
    return {
        "name": table.name,
        "file": table.target.name if table.drafted else None,
        "line": status_line(draft) if table.stands else NOT_YET,
        "fairness": spread_line(draft) if table.stands else "",
        "posts": [_post(view) for view in draft.views],
        "days": _days(draft),
        "people": [one for view in draft.views for one in people_view(view)],
        "slots": [one for view in draft.views for one in _slots(table, view)],
        "gaps": [_gap(view, gap) for view in draft.views for gap in view.gaps],
        "changes": [{"text": text} for text in _changes(draft)],
    }


def problem_view(message: Message) -> dict[str, str]:
    """Return one thing that is wrong, with its place."""
    names = ("severity", "file", "sheet", "cell", "text")
    return {name: getattr(message, name) for name in names}


def problem_views(messages: Iterable[Message]) -> list[dict[str, str]]:
    """Return what is wrong, errors before others."""
    found = sorted(dict.fromkeys(messages), key=lambda one: KINDS.index(one.severity))
    return [problem_view(one) for one in capped(found)]


def _post(view: Draft) -> dict[str, Any]:
    own = [shift for post, shift in view.centre.shifts if post == view.problem.post]
    kind = "排班" if view.problem.policy.shift_work else "值班"
    shifts = [{"name": shift.name, "mark": shift.mark} for shift in own]
    return {"post": view.problem.post, "kind": kind, "shifts": shifts}


def _days(draft: Draft) -> list[dict[str, Any]]:
    calendar, month = draft.centre.calendar, draft.problem.month
    return [
        {
            "date": on.isoformat(),
            "day": on.day,
            "weekday": "一二三四五六日"[on.weekday()],
            "kind": calendar.kind(on).value,
            "name": calendar.day(on).name,
        }
        for on in dates(month, next_month(month))
    ]


def _slots(table: Table, view: Draft) -> list[dict[str, Any]]:
    problem = view.problem
    wrong = _by_slot(
        (clause.text, clause.duties)
        for clause in (
            from_policy(problem.policy).audit(problem, view.roster) if table.stands else ()
        )
    )
    missed: dict[Slot, list[str]] = {}
    for wish in unmet(problem, view.roster) if table.stands else ():
        name, what = name_of(view, wish.person), "希望" if wish.wanted else "不希望"
        text = f"{name}{what}{zh_date(wish.date)}值班，没有照顾到"
        if wish.pending:
            text = f"{name}{zh_date(wish.date)}的请假还没批，没能避开"
        for d in problem.named(wish.date, wish.shift):
            missed.setdefault(problem.duties[d].slot, []).append(text)
    chosen = table.chosen
    kept = table.drafted.kept if table.drafted else frozenset()
    return [
        {
            "id": slot_name(duty.slot),
            "date": duty.date.isoformat(),
            "post": duty.post,
            "shift": duty.shift,
            "label": which(duty.post, duty.shift) or duty.post,
            "start": duty.start.isoformat(timespec="minutes"),
            "end": duty.end.isoformat(timespec="minutes"),
            "need": duty.need,
            "seats": _seats(view, duty, view.roster.people[d]),
            "locked": duty.slot in kept,
            "begun": d in problem.past,
            "edited": duty.slot in chosen,
            "breaches": wrong.get(duty.slot, []),
            "warnings": missed.get(duty.slot, []),
        }
        for d, duty in enumerate(problem.duties)
    ]


def _by_slot(said: Iterable[tuple[str, Sequence[Duty]]]) -> dict[Slot, list[str]]:
    found: dict[Slot, list[str]] = {}
    for text, duties in said:
        for duty in duties:
            found.setdefault(duty.slot, []).append(text)
    return found


def _seats(view: Draft, duty: Duty, keys: Sequence[str]) -> list[dict[str, str | None]]:
    taken: list[dict[str, str | None]] = [
        {"person": key, "name": name_of(view, key)} for key in keys
    ]
    return taken + [{"person": None, "name": None}] * (duty.need - len(keys))


def _gap(view: Draft, gap: Gap) -> dict[str, Any]:
    return {
        "slot": slot_name(view.problem.duties[gap.duty].slot),
        "reasons": [clause.text for clause in gap.reasons],
        "cures": [cure.text for cure in gap.cures],
    }


def _changes(draft: Draft) -> list[str]:
    """Say what a table changes of what is published."""
    return change_lines(draft) + day_lines(draft) if draft.centre.published else []
