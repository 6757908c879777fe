"""What there is to say of published months as they stand: facts, withdrawn rows, new days."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from constraints.domain import Duty
from constraints.rulebook import from_policy
from scheduler.drafts.withdrawal import withdrawn
from scheduler.errors import Message
from scheduler.explaining.leave_trial import keeps_off
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.ledger.revision import newest
from scheduler.reading.calendar_news import NEWS, ask_for, news_text
from scheduler.reading.published_month import FACT, with_present_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from scheduler.ledger.revision import Revision
    from scheduler.reading.centre import Centre

# A leave that is approved later than that after a month is over is no news of the roster.
BOOKS_CLOSE = timedelta(days=62)


def concerned(
    revisions: Iterable[Revision],
    tables: Iterable[str],
    at: datetime,
    read: Callable[[date], Sequence[Centre]],
) -> list[date]:
    """Return the published months of which there may be something to say, earliest first.

    Those not over at ``at``, and those of which a change or a leave was approved or a day has
    become another kind of day since.

    Parameters
    ----------
    revisions
        All that is published.
    tables
        Those asked about.
    at
        The present time at the centre.
    read
        Reads the data workbook for a month.
    """
    revisions = list(revisions)
    months: set[date] = set()
    known = {table: newest(revisions, table) for table in tables}
    last = max((first for own in known.values() for first in own), default=None)
    if last is None:
        return []
    for latest in read(last):
        own = known.get(latest.table, {})
        coming = {first for first, one in own.items() if _end(one) > at}
        subs = (sub for post in latest.posts for sub in post.problem.substitutions)
        moves = [move for sub in subs for move in sub.moves]
        changed = {on.replace(day=1) for on, *_ in moves} & set(own)
        facts = {
            first
            for first, one in own.items()
            if _end(one) > at - BOOKS_CLOSE and _served_on_leave(latest, one)
        }
        months |= coming | changed | facts | set(latest.changed_days)
    return sorted(months)


def _end(revision: Revision) -> datetime:
    return max(seat.end for one in revision.posts for seat in one.seats)


def _served_on_leave(centre: Centre, revision: Revision) -> bool:
    """Tell whether a month as published has anybody on duty in a leave approved since."""
    present = with_present_keys(revision, centre.staff)
    pairs = ((one.problem, present.of(one.problem.post)) for one in centre.posts)
    return any(
        keeps_off(problem, leave, duty)
        for problem, post in pairs
        if post is not None
        for seat in post.seats
        for leave in problem.leaves_of.get(seat.person, ())
        if leave.conflicts(duty := Duty(seat.start, seat.end))
    )


def published_news(
    data: Path, at: datetime, read: Callable[[date], Sequence[Centre]]
) -> Iterator[Message]:
    """Yield what to say of the published months of a centre, for one that only looks.

    Raises
    ------
    InputError
        If a row contradicts what is published.
    """
    revisions = Ledger(data.with_name(LEDGER_FILE)).revisions()
    tables = {one.table for one in revisions}
    for month in concerned(revisions, tables, at, read):
        for centre in read(month):
            if centre.published is None:
                continue
            yield from (one for one in centre.warnings if one.code == FACT)
            yield from day_news(centre)
            for one in centre.posts:
                yield from _breaches(one)
            own = [one for one in revisions if (one.table, one.month) == (centre.table, month)]
            yield from (one.message for one in withdrawn(centre, own))


def day_news(centre: Centre, *, ask: bool = True) -> list[Message]:
    """Return what to say of days of this very month that have become another kind of day.

    With ``ask`` the command that puts it right is named.
    """
    if centre.published is None or not centre.news:
        return []
    text = news_text(centre.published, centre.news)
    text += ask_for(centre.problem.month) if ask else ""
    return [Message(NEWS, "warning", text, centre.path.name)]


def _breaches(centre: Centre) -> Iterator[Message]:
    """Yield what is against the law in the month as published, what has begun aside."""
    problem, published = centre.problem, centre.published
    if published is None or problem.base_as_served is None:
        return
    for clause in from_policy(problem.policy).audit(problem, problem.base_as_served):
        text = f"v{published.number} 要改：{clause.text}{ask_for(problem.month)}"
        yield Message("to-adjust", "warning", text, centre.path.name)
