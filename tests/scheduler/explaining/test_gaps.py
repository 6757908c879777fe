"""Gaps with reasons and cures, and substitutes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from constraints import (
    Calendar,
    Day,
    DayKind,
    Dispensation,
    EveMode,
    Opening,
    Person,
    Pin,
    Policy,
    Problem,
    Roster,
    Rulebook,
    Standing,
    Substitution,
    from_policy,
)
from constraints.domain import Credentials
from constraints.soft.gaps import Gaps
from scheduler.explaining.cures import conceded
from scheduler.explaining.gaps import gaps
from scheduler.explaining.substitutes import objections, substitutes
from scheduler.solving.solve import solve
from tests import reference
from tests.build import away, day, month, roster, served
from tests.centres import random_problem

GAPPED = (144, 159, 180)

A, B, C = (Person(key, name) for key, name in zip("abc", "甲乙丙", strict=True))


def best(problem: Problem) -> Roster:
    found = solve(problem).roster
    assert found is not None
    return found


def cheapest(problem: Problem) -> int:
    (gap,) = gaps(problem, best(problem))
    prices = [cure.price for cure in gap.cures]
    assert prices == sorted(prices)
    return prices[0]


def test_every_candidate_has_one_first_reason() -> None:
    reserve = replace(C, standing=Standing.RESERVE, employed_from=day(9))
    idle = Person("d", "丁", standing=Standing.NONE)
    problem = month(3, A, B, reserve, idle, leaves=(away("a", 1, 3), away("b", 2, 2)))
    found = gaps(problem, best(problem))
    assert [gap.duty for gap in found] == [1]
    assert {clause.people[0]: clause.code for clause in found[0].reasons} == {
        "a": "leave",
        "b": "leave",
        "c": "employed",
    }


def test_the_price_list() -> None:
    """One person short on the 2nd of three days; what could close the gap differs."""
    idle = replace(B, standing=Standing.NONE)
    assert cheapest(month(3, A, idle)) == 1
    assert cheapest(month(1, B, leaves=(away("b", 2, 2),), policy=Policy(eves=EveMode.BAR))) == 2
    assert cheapest(month(1, replace(B, barred_weekdays=frozenset({1})))) == 3
    assert cheapest(month(1, replace(B, cap=0))) == 4
    free = Calendar({day(1): Day(DayKind.REST)})
    assert cheapest(month(1, replace(B, rest_cap=0), calendar=free)) == 4
    assert cheapest(month(1, B, pins=(Pin("b", day(1), False),))) == 5
    assert cheapest(month(1, B, leaves=(away("b", 1, 1),))) == 20


def test_rest_is_conceded_only_above_a_day() -> None:
    strict = Policy(rest=timedelta(hours=48))
    problem = month(1, B, served=(served(-1, "b"),), policy=strict)
    assert cheapest(problem) == 8
    problem = month(1, B, served=(served(0, "b"),), policy=strict)
    (gap,) = gaps(problem, best(problem))
    assert gap.cures == ()


def test_employment_qualification_and_nights_are_never_conceded() -> None:
    for person in (
        replace(B, employed_from=day(9)),
        replace(B, credentials=Credentials(computer=False)),
        replace(B, night_bar=(day(1), day(1))),
    ):
        problem = month(1, person)
        (gap,) = gaps(problem, best(problem))
        assert gap.cures == ()


def test_a_cure_says_the_row_to_type() -> None:
    problem = month(1, replace(B, barred_weekdays=frozenset({1})))
    (gap,) = gaps(problem, best(problem))
    assert gap.cures[0].dispensations == (("b", day(1)),)
    assert "在〈指定〉加 乙 | 2026-12-01 | 特批 | 批准人" in gap.cures[0].text
    away_all_day = month(1, B, leaves=(away("b", 1, 2),))
    (gap,) = gaps(away_all_day, best(away_all_day))
    assert "请乙把12月1日至2日的请假改期" in gap.cures[0].text


def test_caps_are_lifted_by_one_more_date() -> None:
    problem = month(3, replace(A, cap=1), replace(B, cap=0))
    found = gaps(problem, best(problem))
    assert len(found) == 2
    for gap in found:
        assert {cure.price for cure in gap.cures} == {4}
        for cure in gap.cures:
            after = best(conceded(problem, cure))
            assert sum(not keys for keys in after.people) == 1


def test_cures_of_random_centres_close_their_gap_when_solved_again() -> None:
    """Seeds whose months have gaps."""
    tried = 0
    for seed in GAPPED:
        problem = random_problem(seed)
        planned = best(problem)
        open_before = sum(not keys for keys in planned.people)
        assert open_before
        for gap in gaps(problem, planned):
            if gap.duty in problem.past:
                assert not gap.reasons and not gap.cures
                continue
            assert len(gap.reasons) == len(problem.candidates)
            for cure in gap.cures:
                tried += 1
                healed = conceded(problem, cure)
                rules = from_policy(healed.policy).rules
                after = solve(healed, Rulebook(rules, (Gaps(),))).roster
                assert after is not None
                assert reference.lawful(healed, after)
                assert sum(not keys for keys in after.people) < open_before
    assert tried


def test_substitutes_are_ranked_by_standing_then_debt_then_distance() -> None:
    reserve = Person("r", "备", standing=Standing.RESERVE)
    until = day(0)
    counts = {"a": 9, "b": 12, "c": 9}
    openings = tuple(Opening(key, until, Fraction(count)) for key, count in counts.items())
    problem = month(8, A, B, C, reserve, openings=openings)
    planned = roster("b....a.c")
    assert substitutes(problem, planned, 3) == ("c", "a", "b", "r")
    assert substitutes(problem, planned, 0) == ("c", "a", "r")


def test_substitutes_obey_every_rule_and_set_the_fixing_row_aside() -> None:
    people = (replace(A, cap=1), B, C, Person("d", "丁", standing=Standing.NONE))
    moved = (Substitution(day(2), "a", "b"),)
    problem = month(4, *people, substitutions=moved, leaves=(away("c", 2, 2),))
    planned = roster("cbca")
    found = [substitutes(problem, planned, d) for d in range(4)]
    for d, keys in enumerate(found):
        for person in problem.candidates:
            if person.key in planned.people[d]:
                continue
            row = list(planned.people)
            row[d] = (person.key,)
            without = replace(problem, substitutions=() if d == 1 else moved)
            lawful = not from_policy(problem.policy).audit(without, Roster(tuple(row)))
            assert (person.key in keys) == lawful
    assert not any("d" in keys for keys in found)


def test_whoever_asked_out_is_no_substitute() -> None:
    problem = month(3, A, B, substitutions=(Substitution(day(2), "a"),))
    codes = [clause.code for clause in objections(problem, roster("a.a"), 1, "a")]
    assert codes[0] == "fixed"
    assert substitutes(problem, roster(".b."), 1) == ()


def test_a_dispensed_outsider_may_stand_in() -> None:
    outsider = Person("d", "丁", standing=Standing.NONE)
    problem = month(3, A, outsider, dispensations=(Dispensation("d", day(2), "主管"),))
    assert substitutes(problem, roster(".a."), 1) == ("d",)


def test_a_cap_on_a_date_that_is_dispensed_anyway() -> None:
    """Found in review: no date was left to lift the cap with."""
    person = replace(B, cap=0, barred_weekdays=frozenset({1}))
    problem = month(1, person)
    (gap,) = gaps(problem, best(problem))
    assert gap.cures[0].dispensations == (("b", day(1)),)
    assert best(conceded(problem, gap.cures[0])).people == (("b",),)


def test_cures_of_a_long_rest_are_rows_of_their_own() -> None:
    """Found in review: one row to type stood as several concessions, and cures repeated."""
    problem = month(6, A, B, policy=Policy(rest=timedelta(hours=72)))
    for gap in gaps(problem, best(problem)):
        rows = [cure.dispensations for cure in gap.cures]
        assert len(set(rows)) == len(rows)
        for cure in gap.cures:
            assert cure.price == 8 * len(cure.dispensations)


def test_without_candidates_nothing_is_searched() -> None:
    problem = month(2, replace(A, standing=Standing.NONE))
    assert [gap.reasons for gap in gaps(problem, roster(".."))] == [(), ()]
