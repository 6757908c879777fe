"""The cheapest parts, and all that are nearly as cheap, by dynamic programming over the duties."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from scheduler.solving.columns import CLASSES

if TYPE_CHECKING:
    from scheduler.solving.columns import Cells, Floats, Ints

SURE = 2.0**40  # above all that a part can cost, and small enough to be added exactly to 64ths


class Walks:
    """Some people's parts as walks from duty to duty, along which they count what they have.

    What it costs to come to a duty is told for each number of duties before it, and for each
    number of holidays and rest days among those. A duty that somebody must have is one that it
    would cost too much to go without.

    Parameters
    ----------
    cells
        What the parts are made of.
    who
        The people, by index: all with lines or all without, since only the former count.
    unit
        A part costs ``unit`` times its price, what its duties weigh, and what its counts weigh.
    """

    def __init__(self, cells: Cells, who: Ints, unit: int) -> None:
        self.who, self.may, self.sure = who, cells.may[who].T, SURE * cells.must[who].T
        low, high, people, days = cells.low[who], cells.high[who], *cells.may[who].shape
        member = cells.member[:days].copy()
        member[:, 1:] *= bool(cells.lined[who].any())
        pair = unit * cells.pair[who, :days, :days].astype(float)
        near = _near(pair, cells.far)
        soonest = cells.far - len(near)
        longest = max(1, min(high[:, 0].max(), self.may.sum(0).max(), -(-days // soonest)))
        shape = (longest + 1, *(np.minimum(high.max(0), member.sum(0))[1:] + 1))
        self.counts = np.indices(shape).reshape(len(CLASSES), -1)
        complete = (low[:, None] <= self.counts.T) & (high[:, None] >= self.counts.T)
        self.complete = np.where(complete.all(2), self.sure.sum(0)[:, None], np.inf)
        states = int(np.prod(shape[1:]))
        self.shift = member[:, 1:] @ [states // int(np.prod(shape[1:c])) for c in (2, 3)]
        had = self.counts[1:, :states].T
        # Which counts nobody can have after a duty.
        self.block = np.where((had < member[:, None, None, 1:]).any(3), np.inf, 0.0)
        self.first = np.where(np.arange(states) == self.shift[:, None, None], 0.0, np.inf)
        self.first = self.first + unit * cells.first[who].T[:, :, None].astype(float)
        last = unit * cells.last[who].T[:, :, None].astype(float)
        # Written out for every count, which numpy goes through thrice as fast.
        self.near, self.last = near[..., None].repeat(states, 3), last.repeat(states, 2)
        self.none = unit * cells.none[who].astype(float)
        self.pair = pair.transpose(0, 2, 1)
        source = np.arange(days * people * states) - self.shift.repeat(people * states)
        self.source = np.maximum(source, 0).reshape(days, people, states)
        self.far = cells.far
        # With so many unreachable days ahead, every duty has the same number of days before it.
        room = np.full((longest, cells.far + days, people, states), np.inf)
        self.come = room[:, cells.far :]
        self.soon = [
            np.moveaxis(sliding_window_view(one, days, 0), -1, 1)[1 : len(near) + 1] for one in room
        ]

    def weigh(self, duties: Floats, counts: Floats) -> Floats:
        """Set what duties, shape (P, D), and counts in the end, shape (P, S), weigh.

        Returns
        -------
        Floats
            What everyone's cheapest part costs; shape (P,).
        """
        self.weight = np.where(self.may, duties.T, np.inf) - self.sure
        ends = (counts + self.complete).reshape(len(self.who), -1, self.block.shape[2])
        self.end = ends.swapaxes(0, 1).copy()
        taking = self.block + self.weight[:, :, None]
        np.add(self.first, taking, out=self.come[0])
        for before, soon, come in zip(self.come, self.soon, self.come[1:], strict=False):
            cost = (soon + self.near).min(0, initial=np.inf)
            long_ago = np.minimum.accumulate(before[: -self.far], 0)
            np.minimum(cost[self.far :], long_ago, out=cost[self.far :])
            np.add(cost.take(self.source), taking, out=come)
        self.whole = self.come + self.last
        self.whole += self.end[1:, None]
        self.best = self.whole.min(0).min(2)
        self.nothing = self.none + self.end[0, :, 0]
        least: Floats = np.minimum(self.nothing, self.best.min(0))
        least[least > SURE / 2] = np.inf
        self.least = least
        return least

    def cheapest(self, few: int) -> tuple[Ints, Ints]:
        """Return a cheapest part of everyone, and with some other last duties too.

        Returns
        -------
        tuple[Ints, Ints]
            Whose, and which duties, ascending, filled up with the number of duties; shapes (N,)
            and (N, K).
        """
        layers, days, people, states = self.whole.shape
        last = np.argpartition(self.best, min(few, days - 1), 0)[:few]
        nth, p = np.nonzero(self.best[last, np.arange(people)] < SURE / 2)
        d = last[nth, p]
        ends = self.whole[:, d, p].swapaxes(0, 1).reshape(len(p), layers * states)
        whose, (k, s) = p, np.divmod(ends.argmin(1), states)
        own, row = np.full((len(p), layers), days), np.arange(len(p))
        own[row, k] = d
        while (on := k > 0).any():
            row, p, d, k, s = (one[on] for one in (row, p, d, k - 1, s - self.shift[d]))
            d = (self.come[k, :, p, s] + self.pair[p, d]).argmin(1)
            own[row, k] = d
        idle = np.flatnonzero(self.nothing < SURE / 2)
        return self._and_idle(idle, whose, own)

    def within(self, room: float, most: int) -> tuple[Ints, Ints] | None:
        """Return all parts that cost at most ``room`` more than the cheapest of the same person.

        As ``cheapest`` does; None if they are more than ``most``.
        """
        limit, days = self.least + room, len(self.shift)
        idle = np.flatnonzero(self.nothing <= limit)
        p, d, s = (np.empty(0, int) for _ in range(3))
        own, after = np.empty((0, len(self.come)), int), np.empty(0)
        for k in reversed(range(len(self.come))):
            # Those that have duties after the next one, and those of which it is the last.
            on, who, state = np.nonzero(self.whole[k] <= limit[:, None])
            ends = self.last[on, who, 0] + self.end[k + 1, who, state]
            p, d, s = (np.concatenate(both) for both in ((p, who), (d, on), (s, state)))
            own = np.vstack([own, np.full((len(on), own.shape[1]), days)])
            own[:, k], after = d, np.concatenate([after, ends])
            if len(p) + len(idle) > most:
                return None
            if k > 0:
                after, s = after + self.weight[d, p], s - self.shift[d]
                ahead = after[:, None] + self.pair[p, d]
                row, d = np.nonzero(self.come[k - 1, :, p, s] + ahead <= limit[p][:, None])
                after, own, p, s = ahead[row, d], own[row], p[row], s[row]
        return self._and_idle(idle, p, own)

    def _and_idle(self, idle: Ints, p: Ints, own: Ints) -> tuple[Ints, Ints]:
        """Return parts, and those of people who can have none, by index of the whole staff."""
        if not len(idle):
            return self.who[p], own
        none = np.full((len(idle), own.shape[1]), len(self.shift))
        return self.who[np.concatenate([p, idle])], np.vstack([own, none])


def _near(pair: Floats, far: int) -> Floats:
    """Return what it costs to take a duty some days after another, fewer than ``far``.

    Shape (W, D, P), by how many days, the most first; fewer than anybody may have are left out.
    """
    people, days, _ = pair.shape
    near = np.full((far - 1, days, people), np.inf)
    for nth, later in enumerate(range(far - 1, 0, -1)):
        near[nth, later:] = pair.diagonal(later, 1, 2).T
    possible = np.flatnonzero(np.isfinite(near).any((1, 2)))
    return near[: possible[-1] + 1] if possible.size else near[:0]
