"""Columns, and the network of duties that everyone's columns are paths through, as arrays."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from constraints.calendar import FairnessClass
from constraints.domain import DAY
from constraints.model.cpsat import cp_model

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from constraints.model.cost import Cost
    from constraints.model.duty_model import DutyModel
    from constraints.model.path import Prices

    Ints = NDArray[np.integer[Any]]
    Floats = NDArray[np.float64]

CLASSES = tuple(FairnessClass)


@dataclass(frozen=True)
class Columns:
    """N columns: each is all the duties that one person would have.

    Attributes
    ----------
    person
        Whose column it is, as index into the staff list; shape (N,).
    duties
        Its duties, ascending, padded with D, the number of duties; shape (N, K).
    price
        What its neighbouring duties cost; shape (N,).
    member
        Which fairness classes a duty counts in; shape (D + 1, 3).
    """

    person: Ints
    duties: Ints
    price: Ints
    member: Ints

    @cached_property
    def counts(self) -> Ints:
        """Number of duties by fairness class; shape (N, 3)."""
        found: Ints = self.member[self.duties].sum(1)
        return found

    def duty_lists(self) -> list[list[int]]:
        """Return the duties of each column, without padding."""
        lengths = (self.duties < len(self.member) - 1).sum(1).tolist()
        return [duties[:n] for duties, n in zip(self.duties.tolist(), lengths, strict=True)]

    def post(self, model: DutyModel, level: Cost) -> list[cp_model.IntVar]:
        """Give everyone one of their columns, add its price to a level, and return the literals."""
        keys = list(model.problem.by_key)
        having: dict[tuple[int, str], list[cp_model.IntVar]] = defaultdict(list)
        whose: dict[str, list[cp_model.IntVar]] = {key: [] for key in keys}
        literals = [model.literal() for _ in self.price]
        rows = zip(
            literals, self.person.tolist(), self.duty_lists(), self.price.tolist(), strict=True
        )
        for literal, person, duties, price in rows:
            key = keys[person]
            whose[key].append(literal)
            level.add(price, literal)
            for d in duties:
                having[d, key].append(literal)
        for some in whose.values():
            model.cp.add_exactly_one(some)
        for key in keys:
            for d, on in model.taking(key):
                if (d, key) in having:
                    model.cp.add(cp_model.LinearExpr.sum(having[d, key]) == on)
                else:
                    model.decide(on.index, 0)
        return literals


class Network:
    """Everyone's duties as nodes and "one after the other" as arcs; a column is a path.

    Prices are infinite where something is not allowed. The network knows the rules that bind one
    cell or two, decided cells and how many duties of a class balances allow; it does not know
    other rules, so that there may be too many paths but never too few.

    Attributes
    ----------
    may, must
        Cells that can be somebody's, and those that are; shapes (P, D).
    pair
        The price of one duty after another, node D standing for the known duties on either side
        of the month; shape (P, D + 1, D + 1).
    first, last, none
        Views of it: the price of a first duty, after a last one, and of having none; shapes
        (P, D), (P, D) and (P,).
    reach
        Number of duties from which on one after another costs nothing and is allowed.
    low, high
        How few and how many duties of a class somebody can have; shape (P, 3).
    limited, idle
        Whose numbers of duties are limited by balances at all, and who can have none; without a
        limit a number of duties costs nothing either; shapes (P,).
    member
        Which fairness classes a duty counts in, node D in none; shape (D + 1, 3).
    known
        What the known duties outside the month cost by themselves, in all.
    """

    def __init__(self, model: DutyModel, prices: Prices) -> None:
        problem = model.problem
        dates = [duty.date for duty in problem.duties]
        shape = people, days = len(problem.people), len(dates)
        kinds = [problem.kind(duty) for duty in problem.duties]
        member = [[cls.covers(kind) for cls in CLASSES] for kind in kinds]
        self.member = np.array([*member, [False] * len(CLASSES)], int)
        self.may, must = np.zeros(shape, bool), np.zeros(shape, bool)
        self.low = np.zeros((people, len(CLASSES)), int)
        self.high = np.full((people, len(CLASSES)), days)
        self.limited = np.zeros(people, bool)
        self.known, self.reach = 0, 1
        # Prices are small, and so take half the memory.
        near = np.full((days + 1, days + 1), np.inf, np.float32)
        near[days] = 0
        for a, on in enumerate(dates):
            near[a, a + 1 :] = 0
            soon = dates[a + 1 : bisect_left(dates, on + prices.reach * DAY)]
            near[a, a + 1 : a + 1 + len(soon)] = [prices.price(on, b) for b in soon]
            self.reach = max(self.reach, len(soon) + 1)
        self.pair = np.broadcast_to(near, (people, days + 1, days + 1)).copy()
        self.first, self.last = self.pair[:, days, :days], self.pair[:, :days, days]
        self.none = self.pair[:, days, days]
        index = {person.key: p for p, person in enumerate(problem.people)}
        for key, a, b in model.exclusions:
            self.pair[index[key], a, b] = np.inf
        longest = max((b - a for _, a, b in model.exclusions), default=0)
        self.reach = max(self.reach, longest + 1)
        for p, person in enumerate(problem.people):
            for d, literal in model.taking(person.key):
                self.may[p, d] = True
                must[p, d] = model.bounds(literal.index)[0] == 1
            self._edges(p, problem.known_around(person.key), dates, prices)
            for c, cls in enumerate(CLASSES):
                if allowed := model.allowed(cls, person.key):
                    self.low[p, c], self.high[p, c] = allowed
                    self.limited[p] = True
        self.must = must
        self.idle = ~self.limited & ~self.may.any(1) & self.limited.any()

    def _edges(
        self, p: int, known: tuple[list[date], list[date]], dates: list[date], prices: Prices
    ) -> None:
        """Price what lies between the month and the known duties around it."""
        before, after = known
        self.known += prices.along(before) + prices.along(after)
        if before:
            near = dates[: self.reach]
            self.first[p, : len(near)] = [prices.price(before[-1], on) for on in near]
        if after:
            near = dates[-self.reach :]
            self.last[p, len(dates) - len(near) :] = [prices.price(on, after[0]) for on in near]
        if before and after:
            self.none[p] = prices.price(before[-1], after[0])

    def columns(self, person: Ints, duties: Ints) -> Columns:
        """Return columns given by person and duties, these padded with the number of duties."""
        edge = np.full((len(person), 1), len(self.member) - 1)
        chain = np.hstack([edge, duties, edge])
        steps = self.pair[person[:, None], chain[:, :-1], chain[:, 1:]]
        steps[:, 1:][duties == edge] = 0
        return Columns(person, chain[:, 1:], steps.sum(1).astype(int), self.member)
