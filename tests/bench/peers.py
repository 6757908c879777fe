"""Other ways to make the same roster, each in a process of its own.

``python -m tests.bench peers`` gives every way the same months: the product; ``weighted``, one
CP-SAT model with a weight per level in the idiom of OR-Tools' ``shift_scheduling_sat.py``;
``highs`` and ``scip`` with the plain formulation, level by level and the tie-break last, so that
they come to the same roster; ``highs-any`` and ``scip-any``, without a tie-break, against
``ours-any``; ``highs-own`` and ``scip-own`` with the product's formulation of the last level and
the tie-break handed to them; ``timefold``, local search over constraint streams, which takes all
the time it is given, and ``timefold-brief``, the same for ten times as long as the product took,
or two seconds; and ``turns``, the supervisor who goes down the list. What each finds is priced by
the law itself.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from functools import partial
from shutil import which
from statistics import median
from typing import TYPE_CHECKING, Any

from constraints import FairnessClass, Roster
from constraints.fairness import accounts
from constraints.rulebook import GOALS, REQUIREMENTS, from_policy
from constraints.soft.eves import leave_eves
from constraints.soft.spacing import LEAST, Spacing
from constraints.soft.wishes import all_wishes
from scheduler.solving.solve import LevelSearch, solve
from scheduler.solving.solver import Options
from scheduler.solving.tiebreak import hash_bytes
from tests.bench.linear import Highs, Linear, Scip, Sum, from_cp, library, worth
from tests.bench.months import realistic

if TYPE_CHECKING:
    from collections.abc import Callable

    from constraints.problem import Problem

    Solver = type[Highs] | type[Scip]

NOBODY = -1


class Plain:
    """A month of equal rights in bare numbers, as somebody would see it who starts today."""

    def __init__(self, problem: Problem) -> None:
        self.problem, self.keys = problem, list(problem.by_key)
        self.days, self.people = range(len(problem.duties)), range(len(self.keys))
        rules = from_policy(problem.policy)
        empty: list[tuple[str, ...]] = [()] * len(problem.duties)
        self.may = [[True] * len(self.days) for _ in self.people]
        for p, person in enumerate(problem.people):
            for d, duty in enumerate(problem.duties):
                alone = Roster((*empty[:d], (person.key,), *empty[d + 1 :]))
                self.may[p][d] = not rules.audit(problem, alone)
                assert duty.need == 1
        kinds = [problem.calendar.kind(duty.date) for duty in problem.duties]
        self.classes = [
            (
                [d for d in self.days if cls.covers(kinds[d])],
                [found.target[key] for key in self.keys],
            )
            for cls in FairnessClass
            for found in [accounts(problem)[cls]]
        ]
        self.wishes = [
            (problem.named(wish.date)[0], self.keys.index(wish.person), wish.wanted)
            for wish in all_wishes(problem)
        ]
        self.eves = [(d, self.keys.index(key)) for d, key in leave_eves(problem)]
        longest = Spacing(REQUIREMENTS).longest(problem)
        first = problem.duties[0].date
        known = [
            {(x.date - first).days for x in problem.known_duties_of.get(k, ())} for k in self.keys
        ]
        self.windows = []
        for p in self.people:
            for length in range(LEAST, longest + 1):
                for begin in range(1 - length, len(self.days)):
                    span = range(begin, begin + length)
                    inside = [d for d in span if d in self.days and self.may[p][d]]
                    self.windows.append((p, inside, len(known[p] & set(span))))

    def roster(self, chosen: list[int]) -> Roster:
        """Return a roster from a person's number per day."""
        return Roster(tuple(() if p == NOBODY else (self.keys[p],) for p in chosen))


