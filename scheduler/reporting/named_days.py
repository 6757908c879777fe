"""Who served the seven named days of every year: New Year by the moon, 1 October and so on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constraints.domain import POST
from scheduler.ledger.revision import newest
from scheduler.reading.official_calendar import festivals_of
from scheduler.reading.sheets.post import Kind
from scheduler.reporting.monthly_figures import DUTY, called, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from constraints.domain import Slot
    from scheduler.ledger.revision import Revision
    from scheduler.reading.centre import Centre


@dataclass(frozen=True, slots=True)
class NamedDays:
    """A year of one post: by name of the day its date, and who served it, '' where nobody did."""

    year: int
    post: str
    served: dict[str, tuple[date, tuple[str, ...]]]


def named_days(revisions: Sequence[Revision], centres: Sequence[Centre] = ()) -> list[NamedDays]:
    """Return who served the named days, newest year first; only years in which any is known.

    The ledger's newest word counts, and for the time before it sheet 历史, as for the automatic
    wish of ``constraints.soft.wishes``. Shift work is left out: most people work most days.

    Parameters
    ----------
    revisions
        Everything that is published, in order of recording.
    centres
        What the data workbook says, a centre for every table; () where it cannot be read.
    """
    names = called(revisions, centres)
    found: dict[tuple[int, str], dict[str, tuple[date, tuple[str, ...]]]] = {}
    for slot, keys in _served(revisions, centres):
        if day := festivals_of(slot.date.year).get(slot.date):
            own = found.setdefault((slot.date.year, slot.post), {})
            _, others = own.get(day, (slot.date, ()))
            people = (names.get(key, key) for key in keys)
            own[day] = slot.date, tuple(dict.fromkeys((*others, *people)))
    order = sorted(found, key=lambda of: (-of[0], of[1] != POST, of[1]))
    return [NamedDays(*of, found[of]) for of in order]


def _served(
    revisions: Sequence[Revision], centres: Sequence[Centre]
) -> Iterator[tuple[Slot, tuple[str, ...]]]:
    """Yield every known duty with whoever had it, in order."""
    known: dict[Slot, tuple[str, ...]] = {}
    for view in (view for centre in centres for view in centre.posts):
        if view.post and view.post.kind is Kind.DUTY:
            for one in view.problem.known_duties:
                slot = one.duty.slot
                known[slot] = (*known.get(slot, ()), one.person)
    for table in dict.fromkeys(one.table for one in revisions):
        for month in newest(revisions, table).values():
            for post in month.posts:
                if kind_of(post) == DUTY:
                    known |= post.assignment
    yield from sorted(known.items())
