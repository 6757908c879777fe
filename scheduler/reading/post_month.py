"""The month of one post: from what the sheets and the ledger say to a Problem."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from constraints.calendar import next_month
from constraints.domain import DAY, POST, Duty, Standing
from constraints.history import Served
from constraints.problem import Problem
from scheduler.ledger.revision import newest
from scheduler.reading.calendar_news import note_changed_days
from scheduler.reading.cells.named_cells import Cell
from scheduler.reading.earlier_months import duties_of_other_months, earlier_tallies
from scheduler.reading.former_shifts import is_of
from scheduler.reading.official_calendar import build_calendar
from scheduler.reading.published_month import resume_published_month
from scheduler.reading.standing_duties import chains, settle_handovers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from constraints.calendar import Calendar, Day
    from constraints.domain import Person
    from scheduler.ledger.revision import Revision
    from scheduler.reading.calendar_news import ChangedDay
    from scheduler.reading.centre import Centre
    from scheduler.reading.official_calendar import OfficialCalendar
    from scheduler.reading.sheets.month_entries import MonthEntries

# Duties of other posts matter as far from the month as any rest may reach.
NEAR = 14 * DAY


@dataclass
class PostMonth:
    """One post in one month.

    Attributes
    ----------
    entries
        What the sheets say of it; the remarks are filled in.
    recorded
        The revisions of its table, in order of recording.
    at
        The present time at the centre.
    changed_days
        By month, the days that are published as another kind of day than they are now.
    """

    entries: MonthEntries
    recorded: tuple[Revision, ...]
    at: datetime
    changed_days: dict[date, tuple[ChangedDay, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Tell the entries what is published."""
        entries = self.entries
        if published := self.published:
            entries.begun = self.at
            entries.known = dict(published.assignment)
        known = [one.seats[0].start.date() for one in self.newest.values() if one.seats]
        entries.ledger_start = min(known, default=None)

    @cached_property
    def newest(self) -> dict[date, Revision]:
        """The newest revision of every month of the table, earliest first."""
        return dict(sorted(newest(self.recorded, self.entries.post.table).items()))

    @property
    def published(self) -> Revision | None:
        """The newest revision of the month, as far as it is of the post."""
        whole = self.newest.get(self.entries.month)
        return whole.of(self.entries.post.name) if whole else None

    @property
    def others(self) -> list[Revision]:
        """The newest revisions of the post's other months."""
        others = (one for first, one in self.newest.items() if first != self.entries.month)
        own = (one.of(self.entries.post.name) for one in others)
        return [one for one in own if one is not None]

    @property
    def own(self) -> list[Revision]:
        """Every revision of the post's month, the newest last."""
        month = (one for one in self.recorded if one.month == self.entries.month)
        own = (one.of(self.entries.post.name) for one in month)
        return [one for one in own if one is not None]

    def settle(self, declared: Mapping[date, Day]) -> None:
        """Hold the rows of 变更 and the kinds of days against what is published."""
        entries = self.entries
        settle_handovers(entries, self.own, self.others)
        newest = [one for one in self.newest.values() if one.month != entries.month]
        newest += [one for one in self.newest.values() if one.month == entries.month]
        self.changed_days = note_changed_days(
            newest, entries.month, declared, self.at, entries.faults
        )

    def problem(
        self, declared: Mapping[date, Day], before: Iterable[Problem]
    ) -> tuple[Problem | None, OfficialCalendar]:
        """Return the month to be solved, and its calendar; None where the post has no duty in it.

        A month that is published without the post has none: it begins later.

        Parameters
        ----------
        declared
            The centre's own special days.
        before
            The months of the posts that come before it.
        """
        entries, published = self.entries, self.published
        faults, staff = entries.faults, entries.names.staff
        served = duties_of_other_months(
            entries.served, entries.history_cells, self.others, staff, faults
        )
        earlier = [one for one in self.others if one.month < entries.month]
        tallies = earlier_tallies(earlier, entries.openings, entries.opening_cells, staff, faults)
        days = self._calendar(served, declared)
        duties = self._duties(days.calendar)
        if not duties or (published is None and entries.month in self.newest):
            return None, days
        people = self._people({*(one.person for one in served), *(one.person for one in tallies)})
        pending = entries.leaves.pending if entries.settings.avoid_pending else ()
        leaves = (leave for leave, _ in entries.leaves.approved)
        problem = Problem(
            month=entries.month,
            duties=duties,
            people=tuple(people.values()),
            calendar=days.calendar,
            policy=entries.post.policy,
            leaves=tuple(leave for leave in leaves if leave.person in people),
            pending=tuple(leave for leave in pending if leave.person in people),
            pins=tuple(entries.pins),
            wishes=tuple(entries.wishes),
            dispensations=tuple(entries.dispensations),
            substitutions=tuple(entries.substitutions),
            served=tuple(served),
            openings=tuple(entries.openings),
            tallies=tuple(tallies),
        )
        problem = replace(problem, elsewhere=duties_elsewhere(problem, before))
        if published:
            cells = entries.deciding_cells
            problem = resume_published_month(problem, published, self.at, cells, faults)
        return problem, days

    def _calendar(self, served: Iterable[Served], declared: Mapping[date, Day]) -> OfficialCalendar:
        month = self.entries.month
        moved = [on for one in self.entries.substitutions for on in (one.date, one.back) if on]
        first = min([*(one.duty.date for one in served), *moved, month])
        post = self.entries.post
        last = post.duty(next_month(month) - DAY, post.shifts[-1].name)
        return build_calendar(first, last.end.date() + DAY, declared, month)

    def _duties(self, calendar: Calendar) -> tuple[Duty, ...]:
        """Return the month's duties, by the shifts as they are now.

        A month that was published with other shifts keeps those.
        """
        entries, published = self.entries, self.published
        duties = entries.post.duties(entries.month, calendar)
        if published is None:
            return duties
        known = {seat.shift for seat in published.seats} <= {duty.shift for duty in duties}
        shifts = entries.post.shifts
        if known and (
            entries.post.is_plain or all(is_of(seat, shifts) for seat in published.seats)
        ):
            # What has begun was for as many people as it was published with.
            held = Counter((seat.start, seat.shift) for seat in published.seats)
            return tuple(
                replace(one, need=held.get((one.start, one.shift), one.need))
                if one.start <= self.at
                else one
                for one in duties
            )
        seats = Counter((seat.start, seat.end, seat.shift) for seat in published.seats)
        text = (
            f"〈班次〉改过，{entries.month:%Y-%m} 已经按原来的班次发布，仍按发布时的排；"
            "新的班次从没有发布的月份起用"
        )
        entries.faults.warn(Cell("班次"), text, "shifts-changed")
        return tuple(
            Duty(start, end, entries.post.name, need, shift)
            for (start, end, shift), need in sorted(seats.items())
        )

    def _people(self, named: set[str]) -> dict[str, Person]:
        """Return who may take the post or is ``named`` with it; of the first post everybody."""
        entries, name = self.entries, self.entries.post.name
        staff = entries.names.staff
        if name == POST:
            return {key: one.person for key, one in staff.items()}
        named |= {one.person for one in entries.pins} | {one.person for one in entries.wishes}
        named |= {one.person for one in entries.dispensations}
        for sub in entries.substitutions:
            named |= {sub.original, *filter(None, [sub.replacement])}
        named |= {*self.published.names} if self.published else set()
        return {
            key: replace(one.person, standing=one.posts.get(name, Standing.NONE))
            for key, one in staff.items()
            if name in one.posts or key in named
        }

    def centre(self, shared: Centre, problem: Problem) -> Centre:
        """Return what concerns the post alone, beside what the tables have in common."""
        entries = self.entries
        whole = self.newest.get(entries.month)
        leads = whole is not None and whole.post == entries.post.name
        return replace(
            shared,
            problem=problem,
            ignored=tuple(entries.ignored),
            notes={on: tuple(texts) for on, texts in entries.notes.items()},
            published=whole if leads else self.published,
            approvals=entries.approvals,
            chains=tuple(chains(entries)),
            changed_days=self.changed_days,
            unapproved=tuple(entries.withdrawn),
            warnings=entries.faults.messages,
            table=entries.post.table,
            post=entries.post,
            cells=entries.deciding_cells,
        )


def duties_elsewhere(problem: Problem, before: Iterable[Problem]) -> tuple[Served, ...]:
    """Return the duties outside the month that people of a post have in the posts ``before`` it."""
    first, end = problem.duties[0].start - NEAR, problem.duties[-1].end + NEAR
    return tuple(
        Served(one.duty, one.person, other.policy.apart)
        for other in before
        for one in other.known_duties
        if one.person in problem.by_key and first < one.duty.end and one.duty.start < end
    )
