"""The pricing problem of shift work: everyone's cheapest path through their automaton's states."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from constraints.model.duty_model import DutyModel
    from constraints.model.work_path import Arc, Automaton, WorkGraph
    from scheduler.solving.columns import Floats, Ints

    Costs = list[Floats]  # by date: of every choice for every person, shape (C + 1, P)


class _Layer(NamedTuple):
    """The arcs of one date: from where, where to, cost, by target; and the nodes they lead to."""

    source: Ints
    target: Ints
    cost: Floats
    first: Ints  # of each node, its first arc
    into: Ints  # of each node, all its arcs, the first one repeated
    entry: Ints  # of each node, the choice that leads to it


class WorkColumn(NamedTuple):
    """All that one person would do: the choice on each date, and what the path costs by itself."""

    person: int
    choices: tuple[int, ...]
    cost: int


class WorkPricing:
    """Shortest paths of all people who follow one automaton, at the same time.

    Parameters
    ----------
    graph
        The lawful paths.
    who
        The people, by index in the staff list; shape (P,).
    starts
        The node each begins at; shape (P,).

    Attributes
    ----------
    ahead, behind
        The cheapest way to each node of a layer from the start, and from it to the end; shapes
        (nodes, P).
    least
        Everyone's least reduced cost as last solved, infinite without a path; shape (P,).
    """

    def __init__(self, graph: WorkGraph, who: Ints, starts: Ints) -> None:
        self.graph, self.who = graph, who
        self.layers = [
            _layer(arcs, entry) for arcs, entry in zip(graph.arcs, graph.entry, strict=True)
        ]
        self.begin = np.full((graph.sizes[0], len(who)), np.inf)
        self.begin[starts, np.arange(len(who))] = 0
        self.ahead: list[Floats] = []
        self.behind: list[Floats] = []
        self.costs: Costs = []
        self.least: Floats = np.empty(len(who))

    def of(self, people: list[int]) -> WorkPricing:
        """Return the pricing problem of some of the people."""
        other, some = copy(self), np.isin(self.who, people)
        other.who, other.begin = self.who[some], self.begin[:, some]
        return other

    def solve(self, costs: Costs) -> Floats:
        """Price all paths: what every choice of everyone on the staff list costs, by date."""
        self.costs, self.ahead = [cost[:, self.who] for cost in costs], [self.begin]
        self.behind = []
        for layer, cost in zip(self.layers, self.costs, strict=True):
            along = self.ahead[-1][layer.source]
            along += layer.cost
            best = np.minimum.reduceat(along, layer.first, axis=0)
            best += cost[layer.entry]
            self.ahead.append(best)
        self.least = self.ahead[-1].min(0)
        return self.least

    def cheapest(self, few: int) -> list[WorkColumn]:
        """Return everyone's cheapest path, and some that end in other states."""
        last = self.ahead[-1]
        ends = np.argsort(last, 0, kind="stable")[:few]
        nth, p = np.nonzero(np.isfinite(last[ends, np.arange(len(self.who))]))
        node, rows = ends[nth, p], np.arange(len(p))
        cost, choices = np.zeros(len(p), int), np.empty((len(self.layers), len(p)), int)
        for day in reversed(range(len(self.layers))):
            layer = self.layers[day]
            choices[day] = layer.entry[node]
            arcs = layer.into[node]
            along = self.ahead[day][layer.source[arcs], p[:, None]] + layer.cost[arcs, 0]
            arc = arcs[rows, along.argmin(1)]
            node = layer.source[arc]
            cost += layer.cost[arc, 0].astype(int)
        whose = self.who[p].tolist()
        lines = map(tuple, choices.T.tolist())
        return [WorkColumn(*one) for one in zip(whose, lines, cost.tolist(), strict=True)]

    def look_back(self) -> None:
        """Find the cheapest way from each node to the end, at the costs last solved."""
        behind = [np.zeros_like(self.ahead[-1])]
        for ahead, layer, cost in zip(
            self.ahead[-2::-1], self.layers[::-1], self.costs[::-1], strict=True
        ):
            onward = (behind[-1] + cost[layer.entry])[layer.target]
            onward += layer.cost
            best = np.full_like(ahead, np.inf)
            np.minimum.at(best, layer.source, onward)
            behind.append(best)
        self.behind = behind[::-1]

    def within(self, p: int, day: int, *, gap: float) -> list[Arc]:
        """Return the arcs of a date on the p-th one's paths that cost at most ``gap`` too much."""
        arcs = self.graph.arcs[day]
        total = self._through(day, slice(p, p + 1))[:, 0]
        return [arcs[nth] for nth in np.flatnonzero(total <= self.least[p] + gap).tolist()]

    def count(self, gap: float) -> int:
        """Return how many arcs there are within a gap, over all people and dates."""
        days = range(len(self.layers))
        return sum(int((self._through(day) <= self.least + gap).sum()) for day in days)

    def _through(self, day: int, some: slice = slice(None)) -> Floats:
        """Return the cost of the cheapest path along each arc of a date; shape (arcs, people)."""
        layer = self.layers[day]
        onward = self.behind[day + 1][:, some] + self.costs[day][:, some][layer.entry]
        through: Floats = self.ahead[day][:, some][layer.source] + layer.cost
        return through + onward[layer.target]


def _layer(arcs: list[Arc], entry: list[int]) -> _Layer:
    source, target, cost = np.array(arcs).reshape(-1, 3).T
    first = np.searchsorted(target, np.arange(len(entry)))
    count = np.diff(np.append(first, len(arcs)))
    nth = np.arange(count.max())
    into = first[:, None] + np.where(nth < count[:, None], nth, 0)
    return _Layer(source, target, cost[:, None].astype(float), first, into, np.array(entry))


def pricing_of(model: DutyModel) -> list[WorkPricing]:
    """Return the pricing problems of everyone, by automaton; empty if somebody follows none.

    Raises
    ------
    ValueError
        Somebody's automaton allows nothing.
    """
    groups: dict[Automaton, list[int]] = {}
    keys, found = list(model.problem.by_key), []
    if not model.follows.keys() >= set(keys):
        return []
    for p, key in enumerate(keys):
        groups.setdefault(model.follows[key].automaton, []).append(p)
    for who in groups.values():
        graph = model.graph(keys[who[0]])
        starts = [model.follows[keys[p]].start for p in who]
        if not all(start in graph.starts for start in starts):
            raise ValueError("the hard rules contradict each other")
        nodes = np.array([graph.starts[start] for start in starts])
        found.append(WorkPricing(graph, np.array(who), nodes))
    return found
