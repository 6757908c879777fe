"""Days of published months that have become another kind of day since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constraints.calendar import zh_date
from constraints.domain import DAY
from scheduler.reading.cells.named_cells import Cell
from scheduler.reading.official_calendar import build_calendar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from constraints.calendar import Day, DayKind
    from scheduler.ledger.revision import Revision
    from scheduler.reading.cells.faults import Faults

NEWS = "calendar-news"


@dataclass(frozen=True, slots=True)
class ChangedDay:
    """A date that is published as ``was`` and is ``now`` another kind of day."""

    date: date
    was: DayKind
    now: DayKind


def note_changed_days(
    revisions: Iterable[Revision],
    month: date,
    declared: Mapping[date, Day],
    at: datetime,
    faults: Faults,
) -> dict[date, tuple[ChangedDay, ...]]:
    """Return the days of published months that are another kind of day now.

    ``revisions`` are the newest of every month, ``declared`` are the days of 节假日. Warns of all
    but those of ``month``, the one that is being read.
    """
    changed = {}
    for one in revisions:
        if days := _changed_days(one, declared, at):
            changed[one.month] = days
            if one.month != month:
                faults.warn(Cell(""), f"{news_text(one, days)}{ask_for(one.month)}", NEWS)
    return changed


def _changed_days(
    revision: Revision, declared: Mapping[date, Day], at: datetime
) -> tuple[ChangedDay, ...]:
    """Return the days of a published month that 节假日 or the official calendar now has otherwise.

    Of a month that is over at ``at`` only the ``declared`` days count: rows of old months are
    cleared away, which says nothing of what the days were.
    """
    asked = {seat.start.date(): seat.kind for seat in revision.seats}
    if revision.seats[-1].end <= at:
        asked = {on: kind for on, kind in asked.items() if on in declared}
    if not asked:
        return ()
    calendar = build_calendar(min(asked), max(asked) + DAY, declared, revision.month).calendar
    return tuple(
        ChangedDay(on, was, now)
        for on, was in asked.items()
        if (now := calendar.kind(on)) is not was
    )


def news_text(revision: Revision, days: tuple[ChangedDay, ...]) -> str:
    """Say which days of a revision have changed into what."""
    return "；".join(
        f"{zh_date(day.date)}已改为{day.now.value}，v{revision.number} 上还是{day.was.value}"
        for day in days
    )


def ask_for(month: date) -> str:
    """Say how to put a published month right."""
    return f"；请运行 zhiban adjust --month {month:%Y-%m}"