def weighted(problem: Problem, seconds: float) -> tuple[bool, Roster | None]:
    """One model, squares by multiplication, and a weight per level that outweighs all below.

    The solver refuses it (``MODEL_INVALID``) where nine such weights are too large, as at 92 days.
    """
    from ortools.sat.python import cp_model

    plain, model = Plain(problem), cp_model.CpModel()
    work = {(p, d): model.new_bool_var(f"w{p}_{d}") for p in plain.people for d in plain.days}
    gaps = [model.new_bool_var(f"g{d}") for d in plain.days]
    for d in plain.days:
        model.add_exactly_one([gaps[d], *(work[p, d] for p in plain.people)])
        for p in plain.people:
            if not plain.may[p][d]:
                model.add(work[p, d] == 0)
            if d:
                model.add_bool_or(~work[p, d - 1], ~work[p, d])
    eves = [work[p, d] for d, p in plain.eves]
    costs: list[tuple[cp_model.LinearExprT, int]] = [(sum(gaps), len(gaps)), (sum(eves), len(eves))]
    for days, targets in plain.classes:
        squares, most = [], 0
        for p in plain.people:
            reach = max(4 * len(days), abs(targets[p])) * 2
            off = model.new_int_var(-reach, reach, "")
            model.add(off == 4 * sum(work[p, d] for d in days) - targets[p])
            squares.append(model.new_int_var(0, reach * reach, ""))
            model.add_multiplication_equality(squares[-1], [off, off])
            most += (4 * (len(days) // len(plain.people) + 4)) ** 2
        costs.append((sum(squares), most))
    unmet = [1 - work[p, d] if wanted else work[p, d] for d, p, wanted in plain.wishes]
    costs.append((sum(unmet), len(unmet)))
    excess = []
    for p, inside, known in plain.windows:
        excess.append(model.new_int_var(0, len(inside) + known, ""))
        model.add(excess[-1] >= sum(work[p, d] for d in inside) + known - 1)
    costs.append((sum(excess), 20 * len(plain.days)))
    weight, total = 1, 0
    for cost, most in reversed(costs):
        total += weight * cost
        weight *= most + 1
    model.minimize(total)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.max_time_in_seconds = 1, seconds
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return False, None
    chosen = [
        next((p for p in plain.people if solver.value(work[p, d])), NOBODY) for d in plain.days
    ]
    return status == cp_model.OPTIMAL, plain.roster(chosen)


def by_levels(
    problem: Problem, seconds: float, kind: Solver, *, tie_break: bool
) -> tuple[bool, Roster | None]:
    """The plain formulation: one level after the other, squares as steps, spacing by windows."""
    begin, plain, linear = time.perf_counter(), Plain(problem), Linear()
    work = [[linear.column(0, int(plain.may[p][d])) for d in plain.days] for p in plain.people]
    gaps = [linear.column() for _ in plain.days]
    for d in plain.days:
        linear.row(1, dict.fromkeys([gaps[d], *(work[p][d] for p in plain.people)], 1), 1)
        for p in plain.people if d else ():
            linear.row(-1e9, {work[p][d - 1]: 1, work[p][d]: 1}, 1)
    eves = [work[p][d] for d, p in plain.eves]
    levels: list[Sum] = [dict.fromkeys(gaps, 1), dict.fromkeys(eves, 1)]
    for days, targets in plain.classes:
        level: Sum = {}
        for p in plain.people:
            steps = [linear.column() for _ in days]
            linear.row(
                0, dict.fromkeys([work[p][d] for d in days], 1) | dict.fromkeys(steps, -1), 0
            )
            for nth, step in enumerate(steps, 1):
                level[step] = 4 * (4 * (2 * nth - 1) - 2 * targets[p])
        levels.append(level)
    levels.append({work[p][d]: -1 if wanted else 1 for d, p, wanted in plain.wishes})
    spacing: Sum = {}
    for p, inside, known in plain.windows:
        if len(inside) + known > 1:
            over = linear.column(0, len(inside) + known)
            spacing[over] = 1
            linear.row(known - 1, {over: 1} | dict.fromkeys([work[p][d] for d in inside], -1))
    levels.append(spacing)
    if tie_break:
        rows = [hash_bytes(duty, plain.keys) for duty in problem.duties]
        levels.append({work[p][d]: rows[d][p] for p in plain.people for d in plain.days})
    solver, values, proved = kind(linear), None, True
    for level in levels:
        found, better = solver.minimise(level, begin + seconds - time.perf_counter())
        proved &= found
        if better is not None:
            values = better
            solver.row(-1e9, level, worth(level.items(), values) + 0.5)
        if not found:
            break
    if values is None:
        return False, None
    chosen = [
        next((p for p in plain.people if values[work[p][d]] > 0.5), NOBODY) for d in plain.days
    ]
    return proved, plain.roster(chosen)


def by_own(problem: Problem, seconds: float, kind: Solver) -> tuple[bool, Roster | None]:
    """The product's own last level and tie-break, all above it settled by the product."""
    search = LevelSearch(problem, from_policy(problem.policy), Options(seconds=seconds))
    final = search.settle_upper(search.at_floors())
    if final is None:
        return False, None
    model = (final.cells.find() and final.cells.model) or final.path_model()[0]
    linear = from_cp(model.cp)
    proved, values = kind(linear).minimise(linear.objective, seconds)
    if values is None:
        return False, None
    return proved, model.roster(lambda variable: round(values[variable.index]))


def turns(problem: Problem, _: float) -> tuple[bool, Roster | None]:
    """Go down the list; whoever may not is passed over and is next in turn again."""
    plain = Plain(problem)
    queue, chosen = list(plain.people), []
    for d in plain.days:
        able = [p for p in queue if plain.may[p][d] and p not in chosen[-1:]]
        chosen.append(able[0] if able else NOBODY)
        if able:
            queue.remove(able[0])
            queue.append(able[0])
    return False, plain.roster(chosen)


def ours(problem: Problem, seconds: float) -> tuple[bool, Roster | None]:
    """The product itself."""
    result = solve(problem, options=Options(seconds=seconds))
    return result.unique, result.roster


def ours_any(problem: Problem, seconds: float) -> tuple[bool, Roster | None]:
    """The product without its tie-break."""
    result = solve(problem, options=Options(seconds=seconds, any_optimum=True))
    return result.optimal, result.roster


WAYS: dict[str, Callable[[Problem, float], tuple[bool, Roster | None]]] = {
    "ours": ours,
    "ours-any": ours_any,
    "weighted": weighted,
    "highs": partial(by_levels, kind=Highs, tie_break=True),
    "highs-any": partial(by_levels, kind=Highs, tie_break=False),
    "scip": partial(by_levels, kind=Scip, tie_break=True),
    "scip-any": partial(by_levels, kind=Scip, tie_break=False),
    "highs-own": partial(by_own, kind=Highs),
    "scip-own": partial(by_own, kind=Scip),
    "timefold": lambda *given: library("tests.bench.timefold").timefold(*given),
    "timefold-brief": lambda *given: library("tests.bench.timefold").timefold(*given),
    "turns": turns,
}

LIBRARIES = {
    "highs": "highspy",
    "highs-any": "highspy",
    "highs-own": "highspy",
    "scip": "pyscipopt",
    "scip-any": "pyscipopt",
    "scip-own": "pyscipopt",
    "timefold": "tests.bench.timefold",
    "timefold-brief": "tests.bench.timefold",
}


def one(way: str, seed: int, people: int, days: int, limit: float) -> None:
    """Make one roster and print seconds, proof and level costs as JSON."""
    problem = realistic(seed, people, days or None)
    if way in LIBRARIES:
        library(LIBRARIES[way])
    begin = time.perf_counter()
    proved, roster = WAYS[way](problem, limit)
    seconds = time.perf_counter() - begin
    costs = None
    if roster is not None:
        rules = from_policy(problem.policy)
        assert not rules.audit(problem, roster), "an unlawful roster"
        costs = rules.cost(problem, roster)
        assert len(costs) == len(GOALS)
    print(json.dumps({"seconds": seconds, "proved": proved, "costs": costs}))


def compare(people: int, days: int, rounds: int, limit: float) -> None:
    """Print a line per way: time, proofs, and how often it is worse than ours on some level.

    Whoever has no tie-break is timed against ours without one, if the name says so.
    """
    print(f"{people} people, {days or 'month'} days, {rounds} months, limit {limit:g} s")
    print(f"{'way':14} {'median s':>9} {'× ours':>8} {'proved':>7} {'worse':>6} {'better':>7}")
    runs: dict[str, list[dict[str, Any]]] = {
        way: [] for way in WAYS if which("java") or "timefold" not in way
    }
    for seed in range(rounds):
        for way, found in runs.items():
            brief = way == "timefold-brief"
            given = min(limit, max(2, 10 * runs["ours"][-1]["seconds"])) if brief else limit
            words = [str(word) for word in (way, seed, people, days, given)]
            command = [sys.executable, "-m", "tests.bench", "peer", *words]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            found.append(json.loads(done.stdout.splitlines()[-1]))
    for way, found in runs.items():
        pairs = list(zip(found, runs["ours-any" if "-any" in way else "ours"], strict=True))
        ratio = median(run["seconds"] / own["seconds"] for run, own in pairs)
        worse = sum(run["costs"] is None or run["costs"] > own["costs"] for run, own in pairs)
        better = sum(run["costs"] is not None and run["costs"] < own["costs"] for run, own in pairs)
        proved = sum(run["proved"] for run in found)
        seconds = median(run["seconds"] for run in found)
        print(f"{way:14} {seconds:9.3f} {ratio:8.1f} {proved:7} {worse:6} {better:7}", flush=True)
