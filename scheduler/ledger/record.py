"""A revision as it is recorded: columns and details, sealed by a hash, and read again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import chain
from typing import TYPE_CHECKING, Any

from constraints.calendar import DayKind, FairnessClass, next_month
from constraints.decisions import Substitution
from constraints.history import Tally
from scheduler.ledger.revision import GENESIS, TABLE, Revision, Seat

if TYPE_CHECKING:
    from collections.abc import Sequence

YEARS = range(2000, 2101)
MOST_NUMBER = 10_000  # of revisions of a month, and of duties in it
MOST_TEXT = 200_000  # characters; no cell and no argument of a command has more
MOST_DIGITS = 2_000  # of a fraction: weights of any kind, added up
LONGEST = timedelta(hours=9_999)
# What was not recorded from the first stands beside the settings, so that every seal holds.
_CENTRE, _CHANGES, _SHIFTS = "#centre", "#changes", "#shifts"
_TABLE, _COMPANIONS = "#table", "#companions"


def sealed(one: Revision, previous: str) -> Revision:
    """Return a revision with its hash after that of the one ``previous`` to it."""
    content = json.dumps([previous, *columns(one), *details(one)], ensure_ascii=False)
    return replace(one, hash=hashlib.sha256(content.encode()).hexdigest())


def columns(one: Revision) -> tuple[str | int, ...]:
    """Return what is recorded once per revision, in the order of the table."""
    texts = (json.dumps(part, ensure_ascii=False) for part in (one.inputs, _settings(one)))
    levels = json.dumps(one.levels, ensure_ascii=False)
    documents = json.dumps(one.documents, ensure_ascii=False)
    facts = (one.month.isoformat(), one.post, one.number, one.base, one.approver, one.reason)
    return (*facts, one.at.isoformat(), *texts, levels, documents)


def _settings(one: Revision) -> dict[str, object]:
    """Return the settings, and beside them what later programs record."""
    later: dict[str, object] = {
        _CENTRE: one.centre,
        _CHANGES: _changes(one),
        _SHIFTS: _shifts(one),
        _TABLE: one.table if one.table != TABLE else "",
        _COMPANIONS: [
            (other.post, other.levels, *details(other), _shifts(other), _changes(other))
            for other in one.companions
        ],
    }
    return dict(one.settings) | {name: value for name, value in later.items() if value}


def _shifts(one: Revision) -> list[str]:
    """Return the shift of every seat, nothing where no shift has a name."""
    shifts = [seat.shift for seat in one.seats]
    return shifts if any(shifts) else []


def _changes(one: Revision) -> list[tuple[object, ...]]:
    """Return the substitutions; shifts stand behind them only where any is named."""
    return [
        (
            *(sub.date.isoformat(), sub.original, sub.replacement),
            sub.back and sub.back.isoformat(),
            *((sub.shift, sub.back_shift) if sub.shift or sub.back_shift else ()),
        )
        for sub in one.substitutions
    ]


def details(one: Revision) -> tuple[Sequence[tuple[object, ...]], Sequence[tuple[object, ...]]]:
    """Return what is recorded per duty, and what per person and class."""
    seats = [
        (s.start.isoformat(), s.end.isoformat(), s.kind.name, s.person, s.name) for s in one.seats
    ]
    tallies = [(t.cls.name, t.person, str(t.due), t.served) for t in one.tallies]
    return seats, tallies


def rebuilt(
    row: Sequence[Any], seats: Sequence[Any], tallies: Sequence[Any], seal: str = GENESIS
) -> Revision:
    """Return the revision of which these are the columns and details.

    Raises
    ------
    ValueError
        If they are those of no revision, whatever they are instead.
    """
    try:
        one = _rebuilt(row, seats, tallies, seal)
        # As it would be written again, and so of the right types and in the only spelling.
        same = json.dumps([columns(one), *details(one)]) == json.dumps([row, seats, tallies])
        if same and plausible(one):
            return one
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError):
        pass
    raise ValueError("有一版的记录看不懂")


def _rebuilt(
    row: Sequence[Any], seats: Sequence[Any], tallies: Sequence[Any], seal: str
) -> Revision:
    month, post, number, base, approver, reason, at, *parts = row
    inputs, settings, levels, documents = (json.loads(part) for part in parts)
    own = post, levels, seats, tallies, settings.pop(_SHIFTS, ()), settings.pop(_CHANGES, ())
    others = settings.pop(_COMPANIONS, ())
    shared = Revision(
        month=date.fromisoformat(month),
        post=post,
        number=number,
        base=base,
        approver=approver,
        reason=reason,
        at=datetime.fromisoformat(at),
        inputs=tuple((name, digest) for name, digest in inputs),
        settings=settings,
        levels=(),
        seats=(),
        tallies=(),
        documents=tuple((name, digest) for name, digest in documents),
        centre=settings.pop(_CENTRE, ""),
        hash=seal,
        table=settings.pop(_TABLE, TABLE),
    )
    companions = tuple(_of_post(shared, *one) for one in others)
    return replace(_of_post(shared, *own), companions=companions)


def _of_post(
    shared: Revision,
    post: str,
    levels: Sequence[Any],
    seats: Sequence[Any],
    tallies: Sequence[Any],
    shifts: Sequence[str],
    changes: Sequence[Any],
) -> Revision:
    """Return what is recorded of one post, with what its table has in common."""
    named = shifts or [""] * len(seats)
    return replace(
        shared,
        post=post,
        levels=tuple((name, cost, bound) for name, cost, bound in levels),
        seats=tuple(
            Seat(_at(start), _at(end), DayKind[kind], key, name, shift)
            for (start, end, kind, key, name), shift in zip(seats, named, strict=True)
        ),
        tallies=tuple(
            Tally(shared.month, FairnessClass[cls], key, _fraction(due), served)
            for cls, key, due, served in tallies
        ),
        substitutions=tuple(
            Substitution(
                date.fromisoformat(on), giver, taker, back and date.fromisoformat(back), *more
            )
            for on, giver, taker, back, *more in changes
        ),
    )


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def plausible(one: Revision) -> bool:
    """Tell whether a revision can be one that was published, whoever wrote it."""
    texts = [one.approver, one.reason, one.centre, one.hash, one.table]
    texts += chain(*one.inputs, *one.documents, *one.settings.items())
    return (
        one.month.day == 1
        and one.month.year in YEARS
        and 0 <= one.base < one.number <= MOST_NUMBER
        and one.at.tzinfo is None
        and all(map(_is_text, texts))
        and all(map(_plausible_post, one.posts))
        and len({post.post for post in one.posts}) == len(one.posts)
    )


def _plausible_post(one: Revision) -> bool:
    following = next_month(one.month)
    texts = [one.post, *(tally.person for tally in one.tallies)]
    texts += chain(*((seat.person, seat.name, seat.shift) for seat in one.seats))
    for sub in one.substitutions:
        texts += sub.original, sub.replacement or "", sub.shift, sub.back_shift
    texts += [name for name, _, _ in one.levels]
    return (
        all(map(_is_text, texts))
        and all(
            one.month <= seat.start.date() < following
            and seat.start < seat.end <= seat.start + LONGEST
            for seat in one.seats
        )
        and all(type(cost) in (int, type(None)) for level in one.levels for cost in level[1:])
        and all(0 <= tally.served <= MOST_NUMBER for tally in one.tallies)
    )


def _is_text(text: object) -> bool:
    return type(text) is str and len(text) <= MOST_TEXT


def _fraction(text: str) -> Fraction:
    """Read a number of duties; 1e9999999 would take all memory."""
    if len(text) > MOST_DIGITS or not set(text) <= set("-/0123456789"):
        raise ValueError(text)
    return Fraction(text)


def packed(one: Revision) -> str:
    """Return a revision as text, for its own workbook to carry."""
    return json.dumps([columns(one), *details(one)], ensure_ascii=False)


def unpacked(text: str) -> Revision:
    """Return the revision that a text carries.

    Raises
    ------
    ValueError
        If it carries none.
    """
    try:
        return rebuilt(*json.loads(text))
    except (TypeError, RecursionError) as error:
        raise ValueError(f"not a revision: {error}") from None
