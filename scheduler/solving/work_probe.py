"""What a level of shift work cannot do without: each thing that costs, tried alone."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from scheduler.solving.strategy import usual

if TYPE_CHECKING:
    from constraints.domain import Roster
    from constraints.model.cost import Cost
    from constraints.model.duty_model import DutyModel
    from scheduler.solving.solver import Solver


def unavoidable(model: DutyModel, level: Cost, roster: Roster, solver: Solver) -> int:
    """Return what a level costs at least, each thing that costs in a roster being tried alone.

    That one wish cannot be met the relaxation often proves at its root, where the least number of
    wishes that cannot be met together takes half a minute of search. The first thing that can be
    done without, or is not settled soon, ends it.
    """
    least, limits = model.floor(level), solver.options.limits
    brief = usual(solver.options).briefly(2, limits.relaxed_conflicts)
    for costs in _dear(model, level, roster, solver):
        trial = model.branch()
        for index, coefficient in costs.items():
            trial.decide(index, trial.bounds(index)[coefficient < 0])
        if not solver.run(trial.cp, brief).infeasible:
            break
        least += min(map(abs, costs.values()))
    return least


def _dear(model: DutyModel, level: Cost, roster: Roster, solver: Solver) -> list[dict[int, int]]:
    """Return the costs of variables, of which one costs something in a roster, by thing.

    What somebody may do on one date is one thing: a wish is often about several cells.
    """
    trial, things = model.branch(), defaultdict[object, dict[int, int]](dict)
    for key in model.problem.by_key:
        for d, _ in model.taking(key):
            trial.settle(d, key, key in roster.people[d])
    trial.minimise(level)
    run = solver.run(trial.cp, usual(solver.options))
    if not run.optimal:
        return []
    for index, coefficient in level.sums().items():
        cell = model.cell(index)
        thing = (model.problem.duties[cell[0]].date, cell[1]) if cell else index
        things[thing][index] = coefficient

    def dear(index: int, coefficient: int) -> bool:
        value = run.value(model.cp.get_int_var_from_proto_index(index))
        return value != model.bounds(index)[coefficient < 0]

    return [costs for costs in things.values() if any(dear(*one) for one in costs.items())]
