"""A level of shift work proved from below: may it cost so little, and if not, a little more."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from constraints.rule import ByPath
from scheduler.solving.strategy import usual

if TYPE_CHECKING:
    from constraints.domain import Roster
    from constraints.model.duty_model import DutyModel
    from constraints.rule import Goal
    from scheduler.solving.solver import Solver


def posted(model: DutyModel, goal: Goal) -> DutyModel:
    """Return the model with a goal, which those whose cost is that of paths are not in yet."""
    if not isinstance(goal, ByPath):
        return model
    model = model.branch()
    goal.post(model)
    return model


def climb(
    model: DutyModel, goal: Goal, least: int, most: float, solver: Solver
) -> tuple[int, Roster | None]:
    """Ask for a roster that costs no more than ``least``, or than the next possible cost, and on.

    By cells alone, without the linear relaxation: that a level cannot be at its floor takes
    hundredths of a second then, where the relaxation of everyone's paths takes seconds.

    Returns
    -------
    tuple[int, Roster | None]
        What the goal costs at least, and a roster that costs just that if one was found in some
        conflicts; below ``most``, for which there is one.
    """
    level = model.levels[goal.name]
    step = math.gcd(*level.sums().values()) or 1
    least += (model.floor(level) - least) % step
    limits = solver.options.limits
    conflicts = limits.path_climb if isinstance(goal, ByPath) else limits.cell_climb
    strategy = usual(solver.options).briefly(0, conflicts)
    for _ in range(limits.work_steps):
        if least >= most:
            break
        trial = model.branch()
        trial.hold(goal.name, least)
        run = solver.run(trial.cp, strategy)
        if run.found:
            return least, trial.roster(run.value)
        if not run.infeasible:
            break
        least += step
    return least, None
