"""The cheapest parts, and all that are nearly as cheap, by dynamic programming over the duties."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from constraints.parts import CLASSES

if TYPE_CHECKING:
    from constraints.parts import Cells, Floats, Ints


class Walks:
    """Some people's parts as walks from duty to duty, along which they count what they have.

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
        self.cells, self.who, self.unit = cells, who, unit
        lined = bool(cells.lined[who].any())
        highest = cells.high[who].max(0) if lined else np.zeros(len(CLASSES), int)
        self.shape = tuple((np.minimum(highest, cells.member.sum(0)) + 1).tolist())
        self.counts = np.indices(self.shape).reshape(len(CLASSES), -1)
        step = np.array([int(np.prod(self.shape[c + 1 :])) for c in range(len(CLASSES))])
        self.shift = (cells.member @ step * lined).tolist()
        many = np.array((cells.high[who][:, None] >= self.counts.T).all(2))
        enough = (cells.low[who][:, None] <= self.counts.T).all(2)
        self.complete = np.where(many & enough, 0.0, np.inf)
        # From which counts one more duty leads to counts that nobody, or not this person, can have.
        self.block = np.full((len(self.shift), *many.shape), np.inf)
        for d, one in enumerate(self.shift):
            after = self.counts + (cells.member[d] * lined)[:, None]
            inside = np.array((after < np.array(self.shape)[:, None]).all(0))
            rest = many.shape[1] - one
            self.block[d, :, :rest][many[:, one:] & inside[:rest]] = 0
        self.first, self.last = unit * cells.first[who], unit * cells.last[who]
        self.pair, self.may = unit * cells.pair[who].astype(float), cells.may[who]
        # Where two duties may be near each other, by the first and how many days later.
        days = len(self.shift)
        self.near = np.full((days, cells.far, len(who), 1), np.inf)
        for d in range(days):
            later = min(days - 1, d + cells.far) - d
            self.near[d, :later, :, 0] = self.pair[:, d, d + 1 : d + 1 + later].T

    def weigh(self, duties: Floats, counts: Floats) -> Floats:
        """Set what duties, shape (P, D), and counts in the end, shape (P, S), weigh.

        Returns
        -------
        Floats
            What everyone's cheapest part costs; shape (P,).
        """
        far, days, must = self.cells.far, len(self.shift), self.cells.must[self.who]
        states, decided = self.complete.shape[1], bool(must.any())
        self.weight = np.where(self.may, duties, np.inf)
        self.end = counts + self.complete
        ending = self.end + self.last.T[:, :, None]
        taking = self.block + self.weight.T[:, :, None]
        # What it costs to go on from the counts before a duty: with this duty, or any later one.
        self.ahead = np.full(taking.shape, np.inf)
        later = np.full((days + 1, *self.complete.shape), np.inf)
        for d in reversed(range(days)):
            reach = min(days, d + far)
            cost = np.minimum(ending[d], later[reach])
            if decided:
                passing = must[:, d + 1 : reach].any(1)
                cost[passing] = ending[d, passing]
            if reach > d + 1:
                near = self.near[d, : reach - d - 1] + self.ahead[d + 1 : reach]
                np.minimum(cost, near.min(0), out=cost)
            rest = states - self.shift[d]
            np.add(cost[:, self.shift[d] :], taking[d, :, :rest], out=self.ahead[d, :, :rest])
            np.minimum(later[d + 1], self.ahead[d], out=later[d])
            if decided:
                later[d, must[:, d]] = self.ahead[d, must[:, d]]
        nothing = self.unit * self.cells.none[self.who] + self.end[:, 0]
        starts = self.first + self.ahead[:, :, 0].T
        least: Floats = np.minimum(nothing, starts.min(1))
        self.least = least
        return least

    def cheapest(self, few: int) -> tuple[list[int], list[list[int]]]:
        """Return people and a cheapest part of each, and with some other first duties too."""
        starts = self.first + self.ahead[:, :, 0].T
        firsts = np.argpartition(starts, min(few, starts.shape[1] - 1), 1)[:, :few].tolist()
        nothing = self.unit * self.cells.none[self.who] + self.end[:, 0]
        people: list[int] = []
        own: list[list[int]] = []
        for p, key in enumerate(self.who.tolist()):
            found = [self._follow(p, d) for d in firsts[p] if starts[p, d] < np.inf]
            found += [[]] * int(nothing[p] < np.inf)
            people += [key] * len(found)
            own += found
        return people, own

    def _follow(self, p: int, first: int) -> list[int]:
        """Return the cheapest part that begins with a duty."""
        own, state = [first], 0
        while True:
            d = own[-1]
            cost = self.ahead[d, p, state] - self.weight[p, d]
            state += self.shift[d]
            if self.end[p, state] + self.last[p, d] == cost:
                return own
            ahead = self.pair[p, d] + self.ahead[:, p, state]
            own.append(int((ahead == cost).argmax()))

    def within(self, room: float, most: int) -> tuple[list[int], list[list[int]]] | None:
        """Return all parts that cost at most ``room`` more than the cheapest of the same person.

        None if they are more than ``most``.
        """
        limit, shift = self.least + room, np.array(self.shift)
        nothing = self.unit * self.cells.none[self.who] + self.end[:, 0]
        whose = np.flatnonzero(nothing <= limit).tolist()
        own: list[list[int]] = [[] for _ in whose]
        p, d = np.nonzero(self.first + self.ahead[:, :, 0].T <= limit[:, None])
        duties, state, spent = d[:, None], np.zeros(len(p), int), self.first[p, d]
        while len(p):
            if len(p) + len(own) > most:
                return None
            spent, state = spent + self.weight[p, d], state + shift[d]
            done = np.flatnonzero(spent + self.end[p, state] + self.last[p, d] <= limit[p])
            whose += p[done].tolist()
            own += duties[done].tolist()
            on = spent[:, None] + self.pair[p, d]
            row, after = np.nonzero(on + self.ahead[:, p, state].T <= limit[p][:, None])
            spent, duties = on[row, after], np.column_stack([duties[row], after])
            p, d, state = p[row], after, state[row]
        return (self.who[whose].tolist(), own) if len(own) <= most else None
