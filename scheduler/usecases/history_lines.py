"""What is said of the revisions of a centre, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constraints.calendar import zh_date
from scheduler.ledger.revision import TABLE, grouped
from scheduler.reading.tables.layout import GAP

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from scheduler.usecases.history import Entry, Move


def named_month(table: str, month: date) -> str:
    """Return a month with the name of the table, unless that is the one every centre has."""
    return f"{'' if table == TABLE else f'{table} '}{month:%Y-%m}"


def entry_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield every revision with what it changed."""
    empty = True
    for one in entries:
        empty = False
        revision = one.revision
        why = f"，原因：{revision.reason}" if revision.reason else ""
        gaps = sum(not seat.person for one in revision.posts for seat in one.seats)
        open_days = f"，缺口 {gaps}" if gaps else ""
        yield (
            f"{named_month(revision.table, revision.month)} v{revision.number} "
            f"{revision.at:%Y-%m-%d %H:%M} "
            f"{revision.approver} 批准{open_days}{why}，封印 {grouped(revision.seal)}"
        )
        yield from move_lines(one.moves)
        for day in one.days:
            on = zh_date(day.date, weekday=True)
            yield f"  {on} 日别 {day.was.value} → {day.now.value}"
    if empty:
        yield "没有已发布的值班表"


def move_lines(moves: Iterable[Move]) -> Iterator[str]:
    """Yield every duty that goes to somebody else."""
    for one in moves:
        day = f"{zh_date(one.date, weekday=True)}{one.which}"
        yield f"  {day} {one.old or GAP} → {one.new or GAP}"
