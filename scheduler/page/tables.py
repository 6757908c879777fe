"""The tables of a month as they stand in the folder: published, drafted, or not yet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from os.path import lexists
from typing import TYPE_CHECKING

from scheduler.drafts.as_rostered import as_rostered, breaches, is_proved
from scheduler.drafts.edits import existing_draft
from scheduler.drafts.folder import enter, output_path
from scheduler.drafts.plan import day_doubts, joined, plan
from scheduler.drafts.standing import as_it_stands, as_published, decided
from scheduler.drafts.typed_text import published_workbook
from scheduler.errors import Message, UsageError, ZhibanError
from scheduler.reading.cells.faults import Faults
from scheduler.reading.read_centre import read_tables
from scheduler.reading.sheets.people import NameFinder
from scheduler.reading.slot_label import BETWEEN
from scheduler.reporting.outcome import Draft

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from pathlib import Path

    from constraints.domain import Slot
    from scheduler.drafts.standing import Decided
    from scheduler.reading.centre import Centre
    from scheduler.reading.visible_roster import VisibleRoster


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a month.

    ``centre`` knows how the tables before it stand; ``draft`` is the table as it stands, without
    anybody if it is neither published nor drafted. ``drafted`` is its draft in the folder, unless
    that is what was published, ``target`` where it is or would be. ``faults`` are what is wrong
    with the draft, each at its cell.
    """

    centre: Centre
    draft: Draft
    target: Path
    drafted: VisibleRoster | None = None
    faults: tuple[Message, ...] = ()

    @property
    def name(self) -> str:
        """What it is called."""
        return self.centre.table

    @property
    def stands(self) -> bool:
        """Whether anybody has been given its duties."""
        return self.drafted is not None or self.centre.published is not None

    @property
    def chosen(self) -> frozenset[Slot]:
        """The duties whose people are chosen by hand and kept when it is drafted again."""
        return frozenset(self.drafted.edits() if self.drafted else ())

    def workbook(self) -> VisibleRoster:
        """Return the workbook whose names somebody would type over.

        Raises
        ------
        UsageError
            If there is none.
        """
        published = self.centre.published
        found = self.drafted
        if found is None and published:
            found = published_workbook(self.centre.path, published)
        if found is None:
            what = "没有发布的那份工作簿" if published else "还没有排，请先排班"
            raise UsageError(f"{self.name}{what}")
        return found

    def duty(self, name: str) -> tuple[Draft, int]:
        """Return the duty of a name that ``slot_name`` gave, with its post.

        Raises
        ------
        UsageError
            If there is none.
        """
        for view in self.draft.views:
            for slot, d in view.problem.slots.items():
                if slot_name(slot) == name:
                    return view, d
        raise UsageError(f"{self.name}上没有这个班：{name}")


def slot_name(slot: Slot) -> str:
    """Return what a duty is called between page and session: date, post and shift."""
    return BETWEEN.join((slot.date.isoformat(), slot.post, slot.shift))


def load(
    path: Path,
    at: datetime,
    month: date | None,
    staff_files: tuple[Path, ...] = (),
    leave_files: tuple[Path, ...] = (),
) -> list[Table]:
    """Read the tables of a month, in order, each knowing those before it.

    Raises
    ------
    ZhibanError
        If the data cannot be read.
    """
    centres = read_tables(enter(path), at, month, staff_files=staff_files, leave_files=leave_files)
    later = [one for one in centres if one.published or lexists(_target(one))]
    tables: list[Table] = []
    known: Decided = []
    for centre in centres:
        one = _table(centre.knowing(known))
        tables.append(one)
        known += _as_others_know(one, wanted=any(other is not centre for other in later))
        later = [other for other in later if other is not centre]
    return tables


def table_named(tables: Sequence[Table], name: str) -> Table:
    """Return the table of a name.

    Raises
    ------
    UsageError
        If there is none.
    """
    for one in tables:
        if one.name == name:
            return one
    raise UsageError(f"没有这张表：{name}")


def _target(centre: Centre) -> Path:
    return output_path(centre.path, centre.problem.month, centre.table)


def _as_others_know(table: Table, *, wanted: bool) -> Decided:
    """Return what the commands assume of a table when they draft those after it."""
    if table.centre.published:
        return decided(as_published(table.centre))
    if table.stands:
        return decided(table.draft)
    return decided(plan(table.centre)) if wanted else []


def _table(centre: Centre) -> Table:
    target, published = _target(centre), centre.published
    try:
        visible = existing_draft(target, centre)
    except ZhibanError as error:
        return replace(_without_draft(centre, target), faults=error.messages)
    if visible is None or (published and (visible.base != published.number or visible.published)):
        return _without_draft(centre, target)
    faults = Faults(target.name)
    visible = visible.understood(centre.shifts)
    try:
        stands = visible.assignment(NameFinder(centre.staff, faults))
    except ZhibanError as error:
        return replace(_without_draft(centre, target), faults=error.messages)
    draft = as_rostered(centre, stands, centre.inputs, proved=is_proved(visible, centre))
    said = (*draft.messages, *visible.said(), *day_doubts(centre))
    draft = replace(
        draft,
        messages=tuple(dict.fromkeys(said)),
        output=target,
        edited=tuple(visible.edits()),
        base=visible.base,
        texts=visible.texts,
    )
    return Table(centre, draft, target, visible, (*faults.messages, *breaches(visible, draft)))


def _without_draft(centre: Centre, target: Path) -> Table:
    """Return a table as it is published, or with nobody on it."""
    if centre.published:
        return Table(centre, as_it_stands(centre), target)
    return Table(centre, _nobody(centre), target)


def _nobody(centre: Centre) -> Draft:
    """Return a month that nobody has been given yet; why it is open nobody asks."""
    from scheduler.solving.result import Result

    views = []
    for one in centre.posts:
        roster = one.problem.roster({})
        result = Result(roster, (), 0.0, unique=False)
        views.append(Draft(one, result, roster, (), one.warnings, centre.inputs))
    return joined(*views)
