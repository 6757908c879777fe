"""The pricing problem: everyone's columns of least reduced cost, by dynamic programming."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from scheduler.solving.columns import CLASSES

if TYPE_CHECKING:
    from scheduler.solving.columns import Floats, Ints, Network

SURE = 2.0**40  # above all that a column can cost, and small enough to add exactly to 64ths


class Pricing:
    """Shortest paths from duty to duty for some people, counting the duties along the way.

    A partial column that ends with duty d is one of equals if it has as many duties (k + 1, the
    layer) and as many holidays and rest days among them (s, the state); only the cheapest is kept::

        arrive[k, d, p, s] = cost[d, p] + min over b < d of
                             arrive[k - 1, b, p, s - shift[d]] + unit · price(b, d)

    A duty that somebody must have is one that costs too much to go without.

    Parameters
    ----------
    network
        What columns are made of.
    who
        The people, by index: all with limited numbers of duties or all without, since only the
        former need states.
    unit
        A column costs ``unit`` times its price, and what its duties and its numbers of duties cost.

    Attributes
    ----------
    counts
        Number of all duties, holidays and rest days for each end that a column can have; shape
        (3, E), E = (K + 1) · S for columns of up to K duties and S states.
    least
        Everyone's least reduced cost as last solved; shape (P,).
    """

    def __init__(self, network: Network, who: Ints, unit: int) -> None:
        self.who, self.may, self.sure = who, network.may[who].T, SURE * network.must[who].T
        low, high, people, days = network.low[who], network.high[who], *network.may[who].shape
        member = network.member[:days].copy()
        member[:, 1:] *= bool(network.limited[who].any())
        pair = unit * network.pair[who, :days, :days].astype(float)
        near = _near(pair, network.reach)
        soonest = network.reach - len(near)
        longest = max(1, min(high[:, 0].max(), self.may.sum(0).max(), -(-days // soonest)))
        shape = (longest + 1, *(np.minimum(high.max(0), member.sum(0))[1:] + 1))
        self.counts = np.indices(shape).reshape(len(CLASSES), -1)
        allowed = (low[:, None] <= self.counts.T) & (high[:, None] >= self.counts.T)
        self.allowed = np.where(allowed.all(2), self.sure.sum(0)[:, None], np.inf)
        states = int(np.prod(shape[1:]))
        # By how much a duty moves the state on.
        self.shift = member[:, 1:] @ [states // int(np.prod(shape[1:c])) for c in (2, 3)]
        # States that nobody can be in after a duty.
        counted = self.counts[1:, :states].T
        self.impossible = np.where((counted < member[:, None, None, 1:]).any(3), np.inf, 0.0)
        self.first = np.where(np.arange(states) == self.shift[:, None, None], 0.0, np.inf)
        self.first = self.first + unit * network.first[who].T[:, :, None].astype(float)
        last = unit * network.last[who].T[:, :, None].astype(float)
        # Written out for every state, which numpy goes through thrice as fast.
        self.near, self.last = near[..., None].repeat(states, 3), last.repeat(states, 2)
        self.none = unit * network.none[who].astype(float)
        self.pair = pair.transpose(0, 2, 1)
        # Where in a layer, flattened, the state before a duty stands.
        source = np.arange(days * people * states) - self.shift.repeat(people * states)
        self.source = np.maximum(source, 0).reshape(days, people, states)
        self.reach = network.reach
        # With so many unreachable days ahead, every duty has the same number of days before it.
        padded = np.full((longest, network.reach + days, people, states), np.inf)
        self.arrive = padded[:, network.reach :]
        self.windows = [
            np.moveaxis(sliding_window_view(layer, days, 0), -1, 1)[1 : len(near) + 1]
            for layer in padded
        ]

    def solve(self, duties: Floats, ends: Floats) -> Floats:
        """Set what duties, shape (P, D), and ends, shape (P, E), cost, and price all columns.

        Returns
        -------
        Floats
            Everyone's least reduced cost, infinite for whoever can have no column; shape (P,).
        """
        self.cost = np.where(self.may, duties.T, np.inf) - self.sure
        by_layer = (ends + self.allowed).reshape(len(self.who), -1, self.impossible.shape[2])
        self.end = by_layer.swapaxes(0, 1).copy()
        taking = self.impossible + self.cost[:, :, None]
        np.add(self.first, taking, out=self.arrive[0])
        for before, window, arrive in zip(self.arrive, self.windows, self.arrive[1:], strict=False):
            # From a near duty at a price, from an earlier one for nothing.
            cost = (window + self.near).min(0, initial=np.inf)
            earlier = np.minimum.accumulate(before[: -self.reach], 0)
            np.minimum(cost[self.reach :], earlier, out=cost[self.reach :])
            np.add(cost.take(self.source), taking, out=arrive)
        self.total = self.arrive + self.last
        self.total += self.end[1:, None]
        self.best = self.total.min(0).min(2)
        self.empty = self.none + self.end[0, :, 0]
        least: Floats = np.minimum(self.empty, self.best.min(0))
        least[least > SURE / 2] = np.inf
        self.least = least
        return least

    def cheapest(self, few: int) -> tuple[Ints, Ints]:
        """Return everyone's column of least reduced cost, and a few with other last duties.

        Returns
        -------
        tuple[Ints, Ints]
            Whose, and which duties, ascending, padded with the number of duties; shapes (N,) and
            (N, K).
        """
        layers, days, people, states = self.total.shape
        last = np.argpartition(self.best, min(few, days - 1), 0)[:few]
        nth, p = np.nonzero(self.best[last, np.arange(people)] < SURE / 2)
        d = last[nth, p]
        ends = self.total[:, d, p].swapaxes(0, 1).reshape(len(p), layers * states)
        whose, (k, s) = p, np.divmod(ends.argmin(1), states)
        duties, row = np.full((len(p), layers), days), np.arange(len(p))
        duties[row, k] = d
        while (on := k > 0).any():
            row, p, d, k, s = (one[on] for one in (row, p, d, k - 1, s - self.shift[d]))
            d = (self.arrive[k, :, p, s] + self.pair[p, d]).argmin(1)
            duties[row, k] = d
        empty = np.flatnonzero(self.empty < SURE / 2)
        return self._with_empty(empty, whose, duties)

    def within(self, gap: float, most: int) -> tuple[Ints, Ints] | None:
        """Return all columns whose reduced cost is at most ``gap`` above the same person's least.

        As ``cheapest`` does; None if they are more than ``most``. Columns are followed back from
        their last duties, all at once, as long as the cheapest way to begin them is within the gap.
        """
        limit, days = self.least + gap, len(self.shift)
        empty = np.flatnonzero(self.empty <= limit)
        p, d, s = (np.empty(0, int) for _ in range(3))
        duties, after = np.empty((0, len(self.arrive)), int), np.empty(0)
        for k in reversed(range(len(self.arrive))):
            # Those that have duties after the next one, and those of which it is the last.
            on, who, state = np.nonzero(self.total[k] <= limit[:, None])
            ends = self.last[on, who, 0] + self.end[k + 1, who, state]
            p, d, s = (np.concatenate(both) for both in ((p, who), (d, on), (s, state)))
            duties = np.vstack([duties, np.full((len(on), duties.shape[1]), days)])
            duties[:, k], after = d, np.concatenate([after, ends])
            if len(p) + len(empty) > most:
                return None
            if k > 0:
                after, s = after + self.cost[d, p], s - self.shift[d]
                ahead = after[:, None] + self.pair[p, d]
                row, d = np.nonzero(self.arrive[k - 1, :, p, s] + ahead <= limit[p][:, None])
                after, duties, p, s = ahead[row, d], duties[row], p[row], s[row]
        return self._with_empty(empty, p, duties)

    def _with_empty(self, empty: Ints, p: Ints, duties: Ints) -> tuple[Ints, Ints]:
        """Return columns and those of people who have no duty, by index of the whole staff."""
        if not len(empty):
            return self.who[p], duties
        none = np.full((len(empty), duties.shape[1]), len(self.shift))
        return self.who[np.concatenate([p, empty])], np.vstack([duties, none])


def _near(pair: Floats, reach: int) -> Floats:
    """Return what it costs to take a duty some days after another, fewer than ``reach``.

    Shape (W, D, P), by how many days, the most first; fewer than anybody may have are left out.
    """
    people, days, _ = pair.shape
    near = np.full((reach - 1, days, people), np.inf)
    for nth, later in enumerate(range(reach - 1, 0, -1)):
        near[nth, later:] = pair.diagonal(later, 1, 2).T
    possible = np.flatnonzero(np.isfinite(near).any((1, 2)))
    return near[: possible[-1] + 1] if possible.size else near[:0]
