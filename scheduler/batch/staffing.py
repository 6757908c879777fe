"""How many people are enough: a month over and over, with leaves at random, each time solved."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import chain
from random import Random
from typing import TYPE_CHECKING

from constraints.domain import Credentials, Person, Standing
from constraints.qualification import CHECKS, failed_checks
from constraints.rulebook import Rulebook, from_policy
from constraints.soft.gaps import Gaps
from constraints.soft.reserves import Reserves
from scheduler.batch.spread import AHEAD, solve_all
from scheduler.errors import NoRosterError, UsageError
from scheduler.explaining.outlook import Outlook
from scheduler.solving.solver import Options

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor

    from constraints.problem import Problem
    from scheduler.explaining.absences import Absences
    from scheduler.solving.result import Result

OPTIONS = Options(any_optimum=True)
# No cell can hold it, so that nobody on a staff list is called so.
NEWCOMER = Person("\n", "新来的人", credentials=Credentials(exempt=frozenset(CHECKS)))


def simulate(
    problem: Problem,
    absences: Absences,
    months: int,
    executor: Executor,
    *,
    seed: int = 0,
    ahead: int = AHEAD,
) -> Iterator[tuple[Outlook, ...]]:
    """Solve a month as often as asked, with one person fewer, as many, and one more.

    What is approved for the month holds; whoever has no leave in it is given some at random. One
    of the staff has left, anybody with the same chance, or else a newcomer has joined who may take
    every duty and is away like the others. The three have leaves and people in common, so that they
    differ in nothing else.

    Parameters
    ----------
    problem
        The month of a post. It is solved from its first day on, whatever is published of it or
        decided for its days.
    absences
        How often people are away.
    months
        How many.
    executor, ahead
        As for ``solve_all``; they change nothing in what comes out.
    seed
        Which leaves are drawn.

    Yields
    ------
    tuple of Outlook
        After every month, all months so far: with one person fewer, as many, one more.

    Raises
    ------
    UsageError
        If there are not two people of whom one could leave.
    NoRosterError
        If a month was not solved.
    """
    month, staff = afresh(problem), staff_of(problem)
    if len(staff) < 2:
        who = f"只有{staff[0].name}一人" if staff else "没有人"
        text = f"{problem.month:%Y-%m} 能值{problem.post}的{who}，至少要有两人才能算少一人会怎样"
        raise UsageError(f"{text}；请核对〈员工〉")
    outlooks = tuple(Outlook(change, len(staff) + change) for change in (-1, 0, 1))
    posed = chain.from_iterable(
        drawn(month, staff, absences, Random(f"{seed} {nth}"))  # nosec B311 # as often as asked
        for nth in range(months)
    )
    rules = Rulebook(from_policy(problem.policy).rules, (Gaps(), Reserves()))
    results = solve_all(posed, executor, OPTIONS, rulebook=rules, ahead=ahead)
    for three in zip(results, results, results, strict=True):
        pairs = zip(outlooks, three, strict=True)
        outlooks = tuple(one.after(*_came_out(month, result)) for one, result in pairs)
        yield outlooks


def staff_of(problem: Problem) -> tuple[Person, ...]:
    """Return the regular people who may take a duty of the month, if they are there."""

    def may(person: Person) -> bool:
        return any(
            person.employed(duty) and not failed_checks(problem.policy, person, duty)
            for duty in problem.duties
        )

    return tuple(filter(may, problem.regulars))


def afresh(problem: Problem) -> Problem:
    """Return the month before anything was decided or done in it, fairness left out."""
    begin, end = problem.duties[0].start, problem.duties[-1].end
    return replace(
        problem,
        leaves=tuple(one for one in problem.leaves if one.start < end and begin < one.end),
        pending=(),
        pins=tuple(one for one in problem.pins if not one.must),
        wishes=(),
        substitutions=(),
        served=problem.known_duties,
        openings=(),
        tallies=(),
        kept=(),
        base=None,
        past={},
        short_notice=frozenset(),
    )


def drawn(
    month: Problem, staff: tuple[Person, ...], absences: Absences, rng: Random
) -> Iterator[Problem]:
    """Yield one month with leaves at random: with one person fewer, as many, and one more."""
    leaver = rng.choice(staff)
    first, last = month.duties[0].date, (month.duties[-1].end - timedelta.resolution).date()
    people = (*month.candidates, NEWCOMER)
    leaves = list(month.leaves)
    for one in people:
        taken = list(absences.draw(rng, one.key, first, last))
        if one.key not in month.leaves_of:
            leaves += taken
    known = tuple(one for one in leaves if one.person != NEWCOMER.key)
    without = (
        replace(one, standing=Standing.NONE) if one is leaver else one for one in month.people
    )
    yield replace(month, people=tuple(without), leaves=known)
    yield replace(month, leaves=known)
    yield replace(month, people=(*month.people, NEWCOMER), leaves=tuple(leaves))


def _came_out(month: Problem, result: Result) -> tuple[int, timedelta]:
    """Return how many seats stayed open, and how long regular people are on duty."""
    if result.failure:
        raise RuntimeError(result.failure)
    if result.interrupted:
        raise KeyboardInterrupt
    if result.roster is None or not result.levels[0].proved:
        raise NoRosterError(f"有一个月 {OPTIONS.seconds:g} 秒还没有算完；机器太忙，请稍后再试")
    reserves = {one.key for one in month.candidates if one.standing is Standing.RESERVE}
    served = (
        duty.paid * len({*keys} - reserves)
        for duty, keys in zip(month.duties, result.roster.people, strict=True)
    )
    gaps = sum(one.need for one in month.duties) - sum(map(len, result.roster.people))
    return gaps, sum(served, timedelta())
