"""A better roster of shift work soon: few people, or few dates, decided anew at a time."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from typing import TYPE_CHECKING

from constraints.domain import Roster
from scheduler.solving.strategy import usual

if TYPE_CHECKING:
    from constraints.model.duty_model import DutyModel
    from constraints.rule import Goal
    from scheduler.solving.solver import Solver


def better(
    model: DutyModel,
    goal: Goal,
    roster: Roster,
    floor: int,
    solver: Solver,
    turns: float = math.inf,
) -> Roster:
    """Return a roster that costs less on a level of a model, or the same if none is found.

    One that costs the same is taken too, as another place to look from. In turns some people's
    whole terms, rather those that cost most, and everybody's duties on some dates are free, and all
    else is as it was; by cells alone, without the linear relaxation, but with presolve, which takes
    out what is decided. Ends at the floor, after turns in vain, or so many for each of the staff.
    """
    limits, problem = solver.options.limits, model.problem
    lot = random.Random(solver.options.seed)  # nosec B311 # whom it tries first is no secret
    strategy = replace(usual(solver.options), relaxation=0, presolve=True)
    strategy = replace(strategy, conflicts=limits.turn_conflicts)
    people, count = list(problem.by_key), len(problem.duties)
    cells = [(d, key) for key in people for d, _ in model.taking(key)]
    days = [(duty.date - problem.duties[0].date).days for duty in problem.duties]
    value, idle, turn = goal.cost(problem, roster), 0, 0
    most, vain = turns * len(people), limits.turns * len(people)
    while value > floor and turn < most and idle < vain and not solver.over:
        free, dates = set(people), range(days[-1] + 1)
        if turn % 2:
            own = [goal.cost(problem, Roster.of_one(k, roster.takes(k), count)) for k in people]
            least = min(own)
            weights = [1 + 4 * (cost - least) for cost in own]
            free = set(lot.choices(people, weights, k=limits.turn_people))
        else:
            first = lot.randrange(1 - limits.turn_dates, days[-1] + 1)
            dates = range(first, first + limits.turn_dates)
        trial = model.branch()
        for d, key in cells:
            if key not in free or days[d] not in dates:
                trial.settle(d, key, key in roster.people[d])
        trial.minimise(model.levels[goal.name], value)
        run = solver.run(trial.cp, strategy)
        if run.found:
            roster = trial.roster(run.value)
        before, value = value, goal.cost(problem, roster)
        idle, turn = 0 if value < before else idle + 1, turn + 1
    return roster
