"""What a level costs, as a linear expression, and the water lines that balances cost it by."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from constraints.model.cpsat import cp_model

    Literal = cp_model.IntVar | int


class Term(NamedTuple):
    """One variable of a level's cost, by its index, with its coefficient."""

    coefficient: int
    variable: int


class Line(NamedTuple):
    """Where a person's duties of a class should lie: ``low`` to ``high``, both included.

    ``under`` holds a literal for each missing duty, the one of the fewest duties first, and
    ``over`` one for each above the line.
    """

    low: int
    high: int
    under: list[cp_model.IntVar]
    over: list[cp_model.IntVar]


class Cost:
    """The cost of one goal as a linear expression: ``offset + Σ coefficient · variable``."""

    def __init__(self) -> None:
        self.offset = 0
        self.terms: list[Term] = []

    def add(self, coefficient: int, literal: Literal) -> None:
        """Add ``coefficient · literal``."""
        if isinstance(literal, int):
            self.offset += coefficient * literal
        elif coefficient:
            self.terms.append(Term(coefficient, literal.index))

    def charge(self, coefficient: int, index: int) -> None:
        """Add ``coefficient`` times the variable of an index."""
        if coefficient:
            self.terms.append(Term(coefficient, index))

    def include(self, other: Cost, times: int) -> None:
        """Add another cost ``times`` over."""
        self.offset += times * other.offset
        self.terms += [Term(times * coefficient, index) for coefficient, index in other.terms]

    def sums(self) -> dict[int, int]:
        """Return the coefficient of every variable, by index."""
        total: defaultdict[int, int] = defaultdict(int)
        for coefficient, index in self.terms:
            total[index] += coefficient
        return total
