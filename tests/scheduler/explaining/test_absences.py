"""What is on record of absences, and leaves at random that are like it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest

from constraints import Leave, Person, Standing, Substitution
from scheduler.explaining.absences import (
    LEAST,
    USUAL,
    USUAL_DAYS,
    YEAR,
    Absences,
    absences_of,
    length,
)
from tests.build import MONTH, away, day, month

DAY = timedelta(days=1)
A, B = Person("a", "甲"), Person("b", "乙")
RECORD = Absences((away("a", 1, 1), away("a", 3, 5), away("b", 2, 11)), 200, MONTH, MONTH, 3, False)


def days_before(*nths: int) -> tuple[Leave, ...]:
    """Return leaves of one day each, so many days before the month."""
    return tuple(away("a", 1 - nth, 1 - nth) for nth in nths)


def test_people_are_away_as_often_as_on_record() -> None:
    """On every day alike: on the first, before which leaves began, and on the last."""
    rng, first, last = Random(1), date(2026, 12, 1), date(2026, 12, 31)
    times, absent = 5000, {first: 0, date(2026, 12, 15): 0, last: 0}
    for _ in range(times):
        drawn = list(RECORD.draw(rng, "x", first, last))
        assert all(one.person == "x" for one in drawn)
        assert all(one.last_day >= first and one.start.date() <= last for one in drawn)
        for on in absent:
            absent[on] += any(one.start.date() <= on <= one.last_day for one in drawn)
    assert RECORD.rate == 14 / 200
    for count in absent.values():
        assert count / times == pytest.approx(RECORD.rate, abs=0.01)


def test_leaves_drawn_are_those_on_record_moved_by_whole_days() -> None:
    hours = Leave("a", datetime(2026, 11, 3, 13), datetime(2026, 11, 4, 9), by_days=False)
    record = Absences((hours,), 20, MONTH, MONTH, 1, False)
    drawn = [one for seed in range(50) for one in record.draw(Random(seed), "x", day(1), day(31))]
    assert len(drawn) > 50
    for one in drawn:
        assert (one.start.hour, one.end.hour, length(one), one.by_days) == (13, 9, 2, False)


def test_leaves_of_one_person_do_not_overlap() -> None:
    for seed in range(200):
        drawn = list(RECORD.draw(Random(seed), "x", day(1), day(31)))
        assert all(a.last_day < b.start.date() for a, b in pairwise(drawn))


def test_whoever_was_away_all_the_time_is_away_for_good() -> None:
    always = Absences((away("a", 1, 10),), 10, MONTH, MONTH, 1, False)
    drawn = list(always.draw(Random(0), "x", day(1), day(31)))
    touched = {one.start.date() + nth * DAY for one in drawn for nth in range(length(one))}
    assert {day(nth) for nth in range(1, 32)} <= touched


def test_a_record_is_counted_from_the_month_of_its_first_absence() -> None:
    leaves = days_before(*range(1, 40, 3), -3)
    late = replace(B, employed_from=date(2026, 11, 11))
    found = absences_of(month(5, A, late, leaves=leaves), (), MONTH)
    assert (found.since, found.until) == (date(2026, 10, 1), MONTH)
    assert (found.seen, found.few) == (13, False)  # the one yet to come is left out
    assert found.days == 61 + 20
    assert sorted(found.leaves, key=lambda one: one.start) == sorted(
        leaves[:-1], key=lambda one: one.start
    )


def test_what_is_older_than_a_year_is_left_out() -> None:
    leaves = days_before(*range(1, 40, 3), 400)
    found = absences_of(month(5, A, B, leaves=leaves), (), MONTH)
    assert (found.since, found.seen) == (MONTH - YEAR * DAY, 13)
    assert found.days == 2 * YEAR


def test_only_candidates_count() -> None:
    nobody = replace(A, standing=Standing.NONE)
    found = absences_of(month(5, nobody, B, leaves=days_before(*range(1, 40, 3))), (), MONTH)
    assert (found.seen, found.few) == (0, True)


def test_who_was_stood_in_for_was_away() -> None:
    """Once, though sheet and ledger know of it; a swap and a day on leave add nothing."""
    given = tuple(Substitution(day(1 - nth), "b", "a") for nth in range(1, 25, 2))
    swap = Substitution(day(-9), "a", "b", back=day(-7))
    posed = month(5, A, B, leaves=(away("b", -2, -2),), substitutions=(*given[:2], swap))
    found = absences_of(posed, given, MONTH)
    assert found.seen == len(given)
    assert {one.start.date() for one in found.leaves} == {one.date for one in given}
    assert {one.person for one in found.leaves} == {"b"}


def test_little_on_record_is_taken_for_the_usual_unless_it_is_more() -> None:
    few = absences_of(month(5, A, B, leaves=days_before(*range(1, 2 * LEAST - 2, 2))), (), MONTH)
    assert (few.seen, few.few) == (LEAST - 1, False)  # nine days of a month: more than usual
    few = absences_of(month(5, A, B, leaves=days_before(3, 200)), (), MONTH)
    assert (few.seen, few.few, few.leaves) == (2, True, USUAL)
    assert few.rate == USUAL_DAYS / YEAR == 23 / 365
    none = absences_of(month(5, A, B), (), MONTH)
    assert (none.seen, none.few, none.since) == (0, True, MONTH - YEAR * DAY)
