"""Tiny months for tests, and asking the model about one roster."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import product
from typing import TYPE_CHECKING, Any

from ortools.sat.python import cp_model

from constraints import Duty, Leave, Person, Problem, Roster, Served
from constraints.hard.cover import Cover
from constraints.model.duty_model import DutyModel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from constraints.rule import Goal, Rule

MONTH = date(2026, 12, 1)
HANDOVER = time(8, 30)


def duty(on: date) -> Duty:
    start = datetime.combine(on, HANDOVER)
    return Duty(start, start + timedelta(hours=24))


def day(number: int) -> date:
    """Return the nth of December 2026; 0 and below reach into November."""
    return MONTH + timedelta(days=number - 1)


def month(days: int, *people: Person, **more: Any) -> Problem:
    """Return the first days of December 2026 with two people, or those given."""
    staff = people or (Person("a", "甲"), Person("b", "乙"))
    duties = tuple(duty(day(nth)) for nth in range(1, days + 1))
    return Problem(MONTH, duties, staff, **more)


def away(person: str, first: int, last: int) -> Leave:
    """Return a leave by days, both ends included."""
    start, end = (datetime.combine(day(nth), time()) for nth in (first, last + 1))
    return Leave(person, start, end)


def served(number: int, person: str) -> Served:
    return Served(duty(day(number)), person)


def roster(text: str) -> Roster:
    """Return a roster from one letter a day, ``.`` being a gap."""
    return Roster(tuple(() if letter == "." else (letter,) for letter in text))


def rosters(problem: Problem) -> Iterator[Roster]:
    """Yield every roster of a problem with one-letter keys, unlawful ones too."""
    for letters in product([".", *problem.by_key], repeat=len(problem.duties)):
        yield roster("".join(letters))


class Judge:
    """The model of some rules, asked about one roster after another."""

    def __init__(self, problem: Problem, rules: Iterable[Rule]) -> None:
        self.model = DutyModel(problem)
        for rule in rules:
            rule.post(self.model)
        # Cells no rule speaks of get their variables before the model is copied.
        Cover().post(self.model)

    def allows(self, chosen: Roster) -> bool:
        """Tell whether the model has a solution with every cell fixed."""
        trial = self.model.cp.clone()
        for duty, keys in enumerate(chosen.people):
            for person in self.model.problem.by_key:
                trial.add(self.model.on(duty, person) + 0 == int(person in keys))
        return solve(trial)[0] == cp_model.OPTIMAL


def allows(problem: Problem, rules: list[Rule], chosen: Roster) -> bool:
    """Tell whether the model of some rules has a solution with every cell fixed."""
    return Judge(problem, rules).allows(chosen)


def solve(model: cp_model.CpModel) -> tuple[cp_model.CpSolverStatus, int]:
    """Return the status and the least objective."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.cp_model_presolve = False
    status = solver.solve(model)
    return status, round(solver.objective_value) if model.has_objective() else 0


def agrees(problem: Problem, rule: Rule) -> int:
    """Assert, for every roster, that a rule's model allows it iff its audit is empty.

    Returns how many rosters the rule forbids, so that a test can say that it forbids some.
    """
    judge = Judge(problem, [rule, Cover()])
    forbidden = 0
    for chosen in rosters(problem):
        lawful = not list(rule.audit(problem, chosen))
        assert judge.allows(chosen) == lawful, chosen
        forbidden += not lawful
    return forbidden


def priced(problem: Problem, goal: Goal, chosen: Roster) -> int:
    """Return what the model of a goal alone charges for a roster."""
    model = DutyModel(problem)
    Cover().post(model)
    goal.post(model)
    for duty, keys in enumerate(chosen.people):
        for person in problem.by_key:
            model.require(model.on(duty, person) + 0 == int(person in keys))
    model.minimise(model.levels[goal.name])
    status, cost = solve(model.cp)
    assert status == cp_model.OPTIMAL
    return cost


def charges(problem: Problem, goal: Goal) -> set[int]:
    """Assert that model and plain count price every roster alike; return the prices seen."""
    seen = set()
    for chosen in rosters(problem):
        cost = goal.cost(problem, chosen)
        assert priced(problem, goal, chosen) == cost, chosen
        seen.add(cost)
    return seen
