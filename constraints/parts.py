"""Everyone's possible parts in the roster, one by one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from constraints.calendar import FairnessClass
from constraints.cpsat import cp_model
from constraints.model import possible

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from constraints.model import DutyModel, Level
    from constraints.path import Prices

    Ints = NDArray[np.integer[Any]]

MOST, WIDEST = 20_000, 400_000  # parts of one length, and before they are sifted
OFF = cp_model.Domain(0, 0)
CLASSES = tuple(FairnessClass)


@dataclass(frozen=True)
class Parts:
    """Every set of duties that one person may have, N of them in all.

    Rules that bind one cell or two, the decided cells and the water lines are kept; other rules
    are not asked, so that there may be too many parts but never too few.

    Attributes
    ----------
    person
        Whose part it is, as index into the staff list; shape (N,), ascending.
    duties
        Its duties, ascending, filled up with the number of duties; shape (N, K).
    price
        What neighbouring duties cost; shape (N,).
    counts
        Number of duties by fairness class; shape (N, 3).
    known
        What the known duties outside the month cost by themselves, in all.
    dearest
        Parts above this price are left out.
    """

    person: Ints
    duties: Ints
    price: Ints
    counts: Ints
    known: int
    dearest: int

    def post(self, model: DutyModel, level: Level, chosen: Ints) -> None:
        """Give everyone one of the chosen parts, by index, and add its price to a level."""
        keys = list(model.problem.by_key)
        level.offset += self.known
        having: dict[tuple[int, str], list[cp_model.IntVar]] = defaultdict(list)
        whose: dict[str, list[cp_model.IntVar]] = {key: [] for key in keys}
        for nth in chosen.tolist():
            literal, key = model.literal(), keys[self.person[nth]]
            whose[key].append(literal)
            level.add(int(self.price[nth]), literal)
            for d in self.duties[nth].tolist():
                having[d, key].append(literal)
        for literals in whose.values():
            model.cp.add_exactly_one(literals)
        for key in keys:
            for d, on in model.taking(key):
                if (d, key) in having:
                    model.cp.add(cp_model.LinearExpr.sum(having[d, key]) == on)
                else:
                    model.cp.get_int_var_from_proto_index(on.index).with_domain(OFF)


class _Cells:
    """What parts are made of: allowed cells and pairs, prices, lines, as arrays by person."""

    def __init__(self, model: DutyModel, prices: Prices) -> None:
        problem = model.problem
        people, days = problem.people, len(problem.duties)
        dates = [duty.date for duty in problem.duties]
        reach, price = prices
        shape = len(people), days
        self.may = np.zeros(shape, bool)
        self.must = np.zeros(shape, bool)
        self.first = np.zeros(shape, np.int32)
        self.last = np.zeros(shape, np.int32)
        self.none = np.zeros(len(people), np.int32)
        self.known = 0
        self.low = np.zeros((len(people), len(CLASSES)), np.int32)
        self.high = np.full((len(people), len(CLASSES)), days, np.int32)
        self.pair = np.zeros((days, days), np.int32)
        for a, first in enumerate(dates):
            for b in range(a + 1, min(days, a + reach)):
                self.pair[a, b] = price(first, dates[b])
        kinds = [problem.calendar.kind(on) for on in dates]
        self.member = np.array([[cls.covers(kind) for cls in CLASSES] for kind in kinds], np.int32)
        self.next = np.broadcast_to(np.triu(np.ones((days, days), bool), 1), (*shape, days)).copy()
        index = {person.key: p for p, person in enumerate(people)}
        for key, a, b in model.exclusions:
            self.next[index[key], a, b] = False
        for p, person in enumerate(people):
            for d, literal in model.taking(person.key):
                self.may[p, d] = True
                self.must[p, d] = literal.proto.domain[0] == 1
            known = [duty.date for duty in problem.known_of.get(person.key, ())]
            before = [on for on in known if on < dates[0]]
            after = known[len(before) :]
            self.known += prices.along(before) + prices.along(after)
            for d, on in enumerate(dates[: reach if before else 0]):
                self.first[p, d] = price(before[-1], on)
            for d in range(max(0, days - reach) if after else days, days):
                self.last[p, d] = price(dates[d], after[0])
            if before and after:
                self.none[p] = price(before[-1], after[0])
            for c, cls in enumerate(CLASSES):
                if line := model.lines.get((cls, person.key)):
                    self.low[p, c] = line.low - sum(map(possible, line.under))
                    self.high[p, c] = line.high + sum(map(possible, line.over))
        self.next &= self.may[:, None, :]
        # Duties of a class and decided cells from each duty on, to see what can still be reached.
        ones = self.may[:, :, None] * self.member
        self.left = np.flip(np.cumsum(np.flip(ones, 1), 1), 1) - ones


def every_part(model: DutyModel, prices: Prices, dearest: int) -> Parts | None:
    """List everyone's parts up to a price, or to less where that would be too many.

    None if there are too many even of those that cost nothing.

    Parameters
    ----------
    model
        The month, hard rules and balances posted.
    prices
        What two neighbouring duties of a person cost.
    dearest
        The price.
    """
    cells = _Cells(model, prices)
    # Which duty may follow which by the price so far.
    near = np.array([cells.pair <= dearest - price for price in range(dearest + 1)])
    person: Ints = np.flatnonzero((cells.low <= 0).all(1) & ~cells.must.any(1))
    nothing = np.zeros((len(person), 0), np.int32)
    none = np.zeros((len(person), len(CLASSES)), np.int32)
    found: list[tuple[Ints, ...]] = [(person, nothing, cells.none[person], none)]
    last: Ints
    person, last = np.nonzero(cells.may)
    duties: Ints
    price: Ints
    counts: Ints
    duties, price, counts = last[:, None], cells.first[person, last], cells.member[last]
    while len(person):
        fits = (counts <= cells.high[person]).all(1)
        fits &= (counts + cells.left[person, last] >= cells.low[person]).all(1)
        if fits.sum() > MOST:
            dearest = max(0, min(dearest, int(np.partition(price[fits], MOST)[MOST]) - 1))
        fits &= price <= dearest
        person, duties, price, counts = (a[fits] for a in (person, duties, price, counts))
        if len(person) > MOST:
            return None
        whole = (counts >= cells.low[person]).all(1)
        if cells.must.any():
            whole &= cells.must[person[:, None], duties].sum(1) == cells.must.sum(1)[person]
        total = price + cells.last[person, duties[:, -1]]
        found.append(tuple(a[whole] for a in (person, duties, total, counts)))
        more = counts[:, 0] < cells.high[person, 0]
        person, duties, price, counts = (a[more] for a in (person, duties, price, counts))
        last = duties[:, -1]
        row, after = np.nonzero(cells.next[person, last] & near[price, last])
        if len(row) > WIDEST:
            return None
        price = price[row] + cells.pair[last[row], after]
        person, counts = person[row], counts[row] + cells.member[after]
        duties = np.column_stack([duties[row], after])
        last = after
    return _gather(cells, found, dearest)


def _gather(cells: _Cells, found: list[tuple[Ints, ...]], dearest: int) -> Parts:
    """Return the parts of every length in the order of people, what is too dear left out."""
    widest, days = max(duties.shape[1] for _, duties, _, _ in found), len(cells.pair)
    person, price, counts = (np.concatenate([one[nth] for one in found]) for nth in (0, 2, 3))
    duties = np.full((len(person), widest), days, np.int32)
    end = 0
    for _, some, _, _ in found:
        begin, end = end, end + len(some)
        duties[begin:end, : some.shape[1]] = some
    order = np.argsort(person, kind="stable")
    order = order[price[order] <= dearest]
    columns = (person[order], duties[order], price[order], counts[order])
    return Parts(*columns, cells.known, dearest)
