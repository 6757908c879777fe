"""Shifts of a month that was published before 班次 was changed: not to be found there any more."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from constraints.domain import MIDNIGHT
from constraints.shifts import Shift
from scheduler.reading.sheets.shifts import RESERVED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from constraints.domain import Duty

PostShifts = list[tuple[str, Shift]]


def shifts_of(posts: Iterable[tuple[str, Sequence[Shift], Sequence[Duty]]]) -> PostShifts:
    """Return the shifts of a table in order, each with its post.

    Parameters
    ----------
    posts
        Every post by name, with its shifts as they are now and the duties of the month. Where
        duties have other shifts than there are now, theirs are returned.
    """
    found: list[tuple[str, Shift | Duty]] = []
    for post, shifts, duties in posts:
        first = {duty.shift: duty for duty in reversed(duties)}
        now = {shift.name: shift for shift in shifts}
        if first.keys() <= now.keys():
            found += [(post, shift) for shift in shifts]
        else:
            found += [(post, now.get(name, first[name])) for name in reversed(first)]
    taken = {one.mark for _, one in found if isinstance(one, Shift)} | RESERVED
    shifts_in_order: PostShifts = []
    for post, one in found:
        shift = one if isinstance(one, Shift) else _former(one, taken)
        taken |= {shift.mark}
        shifts_in_order.append((post, shift))
    return shifts_in_order


def _former(duty: Duty, taken: Iterable[str]) -> Shift:
    """Return the shift that a duty is of, its mark another than those that are ``taken``."""
    midnight = datetime.combine(duty.date, MIDNIGHT)
    marks = (duty.shift[:1], duty.shift[:2], duty.shift, f"原{duty.shift}")
    mark = next(mark for mark in marks if mark not in taken)
    section = (duty.start - midnight, duty.end - midnight)
    return Shift(duty.shift, mark, (section,), duty.need, hours=duty.hours)
