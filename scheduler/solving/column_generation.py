"""Column generation: a bound on what rosters cost, and the columns of those that cost little more.

A column is all the duties of one person; a roster is one column of everyone that together take
every seat. See the page on the solver, ``scheduler.solving``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from constraints.model.cost import Cost
from scheduler.solving.columns import CLASSES, Network
from scheduler.solving.level_cost import LevelCost, held_levels
from scheduler.solving.master import RestrictedMaster
from scheduler.solving.pricing import Pricing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from constraints.model.duty_model import DutyModel
    from constraints.model.path import Prices
    from scheduler.solving.columns import Columns, Floats, Ints
    from scheduler.solving.limits import Limits

DUAL_SCALE = 64  # duals are multiples of 1/64, which makes all that follows from them exact


class Duals(NamedTuple):
    """The dual of every duty, shape (D,), and of every held level, never positive."""

    duties: Floats
    held: Floats

    def rounded(self) -> Duals:
        """Return multiples of 1/64 next to these."""
        duties, held = (np.round(DUAL_SCALE * one) / DUAL_SCALE for one in self)
        return Duals(duties, np.minimum(held, 0))

    def toward(self, other: Duals, share: float) -> Duals:
        """Return the duals that lie that share of the way from these to others."""
        return Duals(*(one + share * (new - one) for one, new in zip(self, other, strict=True)))


class ColumnGeneration:
    """The Lagrangian bound with the best duals found, and what it leaves of everyone's columns.

    Parameters
    ----------
    model
        The month.
    prices, unit, ties
        What a roster costs: ``unit`` times the prices of neighbouring duties, and the tie-break.
    held
        The levels that are settled, and what they may cost.
    limits
        When to stop.

    Attributes
    ----------
    bound
        No roster costs less; infinite if there is none.
    duals
        Those that give the bound.
    """

    def __init__(
        self,
        model: DutyModel,
        prices: Prices,
        unit: int,
        ties: Cost,
        held: Mapping[str, int],
        limits: Limits,
    ) -> None:
        self.network, self.unit, self.limits = Network(model, prices), unit, limits
        self.ties, self.held = LevelCost(model, ties), list(held_levels(model, held))
        self.counted = any(one.counted for one in (self.ties, *(one.cost for one in self.held)))
        days = len(model.problem.duties)
        self.need = [duty.need for duty in model.problem.duties]
        # How many seats of a duty may stay open.
        self.seats = np.array([model.bounds(model.gap(d).index)[1] for d in range(days)])
        limited, idle = self.network.limited, self.network.idle
        groups = (np.flatnonzero(limited & ~idle), np.flatnonzero(~limited & ~idle))
        self.pricing = [Pricing(self.network, who, unit) for who in groups if who.size]
        # Whoever can have no duty has one column, whatever the duals.
        self.idle = np.flatnonzero(idle)
        self.idle_cost = unit * self.network.none[idle].astype(float)
        self.bound, self.duals = -np.inf, Duals(np.zeros(days), np.zeros(len(self.held)))

    def run(self, over: Callable[[], bool]) -> None:
        """Generate columns until the bound is that of all columns, or time is up."""
        self._generate(over)
        self.price(self.duals)

    def _generate(self, over: Callable[[], bool]) -> None:
        """Solve the restricted master and price out columns in turns; keep the best duals."""
        limits, penalty = self.limits, self.limits.penalty * self.unit
        held = [(one.cost.gaps, one.most) for one in self.held]
        master = RestrictedMaster(self.need, self.seats, held, len(self.network.may), penalty)
        for person, cost in zip(self.idle.tolist(), self.idle_cost.tolist(), strict=True):
            master.add(person, [], cost, np.zeros(len(held)))
        entered = set[tuple[int, ...]]()
        duals, optimum, exact = self.duals, np.inf, False
        while not over():
            duals = duals.rounded()
            bound = self.price(duals)
            if bound > self.bound:
                self.bound, self.duals = bound, duals
            if bound == np.inf:
                return  # Somebody can have no column at all.
            done = optimum - self.bound < limits.optimum_gap
            if done and master.feasible:
                return
            new = self._enter(master, entered)
            if done or (exact and not new):
                if not new and master.feasible:
                    return
                if penalty > limits.last_penalty * self.unit:
                    self.bound = np.inf
                    return
                penalty *= limits.penalty_growth
                master.set_penalty(penalty)
            if (solved := master.solve()) is None:
                return
            duals, optimum = Duals(*solved[:2]), solved[2]
            # Nearer than a unit smoothing takes longer.
            exact = not new or optimum - self.bound < self.unit
            if not exact:
                duals = self.duals.toward(duals, limits.dual_share)

    def _enter(self, master: RestrictedMaster, entered: set[tuple[int, ...]]) -> bool:
        """Enter everyone's columns of least reduced cost; False if all of them are in already."""
        few = self.limits.columns_each
        columns = self._columns([pricing.cheapest(few) for pricing in self.pricing])
        cost = self.ties.of(columns) + self.unit * columns.price
        held = np.array([one.cost.of(columns) for one in self.held]).reshape(-1, len(cost)).T
        rows = zip(
            columns.person.tolist(),
            columns.duty_lists(),
            cost.tolist(),
            held.tolist(),
            strict=True,
        )
        new = False
        for person, duties, price, levels in rows:
            if (key := (person, *duties)) not in entered:
                entered.add(key)
                master.add(person, duties, price, levels)
                new = True
        return new

    def _columns(self, priced: list[tuple[Ints, Ints]]) -> Columns:
        """Put together what was priced group by group."""
        if len(priced) == 1:
            return self.network.columns(*priced[0])
        days, widest = len(self.seats), max(duties.shape[1] for _, duties in priced)
        alike = [np.full((len(duties), widest), days) for _, duties in priced]
        for wide, (_, duties) in zip(alike, priced, strict=True):
            wide[:, : duties.shape[1]] = duties
        return self.network.columns(np.concatenate([who for who, _ in priced]), np.vstack(alike))

    def price(self, duals: Duals) -> float:
        """Solve everyone's pricing problem, and return the Lagrangian bound of these duals."""
        cells, gaps = self.ties.cells[:, :-1] - duals.duties, self.ties.gaps - duals.duties
        counts = self.ties.counts
        bound = self.ties.offset + self.unit * self.network.known + duals.duties @ self.need
        for dual, (level, most) in zip(duals.held, self.held, strict=True):
            cells = cells - dual * level.cells[:, :-1]
            counts = counts - dual * level.counts
            gaps = gaps - dual * level.gaps
            bound += dual * most
        bound += np.minimum(gaps, 0) @ self.seats + self.idle_cost.sum()
        classes = range(len(CLASSES) if self.counted else 0)
        for pricing in self.pricing:
            ends = sum(counts[pricing.who, c][:, pricing.counts[c]] for c in classes)
            bound += pricing.solve(cells[pricing.who], ends).sum()
        return float(bound)

    def post(self, model: DutyModel, level: Cost, gap: float, most: int) -> Cost | None:
        """Let everyone have a column of some roster that costs no more than ``bound + gap``.

        Adds the columns' prices to a level, and returns what rosters cost above the bound, in
        64ths: by reduced costs, most of which are 0, so that the search sees at once what costs
        anything. None if there are more columns than ``most``.
        """
        days = len(self.seats)
        priced: list[tuple[Ints, Ints]] = [(self.idle, np.full((len(self.idle), 1), days))]
        for pricing in self.pricing:
            some = pricing.within(gap, most - sum(len(who) for who, _ in priced))
            if some is None:
                return None
            priced.append(some)
        columns = self._columns(priced)
        literals = columns.post(model, level)
        level.offset += self.network.known
        least = np.empty(len(model.problem.people))
        least[self.idle] = self.idle_cost
        for pricing in self.pricing:
            least[pricing.who] = pricing.least
        duals = self.duals.duties
        cost = self.ties.of(columns) + self.unit * columns.price - least[columns.person]
        cost -= np.append(duals, 0)[columns.duties].sum(1)
        above = Cost()
        for reduced, literal in zip(
            (DUAL_SCALE * cost).astype(int).tolist(), literals, strict=True
        ):
            above.add(reduced, literal)
        for d in np.flatnonzero(self.seats).tolist():
            above.add(int(DUAL_SCALE * (self.ties.gaps[d] - duals[d])), model.gap(d))
        base = self.ties.offset + self.unit * self.network.known + duals @ self.need + least.sum()
        above.offset = int(DUAL_SCALE * (base - self.bound))
        return above
