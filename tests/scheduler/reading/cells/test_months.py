"""Months as people name them."""

from __future__ import annotations

from datetime import date

import pytest

from scheduler.reading.cells.months import month_named

TODAY = date(2026, 11, 28)

NEXT = {
    "2026-12": (2026, 12),
    "2026/12": (2026, 12),
    "2026.12": (2026, 12),
    "2026年12月": (2026, 12),
    "2026年12月份": (2026, 12),
    "２０２６－１２": (2026, 12),
    "二〇二六年十二月": (2026, 12),
    "202612": (2026, 12),
    "12": (2026, 12),
    "12月": (2026, 12),
    "十二月": (2026, 12),
    "12月份": (2026, 12),
    "１２月": (2026, 12),
    " 1 月 ": (2027, 1),
    "11": (2026, 11),
    "10月": (2027, 10),
    "本月": (2026, 11),
    "下月": (2026, 12),
    "下个月": (2026, 12),
    "2026-1": (2026, 1),
}
LAST = {
    "12": (2026, 12),
    "11月": (2026, 11),
    "1": (2026, 1),
    "10月": (2026, 10),
    "上月": (2026, 10),
}


@pytest.mark.parametrize("text", NEXT)
def test_the_next_such_month(text: str) -> None:
    assert month_named(text, TODAY) == date(*NEXT[text], 1)


@pytest.mark.parametrize("text", LAST)
def test_the_last_such_month_that_may_be_published(text: str) -> None:
    assert month_named(text, TODAY, past=True) == date(*LAST[text], 1)
    assert month_named("1月", date(2026, 12, 5), past=True) == date(2027, 1, 1)
    assert month_named("12月", date(2027, 1, 5), past=True) == date(2026, 12, 1)


@pytest.mark.parametrize("text", ["", "13", "0", "2026", "2026-13", "12-05", "每月", "20261", "月"])
def test_what_is_no_month(text: str) -> None:
    assert month_named(text, TODAY) is None
