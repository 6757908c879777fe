"""Why this person and not that one: for one date, in words, and what another choice would cost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from constraints.soft.wishes import unmet
from scheduler.clock import now
from scheduler.drafts.edits import as_rostered
from scheduler.drafts.folder import enter, output_path
from scheduler.drafts.plan import plan
from scheduler.drafts.typed_text import edited_duties
from scheduler.errors import Exit, UsageError
from scheduler.explaining.what_if import Candidacy, Forced, candidacies, force
from scheduler.reading.cells.dates import read_date
from scheduler.reading.cells.faults import Faults
from scheduler.reading.cells.named_cells import Cell
from scheduler.reading.cells.values import Unreadable
from scheduler.reading.read_centre import read_centre
from scheduler.reading.roster_book import read_roster
from scheduler.reading.sheets.bare_days import in_named_month
from scheduler.reading.sheets.people import NameFinder
from scheduler.reporting.reasons import reason

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from constraints.decisions import Wish
    from scheduler.reading.centre import Centre
    from scheduler.reporting.outcome import Draft


@dataclass(frozen=True, slots=True)
class Why:
    """The answer: about the duty ``duty`` of ``draft``."""

    draft: Draft
    duty: int
    reason: str
    candidates: tuple[Candidacy, ...]
    forced: Forced | None
    wishes: tuple[tuple[Wish, Forced], ...]
    drafted: bool = False

    @property
    def exit(self) -> Exit:
        """The exit code: an answer that is not proved is to be looked at."""
        answers = [self.forced, *(forced for _, forced in self.wishes)]
        return Exit.DONE if all(one is None or one.proved for one in answers) else Exit.LOOK


def why(
    path: Path,
    when: str,
    name: str = "",
    *,
    month: date | None = None,
    staff_files: tuple[Path, ...] = (),
    leave_files: tuple[Path, ...] = (),
    at: datetime | None = None,
) -> Why:
    """Explain one date of the newest roster of its month: published, drafted, or solved now.

    Parameters
    ----------
    path
        The centre: a folder or a data workbook.
    when
        The date, in any spelling that a cell may have.
    name
        Somebody to force onto that date.
    month
        Which month a date without year and month is of; default that of a draft.
    at
        The present time; default now.

    Raises
    ------
    ZhibanError
        The subclass tells what went wrong and gives the exit code.
    """
    data = enter(path)
    at = at or now()
    middle = (month or at.date()).replace(day=15)
    cell = Cell("", (0, 0, 0), when)
    try:
        on = read_date(in_named_month(cell, month) if month else cell, middle)
    except Unreadable as wrong:
        raise UsageError(str(wrong)) from None
    if on is None:
        raise UsageError("要写一个日期，如 2026-12-05")
    first = on.replace(day=1)
    centre = read_centre(data, at, first, staff_files=staff_files, leave_files=leave_files)
    draft = _newest(centre, data, at)
    problem, duty = draft.problem, draft.problem.named(on)[0]
    person = None
    if name:
        faults = Faults("姓名")
        person = NameFinder(centre.staff, faults).find(Cell("", (0, 0, 0), name))
        if person is None:
            raise UsageError(faults.messages[0].text)
    wishes = [wish for wish in unmet(problem, draft.roster) if wish.date == on]
    return Why(
        draft,
        duty,
        reason(draft, duty),
        tuple(candidacies(problem, draft.roster, duty)),
        force(draft, duty, person) if person else None,
        tuple((wish, force(draft, duty, wish.person, on=wish.wanted)) for wish in wishes),
        drafted=output_path(data, first).exists(),
    )


def _newest(centre: Centre, data: Path, at: datetime) -> Draft:
    """Return the month as published, as it stands in the draft, or as it would be drafted."""
    problem = centre.problem
    if centre.published and problem.base_as_served:
        served = problem.assignment(problem.base_as_served)
        draft = as_rostered(centre, served, centre.inputs, proved=True)
        edited = edited_duties(data, centre.published)
        return replace(draft, base=centre.published.number, edited=edited)
    drafted = output_path(data, problem.month)
    if not drafted.exists():
        return plan(centre)
    visible = read_roster(drafted, at.date())
    faults = Faults(drafted.name)
    stands = visible.assignment(NameFinder(centre.staff, faults))
    faults.stop_if_any()
    return replace(
        as_rostered(centre, stands, centre.inputs, proved=True), edited=tuple(visible.edits())
    )
