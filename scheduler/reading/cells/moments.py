"""A date as written, with its clock time or half day, and the span between two of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple

from constraints.domain import DAY, MIDNIGHT
from scheduler.reading.cells.clock_text import LAST_MINUTE, NOON, settled


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as written, with its clock time or half day (上午, 下午, 全天) if there is one."""

    on: date
    at: time | None = None
    half: str = ""

    def begin(self) -> datetime:
        """Return when something that starts here starts."""
        return datetime.combine(self.on, self.at or (NOON if self.half == "下午" else MIDNIGHT))

    def finish(self) -> datetime:
        """Return when something that ends here ends: a date lasts to 24:00."""
        if self.at is not None:
            return datetime.combine(self.on, self.at)
        if self.half == "上午":
            return datetime.combine(self.on, NOON)
        return datetime.combine(self.on + DAY, MIDNIGHT)

    def settled(self) -> Moment:
        """Return the moment without the seconds by which an export may be off."""
        if self.at is None:
            return self
        moment = settled(datetime.combine(self.on, self.at))
        return Moment(moment.date(), None if moment.time() == MIDNIGHT else moment.time())

    @property
    def closing(self) -> bool:
        """Tell whether this is the last minute of a day, written in place of its end."""
        return self.at is not None and self.at >= LAST_MINUTE

    def opened(self) -> Moment:
        """Return the day that begins here, if this is the last minute of the one before."""
        return Moment(self.on + DAY) if self.closing else self


def whole_days(first: Moment, last: Moment) -> Span:
    """Return a span whose days are written as days: one may end at 23:59 instead of 24:00."""
    if first.closing:
        return first.opened(), last.opened()
    return first, Moment(last.on) if last.closing else last


Span = tuple[Moment, Moment]


class RangeStart(NamedTuple):
    """The date on which a range begins, and whether its year was written."""

    on: date
    year_written: bool
