"""What another choice would cost: every candidate of a duty, and a cell decided by force."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from constraints.calendar import FairnessClass
from constraints.decisions import Fix
from constraints.domain import Roster, Standing
from constraints.rulebook import from_policy
from constraints.substitutions import moves
from scheduler.explaining.loads import loads
from scheduler.explaining.substitutes import given_to, objections

if TYPE_CHECKING:
    from datetime import date
    from fractions import Fraction

    from constraints.domain import Duty
    from constraints.problem import Problem
    from scheduler.reporting.outcome import Draft


@dataclass(frozen=True, slots=True)
class Candidacy:
    """One candidate on one date.

    ``balance`` is due minus served once the month is over. ``against`` is the first reason why
    not; without one, ``effects`` says what each level would gain (positive: worse) if the person
    took the duty and nothing else changed.
    """

    person: str
    balance: Fraction
    serves: bool
    against: str
    effects: dict[str, int]


@dataclass(frozen=True, slots=True)
class Forced:
    """A cell decided by force and the month solved again.

    ``against`` says why that cannot be; else ``costs`` are the level costs now and then, and
    ``moved`` the duties that somebody else would have; ``roster`` is the month as it would be.
    """

    person: str
    on: bool
    against: str
    costs: dict[str, tuple[int, int]]
    moved: tuple[tuple[Duty, str, str], ...]
    proved: bool = True
    roster: Roster | None = None


def candidacies(problem: Problem, roster: Roster, duty: int) -> list[Candidacy]:
    """Return every candidate of a duty, and whoever serves it all the same."""
    judged = []
    names = [goal.name for goal in from_policy(problem.policy).goals]
    now = from_policy(problem.policy).cost(problem, roster)
    closing = {load.key: load.closing(FairnessClass.TOTAL) for load in loads(problem, roster)}
    for person in problem.people:
        serves = person.key in roster.people[duty]
        if person.standing is Standing.NONE and not serves:
            continue
        against = next(objections(problem, roster, duty, person.key), None)
        effects: dict[str, int] = {}
        if against is None and not serves:
            then = from_policy(problem.policy).cost(
                problem, given_to(problem, roster, duty, person.key)
            )
            effects = {
                level: after - before
                for level, before, after in zip(names, now, then, strict=True)
                if after != before
            }
        judged.append(
            Candidacy(
                person.key,
                closing[person.key],
                serves,
                against.text if against and not serves else "",
                effects,
            )
        )
    return judged


def force(draft: Draft, duty: int, person: str, *, on: bool = True) -> Forced:
    """Decide one cell, solve the month again and return what it costs."""
    from scheduler.solving.solve import solve
    from scheduler.solving.solver import Options

    problem, where = draft.problem, draft.problem.duties[duty]
    serves = person in draft.roster.people[duty]
    if serves is on:
        return Forced(person, on, "", {}, ())
    if duty in problem.past:
        return Forced(person, on, "这个班已经开始", {}, ())
    if on and (against := next(objections(problem, _begun(problem), duty, person), None)):
        return Forced(person, on, against.text, {}, ())

    def decides(on: date, shift: str, *people: str | None) -> bool:
        meant = problem.named(on, shift)
        return duty in meant and (person in people or (len(meant) == where.need == 1))

    # The row that decides this one duty is set aside; of several seats, the person's own.
    asked = replace(
        problem,
        pins=tuple(
            pin
            for pin in problem.pins
            if not (pin.must and decides(pin.date, pin.shift, pin.person))
        ),
        substitutions=tuple(
            sub
            for sub in problem.substitutions
            if not any(decides(*move[:2], move.giver, move.taker) for move in moves([sub]))
        ),
        kept=(
            *(one for one in problem.kept if not decides(one.date, one.shift, one.person)),
            Fix(where.date, person, on, "假设", where.shift),
        ),
    )
    options = Options(seconds=draft.centre.settings.seconds)
    try:
        result = solve(asked, options=options)
    except ValueError:
        return Forced(person, on, "与别处已经定了的班冲突", {}, ())
    if result.roster is None:
        return Forced(person, on, "时限内没有算出来，请在〈设置〉加大 求解时限秒", {}, ())
    book = from_policy(problem.policy)
    now, then = book.cost(problem, draft.roster), book.cost(problem, result.roster)
    moved = [
        (one, gone, come)
        for one, was, new in zip(
            problem.duties, draft.roster.people, result.roster.people, strict=True
        )
        for gone, come in zip_longest(
            sorted({*was} - {*new}), sorted({*new} - {*was}), fillvalue=""
        )
    ]
    costs = {
        goal.name: pair for goal, pair in zip(book.goals, zip(now, then, strict=True), strict=True)
    }
    return Forced(person, on, "", costs, tuple(moved), result.optimal, result.roster)


def _begun(problem: Problem) -> Roster:
    """Return the month with only what has begun: whatever else there is may still move."""
    return Roster(tuple(problem.past.get(d, ()) for d in range(len(problem.duties))))
