"""Shift scheduling instances of Curtois and Qu, by the product's own model and solve loop.

``python -m tests.bench nrp FILE… --limit SECONDS`` prints a JSON line per instance. Rules and goal
are those of the published problem, as objects beside the product's: an employee's days are a path
through the states of an automaton as a cleaner's month is.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple

import click

from constraints import Duty, Person, Policy, Problem
from constraints.clause import Clause
from constraints.model.work_path import Follows
from constraints.policy import ShiftTerms
from constraints.rulebook import Rulebook
from scheduler.solving.solve import solve
from scheduler.solving.solver import Options
from tests.bench.nrp_instance import SATURDAY, WEEK, Contract, Instance, evaluate, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constraints.domain import Roster
    from constraints.model.duty_model import DutyModel
    from constraints.model.work_path import State

FIRST = date(2024, 1, 1)
FREE = 0


class Past(NamedTuple):
    """What of an employee's days so far matters: the last choice, None before the first day.

    ``length`` is how long the run of days on or off is, ``edge`` whether it began with the
    horizon, so that it may be as short as it likes.
    """

    last: int | None = None
    length: int = 0
    edge: bool = True
    minutes: int = 0
    weekends: int = 0


@dataclass(frozen=True)
class Days:
    """The automaton of a contract; choice c is shift c − 1.

    ``minutes`` and ``barred``, which shifts may not follow, are by shift.
    """

    minutes: tuple[int, ...]
    barred: tuple[frozenset[int], ...]
    most_minutes: int
    least_minutes: int
    most_in_row: int
    least_in_row: int
    least_off: int
    weekends: int

    def step(self, state: State, day: int, choice: int) -> tuple[State, int] | None:
        """Return the state after a choice; None if it breaks a rule."""
        assert isinstance(state, Past)
        last, length, edge, minutes, weekends = state
        works, worked = choice != FREE, bool(last)
        if last is not None and works != worked:
            if not edge and length < (self.least_in_row if worked else self.least_off):
                return None
            length, edge = 0, False
        length += 1
        if works:
            minutes += self.minutes[choice - 1]
            weekend = day % WEEK == SATURDAY or (day % WEEK == SATURDAY + 1 and not worked)
            weekends += weekend
            follows = not worked or choice - 1 not in self.barred[(last or 0) - 1]
            lawful = length <= self.most_in_row and minutes <= self.most_minutes
            if not (follows and lawful and weekends <= self.weekends):
                return None
        return Past(choice, length, edge, minutes, weekends), 0

    def ends(self, state: State) -> int | None:
        """Tell whether that are enough minutes."""
        assert isinstance(state, Past)
        return 0 if state.minutes >= self.least_minutes else None


def problem_of(instance: Instance) -> Problem:
    """Return an instance as a problem: a duty for every day and shift."""
    starts = [datetime.combine(FIRST, time()) + timedelta(days=nth) for nth in range(instance.days)]
    duties = tuple(
        Duty(
            start,
            start + timedelta(minutes=instance.minutes[shift]),
            need=max(1, instance.cover[day, shift].wanted if (day, shift) in instance.cover else 1),
            shift=shift,
        )
        for day, start in enumerate(starts)
        for shift in instance.minutes
    )
    people = tuple(Person(who, who) for who in instance.staff)
    return Problem(FIRST, duties, people, policy=Policy(shift_work=ShiftTerms()))


def lines(instance: Instance, problem: Problem, roster: Roster) -> dict[str, list[str]]:
    """Return each employee's shift by day, "" for a day off."""
    found = {who: [""] * instance.days for who in instance.staff}
    for duty, keys in zip(problem.duties, roster.people, strict=True):
        for who in keys:
            found[who][(duty.date - FIRST).days] = duty.shift
    return found


