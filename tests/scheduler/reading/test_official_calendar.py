"""Announced, estimated and declared days."""

from __future__ import annotations

from datetime import date

from constraints import Day, DayKind
from scheduler.reading.official_calendar import build_calendar

YEAR = (date(2026, 1, 1), date(2027, 1, 1))


def days(kind: DayKind) -> list[tuple[int, int]]:
    calendar = build_calendar(*YEAR, {}, date(2026, 2, 1)).calendar
    return [(on.month, on.day) for on, day in sorted(calendar.rows.items()) if day.kind is kind]


def test_the_statutory_days_and_adjusted_workdays_of_2026() -> None:
    assert days(DayKind.HOLIDAY) == [
        (1, 1),
        (2, 16),
        (2, 17),
        (2, 18),
        (2, 19),
        (4, 5),
        (5, 1),
        (5, 2),
        (6, 19),
        (9, 25),
        (10, 1),
        (10, 2),
        (10, 3),
    ]
    assert days(DayKind.ADJUSTED) == [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)]


def test_days_off_in_lieu_are_rest_days() -> None:
    calendar = build_calendar(*YEAR, {}, date(2026, 2, 1)).calendar
    for on in (date(2026, 1, 2), date(2026, 2, 20), date(2026, 4, 6), date(2026, 10, 7)):
        assert calendar.kind(on) is DayKind.REST
    assert calendar.kind(date(2026, 12, 1)) is DayKind.WORKDAY
    assert calendar.kind(date(2026, 12, 5)) is DayKind.REST


def test_a_year_without_notice_is_estimated_and_says_so() -> None:
    known = build_calendar(date(2027, 2, 1), date(2027, 3, 1), {}, date(2027, 2, 1))
    holidays = [
        on.day for on, d in sorted(known.calendar.rows.items()) if d.kind is DayKind.HOLIDAY
    ]
    assert holidays == [5, 6, 7, 8]
    assert set(known.calendar.rows) == set(known.estimated)


def test_new_year_alone_needs_no_rules() -> None:
    known = build_calendar(date(2026, 12, 1), date(2027, 1, 2), {}, date(2026, 12, 1))
    assert known.calendar.kind(date(2027, 1, 1)) is DayKind.HOLIDAY


def test_what_the_centre_declares_comes_first() -> None:
    mine = {date(2026, 10, 1): Day(DayKind.WORKDAY, "照常")}
    calendar = build_calendar(*YEAR, mine, date(2026, 10, 1)).calendar
    assert calendar.kind(date(2026, 10, 1)) is DayKind.WORKDAY


def test_festivals_are_named_in_both_years() -> None:
    spring = build_calendar(*YEAR, {}, date(2026, 2, 1)).calendar.festivals
    assert spring[date(2026, 2, 16)] == spring[date(2025, 1, 28)] == "除夕"
    assert spring[date(2026, 2, 19)] == spring[date(2025, 1, 31)] == "初三"
    autumn = build_calendar(*YEAR, {}, date(2026, 10, 1)).calendar.festivals
    assert set(autumn) == {date(y, 10, d) for y in (2025, 2026) for d in (1, 2, 3)}
    eve = build_calendar(
        date(2027, 2, 1), date(2027, 3, 1), {}, date(2027, 2, 1)
    ).calendar.festivals
    assert eve[date(2027, 2, 5)] == "除夕"
