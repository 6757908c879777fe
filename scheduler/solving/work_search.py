"""One level of shift work: the best roster near the bound of column generation, and its proof."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from constraints.domain import Roster
from scheduler.solving.strategy import usual
from scheduler.solving.work_dive import dive
from scheduler.solving.work_generation import SCALE, WorkGeneration

if TYPE_CHECKING:
    from constraints.model.cost import Cost
    from constraints.model.duty_model import DutyModel
    from constraints.rule import Goal
    from scheduler.solving.solver import Solver
    from scheduler.solving.work_pricing import WorkPricing


class WorkSearch:
    """The least cost of a level, costs being whole numbers.

    Paths that cost more than a gap above the bound are left out: a roster with one of them costs
    more than bound and gap. So the least possible cost is asked for first, the next after it.

    Parameters
    ----------
    model
        The month.
    goal, cost
        The level, and its cost besides that of paths.
    pricing
        Everyone's paths.
    skipped
        The model's constraints that every path keeps to by itself.
    solver
        What is left of the time.

    Attributes
    ----------
    roster, bound
        The best found, if any, and what is proved.
    """

    def __init__(
        self,
        model: DutyModel,
        goal: Goal,
        cost: Cost,
        pricing: list[WorkPricing],
        skipped: range,
        solver: Solver,
    ) -> None:
        self.model, self.goal, self.solver = model, goal, solver
        self.generation = WorkGeneration(model, cost, pricing, skipped)
        self.roster: Roster | None = None
        self.bound = -math.inf

    @property
    def proved(self) -> bool:
        """Tell whether the best roster is proved to be the best."""
        return self.roster is not None and self.value <= self.bound

    @property
    def value(self) -> float:
        """What the best roster found costs."""
        if self.roster is None:
            return math.inf
        return self.goal.cost(self.model.problem, self.roster)

    def run(self) -> None:
        """Find the best roster."""
        generation, solver = self.generation, self.solver
        generation.run(lambda: solver.over)
        if not math.isfinite(generation.bound):
            return
        self.bound = math.ceil(generation.bound - 1e-6)
        self._offer(dive(generation, lambda: solver.over))
        generation.price(generation.duals)
        for pricing in generation.pricing:
            pricing.look_back()
        import time
        print('dive', self.value, 'bound', generation.bound, round(time.monotonic()-solver.started,2))
        self.improve()
        step = 0
        while not self.proved and not solver.over:
            most = min(self.bound + step, self.value - 1)
            model, above = generation.offer(most - generation.bound)
            model.minimise(above, math.floor(SCALE * (most - generation.bound)))
            run = solver.run(model.cp, replace(usual(solver.options), any_solution=not step))
            if run.found:
                self._offer(model.roster(run.value))
            if run.infeasible:
                self.bound = most + 1
            elif run.optimal:
                self.bound = self.value
            else:
                return
            step = 2 * step + 1

    def improve(self):
        import random, time
        rng = random.Random(0)
        keys = list(self.model.problem.by_key)
        import os
        K=int(os.environ.get('K','8')); W=int(os.environ.get('W','9')); C=int(os.environ.get('C','1000')); PRE=bool(int(os.environ.get('PRE','0')))
        days=len(self.model.by_date)
        fails=0
        nth=0
        while not self.proved and not self.solver.over and fails<20:
            nth+=1
            model=self.model.branch()
            if nth%2:
                free=set(rng.sample(keys,min(K,len(keys)))); window=range(days)
            else:
                free=set(keys); a=rng.randrange(-2,days-W+3); window=range(max(a,0),min(days,a+W))
            for day,duties in enumerate(model.by_date):
                for d in duties:
                    for key in keys:
                        if (key in free and day in window): continue
                        if model.may(d,key): model.decide(model.on(d,key).index, int(key in self.roster.people[d]))
            t=time.monotonic()
            most=self.value-1
            G=float(os.environ.get('G','6')); model, above = self.generation.offer(min(G,most - self.generation.bound), model)
            model.minimise(above, math.floor(SCALE * (most - self.generation.bound)))
            t2=time.monotonic()
            st=replace(usual(self.solver.options), conflicts=C, presolve=PRE)
            run = self.solver.run(model.cp, st)
            before=self.value
            if run.found: self._offer(model.roster(run.value))
            fails = 0 if self.value<before else fails+1
            print(nth, len(free), len(window), 'vars', len(model.cp.proto.variables), run.status, before,'->',self.value, 'build',round(t2-t,2),'solve',round(time.monotonic()-t2,2), 'at', round(time.monotonic()-self.solver.started,1),flush=True)

    def _offer(self, roster: Roster | None) -> None:
        """Keep a roster if it is better."""
        if roster is not None and self.goal.cost(self.model.problem, roster) < self.value:
            self.roster = roster
