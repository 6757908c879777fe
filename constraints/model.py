"""The CP-SAT model of one month, which rules and goals fill."""

from __future__ import annotations

from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from constraints.cpsat import cp_model
from constraints.domain import Roster

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from constraints.calendar import FairnessClass
    from constraints.clause import Clause, Concession
    from constraints.problem import Problem

    Literal = cp_model.IntVar | int


EITHER = cp_model.Domain(0, 1)


class Term(NamedTuple):
    """One variable of a level's cost with its coefficient."""

    coefficient: int
    variable: cp_model.IntVar

    def ends(self) -> tuple[int, int]:
        """Return what it is worth at the least and at the greatest value of its variable."""
        domain = self.variable.proto.domain
        return self.coefficient * domain[0], self.coefficient * domain[len(domain) - 1]


class Line(NamedTuple):
    """Where a person's duties of a class should lie: ``low`` to ``high``, both included.

    ``under`` holds a literal for each missing duty, the one of the fewest duties first, and
    ``over`` one for each above the line.
    """

    low: int
    high: int
    under: list[cp_model.IntVar]
    over: list[cp_model.IntVar]

    def ends(self) -> tuple[int, int]:
        """Return the fewest and the most duties that are still possible."""
        return self.low - sum(map(possible, self.under)), self.high + sum(map(possible, self.over))


def possible(literal: cp_model.IntVar) -> bool:
    """Tell whether a literal can still be true."""
    domain = literal.proto.domain
    return bool(domain[len(domain) - 1] > 0)


class Level:
    """The cost of one goal as a linear expression: ``offset + Σ coefficient · variable``."""

    def __init__(self) -> None:
        self.offset = 0
        self.terms: list[Term] = []

    def add(self, coefficient: int, literal: Literal) -> None:
        """Add ``coefficient · literal``."""
        if isinstance(literal, int):
            self.offset += coefficient * literal
        elif coefficient:
            self.terms.append(Term(coefficient, literal))

    def include(self, other: Level, times: int) -> None:
        """Add another cost ``times`` over."""
        self.offset += times * other.offset
        self.terms += [Term(times * term.coefficient, term.variable) for term in other.terms]

    def expression(self) -> cp_model.LinearExprT:
        """Return the cost for the solver."""
        coefficients = [term.coefficient for term in self.terms]
        variables = [term.variable for term in self.terms]
        return cp_model.LinearExpr.weighted_sum(variables, coefficients) + self.offset

    def floor(self) -> int:
        """Return the trivial lower bound: every term at its least."""
        return self.offset + sum(min(term.ends()) for term in self.terms)


class DutyModel:
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
    """

    def __init__(self, problem: Problem, *, conceding: bool = False) -> None:
        self.problem = problem
        self.conceding = conceding
        self.cp = cp_model.CpModel()
        self.levels: dict[str, Level] = {}
        self.prices: dict[Concession, cp_model.IntVar] = {}
        self.lines: dict[tuple[FairnessClass, str], Line] = {}
        self._on: dict[tuple[int, str], Literal] = {}
        self.exclusions: set[tuple[str, int, int]] = set()
        self._gaps = [self.cp.new_int_var(0, duty.need, "") for duty in problem.duties]

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

    def taking(self, person: str) -> Iterator[tuple[int, cp_model.IntVar]]:
        """Yield the duties the person may take, with their literals."""
        for duty in range(len(self.problem.duties)):
            literal = self.on(duty, person)
            if not isinstance(literal, int) and possible(literal):
                yield duty, literal

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
            self._on[duty, person] = self.cp.new_constant(1) if on else 0
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
        self.cp.add(self.on(first, person) + self.on(second, person) <= 1)

    def literal(self) -> cp_model.IntVar:
        """Return a new literal (in half the time that ``new_bool_var`` takes to name it)."""
        return cp_model.IntVar(self.cp.proto).with_domain(EITHER)

    def hold(self, level: str, most: int) -> None:
        """Let a level cost no more than ``most``.

        A term that alone would cost more is fixed at once, so that whatever is posted later can
        leave out what hangs on it.
        """
        cost = self.levels[level]
        self.cp.add(cost.expression() <= most)
        room = most - cost.floor()
        for term in cost.terms:
            low, high = term.ends()
            if abs(high - low) > room:
                domain = term.variable.proto.domain
                best = domain[0] if low < high else domain[len(domain) - 1]
                term.variable.with_domain(cp_model.Domain(best, best))

    def branch(self) -> DutyModel:
        """Return a copy to post more on; its variables so far are this model's."""
        other = copy(self)
        other.cp, other.levels = self.cp.clone(), dict(self.levels)
        return other

    def minimise(self, cost: Level, most: int | None = None) -> None:
        """Make a cost the objective, ``most`` being the most it may come to."""
        total: dict[int, int] = {}
        for coefficient, variable in cost.terms:
            total[variable.index] = total.get(variable.index, 0) + coefficient
        self.cp.proto.clear_objective()
        objective = self.cp.proto.objective
        objective.vars.extend(list(total))
        objective.coeffs.extend(list(total.values()))
        objective.offset, objective.scaling_factor = cost.offset, 1
        if most is not None:
            objective.domain.extend([-(2**62), most - cost.offset])

    def penalise(self, level: str) -> Level:
        """Return the cost of a level, to add terms to."""
        return self.levels.setdefault(level, Level())

    def roster(self, value: Callable[[cp_model.IntVar], int]) -> Roster:
        """Read the roster off a solution."""
        people: list[list[str]] = [[] for _ in self.problem.duties]
        for (duty, person), literal in self._on.items():
            if literal if isinstance(literal, int) else value(literal):
                people[duty].append(person)
        return Roster(tuple(tuple(sorted(keys)) for keys in people))
