"""Each goal on its own: the model charges what the plain count says, and the count is right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from constraints import (
    REQUIREMENTS,
    Calendar,
    Day,
    DayKind,
    EveMode,
    FairnessClass,
    Leave,
    Opening,
    Person,
    Pin,
    Policy,
    Standing,
    Wish,
)
from constraints.soft.balance import Balance
from constraints.soft.changes import Changes
from constraints.soft.eves import Eves
from constraints.soft.gaps import Gaps
from constraints.soft.reserves import Reserves
from constraints.soft.spacing import Spacing
from constraints.soft.wishes import Wishes, all_wishes, unmet
from tests.build import away, charges, day, duty, month, roster, served

A, B = Person("a", "甲"), Person("b", "乙")


def test_gaps_are_counted() -> None:
    assert charges(month(3), Gaps()) == {0, 1, 2, 3}


def test_reserves_are_counted_unless_the_base_has_them() -> None:
    people = (A, replace(B, standing=Standing.RESERVE))
    assert Reserves().cost(month(3, *people), roster("bab")) == 2
    problem = month(3, *people, base=roster("b.a"))
    assert charges(problem, Reserves()) == {0, 1, 2}
    assert Reserves().cost(problem, roster("bbb")) == 2


def test_leave_eves_are_counted_only_where_they_are_to_be_avoided() -> None:
    leaves = (away("a", 2, 2),)
    problem = month(3, leaves=leaves)
    assert charges(problem, Eves()) == {0, 1}
    assert Eves().cost(problem, roster("a..")) == 1
    assert charges(month(3, leaves=leaves, policy=Policy(eves=EveMode.ALLOW)), Eves()) == {0}
    assert charges(month(3, leaves=leaves, base=roster("a..")), Eves()) == {0}


def test_changes_count_people_lost_and_gaps_filled_or_opened() -> None:
    problem = month(3, base=roster("a.b"))
    assert charges(problem, Changes()) == {0, 1, 2, 3}
    assert Changes().cost(problem, roster("abb")) == 1
    assert Changes().cost(problem, roster("..b")) == 1
    assert Changes().cost(problem, roster("b.b")) == 1
    assert charges(month(2), Changes()) == {0}


def test_balance_charges_the_square_of_the_distance_in_quarters() -> None:
    """Four duties, two people: each aims at 8 quarters."""
    problem = month(4)
    goal = Balance(FairnessClass.TOTAL)
    assert goal.cost(problem, roster("abab")) == 0
    assert goal.cost(problem, roster("aaab")) == 32
    assert goal.cost(problem, roster("a...")) == 16 + 64
    charges(problem, goal)


def test_balance_in_the_model_is_exact_with_fixed_cells_reserves_and_targets_off_reach() -> None:
    people = (A, B, Person("c", "丙", standing=Standing.RESERVE))
    until = day(0)
    openings = (Opening("a", until, 3), Opening("b", until, 9))  # type: ignore[arg-type]
    problem = month(4, *people, openings=openings)
    for cls in FairnessClass:
        charges(problem, Balance(cls))
    pinned = month(3, *people, openings=openings, pins=(Pin("b", day(1), True),))
    for chosen in ("b.a", "bcb", "bab", "b.."):
        goal = Balance(FairnessClass.TOTAL)
        from tests.build import priced

        assert priced(pinned, goal, roster(chosen)) == goal.cost(pinned, roster(chosen))


def test_balance_looks_at_its_own_class() -> None:
    """5 December 2026 is a Saturday."""
    rows = {day(3): Day(DayKind.HOLIDAY), day(4): Day(DayKind.ADJUSTED)}
    problem = month(5, calendar=Calendar(rows))
    chosen = roster("abaab")
    assert Balance(FairnessClass.HOLIDAY).cost(problem, chosen) == 4 + 4
    assert Balance(FairnessClass.REST).cost(problem, chosen) == 4 + 4
    assert Balance(FairnessClass.REST).cost(problem, roster("abab.")) == 4 + 4
    assert {goal.name for goal in map(Balance, FairnessClass)} == {
        "total fairness",
        "holiday fairness",
        "rest-day fairness",
    }


def test_wishes_not_met_are_counted_also_by_gaps() -> None:
    wishes = (Wish("a", day(1), True), Wish("b", day(2), False), Wish("a", day(30), True))
    problem = month(3, wishes=wishes)
    assert charges(problem, Wishes()) == {0, 1, 2}
    assert Wishes().cost(problem, roster("...")) == 1
    assert [wish.person for wish in unmet(problem, roster("bb."))] == ["a", "b"]


def test_a_festival_served_last_year_is_a_wish_unless_one_is_stated() -> None:
    last_year = date(2025, 12, 3)
    festivals = {day(1): "初一", day(2): "初二", last_year: "初一"}
    from constraints import Served

    rows = (Served(duty(last_year), "a"),)
    problem = month(2, served=rows, calendar=Calendar({}, festivals))
    assert all_wishes(problem) == (Wish("a", day(1), False, "初一"),)
    assert charges(problem, Wishes()) == {0, 1}
    stated = month(
        2, served=rows, calendar=Calendar({}, festivals), wishes=(Wish("a", day(1), True),)
    )
    assert all_wishes(stated) == (Wish("a", day(1), True),)


def test_a_pending_leave_is_a_wish_its_eve_aside_unless_one_is_stated() -> None:
    asked = (away("a", 2, 3), away("a", 3, 3), away("b", 40, 41))
    problem = month(4, pending=asked)
    assert all_wishes(problem) == tuple(Wish("a", day(n), False, pending=True) for n in (2, 3))
    assert charges(problem, Wishes()) == {0, 1, 2}
    stated = month(4, pending=asked, wishes=(Wish("a", day(2), True),))
    assert all_wishes(stated) == (Wish("a", day(2), True), Wish("a", day(3), False, pending=True))


def test_a_pending_half_day_has_no_eve() -> None:
    noon = datetime.combine(day(2), time(12))
    asked = (Leave("a", noon, noon + timedelta(hours=12), by_days=False),)
    assert [wish.date for wish in all_wishes(month(3, pending=asked))] == [day(2)]


def test_spacing_charges_runs_by_their_excess() -> None:
    """With G = 3 only two duties within three days cost; one run holds both of a.a."""
    goal = Spacing(REQUIREMENTS)
    problem = month(4)
    assert goal.longest(problem) == 3
    assert goal.cost(problem, roster("a.a.")) == 1
    assert goal.cost(problem, roster("aa..")) == 2
    assert goal.cost(problem, roster("a..a")) == 0
    charges(problem, goal)


def test_spacing_counts_both_edges_and_runs_outside_the_month() -> None:
    goal = Spacing(REQUIREMENTS)
    rows = (served(0, "a"), served(-1, "a"), served(4, "b"))
    problem = month(3, served=rows)
    assert goal.cost(problem, roster("...")) == 1  # 29 Nov – 1 Dec holds both of last month's
    assert goal.cost(problem, roster("..b")) == 1 + 2
    charges(problem, goal)


def test_spacing_reaches_further_with_more_people() -> None:
    people = [Person(str(nth), f"人{nth}") for nth in range(9)]
    goal = Spacing(REQUIREMENTS)
    assert goal.longest(month(3, *people)) == 7
    assert goal.longest(month(3, *people[:6])) == 5
    idle = replace(people[0], employed_from=day(20))
    reserve = replace(people[1], standing=Standing.RESERVE)
    assert goal.longest(month(3, idle, reserve, *people[2:6])) == 3
    problem = month(8, *people)
    near = sum(max(0, length - 4) for length in range(3, 8))
    assert goal.cost(problem, roster("0...0...")) == near
