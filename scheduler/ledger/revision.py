"""One published revision: everything that is recorded of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constraints.domain import Slot

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from constraints.calendar import DayKind
    from constraints.decisions import Substitution
    from constraints.domain import Assignment
    from constraints.history import Tally

GENESIS = ""
SEAL = 12  # digits of a hash by which people know it again
TABLE = "值班安排表"  # the one that every centre has


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat of a published duty; ``person`` and ``name`` are empty for an accepted gap."""

    start: datetime
    end: datetime
    kind: DayKind
    person: str
    name: str
    shift: str = ""


@dataclass(frozen=True, slots=True)
class Revision:
    """One published state of one month of one post, and of the other posts of its table.

    ``base`` is the number of the revision it was made from (0: none), ``levels`` name, cost and
    bound of every level, ``tallies`` due and served per person and class, ``documents`` file name
    and SHA-256 of the published workbooks. ``centre`` is what identifies the centre for good,
    ``substitutions`` are those of 变更 in force when it was published; both are empty where an
    earlier program published. ``table`` is what was printed, ``companions`` are its other posts,
    each with what is recorded of itself. ``hash`` covers all of it and the hash of the revision
    recorded before.
    """

    month: date
    post: str
    number: int
    base: int
    approver: str
    reason: str
    at: datetime
    inputs: tuple[tuple[str, str], ...]
    settings: Mapping[str, str]
    levels: tuple[tuple[str, int | None, int | None], ...]
    seats: tuple[Seat, ...]
    tallies: tuple[Tally, ...]
    documents: tuple[tuple[str, str], ...]
    centre: str = ""
    substitutions: tuple[Substitution, ...] = ()
    hash: str = GENESIS
    table: str = TABLE
    companions: tuple[Revision, ...] = ()

    @property
    def posts(self) -> tuple[Revision, ...]:
        """Itself and its companions, one for every post of the table."""
        return (self, *self.companions)

    def of(self, post: str) -> Revision | None:
        """Return what is recorded of a post, None if that was not on the table."""
        return next((one for one in self.posts if one.post == post), None)

    @property
    def assignment(self) -> Assignment:
        """Who has every duty of its own post, by slot; () where nobody has."""
        slots: dict[Slot, tuple[str, ...]] = {}
        for seat in self.seats:
            slot = Slot(seat.start.date(), self.post, seat.shift)
            slots[slot] = (*slots.get(slot, ()), *filter(None, [seat.person]))
        return slots

    @property
    def whole(self) -> Assignment:
        """Who has every duty of every post of the table."""
        return {slot: keys for one in self.posts for slot, keys in one.assignment.items()}

    @property
    def names(self) -> dict[str, str]:
        """What everybody was called who had a duty, by key."""
        return {seat.person: seat.name for one in self.posts for seat in one.seats if seat.person}

    @property
    def seal(self) -> str:
        """What people note down of its hash."""
        return self.hash[:SEAL]


def newest(revisions: Iterable[Revision], table: str = TABLE) -> dict[date, Revision]:
    """Return the newest revision of every month of a table, of those in order of recording."""
    return {one.month: one for one in revisions if one.table == table}


def grouped(seal: str) -> str:
    """Return a seal as it is printed, in groups that can be read out."""
    return " ".join(seal[nth : nth + 4] for nth in range(0, len(seal), 4))
