"""What is asked and said of people: posts, ids, birth dates, identity numbers, telephones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import office
from tests.scheduler.reading.centre_files import (
    IDENTITY,
    LEAVE,
    PEOPLE,
    STAFF_MORE,
    errors,
    read,
    refused,
    warned,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.scheduler.reading.centre_files import Sheets


STAFF_ERRORS: dict[str, tuple[Sheets, dict[str, str]]] = {
    "nobody's post": (
        {"员工": [["姓名", "岗位"], ["王静", "管理员"], ["李梅", None]]},
        {"员工!B3": "没有填岗位"},
    ),
    "an identity number inside an id": (
        {"员工": [["姓名", "工号", "岗位"], ["王静", "ID110101199003074477", "管理员"]]},
        {"员工!B2": "身份证号"},
    ),
    "an identity number as id": (
        {"员工": [["姓名", "工号", "岗位"], ["王静", "110101199003074477", "管理员"]]},
        {"员工!B2": "身份证号"},
    ),
    "a birth month as a number": (
        {"员工": [["姓名", "岗位", "出生日期"], ["王静", "管理员", 1990.1], ["李梅", "管理员"]]},
        {"员工!C2": "分不清"},
    ),
    **{
        f"{column} without a year": (
            {"员工": [["姓名", "岗位", column], ["王静", "管理员", "5月20日"], ["李梅", "管理员"]]},
            {"员工!C2": "没有年份"},
        )
        for column in ("出生日期", "入职日期", "离职日期", "证书到期日", "从业起始日期")
    },
    "too many people": (
        {"员工": [["姓名", "岗位"], *[[f"人{n:03}", "管理员"] for n in range(201)]]},
        {"员工!A202": "最多 200 人"},
    ),
}


@pytest.mark.parametrize("case", STAFF_ERRORS)
def test_errors_of_staff(tmp_path: Path, case: str) -> None:
    given, expected = STAFF_ERRORS[case]
    found = errors(tmp_path, office.book({"员工": PEOPLE} | dict(given)))
    assert found.keys() == expected.keys()
    for place, text in expected.items():
        assert text in found[place]


STAFF_DOUBTS: dict[str, tuple[Sheets, str]] = {
    "a birth month": (
        {"员工": [STAFF_MORE, ["王静", "管理员", "1990-05", None, None, None, None]]},
        "员工 › C2：1 人的出生日期只写到月",
    ),
    "an identity number that is wrong": (
        {"员工": [STAFF_MORE, ["王静", "管理员", None, "110101199003074478", None, None, None]]},
        "员工 › D2：身份证号不对",
    ),
    "a birth date against the identity number": (
        {
            "员工": [
                STAFF_MORE,
                ["王静", "管理员", "1991-03-07", "110101199003074477", None, None, None],
            ]
        },
        "员工 › C2：出生日期 1991-03-07 与身份证号不同",
    ),
    "a sex against the identity number": (
        {"员工": [STAFF_MORE, ["王静", "管理员", None, "110101199003074477", "女", None, None]]},
        "员工 › E2：性别「女」与身份证号不同",
    ),
    "a birth month against the identity number": (
        {"员工": [STAFF_MORE, ["王静", "管理员", "1990-05", "110101199003074477", *[None] * 3]]},
        "员工 › C2：出生日期 1990-05 与身份证号不同",
    ),
    "a telephone that Excel has shortened": (
        {"员工": [["姓名", "岗位", "电话"], ["王静", "管理员", "1.38E+10"]]},
        "员工 › C2：「1.38E+10」丢了几位",
    ),
    "somebody who has left, by the name": (
        {"员工": [STAFF_MORE, ["王静(已离职)", "管理员", None, None, None, None, None]]},
        "员工 › A2：这里写着「离职」",
    ),
}


@pytest.mark.parametrize("case", STAFF_DOUBTS)
def test_doubts_about_staff(tmp_path: Path, case: str) -> None:
    given, said = STAFF_DOUBTS[case]
    text = warned(read(tmp_path, office.book({"员工": PEOPLE} | dict(given))))
    assert said in text
    assert "19900307" not in text


def test_an_identity_number_is_not_echoed(tmp_path: Path) -> None:
    header = ["姓名", "工号", "岗位", "资格豁免"]
    told = [["王静", IDENTITY, "管理员", IDENTITY], ["王静", IDENTITY, "管理员", None]]
    leave = [LEAVE, ["王静", "12月5日", None, "同意"]]
    text = refused(tmp_path, office.book({"员工": [header, *told], "请假": leave}))
    assert "不是资格检查的名称" in text
    assert IDENTITY not in text


def test_whoever_has_left_by_a_column_of_state(tmp_path: Path) -> None:
    listed = [
        ["姓名", "岗位", "员工状态"],
        ["王静", "管理员", "已离职"],
        ["李梅", "管理员", "在职"],
    ]
    people = read(tmp_path, office.book({"员工": listed})).problem.people
    assert [person.standing.value for person in people] == ["否", "是"]


@pytest.mark.parametrize(
    "header",
    [
        ["【姓名】", "【岗位】", "【入职日期】", "电话"],
        ["姓名【必填】", "岗位", "入职日期<必填>", "电话"],
        ["姓名\nName", "岗位 Post", "入职日期", "手机Tel."],
        ["姓名/电话", "岗位/职务", "入职日期", "电话/微信"],
        ["职工姓名", "工作岗位", "入职日期", "电话"],
    ],
)
def test_headings_of_staff(tmp_path: Path, header: list[str]) -> None:
    told = [header, ["王静", "管理员", "2020-01-01", "13900000001"]]
    centre = read(tmp_path, office.book({"员工": told}))
    (person,) = centre.problem.people
    assert (person.name, str(person.employed_from)) == ("王静", "2020-01-01")
    assert centre.staff["王静"].phone == "13900000001"
