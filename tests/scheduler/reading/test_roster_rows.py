"""Rosters as people make them by hand: every one is read as a person would, or asked about."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from scheduler.errors import InputError
from scheduler.reading.files.open import open_book
from scheduler.reading.roster_book import is_roster, read_roster
from tests import office

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

TODAY = date(2026, 11, 23)
HEAD = ["日期", "值班人"]
FIRST = [["2026年12月值班表"], HEAD]
BOTH = {date(2026, 12, 1): "王静", date(2026, 12, 2): "李梅"}


def read(folder: Path, sheets: Mapping[str, Sequence[Sequence[object]]], name: str = "手工.xlsx"):  # type: ignore[no-untyped-def]
    path = folder / name
    path.write_bytes(office.book(sheets))
    return {slot.date: cell.text for slot, cell in read_roster(path, TODAY).cells.items()}


READ: dict[str, tuple[Mapping[str, Sequence[Sequence[object]]], Mapping[date, str]]] = {
    "bare days under a dated title": ({"表": [*FIRST, ["1日", "王静"], ["2日", "李梅"]]}, BOTH),
    "numbers under a dated title": ({"表": [*FIRST, [1, "王静"], [2, "李梅"]]}, BOTH),
    "a month as the sheet's name": ({"12月": [HEAD, [1, "王静"], ["2号", "李梅"]]}, BOTH),
    "a heading of its own": (
        {"表": [["值班日期", "值班人员"], ["2026-12-01", "王静"], ["12.2", "李梅"]]},
        BOTH,
    ),
    "blocks side by side": (
        {"表": [["12月份"], [*HEAD, None, *HEAD], [1, "王静", None, 2, "李梅"]]},
        BOTH,
    ),
    "blocks side by side with weekdays": (
        {"12月": [["日期", "星期", "值班人"] * 2, [1, "周二", "王静", 2, "三", "李梅"]]},
        BOTH,
    ),
    "a sheet for every month": (
        {"11月": [HEAD, [30, "张强"]], "12月": [HEAD, [1, "王静"], [2, "李梅"]]},
        {date(2026, 11, 30): "张强"} | BOTH,
    ),
    "the same sheet twice": (
        {
            "12月": [HEAD, [1, "王静"], [2, "李梅"]],
            "12月打印": [HEAD, [1, "王静"], [2, "李梅"]],
        },
        BOTH,
    ),
    "next January": ({"1月": [HEAD, [1, "王静"]]}, {date(2027, 1, 1): "王静"}),
    "lines under the table": (
        {
            "表": [
                *FIRST,
                [1, "王静"],
                [2, "李梅"],
                ["值班电话", "0571-88888888"],
                ["带班领导", "高建国"],
                ["注:24小时值班", "不得离岗"],
            ]
        },
        BOTH,
    ),
}


@pytest.mark.parametrize("case", READ)
def test_what_is_read(tmp_path: Path, case: str) -> None:
    sheets, expected = READ[case]
    assert read(tmp_path, sheets) == expected


def test_the_month_of_the_file_s_name(tmp_path: Path) -> None:
    assert read(tmp_path, {"Sheet1": [HEAD, [1, "王静"]]}, "12月值班.xlsx") == {
        date(2026, 12, 1): "王静"
    }


REFUSED: dict[str, tuple[Mapping[str, Sequence[Sequence[object]]], str, str]] = {
    "no month anywhere": ({"表": [HEAD, [1, "王静"]]}, "A2", "看不出是哪个月"),
    "a weekday that contradicts": (
        {"表": [["日期", "星期", "值班人"], ["2026-12-01", "周三", "王静"]]},
        "A2",
        "2026-12-01 是周二，表上写的却是「周三」",
    ),
    "a day that is none": ({"11月": [HEAD, [31, "王静"]]}, "A2", "没有31这一天"),
    "an unclear date": ({"表": [*FIRST, ["下周三", "王静"]]}, "A3", "不是确定的日期"),
    "two people on one date": (
        {"表": [*FIRST, [1, "王静"], ["12月1日", "李梅"]]},
        "A4",
        "2026-12-01 出现了两次（另一处在 表!B3）",
    ),
    "two columns of people": (
        {"表": [["12月"], ["日期", "值班人", "值班人"], [1, "王静", "李梅"]]},
        "C2",
        "内容不同",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused(tmp_path: Path, case: str) -> None:
    sheets, cell, said = REFUSED[case]
    with pytest.raises(InputError) as caught:
        read(tmp_path, sheets)
    told = {message.cell: message.text for message in caught.value.messages}
    assert said in told[cell]


def test_a_sheet_of_people_does_not_make_it_a_data_workbook(tmp_path: Path) -> None:
    path = tmp_path / "手工.xlsx"
    staff = [["姓名", "岗位"], ["王静", "管理员"]]
    path.write_bytes(office.book({"排班": [*FIRST, [1, "王静"]], "人员": staff}))
    assert is_roster(open_book(path))
    path.write_bytes(office.book({"员工": staff, "历史": [HEAD, ["12月1日", "王静"]]}))
    assert not is_roster(open_book(path))
