"""Shift work by columns, where a search ends early, has no path or little to go by."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

import pytest

from constraints import Leave, Person, Pin, Policy, Problem, Roster, ShiftTerms, Wish
from constraints.model.cost import Cost
from constraints.model.duty_model import DutyModel
from constraints.model.shift_states import follow
from constraints.rule import ByPath
from constraints.rulebook import Rulebook, from_policy
from scheduler.solving import work_dive
from scheduler.solving.limits import Limits
from scheduler.solving.solve import build, solve
from scheduler.solving.solver import Options
from scheduler.solving.work_dive import dive
from scheduler.solving.work_levels import WorkLevels
from scheduler.solving.work_pricing import pricing_of
from scheduler.solving.work_search import WorkSearch
from tests.shift_month import known, shift_month
from tests.tiny_posts import tiny_post

MONDAY = date(2026, 12, 7)
CREW = tuple(Person(key, key) for key in "abcdef")


def month(days: int = 14, **more: object) -> Problem:
    return shift_month(MONDAY, days, *CREW, shifts="早中", need=2, **more)


def search(problem: Problem, nth: int = 0, limits: Limits | None = None) -> WorkSearch:
    """Return the search for one level, nothing above it held."""
    options = Options(limits=limits or Limits())
    levels = WorkLevels(problem, from_policy(problem.policy), options)
    goal = levels.rulebook.goals[nth]
    model, pricing = levels._paths(goal)
    cost = Cost() if isinstance(goal, ByPath) else model.levels[goal.name]
    return WorkSearch(model, goal, cost, pricing, levels.by_states, levels.solver)


def test_without_time_there_is_no_roster_and_nothing_proved() -> None:
    result = solve(month(), options=Options(seconds=1e-9))
    assert result.roster is None
    assert not result.optimal


def test_a_dive_ends_when_time_is_up() -> None:
    one = search(month())
    one.generation.run(lambda: False)
    assert dive(one.generation, lambda: True) is None


def test_a_dive_goes_on_without_new_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_dive, "ROUNDS", 0)
    one = search(month())
    one.generation.run(lambda: False)
    taken = dive(one.generation, lambda: False)
    assert taken is None or taken.keys() == set(one.generation.people)


def test_a_generation_that_never_ran_bounds_nothing() -> None:
    one = search(month())
    one.generation.run(lambda: True)
    assert one.generation.bound == -float("inf")


def test_a_variable_of_no_row_costs_what_it_must() -> None:
    """One that is free is left out; one that saves something is taken."""
    problem = month(7)
    levels = WorkLevels(problem, from_policy(problem.policy), Options())
    goal = levels.rulebook.goals[0]
    bounds = []
    for extra in ((), (5, -3)):
        model, pricing = levels._paths(goal)
        cost = Cost()
        cost.include(model.levels[goal.name], 1)
        for coefficient in extra:
            cost.add(coefficient, model.literal())
        one = WorkSearch(model, goal, cost, pricing, levels.by_states, levels.solver)
        one.generation.run(lambda: False)
        one.generation.settle()
        bounds.append(one.generation.bound)
        _, above = one.generation.offer(0)
        assert len(above.terms) >= len(extra)
    assert bounds[1] == bounds[0] - 3


def test_what_is_known_and_begun_is_not_judged() -> None:
    """A run of eight known dates before two that are begun: there is a path all the same."""
    unlawful = known(MONDAY - timedelta(days=8), "a", "早早早早早早早早")
    begun = {d: ("a", "b") if not d % 2 else ("c", "d") for d in range(4)}
    result = solve(month(7, served=unlawful, past=begun))
    assert result.roster is not None
    assert not any("a" in keys for keys in result.roster.people[4:6])
    assert result.optimal


def test_whoever_began_two_duties_on_a_date_leaves_columns_out() -> None:
    problem = month(7, past={0: ("a", "b"), 1: ("a", "c")})
    model = build(problem, Rulebook(from_policy(problem.policy).rules, ()))
    model.follows = follow(model)
    assert model.follows.keys() == set("bcdef")
    assert pricing_of(model) == []
    assert solve(problem).optimal


@pytest.mark.parametrize(
    "limits",
    [
        Limits(turns=0, work_people=2),
        Limits(cell_climb=0, path_climb=0, work_cells=0),
        Limits(cell_climb=0, path_climb=0, work_cells=0, turn_conflicts=0),
        Limits(work_brief=0),
    ],
)
@pytest.mark.parametrize("seed", range(3000, 3012))
def test_whichever_way_is_taken_the_levels_are_the_same(seed: int, limits: Limits) -> None:
    problem = tiny_post(Random(seed))
    try:
        usual = solve(problem)
    except ValueError:
        return
    other = solve(problem, options=Options(limits=limits))
    assert other.levels == usual.levels
    assert other.optimal


def test_below_a_level_without_a_proof_a_large_month_is_bettered_too() -> None:
    problem = month(wishes=tuple(Wish(key, MONDAY, False) for key in "abcdef"))
    for limits, bettered in ((Limits(work_cells=0), True), (Limits(), False)):
        levels = WorkLevels(problem, from_policy(problem.policy), Options(limits=limits))
        assert levels._accept(levels.model, [])
        assert levels.roster is not None
        before = levels.rulebook.cost(problem, levels.roster)
        levels._roughly(7)
        after = levels.rulebook.cost(problem, levels.roster)
        assert after[7] <= before[7]
        assert (after[8] < before[8]) is bettered


def test_a_month_without_a_roster_begins_with_whom_is_decided_and_nobody_else() -> None:
    problem = month(pins=(Pin("a", MONDAY, True, "中"),), past={0: ("b", "c")})
    levels = WorkLevels(problem, from_policy(problem.policy), Options())
    levels._begin()
    assert levels.roster is not None
    assert levels.roster.people == (("b", "c"), ("a",), *[()] * (len(problem.duties) - 2))


def test_a_row_with_a_least_has_its_price_in_the_proof() -> None:
    """Somebody must take either shift of the one date between two days of leave."""
    alone = CREW[0]
    tuesday, day = MONDAY + timedelta(days=1), timedelta(days=1)
    away = [datetime.combine(on, time()) for on in (MONDAY, tuesday + day)]
    problem = shift_month(
        MONDAY,
        3,
        alone,
        shifts="早中",
        pins=(Pin("a", tuesday, True),),
        leaves=tuple(Leave("a", on, on + day) for on in away),
    )
    one = search(problem, 8)
    one.generation.run(lambda: False)
    one.generation.settle()
    model, above = one.generation.offer(0)
    assert one.generation.bound == 1
    assert len(above.terms) > 0
    run = one.solver.run(model.cp)
    assert run.found
    assert one.goal.cost(problem, model.roster(run.value)) == 1


def test_a_worse_roster_is_not_kept() -> None:
    one = search(month(2))
    full, half = (Roster((keys,) * 4) for keys in (("a", "b"), ("a",)))
    for roster in (half, full, half):
        one._keep(roster)
    assert one.roster == full
    assert one.value == 0


def test_a_dive_without_columns_finds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_dive, "ROUNDS", 0)
    assert dive(search(month()).generation, lambda: False) is None


def test_a_model_without_duties_has_no_dates() -> None:
    empty = Problem(MONDAY.replace(day=1), (), CREW, policy=Policy(shift_work=ShiftTerms()))
    assert DutyModel(empty).by_date == []
