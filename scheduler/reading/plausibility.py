"""Warnings of entries that are allowed but hardly meant; nothing is changed."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from constraints.calendar import dates, zh_date
from constraints.domain import DAY, MIDNIGHT
from scheduler.reading.cells import values
from scheduler.reading.cells.values import Unreadable
from scheduler.reading.sheets.leave_lengths import lengths, written_days
from scheduler.reading.sheets.leave_times import dates_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from constraints.domain import Leave, Person
    from scheduler.reading.cells.faults import Faults
    from scheduler.reading.cells.named_cells import Cell, Row, Table

LONG_LEAVE = timedelta(days=200)
YEAR, ABOUT = timedelta(days=365), timedelta(days=50)
MOST_NAMED = 10
OPENING, CLOSING = time(9), time(16)

# As Excel writes a date into a .csv file.
_YEAR = re.compile(r"\d{4}/\d{1,2}/\d{1,2}")


def question_leaves(
    approved: list[tuple[Leave, Row]],
    people: dict[str, Person],
    off: Callable[[date], bool],
    faults: Faults,
) -> None:
    """Warn of leaves that contradict themselves, the staff list or each other."""
    for leave, row in approved:
        cell, person = dates_cell(row), people[leave.person]
        if leave.end - leave.start > LONG_LEAVE:
            days = (leave.end - leave.start) // DAY
            faults.warn(cell, f"{person.name}这次请假有 {days} 天，请核对起止日期", "leave-long")
        _question_employment(leave, person, cell, faults)
    for leaves, row in _by_row(approved):
        _question_count(leaves, row, off, faults)
    _question_neighbours(approved, people, off, faults)


def _question_employment(leave: Leave, person: Person, cell: Cell, faults: Faults) -> None:
    first, last = leave.start.date(), leave.last_day
    if person.employed_from and first < person.employed_from:
        text = f"{person.name}{person.employed_from}才入职，请假却从 {first} 起，请核对"
        faults.warn(cell, text, "leave-employment")
    elif person.employed_to and last > person.employed_to:
        text = f"{person.name}{person.employed_to}离职，请假却到 {last}，请核对"
        faults.warn(cell, text, "leave-employment")


def _by_row(approved: list[tuple[Leave, Row]]) -> Iterator[tuple[list[Leave], Row]]:
    """Yield each row with the leaves that it gives to its first person."""
    rows: dict[int, tuple[list[Leave], Row]] = {}
    for leave, row in approved:
        leaves, _ = rows.setdefault(id(row), ([], row))
        if not leaves or leave.person == leaves[0].person:
            leaves.append(leave)
    yield from rows.values()


def _question_count(
    leaves: list[Leave], row: Row, off: Callable[[date], bool], faults: Faults
) -> None:
    """Compare column 天数 with the row's dates, in days and in working days."""
    count = written_days(row["天数"])
    days = lengths(leaves, off) if count is not None else ()
    if days and count not in days:
        text = f"天数写的是「{row['天数'].shown}」，起止日期却是 {float(max(days)):g} 天，请核对"
        faults.warn(row["天数"], text, "leave-count")


def _question_neighbours(
    approved: list[tuple[Leave, Row]],
    people: dict[str, Person],
    off: Callable[[date], bool],
    faults: Faults,
) -> None:
    """Warn of two leaves with only days off between them, which may be one."""
    by_person: defaultdict[str, list[tuple[Leave, Row]]] = defaultdict(list)
    for leave, row in approved:
        by_person[leave.person].append((leave, row))
    for key, own in by_person.items():
        own.sort(key=lambda pair: (pair[0].start, pair[0].end))
        until = own[0][0].end
        for leave, row in own:
            # The days wholly between them; one who leaves after office hours counts as away.
            first = (until - timedelta.resolution).date() + DAY
            closed = until.time() == MIDNIGHT or until.time() >= CLOSING
            between = dates(first, leave.start.date())
            adjoins = closed and leave.start.time() <= OPENING
            if adjoins and between and all(map(off, between)):
                text = (
                    f"{people[key].name}的两次请假之间只隔着休息日（{zh_date(between[0])}等）；"
                    "如果其实是一次，请把起止日期连起来，否则这几天仍会排班"
                )
                faults.warn(dates_cell(row), text, "leave-split")
            until = max(until, leave.end)


def question_years(tables: Iterable[Table], month: date, faults: Faults) -> None:
    """Warn of dates that Excel completed with the present year though the next was meant."""
    middle = month.replace(day=15)
    for table in tables:
        doubtful = [
            (cell, on)
            for row in table.rows
            for cell in _dated(row)
            if (on := _completed_date(cell)) and YEAR - ABOUT <= abs(on - middle) <= YEAR + ABOUT
        ]
        if doubtful:
            places = "、".join(f"{cell.address}（{on}）" for cell, on in doubtful[:MOST_NAMED])
            text = (
                f"{len(doubtful)} 处日期与排班月份差一年左右：{places}；"
                "在 Excel 里只打月和日会补上当年，请核对年份"
            )
            faults.warn(doubtful[0][0], text, "wrong-year")


def _dated(row: Row) -> Iterator[Cell]:
    """Yield the cells with the dates of a row, unless it is refused."""
    if "要求" in row:
        yield row["日期"]
    elif "值班日期" in row and _granted(row):
        yield from (row["值班日期"], row["换回日期"])
    elif "开始" in row and _granted(row) is not False:
        yield dates_cell(row)


def _granted(row: Row) -> bool | None:
    try:
        return values.status(row["状态"])
    except Unreadable:
        return False


def _completed_date(cell: Cell) -> date | None:
    """Return a date whose year Excel may have added; None for any other."""
    if isinstance(cell.value, datetime):
        return cell.value.date()
    try:
        return date(*map(int, cell.text.split("/"))) if _YEAR.fullmatch(cell.text) else None
    except ValueError:
        return None
