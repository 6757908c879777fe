"""The tie-break below the nine levels: a hash of duty and person, then the least keys by date."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from constraints.model.cost import Cost

if TYPE_CHECKING:
    from collections.abc import Iterable

    from constraints.domain import Duty, Roster
    from constraints.model.cpsat import cp_model
    from constraints.model.duty_model import DutyModel
    from scheduler.solving.solver import Solver
    from scheduler.solving.strategy import Strategy


def hash_bytes(duty: Duty, keys: Iterable[str]) -> list[int]:
    """Return h(d, p) of everyone, 0 to 255: nobody's choice, but the same everywhere."""
    where = f"{duty.post}|{duty.date}|"
    return [hashlib.sha256((where + key).encode()).digest()[0] for key in keys]


def tie_break(model: DutyModel, *, hashed: bool) -> tuple[Cost, int]:
    """Return what a roster costs below the last level, and a unit above all that it can cost.

    That is how many of the next duties differ from the base and, if ``hashed``, below that
    Σ h(d, p).
    """
    problem, ties = model.problem, Cost()
    above = 256 * len(problem.duties) if hashed else 1  # any sum of hash bytes
    for d, duty in enumerate(problem.duties if hashed else ()):
        for key, byte in zip(problem.by_key, hash_bytes(duty, problem.by_key), strict=True):
            ties.add(byte, model.on(d, key))
    if base := problem.base:
        soon = [model.on(d, key) for d in problem.short_notice for key in base.people[d]]
        ties.add(above, len(soon))
        for on in soon:
            ties.add(-above, on)
    return ties, above * (len(problem.short_notice) + 1)


def least_keys(
    model: DutyModel, cost: Cost, best: int, roster: Roster, solver: Solver, strategy: Strategy
) -> tuple[Roster, bool]:
    """Of all rosters that cost as little as a given one, find the least by its keys in date order.

    Returns
    -------
    tuple[Roster, bool]
        The least one found, and whether it is proved that there is no other of the same cost and
        smaller keys.
    """
    if solver.options.any_optimum:
        return roster, False
    # As the objective's domain, and not as one more constraint, the bound fixes most cells at
    # once by their reduced costs (6 times faster on the hardest months).
    model.minimise(cost, best)
    other = model.branch()
    demand_other(other, roster)
    run, since = solver.run(other.cp, strategy), 0
    while run.found:
        # There are equals, so there may be many. Each search settles what comes up to the first
        # duty that can still have a smaller key.
        trial = model.branch()
        first = demand_smaller(trial, roster, since)
        final = prefer_small(trial, cost, best, first, solver.options.limits.largest_sum)
        run = solver.run(trial.cp, strategy)
        if run.found:
            roster = trial.roster(run.value)
        if run.optimal and final:
            since = next(d for d, on in first if run.value(on))
    return roster, run.infeasible


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
    model: DutyModel,
    cost: Cost,
    best: int,
    first: Iterable[tuple[int, cp_model.IntVar]],
    largest: int,
) -> bool:
    """Below a cost that is known, minimise the first duty that differs, then the keys' ranks.

    The next roster is then final up to that duty, and the least by its keys, or near it, from
    there on. False if coefficients would add up to more than ``largest``; then nothing is
    minimised but the cost.
    """
    days, keys = len(model.problem.duties), sorted(model.problem.by_key)
    ranks = days * days * len(keys)  # above any sum of them
    unit = ranks * (days + 1)
    if unit * sum(abs(coefficient) for coefficient, _ in cost.terms) > largest:
        return False
    both = Cost()
    both.include(cost, unit)
    for d, literal in first:
        both.add(ranks * d, literal)
    for d in range(days):
        for rank, key in enumerate(keys):
            both.add((days - d) * rank, model.on(d, key))
    model.minimise(both, unit * (best + 1) - 1)
    return True
