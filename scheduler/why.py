"""Why this person and not that one: for one date, in words, and what another choice would cost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from constraints.calendar import FairnessClass
from constraints.domain import Fix, Roster, Standing
from constraints.rulebook import from_policy
from constraints.soft.wishes import unmet
from scheduler.clock import now
from scheduler.edits import taken_over
from scheduler.errors import Exit, UsageError
from scheduler.explain import objections
from scheduler.plan import plan
from scheduler.reasons import given_to, reason
from scheduler.report import loads
from scheduler.run import enter, output_path
from scheduler.workbook.cell import Cell
from scheduler.workbook.cells import Unreadable
from scheduler.workbook.days import read_date
from scheduler.workbook.faults import Faults
from scheduler.workbook.names import Names
from scheduler.workbook.read import read_centre
from scheduler.workbook.roster import read_roster

if TYPE_CHECKING:
    from datetime import date, datetime
    from fractions import Fraction
    from pathlib import Path

    from constraints.domain import Wish
    from constraints.problem import Problem
    from scheduler.outcome import Draft
    from scheduler.workbook.centre import Centre


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
    ``moved`` the dates on which somebody else would serve.
    """

    person: str
    on: bool
    against: str
    costs: dict[str, tuple[int, int]]
    moved: tuple[tuple[date, str, str], ...]
    proved: bool = True


@dataclass(frozen=True, slots=True)
class Why:
    """The answer: about the duty ``duty`` of ``made``."""

    made: Draft
    duty: int
    reason: str
    candidates: tuple[Candidacy, ...]
    forced: Forced | None
    wishes: tuple[tuple[Wish, Forced], ...]
    drafted: bool = False

    @property
    def exit(self) -> Exit:
        """The exit code: an answer that is not proved is to be looked at."""
        answers = [self.forced, *(forced for _, forced in self.wishes)]
        return Exit.DONE if all(one is None or one.proved for one in answers) else Exit.LOOK


def why(
    path: Path,
    when: str,
    name: str = "",
    *,
    month: date | None = None,
    staff_files: tuple[Path, ...] = (),
    leave_files: tuple[Path, ...] = (),
    at: datetime | None = None,
) -> Why:
    """Explain one date of the newest roster of its month: published, drafted, or solved now.

    Parameters
    ----------
    path
        The centre: a folder or a data workbook.
    when
        The date, in any spelling that a cell may have.
    name
        Somebody to force onto that date.
    month
        Which month a date without year and month is of; default that of a draft.
    at
        The present time; default now.

    Raises
    ------
    ZhibanError
        The subclass tells what went wrong and gives the exit code.
    """
    data = enter(path)
    at = at or now()
    middle = (month or at.date()).replace(day=15)
    try:
        on = read_date(Cell("", (0, 0, 0), when), middle)
    except Unreadable as wrong:
        raise UsageError(str(wrong)) from None
    if on is None:
        raise UsageError("要写一个日期,如 2026-12-05")
    first = on.replace(day=1)
    centre = read_centre(data, at, first, staff_files=staff_files, leave_files=leave_files)
    made = _newest(centre, data, at)
    problem, duty = made.problem, made.problem.on_date[on]
    person = None
    if name:
        faults = Faults("姓名")
        person = Names(centre.staff, faults).find(Cell("", (0, 0, 0), name))
        if person is None:
            raise UsageError(faults.messages[0].text)
    wishes = [wish for wish in unmet(problem, made.roster) if wish.date == on]
    return Why(
        made,
        duty,
        reason(made, duty),
        tuple(_candidates(problem, made.roster, duty)),
        force(made, duty, person) if person else None,
        tuple((wish, force(made, duty, wish.person, on=wish.wanted)) for wish in wishes),
        drafted=output_path(data, first).exists(),
    )


def _newest(centre: Centre, data: Path, at: datetime) -> Draft:
    """Return the month as published, as it stands in the draft, or as it would be drafted."""
    problem = centre.problem
    if centre.published and problem.present:
        pairs = zip(problem.duties, problem.present.people, strict=True)
        people = {duty.date: next(iter(keys), "") for duty, keys in pairs}
        made = taken_over(centre, people, centre.inputs, proved=True)
        return replace(made, base=centre.published.number)
    drafted = output_path(data, problem.month)
    if not drafted.exists():
        return plan(centre)
    visible = read_roster(drafted, at.date())
    faults = Faults(drafted.name)
    found = visible.people(Names(centre.staff, faults))
    faults.stop_if_any()
    return replace(
        taken_over(centre, found, centre.inputs, proved=True), edited=tuple(visible.edits())
    )


def _candidates(problem: Problem, roster: Roster, duty: int) -> list[Candidacy]:
    found = []
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
            then = from_policy(problem.policy).cost(problem, given_to(roster, duty, person.key))
            effects = {
                level: after - before
                for level, before, after in zip(names, now, then, strict=True)
                if after != before
            }
        found.append(
            Candidacy(
                person.key,
                closing[person.key],
                serves,
                against.text if against and not serves else "",
                effects,
            )
        )
    return found


def force(made: Draft, duty: int, person: str, *, on: bool = True) -> Forced:
    """Decide one cell, solve the month again and return what it costs."""
    from scheduler.search import Options
    from scheduler.solve import solve

    problem, day = made.problem, made.problem.duties[duty].date
    serves = person in made.roster.people[duty]
    if serves is on:
        return Forced(person, on, "", {}, ())
    if duty in problem.past:
        return Forced(person, on, "这个班已经开始", {}, ())
    if on and (against := next(objections(problem, _begun(problem), duty, person), None)):
        return Forced(person, on, against.text, {}, ())
    # The row that decides this one duty is set aside.
    asked = replace(
        problem,
        pins=tuple(pin for pin in problem.pins if not (pin.must and pin.date == day)),
        substitutions=tuple(
            sub for sub in problem.substitutions if day not in (sub.date, sub.back)
        ),
        kept=(*(fix for fix in problem.kept if fix.date != day), Fix(day, person, on, "假设")),
    )
    options = Options(seconds=made.centre.settings.seconds)
    try:
        result = solve(asked, options=options)
    except ValueError:
        return Forced(person, on, "与别处已经定了的班冲突", {}, ())
    if result.roster is None:
        return Forced(person, on, "时限内没有算出来,请在〈设置〉加大 求解时限秒", {}, ())
    book = from_policy(problem.policy)
    now, then = book.cost(problem, made.roster), book.cost(problem, result.roster)
    moved = [
        (one.date, next(iter(was), ""), next(iter(new), ""))
        for one, was, new in zip(
            problem.duties, made.roster.people, result.roster.people, strict=True
        )
        if was != new
    ]
    costs = {
        goal.name: pair for goal, pair in zip(book.goals, zip(now, then, strict=True), strict=True)
    }
    return Forced(person, on, "", costs, tuple(moved), result.optimal)


def _begun(problem: Problem) -> Roster:
    """Return the month with only what has begun: whatever else there is may still move."""
    return Roster(tuple(problem.past.get(d, ()) for d in range(len(problem.duties))))
