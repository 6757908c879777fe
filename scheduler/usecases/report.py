"""The month's figures: what everybody served and is owed, who stood in for whom, what is paid."""

from __future__ import annotations

from dataclasses import dataclass
from os.path import lexists
from typing import TYPE_CHECKING

from scheduler.clock import now
from scheduler.drafts.folder import check_output, published_in
from scheduler.errors import (
    ConflictError,
    Exit,
    Message,
    UsageError,
    foremost,
)
from scheduler.files import read_plain, write_whole
from scheduler.reporting.monthly_figures import called, month_figures
from scheduler.reporting.monthly_report import MonthlyReport
from scheduler.usecases.known_month import know

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime
    from pathlib import Path

    import pandas as pd

    from scheduler.ledger.revision import Revision

BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Reported:
    """A report and where it was written."""

    report: MonthlyReport
    files: tuple[Path, ...]
    messages: tuple[Message, ...]

    @property
    def exit(self) -> Exit:
        """The exit code."""
        return foremost(message.exit for message in self.messages)


def monthly_report(
    centre: Path,
    month: date,
    *,
    staff_files: Iterable[Path] = (),
    leave_files: Iterable[Path] = (),
) -> pd.DataFrame:
    """Return what everybody planned to serve, served and is owed in a published month.

    A row per person and post, of everybody who could serve it, was planned to or handed over a
    duty of it; tables and posts in the order of recording, people in that of the staff list. The
    newest revision of every table counts as what is served, in a month that is not over too: what
    is still to come as it is published. Whoever has the duty there is counted and paid, one of
    several seats each for itself. Every duty belongs whole to the month in which it starts.

    Parameters
    ----------
    centre
        The centre's folder, or its data workbook.
    month
        Any day of the month.
    staff_files, leave_files
        HR's own lists, if the data workbook is not whole without them.

    Returns
    -------
    pandas.DataFrame
        ``month``
            datetime64[s], its first day.
        ``table``, ``post``, ``kind``
            string; the kind of the post is 值班 or 排班.
        ``person``, ``name``
            string; the key, which is the 工号 where there is one, and what they are called now.
        ``planned``, ``served``
            int64, duties by the first and by the newest revision.
        ``for_others``, ``by_others``
            int64, duties taken over from others, and given up to others: by approved rows 顶班, and
            whatever else changed hands since the first revision, say after a leave. A duty passed
            on twice counts for whoever gave it up first and has it last.
        ``swapped``
            int64, duties of this month taken over in exchange: by approved rows 换班, and without
            rows by two people who took one of each other's in the same revision.
        ``workday``, ``rest_day``, ``holiday``
            int64, duties served by the kind of the day on which they start, as published; an
            adjusted workday is a workday. A duty over several days (周, 周末, 连休) of which one
            is a statutory holiday counts as one on a holiday. They add up to ``served``.
        ``workday_hours``, ``rest_day_hours``, ``holiday_hours``
            float64, hours on duty, each half-open interval ``[start, end)`` split at midnight by
            the kind of every civil date, into the next month too; breaks between the sections of
            a shift do not count.
        ``due``, ``balance``
            float64, duties: the share of this month as recorded, and due minus served so far to
            the end of this month, positive if duties are owed to the person.
        ``days_worked``, ``days_off``
            Int64, days, of shift work only: dates on which a shift starts, and dates of employment
            without one that are not leave.
        ``paid_hours``
            float64, hours, of shift work only: as 班次 says, else the whole time.
        ``pay``
            float64, yuan; of 值班 only: the rate of the kind of the day on which a duty starts (as
            counted above) times the duties. Not there unless 设置 has a rate.
        ``shift_…``
            int64, duties served of each shift that has a name; 0 where a post has no such shift.

        Missing (NaN, NA): whatever does not apply, ``balance`` and ``days_off`` of people who are
        no longer on the staff list, and of everybody if the data workbook cannot be read; then
        breaks and 工时 are not known either and count as worked, and rates are those in force
        when the month was last published.

    Raises
    ------
    UsageError
        If the month is not published.
    InputError
        If sheet 设置 has errors.
    ZhibanError
        If the ledger cannot be read.
    """
    revisions = published_in(centre)
    month = _published_month(revisions, month, now())
    known = know(centre, revisions, month, now(), staff_files, leave_files)
    return month_figures(known.revisions, month, known.centres, known.rates)


