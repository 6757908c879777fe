"""The tie-break below the nine levels: a hash of duty and person, then the least keys by seat."""

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
    names = (duty.post, duty.shift) if duty.shift else (duty.post,)
    where = "|".join((*names, f"{duty.date}|"))
    return [hashlib.sha256((where + key).encode()).digest()[0] for key in keys]


def tie_break(model: DutyModel, *, hashed: bool) -> tuple[Cost, int]:
    """Return what a roster costs below the last level, and a unit above all that it can cost.

    That is how many people of the base lose one of the next duties and, if ``hashed``, below that
    Σ h(d, p).
    """
    problem, ties = model.problem, Cost()
    seats = sum(duty.need for duty in problem.duties)
    above = 256 * seats if hashed else 1  # any sum of hash bytes
    for d, duty in enumerate(problem.duties if hashed else ()):
        for key, byte in zip(problem.by_key, hash_bytes(duty, problem.by_key), strict=True):
            ties.add(byte, model.on(d, key))
    most = 0
    if base := problem.base:
        soon = [model.on(d, key) for d in problem.short_notice for key in base.people[d]]
        most = len(soon)
        ties.add(above, most)
        for on in soon:
            ties.add(-above, on)
    return ties, above * (most + 1)


def least_keys(
    model: DutyModel, cost: Cost, best: int, roster: Roster, solver: Solver, strategy: Strategy
) -> tuple[Roster, bool]:
    """Of all rosters that cost as little as a given one, find the least by its keys, seat by seat.

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
    seats: list[cp_model.LinearExprT] = []
    whole = 0
    for d, (duty, keys) in enumerate(zip(model.problem.duties, roster.people, strict=True)):
        still_open = duty.need - len(keys)
        # Whoever goes opens one more seat, which must not make up for it.
        times = 2 if still_open else 1
        seats += [times * model.on(d, key) for key in keys]
        seats += [model.gap(d)] if still_open else []
        whole += times * len(keys) + still_open
    model.cp.add(sum(seats) <= whole - 1)


def demand_smaller(
    model: DutyModel, roster: Roster, since: int
) -> list[tuple[int, cp_model.IntVar]]:
    """Ask for a roster whose keys seat by seat come before the given one's.

    The seats of a duty are in the order of their keys, open ones first. Up to the duty ``since``
    it is the same. Returns, by duty, literals "here is the first seat that differs".
    """
    cp, people = model.cp, sorted(model.problem.by_key)
    smaller: list[tuple[int, cp_model.IntVar]] = []
    same: cp_model.LiteralT = True
    for d, keys in enumerate(roster.people):
        still_open = model.problem.duties[d].need - len(keys)
        stays: list[cp_model.BoundedLinearExpression | bool] = []
        if still_open:
            stays.append(model.gap(d) >= still_open)
        stays += [model.on(d, key) + 0 >= 1 for key in sorted(keys)]
        if d < since:
            for stay in stays:
                cp.add(stay)
            continue
        seats = [*[None] * bool(still_open), *sorted(keys)]
        for seat, stay in zip(seats, stays, strict=True):
            if seat is not None:
                ahead = [model.on(d, key) for key in people if key < seat and key not in keys]
                choices = [on for on in ahead if not isinstance(on, int)]
                here = cp.new_bool_var("")
                cp.add_implication(here, same)
                one_more = model.gap(d) - still_open
                cp.add(sum(choices, one_more) >= 1).only_enforce_if(here)
                smaller.append((d, here))
            still = cp.new_bool_var("")
            cp.add_implication(still, same)
            cp.add(stay).only_enforce_if(still)
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
    seats = max(duty.need for duty in model.problem.duties)
    ranks = days * days * seats * len(keys)  # above any sum of them
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
