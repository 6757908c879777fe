"""Sheet 请假 and HR's lists of leave: who is away when, and what nobody has approved."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from constraints.domain import DAY, MIDNIGHT, Leave
from constraints.eligibility.leave import leave_dates
from scheduler.reading.cells import values
from scheduler.reading.cells.clock_text import TIME, clock_words
from scheduler.reading.cells.dates import read_spans
from scheduler.reading.cells.faults import Faults
from scheduler.reading.cells.moments import Moment, RangeStart, whole_days
from scheduler.reading.sheets.bare_days import in_month
from scheduler.reading.tables.sources import read_leave_tables

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from scheduler.reading.cells.moments import Span
    from scheduler.reading.cells.named_cells import Cell, Row, Table
    from scheduler.reading.sheets.people import NameFinder
    from scheduler.reading.tables.sources import Sources

HALVES = ("上午", "下午")
MOST_ROWS = 5_000
MOST_LEAVES_IN_A_ROW = 100

_YEAR = re.compile(r"\d{4}")
_CLOCK = re.compile(TIME)


@dataclass(slots=True)
class Leaves:
    """Approved leaves with the row each came from, and what has no effect.

    Pending leaves, leaves that were taken back, and a sentence for each ignored row.
    """

    approved: list[tuple[Leave, Row]] = field(default_factory=list)
    pending: list[Leave] = field(default_factory=list)
    withdrawn: list[Leave] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


def read_leaves(
    sources: Sources,
    middle: date,
    names: NameFinder,
    faults: Faults,
    month: date | None = None,
) -> Leaves:
    """Return what the lists of leave say; bare days are of ``month``."""
    leaves = Leaves(tables=read_leave_tables(sources, faults))
    rows = [in_month(row, month) for table in leaves.tables for row in table.rows]
    if len(rows) > MOST_ROWS:
        text = f"请假有 {len(rows)} 行，最多 {MOST_ROWS} 行；请只留今年和上一年的"
        faults.error(rows[MOST_ROWS]["姓名"], text, "too-many")
        rows = rows[:MOST_ROWS]
    for row in rows:
        granted = faults.read(row["状态"], values.status, True)
        # A row without effect stops nothing, however it is written.
        row_faults = faults if granted else Faults(faults.file)
        people = names.reporting_to(row_faults).find_all(row["姓名"], row["工号"])
        intervals = _intervals(row, middle, row_faults)
        if len(people) * len(intervals) > MOST_LEAVES_IN_A_ROW:
            text = f"一行写了{len(people)} 人 × {len(intervals)} 段请假，请分行填写"
            row_faults.error(row["姓名"], text, "too-many")
            continue
        in_row = [Leave(person, *interval) for person in people for interval in intervals]
        if granted:
            leaves.approved += [(leave, row) for leave in in_row]
            continue
        if granted is None:
            leaves.pending += in_row
        elif row["状态"].text in values.WITHDRAWN:
            leaves.withdrawn += in_row
        first = row["开始"].shown or row["请假时间"].shown
        status = row["状态"].shown or "未填状态"
        when = "、".join(dict.fromkeys(leave_dates(leave) for leave in in_row)) or f" {first} 起"
        leaves.ignored.append(f"{row['姓名'].place} {row['姓名'].shown}{when}的请假（{status}）")
    return leaves


def _intervals(row: Row, middle: date, faults: Faults) -> list[tuple[datetime, datetime, bool]]:
    """Return ``[start, end)`` of every leave in a row, and whether it starts by the day."""
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
        first, last = whole_days(first, last)
        start, end = first.begin(), last.finish()
        if written[0] is written[1] and first.at is not None:
            # Only a start: away from then until the day is over.
            end = datetime.combine(first.on + DAY, MIDNIGHT)
        if end <= start:
            began = "" if where is span or where is begin else f"（{begin.shown}）"
            order = "等于" if end == start and last.at else "早于"
            text = f"请假结束「{where.shown}」{order}开始{began}，请改正"
            faults.error(where, text, "leave-order")
        else:
            intervals.append((start, end, first.at is None))
    return intervals


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
