"""The chance of a gap, and how sure it is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from scheduler.explaining.outlook import Outlook


def test_months_add_up() -> None:
    one = Outlook(-1, 4)
    for gaps, hours in ((0, 100), (3, 80), (1, 90), (0, 90)):
        one = one.after(gaps, timedelta(hours=hours))
    assert (one.months, one.short, one.gaps) == (4, 2, 4)
    assert (one.chance, one.gaps_each, one.hours_each) == (0.5, 2.0, 360 / 4 / 4)


@pytest.mark.parametrize(
    ("short", "months", "low", "high"),
    [
        (0, 100, 0.0, 0.0370),
        (10, 100, 0.0552, 0.1744),
        (5, 10, 0.2366, 0.7634),
        (20, 20, 0.8389, 1),
    ],
)
def test_the_interval_is_wilsons(short: int, months: int, low: float, high: float) -> None:
    """Values of Newcombe's tables (1998) and of statsmodels' proportion_confint."""
    assert Outlook(0, 1, months, short).interval == pytest.approx((low, high), abs=2e-4)


def test_without_a_gap_none_is_counted_for_a_month() -> None:
    assert Outlook(0, 1, 10).gaps_each == 0
