"""A date reads back in every spelling that people have for it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.reading.cells.dates import read_date, read_dates
from scheduler.reading.cells.faults import Faults
from scheduler.reading.cells.named_cells import Cell
from scheduler.reading.files.open import open_book
from scheduler.reading.tables.layout import DATA_SHEETS
from scheduler.reading.tables.sheet_rows import read_table
from tests.books import book

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DATA = "值班数据.xlsx"


MIDDLE = date(2026, 12, 15)


SPELLINGS: dict[str, Callable[[date], str]] = {
    "iso": lambda on: on.isoformat(),
    "slashes": lambda on: f"{on.year}/{on.month}/{on.day}",
    "dots": lambda on: f"{on.year}.{on.month}.{on.day}",
    "chinese": lambda on: f"{on.year}年{on.month}月{on.day}日",
    "compact": lambda on: f"{on:%Y%m%d}",
    "timed": lambda on: f"{on.isoformat()}T00:00:00",
    "full width": lambda on: on.isoformat().translate({48 + n: 0xFF10 + n for n in range(10)}),
    "weekday": lambda on: f"{on.year}年{on.month}月{on.day}日(周{'一二三四五六日'[on.weekday()]})",
}


SHORT: dict[str, Callable[[date], str]] = {
    "month and day": lambda on: f"{on.month}月{on.day}日",
    "number": lambda on: f"{on.month}月{on.day}号",
    "dot": lambda on: f"{on.month}.{on.day}",
    "slash": lambda on: f"{on.month:02}/{on.day:02}",
    "words": lambda on: f"{spelt(on.month)}月{spelt(on.day)}日",
}


def spelt(number: int) -> str:
    tens, ones = divmod(number, 10)
    digits = "〇一二三四五六七八九"
    return (digits[tens] * (tens > 1) + "十") * (tens > 0) + digits[ones] * (ones > 0)


@given(on=st.dates(date(1930, 1, 1), date(2100, 12, 31)))
def test_a_date_reads_back_in_every_spelling(on: date) -> None:
    for write in SPELLINGS.values():
        assert read_date(Cell("请假", (1, 2, 2), write(on)), MIDDLE) == on


@given(shift=st.integers(-182, 182), days=st.integers(0, 20))
def test_a_date_without_a_year_is_the_nearest(shift: int, days: int) -> None:
    on = MIDDLE + timedelta(days=shift)
    last = on + timedelta(days=days)
    for write in SHORT.values():
        assert read_date(Cell("请假", (1, 2, 2), write(on)), MIDDLE) == on
        if (last - MIDDLE).days <= 182:
            between = read_dates(Cell("指定", (1, 2, 2), f"{write(on)}-{write(last)}"), MIDDLE)
            assert (between[0], between[-1], len(between)) == (on, last, days + 1)


SAFE = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(
    on=st.datetimes(datetime(1930, 1, 1), datetime(2100, 12, 31)).map(
        lambda moment: moment.replace(microsecond=0)
    )
)
@settings(SAFE, max_examples=30)
def test_a_real_date_reads_back(tmp_path: Path, on: datetime) -> None:
    path = book(tmp_path / DATA, 历史=[["日期", "值班人"], [on, "王静"]])
    read = read_table(open_book(path), DATA_SHEETS[4], Faults(DATA))
    assert read.rows[0]["日期"].value == on
