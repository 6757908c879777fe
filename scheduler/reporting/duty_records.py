"""What is written down of a month's duties: who has each, and who hands over to whom."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from constraints.domain import DAY

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from constraints.calendar import DayKind
    from scheduler.ledger.revision import Revision


@dataclass(frozen=True, slots=True)
class Turn:
    """A duty by the names of its people, '' for a seat that is open."""

    start: datetime
    end: datetime
    kind: DayKind
    shift: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Handover:
    """A change of shift: who gives, nobody if nobody was on duty before, and who takes."""

    start: datetime
    kind: DayKind
    shift: str
    giving: tuple[str, ...]
    taking: tuple[str, ...]


def recorded_turns(revision: Revision, post: str) -> list[Turn]:
    """Return the duties of a post as a revision has them, in order of start."""
    whole = revision.of(post)
    key = attrgetter("start", "end", "shift")
    seats = sorted(whole.seats, key=key) if whole else []
    return [
        Turn(start, end, own[0].kind, shift, tuple(seat.name for seat in own))
        for (start, end, shift), group in groupby(seats, key=key)
        for own in (list(group),)
    ]


def handovers(turns: Iterable[Turn], before: Iterable[Turn] = ()) -> list[Handover]:
    """Return every change of shift of a month, in order.

    Whoever was on duty last hands over, also if nobody was for some hours of the night; not if
    that is a day ago.

    Parameters
    ----------
    turns
        The duties of the month, in order of start.
    before
        Those before it, as far as they are known.
    """
    turns = list(turns)
    known = [*before, *turns]
    found = []
    for at, group in groupby(turns, key=attrgetter("start")):
        own = list(group)
        past = [one for one in known if one.start < at and one.end > at - DAY]
        last = max((one.end for one in past), default=at)
        giving = (name for one in past if one.end == last for name in one.names)
        taking = (name for one in own for name in one.names)
        shift = "、".join(one.shift for one in own)
        found.append(Handover(at, own[0].kind, shift, tuple(giving), tuple(taking)))
    return found
