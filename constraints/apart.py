"""Everyone's duties so far apart that none costs anything after the one before."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from constraints.calendar import FairnessClass

if TYPE_CHECKING:
    from constraints.model.duty_model import DutyModel
    from constraints.model.path import Prices


def keep_apart(model: DutyModel, prices: Prices) -> int:
    """Leave everyone at most one of duties that are near enough to cost anything.

    That takes no variables besides the cells, and so long as it can be kept to the solver is done
    many times sooner than with paths.

    Returns
    -------
    int
        What a roster costs then, all for known duties outside the month; none costs less.
    """
    problem, price, cost = model.problem, prices.price, 0
    dates = [duty.date for duty in problem.duties]
    end = len(dates)
    # From which duty on none is too near a duty any more.
    free = [
        next((later for later in range(d + 1, end) if not price(on, dates[later])), end)
        for d, on in enumerate(dates)
    ]
    for key in problem.by_key:
        known = [duty.date for duty in problem.known_duties_of.get(key, ())]
        cost += prices.along(known)
        low, high, first = 0, end, bisect_left(known, dates[0])
        if first > 0:
            low = next((d for d in range(end) if not price(known[first - 1], dates[d])), end)
        if first < len(known):
            high = next((d for d in range(end) if price(dates[d], known[first])), end)
        own = model.taking(key)
        for d, on in own:
            if not low <= d < high:
                model.cp.add(on + 0 == 0)
        if (allowed := model.allowed(FairnessClass.TOTAL, key)) and allowed[1] <= 1:
            continue
        taken, reached = [d for d, _ in own], 0
        for nth, d in enumerate(taken):
            stop = bisect_left(taken, free[d])
            if stop > max(reached, nth + 1):
                model.cp.add_at_most_one([later for _, later in own[nth:stop]])
                reached = stop
    return cost
