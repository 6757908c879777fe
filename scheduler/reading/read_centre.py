"""From 值班数据.xlsx to a Problem: every fault at once, or a centre that can be solved."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from constraints.calendar import next_month
from constraints.domain import DAY, POST
from constraints.problem import Problem, month_duties
from scheduler.errors import Exit
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.reading.cells.faults import Faults
from scheduler.reading.cells.named_cells import Cell
from scheduler.reading.cells.normal_text import one_line
from scheduler.reading.centre import Centre
from scheduler.reading.earlier_months import duties_of_other_months, earlier_tallies
from scheduler.reading.fixed_cells import check_fixed, check_month_edge
from scheduler.reading.official_calendar import official, ordinary
from scheduler.reading.plausibility import question_leaves, question_years
from scheduler.reading.published_month import resume_published_month, with_present_keys
from scheduler.reading.sheets.leaves import read_leaves
from scheduler.reading.sheets.month_entries import Entries, Events
from scheduler.reading.sheets.people import NameFinder
from scheduler.reading.sheets.pins_and_history import (
    PinReader,
    read_history,
    read_opening,
    warn_of_many_wishes,
)
from scheduler.reading.sheets.settings import read_holidays, read_leaders, read_settings
from scheduler.reading.sheets.staff import read_staff
from scheduler.reading.sheets.substitutions import MoveReader
from scheduler.reading.tables.layout import CHANGES, EXAMPLE_SHEET, HISTORY, OPENINGS, PINS
from scheduler.reading.tables.sheet_rows import read_table, warn_of_hidden
from scheduler.reading.tables.sources import Sources, open_sources

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from scheduler.ledger.revision import Revision
    from scheduler.reading.files.grid import Book
    from scheduler.reading.official_calendar import Official
    from scheduler.settings import Settings


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
    today = at.date()
    lists = tuple(staff_files)
    sources = open_sources(path, lists, leave_files)
    book, faults = sources.data, Faults(path.name)
    for rank, message in sources.broken:
        faults.refuse(rank, message)
    if len(sources.staff) < len(lists):
        # Without its people everything else would look wrong.
        faults.stop_if_any()
    for one in sources.books:
        warn_of_hidden(one, faults)
    settings, given = read_settings(book, today, faults)
    newest = Ledger(path.with_name(LEDGER_FILE)).newest(POST)
    newest |= {one.month: one for one in assumed}
    month = month or _month(settings, given.get("排班月份"), today, newest.keys(), faults)
    middle = month.replace(day=15)
    staff, tables = read_staff(sources, settings, middle, faults)
    newest = {first: with_present_keys(one, staff) for first, one in sorted(newest.items())}
    others = [one for first, one in newest.items() if first != month]
    names = NameFinder(staff, faults)
    begun = at if month in newest else None
    events = _read_entries(sources, Entries(month, settings, names, faults, begun))
    declared = read_holidays(book, middle, faults)
    leaders = read_leaders(book, faults)
    served = duties_of_other_months(events.served, events.told, others, staff, faults)
    earlier = [one for one in others if one.month < month]
    tallies = earlier_tallies(earlier, events.openings, events.opened, staff, faults)
    moved = [on for one in events.substitutions for on in (one.date, one.back) if on]
    first = min([*(one.duty.date for one in served), *moved, month])
    after = next_month(month)
    policy = settings.policy
    duties = month_duties(month, policy.handover, settings.length)
    known = official(first, duties[-1].end.date() + DAY, declared, month)
    people = {key: one.person for key, one in staff.items()}
    question_leaves(events.leaves.approved, people, known.calendar, faults)
    question_years(events.tables, month, faults)
    faults.stop_if_any()

    problem = Problem(
        month=month,
        duties=duties,
        people=tuple(people.values()),
        calendar=known.calendar,
        policy=policy,
        leaves=tuple(leave for leave, _ in events.leaves.approved),
        pins=tuple(events.pins),
        wishes=tuple(events.wishes),
        dispensations=tuple(events.dispensations),
        substitutions=tuple(events.substitutions),
        served=tuple(served),
        openings=tuple(events.openings),
        tallies=tuple(tallies),
    )
    if published := newest.get(month):
        problem = resume_published_month(problem, published, at, events.sources, faults)
        faults.stop_if_any()
    check_fixed(problem, events.sources, faults)
    check_month_edge(problem, faults, first=published is None)
    faults.stop_if_any()
    return Centre(
        path=path,
        settings=settings,
        problem=problem,
        staff=staff,
        leaders=leaders,
        pending=tuple(events.leaves.pending),
        ignored=tuple(events.ignored),
        notes={on: tuple(texts) for on, texts in events.notes.items()},
        confirmed=_confirmed(settings, known, month),
        said={name: cell.shown for name, cell in given.items()},
        published=published,
        approvals=events.approvals,
        granted=tuple((leave, row["批准人"].shown) for leave, row in events.leaves.approved),
        withdrawn=tuple(events.leaves.withdrawn),
        estimated=frozenset(
            on
            for on in known.estimated
            if month <= on < after and not ordinary(on, problem.calendar.day(on))
        ),
        warnings=faults.messages,
        inputs=sources.fingerprints,
        read_as=(
            *(table.read_as for table in (*tables, *events.tables) if table.read_as),
            *(f"{book.path.name} 里没有读的工作表:{left}" for left in [_unread(book)] if left),
        ),
    )


def _read_entries(sources: Sources, to: Entries) -> Events:
    """Read what the sheets say of the month, row by row."""
    leaves = read_leaves(sources, to.middle, to.names, to.faults)
    to.events.leaves, to.events.ignored = leaves, leaves.ignored
    to.events.tables += leaves.tables
    for read, sheet in (
        (MoveReader(to).read, CHANGES),
        (PinReader(to).read, PINS),
        (partial(read_history, to), HISTORY),
        (partial(read_opening, to), OPENINGS),
    ):
        table = read_table(sources.data, sheet, to.faults)
        to.events.tables.append(table)
        for row in table.rows:
            if to.faults.full:
                break
            read(row)
    warn_of_many_wishes(to)
    return to.events


def _month(
    settings: Settings, cell: Cell | None, today: date, published: Iterable[date], faults: Faults
) -> date:
    """Return 排班月份 unless it is past or published; else the first month that is missing."""
    present, done = today.replace(day=1), set(published)
    upcoming = missing_month(done, today)
    if settings.month is None or cell is None:
        month = upcoming
    elif settings.month >= present and settings.month not in done:
        return settings.month
    else:
        month = upcoming
        what = "已经发布" if settings.month in done else "已经过去"
        text = f"排班月份 {cell.shown} {what},改排 {month:%Y-%m};这一格平时请留空"
        faults.warn(cell, text, "month-past")
    if month == present:
        text = f"上个月已发布,{month:%Y-%m} 却还没有:先排这个月"
        faults.warn(Cell("", (0, 0, 0)), text, "month-missing", Exit.LOOK)
    return month


def missing_month(published: Iterable[date], today: date) -> date:
    """Return the next month, or the present one if only the one before it is published."""
    present, done = today.replace(day=1), set(published)
    overdue = present not in done and (present - DAY).replace(day=1) in done
    return present if overdue else next_month(today)


def _unread(book: Book) -> str:
    return "、".join(
        f"〈{one_line(t)}〉" for t in book.titles if t not in book.grids and t != EXAMPLE_SHEET
    )


def _confirmed(settings: Settings, known: Official, month: date) -> bool:
    """Tell whether the month's holidays are announced, or somebody says to have checked them."""
    last = next_month(month) - DAY
    return known.announced or (settings.verified_until or date.min) >= last
