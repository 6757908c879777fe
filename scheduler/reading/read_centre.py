"""From 值班数据.xlsx to a Problem: every fault at once, or a centre that can be solved."""

from __future__ import annotations

from datetime import date
from itertools import takewhile
from typing import TYPE_CHECKING

from constraints.calendar import next_month
from constraints.domain import DAY, POST
from constraints.problem import Problem
from constraints.shifts import month_duties
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.reading.calendar_news import note_changed_days
from scheduler.reading.cells.faults import Faults
from scheduler.reading.cells.normal_text import one_line
from scheduler.reading.centre import Centre
from scheduler.reading.centre_identity import centre_identity
from scheduler.reading.dropouts import name_dropouts
from scheduler.reading.earlier_months import duties_of_other_months, earlier_tallies
from scheduler.reading.fixed_cells import check_fixed, check_month_edge
from scheduler.reading.ledger_anchor import anchor_messages
from scheduler.reading.official_calendar import build_calendar, days_off, ordinary
from scheduler.reading.plausibility import question_leaves, question_years
from scheduler.reading.published_month import resume_published_month, with_present_keys
from scheduler.reading.roster_month import roster_month
from scheduler.reading.sheets.bare_days import in_month
from scheduler.reading.sheets.leaves import read_leaves
from scheduler.reading.sheets.month_entries import MonthEntries
from scheduler.reading.sheets.people import NameFinder
from scheduler.reading.sheets.pins_and_history import read_history, read_openings, read_pins
from scheduler.reading.sheets.settings import read_holidays, read_leaders, read_settings
from scheduler.reading.sheets.staff import read_staff
from scheduler.reading.sheets.substitutions import read_substitutions
from scheduler.reading.standing_duties import chains, settle_handovers
from scheduler.reading.tables.layout import (
    CHANGES,
    EXAMPLE_SHEET,
    HISTORY,
    HOLIDAYS,
    OPENINGS,
    PINS,
)
from scheduler.reading.tables.sheet_rows import read_table
from scheduler.reading.tables.sources import open_sources
from scheduler.reading.unwritten_years import question_unwritten_years

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime
    from pathlib import Path

    from constraints.calendar import Day
    from scheduler.ledger.revision import Revision
    from scheduler.reading.files.grid import Book
    from scheduler.reading.official_calendar import OfficialCalendar
    from scheduler.reading.tables.sources import Sources


