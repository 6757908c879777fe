"""The tie-break below the nine levels: tastes by hash, then the least keys by date."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from constraints.model.cost import Level

if TYPE_CHECKING:
    from collections.abc import Iterable

    from constraints.domain import Duty, Roster
    from constraints.model.cpsat import cp_model
    from constraints.model.duty_model import DutyModel

MOST = 2**60  # of a sum of coefficients, for the solver's 64 bits


def tastes(duty: Duty, keys: Iterable[str]) -> list[int]:
    """Return h(d, p) of everyone, 0 to 255: nobody's choice, but the same everywhere."""
    where = f"{duty.post}|{duty.date}|"
    return [hashlib.sha256((where + key).encode()).digest()[0] for key in keys]


def demand_other(model: DutyModel, roster: Roster) -> None:
    """Ask for any roster but the given one."""
    seats = [model.on(d, key) for d, keys in enumerate(roster.people) for key in keys]
    seats += [model.gap(d) for d, keys in enumerate(roster.people) if not keys]
    model.cp.add(sum(seats) <= len(seats) - 1)


def demand_smaller(
    model: DutyModel, roster: Roster, since: int
) -> list[tuple[int, cp_model.IntVar]]:
    """Ask for a roster whose keys by date come before the given one's; a gap comes first.

    Up to the duty ``since`` it is the same. Returns, by duty, the literal "this is the first that
    differs".
    """
    cp, people = model.cp, sorted(model.problem.by_key)
    smaller: list[tuple[int, cp_model.IntVar]] = []
    same: cp_model.LiteralT = True
    for d, keys in enumerate(roster.people):
        stay = model.on(d, keys[0]) if keys else model.gap(d)
        if d < since:
            cp.add(stay + 0 == 1)
            continue
        ahead = [model.on(d, key) for key in people if not keys or key < keys[0]]
        ahead = [on for on in ahead if not isinstance(on, int)]
        if keys:
            here = cp.new_bool_var("")
            cp.add_implication(here, same)
            choices = [*ahead, model.gap(d)]
            cp.add(sum(choices) >= 1).only_enforce_if(here)
            smaller.append((d, here))
        still = cp.new_bool_var("")
        cp.add_implication(still, same)
        cp.add(stay >= 1).only_enforce_if(still)
        same = still
    cp.add_bool_or(here for _, here in smaller)
    return smaller


def prefer_small(
    model: DutyModel, cost: Level, best: int, first: Iterable[tuple[int, cp_model.IntVar]]
) -> bool:
    """Below a cost that is known, let the first duty that differs count, then small keys.

    The next roster is then final up to that duty, and the least by its keys, or near it, from
    there on. False if the numbers would be too large, and nothing is preferred.
    """
    days, keys = len(model.problem.duties), sorted(model.problem.by_key)
    ranks = days * days * len(keys)  # above any sum of them
    unit = ranks * (days + 1)
    if unit * sum(abs(coefficient) for coefficient, _ in cost.terms) > MOST:
        return False
    both = Level()
    both.include(cost, unit)
    for d, literal in first:
        both.add(ranks * d, literal)
    for d in range(days):
        for rank, key in enumerate(keys):
            both.add((days - d) * rank, model.on(d, key))
    model.minimise(both, unit * (best + 1) - 1)
    return True
