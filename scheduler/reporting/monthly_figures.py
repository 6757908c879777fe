"""What everybody planned to serve, served and is owed in a published month, as a table."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from constraints.calendar import Calendar, Day, DayKind, FairnessClass, dates, next_month
from constraints.domain import DAY, MIDNIGHT, Duty
from constraints.fairness import accounts
from constraints.shifts import Every
from scheduler.ledger.revision import newest
from scheduler.reading.marks import OFF
from scheduler.reading.official_calendar import build_calendar
from scheduler.reporting.shift_table import idle
from scheduler.reporting.takeovers import STANDS_IN, SWAPS, takeovers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from fractions import Fraction

    import pandas as pd

    from scheduler.ledger.revision import Revision, Seat
    from scheduler.reading.centre import Centre

HOUR = timedelta(hours=1)
DUTY, SHIFTS = "值班", "排班"
# An adjusted workday is a workday.
BUCKETS = {
    DayKind.WORKDAY: "workday",
    DayKind.ADJUSTED: "workday",
    DayKind.REST: "rest_day",
    DayKind.HOLIDAY: "holiday",
}
NAMED = tuple(dict.fromkeys(BUCKETS.values()))
PAY, SHIFT = "pay", "shift_"  # Columns that are not always there; the second before a shift's name.
COLUMNS = {
    "month": "datetime64[s]",
    **dict.fromkeys(("table", "post", "kind", "person", "name"), "string"),
    **dict.fromkeys(("planned", "served", "for_others", "by_others", "swapped"), "int64"),
    **dict.fromkeys(NAMED, "int64"),
    **dict.fromkeys((f"{bucket}_hours" for bucket in NAMED), "float64"),
    **dict.fromkeys(("due", "balance"), "float64"),
    **dict.fromkeys(("days_worked", "days_off"), "Int64"),
    "paid_hours": "float64",
}
# So far beyond the month's end a duty that starts in it may reach: a week, or a run of days off.
REACH = timedelta(days=31)


def month_figures(
    revisions: Sequence[Revision],
    month: date,
    centres: Sequence[Centre] = (),
    rates: Mapping[str, Fraction] | None = None,
) -> pd.DataFrame:
    """Return the figures of a published month; the columns are those of ``monthly_report``.

    Parameters
    ----------
    revisions
        Everything that is published, in order of recording.
    month
        First day of the month.
    centres
        What the data workbook says of that month, a centre for every table; without it what only
        the workbook knows is missing.
    rates
        Yuan per duty by ``workday``, ``rest_day`` and ``holiday``; None or nothing where no
        allowance is set.
    """
    import pandas as pd

    rows: list[dict[str, Any]] = []
    names = called(revisions, centres)
    for table in dict.fromkeys(one.table for one in revisions if one.month == month):
        own = [one for one in revisions if (one.month, one.table) == (month, table)]
        calendar = _calendar(revisions, own[-1], centres)
        for post in dict.fromkeys(view.post for one in reversed(own) for view in one.posts):
            views = (view for centre in centres for view in centre.posts)
            centre = next((view for view in views if view.problem.post == post), None)
            rows += _PostMonth(own, post, calendar, centre, rates or {}, names).rows()
    columns = COLUMNS | ({PAY: "float64"} if rates else {})
    shifts = dict.fromkeys(name for row in rows for name in row if name.startswith(SHIFT))
    frame = pd.DataFrame(rows, columns=[*columns, *shifts])
    return frame.fillna(dict.fromkeys(shifts, 0)).astype(columns | dict.fromkeys(shifts, "int64"))


def called(revisions: Sequence[Revision], centres: Sequence[Centre]) -> dict[str, str]:
    """Return what people are called now, or were when they last had a duty, by key."""
    names = {key: name for one in revisions for key, name in one.names.items()}
    return names | {
        key: one.person.name for key, one in (centres[0].staff if centres else {}).items()
    }


def _calendar(revisions: Sequence[Revision], own: Revision, centres: Sequence[Centre]) -> Calendar:
    """Return the kinds of days as published, else as the centre has them, else the official ones.

    Its own table's word comes before that of others; the month after the next matters too, where
    it is published.
    """
    month = own.month
    rows = dict(build_calendar(month, next_month(month) + REACH, {}, month).calendar.rows)
    for centre in centres:
        rows |= centre.calendar.rows
    calendar = Calendar(rows)
    kinds: dict[date, DayKind] = {}
    for table in sorted({one.table for one in revisions}, key=lambda name: name == own.table):
        every = newest(revisions, table)
        for one in (every.get(next_month(month)), every.get(month)):
            for seat in (seat for view in one.posts for seat in view.seats) if one else ():
                if seat.end - seat.start <= DAY:  # A longer one may count as a day it reaches.
                    kinds[seat.start.date()] = seat.kind
    published = {on: Day(kind, calendar.day(on).name) for on, kind in kinds.items()}
    return Calendar(rows | published)


def kind_of(view: Revision) -> str:
    """Tell whether a post is 值班 or 排班: shift work alone has a level of rhythm."""
    return SHIFTS if any(name == "rhythm" for name, *_ in view.levels) else DUTY


@dataclass(frozen=True)
class _PostMonth:
    """One post in a month: its table's revisions, and what else is known of it."""

    own: Sequence[Revision]
    post: str
    calendar: Calendar
    centre: Centre | None
    rates: Mapping[str, Fraction]
    names: Mapping[str, str]

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield a row for everybody who could serve, was planned to, or handed something over."""
        now, first = self.own[-1].of(self.post), self.own[0].of(self.post)
        seats = now.seats if now else ()
        planned = Counter(seat.person for seat in first.seats) if first else Counter[str]()
        due = {
            tally.person: tally.due
            for tally in (now.tallies if now else ())
            if tally.cls is FairnessClass.TOTAL
        }
        passed = takeovers(self.own, self.post)
        took = Counter((one.taker, one.kind) for one in passed)
        gave = Counter((one.original, one.kind) for one in passed)
        before = accounts(self.centre.problem)[FairnessClass.TOTAL].balance if self.centre else {}
        people = (*due, *planned, *(seat.person for seat in seats), *(key for key, _ in gave))
        for key in filter(None, dict.fromkeys(people)):
            own = [seat for seat in seats if seat.person == key]
            share = due.get(key, 0)
            row = {
                "month": self.own[0].month,
                "table": self.own[0].table,
                "post": self.post,
                "kind": self.kind,
                "person": key,
                "name": self.names.get(key, key),
                "planned": planned[key],
                "served": len(own),
                "for_others": took[key, STANDS_IN],
                "by_others": gave[key, STANDS_IN],
                "swapped": took[key, SWAPS],
                "due": float(share),
                "balance": float(before[key] + share - len(own)) if key in before else None,
            }
            yield row | self._counted(own) | self._shifts(key, own)

    @property
    def kind(self) -> str:
        """值班 or 排班, as last published."""
        return kind_of(next(view for one in reversed(self.own) if (view := one.of(self.post))))

    def _counted(self, seats: Sequence[Seat]) -> dict[str, Any]:
        """Return duties and hours by kind of day, and what the duties are paid."""
        counts = Counter(BUCKETS[seat.kind] for seat in seats)
        hours: defaultdict[str, timedelta] = defaultdict(timedelta)
        for start, end in (span for seat in seats for span in self._spans(seat)):
            for on in dates(start.date(), end.date() + DAY):
                begin = datetime.combine(on, MIDNIGHT)
                inside = min(end, begin + DAY) - max(start, begin)
                hours[BUCKETS[self.calendar.kind(on)]] += max(timedelta(), inside)
        row: dict[str, Any] = {bucket: counts[bucket] for bucket in NAMED}
        row |= {f"{bucket}_hours": hours[bucket] / HOUR for bucket in NAMED}
        if self.rates and self.kind == DUTY:
            row[PAY] = float(sum(self.rates.get(name, 0) * counts[name] for name in NAMED))
        return row

    def _shifts(self, key: str, seats: Sequence[Seat]) -> dict[str, Any]:
        """Return how often somebody had each shift, and of shift work days and paid hours."""
        row: dict[str, Any] = {
            f"{SHIFT}{name}": count
            for name, count in Counter(seat.shift for seat in seats).items()
            if name
        }
        if self.kind == SHIFTS:
            worked = {seat.start.date() for seat in seats}
            row["days_worked"] = len(worked)
            row["days_off"] = self._days_off(key)
            row["paid_hours"] = sum((self._paid(seat) for seat in seats), timedelta()) / HOUR
        return row

    def _days_off(self, key: str) -> int | None:
        """Count the days without a duty of the table on which somebody is neither away nor gone."""
        if self.centre is None or key not in self.centre.staff:
            return None
        month, person = self.own[0].month, self.centre.staff[key].person
        busy = {
            seat.start.date()
            for view in self.own[-1].posts
            for seat in view.seats
            if seat.person == key
        }
        free = (on for on in dates(month, next_month(month)) if on not in busy)
        return sum(idle([self.centre.problem], person, on) == OFF for on in free)

    def _duty(self, seat: Seat) -> Duty:
        """Return the duty of a seat; without the data workbook all of its time is paid."""
        known = self.centre.problem.duties if self.centre else ()
        times = seat.start, seat.end, seat.shift
        found = (one for one in known if (one.start, one.end, one.shift) == times)
        return next(found, None) or Duty(seat.start, seat.end, self.post, shift=seat.shift)

    def _paid(self, seat: Seat) -> timedelta:
        return self._duty(seat).paid

    def _spans(self, seat: Seat) -> list[tuple[datetime, datetime]]:
        """Return from when to when a duty is, its sections where the data workbook knows them."""
        post = self.centre.post if self.centre else None
        shift = post.shift(seat.shift) if post else None
        midnight = datetime.combine(seat.start, MIDNIGHT)
        if shift and shift.every is Every.DAY:
            spans = [(midnight + since, midnight + until) for since, until in shift.sections]
            if (spans[0][0], spans[-1][1]) == (seat.start, seat.end):
                return spans
        return [(seat.start, seat.end)]
