"""Column generation for shift work: a bound on a level, and the paths that come near it.

A column is one person's whole term, a path through the states of an automaton; everything else the
model asks for is a row of the master, with a dual. See the page on the solver.
"""

from __future__ import annotations

from copy import copy
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from constraints.model.cost import Cost
from constraints.model.work_path import post
from scheduler.solving.work_master import Rows, WorkMaster

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping

    from constraints.model.duty_model import DutyModel
    from scheduler.solving.columns import Floats
    from scheduler.solving.work_pricing import WorkColumn, WorkPricing

SCALE = 64  # duals are multiples of 1/64, which makes all that follows from them exact


class WorkGeneration:
    """The Lagrangian bound of one level, with the best duals found.

    Parameters
    ----------
    model
        The month; everyone follows an automaton.
    cost
        What is minimised, besides what paths cost by themselves.
    pricing
        Everyone's paths.
    skipped
        The model's constraints that every path keeps to by itself.

    Attributes
    ----------
    bound
        No roster costs less; infinite if there is none.
    duals
        Those that give the bound; shape (R,).
    """

    def __init__(
        self, model: DutyModel, cost: Cost, pricing: list[WorkPricing], skipped: Container[int]
    ) -> None:
        self.model, self.cost, self.pricing = model, cost, pricing
        self.rows = Rows(model, skipped)
        self.base, charges, self.offset = self._split(cost)
        nth_of = {index: nth for nth, index in enumerate(self.rows.others)}
        self.charges, self.alone = np.zeros(len(nth_of)), dict[int, int]()
        for index, coefficient in charges.items():
            if index in nth_of:
                self.charges[nth_of[index]] = coefficient
            else:
                self.alone[index] = coefficient
                self.offset += coefficient * model.bounds(index)[coefficient < 0]
        bounds = [model.bounds(index) for index in self.rows.others]
        self.least = np.array([low for low, _ in bounds], float)
        self.most = np.array([high for _, high in bounds], float)
        self._begin()

    def _begin(self) -> None:
        self.bound, self.duals = -np.inf, np.zeros(len(self.rows.low))
        self.people = [p for pricing in self.pricing for p in pricing.who.tolist()]
        penalty = 2.0 * (1 + max((abs(one) for one in self.charges.tolist()), default=0))
        self.master = WorkMaster(self.model, self.rows, self.charges, penalty, self.people)

    def around(self, taken: Mapping[int, WorkColumn]) -> WorkGeneration:
        """Return the generation of the others' columns when some people have theirs already."""
        other = copy(self)
        other.rows = self.rows.without(taken.values())
        other.offset = self.offset + sum(map(self.cost_of, taken.values()))
        other.pricing = [
            pricing.of([p for p in pricing.who.tolist() if p not in taken])
            for pricing in self.pricing
            if not taken.keys() >= set(pricing.who.tolist())
        ]
        other._begin()
        other.duals = self.duals
        for column in self.master.columns:
            if column.person not in taken:
                other.master.add(column, other.cost_of(column), other.rows.of(column))
        return other

    def _split(self, cost: Cost) -> tuple[list[Floats], dict[int, int], float]:
        """Return what choices cost by date, what other variables cost, and the rest."""
        model, charges = self.model, cost.sums()
        keys = list(model.problem.by_key)
        base = []
        for duties in model.by_date:
            table = np.full((len(duties) + 1, len(keys)), np.inf)
            table[0] = 0
            for nth, d in enumerate(duties, 1):
                for p, key in enumerate(keys):
                    if model.may(d, key):
                        on = model.on(d, key)
                        assert not isinstance(on, int)
                        table[nth, p] = charges.pop(on.index, 0)
            for nth, d in enumerate(duties, 1):
                for p in (p for p, key in enumerate(keys) if model.must(d, key)):
                    table[:nth, p] = table[nth + 1 :, p] = np.inf
            base.append(table)
        return base, charges, cost.offset

    def run(self, over: Callable[[], bool], enough: float = np.inf) -> None:
        """Solve the master and price out columns in turns; keep the best duals.

        Ends as soon as the bound is above ``enough``.
        """
        duals = self.duals
        while not over():
            duals = self._rounded(duals)
            bound = self.price(duals)
            if bound > self.bound:
                self.bound, self.duals = bound, duals
            if bound > enough or bound == np.inf:
                return
            new, solved = self.enter(3), self.master.solve()
            raw, optimum = solved or (duals, -np.inf)
            gap = optimum + self.offset - self.bound
            if gap < 0.25 or (not new and np.array_equal(self._rounded(raw), duals)):
                break
            # Nearer than that smoothing takes longer.
            share = 0.5 if new and gap > 2 else 1.0
            duals = self.duals + share * (raw - self.duals)

    def settle(self) -> None:
        """Price everything by the best duals, and how paths may end as well as begin."""
        self.price(self.duals)
        for pricing in self.pricing:
            pricing.look_back()

    def count(self, gap: float) -> int:
        """Return how many arcs are on paths within a gap of the bound."""
        return sum(pricing.count(gap) for pricing in self.pricing)

    def _rounded(self, duals: Floats) -> Floats:
        """Return multiples of 1/64 next to these, of the sign that an open row asks for."""
        duals = np.round(SCALE * duals) / SCALE
        duals = np.where(np.isinf(self.rows.low), np.minimum(duals, 0), duals)
        return np.where(np.isinf(self.rows.high), np.maximum(duals, 0), duals)

    def reduced(self, duals: Floats) -> tuple[list[Floats], Floats, float]:
        """Return what choices and other variables cost at some duals, and the rest."""
        pairs = zip(self.base, self.rows.cells, strict=True)
        choices = [base - np.tensordot(duals, cells, 1) for base, cells in pairs]
        others = self.charges - duals @ self.rows.matrix
        met = np.where(duals > 0, self.rows.low, np.where(duals < 0, self.rows.high, 0))
        return choices, others, float(self.offset + met @ duals)

    def price(self, duals: Floats) -> float:
        """Solve everyone's pricing problem, and return the Lagrangian bound of these duals."""
        choices, others, bound = self.reduced(duals)
        bound += float(np.minimum(others * self.least, others * self.most).sum())
        return bound + sum(float(pricing.solve(choices).sum()) for pricing in self.pricing)

    def enter(self, few: int, worth: Mapping[int, float] | None = None) -> int:
        """Enter columns of least reduced cost; return how many were new."""
        new = 0
        for pricing in self.pricing:
            for column in pricing.cheapest(few):
                if column not in self.master.columns and (
                    worth is None or self._reduced(pricing, column) < worth[column.person] - 1e-4
                ):
                    self.master.add(column, self.cost_of(column), self.rows.of(column))
                    new += 1
        return new

    def cost_of(self, column: WorkColumn) -> float:
        """Return what a column costs."""
        tables = zip(self.base, column.choices, strict=True)
        return column.cost + sum(float(table[choice, column.person]) for table, choice in tables)

    def _reduced(self, pricing: WorkPricing, column: WorkColumn) -> float:
        p = int(np.flatnonzero(pricing.who == column.person)[0])
        return column.cost + sum(
            float(table[choice, p])
            for table, choice in zip(pricing.costs, column.choices, strict=True)
        )

    def offer(self, gap: float) -> tuple[DutyModel, Cost]:
        """Return a model of the paths within a gap of the bound, and what rosters cost above it.

        That cost is in 64ths and of reduced costs, most of which are 0, so that the search sees at
        once what costs anything.
        """
        model, above = self.model.branch(), Cost()
        keys = list(model.problem.by_key)
        choices, others, rest = self.reduced(self.duals)
        for pricing in self.pricing:
            for p, person in enumerate(pricing.who.tolist()):
                along = Cost()
                post(model, keys[person], pricing.graph, along, partial(pricing.within, p, gap=gap))
                above.include(along, SCALE)
        for table, duties in zip(choices, model.by_date, strict=True):
            for nth, d in enumerate(duties, 1):
                for p, key in enumerate(keys):
                    if np.isfinite(table[nth, p]):
                        above.add(round(SCALE * table[nth, p]), model.on(d, key))
        for index, charge in zip(self.rows.others, others.tolist(), strict=True):
            above.charge(round(SCALE * charge), index)
        for row in np.flatnonzero((self.duals != 0) & (self.rows.low != self.rows.high)).tolist():
            dual = float(self.duals[row])
            slack = model.number(int(gap / abs(dual)))
            above.add(round(SCALE * abs(dual)), slack)
            activity = self.rows.activity(model, row)
            if dual > 0:
                activity.add(-1, slack)
                model.limit(activity, least=int(self.rows.low[row]), most=int(self.rows.low[row]))
            else:
                activity.add(1, slack)
                model.limit(activity, least=int(self.rows.high[row]), most=int(self.rows.high[row]))
        above.offset = round(SCALE * (rest - self.bound))
        for index, charge in self.alone.items():
            above.charge(SCALE * charge, index)
            above.offset -= SCALE * charge * self.model.bounds(index)[charge < 0]
        return model, above