def read_centre(
    path: Path,
    at: datetime,
    month: date | None = None,
    *,
    staff_files: Iterable[Path] = (),
    leave_files: Iterable[Path] = (),
    assumed: Iterable[Revision] = (),
) -> Centre:
    """Read a data workbook for one month.

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
    today, faults = at.date(), Faults(path.name)
    sources = open_sources(path, staff_files, leave_files, faults)
    settings, written_settings = read_settings(sources.data, today, faults)
    every = Ledger(path.with_name(LEDGER_FILE)).revisions()
    recorded = [one for one in every if one.post == POST]
    revisions = {one.month: one for one in recorded}
    revisions |= {revision.month: revision for revision in assumed}
    stated = settings.month, written_settings.get("排班月份")
    named, month = month, month or roster_month(*stated, today, revisions, faults)
    staff, staff_tables = read_staff(sources, settings, month.replace(day=15), faults)
    revisions = {
        first: with_present_keys(revision, staff) for first, revision in sorted(revisions.items())
    }
    known, published = list(revisions.values()), revisions.pop(month, None)
    names = NameFinder(staff, faults)
    begun, start = at if published else None, known[0].seats[0].start.date() if known else None
    entries = MonthEntries(month, settings, names, faults, begun=begun, ledger_start=start)
    holidays = read_table(sources.data, HOLIDAYS, faults)
    declared = read_holidays(holidays, entries.middle, faults)
    off = days_off(declared, month)
    _read_entries(sources, entries, off, named)
    years = question_unwritten_years(entries, staff_tables, holidays, known)
    own = [with_present_keys(one, staff) for one in recorded if one.month == month]
    settle_handovers(entries, own, revisions.values())
    newest = [*revisions.values(), *([published] if published else [])]
    changed = note_changed_days(newest, month, declared, at, faults)
    leaders = read_leaders(sources.data, faults)
    problem, days = _problem(entries, revisions.values(), declared, off)
    if published:
        problem = resume_published_month(problem, published, at, entries.deciding_cells, faults)
        faults.stop_if_any()
    check_fixed(problem, entries.deciding_cells, faults)
    check_month_edge(problem, faults, first=published is None)
    faults.stop_if_any()
    last = next_month(month) - DAY
    return Centre(
        path=path,
        settings=settings,
        problem=problem,
        staff=staff,
        leaders=leaders,
        pending=tuple(entries.leaves.pending),
        ignored=tuple(entries.ignored),
        notes={on: tuple(texts) for on, texts in entries.notes.items()},
        confirmed=days.announced or (settings.verified_until or date.min) >= last,
        written_settings={name: cell.shown for name, cell in written_settings.items()},
        published=published,
        approvals=entries.approvals,
        granted=tuple((leave, row["批准人"].shown) for leave, row in entries.leaves.approved),
        withdrawn=tuple(entries.leaves.withdrawn),
        identity=centre_identity(path, recorded, staff),
        chains=tuple(chains(entries)),
        changed_days=changed,
        unapproved=tuple(entries.withdrawn),
        estimated=frozenset(
            on
            for on in days.estimated
            if month <= on <= last and not ordinary(on, problem.calendar.day(on))
        ),
        warnings=(*faults.messages, *anchor_messages(path, every, at)),
        inputs=tuple(book.fingerprint for book in sources.books),
        read_as=(
            *(table.read_as for table in (*staff_tables, *entries.tables) if table.read_as),
            *_unread(sources.data),
            *(f"没有写年份的日期，{line}" for line in years),
        ),
        years=years,
    )


def _read_entries(
    sources: Sources, entries: MonthEntries, off: Callable[[date], bool], named: date | None
) -> None:
    """Read what the sheets say of the month, row by row; bare days are of a month ``named``."""
    faults = entries.faults
    entries.leaves = read_leaves(sources, entries, off, named)
    entries.ignored += entries.leaves.ignored
    entries.tables += entries.leaves.tables
    for read, sheet in (
        (read_substitutions, CHANGES),
        (read_pins, PINS),
        (read_history, HISTORY),
        (read_openings, OPENINGS),
    ):
        table = read_table(sources.data, sheet, faults)
        entries.tables.append(table)
        rows = (in_month(row, named if sheet in (CHANGES, PINS) else None) for row in table.rows)
        read(entries, takewhile(lambda _: not faults.full, rows))


def _problem(
    entries: MonthEntries,
    others: Iterable[Revision],
    declared: Mapping[date, Day],
    off: Callable[[date], bool],
) -> tuple[Problem, OfficialCalendar]:
    """Return the month to be solved and its calendar.

    ``others`` are the revisions of other months, ``declared`` the centre's own special days.
    """
    month, faults, staff = entries.month, entries.faults, entries.names.staff
    others = list(others)
    served = duties_of_other_months(entries.served, entries.history_cells, others, staff, faults)
    earlier = [revision for revision in others if revision.month < month]
    tallies = earlier_tallies(earlier, entries.openings, entries.opening_cells, staff, faults)
    moved = [on for one in entries.substitutions for on in (one.date, one.back) if on]
    first = min([*(one.duty.date for one in served), *moved, month])
    policy = entries.settings.policy
    duties = month_duties(month, policy.handover, entries.settings.length)
    days = build_calendar(first, duties[-1].end.date() + DAY, declared, month)
    people = {key: one.person for key, one in staff.items()}
    question_leaves(entries.leaves.approved, people, off, faults)
    question_years(entries.tables, month, faults)
    name_dropouts(entries, others)
    faults.stop_if_any()
    problem = Problem(
        month=month,
        duties=duties,
        people=tuple(people.values()),
        calendar=days.calendar,
        policy=policy,
        leaves=tuple(leave for leave, _ in entries.leaves.approved),
        pending=tuple(entries.leaves.pending) if entries.settings.avoid_pending else (),
        pins=tuple(entries.pins),
        wishes=tuple(entries.wishes),
        dispensations=tuple(entries.dispensations),
        substitutions=tuple(entries.substitutions),
        served=tuple(served),
        openings=tuple(entries.openings),
        tallies=tuple(tallies),
    )
    return problem, days


def _unread(book: Book) -> list[str]:
    """Say which sheets of the data workbook were not read."""
    left = [title for title in book.titles if title not in book.grids and title != EXAMPLE_SHEET]
    names = "、".join(f"〈{one_line(title)}〉" for title in left)
    return [f"{book.path.name} 里没有读的工作表：{names}"] if left else []
