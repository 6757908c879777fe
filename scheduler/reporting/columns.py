"""The columns of a wall sheet: a shift of a post each, and who stands there on which day."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from constraints.shifts import days_of
from scheduler.reading.tables.layout import GAP
from scheduler.reading.wall_text import SEATS, person_column

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from scheduler.reporting.outcome import Draft

NOBODY = "—"  # where nobody is due


class Seated(NamedTuple):
    """Who has a duty on a day: ``duty`` is its index, None if it began before the month.

    ``first`` tells that it starts on that day, ``short`` that a seat is open.
    """

    duty: int | None
    keys: tuple[str, ...]
    first: bool
    short: int


@dataclass(frozen=True)
class Column:
    """One shift of one post; ``draft`` has that post as its own."""

    draft: Draft
    shift: str
    post: str

    @property
    def name(self) -> str:
        """What the column is called on the hidden sheet."""
        first = next(duty for duty in self.draft.problem.duties if duty.shift == self.shift)
        return person_column(first.slot, self.post)

    @property
    def label(self) -> str:
        """What it is called in a sentence beside others: the post, the shift or both."""
        own, post = self.draft.problem, self.draft.problem.post
        alone = len({duty.shift for duty in own.duties}) == 1
        if post == self.post:
            return "" if alone else self.shift
        return post if alone else f"{post}{self.shift}"

    @cached_property
    def _by_date(self) -> dict[date, Seated]:
        problem, roster = self.draft.problem, self.draft.roster
        days: dict[date, Seated] = {}
        for one in problem.known_duties:
            if one.duty.shift == self.shift and one.duty.start < problem.duties[0].start:
                for on in days_of(one.duty):
                    before = days[on].keys if on in days else ()
                    days[on] = Seated(None, (*before, one.person), False, 0)
        for d, (duty, keys) in enumerate(zip(problem.duties, roster.people, strict=True)):
            if duty.shift == self.shift:
                for on in days_of(duty):
                    days[on] = Seated(d, keys, on == duty.date, duty.need - len(keys))
        return days

    def on(self, day: date) -> Seated | None:
        """Return who stands there on a day, None if nobody is due."""
        return self._by_date.get(day)

    def names(self, day: date) -> str:
        """Return what is written there: the names, 待定 for an open seat, — where nobody is due."""
        seated = self.on(day)
        if seated is None:
            return NOBODY
        names = [self.draft.centre.name(key) for key in seated.keys]
        return SEATS.join([*names, *[GAP] * seated.short])


def columns(draft: Draft) -> list[Column]:
    """Return the columns of a table, those of its first post first, in order of their shifts."""
    return [
        Column(view, shift, draft.problem.post)
        for view in draft.views
        for shift in dict.fromkeys(duty.shift for duty in view.problem.duties)
    ]


def is_plain(draft: Draft) -> bool:
    """Tell whether there is but one column, of one person a day."""
    duties = draft.problem.duties
    return not draft.companions and all(duty.need == 1 and not duty.shift for duty in duties)


def day_text(own: Iterable[Column], on: date) -> tuple[str, bool]:
    """Return who stands in a day's field, a line a column, and whether a seat is open."""
    lines, short = [], False
    for column in own:
        if seated := column.on(on):
            lines.append(f"{column.label} {column.names(on)}".strip())
            short |= bool(seated.short)
    return "\n".join(lines) or NOBODY, short
