"""Names as people write them: several in a cell, with a telephone, an id or a remark."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import office
from tests.office import rows
from tests.scheduler.reading.centre_files import (
    IDENTITY,
    LEAVE,
    PEOPLE,
    errors,
    leave_days,
    names,
    read,
    refused,
    staffed,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.scheduler.reading.centre_files import Days, Sheets


WRITTEN: dict[str, tuple[bytes, Days]] = {
    "several people in one cell": (
        staffed(rows([LEAVE, ["王静、李梅", "12月5日", None, "同意"]])),
        [("001", 5, 6), ("002", 5, 6)],
    ),
    "people apart by a space, a slash, a new line": (
        staffed(
            rows(
                [
                    LEAVE,
                    ["王静 李梅", "12月5日", None, "同意"],
                    ["王静/李梅", "12月8日", None, "同意"],
                    ["王静\n李梅", "12月11日", None, "同意"],
                ]
            )
        ),
        [("001", d, d + 1) for d in (5, 8, 11)] + [("002", d, d + 1) for d in (5, 8, 11)],
    ),
    "names with spaces, remarks and telephones": (
        staffed(
            rows(
                [
                    LEAVE,
                    ["王　静", "12月5日", None, "同意"],
                    ["王静(新)", "12月8日", None, "同意"],
                    ["王静13900000001", "12月11日", None, "同意"],
                    ["王\u200b静(001)", "12月14日", None, "同意"],
                ]
            )
        ),
        [("001", d, d + 1) for d in (5, 8, 11, 14)],
    ),
    "names joined by a word, with a slash and a telephone, in other brackets": (
        staffed(
            rows(
                [
                    LEAVE,
                    ["王静和李梅", "12月5日", None, "同意"],
                    ["王静/13900000001", "12月8日", None, "同意"],
                    ["王静【新】", "12月11日", None, "同意"],
                    ["王静 139-0000-0001", "12月14日", None, "同意"],
                ]
            )
        ),
        [("001", d, d + 1) for d in (5, 8, 11, 14)] + [("002", 5, 6)],
    ),
    "an id that Excel has made a number": (
        staffed(rows([["姓名", "工号", *LEAVE[1:]], ["王静", 1, "12月5日", None, "同意"]])),
        [("001", 5, 6)],
    ),
}


@pytest.mark.parametrize("case", WRITTEN)
def test_names_as_people_write_them(tmp_path: Path, case: str) -> None:
    content, expected = WRITTEN[case]
    assert leave_days(read(tmp_path, content)) == sorted(expected)


UNCERTAIN: dict[str, tuple[Sheets, dict[str, str]]] = {
    "a nickname": (
        {"请假": [LEAVE, ["小王静", "12月5日", None, "同意"]]},
        {"请假!A2": "是不是 王静"},
    ),
    "a name whose id is somebody else's": (
        {"请假": [LEAVE, ["王静(002)", "12月5日", None, "同意"]]},
        {"请假!A2": "没有「王静(002)」"},
    ),
    "nothing but a separator for a name": (
        {"请假": [LEAVE, ["、", "12月5日", None, "同意"]]},
        {"请假!A2": "没有姓名"},
    ),
    "hundreds of names in one cell": (
        {"请假": [LEAVE, ["、".join(["王静"] * 200), "12月5日", None, "同意"]]},
        {"请假!A2": "最多 50 个"},
    ),
    "one of several is unknown": (
        {"请假": [LEAVE, ["王静、赵六", "12月5日", None, "同意"]]},
        {"请假!A2": "赵六"},
    ),
    "several people where one must be": (
        {"历史": [["日期", "值班人"], ["2026-11-30", "王静、李梅"]]},
        {"历史!B2": "只能写一个"},
    ),
    "several people on one staff row": (
        {"员工": [["姓名", "岗位"], ["王静、李梅", "管理员"], ["张强", "管理员"]]},
        {"员工!A2": "一人一行"},
    ),
    "namesakes without ids": (
        {"员工": [["姓名", "岗位"], ["王静", "管理员"], ["王 静(新)", "管理员"]]},
        {"员工!A2": "有2位", "员工!A3": "有2位"},
    ),
    "a name of a hundred letters": (
        {"员工": [["姓名", "岗位"], ["王" * 100, "管理员"], ["张强", "管理员"]]},
        {"员工!A2": "太长"},
    ),
}


@pytest.mark.parametrize("case", UNCERTAIN)
def test_names_that_are_asked_about(tmp_path: Path, case: str) -> None:
    given, expected = UNCERTAIN[case]
    found = errors(tmp_path, office.book({"员工": PEOPLE} | dict(given)))
    assert found.keys() == expected.keys()
    for place, text in expected.items():
        assert text in found[place]


NO_NAMES = ["13800138000", "(13800138000)", "0571-88886666", IDENTITY, "/", "*", "()", "=", "、"]


@pytest.mark.parametrize("written", NO_NAMES)
def test_a_name_without_a_letter(tmp_path: Path, written: str) -> None:
    content = office.book({"员工": [["姓名", "岗位"], [written, "管理员"], ["李梅", "管理员"]]})
    text = refused(tmp_path, content)
    assert "员工 › A2" in text
    assert "里没有姓名" in text
    assert IDENTITY not in text


CALLED = {
    **dict.fromkeys(
        [
            *("王静/13800138002", "王静,13800138002", "王静-13800138002", "王静:13800138002"),
            *("王静(电话13800138002)", "王静(Tel:13800138002)", "王静 电话13800138002"),
            *("王静 手机:13800138002", "王静/13800138002/13800138003", "王静13800138002"),
        ],
        "13800138002",
    ),
    "王静,0571-88886666": "0571-88886666",
}


@pytest.mark.parametrize("written", CALLED)
def test_a_name_with_a_telephone(tmp_path: Path, written: str) -> None:
    told = {
        "员工": [["姓名", "岗位"], [written, "管理员"], ["李梅", "管理员"]],
        "请假": [LEAVE, [written, "12月5日", None, "同意"]],
    }
    centre = read(tmp_path, office.book(told))
    assert names(centre) == ["王静", "李梅"]
    assert centre.staff["王静"].phone == CALLED[written]
    assert [leave.person for leave in centre.problem.leaves] == ["王静"]
    told["员工"][1][0] = "王静"
    assert len(read(tmp_path, office.book(told)).problem.leaves) == 1


@pytest.mark.parametrize("written", ["王静1380013800", "王静/", "王静:李梅", "王静/13800138"])
def test_a_name_with_more_than_a_name(tmp_path: Path, written: str) -> None:
    content = office.book({"员工": [["姓名", "岗位"], [written, "管理员"], ["李梅", "管理员"]]})
    assert "员工 › A2" in refused(tmp_path, content)


def test_namesakes_told_apart_by_a_word(tmp_path: Path) -> None:
    listed = [["姓名", "工号", "岗位"], ["王静(大)", "1", "管理员"], ["王静(小)", "2", "管理员"]]
    told = [LEAVE, ["王静(小)", "12月5日", None, "同意"]]
    (leave,) = read(tmp_path, office.book({"员工": listed, "请假": told})).problem.leaves
    assert leave.person == "2"


def test_a_person_called_na_and_ids_with_zeros(tmp_path: Path) -> None:
    listed = [["姓名", "工号", "岗位"], ["NA", "001", "管理员"], ["Null", "010", "管理员"]]
    centre = read(tmp_path, office.book({"员工": listed}))
    assert [(p.key, p.name) for p in centre.problem.people] == [("001", "NA"), ("010", "Null")]


def test_row_numbers_where_nobody_has_an_id(tmp_path: Path) -> None:
    staff = [["姓名", "岗位"], ["阿依古丽·买买提", "管理员"], ["李梅", "管理员"]]
    leave = [["编号", *LEAVE], ["7", "阿依古丽•买买提", "12月5日", None, "同意"]]
    centre = read(tmp_path, office.book({"员工": staff, "请假": leave}))
    assert [one.person for one in centre.problem.leaves] == ["阿依古丽·买买提"]
