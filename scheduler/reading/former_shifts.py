"""Shifts of a month that was published before 班次 was changed: not to be found there any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from constraints.domain import MIDNIGHT
from constraints.shifts import Every, Shift
from scheduler.reading.sheets.shifts import RESERVED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import timedelta

    from constraints.domain import Duty
    from scheduler.ledger.revision import Seat

PostShifts = list[tuple[str, Shift]]


def shifts_of(posts: Iterable[tuple[str, Sequence[Shift], Sequence[Duty]]]) -> PostShifts:
    """Return the shifts of a table in order, each with its post.

    Parameters
    ----------
    posts
        Every post by name, with its shifts as they are now and the duties of the month. Where
        duties have other shifts, or other hours, than there are now, theirs are returned.
    """
    found: list[tuple[str, Shift | Duty]] = []
    for post, shifts, duties in posts:
        first = {duty.shift: duty for duty in reversed(duties)}
        now = {shift.name: shift for shift in shifts}
        if all(is_of(duty, shifts) for duty in first.values()):
            found += [(post, shift) for shift in shifts]
            continue
        for name, duty in reversed(first.items()):
            same = now.get(name)
            if same is None:
                found.append((post, duty))
            elif is_of(duty, [same]):
                found.append((post, same))
            else:
                found.append((post, replace(same, sections=(_section(duty),), hours=duty.hours)))
    taken = {one.mark for _, one in found if isinstance(one, Shift)} | RESERVED
    shifts_in_order: PostShifts = []
    for post, one in found:
        shift = one if isinstance(one, Shift) else _former(one, taken)
        taken |= {shift.mark}
        shifts_in_order.append((post, shift))
    return shifts_in_order


def is_of(one: Duty | Seat, shifts: Iterable[Shift]) -> bool:
    """Tell whether what is planned is of one of these shifts, at its hours as far as all days'."""
    start, end = _section(one)
    return any(
        shift.name == one.shift
        and shift.begin == start
        and (shift.every is not Every.DAY or shift.end == end)
        for shift in shifts
    )


def _section(one: Duty | Seat) -> tuple[timedelta, timedelta]:
    midnight = datetime.combine(one.start, MIDNIGHT)
    return one.start - midnight, one.end - midnight


def _former(duty: Duty, taken: Iterable[str]) -> Shift:
    """Return the shift that a duty is of, its mark another than those that are ``taken``."""
    marks = (duty.shift[:1], duty.shift[:2], duty.shift, f"原{duty.shift}")
    mark = next(mark for mark in marks if mark not in taken)
    return Shift(duty.shift, mark, (_section(duty),), duty.need, hours=duty.hours)
