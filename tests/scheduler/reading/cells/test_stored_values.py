"""What a cell stores and shows: formulas, errors, styles, serial numbers, lengths."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from scheduler.errors import InputError
from tests import office
from tests.office import Raw, package, rows, sheet
from tests.scheduler.reading.centre_files import (
    INLINE,
    LEAVE,
    PEOPLE,
    errors,
    leave_days,
    read,
    refused,
    staffed,
    warned,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.scheduler.reading.centre_files import Days, Sheets


STORED: dict[str, tuple[bytes, Days]] = {
    "a cached formula": (
        staffed(
            rows(
                [
                    LEAVE,
                    [
                        Raw('<c r="?" t="str"><f>A9</f><v>王静</v></c>'),
                        Raw('<c r="?" s="1"><f>B9</f><v>46361</v></c>'),
                        None,
                        "同意",
                    ],
                ]
            )
        ),
        [("001", 5, 6)],
    ),
    "dates by style, serial number and ISO type": (
        staffed(
            rows(
                [
                    LEAVE,
                    ["王静", Raw('<c r="?" s="3"><v>46361</v></c>'), 46362, "同意"],
                    ["李梅", Raw('<c r="?" t="d"><v>2026-12-09T00:00:00</v></c>'), None, "同意"],
                ]
            )
        ),
        [("001", 5, 7), ("002", 9, 10)],
    ),
}


@pytest.mark.parametrize("case", STORED)
def test_values_as_they_are_stored(tmp_path: Path, case: str) -> None:
    content, expected = STORED[case]
    assert leave_days(read(tmp_path, content)) == sorted(expected)


UNREADABLE: dict[str, tuple[Sheets, dict[str, str]]] = {
    "a formula never calculated": (
        {"请假": [LEAVE, ["王静", Raw('<c r="?"><f>B9</f><v></v></c>'), None, "同意"]]},
        {"请假!B2": "请用 Excel 打开并保存一次"},
    ),
    "#N/A": (
        {"请假": [LEAVE, [Raw('<c r="?" t="e"><v>#N/A</v></c>'), "12月5日", None, "同意"]]},
        {"请假!A2": "#N/A"},
    ),
    "a lost shared string": (
        {"请假": [LEAVE, [Raw('<c r="?" t="s"><v>9</v></c>'), "12月5日", None, "同意"]]},
        {"请假!A2": "丢失"},
    ),
    "a cell longer than Excel's": (
        {"员工": [["姓名", "岗位"], ["王静", "管" * 40_000], ["张强", "管理员"]]},
        {"员工!B2": "太长"},
    ),
    "a cell of many letters": (
        {"员工": [["姓名", "岗位"], ["王" * 2001, "管理员"], ["李梅", "管理员"]]},
        {"员工!A2": "太长"},
    ),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_cells_that_cannot_be_read(tmp_path: Path, case: str) -> None:
    given, expected = UNREADABLE[case]
    found = errors(tmp_path, office.book({"员工": PEOPLE} | dict(given)))
    assert found.keys() == expected.keys()
    for place, text in expected.items():
        assert text in found[place]


MOVING: dict[str, tuple[Sheets, str]] = {
    "a formula of today": (
        {
            "请假": [
                LEAVE,
                ["王静", Raw('<c r="?" s="1"><f>TODAY()+9</f><v>46361</v></c>'), None, "同意"],
            ]
        },
        "请假 › B2：这一格的公式每天都会变",
    ),
}


@pytest.mark.parametrize("case", MOVING)
def test_a_formula_that_moves_is_said(tmp_path: Path, case: str) -> None:
    given, said = MOVING[case]
    text = warned(read(tmp_path, office.book({"员工": PEOPLE} | dict(given))))
    assert said in text
    assert "19900307" not in text


def test_an_uncalculated_formula_of_today_is_not_said_to_be_empty(tmp_path: Path) -> None:
    told = [LEAVE, ["王静", Raw('<c r="?" t="str"><f>TODAY()</f><v></v></c>'), None, "同意"]]
    assert "今天是" not in refused(tmp_path, office.book({"员工": PEOPLE, "请假": told}))


def test_a_shared_formula_of_today_is_warned_of_everywhere(tmp_path: Path) -> None:
    first = Raw('<c r="?" s="1"><f t="shared" ref="B2:B3" si="0">TODAY()</f><v>46361</v></c>')
    again = Raw('<c r="?" s="1"><f t="shared" si="0"/><v>46362</v></c>')
    told = [LEAVE, ["王静", first, None, "同意"], ["李梅", again, None, "同意"]]
    centre = read(tmp_path, office.book({"员工": PEOPLE, "请假": told}))
    assert [m.cell for m in centre.warnings if m.code == "moving-cell"] == ["B2", "B3"]


def test_1904_dates(tmp_path: Path) -> None:
    dated = Raw('<c r="?" s="1"><v>44899</v></c>')
    body = {"员工": INLINE, "请假": sheet(rows([LEAVE, ["王静", dated, None, "同意"]]))}
    apple = '<workbookPr date1904="1"/>'
    (leave,) = read(tmp_path, package(body, properties=apple)).problem.leaves
    assert leave.start == datetime(2026, 12, 5)
    body["请假"] = sheet(rows([LEAVE, ["王静", 44899, None, "同意"]]))
    assert "请假 › B2" in refused(tmp_path, package(body, properties=apple))


def test_a_number_shown_with_zeros_keeps_them(tmp_path: Path) -> None:
    styles = office.STYLES.replace('numFmtId="0"/>', 'numFmtId="170"/>').replace(
        "</numFmts>", '<numFmt numFmtId="170" formatCode="000"/></numFmts>'
    )
    listed = [["姓名", "工号", "岗位"], ["王静", Raw('<c r="?" s="0"><v>1</v></c>'), "管理员"]]
    centre = read(tmp_path, office.book({"员工": listed}, styles=styles))
    assert [person.key for person in centre.problem.people] == ["001"]


def test_what_is_wrong_beyond_counting(tmp_path: Path) -> None:
    pins = [["姓名", "日期", "要求"], *[["王静", f"x{n}", "不可"] for n in range(2500)]]
    with pytest.raises(InputError, match="至少 2000 处"):
        read(tmp_path, office.book({"员工": PEOPLE, "指定": pins}))
