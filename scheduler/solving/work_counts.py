"""One person's cheapest month with so many duties of each kind: dynamic programming on counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from constraints.model.work_path import WorkGraph
    from scheduler.solving.columns import Floats

    Table = NDArray[np.float32]  # by counts: half as wide as usual is wide enough, and sooner done
    Counts = tuple[int, ...]
    Kinds = Sequence[Sequence[Counts]]


class CountedPath:
    """Paths through the states of an automaton that have given counts.

    Where balances are settled everyone's counts are. Rows of a master that ask for them are kept on
    average only, by half of a column with too many nights and half of one with too few; paths that
    count as they go keep them all.

    Parameters
    ----------
    graph
        The lawful paths.
    start
        The node of layer 0 to begin at.
    kinds
        For each date and each choice but a day off, what it adds to each count, 0 or 1.
    counts
        How many of each there are to be in all.
    """

    def __init__(self, graph: WorkGraph, start: int, kinds: Kinds, counts: Counts) -> None:
        self.graph, self.start, self.counts = graph, start, counts
        self.shape = tuple(count + 1 for count in counts)
        self.kinds = [[(0,) * len(counts), *choices] for choices in kinds]
        self.into: list[list[list[tuple[int, int]]]] = []
        for arcs, entry in zip(graph.arcs, graph.entry, strict=True):
            self.into.append([[] for _ in entry])
            for source, target, cost in arcs:
                self.into[-1][target].append((source, cost))

    def cheapest(self, prices: Floats, weight: float) -> tuple[list[int], int] | None:
        """Return the choices of the cheapest path, and what its steps cost; None without one.

        ``prices`` are of every choice of each date, shape (dates, C + 1), infinite where it is
        barred; ``weight`` is the price of one point of what steps cost.
        """
        begin: Table = np.full(self.shape, np.inf, np.float32)
        begin[(0,) * len(self.shape)] = 0
        layers = [{self.start: begin}]
        for day, price in enumerate(prices):
            layers.append(self._step(day, price, layers[-1], weight))
        ends = [(float(best[self.counts]), node) for node, best in layers[-1].items()]
        cost, node = min(ends, default=(np.inf, 0))
        return self._back(layers, node, weight) if cost < np.inf else None

    def _step(
        self, day: int, price: Floats, before: dict[int, Table], weight: float
    ) -> dict[int, Table]:
        """Return the cheapest way to each node after a date, by counts so far."""
        after: dict[int, Table] = {}
        for node, choice in enumerate(self.graph.entry[day]):
            best: Table | None = None
            for source, cost in self.into[day][node] if price[choice] < np.inf else ():
                if source in before:
                    way = before[source] + np.float32(weight * cost) if cost else before[source]
                    best = way if best is None else np.minimum(best, way)
            if best is not None:
                kind, moved = self.kinds[day][choice], np.full(self.shape, np.inf, np.float32)
                fewer = tuple(slice(size - one) for one, size in zip(kind, self.shape, strict=True))
                moved[tuple(slice(one, None) for one in kind)] = best[fewer]
                after[node] = moved + np.float32(price[choice])
        return after

    def _back(
        self, layers: list[dict[int, Table]], node: int, weight: float
    ) -> tuple[list[int], int]:
        """Follow the cheapest path from its end back to its start."""
        counts, choices, total = self.counts, [0] * len(self.into), 0
        for day in reversed(range(len(choices))):
            choice = choices[day] = self.graph.entry[day][node]
            pairs = zip(counts, self.kinds[day][choice], strict=True)
            counts = tuple(count - one for count, one in pairs)
            ways = [
                (float(layers[day][source][counts]) + weight * cost, source, cost)
                for source, cost in self.into[day][node]
                if source in layers[day]
            ]
            _, node, cost = min(ways)
            total += cost
        return choices, total
