"""Which duties of a published month changed hands by 顶班 or 换班, and who served them."""

from __future__ import annotations

from dataclasses import dataclass
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
class Handover:
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


def handovers(own: Sequence[Revision], post: str) -> list[Handover]:
    """Return the handovers of a month of one post, in order of date.

    A duty that was passed on again by the same means is one handover, from whoever had it first to
    whoever has it now; one that went on by the other means is two. What the newest revision does
    not bear out, because somebody else has the duty after all, is none.

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
            if slot := _slot(stands, on, shift, taker):
                _pass_on(chains.setdefault(slot, []), _Link(giver, taker, kind, revision))
    found: list[Handover] = []
    for slot, passed in sorted(chains.items()):
        _name_takers(passed, stands[slot], planned.get(slot, ()))
        for links in passed:
            found += _settled(slot, links, stands[slot])
    return found


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


def _slot(stands: Assignment, on: date, shift: str, taker: str | None) -> Slot | None:
    """Return the duty that is meant, None if it is not of the month."""
    meant = [slot for slot in stands if slot.date == on and shift in ("", slot.shift)]
    return next((slot for slot in meant if taker in stands[slot]), meant[0] if meant else None)


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


def _settled(slot: Slot, links: list[_Link], people: tuple[str, ...]) -> Iterator[Handover]:
    while links and links[-1].taker not in people:
        links = links[:-1]
    for kind, same in groupby(links, key=lambda link: link.kind):
        run = list(same)
        original, taker = run[0].giver, run[-1].taker
        if taker and taker != original:
            yield Handover(slot, original, taker, kind, run[-1].revision)
