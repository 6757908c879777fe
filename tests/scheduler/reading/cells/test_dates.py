"""Dates and times as people write them."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.reading.cells.dates import read_date, read_dates, read_spans
from scheduler.reading.cells.named_cells import Cell
from scheduler.reading.cells.values import Unreadable

MIDDLE = date(2026, 12, 15)
FIRST = date(2026, 12, 1)


def cell(value: object) -> Cell:
    return Cell("请假", (1, 7, 5), value)


@pytest.mark.parametrize(
    "value",
    [
        datetime(2026, 12, 1),
        datetime(2026, 12, 1, 8, 30),
        date(2026, 12, 1),
        "2026-12-01",
        "2026-12-1",
        "2026/12/1",
        "2026.12.1",
        "2026年12月1日",
        "20261201",
        20261201,
        "12月1日",
        "12月1号",
        "12.1",
        "12/1",
        "12月1日（周二）",
        "12月1日 星期二",
        "2026-12-01 00:00:00",
        "2026-12-01T08:30:00",
        46357,
        46357.0,
    ],
)
def test_every_spelling_of_one_date(value: object) -> None:
    assert read_date(cell(value), MIDDLE) == FIRST


@pytest.mark.parametrize(
    "value",
    [
        12.1,
        12.3,
        5,
        "01/12/2026",
        "1.12.2026",
        "11月31日",
        "2026-02-30",
        "下周三",
        "每周三",
        "月底",
        "待定",
        "12月1日（周三）",
        "2026-13-01",
        "12月1日 25:00",
        "abc",
        "12-15",
        "5-8",
        "3",
        True,
    ],
)
def test_what_is_no_certain_date_is_refused(value: object) -> None:
    with pytest.raises(Unreadable):
        read_date(cell(value), MIDDLE)


def test_several_dates_where_one_is_asked_are_refused() -> None:
    with pytest.raises(Unreadable, match="不止一个"):
        read_date(cell("12月1日、2日"), MIDDLE)


def test_empty_is_no_date() -> None:
    assert read_date(cell(None), MIDDLE) is None
    assert read_date(cell("  "), MIDDLE) is None


def test_a_month_counts_as_its_first_day_only_where_allowed() -> None:
    for text in ("1990-05", "1990年5月", "1990.05", "1990/5"):
        assert read_date(cell(text), MIDDLE, by_month=True) == date(1990, 5, 1)
        with pytest.raises(Unreadable):
            read_date(cell(text), MIDDLE)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("12月1日-3日", [(12, 1), (12, 2), (12, 3)]),
        ("12月1日至12月2日", [(12, 1), (12, 2)]),
        ("2026-12-01~2026-12-02", [(12, 1), (12, 2)]),
        ("12/30-1/2", [(12, 30), (12, 31), (1, 1), (1, 2)]),
        ("20、22、24日", [(12, 20), (12, 22), (12, 24)]),
        ("12月20、22日", [(12, 20), (12, 22)]),
        ("12月31日、1月2日", [(12, 31), (1, 2)]),
    ],
)
def test_ranges_and_lists(text: str, days: list[tuple[int, int]]) -> None:
    assert [(on.month, on.day) for on in read_dates(cell(text), MIDDLE)] == days


def test_a_range_backwards_is_refused() -> None:
    with pytest.raises(Unreadable, match="早于"):
        read_dates(cell("12月5日-3日"), MIDDLE)


def test_the_year_is_the_one_nearest_the_middle_of_the_month() -> None:
    assert read_date(cell("1月3日"), MIDDLE) == date(2027, 1, 3)
    assert read_date(cell("12月30日"), date(2027, 1, 15)) == date(2026, 12, 30)
    assert read_date(cell("2月29日"), date(2027, 2, 15)) == date(2028, 2, 29)


def test_times_and_half_days() -> None:
    (first, last), *_ = read_spans(cell("12月15日14:00-17:30"), MIDDLE)
    assert (first.begin(), last.finish()) == (
        datetime(2026, 12, 15, 14),
        datetime(2026, 12, 15, 17, 30),
    )
    (first, last), *_ = read_spans(cell("12.8—12.9下午"), MIDDLE)
    assert (first.begin(), last.finish()) == (datetime(2026, 12, 8), datetime(2026, 12, 10))
    (first, last), *_ = read_spans(cell("2026.12.5上午"), MIDDLE)
    assert (first.begin(), last.finish()) == (datetime(2026, 12, 5), datetime(2026, 12, 5, 12))
    (first, _), *_ = read_spans(cell(46357.5), MIDDLE)
    assert first.at == time(12)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_full_date_reads_back_as_itself(on: date) -> None:
    for text in (f"{on}", f"{on:%Y/%m/%d}", f"{on:%Y.%m.%d}", f"{on.year}年{on.month}月{on.day}日"):
        assert read_date(cell(text), MIDDLE) == on


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        read_dates(cell(text), MIDDLE)
    except Unreadable as refused:
        assert str(refused)
