"""Due, balance and target, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from constraints import (
    Calendar,
    Credentials,
    Day,
    DayKind,
    FairnessClass,
    Opening,
    Person,
    Policy,
    Problem,
    Served,
    Standing,
    Tally,
    Window,
    month_duties,
)
from constraints.fairness import accounts, balances, shares
from tests.build import HANDOVER, away, day, duty, month, served

TOTAL, REST, HOLIDAY = FairnessClass.TOTAL, FairnessClass.REST, FairnessClass.HOLIDAY
A, B, C = (Person(key, name) for key, name in zip("abc", "甲乙丙", strict=True))
HALF = Fraction(1, 2)


def due(problem: Problem, cls: FairnessClass = TOTAL) -> dict[str, Fraction]:
    return shares(problem, problem.duties, cls)


def test_every_duty_is_shared_by_weight() -> None:
    problem = month(4, A, replace(B, weight=HALF), replace(C, standing=Standing.RESERVE))
    assert due(problem) == {"a": Fraction(8, 3), "b": Fraction(4, 3), "c": 0}


def test_nobody_to_share_or_no_weight_adds_nothing() -> None:
    assert due(month(2, replace(A, weight=Fraction(0)))) == {"a": 0}
    assert due(month(2, replace(A, standing=Standing.NONE))) == {"a": 0}


def test_joiners_leavers_certificates_and_night_bars_share_only_their_days() -> None:
    assert due(month(4, A, replace(B, employed_from=day(3)))) == {"a": 3, "b": 1}
    assert due(month(4, A, replace(B, duty_from=day(3)))) == {"a": 3, "b": 1}
    assert due(month(4, A, replace(B, employed_to=day(3)))) == {"a": 3, "b": 1}
    until = replace(B, credentials=Credentials(certificate_until=day(3)))
    assert due(month(4, A, until)) == {"a": 3, "b": 1}
    assert due(month(4, A, replace(B, night_bar=(day(3), None)))) == {"a": 3, "b": 1}


def test_only_long_leave_changes_the_share_and_its_eve_never() -> None:
    short = month(9, A, B, leaves=(away("b", 2, 7),))
    assert due(short)["b"] == Fraction(9, 2)
    long = month(9, A, B, leaves=(away("b", 2, 8),))
    assert due(long)["b"] == 1  # half of the 1st (the eve) and of the 9th
    strict = month(9, A, B, leaves=(away("b", 2, 3),), policy=Policy(long_leave=timedelta(days=2)))
    assert due(strict)["b"] == Fraction(7, 2)


def test_festivals_are_shared_also_by_those_on_leave_for_a_week() -> None:
    calendar = Calendar({day(3): Day(DayKind.HOLIDAY)})
    problem = month(9, A, B, calendar=calendar, leaves=(away("b", 1, 9),))
    assert due(problem, HOLIDAY) == {"a": HALF, "b": HALF}
    assert due(problem, TOTAL) == {"a": 9, "b": 0}


def test_barred_weekdays_leave_the_share_of_rest_days_but_not_of_the_total() -> None:
    """5 and 6 December 2026 are a Saturday and a Sunday."""
    problem = month(6, A, replace(B, barred_weekdays=frozenset({5})))
    assert due(problem, REST) == {"a": Fraction(3, 2), "b": HALF}
    assert due(problem, TOTAL) == {"a": 3, "b": 3}


def opening(key: str, total: int, until: date | None = None, **more: object) -> Opening:
    return Opening(key, until or day(0), Fraction(total), **more)  # type: ignore[arg-type]


def test_opening_counts_are_shared_by_weight_and_days_employed() -> None:
    joined = replace(B, employed_from=date(2026, 6, 17))  # 167 of 334 days
    problem = month(2, A, joined, openings=(opening("a", 20), opening("b", 4)))
    assert balances(problem, TOTAL) == {"a": -4, "b": 4}


def test_a_given_due_replaces_the_share_and_classes_are_listed_by_themselves() -> None:
    rows = (
        opening("a", 20, due=Fraction(22), rest=Fraction(6)),
        opening("b", 24, rest=Fraction(4), holiday=Fraction(2)),
    )
    problem = month(2, A, B, C, openings=rows)
    assert balances(problem, TOTAL) == {"a": 2, "b": -2, "c": 0}
    assert balances(problem, REST) == {"a": -1, "b": 1, "c": 0}
    assert balances(problem, HOLIDAY) == {"a": 0, "b": 0, "c": 0}


def test_openings_outside_the_window_or_of_reserves_do_not_count() -> None:
    rows = (opening("a", 9, date(2025, 12, 31), holiday=Fraction(3)), opening("b", 5))
    problem = month(2, A, B, replace(C, standing=Standing.RESERVE), openings=rows)
    assert balances(problem, TOTAL) == {"a": 0, "b": 0, "c": 0}
    assert balances(problem, HOLIDAY) == {"a": 0, "b": 0, "c": 0}
    rolling = month(2, A, B, openings=rows, policy=Policy(window=Window.ROLLING))
    share = Fraction(14 * 365, 365 + 334)  # by the days of each one's own year
    assert balances(rolling, TOTAL) == {"a": share - 9, "b": 9 - share}
    none = month(2, A, B, openings=rows, policy=Policy(window=Window.MONTH))
    assert balances(none, TOTAL) == {"a": 0, "b": 0}
    idle = replace(A, employed_from=day(1))
    assert balances(month(2, idle, openings=(opening("a", 3),)), TOTAL) == {"a": -3}


def test_whole_earlier_months_count_as_served_where_there_is_no_opening() -> None:
    november = month_duties(date(2026, 11, 1), HANDOVER, timedelta(hours=24))
    rows = tuple(Served(one, "a" if one.date.day <= 20 else "b") for one in november)
    problem = month(2, A, B, served=rows)
    assert balances(problem, TOTAL) == {"a": -5, "b": 5}
    assert balances(month(2, A, B, served=rows[1:]), TOTAL) == {"a": 0, "b": 0}
    assert balances(month(2, A, B, served=rows, openings=(opening("a", 7),)), TOTAL)["b"] == 0
    only = month(2, A, B, served=rows, policy=Policy(window=Window.MONTH))
    assert balances(only, TOTAL) == {"a": 0, "b": 0}


def test_last_year_counts_for_festivals_but_not_for_the_year() -> None:
    earlier = month_duties(date(2025, 10, 1), HANDOVER, timedelta(hours=24))
    rows = tuple(Served(one, "a") for one in earlier)
    calendar = Calendar({date(2025, 10, 1): Day(DayKind.HOLIDAY)})
    problem = month(2, A, B, served=rows, calendar=calendar)
    assert balances(problem, TOTAL) == {"a": 0, "b": 0}
    assert balances(problem, HOLIDAY) == {"a": -HALF, "b": HALF}


def test_published_months_are_carried_over_with_the_opening_balance() -> None:
    """October and November are in the ledger; a's opening count covers October."""
    october, november = date(2026, 10, 1), date(2026, 11, 1)
    tallies = (
        Tally(october, TOTAL, "a", Fraction(15, 2), 4),
        Tally(october, TOTAL, "b", Fraction(15, 2), 11),
        Tally(november, TOTAL, "a", Fraction(15), 14),
        Tally(november, TOTAL, "b", Fraction(15), 16),
        Tally(november, REST, "b", Fraction(4), 3),
    )
    problem = month(4, A, B, tallies=tallies)
    assert balances(problem, TOTAL) == {"a": Fraction(9, 2), "b": Fraction(-9, 2)}
    assert balances(problem, REST) == {"a": 0, "b": 1}
    opened = replace(problem, openings=(Opening("a", date(2026, 10, 1), Fraction(20)),))
    assert balances(opened, TOTAL) == {"a": 1, "b": Fraction(-9, 2)}
    assert balances(replace(problem, policy=Policy(window=Window.MONTH)), TOTAL) == {"a": 0, "b": 0}


