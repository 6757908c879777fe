"""One published revision: everything that is recorded of it, and its seal."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import chain
from typing import TYPE_CHECKING, Any

from constraints.calendar import DayKind, FairnessClass, next_month
from constraints.decisions import Substitution
from constraints.history import Tally

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

GENESIS = ""
SEAL = 12  # digits of a hash by which people know it again
YEARS = range(2000, 2101)
MOST_NUMBER = 10_000  # of revisions of a month, and of duties in it
MOST_TEXT = 200_000  # characters; no cell and no argument of a command has more
MOST_DIGITS = 2_000  # of a fraction: weights of any kind, added up
LONGEST = timedelta(hours=9_999)
# What was not recorded from the first stands beside the settings, so that every seal holds.
_CENTRE, _CHANGES = "#centre", "#changes"


@dataclass(frozen=True, slots=True)
class Seat:
    """One duty of a published month; ``person`` and ``name`` are empty for an accepted gap."""

    start: datetime
    end: datetime
    kind: DayKind
    person: str
    name: str


@dataclass(frozen=True, slots=True)
class Revision:
    """One published state of one month of one post.

    ``base`` is the number of the revision it was made from (0: none), ``levels`` name, cost and
    bound of every level, ``tallies`` due and served per person and class, ``documents`` file name
    and SHA-256 of the published workbooks. ``centre`` is what identifies the centre for good,
    ``substitutions`` are those of 变更 in force when it was published; both are empty where an
    earlier program published. ``hash`` covers all of it and the hash of the revision recorded
    before.
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

    @property
    def people(self) -> dict[date, str]:
        """The key on every date, '' for a gap."""
        return {seat.start.date(): seat.person for seat in self.seats}

    @property
    def seal(self) -> str:
        """What people note down of its hash."""
        return self.hash[:SEAL]

    def sealed(self, previous: str) -> Revision:
        """Return the revision with its hash after ``previous``."""
        content = json.dumps([previous, *columns(self), *details(self)], ensure_ascii=False)
        return replace(self, hash=hashlib.sha256(content.encode()).hexdigest())


def grouped(seal: str) -> str:
    """Return a seal as it is printed, in groups that can be read out."""
    return " ".join(seal[nth : nth + 4] for nth in range(0, len(seal), 4))


def columns(one: Revision) -> tuple[str | int, ...]:
    """Return what is recorded once per revision, in the order of the table."""
    texts = (json.dumps(part, ensure_ascii=False) for part in (one.inputs, _settings(one)))
    levels = json.dumps(one.levels, ensure_ascii=False)
    documents = json.dumps(one.documents, ensure_ascii=False)
    facts = (one.month.isoformat(), one.post, one.number, one.base, one.approver, one.reason)
    return (*facts, one.at.isoformat(), *texts, levels, documents)


def _settings(one: Revision) -> dict[str, object]:
    """Return the settings, and beside them what later programs record."""
    changes = [
        (sub.date.isoformat(), sub.original, sub.replacement, sub.back and sub.back.isoformat())
        for sub in one.substitutions
    ]
    later: dict[str, object] = {_CENTRE: one.centre, _CHANGES: changes}
    return dict(one.settings) | {name: value for name, value in later.items() if value}


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
    first = date.fromisoformat(month)
    changes = settings.pop(_CHANGES, ())
    return Revision(
        month=first,
        post=post,
        number=number,
        base=base,
        approver=approver,
        reason=reason,
        at=datetime.fromisoformat(at),
        inputs=tuple((name, digest) for name, digest in inputs),
        settings=settings,
        levels=tuple((name, cost, bound) for name, cost, bound in levels),
        documents=tuple((name, digest) for name, digest in documents),
        seats=tuple(
            Seat(datetime.fromisoformat(a), datetime.fromisoformat(b), DayKind[kind], key, name)
            for a, b, kind, key, name in seats
        ),
        tallies=tuple(
            Tally(first, FairnessClass[cls], key, _fraction(due), served)
            for cls, key, due, served in tallies
        ),
        centre=settings.pop(_CENTRE, ""),
        substitutions=tuple(
            Substitution(date.fromisoformat(on), original, taker, back and date.fromisoformat(back))
            for on, original, taker, back in changes
        ),
        hash=seal,
    )


def plausible(one: Revision) -> bool:
    """Tell whether a revision can be one that was published, whoever wrote it."""
    following = next_month(one.month)
    texts = [one.post, one.approver, one.reason, one.centre, one.hash]
    texts += chain(*one.inputs, *one.documents, *one.settings.items())
    texts += chain(*((seat.person, seat.name) for seat in one.seats))
    texts += chain(*((sub.original, sub.replacement or "") for sub in one.substitutions))
    texts += [tally.person for tally in one.tallies]
    texts += [name for name, _, _ in one.levels]
    return (
        one.month.day == 1
        and one.month.year in YEARS
        and 0 <= one.base < one.number <= MOST_NUMBER
        and one.at.tzinfo is None
        and all(type(text) is str and len(text) <= MOST_TEXT for text in texts)
        and all(
            one.month <= seat.start.date() < following
            and seat.start < seat.end <= seat.start + LONGEST
            for seat in one.seats
        )
        and all(type(cost) in (int, type(None)) for level in one.levels for cost in level[1:])
        and all(0 <= tally.served <= MOST_NUMBER for tally in one.tallies)
    )


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
