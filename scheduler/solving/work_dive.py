"""A good roster soon: columns taken one by one, the others generated anew around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constraints.domain import Roster

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.solving.work_generation import WorkGeneration
    from scheduler.solving.work_pricing import WorkColumn

ROUNDS = 6  # of pricing after each column that is taken; more hardly gain
SURE = 0.95  # share from which on a column is taken along


def dive(generation: WorkGeneration, over: Callable[[], bool]) -> Roster | None:
    """Take the column that the master has most of, until everyone has one.

    Returns
    -------
    Roster | None
        None if rows stay broken or time is up.
    """
    taken: dict[int, WorkColumn] = {}
    master = generation.master
    people = len(generation.model.problem.people)
    try:
        while len(taken) < people:
            for _ in range(ROUNDS):
                solved = master.solve()
                if solved is None or over():
                    return None
                if len(taken) == people:
                    break
                choices, _, _ = generation.reduced(solved[0])
                for pricing in generation.pricing:
                    pricing.solve(choices)
                if not generation.enter(1, master.duals_of_people()):
                    break
            else:
                master.solve()
            shares = {
                column: share
                for column, share in master.shares().items()
                if column.person not in taken
            }
            if len({column.person for column in shares}) < people - len(taken):
                return None
            most = max(shares.values())
            first = next(column for column, share in shares.items() if share == most)
            chosen = [column for column, share in shares.items() if share > SURE] or [first]
            taken.update({column.person: column for column in chosen})
            master.take(chosen, 1)
        solved = master.solve()
        if solved is None or not master.kept:
            return None
    finally:
        master.take(taken.values(), 0)
    return roster_of(generation, taken)


def roster_of(generation: WorkGeneration, taken: dict[int, WorkColumn]) -> Roster:
    """Return the roster of one column each."""
    model = generation.model
    keys, people = list(model.problem.by_key), [list[str]() for _ in model.problem.duties]
    for person, column in taken.items():
        for choice, duties in zip(column.choices, model.by_date, strict=True):
            if choice:
                people[duties[choice - 1]].append(keys[person])
    return Roster(tuple(tuple(sorted(some)) for some in people))
