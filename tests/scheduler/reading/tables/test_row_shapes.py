"""Rows as people make them: ditto marks, merged cells, notes, totals and signatures between."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import office
from tests.office import package, rows, sheet
from tests.scheduler.reading.centre_files import (
    INLINE,
    LEAVE,
    PEOPLE,
    errors,
    leave_days,
    merges,
    read,
    staffed,
    warned,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.scheduler.reading.centre_files import Days, Sheets


ROWS: dict[str, tuple[bytes, Days]] = {
    "repeated header, blank rows, notes and totals": (
        staffed(
            rows(
                [
                    LEAVE,
                    ["王静", "12月5日", None, "同意"],
                    [],
                    LEAVE,
                    ["李梅", "12月8日", None, "同意"],
                    ["合计", 2],
                    ["注:以上均已核对"],
                    ["制表:林芳", None, "审核：高建国"],
                ]
            )
        ),
        [("001", 5, 6), ("002", 8, 9)],
    ),
    "a two-row header again, titles and signatures between": (
        staffed(
            rows(
                [
                    ["姓名", "请假时间", None, "状态"],
                    [None, "开始", "结束", None],
                    ["王静", "12月5日", None, "同意"],
                    ["2026年12月请假登记表"],
                    ["姓名", "请假时间", None, "状态"],
                    [None, "开始", "结束", None],
                    ["李梅", "12月8日", None, "同意"],
                    ["制表人", "林芳", "审核人", "高建国"],
                ]
            ),
            merges("A1:A2", "B1:C1", "D1:D2"),
        ),
        [("001", 5, 6), ("002", 8, 9)],
    ),
    "ditto of nothing where nothing is needed": (
        staffed(
            rows(
                [
                    [*LEAVE, "备注"],
                    ["王静", "12月5日", None, "同意", None],
                    ["李梅", "12月8日", "〃", "同意", "〃"],
                ]
            )
        ),
        [("001", 5, 6), ("002", 8, 9)],
    ),
    "ditto marks": (
        staffed(rows([LEAVE, ["王静", "12月5日", None, "同意"], ["同上", "12月8日", None, "〃"]])),
        [("001", 5, 6), ("001", 8, 9)],
    ),
    "the ditto mark of the keyboard": (
        staffed(rows([LEAVE, ["王静", "12月5日", None, "同意"], ["″", "12月8日", None, "同意"]])),
        [("001", 5, 6), ("001", 8, 9)],
    ),
    "data merged downwards": (
        staffed(
            rows(
                [
                    LEAVE,
                    ["王静", "12月5日", None, "同意"],
                    [None, "12月8日", None, None],
                    ["李梅", "12月9日", None, "同意"],
                ]
            ),
            merges("A2:A3", "D2:D3"),
        ),
        [("001", 5, 6), ("001", 8, 9), ("002", 9, 10)],
    ),
    "data merged across fills nothing beside it": (
        staffed(
            rows([["姓名", "开始", "时段", "状态"], ["王静", "12月5日", None, "同意"]]),
            merges("B2:C2"),
        ),
        [("001", 5, 6)],
    ),
    "a clock merged downwards": (
        staffed(
            rows(
                [
                    ["姓名", "开始日期", "开始时间", "状态"],
                    ["王静", "2026-12-05", "14:00", "同意"],
                    ["李梅", "2026-12-08", None, "同意"],
                ]
            ),
            merges("C2:C3"),
        ),
        [("001", 5, 6), ("002", 8, 9)],
    ),
    "notes and signatures across the table": (
        staffed(
            rows(
                [
                    LEAVE,
                    ["客服部"],
                    ["王静", "12月5日", None, "同意"],
                    ["注:以上均已核对"],
                    ["审核：林芳"],
                    ["以下空白"],
                    [5, "合计", "4人"],
                    ["第1页 共1页"],
                ]
            ),
            merges("A4:D4", "A5:D5"),
        ),
        [("001", 5, 6)],
    ),
    "hidden rows are read": (
        staffed(
            rows([LEAVE, ["王静", "12月5日", None, "同意"]]).replace(
                '<row r="2">', '<row r="2" hidden="1">'
            )
        ),
        [("001", 5, 6)],
    ),
}


@pytest.mark.parametrize("case", ROWS)
def test_rows_that_are_understood(tmp_path: Path, case: str) -> None:
    content, expected = ROWS[case]
    assert leave_days(read(tmp_path, content)) == sorted(expected)


ROW_ERRORS: dict[str, tuple[Sheets, dict[str, str]]] = {
    "ditto under the header": (
        {"请假": [LEAVE, ["〃", "12月5日", None, "同意"]]},
        {"请假!A2": "上一行"},
    ),
}


@pytest.mark.parametrize("case", ROW_ERRORS)
def test_rows_that_are_asked_about(tmp_path: Path, case: str) -> None:
    given, expected = ROW_ERRORS[case]
    found = errors(tmp_path, office.book({"员工": PEOPLE} | dict(given)))
    assert found.keys() == expected.keys()
    for place, text in expected.items():
        assert text in found[place]


NO_DATA: dict[str, tuple[Sheets, str]] = {
    **{
        f"a footer {row[0]}": (
            {"员工": [*PEOPLE, *([row] if len(row) > 1 else [[None, *row], row])]},
            f"员工：这些行不是数据，没有读：第4行「{row[0][:12]}」",
        )
        for row in (
            *(["注意事项:x"], ["填报日期", None, "2026-11-30"], ["总人数", None, 2]),
            *(["人数合计:2人"], ["1.以上人员均已核对"], ["(盖章)"], ["单位(盖章):"]),
            *(["2026年11月30日"], ["注意事项", None, "如实填写"]),
        )
    },
    "a footer of leave": (
        {"请假": [LEAVE, ["1、请假须提前三天"]]},
        "请假：这些行不是数据，没有读：第2行「1、请假须提前三天」",
    ),
    "rows that are no data": (
        {"请假": [LEAVE, ["合计", None, None, None]]},
        "请假：这些行不是数据，没有读：第2行「合计」",
    ),
}


@pytest.mark.parametrize("case", NO_DATA)
def test_rows_that_are_no_data_are_said(tmp_path: Path, case: str) -> None:
    given, said = NO_DATA[case]
    text = warned(read(tmp_path, office.book({"员工": PEOPLE} | dict(given))))
    assert said in text
    assert "19900307" not in text


def test_a_note_merged_across_the_table(tmp_path: Path) -> None:
    told = rows([LEAVE, ["王静", "12月5日", None, "同意"], ["请假须提前三天提出" * 300]])
    centre = read(tmp_path, staffed(told, merges("A3:D3")))
    assert "没有读：第3行" in warned(centre)


def test_hidden_things_are_said(tmp_path: Path) -> None:
    body = rows([LEAVE, ["王静", "12月5日", None, "同意"]])
    sheets = {"员工": INLINE, "请假": sheet(body.replace('r="2">', 'r="2" hidden="1">', 1))}
    content = package(sheets | {"字典": sheet("")}, states={"字典": "hidden"})
    text = warned(read(tmp_path, content))
    assert "隐藏的工作表没有读：〈字典〉" in text
    assert "请假：隐藏或筛选掉的行也读了：第2行" in text
