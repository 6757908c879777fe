"""From when to when a row of a leave list says that somebody is away."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, time
from functools import partial
from typing import TYPE_CHECKING

from constraints.domain import DAY, MIDNIGHT
from scheduler.reading.cells.clock_text import NOON, TIME, clock_words
from scheduler.reading.cells.dates import read_spans
from scheduler.reading.cells.moments import Moment, RangeStart, whole_days
from scheduler.reading.cells.normal_text import half_width
from scheduler.reading.sheets.leave_lengths import Interval, fitted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from scheduler.reading.cells.faults import Faults
    from scheduler.reading.cells.moments import Span
    from scheduler.reading.cells.named_cells import Cell, Row
    from scheduler.settings import Settings

HALVES = ("上午", "下午")
# When a morning off may end and an afternoon off begin.
MORNING_ENDS, AFTERNOON_BEGINS = time(11, 30), time(13, 30)

_YEAR = re.compile(r"\d{4}")
# What an end at midnight may be written as.
_MIDNIGHT = re.compile(r"(?<![\d:])(0{1,2}|24)[:点时](?:00|整)?(?::00)?(?:\.0+)?\s*\S{0,9}$")
_CLOCK = re.compile(TIME)


def absence(first: Moment, last: Moment, settings: Settings) -> Interval:
    """Return how long somebody is away from ``first`` to ``last``; empty if they are the wrong way.

    Clock times are literal, but who is away from the opening of the office on, or until it
    closes, is away for the day; 09:00–12:00 is a morning.
    """
    alone = first is last
    first, last = whole_days(first, last)
    if alone and first.at is not None:
        # Only a start: away from then until the day is over.
        return Interval(first.begin(), datetime.combine(first.on + DAY, MIDNIGHT), False)
    start, end = first.begin(), last.finish()
    literal = Interval(start, end, first.at is None)
    if first.at is None and last.at is None:
        return literal
    begins, ends = start.time(), end.time()
    if begins <= settings.opens:
        start = datetime.combine(start.date(), MIDNIGHT)
    elif NOON <= begins <= AFTERNOON_BEGINS:
        start = datetime.combine(start.date(), NOON)
    else:
        return literal
    if ends >= settings.closes:
        end = datetime.combine(end.date() + DAY, MIDNIGHT)
    elif MORNING_ENDS <= ends <= NOON:
        end = datetime.combine(end.date(), NOON)
    elif ends != MIDNIGHT:
        return literal
    return Interval(start, end, start.time() == MIDNIGHT) if start < end else literal


def read_intervals(
    row: Row, middle: date, settings: Settings, off: Callable[[date], bool], faults: Faults
) -> list[Interval]:
    """Return every absence that a row tells of; ``off`` tells when nobody works."""
    span, begin, finish = _with_clocks(row)
    read = partial(read_spans, middle=middle)
    if span.text and (begin.text or finish.text):
        faults.error(span, "「请假时间」和「开始」「结束」只能填一处，请删去另一处", "leave-twice")
        return []
    where = span if span.text else begin
    if not where.text:
        faults.error(where, "没有填开始日期", "no-date")
        return []
    spans: Sequence[Span] = faults.read(where, read, ())
    if finish.text and where is begin:
        year_written = isinstance(begin.value, datetime) or bool(_YEAR.search(begin.text))
        since = RangeStart(spans[0][0].on, year_written) if spans else None
        ends: Sequence[Span] = faults.read(finish, partial(read, start=since), ())
        if len(spans) != 1 or len(ends) != 1 or any(a is not b for a, b in (*spans, *ends)):
            if spans and ends:
                faults.error(finish, f"「{finish.shown}」：开始和结束各只填一个日期")
            return []
        spans = [(spans[0][0], ends[0][1])]
        where = finish
    intervals = []
    for written in spans:
        first, last = _half_day(row, *written, faults)
        away = absence(first, last, settings)
        if len(spans) == 1 and away.start < away.end:
            zero = _ends_at_zero(where, last)
            away = fitted(away, row["天数"], settings, off, zero=zero)
        if away.end <= away.start:
            began = "" if where is span or where is begin else f"（{begin.shown}）"
            order = "等于" if away.end == away.start and last.at else "早于"
            text = f"请假结束「{where.shown}」{order}开始{began}，请改正"
            faults.error(where, text, "leave-order")
        else:
            intervals.append(away)
    return intervals


def _ends_at_zero(cell: Cell, last: Moment) -> bool | None:
    """Tell whether 0:00 is written out as the end; None if the end can only be a day or a time."""
    if last.at is not None or last.half:
        return None
    if not isinstance(cell.value, str):
        return False
    match = _MIDNIGHT.search(half_width(cell.value))
    return True if match and match[1] != "24" else None


def _with_clocks(row: Row) -> tuple[Cell, Cell, Cell]:
    """Return 请假时间, 开始 and 结束, with a bare time of day put beside its day."""
    span, begin, finish = row["请假时间"], row["开始"], row["结束"]
    bare = [_CLOCK.fullmatch(clock_words(cell.text)) for cell in (begin, finish)]
    clocks = [bool(match and match["hour"]) for match in bare]
    if span.text and clocks[0] and (clocks[1] or not finish.text):
        hours = f"{begin.text}-{finish.text}".removesuffix("-")
        span = replace(span, value=f"{span.shown} {hours}")
        return span, replace(begin, value=None), replace(finish, value=None)
    if clocks[1] and begin.text and not clocks[0]:
        begin = replace(begin, value=f"{begin.shown}-{finish.text}")
        return span, begin, replace(finish, value=None)
    if finish.text and isinstance(begin.value, str):
        # 12月5日起 is half a sentence only where nothing says until when.
        begin = replace(begin, value=begin.value.strip().lstrip("自从").removesuffix("起"))
    return span, begin, finish


def _half_day(row: Row, first: Moment, last: Moment, faults: Faults) -> tuple[Moment, Moment]:
    """Apply column 时段 to a leave of one day."""
    cell = row["时段"]
    half = cell.text.replace("半天", "午")
    if half in ("", "全天"):
        return first, last
    if half not in HALVES:
        faults.error(cell, f"「{cell.shown}」不是时段，请填 全天、上午 或 下午")
    elif first.on != last.on:
        faults.error(cell, "上午、下午只能用于一天的请假；跨天请在开始、结束里写时刻")
    elif {first.half, last.half} - {"", half}:
        faults.error(cell, f"时段写的是{half}，日期里写的却是{first.half or last.half}")
    elif first.at or last.at:
        faults.error(cell, "已经写了时刻，就不要再填时段")
    else:
        return Moment(first.on, half=half), Moment(last.on, half=half)
    return first, last


def dates_cell(row: Row) -> Cell:
    """Return the cell that says when a leave is."""
    return row["请假时间"] if row["请假时间"].text else row["开始"]