def test_a_published_month_is_not_counted_again_from_the_history() -> None:
    days = [served(-nth, "ab"[nth % 2]) for nth in range(30)]
    tally = Tally(date(2026, 11, 1), TOTAL, "a", Fraction(15), 14)
    assert balances(month(4, A, B, served=tuple(days)), TOTAL) == {"a": 0, "b": 0}
    known = month(4, A, B, served=tuple(days), tallies=(tally,))
    assert balances(known, TOTAL) == {"a": 1, "b": 0}


def test_targets_make_good_at_most_the_cap_measured_from_the_median() -> None:
    rows = (opening("a", 10), opening("b", 13), opening("c", 16))
    problem = month(9, A, B, C, openings=rows)
    assert balances(problem, TOTAL) == {"a": 3, "b": 0, "c": -3}
    assert accounts(problem)[TOTAL].target == {"a": 16, "b": 12, "c": 8}
    free = month(9, A, B, C, openings=rows, policy=Policy(catch_up=Fraction(5)))
    assert accounts(free)[TOTAL].target == {"a": 24, "b": 12, "c": 0}


def test_the_median_is_taken_over_those_with_a_share() -> None:
    gone = replace(C, employed_to=date(2026, 6, 1))
    rows = (opening("a", 10, due=Fraction(12)), opening("b", 10), opening("c", 2, due=Fraction(9)))
    problem = month(4, A, B, gone, openings=rows)
    balance = balances(problem, TOTAL)
    middle = (balance["a"] + balance["b"]) / 2
    one = Fraction(1)
    expected = {
        "a": round(4 * (2 + min(one, balance["a"] - middle))),
        "b": round(4 * (2 + max(-one, balance["b"] - middle))),
        "c": round(4 * min(one, balance["c"] - middle)),
    }
    assert accounts(problem)[TOTAL].target == expected


def test_quarters_round_half_to_even() -> None:
    """Five duties for eight people: 5/8 of a duty is 2.5 quarters."""
    people = [Person(str(nth), f"人{nth}") for nth in range(8)]
    assert set(accounts(month(5, *people))[TOTAL].target.values()) == {2}
    assert set(accounts(month(7, *people))[TOTAL].target.values()) == {4}


def test_nobody_has_a_share() -> None:
    gone = replace(A, employed_to=day(-9))
    assert accounts(month(2, gone, served=(served(0, "a"),)))[TOTAL].target == {"a": 0}
    assert duty(day(1)).need == 1
