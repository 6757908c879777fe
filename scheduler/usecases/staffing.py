"""What is needed to say how many people are enough: a post's next month, and its absences."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scheduler.clock import now
from scheduler.drafts.folder import enter
from scheduler.errors import UsageError
from scheduler.explaining.absences import absences_of
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.ledger.revision import newest
from scheduler.reading.published_month import with_present_keys
from scheduler.reading.read_centre import read_tables

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from pathlib import Path

    from constraints.decisions import Substitution
    from scheduler.explaining.absences import Absences
    from scheduler.reading.centre import Centre


class Staffed(NamedTuple):
    """A post in a month, how often its people are away, and which posts have them first."""

    centre: Centre
    absences: Absences
    before: tuple[str, ...]


def staffed(
    path: Path,
    *,
    month: date | None = None,
    post: str = "",
    staff_files: tuple[Path, ...] = (),
    leave_files: tuple[Path, ...] = (),
    at: datetime | None = None,
) -> Staffed:
    """Read a centre and its ledger.

    Parameters
    ----------
    path
        The centre: a folder or a data workbook.
    month
        First day of the month; default as for a draft.
    post
        Which post; default the first.
    staff_files, leave_files
        HR's own lists, in place of or added to sheets 员工 and 请假.
    at
        The present time; default now.

    Raises
    ------
    UsageError
        If there is no such post in the month.
    ZhibanError
        If the centre cannot be read.
    """
    data, at = enter(path), at or now()
    tables = read_tables(data, at, month, staff_files=staff_files, leave_files=leave_files)
    posts = [one for table in tables for one in table.posts]
    centre = _of_post(posts, post)
    problem = centre.problem
    until = min(problem.month, at.date())
    absences = absences_of(problem, _recorded(data, centre), until)
    people = {one.key for one in problem.candidates}
    before = tuple(
        one.problem.post
        for one in posts[: posts.index(centre)]
        if not people.isdisjoint(other.key for other in one.problem.candidates)
    )
    return Staffed(centre, absences, before)


def _of_post(posts: Sequence[Centre], name: str) -> Centre:
    for one in posts:
        if name in ("", one.problem.post):
            return one
    known = "、".join(one.problem.post for one in posts)
    raise UsageError(f"{posts[0].problem.month:%Y-%m} 没有岗位「{name}」要排；有的是 {known}")


def _recorded(data: Path, centre: Centre) -> list[Substitution]:
    """Return the substitutions in force with which months of the post were last published."""
    every = Ledger(data.with_name(LEDGER_FILE)).revisions()
    return [
        sub
        for one in newest(every, centre.table).values()
        if (own := with_present_keys(one, centre.staff).of(centre.problem.post))
        for sub in own.substitutions
    ]
