"""From 值班数据.xlsx to a Problem: every fault at once, or a centre that can be solved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from constraints.calendar import next_month
from constraints.domain import DAY
from scheduler.errors import Exit, UsageError
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.ledger.revision import TABLE, newest
from scheduler.reading.cells.faults import Faults
from scheduler.reading.cells.named_cells import Cell
from scheduler.reading.cells.normal_text import one_line
from scheduler.reading.centre import Centre
from scheduler.reading.centre_identity import centre_identity
from scheduler.reading.decided_beside import beside, check_decided
from scheduler.reading.dropouts import name_dropouts
from scheduler.reading.ledger_anchor import anchor_messages
from scheduler.reading.month_sheets import read_entries
from scheduler.reading.official_calendar import calendars, is_day_off, ordinary
from scheduler.reading.plausibility import question_leaves, question_years
from scheduler.reading.post_month import PostMonth
from scheduler.reading.published_month import with_present_keys
from scheduler.reading.roster_month import roster_month
from scheduler.reading.sheets.articles import read_articles
from scheduler.reading.sheets.month_entries import MonthEntries
from scheduler.reading.sheets.people import NameFinder
from scheduler.reading.sheets.post_checks import check_posts, staffed, uncovered_lines
from scheduler.reading.sheets.posts import read_posts
from scheduler.reading.sheets.settings import read_holidays, read_leaders, read_settings
from scheduler.reading.sheets.staff import read_staff
from scheduler.reading.tables.layout import (
    EXAMPLE_SHEET,
    HOLIDAYS,
    SETTINGS,
    SHIFTS,
)
from scheduler.reading.tables.sheet_rows import read_table
from scheduler.reading.tables.sources import open_sources
from scheduler.reading.unwritten_years import question_unwritten_years

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from constraints.problem import Problem
    from scheduler.ledger.revision import Revision
    from scheduler.reading.files.grid import Book
    from scheduler.reading.official_calendar import OfficialCalendar
    from scheduler.reading.sheets.post import Post


def read_centre(
    path: Path,
    at: datetime,
    month: date | None = None,
    *,
    table: str = TABLE,
    staff_files: Iterable[Path] = (),
    leave_files: Iterable[Path] = (),
    assumed: Iterable[Revision] = (),
) -> Centre:
    """Read a data workbook for one month of one table; as ``read_tables``.

    Raises
    ------
    UsageError
        If the centre has no such table, or that has no duty in the month.
    """
    centres = read_tables(
        path, at, month, staff_files=staff_files, leave_files=leave_files, assumed=assumed
    )
    return table_of(centres, table)


def table_of(centres: Sequence[Centre], table: str) -> Centre:
    """Return the centre of a table.

    Raises
    ------
    UsageError
        If there is none of that name.
    """
    for one in centres:
        if one.table == table:
            return one
    known = "、".join(one.table for one in centres)
    raise UsageError(f"{centres[0].problem.month:%Y-%m} 没有「{table}」要排；有的是 {known}")


def read_tables(
    path: Path,
    at: datetime,
    month: date | None = None,
    *,
    staff_files: Iterable[Path] = (),
    leave_files: Iterable[Path] = (),
    assumed: Iterable[Revision] = (),
) -> tuple[Centre, ...]:
    """Read a data workbook for one month, a centre for every table in order.

    Parameters
    ----------
    path
        The workbook.
    at
        The present time at the centre: duties of a published month that have begun are past.
        Without a month, 排班月份 counts unless it is past, else the next month.
    month
        First day of the month to roster.
    staff_files, leave_files
        HR's own lists, in place of or added to sheets 员工 and 请假.
    assumed
        Revisions that are not published yet, to be read as if they were.

    Raises
    ------
    InputError
        With everything that is wrong, each with its cell.
    FileError
        If the file cannot be read at all.
    """
    faults = Faults(path.name)
    sources = open_sources(path, staff_files, leave_files, faults)
    settings, written = read_settings(sources.data, at.date(), faults)
    every = Ledger(path.with_name(LEDGER_FILE)).revisions()
    recorded = [*every, *assumed]
    stated = settings.month, written.get("排班月份")
    named, month = month, month or roster_month(*stated, at.date(), newest(recorded), faults)
    middle = month.replace(day=15)
    posts = read_posts(sources.data, settings, written, middle, faults)
    several = () if len(posts) == 1 and posts[0].is_plain else posts
    staff, staff_tables = read_staff(sources, settings, middle, faults, several)
    posts = staffed(posts, staff)
    recorded = [with_present_keys(one, staff) for one in recorded]
    holidays = read_table(sources.data, HOLIDAYS, faults)
    declared = read_holidays(holidays, middle, faults)
    calendar = calendars(declared, month)
    if several:
        check_posts(posts, staff, month, calendar(month.year), faults)
    uncovered = tuple(uncovered_lines(posts[0], month))
    for text in uncovered:
        faults.warn(Cell(SHIFTS.name if several else SETTINGS.name), text, "uncovered", Exit.LOOK)
    names = NameFinder(staff, faults)
    months: list[PostMonth] = []
    for post in posts:
        own = Faults(path.name) if months else faults
        entries = MonthEntries(month, settings, names, own, post, calendar)
        table = tuple(one for one in recorded if one.table == post.table)
        months.append(PostMonth(entries, table, at))
    _name_lost_posts(recorded, month, posts, faults)
    first = months[0].entries
    off = partial(is_day_off, calendar)
    read_entries(sources, months, off, named)
    years = question_unwritten_years(
        first, staff_tables, holidays, [rev for one in months for rev in one.newest.values()]
    )
    people = {key: one.person for key, one in staff.items()}
    question_leaves(first.leaves.approved, people, off, faults)
    question_years(first.tables, month, faults)
    name_dropouts(first, months[0].others)
    read: list[tuple[PostMonth, Problem, OfficialCalendar]] = []
    for one in months:
        one.settle(declared)
    _stop_if_any(path.name, months)
    for one in months:
        problem, days = one.problem(declared, [before for _, before, _ in read])
        if problem:
            read.append((one, problem, days))
    _stop_if_any(path.name, months)
    check_decided(read)
    _stop_if_any(path.name, months)
    later = [problem for _, problem, _ in read]
    read = [
        (one, beside(problem, later[nth:]), days)
        for nth, (one, problem, days) in enumerate(read, 1)
    ]
    leaders = read_leaders(sources.data, faults)
    read_articles(sources.data, faults)  # what is wrong there is said before forms are printed
    last = next_month(month) - DAY
    shared = Centre(
        path=path,
        settings=settings,
        problem=read[0][1],
        staff=staff,
        leaders=leaders,
        pending=tuple(first.leaves.pending),
        granted=tuple((leave, row["批准人"].shown) for leave, row in first.leaves.approved),
        withdrawn=tuple(first.leaves.withdrawn),
        written_settings={name: cell.shown for name, cell in written.items()},
        identity=centre_identity(path, every, staff),
        inputs=tuple(book.fingerprint for book in sources.books),
        read_as=(
            *(table.read_as for table in (*staff_tables, *first.tables) if table.read_as),
            *_unread(sources.data),
            *(f"没有写年份的日期，{line}" for line in years),
        ),
        years=years,
    )
    centres: dict[str, list[Centre]] = {}
    for one, problem, days in read:
        estimated = frozenset(
            on
            for on in days.estimated
            if month <= on <= last and not ordinary(on, problem.calendar.day(on))
        )
        centre = replace(
            one.centre(shared, problem),
            confirmed=days.announced or (settings.verified_until or date.min) >= last,
            estimated=estimated,
        )
        centres.setdefault(centre.table, []).append(centre)
    tables = [_with_companions(*own) for own in centres.values()]
    anchored = anchor_messages(path, every, at)
    said = (*tables[0].warnings, *anchored)
    tables[0] = replace(tables[0], warnings=said, uncovered=uncovered)
    return tuple(tables)


def _with_companions(first: Centre, *others: Centre) -> Centre:
    """Return a table: its first post with the others, whose warnings are said with its own."""
    said = (message for one in (first, *others) for message in one.warnings)
    quiet = tuple(replace(one, warnings=()) for one in others)
    return replace(first, companions=quiet, warnings=tuple(said))


def _name_lost_posts(
    recorded: Sequence[Revision], month: date, posts: Iterable[Post], faults: Faults
) -> None:
    """Warn of posts that the month is published with and that are not set up any more."""
    known = {post.name for post in posts}
    wholes = (newest(recorded, table).get(month) for table in {one.table for one in recorded})
    published = (one.post for whole in wholes if whole for one in whole.posts)
    for name in sorted({*published} - known):
        text = (
            f"{month:%Y-%m} 发布过{name}，〈岗位〉〈班次〉里却没有了：它的班不再调整，"
            "再发布就不见了；请补回那几行，从下个月起不要的，"
            f"在〈班次〉的 止 填 {next_month(month) - DAY}"
        )
        faults.warn(Cell("岗位"), text, "post-gone", Exit.LOOK)


def _stop_if_any(file: str, months: Iterable[PostMonth]) -> None:
    """Raise what is wrong with any post, everything at once."""
    every = Faults(file)
    for one in months:
        every.take_over(one.entries.faults)
    every.stop_if_any()


def _unread(book: Book) -> list[str]:
    """Say which sheets of the data workbook were not read."""
    left = [title for title in book.titles if title not in book.grids and title != EXAMPLE_SHEET]
    names = "、".join(f"〈{one_line(title)}〉" for title in left)
    return [f"{book.path.name} 里没有读的工作表：{names}"] if left else []