@dataclass(frozen=True)
class Contracts:
    """Everybody's days are those of their contract and days off."""

    instance: Instance
    code: ClassVar[str] = "contract"

    @cached_property
    def _shifts(self) -> list[str]:
        return list(self.instance.minutes)

    def automaton(self, contract: Contract) -> Days:
        """Return the automaton of a contract, all but its most of a shift."""
        barred = [
            frozenset(map(self._shifts.index, self.instance.not_after[shift]))
            for shift in self._shifts
        ]
        return Days(
            tuple(self.instance.minutes.values()),
            tuple(barred),
            contract.most_minutes,
            contract.least_minutes,
            contract.most_in_row,
            contract.least_in_row,
            contract.least_off,
            contract.weekends,
        )

    def post(self, model: DutyModel) -> None:
        """Bar days off, let everyone follow their automaton, and limit what a shift is limited."""
        duties, count = model.problem.duties, len(self._shifts)
        for who, contract in self.instance.staff.items():
            model.follows[who] = Follows(self.automaton(contract), Past())
            for d, duty in enumerate(duties):
                off = (who, d // count) in self.instance.days_off
                if off or not contract.most[duty.shift]:
                    model.bar(d, who, [Clause(self.code, who)])
            shortest = min(self.instance.minutes.values())
            many = min(self.instance.days, contract.most_minutes // shortest)
            for nth, shift in enumerate(self._shifts):
                if 0 < contract.most[shift] < many:
                    own = (model.on(d, who) for d in range(nth, len(duties), count))
                    model.require(sum(own) <= contract.most[shift])

    def audit(self, problem: Problem, roster: Roster) -> Iterator[Clause]:
        """Yield what the evaluator finds broken."""
        for fault in evaluate(self.instance, lines(self.instance, problem, roster))[1]:
            yield Clause(self.code, fault)


@dataclass(frozen=True)
class Objective:
    """Requests not met, and too few and too many on a shift, each at its weight."""

    instance: Instance
    name: ClassVar[str] = "objective"

    def post(self, model: DutyModel) -> None:
        """Price cells by requests, and what cover lacks or has too much."""
        level, instance = model.penalise(self.name), self.instance
        shifts, people = list(instance.minutes), list(model.problem.by_key)
        nth = {(day, s): day * len(shifts) + shifts.index(s) for day, s in instance.cover}
        for (who, day, shift), weight in instance.on.items():
            level.offset += weight
            level.add(-weight, model.on(day * len(shifts) + shifts.index(shift), who))
        for (who, day, shift), weight in instance.off.items():
            level.add(weight, model.on(day * len(shifts) + shifts.index(shift), who))
        for cell, cover in instance.cover.items():
            under = model.number(cover.wanted)
            over = model.number(max(0, len(people) - cover.wanted))
            there = sum(model.on(nth[cell], who) for who in people)
            model.require(there + under - over == cover.wanted)
            level.add(cover.under, under)
            level.add(cover.over, over)

    def cost(self, problem: Problem, roster: Roster) -> int:
        """Return what the evaluator counts."""
        return evaluate(self.instance, lines(self.instance, problem, roster))[0]


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--limit", default=60.0)
def nrp(files: tuple[Path, ...], limit: float) -> None:
    """Solve shift scheduling instances of Curtois and Qu, a JSON line each."""
    options = Options(seconds=limit, any_optimum=True)
    for path in files:
        instance = read(path)
        problem = problem_of(instance)
        rulebook = Rulebook((Contracts(instance),), (Objective(instance),))
        result = solve(problem, rulebook, options)
        level = result.levels[0]
        line: dict[str, object] = {"instance": path.stem, "objective": level.cost}
        line |= {"bound": level.bound, "proved": level.proved, "seconds": round(result.seconds, 3)}
        if result.roster:
            found = lines(instance, problem, result.roster)
            value, broken = evaluate(instance, found)
            assert value == level.cost, (path.name, value, level.cost)
            line |= {"evaluated": value, "broken": broken, "roster": found}
        print(json.dumps(line), flush=True)
