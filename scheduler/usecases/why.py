"""Why this person and not that one: for one date, in words, and what another choice would cost."""

from __future__ import annotations

from dataclasses import dataclass
from os.path import lexists
from typing import TYPE_CHECKING, Any

from constraints.calendar import zh_date
from constraints.shifts import days_of
from constraints.soft.wishes import unmet
from scheduler.clock import now
from scheduler.drafts.folder import enter, output_path
from scheduler.drafts.standing import as_it_stands, knowing_those_before
from scheduler.errors import Exit, UsageError
from scheduler.explaining.substitutes import objections
from scheduler.explaining.what_if import Candidacy, Forced, candidacies, force
from scheduler.ledger.revision import TABLE
from scheduler.reading.cells.dates import read_date
from scheduler.reading.cells.faults import Faults
from scheduler.reading.cells.named_cells import Cell
from scheduler.reading.cells.values import Unreadable
from scheduler.reading.read_centre import read_tables
from scheduler.reading.sheets.bare_days import in_named_month
from scheduler.reading.sheets.people import NameFinder
from scheduler.reporting.reasons import reason

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from constraints.decisions import Wish
    from scheduler.reporting.outcome import Draft


@dataclass(frozen=True, slots=True)
class Why:
    """The answer: about the duty ``duty`` of ``draft``, which has its post as its own."""

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


def why_each(
    path: Path,
    when: str,
    name: str = "",
    *,
    month: date | None = None,
    table: str = TABLE,
    staff_files: tuple[Path, ...] = (),
    leave_files: tuple[Path, ...] = (),
    at: datetime | None = None,
) -> list[Why]:
    """Explain a date of the newest roster of its month: published, drafted, or solved now.

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
    table
        Which table; default the one that every centre has.
    at
        The present time; default now.

    Returns
    -------
    list of Why
        One for every duty of the table that day, a week's on each of its days; with ``name`` only
        the one that the person has, or else could take, or else the first.

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
    centres = read_tables(data, at, first, staff_files=staff_files, leave_files=leave_files)
    centre = knowing_those_before(centres, table)
    person = None
    if name:
        faults = Faults("姓名")
        person = NameFinder(centre.staff, faults).find(Cell("", (0, 0, 0), name))
        if person is None:
            raise UsageError(faults.messages[0].text)
    drafted = lexists(output_path(data, first, table))
    duties = [
        (view, d)
        for view in as_it_stands(centre).views
        for d, duty in enumerate(view.problem.duties)
        if on in days_of(duty)
    ]
    if not duties:
        raise UsageError(f"{zh_date(on)}{table}上没有班")
    if person:
        duties = [min(duties, key=lambda one: _likely(one[0], one[1], person))]
    return [_why(view, duty, person, drafted=drafted) for view, duty in duties]


def why(path: Path, when: str, name: str = "", **more: Any) -> Why:
    """Explain the first duty of a date; as ``why_each``."""
    return why_each(path, when, name, **more)[0]


def _likely(draft: Draft, duty: int, person: str) -> int:
    """Return how far a duty is from being the one that is asked about."""
    if person in draft.roster.people[duty]:
        return 0
    if person not in draft.problem.by_key:
        return 3
    return 2 if any(objections(draft.problem, draft.roster, duty, person)) else 1


def _why(draft: Draft, duty: int, person: str | None, *, drafted: bool) -> Why:
    problem = draft.problem
    if person and person not in problem.by_key:
        raise UsageError(f"{draft.centre.name(person)}不在{problem.post}的人选里")
    meant = problem.duties[duty]
    wishes = [
        wish
        for wish in unmet(problem, draft.roster)
        if wish.date == meant.date and wish.shift in ("", meant.shift)
    ]
    return Why(
        draft,
        duty,
        reason(draft, duty),
        tuple(candidacies(problem, draft.roster, duty)),
        force(draft, duty, person) if person else None,
        tuple((wish, force(draft, duty, wish.person, on=wish.wanted)) for wish in wishes),
        drafted=drafted,
    )
