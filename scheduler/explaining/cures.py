"""What would close a gap: cheapest sets of concessions, each proved by solving again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from constraints.calendar import zh_date
from constraints.decisions import Dispensation
from constraints.domain import POST
from constraints.eligibility.leave import leave_dates
from constraints.rulebook import Rulebook, from_policy
from scheduler.explaining.substitutes import objections
from scheduler.solving.solve import build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from constraints.clause import Concession
    from constraints.domain import Leave, Roster
    from constraints.model.duty_model import DutyModel
    from constraints.problem import Problem
    from scheduler.solving.solver import Solver

CURES = 3


@dataclass(frozen=True, slots=True)
class Cure:
    """A cheapest set of concessions that fills an open seat, proved by solving again.

    ``dispensations`` are rows to add to 指定 as person and date, ``postponed`` leaves to move;
    ``takes`` says who then serves the duty that was open.
    """

    price: int
    dispensations: tuple[tuple[str, date], ...]
    postponed: tuple[Leave, ...]
    takes: str
    text: str


def cures(problem: Problem, roster: Roster, duty: int, solver: Solver) -> Iterator[Cure]:
    """Yield cures by price; each is built into the problem and solved again before it counts.

    In shift work nobody else's shifts are moved for a cure, so that each is proved by an audit.
    """
    if problem.policy.shift_work is not None:
        yield from islice(_in_place(problem, roster, duty), CURES)
        return
    model = _closing(problem, roster, duty, conceding=True)
    granted = model.prices
    total = sum(asked.price * literal for asked, literal in granted.items())
    model.cp.minimize(total)
    for _ in range(CURES):
        run = solver.run(model.cp)
        if not run.optimal:
            return
        used = [asked for asked, literal in granted.items() if run.value(literal)]
        planned = model.roster(run.value)
        if not used:
            return
        model.cp.add(sum(granted[asked] for asked in used) <= len(used) - 1)
        takes = next(key for key in planned.people[duty] if key not in roster.people[duty])
        cure = _cure(problem, planned, duty, takes, used)
        proof = _closing(conceded(problem, cure), roster, duty)
        if solver.run(proof.cp).found:
            yield cure


def _in_place(problem: Problem, roster: Roster, duty: int) -> Iterator[Cure]:
    """Yield, by price and then by who has least to do, what would let one more take the duty."""
    on, found = problem.duties[duty], list[tuple[int, int, str, Cure]]()
    for person in problem.people:
        against = {one.concession for one in objections(problem, roster, duty, person.key)}
        asked = [one for one in against if one is not None]
        if person.key in roster.people[duty] or not asked or len(asked) < len(against):
            continue
        postponed = [one.leave for one in asked if one.leave is not None]
        cells = ((person.key, on.date),) if len(postponed) < len(asked) else ()
        price = sum({one.leave or (one.rule, one.cls): one.price for one in asked}.values())
        text = _say(problem, duty, person.key, cells, postponed)
        cure = Cure(price, cells, tuple(postponed), person.key, text)
        if not any(objections(conceded(problem, cure), roster, duty, person.key)):
            found.append((price, len(roster.takes(person.key)), person.key, cure))
    for *_, cure in sorted(found, key=lambda one: one[:3]):
        yield cure


def _closing(problem: Problem, roster: Roster, duty: int, *, conceding: bool = False) -> DutyModel:
    """Return a model of the hard rules with one more on the duty and fewer gaps in all."""
    rules = from_policy(problem.policy).rules
    model = build(problem, Rulebook(rules, ()), conceding=conceding)
    seats = zip(problem.duties, roster.people, strict=True)
    open_now = sum(one.need - len(keys) for one, keys in seats)
    still_open = problem.duties[duty].need - len(roster.people[duty])
    model.cp.add(model.gap(duty) <= still_open - 1)
    model.cp.add(sum(model.gap(d) for d in range(len(problem.duties))) <= open_now - 1)
    return model


def _cure(problem: Problem, planned: Roster, duty: int, takes: str, used: list[Concession]) -> Cure:
    cells: list[tuple[str, date]] = []
    postponed = []
    for asked in used:
        if asked.leave is not None:
            postponed.append(asked.leave)
        elif asked.duty is not None:
            cells.append((asked.person, asked.duty.date))
    for asked in used:
        if asked.leave is None and asked.duty is None:
            # A cap is lifted by taking one more of the person's dates out of the count.
            own = [
                d
                for d in planned.takes(asked.person)
                if asked.cls is None or asked.cls.covers(problem.kind(problem.duties[d]))
            ]
            days = [problem.duties[d].date for d in sorted(own, key=lambda d: (d != duty, -d))]
            # A date that is dispensed anyway is out of the count already.
            free = ((asked.person, on) for on in days if (asked.person, on) not in cells)
            cells += [cell for cell in [next(free, None)] if cell]
    rows = tuple(sorted(set(cells), key=lambda cell: (cell[1], cell[0])))
    price = sum(asked.price for asked in used)
    text = _say(problem, duty, takes, rows, postponed)
    return Cure(price, rows, tuple(postponed), takes, text)


def _say(
    problem: Problem,
    duty: int,
    takes: str,
    rows: tuple[tuple[str, date], ...],
    postponed: list[Leave],
) -> str:
    name = {key: person.name for key, person in problem.by_key.items()}
    on, works = problem.duties[duty], problem.policy.shift_work is not None
    parts = [
        f"请{name[leave.person]}把{leave_dates(leave)}的请假改期（在〈请假〉改日期）"
        for leave in postponed
    ]
    if rows:
        asked = "、".join(f"{name[key]}{zh_date(day)}" for key, day in rows)
        typed = "；".join(f"{name[key]} | {day} | 特批 | 批准人" for key, day in rows)
        post = "" if problem.post == POST else f"（岗位填 {problem.post}）"
        parts.append(f"同意{asked}{'上' if works else '值'}班：在〈指定〉加 {typed}{post}")
    done = f"{zh_date(on.date)}由{name[takes]}{'上' if works else '值'}{on.which}"
    return f"{'；并且'.join(parts)}。这样{done}"


def conceded(problem: Problem, cure: Cure) -> Problem:
    """Return the problem as it is once a cure has been granted."""
    granted = tuple(Dispensation(key, on, "") for key, on in cure.dispensations)
    kept = tuple(leave for leave in problem.leaves if leave not in cure.postponed)
    return replace(problem, leaves=kept, dispensations=problem.dispensations + granted)
