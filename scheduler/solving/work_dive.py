"""A good roster soon: columns taken one by one, the others generated anew around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constraints.domain import Roster
from scheduler.solving.work_pricing import WorkColumn

if TYPE_CHECKING:
    from collections.abc import Callable

    from constraints.model.duty_model import DutyModel
    from scheduler.solving.work_generation import WorkGeneration

ROUNDS = 6  # of pricing after each column that is taken; more hardly gain
SURE = 0.95  # share from which on a column is taken along


def dive(generation: WorkGeneration, over: Callable[[], bool]) -> dict[int, WorkColumn] | None:
    """Take the column that the master has most of, until everyone has one.

    Returns
    -------
    dict[int, WorkColumn] | None
        Everyone's; None if rows stay broken or time is up.
    """
    taken: dict[int, WorkColumn] = {}
    master = generation.master
    people = len(generation.people)
    try:
        while len(taken) < people:
            for _ in range(ROUNDS):
                solved = master.solve()
                if solved is None or over():
                    return None
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
    return taken


def roster_of(model: DutyModel, taken: dict[int, WorkColumn]) -> Roster:
    """Return the roster of one column each."""
    keys, people = list(model.problem.by_key), [list[str]() for _ in model.problem.duties]
    for person, column in taken.items():
        for choice, duties in zip(column.choices, model.by_date, strict=True):
            if choice:
                people[duties[choice - 1]].append(keys[person])
    return Roster(tuple(tuple(sorted(some)) for some in people))


def column_of(model: DutyModel, person: int, key: str, roster: Roster) -> WorkColumn:
    """Return the column of one person in a lawful roster."""
    follows, own = model.follows[key], set(roster.takes(key))
    state, cost, choices = follows.start, 0, []
    for day, duties in enumerate(model.by_date):
        choice = next((nth for nth, d in enumerate(duties, 1) if d in own), 0)
        step = follows.automaton.step(state, day, choice)
        assert step is not None, (key, day)
        state, cost = step[0], cost + step[1]
        choices.append(choice)
    return WorkColumn(person, tuple(choices), cost)
