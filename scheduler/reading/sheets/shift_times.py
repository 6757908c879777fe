"""From when to when a shift is: 8点半, 20:30–次日8:30, 26:00, 7:00-11:00、13:30-17:30."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from constraints.domain import DAY
from scheduler.reading.cells import values
from scheduler.reading.cells.clock_text import clock
from scheduler.reading.cells.normal_text import half_width
from scheduler.reading.cells.values import Unreadable

if TYPE_CHECKING:
    from constraints.shifts import Every
    from scheduler.reading.cells.named_cells import Cell, Row

Sections = tuple[tuple[timedelta, timedelta], ...]

_NEXT = re.compile("次日|第二天|翌日|隔天|明早(?=\\d)")
_PAST_MIDNIGHT = re.compile(r"(\d{2})(?::(\d{2})|[点时])")
_BETWEEN = re.compile(r"\s*(?:[-~]+|至|到)\s*")
_SECTIONS = re.compile(r"[、,;\n和]+")
HOUR = timedelta(hours=1)


def read_sections(row: Row, every: Every) -> Sections:
    """Return the sections of a shift as times since the midnight of its date.

    Raises
    ------
    Unreadable
        If there are none, or start, end and length contradict each other.
    """
    parts = _parts(row["开始"])
    given = _end(row, parts[0][0]) if len(parts) == 1 and parts[0][1] is None else None
    if given is None and (row["结束"].text or row["时长"].text) and len(parts) > 1:
        raise Unreadable("开始里已写了几段时间，结束和时长请留空")
    sections = []
    for start, until in parts:
        end = until if until is not None else given
        if end is None and every.name == "DAY":
            raise Unreadable("没有填结束，也没有填时长，看不出到几点")
        end = start + DAY if end is None else end
        sections.append((start, end if end > start else end + DAY))
    ends = [moment for section in sections for moment in section]
    if any(a > b for a, b in pairwise(ends)):
        raise Unreadable("几段时间要按先后写，不能重叠")
    if sections[0][0] >= DAY:
        raise Unreadable("开始要在当天，不能写到次日")
    return tuple(sections)


def _parts(cell: Cell) -> list[tuple[timedelta, timedelta | None]]:
    """Return start and, where it is written in the same cell, end of every section."""
    if isinstance(cell.value, (time, datetime)):
        return [(_offset(cell), None)]
    texts = [part for part in _SECTIONS.split(half_width(cell.value or "")) if part]
    if not texts:
        raise Unreadable("没有填开始时间")
    parts: list[tuple[timedelta, timedelta | None]] = []
    for text in texts:
        first, *rest = _BETWEEN.split(text)
        if len(rest) > 1 or (len(texts) > 1 and not rest):
            raise Unreadable(f"「{cell.shown}」看不出从几点到几点，请写成 7:00-11:00、13:30-17:30")
        until = _offset(replace(cell, value=rest[0])) if rest else None
        parts.append((_offset(replace(cell, value=first)), until))
    return parts


def _end(row: Row, start: timedelta) -> timedelta | None:
    """Return the end by 结束 or by 时长, which must agree where both are there."""
    end = _offset(row["结束"]) if row["结束"].text else None
    length = (
        timedelta(hours=float(values.positive(row["时长"], what="时长")))
        if row["时长"].text
        else None
    )
    if end is not None and end <= start:
        end += DAY
    if length is None:
        return end
    if end is not None and end - start not in (length, length - DAY):
        text = f"从开始到结束是 {(end - start) / HOUR:g} 小时，时长却写了 {length / HOUR:g}"
        raise Unreadable(f"{text}；请只留一个，或改成一致")
    return start + length


def _offset(cell: Cell) -> timedelta:
    """Read a time of day as what has passed since midnight; 26:00 and 次日2:00 are 26 hours."""
    text = half_width(cell.value) if not isinstance(cell.value, (time, datetime)) else ""
    following = _NEXT.match(text)
    if following:
        text = text[following.end() :].strip()
    if (late := _PAST_MIDNIGHT.fullmatch(text)) and int(late[1]) >= 24:
        hours, minutes = int(late[1]), int(late[2] or 0)
        if hours >= 48 or minutes >= 60 or following:
            raise Unreadable(f"「{cell.shown}」不是时刻，请写成 08:30 或 次日 08:30")
        return timedelta(hours=hours, minutes=minutes)
    at = clock(replace(cell, value=text) if text else cell)
    passed = timedelta(hours=at.hour, minutes=at.minute)
    return passed + DAY if following else passed
