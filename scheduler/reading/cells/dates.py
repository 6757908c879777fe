"""Dates, times and ranges in a cell, whether Excel knows them as such or not."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from constraints.calendar import dates
from constraints.domain import DAY, MIDNIGHT
from scheduler.reading.cells.date_text import existing_date, read_date_text
from scheduler.reading.cells.moments import Moment
from scheduler.reading.cells.normal_text import half_width
from scheduler.reading.cells.values import Unreadable
from scheduler.reading.files.grid import Ambiguous

if TYPE_CHECKING:
    from scheduler.reading.cells.moments import RangeStart, Span
    from scheduler.reading.cells.named_cells import Cell

EXCEL_EPOCH = date(1899, 12, 30)
EXCEL_SERIALS = range(40000, 60001)
YEARS = range(1930, 2101)
DAYS_IN_A_YEAR = 366
FOR_EVER = frozenset(
    [
        *("长期", "长期有效", "永久", "永久有效", "无期限", "无", "在职", "-", "/", "—", "--"),
        *("0000-00-00", "1900-01-00", "0"),
    ]
)

_SERIAL = re.compile(r"[45]\d{4}(?:\.\d+)?")
_YEAR = re.compile(r"\d{4}|次年|翌年|第二年")
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?")


def month_only(cell: Cell) -> bool:
    """Tell whether a cell holds a month without a day, such as 1990-05."""
    return bool(_month(cell))


def _month(cell: Cell) -> re.Match[str] | None:
    match = None if isinstance(cell.value, datetime) else _MONTH.fullmatch(half_width(cell.value))
    # As a number, 1990.1 is January or October.
    return None if match and isinstance(cell.value, float) and match[2] == "1" else match


def read_date(cell: Cell, middle: date | None, *, by_month: bool = False) -> date | None:
    """Read one date; None if empty. With ``by_month`` a month alone counts as its first day.

    Without a ``middle`` the year must be written.
    """
    if not cell.text:
        return None
    match = _month(cell) if by_month else None
    if match and int(match[1]) in YEARS and 1 <= int(match[2]) <= 12:
        return date(int(match[1]), int(match[2]), 1)
    spans = read_spans(cell, middle)
    if len(spans) != 1 or spans[0][0] != spans[0][1]:
        raise Unreadable(f"「{cell.shown}」不止一个日期，这里只填一个")
    return spans[0][0].on


def read_end(cell: Cell, middle: date | None) -> date | None:
    """Read a last day; None if empty or for ever (长期, 9999-12-31)."""
    if cell.text in FOR_EVER:
        return None
    if isinstance(cell.value, datetime) and cell.value.year > YEARS[-1]:
        return None
    return None if cell.text.startswith("9999") else read_date(cell, middle)


def read_dates(cell: Cell, middle: date) -> list[date]:
    """Read one date, a list such as 20、22、24日 or a range, as all dates meant."""
    days: list[date] = []
    for first, last in read_spans(cell, middle):
        if last.on < first.on:
            raise Unreadable(f"「{cell.shown}」结束早于开始")
        if (last.on - first.on).days > DAYS_IN_A_YEAR:
            raise Unreadable(f"「{cell.shown}」超过一年，请核对年份")
        days += dates(first.on, last.on + DAY)
    return days


def lacks_year(cell: Cell) -> bool:
    """Tell whether a cell holds a text without any year."""
    return isinstance(cell.value, str) and not _YEAR.search(half_width(cell.value))


def year_before(on: date) -> date:
    """Return the same day a year earlier, 28 February for the 29th."""
    return on.replace(year=on.year - 1, day=28 if (on.month, on.day) == (2, 29) else on.day)


def read_past_date(cell: Cell, middle: date, before: date) -> date | None:
    """Read a date of the past: without a year it is one before ``before``."""
    on = read_date(cell, middle)
    return year_before(on) if on and on >= before and lacks_year(cell) else on


def read_spans(cell: Cell, middle: date | None, start: RangeStart | None = None) -> list[Span]:
    """Read every date or range in a cell, each as its first and last moment.

    A date without a year gets the year that puts it nearest ``middle``; if it is the end of a
    range whose ``start`` has a written year, it gets that year.

    Raises
    ------
    Unreadable
        If the cell says anything but dates, or a date that does not exist or is ambiguous.
    """
    try:
        spans = _spans(cell, middle, start)
    except OverflowError:
        raise Unreadable(f"「{cell.shown}」是日历的尽头，请改正") from None
    for moment in (moment for span in spans for moment in span):
        if moment.on.year not in YEARS:
            raise Unreadable(f"「{cell.shown}」的年份 {moment.on.year} 不对，请改正")
    return spans


def _spans(cell: Cell, middle: date | None, start: RangeStart | None) -> list[Span]:
    value = cell.value
    if isinstance(value, datetime):
        return [(Moment(value.date(), value.time()).settled(),) * 2]
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return [(_serial(cell, value),) * 2]
    if _SERIAL.fullmatch(text := half_width(value)):
        return [(_serial(cell, float(text)),) * 2]
    return read_date_text(cell, middle, start)


def _serial(cell: Cell, value: float) -> Moment:
    whole = int(value)
    if whole in EXCEL_SERIALS and not isinstance(value, Ambiguous):
        of_day = timedelta(seconds=round((value - whole) * 86_400))
        moment = datetime.combine(EXCEL_EPOCH, MIDNIGHT) + timedelta(days=whole) + of_day
        return Moment(moment.date(), moment.time()).settled()
    if value == whole and 19000101 <= whole <= 21001231:
        text = str(whole)
        return Moment(existing_date(cell, int(text[:4]), int(text[4:6]), int(text[6:])))
    raise Unreadable(f"「{cell.shown}」是数字，分不清是几月几日，请写成 2026-12-01")
