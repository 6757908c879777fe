"""The header is found under whatever stands above it, even if that reads like a heading."""

from __future__ import annotations

import pytest

from scheduler.reading.files.grid import Grid
from scheduler.reading.tables.header import find_header
from scheduler.reading.tables.layout import DATA_SHEETS, LEAVE, Sheet

HEADINGS = ("姓名", "开始", "结束", "状态")


def grid(*rows: tuple[str, ...]) -> Grid:
    made = Grid("请假")
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row):
            made.put(number, column, text)
    return made


@pytest.mark.parametrize(
    "above",
    [
        (("状态",), ("十二月",)),
        (("备注", "批准人"), ("都已核对", "林芳")),
        (("备注",) * 9, ("十二月",)),
        (tuple(f"客服中心{nth}" for nth in range(9)), ("十二月",)),
        (("姓名", *(f"客服中心{nth}" for nth in range(9))), ("十二月",)),
    ],
)
def test_what_stands_above_a_header_is_none(above: tuple[tuple[str, ...], ...]) -> None:
    header = find_header(grid(*above, HEADINGS, ("王静", "12月5日", "12月7日", "已批准")), LEAVE)
    assert header.last == 3
    assert header.columns.keys() == set(HEADINGS)


@pytest.mark.parametrize("sheet", DATA_SHEETS, ids=lambda sheet: sheet.name)
def test_a_header_by_its_own_names_is_the_first_row(sheet: Sheet) -> None:
    own = tuple(column.name for column in sheet.columns)
    header = find_header(grid(own, own, own), sheet)
    assert header.last == 1
    assert header.columns.keys() == set(own)


def test_two_rows_can_still_be_one_header() -> None:
    own = tuple(column.name for column in LEAVE.columns)
    below = tuple({"开始": "日期", "结束": "日期"}.get(name, "") for name in own)
    assert find_header(grid(own, below), LEAVE).columns.keys() >= set(HEADINGS)
