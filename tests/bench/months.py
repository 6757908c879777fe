"""Months as centres really have them: last month's end, some leave, some wishes, old debts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING

from constraints.calendar import FairnessClass
from constraints.decisions import Wish
from constraints.domain import Leave
from constraints.history import Served, Tally
from tests.centres import MONTHS, plain_problem

if TYPE_CHECKING:
    from constraints.problem import Problem

DAY = timedelta(days=1)
TAIL = 12


def realistic(seed: int, people: int, days: int | None = None) -> Problem:
    """Return a month, or as many ``days``, of a centre that has rostered fairly before."""
    rng = Random(seed)
    first = date.fromisoformat(f"{rng.choice(MONTHS)}-01")
    problem = plain_problem(rng, first, days, people)
    keys, last = list(problem.by_key), problem.duties[-1].date
    queue, before = rng.sample(keys, people), []
    for nth in range(-TAIL, 0):
        rested = [key for key in queue if key not in before[-max(1, min(5, people - 2)) :]]
        before.append(rng.choice(rested[:2]))
        queue.remove(before[-1])
        queue.append(before[-1])
        duty = problem.duties[0]
        shift = (first - duty.date) + nth * DAY
        known = replace(duty, start=duty.start + shift, end=duty.end + shift)
        problem = replace(problem, served=(*problem.served, Served(known, before[-1])))
    length = (last - first).days + 1
    leaves, wishes = [], {}
    for _ in range(rng.randint(1, 1 + people // 2)):
        start = datetime.combine(first + rng.randrange(length) * DAY, time())
        leaves.append(Leave(rng.choice(keys), start, start + rng.choice([1, 1, 2, 3, 5, 7]) * DAY))
    for _ in range(rng.randint(0, people // 2)):
        cell = rng.choice(keys), first + rng.randrange(length) * DAY
        wishes[cell] = Wish(*cell, rng.random() < 0.3)
    tallies = [
        Tally((first - DAY).replace(day=1), cls, key, Fraction(days, people), served)
        for cls, days in ((FairnessClass.TOTAL, 30), (FairnessClass.REST, 8))
        for key in keys
        for served in [days // people + rng.randint(0, 1)]
    ]
    return replace(
        problem, leaves=tuple(leaves), wishes=tuple(wishes.values()), tallies=tuple(tallies)
    )
