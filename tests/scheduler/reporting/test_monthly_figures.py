"""Counts, hours and pay of a month by hand, from records alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from constraints import DayKind, FairnessClass, Tally
from scheduler.ledger.revision import Revision, Seat
from scheduler.reporting.monthly_figures import COLUMNS, month_figures
from scheduler.writing.year_sheets import year_figures

if TYPE_CHECKING:
    import pandas as pd

DECEMBER, JANUARY = date(2026, 12, 1), date(2027, 1, 1)
WORKDAY, REST, HOLIDAY = DayKind.WORKDAY, DayKind.REST, DayKind.HOLIDAY
HOURS = ["workday_hours", "rest_day_hours", "holiday_hours"]
COUNTS = ["workday", "rest_day", "holiday"]
RATES = {"workday": Fraction(50), "rest_day": Fraction(161, 2), "holiday": Fraction(150)}


def seat(
    on: tuple[int, int], person: str, kind: DayKind, shift: str = "", length: float = 24
) -> Seat:
    """Return a seat that starts at 8:30, a night at 20:30."""
    start = datetime(2026 + (on[0] == 1), *on, 20 if shift == "夜班" else 8, 30)
    return Seat(start, start + timedelta(hours=length), kind, person, f"{person}名", shift)


def published(*seats: Seat, number: int = 1, month: date = DECEMBER) -> Revision:
    return Revision(
        *(month, "管理员值班", number, number - 1, "林芳", ""),
        *(datetime(2026, 11, 28), (), {}, (("spacing", 0, 0),), seats, (), ()),
    )


def of(figures: pd.DataFrame, person: str, columns: list[str]) -> list[float]:
    row = figures[figures["person"] == person]
    assert len(row) == 1
    return [float(row[name].iloc[0]) for name in columns]


def test_hours_are_split_at_midnight_by_the_kind_of_every_date() -> None:
    """Friday to Saturday, Sunday to Monday, and the last of the year into the first."""
    days = (
        *(seat((12, 4), "A", WORKDAY), seat((12, 6), "A", REST), seat((12, 5), "C", REST)),
        *(seat((12, 31), "B", WORKDAY), seat((12, 7), "C", WORKDAY)),
    )
    figures = month_figures([published(*days)], DECEMBER)
    assert of(figures, "A", HOURS) == [15.5 + 8.5, 8.5 + 15.5, 0]
    assert of(figures, "B", HOURS) == [15.5, 0, 8.5]
    assert of(figures, "A", COUNTS) == [1, 1, 0]
    assert figures[HOURS].sum().sum() == 24 * len(days)


def test_two_shifts_a_day_are_counted_each() -> None:
    days = (
        *(seat((12, 31), "A", WORKDAY, "白班", 12), seat((12, 31), "B", WORKDAY, "夜班", 12)),
        *(seat((12, 30), "A", WORKDAY, "白班", 12), seat((12, 29), "A", WORKDAY, "夜班", 12)),
    )
    figures = month_figures([published(*days)], DECEMBER)
    assert of(figures, "B", HOURS) == [3.5, 0, 8.5]
    assert of(figures, "A", [*HOURS, "shift_白班", "shift_夜班"]) == [36, 0, 0, 2, 1]
    assert str(figures["shift_夜班"].dtype) == "int64"


def test_what_is_published_of_a_day_comes_before_the_calendar() -> None:
    """The 25th a day off of the centre's own, the 26th an adjusted workday, so was 1 January."""
    days = seat((12, 25), "A", REST), seat((12, 26), "B", DayKind.ADJUSTED)
    later = published(seat((1, 1), "A", DayKind.ADJUSTED), month=JANUARY)
    eve = published(*days, seat((12, 31), "C", WORKDAY))
    figures = month_figures([eve, later], DECEMBER)
    assert of(figures, "A", HOURS) == [8.5, 15.5, 0]
    assert of(figures, "B", [*HOURS, *COUNTS]) == [15.5, 8.5, 0, 1, 0, 0]
    assert of(figures, "C", HOURS) == [24, 0, 0]


def test_planned_is_the_first_revision_and_served_the_newest() -> None:
    one = published(seat((12, 1), "A", WORKDAY), seat((12, 5), "A", REST))
    two = published(seat((12, 1), "B", WORKDAY), seat((12, 5), "A", REST), number=2)
    three = published(seat((12, 1), "B", WORKDAY), seat((12, 5), "", REST), number=3)
    figures = month_figures([one, two, three], DECEMBER, (), RATES)
    assert of(figures, "A", ["planned", "served", "pay"]) == [2, 0, 0]
    assert of(figures, "B", ["planned", "served", "pay"]) == [0, 1, 50]
    assert list(figures["name"]) == ["A名", "B名"]


def test_every_seat_is_paid_by_the_kind_of_the_day_on_which_it_starts() -> None:
    days = (
        *(seat((12, 4), "A", WORKDAY), seat((12, 4), "B", WORKDAY), seat((12, 5), "A", REST)),
        *(seat((12, 31), "A", WORKDAY), seat((12, 28), "C", HOLIDAY, length=168)),
    )
    figures = month_figures([published(*days)], DECEMBER, (), RATES)
    assert of(figures, "A", ["pay"]) == [180.5]
    assert of(figures, "B", ["pay"]) == [50]
    # A week from Monday the 28th, counted as a holiday for the 1st of January.
    assert of(figures, "C", ["pay", *COUNTS, *HOURS]) == [150, 0, 0, 1, 87.5 + 8.5, 48, 24]
    partly = month_figures([published(*days)], DECEMBER, (), {"rest_day": Fraction(80)})
    assert of(partly, "A", ["pay"]) == [80]
    assert "pay" not in month_figures([published(*days)], DECEMBER)


def test_what_only_the_workbook_knows_is_missing_without_it() -> None:
    due = Tally(DECEMBER, FairnessClass.TOTAL, "A", Fraction(7, 4), 1)
    own = replace(published(seat((12, 1), "A", WORKDAY)), tallies=(due,))
    figures = month_figures([own], DECEMBER)
    assert of(figures, "A", ["due"]) == [1.75]
    assert figures[["balance", "days_worked", "days_off", "paid_hours"]].isna().all(axis=None)
    assert {name: str(kind) for name, kind in figures.dtypes.items()} == COLUMNS
    assert not len(month_figures([own], JANUARY))


def test_shift_work_is_not_paid_by_the_duty() -> None:
    own = replace(
        published(seat((12, 4), "A", WORKDAY, "早班", 8), seat((12, 5), "A", REST, "早班", 8)),
        post="保洁",
        levels=(("gaps", 0, 0), ("rhythm", 3, 3)),
    )
    figures = month_figures([own], DECEMBER, (), RATES)
    assert list(figures["kind"]) == ["排班"]
    assert of(figures, "A", ["days_worked", "paid_hours"]) == [2, 16]
    assert figures["pay"].isna().all()


@pytest.mark.parametrize("turned", (False, True))
def test_a_year_is_the_sum_of_its_months(turned: bool) -> None:
    one = published(seat((12, 4), "A", WORKDAY), seat((12, 5), "B", REST, "白班"))
    two = published(seat((1, 4), "A", WORKDAY, "夜班", 12), month=JANUARY)
    months = [month_figures([one, two], month, (), RATES) for month in (DECEMBER, JANUARY)]
    if turned:
        months.reverse()
    year = year_figures(months)
    assert of(year, "A", ["served", *HOURS, "pay", "shift_夜班"]) == [2, 15.5 + 12, 8.5, 0, 100, 1]
    assert of(year, "B", ["planned", "shift_白班", "shift_夜班"]) == [1, 1, 0]
