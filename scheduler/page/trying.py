"""A leave that is only tried: on what is published, and on what is drafted so far."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.drafts.plan import plan
from scheduler.drafts.tried_leaves import try_leaves
from scheduler.explaining.leave_trial import Trial, try_leave
from scheduler.reporting.changes import name_of
from scheduler.reporting.duty_day import duty_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.page.tables import Table
    from scheduler.reading.centre import Centre
    from scheduler.reporting.outcome import Draft

Trials = list["tuple[Draft, Trial]"]


def tried_on_draft(table: Table, leave: str) -> tuple[Draft, Trials]:
    """Return a drafted table with the fewest changes that a leave needs, and what it touches.

    Raises
    ------
    ZhibanError
        If it is no leave, or there is no roster with it.
    """
    based = [_based(one, table) for one in table.centre.posts]
    centre, leaves = try_leaves(replace(based[0], companions=tuple(based[1:])), (leave,))
    draft = plan(centre)
    trials = [
        (view, try_leave(view, one))
        for one in leaves
        for view in draft.views
        if one.person in view.problem.by_key
    ]
    return draft, trials


def _based(centre: Centre, table: Table) -> Centre:
    """Return a post that stays close to how its draft stands."""
    base = centre.problem.roster(table.draft.assignment)
    return replace(centre, problem=replace(centre.problem, base=base))


def moved_lines(draft: Draft) -> Iterator[str]:
    """Say whom a drafted month with a leave gives other duties."""
    for view in draft.views:
        problem, base = view.problem, view.problem.base
        assert base is not None
        for duty, was, now in zip(problem.duties, base.people, view.roster.people, strict=True):
            if was != now:
                names = [
                    "、".join(name_of(view, key) for key in keys) or "待定" for keys in (was, now)
                ]
                yield f"{duty_day(duty, weekday=True)} {' → '.join(names)}"
