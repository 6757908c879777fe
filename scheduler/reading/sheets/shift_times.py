"""From when to when a shift is: 8点半, 20:30–次日8:30, 26:00, 7:00-11:00、13:30-17:30."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from constraints.domain import DAY
from constraints.shifts import WEEK, Every
from scheduler.reading.cells import values
from scheduler.reading.cells.clock_text import clock, clock_after
from scheduler.reading.cells.normal_text import half_width
from scheduler.reading.cells.values import Unreadable

if TYPE_CHECKING:
    from scheduler.reading.cells.faults import Faults
    from scheduler.reading.cells.named_cells import Cell, Row

Section = tuple[timedelta, timedelta]

_NEXT = re.compile(r"次日|第[二2]天|翌日|隔天|明早(?=\d)")
_PAST_MIDNIGHT = re.compile(r"(\d{2})(?::(\d{2})|[点时])")
_BETWEEN = re.compile(r"\s*(?:[-~]+|至|到)\s*")
_SECTIONS = re.compile(r"[、,;\n和]+|(?<=\d)\s+(?=\d)")
HOUR = timedelta(hours=1)
_TOO_LONG = "一天最长 24 小时；一班连值几天，就在周期里写 周、周末 或 连休"


def read_sections(row: Row, every: Every, faults: Faults) -> tuple[Section, ...] | None:
    """Return the sections of a shift as times since the midnight of its date.

    None where something is wrong with them, noted at its cell.
    """
    start, until, lasting = row["开始"], row["结束"], row["时长"]
    begin = faults.read(start, _sections, None)
    since = start if isinstance(begin, timedelta) else None
    end = faults.read(until, partial(_offset, since=since), None) if until.text else None
    length = faults.read(lasting, _length, None) if lasting.text else None
    stated = lasting if lasting.text else until
    if begin is None or (until.text and end is None) or (lasting.text and length is None):
        return None
    if isinstance(begin, tuple):
        if stated.text:
            faults.error(stated, "开始里已写了从几点到几点，这里请留空")
        return begin
    if every is Every.WEEK:
        if end not in (None, begin) or length not in (None, WEEK):
            text = "周期是周，从周一的开始时刻起连值七天，这里写的没有用到"
            faults.warn(stated, text, "week-long")
        return ((begin, begin + DAY),)
    if not stated.text and every is Every.DAY:
        faults.error(until, "没有填结束，也没有填时长，看不出到几点")
        return None
    ends = [_past(end, begin)] if end is not None else []
    ends += [begin + length] if length is not None else []
    if len(set(ends)) > 1:
        hours, said = (f"{(one - begin) / HOUR:g}" for one in ends)
        text = f"从开始到结束是 {hours} 小时，时长却写了 {said}；请只留一个，或改成一致"
        faults.error(lasting, text)
    elif ends and ends[0] > begin + DAY:
        faults.error(stated, _TOO_LONG)
    return ((begin, min([*ends, begin + DAY])),)


def _sections(cell: Cell) -> timedelta | tuple[Section, ...]:
    """Return the start of a shift, or all of it where 开始 says from when to when."""
    if isinstance(cell.value, (time, datetime)):
        return _offset(cell)
    texts = [part for part in _SECTIONS.split(half_width(cell.value or "")) if part]
    if not texts:
        raise Unreadable("没有填开始时间")
    sections: list[Section] = []
    for text in texts:
        first, *rest = (replace(cell, value=part) for part in _BETWEEN.split(text))
        start = _offset(first)
        if start >= DAY and not sections:
            raise Unreadable("开始要在当天，不能写到次日")
        if not rest and len(texts) == 1:
            return start
        if len(rest) != 1:
            raise Unreadable(f"「{cell.shown}」看不出从几点到几点，请写成 7:00-11:00、13:30-17:30")
        sections.append((start, _past(_offset(rest[0], first), start)))
    if any(until > since for (_, until), (since, _) in pairwise(sections)):
        raise Unreadable("几段时间要按先后写，不能重叠")
    if sections[-1][1] > sections[0][0] + DAY:
        raise Unreadable(_TOO_LONG)
    return tuple(sections)


def _past(end: timedelta, start: timedelta) -> timedelta:
    """Return an end after the start: 20:30 to 8:30 is until the next morning."""
    return end if end > start else end + DAY


def _length(cell: Cell) -> timedelta:
    values.positive(cell, what="时长")
    return values.hours(cell, what="时长")


def _offset(cell: Cell, since: Cell | None = None) -> timedelta:
    """Read a time of day as what has passed since midnight; 26:00 and 次日2:00 are 26 hours.

    ``since`` is where the time of day stands at which it begins.
    """
    text = half_width(cell.value) if not isinstance(cell.value, (time, datetime)) else ""
    following = _NEXT.match(text)
    if following:
        text = text[following.end() :].strip()
    if (late := _PAST_MIDNIGHT.fullmatch(text)) and int(late[1]) >= 24:
        hours, minutes = int(late[1]), int(late[2] or 0)
        if hours >= 48 or minutes >= 60 or following:
            raise Unreadable(f"「{cell.shown}」不是时刻，请写成 08:30 或 次日 08:30")
        return timedelta(hours=hours, minutes=minutes)
    written = replace(cell, value=text) if text else cell
    at = clock_after(written, since) if since and not following else clock(written)
    passed = timedelta(hours=at.hour, minutes=at.minute)
    return passed + DAY if following else passed
