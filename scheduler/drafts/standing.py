"""A table as it stands: published, drafted, or as it would be drafted now."""

from __future__ import annotations

from dataclasses import replace
from os.path import lexists
from typing import TYPE_CHECKING

from scheduler.drafts.as_rostered import as_rostered
from scheduler.drafts.folder import output_path
from scheduler.drafts.plan import plan
from scheduler.drafts.typed_text import edited_duties
from scheduler.reading.cells.faults import Faults
from scheduler.reading.read_centre import table_of
from scheduler.reading.roster_book import read_roster
from scheduler.reading.sheets.people import NameFinder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constraints.domain import Roster, Slot
    from constraints.problem import Problem
    from scheduler.reading.centre import Centre
    from scheduler.reporting.outcome import Draft

Decided = list["tuple[Problem, Roster]"]


def as_published(centre: Centre) -> Draft:
    """Return a published month with what has begun as it was really served."""
    assert centre.published is not None
    stands: dict[Slot, tuple[str, ...]] = {}
    for one in centre.posts:
        assert one.problem.base_as_served is not None
        stands |= one.problem.assignment(one.problem.base_as_served)
    draft = as_rostered(centre, stands, centre.inputs, proved=True)
    return replace(draft, base=centre.published.number)


def as_it_stands(centre: Centre) -> Draft:
    """Return the month as published, as it stands in the draft, or as it would be drafted."""
    if centre.published:
        edited = edited_duties(centre.path, centre.published)
        return replace(as_published(centre), edited=edited)
    drafted = output_path(centre.path, centre.problem.month, centre.table)
    if not lexists(drafted):
        return plan(centre)
    visible = read_roster(drafted, centre.problem.month.replace(day=15))
    faults = Faults(drafted.name)
    stands = visible.assignment(NameFinder(centre.staff, faults))
    faults.stop_if_any()
    draft = as_rostered(centre, stands, centre.inputs, proved=True)
    return replace(draft, edited=tuple(visible.edits()))


def decided(draft: Draft) -> Decided:
    """Return who has which duty, as the posts that come later know it."""
    return [(view.problem, view.roster) for view in draft.views]


def knowing_those_before(centres: Sequence[Centre], table: str) -> Centre:
    """Return the centre of a table, knowing how the tables before it stand.

    Raises
    ------
    UsageError
        If there is no such table.
    """
    wanted, known = table_of(centres, table), Decided()
    for centre in centres:
        if centre is wanted:
            break
        known += decided(as_it_stands(centre.knowing(known)))
    return wanted.knowing(known)
