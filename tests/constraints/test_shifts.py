"""Shifts and the duties that they make of a month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from constraints import Calendar, Day, DayKind, Duty, Slot
from constraints.shifts import (
    Every,
    Shift,
    cleaners_shift,
    days_of,
    overlapping,
    shift_duties,
    uncovered,
)

HOUR = timedelta(hours=1)
DECEMBER, OCTOBER = date(2026, 12, 1), date(2026, 10, 1)
# 1 to 3 October are statutory; the rest of the week is off, and Saturday the 10th is worked.
FESTIVAL = Calendar(
    {date(2026, 10, n): Day(DayKind.HOLIDAY) for n in (1, 2, 3)}
    | {date(2026, 10, n): Day(DayKind.REST) for n in (4, 5, 6, 7)}
    | {date(2026, 10, 10): Day(DayKind.ADJUSTED)}
)


def shift(*hours: float, name: str = "早班", **more: Any) -> Shift:
    times = [timedelta(hours=hour) for hour in hours]
    return Shift(name, name[0], tuple(zip(times[::2], times[1::2], strict=True)), **more)


DAY_HALF = shift(8.5, 20.5)
NIGHT_HALF = shift(20.5, 32.5, name="夜班")


def starts(*shifts: Shift, month: date = OCTOBER) -> list[tuple[int, int, str, int]]:
    """Return day, hour, shift and need of every duty."""
    found = shift_duties(shifts, month, FESTIVAL, "保洁")
    return [(one.date.day, one.start.hour, one.shift, one.need) for one in found]


def test_two_halves_of_every_day_in_order_of_start() -> None:
    assert starts(NIGHT_HALF, DAY_HALF, month=DECEMBER)[:3] == [
        (1, 8, "早班", 1),
        (1, 20, "夜班", 1),
        (2, 8, "早班", 1),
    ]
    duties = shift_duties([DAY_HALF, NIGHT_HALF], DECEMBER, Calendar(), "保洁")
    assert len(duties) == 62
    assert duties[1].slot == Slot(DECEMBER, "保洁", "夜班")
    assert duties[-1].end == datetime(2027, 1, 1, 8, 30)
    assert {(one.post, one.paid) for one in duties} == {("保洁", 12 * HOUR)}


def test_people_needed_hang_on_the_kind_of_day_and_0_is_nobody() -> None:
    found = starts(shift(6, 14, need=3, need_rest=2, need_holiday=0))
    assert [(on, need) for on, _, _, need in found][:8] == [
        *[(4, 2), (5, 2), (6, 2), (7, 2)],
        *[(8, 3), (9, 3), (10, 3), (11, 2)],
    ]


def test_a_week_begins_on_monday_and_belongs_to_the_month_in_which_it_begins() -> None:
    week = shift(8.5, 32.5, every=Every.WEEK)
    duties = shift_duties([week], OCTOBER, FESTIVAL)
    assert [duty.date.day for duty in duties] == [5, 12, 19, 26]
    assert {duty.end - duty.start for duty in duties} == {timedelta(days=7)}
    assert not any(duty.kind for duty in duties)
    [last, *_] = shift_duties([week], date(2026, 9, 1), FESTIVAL)[-1:]
    assert (last.date.day, last.kind) == (28, DayKind.HOLIDAY)


def test_a_weekend_is_one_duty_to_past_its_sunday() -> None:
    duties = shift_duties([shift(8.5, 32.5, every=Every.WEEKEND)], OCTOBER, FESTIVAL)
    assert [(duty.date.day, duty.kind) for duty in duties] == [
        (3, None),  # a statutory holiday by its own date
        *[(10, None), (17, None), (24, None), (31, None)],
    ]
    assert duties[0].start == datetime(2026, 10, 3, 8, 30)
    assert duties[0].end == datetime(2026, 10, 5, 8, 30)


def test_days_off_in_a_row_are_one_duty_and_a_worked_saturday_breaks_them() -> None:
    off = shift(9, 17, every=Every.DAYS_OFF, need_holiday=2)
    duties = shift_duties([off], OCTOBER, FESTIVAL)
    assert [(one.start.day, one.end.day, one.need) for one in duties] == [
        *[(1, 7, 2), (11, 11, 1), (17, 18, 1), (24, 25, 1)],
        (31, 1, 1),
    ]
    # The weekend before the festival leads into it only where no workday lies between.
    rows = {date(2026, 9, 30): Day(DayKind.REST), **FESTIVAL.rows}
    longer = shift_duties([off], date(2026, 9, 1), Calendar(rows))[-1]
    assert (longer.date.day, longer.end, longer.kind) == (
        *(30, datetime(2026, 10, 7, 17)),
        DayKind.HOLIDAY,
    )
    assert shift_duties([off], OCTOBER, Calendar(rows))[0].date.day == 11


def test_a_shift_holds_from_its_first_date_to_its_last() -> None:
    only = shift(6, 14, first=date(2026, 12, 30), last=date(2027, 1, 2))
    assert [on for on, *_ in starts(only, month=DECEMBER)] == [30, 31]
    assert [on for on, *_ in starts(only, month=date(2027, 1, 1))] == [1, 2]
    assert not starts(only, month=OCTOBER)


def test_several_sections_are_one_duty_paid_for_what_it_works() -> None:
    [duty, *_] = shift_duties([cleaners_shift(6)], DECEMBER, Calendar())
    assert (duty.start.hour, duty.end.hour, duty.paid) == (7, 17, 8 * HOUR)
    [paid, *_] = shift_duties([replace(DAY_HALF, hours=11 * HOUR)], DECEMBER, Calendar())
    assert paid.paid == 11 * HOUR


@pytest.mark.parametrize(
    ("people", "needs"),
    [
        (1, (1, 0, 0)),
        (2, (1, 0, 0)),
        (3, (2, 1, 1)),
        (6, (5, 4, 3)),
        (7, (6, 5, 4)),
        (8, (6, 5, 4)),
    ],
)
def test_the_cleaners_shift_leaves_everyone_a_day_off(
    people: int, needs: tuple[int, int, int]
) -> None:
    found = cleaners_shift(people)
    kinds = (DayKind.WORKDAY, DayKind.REST, DayKind.HOLIDAY)
    assert tuple(map(found.needed, kinds)) == needs
    assert found.needed(DayKind.ADJUSTED) == needs[0]
    assert 5 * needs[0] + 2 * needs[1] <= 6 * people


@pytest.mark.parametrize(
    ("shifts", "apart"),
    [
        ([DAY_HALF, NIGHT_HALF], True),
        ([DAY_HALF, replace(NIGHT_HALF, sections=((20 * HOUR, 32 * HOUR),))], False),
        ([shift(8, 33)], False),  # into its own next day
        ([shift(8, 32)], True),
        ([shift(7, 11, 13.5, 17.5), shift(11, 13.5, name="午班")], True),
        ([shift(7, 11, 13.5, 17.5), shift(11, 14, name="午班")], False),
        ([shift(8, 32, every=Every.WEEK), shift(9, 17, every=Every.WEEKEND, name="周末")], False),
        # On different days, or in different months.
        ([shift(7, 15, need_rest=0), shift(9, 21, name="休", need=0, need_rest=1)], True),
        ([shift(7, 15, last=DECEMBER), shift(9, 21, name="冬", first=date(2026, 12, 2))], True),
        ([shift(7, 15, last=DECEMBER), shift(9, 21, name="冬", first=DECEMBER)], False),
    ],
)
def test_shifts_that_overlap_are_found(shifts: list[Shift], apart: bool) -> None:
    assert (overlapping(shifts, DECEMBER, Calendar()) is None) is apart


@pytest.mark.parametrize(
    ("shifts", "free"),
    [
        ([DAY_HALF, NIGHT_HALF], []),
        ([shift(8.5, 32.5)], []),
        ([DAY_HALF], [("每天", 20.5, 32.5)]),
        ([NIGHT_HALF], [("每天", 8.5, 20.5)]),
        ([shift(7, 11, 13.5, 17.5)], [("每天", 11, 13.5), ("每天", 17.5, 31)]),
        ([shift(0, 24)], []),
        # Nobody on workdays: only the other days are asked about.
        ([shift(8, 32, need=0, need_rest=1)], []),
        ([replace(DAY_HALF, need=0, need_rest=2)], [("休息日", 20.5, 32.5)]),
        ([DAY_HALF, replace(NIGHT_HALF, need_holiday=0)], [("法定节假日", 20.5, 32.5)]),
        ([shift(8, 32, every=Every.WEEK)], []),
        ([DAY_HALF, replace(NIGHT_HALF, last=date(2026, 11, 30))], [("每天", 20.5, 32.5)]),
    ],
)
def test_parts_of_the_day_with_nobody(
    shifts: list[Shift], free: list[tuple[str, float, float]]
) -> None:
    found = uncovered(shifts, DECEMBER)
    assert [(days, a / HOUR, b / HOUR) for days, a, b in found] == free


@pytest.mark.parametrize(
    ("hours", "more"),
    [
        ((), {}),
        ((8, 8), {}),
        ((14, 6), {}),
        ((7, 11, 10, 17), {}),
        ((25, 26), {}),
        ((8, 16), {"need": -1}),
        ((8, 16), {"need_rest": -1}),
    ],
)
def test_what_is_no_shift_is_refused(hours: tuple[float, ...], more: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="shift"):
        shift(*hours, **more)


@pytest.mark.parametrize(
    "hours, days", [(8, 1), (24, 1), (25, 2), (48, 2), (7 * 24, 7)], ids=lambda one: f"{one}"
)
def test_a_duty_counts_for_every_day_that_it_has_begun_again(hours: int, days: int) -> None:
    start = datetime(2026, 12, 5, 8, 30)
    found = list(days_of(Duty(start, start + timedelta(hours=hours))))
    assert found == [start.date() + timedelta(days=nth) for nth in range(days)]
