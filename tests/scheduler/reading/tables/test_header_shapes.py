"""Headers as people make them: of several rows, merged, ornamented, doubled, of somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests import office
from tests.office import package, rows, sheet
from tests.scheduler.reading.centre_files import (
    LEAVE,
    PEOPLE,
    errors,
    leave_days,
    merges,
    read,
    refused,
    staffed,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.scheduler.reading.centre_files import Days, Sheets


TWO_ROWS = rows(
    [
        ["2026年12月请假登记表"],
        ["姓名", "请假时间", None, "审批状态", "紧急联系人", None],
        [None, "开始", "结束", None, "姓名", "电话"],
        ["王静", "12月5日", "12月7日", "同意", "老王", "1"],
        ["李梅", "12月8日", None, "同意", "老李", "2"],
    ]
)
HEADERS: dict[str, tuple[bytes, Days]] = {
    "two-row merged header": (
        staffed(TWO_ROWS, merges("A1:F1", "A2:A3", "B2:C2", "D2:D3", "E2:F2")),
        [("001", 5, 8), ("002", 8, 9)],
    ),
    "headers with ornaments": (
        staffed(
            rows(
                [
                    ["姓  名*", "★开始\n日期", "结束日期（必填）", "审批状态:"],
                    ["王静", "12-05".replace("-", "."), "12.6", "√"],
                ]
            )
        ),
        [("001", 5, 7)],
    ),
    "two columns of ends, each filled where the other is not": (
        staffed(
            rows(
                [
                    ["姓名", "开始", "结束", "结束", "状态"],
                    ["王静", "12月5日", "12月6日", None, "同意"],
                    ["李梅", "12月8日", None, "12月9日", "同意"],
                ]
            )
        ),
        [("001", 5, 7), ("002", 8, 10)],
    ),
    "a doubled heading whose second column is empty": (
        staffed(rows([["姓名", "开始", "开始", "状态"], ["王静", "12月5日", None, "同意"]])),
        [("001", 5, 6)],
    ),
    "a doubled heading that says the same": (
        staffed(rows([["姓名", "开始", "开始", "状态"], ["王静", "12月5日", "12月5日", "同意"]])),
        [("001", 5, 6)],
    ),
    "two columns of status, the result counts": (
        staffed(
            rows([["姓名", "开始", "审批状态", "审批结果"], ["王静", "12月5日", "完成", "同意"]])
        ),
        [("001", 5, 6)],
    ),
    "where one column of status is silent, the other counts; a no is believed": (
        staffed(
            rows(
                [
                    ["姓名", "开始", "审批状态", "审批结果"],
                    ["王静", "12月5日", "已通过", None],
                    ["李梅", "12月8日", "已撤销", "同意"],
                ]
            )
        ),
        [("001", 5, 6)],
    ),
    "whoever is away, not whoever asks": (
        staffed(rows([["申请人", "请假人", "开始", "状态"], ["李梅", "王静", "12月5日", "同意"]])),
        [("001", 5, 6)],
    ),
    "headings that people use": (
        staffed(
            rows([["姓名", "请假开始日期", "请假结束日期", "状态"], ["王静", "12.5", "12.6", "√"]])
        ),
        [("001", 5, 7)],
    ),
    "a group over day and time": (
        staffed(
            rows(
                [
                    ["姓名", "开始", None, "结束", None, "状态"],
                    [None, "日期", "时间", "日期", "时间", None],
                    ["王静", "2026-12-05", "14:00", "2026-12-06", "9:30", "同意"],
                ]
            ),
            merges("A1:A2", "B1:C1", "D1:E1", "F1:F2"),
        ),
        [("001", 5, 6)],
    ),
    "a group over day and time without merges": (
        staffed(
            rows(
                [
                    ["姓名", "开始", None, "结束", None, "状态"],
                    [None, "日期", "时间", "日期", "时间", None],
                    ["王静", "2026-12-05", "14:00", "2026-12-06", "9:30", "同意"],
                ]
            )
        ),
        [("001", 5, 6)],
    ),
    "a note merged beside header and data": (
        staffed(
            rows(
                [
                    [*LEAVE, "填表说明"],
                    ["王静", "12月5日", None, "同意"],
                    ["李梅", "12月8日", None, "同意"],
                ]
            ),
            merges("E1:E3"),
        ),
        [("001", 5, 6), ("002", 8, 9)],
    ),
    "a dingtalk export": (
        staffed(
            rows(
                [
                    [
                        "审批编号",
                        "审批状态",
                        "审批结果",
                        "发起人工号",
                        "发起人姓名",
                        "请假类型",
                        "开始时间",
                        "结束时间",
                        "时长",
                    ],
                    [
                        "2026",
                        "完成",
                        "同意",
                        "001",
                        "王静",
                        "年假",
                        "2026-12-05 上午",
                        "2026-12-07 下午",
                        3,
                    ],
                ]
            )
        ),
        [("001", 5, 8)],
    ),
}


@pytest.mark.parametrize("case", HEADERS)
def test_headers_that_are_understood(tmp_path: Path, case: str) -> None:
    content, expected = HEADERS[case]
    assert leave_days(read(tmp_path, content)) == sorted(expected)


HEADER_ERRORS: dict[str, tuple[Sheets, dict[str, str]]] = {
    "doubled headings that differ": (
        {"请假": [["姓名", "开始", "开始", "状态"], ["王静", "12月5日", "12月6日", "同意"]]},
        {"请假!C1": "有 2 列（B、C）"},
    ),
    "a missing column names what is there": (
        {"请假": [["姓名", "日期", "状态"], ["王静", "12月5日", "同意"]]},
        {"请假!": "姓名、日期、状态"},
    ),
}


@pytest.mark.parametrize("case", HEADER_ERRORS)
def test_headers_that_are_asked_about(tmp_path: Path, case: str) -> None:
    given, expected = HEADER_ERRORS[case]
    found = errors(tmp_path, office.book({"员工": PEOPLE} | dict(given)))
    assert found.keys() == expected.keys()
    for place, text in expected.items():
        assert text in found[place]


GROUPS: dict[str, tuple[list[list[Any]], tuple[str, ...]]] = {
    "a telephone in an emergency": (
        [
            ["基本信息", None, "紧急联系人", None],
            ["姓名", "岗位", "联系人", "电话"],
            ["王静", "管理员", "王大", "13911112222"],
        ],
        ("A1:B1", "C1:D1"),
    ),
    "dates of a contract": (
        [
            ["基本信息", None, "合同信息", None],
            ["姓名", "岗位", "入职日期", "离职日期"],
            ["王静", "管理员", "2027-01-01", "2025-01-01"],
        ],
        ("A1:B1", "C1:D1"),
    ),
    "names of a family": (
        [
            [None, None, "家庭成员", None],
            ["姓名", "岗位", "姓名", "电话"],
            ["王静", "管理员", "王大", "13911112222"],
        ],
        ("C1:D1",),
    ),
    "posts before": (
        [
            ["2026年合同制员工花名册", None, None, None],
            ["基本信息", None, "工作经历", None],
            ["姓名", "岗位", "岗位", "入职日期"],
            ["王静", "管理员", "文员", "2027-01-01"],
        ],
        ("A1:D1", "A2:B2", "C2:D2"),
    ),
    "groups of a text file, unmerged": (
        [
            ["基本信息", None, "紧急联系人", None],
            ["姓名", "岗位", "姓名", "电话"],
            ["王静", "管理员", "王大", "13911112222"],
        ],
        (),
    ),
    "a header of three rows": (
        [
            ["姓名", "岗位", "家庭", None],
            [None, None, "成员", None],
            [None, None, "姓名", "电话"],
            ["王静", "管理员", "王大", "13911112222"],
        ],
        ("A1:A3", "B1:B3", "C1:D1", "C2:D2"),
    ),
    "a title of contracts": (
        [["2026年合同制员工花名册"], ["姓名", "岗位"], ["王静", "管理员"]],
        ("A1:D1",),
    ),
}


@pytest.mark.parametrize("case", GROUPS)
def test_columns_of_somebody_else(tmp_path: Path, case: str) -> None:
    told, merged = GROUPS[case]
    centre = read(tmp_path, package({"员工": sheet(rows(told), after=merges(*merged))}))
    (person,) = centre.problem.people
    assert (person.name, person.standing.value) == ("王静", "是")
    assert (person.employed_from, person.employed_to) == (None, None)
    assert centre.staff["王静"].phone == ""


def test_headings_of_other_things(tmp_path: Path) -> None:
    """A telephone of somebody else, and dates of an employer before."""
    body = rows(
        [
            ["姓名", "岗位", "电话(紧急联系人)", "原单位", None],
            [None, None, None, "入职日期", "离职日期"],
            ["王静", "管理员", "13911112222", "2010-01-01", "2019-01-01"],
        ]
    )
    content = package({"员工": sheet(body, after=merges("A1:A2", "B1:B2", "C1:C2", "D1:E1"))})
    centre = read(tmp_path, content)
    (person,) = centre.problem.people
    assert (person.employed_from, person.employed_to) == (None, None)
    assert centre.staff["王静"].phone == ""


def test_a_header_merged_over_the_first_row_of_data(tmp_path: Path) -> None:
    told = [["姓名", "岗位"], [None, "管理员"], [None, "管理员"], ["李梅", "管理员"]]
    content = package({"员工": sheet(rows(told), after=merges("A1:A3"))})
    text = refused(tmp_path, content)
    for place in ("B2：第 2 行", "B3：第 3 行"):
        assert f"员工 › {place}和表头合并在一起" in text
