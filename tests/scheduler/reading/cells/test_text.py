"""Texts: identity numbers are masked however they are written, and nothing takes for ever."""

from __future__ import annotations

import re
from datetime import date

import pytest

from scheduler.reading.cells.dates import read_date
from scheduler.reading.cells.named_cells import Cell
from scheduler.reading.cells.names import name_parts
from scheduler.reading.cells.normal_text import heading, holds_identity, masked
from scheduler.reading.cells.values import Unreadable

IDENTITY = "110101199003074477"


MIDDLE = date(2026, 12, 15)


@pytest.mark.parametrize(
    "written",
    [
        IDENTITY,
        "110101 1990 0307 4477",
        "110 101 1990 0307 4477",
        "110101\u30001990\u00a00307-4477",
        "１１０１０１199003074477",
        "110101\n19900307\n4477",
        "身份证:110101900307447。",
        "110101.19900307.4477",
        "110101/19900307/4477",
        "110101_19900307_4477",
        "110101   19900307   4477",
        f"{IDENTITY}9",
    ],
)
def test_an_identity_number_is_masked_however_it_is_written(written: str) -> None:
    assert holds_identity(written)
    assert not re.search(r"\d{3}", masked(written))


@pytest.mark.parametrize(
    "written",
    ["13900000001 13800000002", "2026-12-05 2026-12-07", "6222020200012345678", "0571-88886666"],
)
def test_other_numbers_are_not_masked(written: str) -> None:
    assert masked(written) == written


def test_tiny_cells_that_once_took_for_ever() -> None:
    """Found by a tester: expressions that went back and forth over one cell."""
    assert heading("x" + "*" * 32_000 + "x").endswith("x")
    assert name_parts("王静" + "(a)" * 10_000)[0]
    with pytest.raises(Unreadable):
        read_date(Cell("请假", (1, 2, 2), "12月5日" + " " * 30_000 + "x"), MIDDLE)