def write_report(
    path: Path,
    month: date | None = None,
    *,
    output: Path | None = None,
    csv: Path | None = None,
    table: str = "",
    staff_files: Iterable[Path] = (),
    leave_files: Iterable[Path] = (),
    at: datetime | None = None,
) -> Reported:
    """Write the report of a month as a workbook, and as csv if asked for.

    Parameters
    ----------
    path
        The centre's folder, or its data workbook.
    month
        Any day of the month; default the newest published one that has begun, else the newest.
    output
        Where the workbook goes; default beside the data workbook.
    csv
        Where the same goes as csv, if anywhere.
    table
        Only this table.
    staff_files, leave_files
        HR's own lists, if the data workbook is not whole without them.
    at
        The present time at the centre; default now.

    Raises
    ------
    UsageError
        If the month, or the table in it, is not published.
    ConflictError
        If what stands there is not a report as this program wrote it.
    InputError
        If sheet 设置 has errors.
    """
    from scheduler.writing.report_workbook import csv_text, headings_line, report_workbook
    from scheduler.writing.untouched import is_untouched

    at = at or now()
    check_output(output)
    if csv and (csv.suffix.lower() != ".csv" or csv.is_dir()):
        raise UsageError(f"--csv 要写一个 .csv 文件名，不是 {csv}")
    revisions = published_in(path)
    month = _published_month(revisions, month, at)
    tables = dict.fromkeys(one.table for one in revisions if one.month == month)
    if table and table not in tables:
        raise UsageError(f"{month:%Y-%m} 没有发布过「{table}」；有的是 {'、'.join(tables)}")
    known = know(path, revisions, month, at, staff_files, leave_files)
    figures = month_figures(known.revisions, month, known.centres, known.rates)
    if table:
        figures = figures[figures["table"] == table]
    report = MonthlyReport(
        month=month,
        at=at,
        figures=figures,
        revisions=tuple(
            tuple(one for one in known.revisions if (one.month, one.table) == (month, name))
            for name in tables
            if table in ("", name)
        ),
        names=called(known.revisions, known.centres),
        rates=known.rates,
        ledger_only=not known.centres,
    )
    folder = path if path.is_dir() else path.parent
    target = output or folder / f"值班月报-{month:%Y-%m}.xlsx"
    if lexists(target) and not is_untouched(target):
        text = f"{target} 已经存在，手工改过或不是值班月报，不覆盖；请移走它，或用 -o 写到别处"
        raise ConflictError(text)
    if csv and lexists(csv) and not read_plain(csv).removeprefix(BOM).startswith(headings_line()):
        raise ConflictError(f"{csv} 已经存在，不是值班月报，不覆盖；请移走它，或换个文件名")
    files = [write_whole(target, report_workbook(report))]
    if csv:
        files.append(write_whole(csv, BOM + csv_text(report)))
    return Reported(report, tuple(files), known.messages)


def _published_month(revisions: Sequence[Revision], month: date | None, at: datetime) -> date:
    """Return the month meant, if it is published."""
    published = sorted({one.month for one in revisions})
    month = month and month.replace(day=1)
    if month is None and published:
        return max((one for one in published if one <= at.date()), default=published[-1])
    if month is None or month not in published:
        what = f"{month:%Y-%m} " if month else ""
        more = f"（发布过的最新一个月是 {published[-1]:%Y-%m}）" if published else ""
        raise UsageError(
            f"{what}还没有发布过值班表{more}，月报按已发布的班表统计；先运行 zhiban publish"
        )
    return month
