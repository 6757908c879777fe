"""The sheets that say something of a month, handed to its posts row by row."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from scheduler.reading.handmade_history import read_history_rows
from scheduler.reading.sheets.bare_days import in_month
from scheduler.reading.sheets.leaves import read_leaves
from scheduler.reading.sheets.pins_and_history import read_history, read_openings, read_pins
from scheduler.reading.sheets.substitutions import read_substitutions
from scheduler.reading.sheets.which_post import rows_by_post
from scheduler.reading.tables.layout import CHANGES, HISTORY, OPENINGS, PINS
from scheduler.reading.tables.sheet_rows import read_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from scheduler.reading.post_month import PostMonth
    from scheduler.reading.tables.sources import Sources


def read_entries(
    sources: Sources,
    months: Sequence[PostMonth],
    off: Callable[[date], bool],
    named: date | None,
) -> None:
    """Read what the sheets say of the month, row by row; bare days are of a month ``named``."""
    first = months[0].entries
    posts, faults = [one.entries.post for one in months], first.faults
    leaves = read_leaves(sources, first, off, named)
    for one in months:
        one.entries.leaves = leaves
    first.ignored += leaves.ignored
    first.tables += leaves.tables
    for read, sheet in (
        (read_substitutions, CHANGES),
        (read_pins, PINS),
        (read_history, HISTORY),
        (read_openings, OPENINGS),
    ):
        table = (
            read_history_rows(sources.data, first.month, posts, first.names, faults)
            if sheet is HISTORY
            else read_table(sources.data, sheet, faults)
        )
        first.tables.append(table)
        rows = [in_month(row, named if sheet in (CHANGES, PINS) else None) for row in table.rows]
        by_post = {first.post.name: rows}
        if sheet is not OPENINGS:
            by_post = rows_by_post(table, rows, posts, first.names, faults)
        for one in months:
            own = by_post.get(one.entries.post.name, [])
            read(one.entries, takewhile(lambda _: not faults.full, own))
