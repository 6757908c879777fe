"""A person's month as a path through the states of an automaton: shifts and days off, date by date.

What depends on more than two dates (a week's days off, a run of dates, the number of weekends) is
known by a state: what of the dates so far matters for those to come. One unit of flow through the
states makes the linear relaxation all but integral, where sums over windows leave it near nothing.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from ortools.sat.python.cp_model import IntVar

    from constraints.model.cost import Cost
    from constraints.model.duty_model import DutyModel

    State = Hashable


class Automaton(Protocol):
    """Which sequences of choices are lawful, and what they cost.

    On each date one is free, choice 0, or takes the c-th duty that starts on it, choice c. Equal
    automata have equal graphs, so an automaton is hashable.
    """

    def step(self, state: State, day: int, choice: int) -> tuple[State, int] | None:
        """Return the state after a choice on the nth date and what it costs; None if unlawful."""
        ...

    def ends(self, state: State) -> int | None:
        """Return what it costs to be left in a state by the last date; None if unlawful."""
        ...


class Follows(NamedTuple):
    """Whose duties follow which automaton, and from which state."""

    automaton: Automaton
    start: State


class Arc(NamedTuple):
    """From one node of a layer to one of the next, at a cost."""

    source: int
    target: int
    cost: int


class WorkGraph:
    """All lawful paths of an automaton from some states, layer by layer.

    States that allow the same choices at the same cost from here on are one, so that an automaton
    may remember more than matters; so each node but the first has one choice that leads to it.

    Parameters
    ----------
    automaton
        What is lawful.
    starts
        The states to begin from.
    choices
        How many duties start on each date.

    Attributes
    ----------
    starts
        The node of layer 0 for each start, if any path begins there.
    arcs
        For each date, the arcs from layer to layer, by target and source.
    entry
        For each date, the choice that leads to each node of the layer after it.
    """

    def __init__(
        self, automaton: Automaton, starts: Iterable[State], choices: Sequence[int]
    ) -> None:
        merged, begins = _merge(automaton, dict.fromkeys(starts), choices)
        self.starts: dict[State, int] = {}
        nodes: dict[tuple[int, int], int] = {}
        for state, future in begins.items():
            self.starts[state] = nodes.setdefault((0, future), len(nodes))
        self.sizes = [len(nodes)]
        self.arcs: list[list[Arc]] = []
        self.entry: list[list[int]] = []
        for follow in merged:
            steps = [
                ((choice, after), node, cost)
                for (_, future), node in nodes.items()
                for choice, after, cost in follow[future]
            ]
            nodes = {key: nth for nth, key in enumerate(sorted({key for key, _, _ in steps}))}
            self.arcs.append(sorted(Arc(node, nodes[key], cost) for key, node, cost in steps))
            self.arcs[-1].sort(key=lambda arc: arc.target)
            self.entry.append([choice for choice, _ in nodes])
            self.sizes.append(len(nodes))

    def most(self, start: State, worth: Sequence[Sequence[int | None]]) -> int | None:
        """Return the most that a path from a start is worth: a longest path.

        ``worth`` is by date and choice, None for what may not be chosen; None without any path.
        """
        if start not in self.starts:
            return None
        best = {self.starts[start]: 0}
        for arcs, entry, values in zip(self.arcs, self.entry, worth, strict=True):
            after: dict[int, int] = {}
            for source, target, _ in arcs:
                value = values[entry[target]]
                if source in best and value is not None:
                    total = best[source] + value
                    after[target] = max(after.get(target, total), total)
            best = after
        return max(best.values(), default=None)


Futures = list[list[tuple[int, int, int]]]  # by class of states: choice, next class, cost


def _merge(
    automaton: Automaton, starts: Iterable[State], choices: Sequence[int]
) -> tuple[list[Futures], dict[State, int]]:
    """Reach all states, and join those of a layer from which the same may follow."""
    layers: list[list[State]] = [list(starts)]
    steps: list[list[list[tuple[int, int, int]]]] = []
    for day, duties in enumerate(choices):
        reached: dict[State, int] = {}
        steps.append([])
        for state in layers[-1]:
            found = []
            for choice in range(duties + 1):
                step = automaton.step(state, day, choice)
                if step is not None:
                    found.append((choice, reached.setdefault(step[0], len(reached)), step[1]))
            steps[-1].append(found)
        layers.append(list(reached))
    # What an end costs is paid on the way to it, so that all ends are one.
    costs = {nth: automaton.ends(state) for nth, state in enumerate(layers[-1])}
    end = {nth: cost for nth, cost in costs.items() if cost is not None}
    steps[-1] = [
        [(choice, nth, cost + end[nth]) for choice, nth, cost in found if nth in end]
        for found in steps[-1]
    ]
    alike = dict.fromkeys(end, 0)
    merged: list[Futures] = []
    for layer in reversed(steps):
        classes: dict[tuple[tuple[int, int, int], ...], int] = {}
        before: dict[int, int] = {}
        for nth, found in enumerate(layer):
            follow = tuple((c, alike[after], cost) for c, after, cost in found if after in alike)
            if follow:
                before[nth] = classes.setdefault(follow, len(classes))
        merged.append([list(follow) for follow in classes])
        alike = before
    begins = {state: alike[nth] for nth, state in enumerate(layers[0]) if nth in alike}
    return merged[::-1], begins


def post(
    model: DutyModel,
    person: str,
    graph: WorkGraph,
    level: Cost,
    kept: Callable[[int], Iterable[Arc]],
) -> None:
    """Let a person's duties follow one of some paths of a graph.

    Parameters
    ----------
    model
        The month.
    person
        Whose path it is.
    graph
        The lawful paths from the person's start.
    level
        Where the path's cost is added.
    kept
        The arcs of a date on these paths, which only choose what the person may still take.
    """
    from constraints.model.cpsat import cp_model

    cp, total = model.cp, cp_model.LinearExpr.sum
    arriving: dict[int, list[IntVar]] = {graph.starts[model.follows[person].start]: []}
    for day, duties in enumerate(model.by_date):
        leaving: defaultdict[int, list[IntVar]] = defaultdict(list)
        after: defaultdict[int, list[IntVar]] = defaultdict(list)
        chosen: list[list[IntVar]] = [[] for _ in range(len(duties) + 1)]
        for source, target, cost in kept(day):
            arc = model.literal()
            leaving[source].append(arc)
            after[target].append(arc)
            chosen[graph.entry[day][target]].append(arc)
            level.add(cost, arc)
        for node, arcs in arriving.items():
            cp.add(total(leaving[node]) == (total(arcs) if day else 1))
        for d, arcs in zip(duties, chosen[1:], strict=True):
            cp.add(total(arcs) == model.on(d, person))
        arriving = after
