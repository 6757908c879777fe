"""Which duties of a published month changed hands, as 顶班 or as 换班, and who serves them now."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from constraints.substitutions import moves

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from constraints.decisions import Substitution
    from constraints.domain import Assignment, Slot
    from scheduler.ledger.revision import Revision

STANDS_IN, SWAPS = "顶班", "换班"


@dataclass(frozen=True, slots=True)
class Takeover:
    """A duty that somebody took over from somebody else.

    ``original`` and ``taker`` are keys. ``revision`` is the first that was published with it, its
    reason and approver are those printed with that: the ledger records none of a single row.
    """

    slot: Slot
    original: str
    taker: str
    kind: str
    revision: Revision


@dataclass(slots=True)
class _Link:
    giver: str
    taker: str | None
    kind: str
    revision: Revision


def takeovers(own: Sequence[Revision], post: str) -> list[Takeover]:
    """Return the takeovers of a month of one post, in order of date.

    A duty that was passed on again by the same means is one takeover, from whoever had it first to
    whoever has it now; one that went on by the other means is two. A row of 变更 that the newest
    revision does not bear out, because somebody else has the duty after all, is none.

    Who has a duty of somebody's since the first revision without any row, say because of a leave,
    stands in for them too; two who have one of each other's since the same revision have swapped.

    Parameters
    ----------
    own
        Every revision of one month of the post's table, the newest last.
    """
    newest = own[-1].of(post)
    first = own[0].of(post)
    if newest is None:
        return []
    stands, planned = newest.assignment, first.assignment if first else {}
    chains: dict[Slot, list[list[_Link]]] = {}
    for sub, revision in _in_force(own, post):
        kind = SWAPS if sub.back else STANDS_IN
        for on, shift, giver, taker, _ in moves([sub]):
            if slot := _slot(stands, on, shift):
                _pass_on(chains.setdefault(slot, []), _Link(giver, taker, kind, revision))
    found: list[Takeover] = []
    for slot, passed in sorted(chains.items()):
        _name_takers(passed, stands[slot], planned.get(slot, ()))
        for links in passed:
            found += _settled(slot, links, stands[slot])
    unlisted = list(_unlisted(own, post, found))
    return sorted([*found, *_told_apart(unlisted)], key=lambda one: one.slot)


def _in_force(own: Sequence[Revision], post: str) -> Iterator[tuple[Substitution, Revision]]:
    """Yield the substitutions of a month in order, each with the first revision that has it.

    One that is no longer in 变更 but whose duty had begun by then is a fact all the same.
    """
    since: dict[Substitution, Revision] = {}
    for one in own:
        view = one.of(post)
        for sub in view.substitutions if view else ():
            since.setdefault(sub, one)
    last = own[-1].of(post)
    listed = last.substitutions if last else ()
    begun = own[-1].at.date()
    yield from ((s, one) for s, one in since.items() if s not in listed and s.date <= begun)
    yield from ((sub, since[sub]) for sub in listed)


def _slot(stands: Assignment, on: date, shift: str) -> Slot | None:
    """Return the duty that is meant, None if it is not of the month."""
    return next((slot for slot in stands if slot.date == on and shift in ("", slot.shift)), None)


def _pass_on(passed: list[list[_Link]], link: _Link) -> None:
    """Add a link to the chain whose last holder gives the duty up, else begin a new one."""
    for chain in passed:
        if chain[-1].taker in (link.giver, None):
            chain[-1].taker = link.giver
            chain.append(link)
            return
    passed.append([link])


def _name_takers(
    passed: list[list[_Link]], people: tuple[str, ...], planned: tuple[str, ...]
) -> None:
    """Fill in whom the program chose, where a row left that to it."""
    named = {key for chain in passed for link in chain for key in (link.giver, link.taker)}
    free = sorted({*people} - named, key=lambda key: (key in planned, key))
    for chain in passed:
        if chain[-1].taker is None and free:
            chain[-1].taker = free.pop(0)


def _settled(slot: Slot, links: list[_Link], people: tuple[str, ...]) -> Iterator[Takeover]:
    while links and links[-1].taker not in people:
        links = links[:-1]
    for kind, same in groupby(links, key=lambda link: link.kind):
        run = list(same)
        original, taker = run[0].giver, run[-1].taker
        if taker and taker != original:
            yield Takeover(slot, original, taker, kind, run[-1].revision)


def _unlisted(own: Sequence[Revision], post: str, listed: Sequence[Takeover]) -> Iterator[Takeover]:
    """Yield who has a duty in somebody's place although no row says so."""
    views = [view.assignment if (view := one.of(post)) else {} for one in own]
    known = {(one.slot, key) for one in listed for key in (one.original, one.taker)}
    for slot, people in sorted(views[-1].items()):
        planned = views[0].get(slot, ())
        gone = (key for key in planned if key not in people and (slot, key) not in known)
        come = (key for key in people if key not in planned and (slot, key) not in known)
        for original, taker in zip(gone, come, strict=False):
            later = [nth for nth, one in enumerate(views) if taker not in one.get(slot, ())]
            yield Takeover(slot, original, taker, STANDS_IN, own[later[-1] + 1])


def _told_apart(unlisted: Sequence[Takeover]) -> Iterator[Takeover]:
    """Yield the same, those for swaps that go both ways between two people in one revision."""

    def way(one: Takeover) -> tuple[str, str, int]:
        return one.original, one.taker, one.revision.number

    ways, so_far = Counter(map(way, unlisted)), Counter[tuple[str, str, int]]()
    for one in unlisted:
        original, taker, number = way(one)
        so_far[way(one)] += 1
        both = so_far[way(one)] <= ways[taker, original, number]
        yield replace(one, kind=SWAPS) if both else one
