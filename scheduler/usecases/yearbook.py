"""The 台账 workbook of a year, from ledger and data workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constraints.fairness import accounts
from scheduler.clock import now
from scheduler.drafts.folder import published_in
from scheduler.errors import UsageError
from scheduler.files import write_whole
from scheduler.ledger.revision import TABLE
from scheduler.reporting.monthly_figures import month_figures
from scheduler.reporting.named_days import named_days
from scheduler.usecases.report import know

if TYPE_CHECKING:
    from pathlib import Path


def write_yearbook(path: Path, year: int | None, output: Path) -> Path:
    """Write the 台账 workbook of a year, default that of the newest published month.

    Raises
    ------
    UsageError
        If nothing of that year is published.
    InputError
        If sheet 设置 has errors.
    """
    from scheduler.writing.yearbook import yearbook

    revisions = sorted(published_in(path), key=lambda one: one.table != TABLE)
    year = year or max((one.month.year for one in revisions), default=now().year)
    months = sorted({one.month for one in revisions if one.month.year == year})
    if not months:
        raise UsageError(f"{year} 年还没有发布过值班表")
    if output.suffix != ".xlsx":
        raise UsageError(f"--table 要写一个 .xlsx 文件名，不是 {output}")
    known = {month: know(path, revisions, month, now()) for month in months}
    figures = [
        month_figures(one.revisions, month, one.centres, one.rates) for month, one in known.items()
    ]
    first = known[months[0]]
    staff = first.centres[0].staff if first.centres else {}
    names = {key: one.person.name for key, one in staff.items()}
    openings = {
        one.problem.post: {cls: book.balance for cls, book in accounts(one.problem).items()}
        for table in first.centres
        for one in table.posts
    }
    days = named_days(first.revisions, first.centres)
    return write_whole(output, yearbook(first.revisions, year, names, openings, figures, days))
