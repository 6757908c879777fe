"""The CP-SAT model of one month, which rules and goals fill."""

from __future__ import annotations

from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING

from constraints.calendar import dates
from constraints.domain import DAY, Roster
from constraints.model.cost import Cost
from constraints.model.cpsat import CpModel, cp_model
from constraints.model.variables import Variables
from constraints.model.work_path import WorkGraph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from constraints.calendar import FairnessClass
    from constraints.clause import Clause, Concession
    from constraints.model.cost import Line, Literal
    from constraints.model.work_path import Automaton, Follows
    from constraints.problem import Problem


class DutyModel(Variables):
    """Variables ``on(d, p)`` (p takes duty d) and ``gap(d)`` (seats of d left open).

    Rules ``bar``, ``fix`` and ``require``; goals ``penalise``. Bars and fixes come before anything
    asks for the variables they touch, so that a barred cell never costs a variable.

    Parameters
    ----------
    problem
        The month.
    conceding
        Build the model for cures: whatever has a concession may be broken at its price, which is
        collected in ``prices``.

    Attributes
    ----------
    lines
        The water lines that balances have posted, by class and person.
    exclusions
        Person and two duties, the earlier first, that may not both be theirs.
    follows
        Whose duties follow which automaton.
    """

    def __init__(self, problem: Problem, *, conceding: bool = False) -> None:
        super().__init__()
        self.problem = problem
        self.conceding = conceding
        self.levels: dict[str, Cost] = {}
        self.prices: dict[Concession, cp_model.IntVar] = {}
        self.lines: dict[tuple[FairnessClass, str], Line] = {}
        self._on: dict[tuple[int, str], Literal] = {}
        self._open: dict[str, list[tuple[int, cp_model.IntVar, int]]] = {}
        self.exclusions: set[tuple[str, int, int]] = set()
        self.follows: dict[str, Follows] = {}
        self._graphs: dict[Automaton, WorkGraph] = {}
        self._gaps = [self.number(duty.need) for duty in problem.duties]

    def on(self, duty: int, person: str) -> Literal:
        """Return the literal "person takes duty", or the constant 0 where that is barred."""
        literal = self._on.get((duty, person))
        if literal is None:
            literal = self._on[duty, person] = self.literal()
        return literal

    def gap(self, duty: int) -> cp_model.IntVar:
        """Return the number of open seats of a duty."""
        return self._gaps[duty]

    def cell(self, index: int) -> tuple[int, str] | None:
        """Return the duty and the person that a variable decides, if it is such a one."""
        return self._cells.get(index)

    def step(self, index: int) -> tuple[FairnessClass, str, int, int] | None:
        """Return from how many to how many duties of a class a person makes a variable true."""
        return self._steps.get(index)

    @cached_property
    def by_date(self) -> list[list[int]]:
        """The duties that start on each date, from the first duty's to the last one's."""
        duties = self.problem.duties
        found: dict[date, list[int]] = {}
        if duties:
            found = {on: [] for on in dates(duties[0].date, duties[-1].date + DAY)}
        for d, duty in enumerate(duties):
            found[duty.date].append(d)
        return list(found.values())

    @cached_property
    def _cells(self) -> dict[int, tuple[int, str]]:
        return {on.index: cell for cell, on in self._on.items() if not isinstance(on, int)}

    @cached_property
    def _steps(self) -> dict[int, tuple[FairnessClass, str, int, int]]:
        most, found = len(self.problem.duties), {}
        for (cls, key), (low, high, under, over) in self.lines.items():
            for nth, literal in enumerate(over, high + 1):
                found[literal.index] = cls, key, nth, most
            for nth, literal in enumerate(under, low - len(under)):
                found[literal.index] = cls, key, 0, nth
        return found

    def taking(self, person: str) -> list[tuple[int, cp_model.IntVar]]:
        """Return the duties the person may take, with their literals."""
        if person not in self._open:
            cells = ((d, self.on(d, person)) for d in range(len(self.problem.duties)))
            self._open[person] = [(d, on, on.index) for d, on in cells if not isinstance(on, int)]
        bounds = self._bounds
        return [(d, on) for d, on, nth in self._open[person] if nth not in bounds or bounds[nth][1]]

    def bar(self, duty: int, person: str, clauses: Iterable[Clause]) -> None:
        """Keep the person off the duty unless every clause against it is conceded."""
        granted = [self.concession(clause.concession) for clause in clauses]
        if any(isinstance(literal, int) for literal in granted):
            self._on[duty, person] = 0
            return
        for literal in granted:
            self.cp.add(self.on(duty, person) <= literal)

    def fix(self, duty: int, person: str, on: bool) -> None:
        """Decide one cell."""
        known = self._on.get((duty, person))
        if known is None:
            self._on[duty, person] = self._certain() if on else 0
        else:
            self.cp.add(known + 0 == int(on))

    def concession(self, asked: Concession | None) -> Literal:
        """Return the literal "this is conceded", the constant 0 where nothing is.

        A rule adds it to the side of its inequality that it relaxes.
        """
        if not self.conceding or asked is None:
            return 0
        if asked not in self.prices:
            self.prices[asked] = self.literal()
        return self.prices[asked]

    def require(self, bound: cp_model.BoundedLinearExpression | bool) -> None:
        """Post a rule's linear (in)equality."""
        self.cp.add(bound)

    def exclude(self, person: str, first: int, second: int) -> None:
        """Forbid a person to take both of two duties; ``first`` starts before ``second``."""
        self.exclusions.add((person, first, second))
        self.cp.add_at_most_one([self.on(first, person), self.on(second, person)])

    def most(self, person: str, duties: Iterable[int]) -> int:
        """Return how many of some duties, in order, a person can take at most.

        Of neighbours that all exclude each other only one; of whoever follows an automaton what
        the longest path has.
        """
        if person in self.follows:
            counted = set(duties)
            allowed = [
                [0, *(int(d in counted) if self.may(d, person) else None for d in some)]
                for some in self.by_date
            ]
            return self.graph(person).most(self.follows[person].start, allowed) or 0
        found, apart = 0, list[int]()
        for d in duties:
            if found and all([(person, before, d) in self.exclusions for before in apart]):
                apart.append(d)
            else:
                found, apart = found + 1, [d]
        return found

    def graph(self, person: str) -> WorkGraph:
        """Return all paths of everyone who follows the same automaton as a person."""
        automaton = self.follows[person].automaton
        if automaton not in self._graphs:
            starts = [one.start for one in self.follows.values() if one.automaton == automaton]
            self._graphs[automaton] = WorkGraph(automaton, starts, list(map(len, self.by_date)))
        return self._graphs[automaton]

    def may(self, duty: int, person: str) -> bool:
        """Tell whether a person can still take a duty."""
        literal = self.on(duty, person)
        return not isinstance(literal, int) and self.possible(literal)

    def must(self, duty: int, person: str) -> bool:
        """Tell whether it is decided that a person takes a duty."""
        literal = self.on(duty, person)
        return not isinstance(literal, int) and self.bounds(literal.index)[0] > 0

    def allowed(self, cls: FairnessClass, person: str) -> tuple[int, int] | None:
        """Return the fewest and the most duties of a class that balances still allow someone."""
        line = self.lines.get((cls, person))
        if line is None:
            return None
        fewest = line.low - sum(map(self.possible, line.under))
        return fewest, line.high + sum(map(self.possible, line.over))

    def settle(self, duty: int, person: str, on: bool) -> None:
        """Decide an open cell."""
        literal = self.on(duty, person)
        assert not isinstance(literal, int)
        self.decide(literal.index, int(on))

    def _certain(self) -> cp_model.IntVar:
        literal = self.literal()
        self.decide(literal.index, 1)
        return literal

    def hold(self, level: str, most: int) -> None:
        """Let a level cost no more than ``most``.

        A variable of which one more, or one less, would cost more than that is decided at once,
        so that whatever is posted later can leave out what hangs on it.
        """
        cost, spread = self.levels[level], 0
        room = most - self.floor(cost)
        for index, coefficient in cost.sums().items():
            low, high = self.bounds(index)
            if low < high and abs(coefficient) > room:
                self.decide(index, low if coefficient > 0 else high)
            else:
                spread += abs(coefficient) * (high - low)
        if spread > room:
            self.limit(cost, most=most)

    def branch(self) -> DutyModel:
        """Return a copy to post more on; its variables so far are this model's."""
        other = copy(self)
        other.cp, other.levels, other._bounds = CpModel(), dict(self.levels), dict(self._bounds)
        other._proto = other.cp.proto
        other._proto.copy_from(self._proto)
        return other

    def penalise(self, level: str) -> Cost:
        """Return the cost of a level, to add terms to."""
        return self.levels.setdefault(level, Cost())

    def roster(self, value: Callable[[cp_model.IntVar], int]) -> Roster:
        """Read the roster off a solution."""
        people: list[list[str]] = [[] for _ in self.problem.duties]
        for (duty, person), literal in self._on.items():
            if literal if isinstance(literal, int) else value(literal):
                people[duty].append(person)
        return Roster(tuple(tuple(sorted(keys)) for keys in people))
