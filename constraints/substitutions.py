"""What approved substitutions and swaps come to: one row after the other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from constraints.decisions import Fix
from constraints.domain import Duty
from constraints.history import Served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from constraints.decisions import Substitution


class Move(NamedTuple):
    """Who gives up which duty, and who takes it: None if that is left open."""

    date: date
    shift: str
    giver: str
    taker: str | None
    what: str


def moves(substitutions: Iterable[Substitution]) -> Iterator[Move]:
    """Yield what substitutions and swaps move, in order."""
    for sub in substitutions:
        what = "已批准的换班" if sub.back else "已批准的顶班"
        shifts = (sub.shift, sub.back_shift)
        for (on, giver, taker), shift in zip(sub.moves, shifts, strict=False):
            yield Move(on, shift, giver, taker, what)


def passed_on(moved: Iterable[Move], one_seat: Callable[[date, str], bool]) -> list[Fix]:
    """Return the cells that moves decide; of a seat that is passed on again the last row holds.

    Where a duty has but ``one_seat``, whoever gives it up has lost it to the taker.
    """
    decided: dict[tuple[date, str, str], Fix] = {}
    for on, shift, giver, taker, what in moved:
        if one_seat(on, shift):
            decided = {key: fix for key, fix in decided.items() if key[:2] != (on, shift)}
        elif taker is not None:
            decided[on, shift, giver] = Fix(on, giver, False, what, shift)
        person = taker or giver
        decided[on, shift, person] = Fix(on, person, taker is not None, what, shift)
    return list(decided.values())


def really_served(
    served: Iterable[Served], moved: Iterable[Move], pattern: Duty
) -> tuple[Served, ...]:
    """Return known duties by who really serves them, in order of start.

    A move replaces whoever stood there before; where nobody is known, it tells of a duty like
    ``pattern``.
    """
    by_date: defaultdict[date, list[Served]] = defaultdict(list)
    for one in served:
        by_date[one.duty.date].append(one)
    for on, shift, giver, taker, _ in moved:
        if taker is None:
            continue
        known = by_date[on]
        given = (
            nth
            for nth, one in enumerate(known)
            if one.person == giver and shift in ("", one.duty.shift)
        )
        if (nth := next(given, None)) is not None:
            known[nth] = replace(known[nth], person=taker)
        elif not known:
            start = datetime.combine(on, pattern.start.time())
            duty = Duty(start, start + (pattern.end - pattern.start), pattern.post)
            known.append(Served(duty, taker))
    rows = (one for known in by_date.values() for one in known)
    return tuple(sorted(rows, key=lambda one: one.duty.start))
