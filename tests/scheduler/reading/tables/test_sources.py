"""Which sheets and files are read: HR's own lists beside the centre's workbook."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from scheduler.errors import InputError
from scheduler.usecases.check import check
from tests import office
from tests.books import TAIL, places
from tests.office import package, rows, sheet
from tests.scheduler.reading.centre_files import (
    DATA,
    INLINE,
    LEAVE,
    PEOPLE,
    leave_days,
    names,
    read,
    refused,
    warned,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.scheduler.reading.centre_files import Days


EXPORT = [
    ["某某物业集团员工花名册", *[None] * 80],
    ["制表日期：2026-11-20", *[None] * 80],
    [
        "序号",
        "工号",
        "姓 名*",
        "部门",
        "岗位名称",
        "入职时间",
        "合同开始日",
        "紧急联系人电话",
        "手机号码",
        "身份证号码",
        *[f"列{n}" for n in range(70)],
    ],
    [
        1,
        None,
        "王 静",
        "客服部",
        "客服管理员",
        "2019.7.1",
        "2022-07-01",
        "13911112222",
        13900000001.0,
        "110101199003074477",
        *range(70),
    ],
    [
        2,
        "007",
        "欧阳娜娜",
        "客服部",
        "客服管理员",
        "2020年3月",
        "2020-03-01",
        "13911112223",
        "13900000002",
        None,
        *range(70),
    ],
    ["合计", None, None, None, 2],
    ["审核：林芳"],
]


def test_a_staff_export_of_eighty_columns(tmp_path: Path) -> None:
    export = tmp_path / "花名册.xlsx"
    export.write_bytes(office.book({"Sheet1": EXPORT}))
    with pytest.raises(InputError) as caught:
        read(tmp_path, office.book({"历史": TAIL}), staff_files=[export])
    # A month is no date to be hired on.
    assert places(caught.value).keys() >= {"Sheet1!F5"}
    EXPORT[4][5] = "2020年3月1日"
    export.write_bytes(office.book({"Sheet1": EXPORT}))
    centre = read(tmp_path, office.book({"设置": [["参数", "值"]]}), staff_files=[export])
    wang, ouyang = centre.problem.people
    assert (wang.key, wang.name, ouyang.key) == ("王静", "王静", "007")
    assert centre.staff["王静"].phone == "13900000001"
    assert wang.credentials.born == datetime(1990, 3, 7).date()
    assert "合计" in warned(centre)
    assert "1101011990" not in warned(centre)
    assert [name for name, _ in centre.inputs] == [DATA, "花名册.xlsx"]
    assert any("「手机号码」→联系电话" in line for line in centre.read_as)


def test_a_staff_list_beside_the_sheet(tmp_path: Path) -> None:
    own = [["姓名", "工号", "岗位", "每月上限"], ["王静", None, "客服管理员", 3]]
    more = [
        ["姓名", "工号", "岗位", "入职日期"],
        ["王静", "001", "文员", "2020-01-01"],
        ["李梅", "002", "客服管理员", "2021-01-01"],
    ]
    export = tmp_path / "花名册.xlsx"
    export.write_bytes(office.book({"在职": more}))
    centre = read(tmp_path, office.book({"员工": own}), staff_files=[export])
    (wang,) = centre.problem.people
    assert (wang.key, wang.cap, wang.employed_from.year) == ("001", 3, 2020)  # type: ignore[union-attr]
    assert "另有 1 行是其他部门的人" in warned(centre)
    assert "其中岗位可值班的" in warned(centre)
    assert "李梅" in warned(centre)
    assert "花名册.xlsx › 在职 › C2：王静的岗位「文员」" in warned(centre)


SHEETS: dict[str, tuple[bytes, Days]] = {
    "two sheets of leave": (
        package(
            {
                "员工": INLINE,
                "请假": sheet(rows([LEAVE, ["王静", "12月5日", None, "同意"]])),
                "请假登记表": sheet(rows([LEAVE, ["李梅", "12月8日", None, "同意"]])),
            }
        ),
        [("001", 5, 6), ("002", 8, 9)],
    ),
    "a sheet for every month": (
        package(
            {
                "员工": INLINE,
                "请假（11月）": sheet(rows([LEAVE, ["王静", "12月5日", None, "同意"]])),
                "请假（12月）": sheet(rows([LEAVE, ["李梅", "12月8日", None, "同意"]])),
            }
        ),
        [("001", 5, 6), ("002", 8, 9)],
    ),
}


@pytest.mark.parametrize("case", SHEETS)
def test_several_sheets_of_one_kind(tmp_path: Path, case: str) -> None:
    content, expected = SHEETS[case]
    assert leave_days(read(tmp_path, content)) == sorted(expected)


def test_an_empty_list_of_leave_is_said(tmp_path: Path) -> None:
    listed = tmp_path / "请假.xlsx"
    listed.write_bytes(office.book({"Sheet1": []}))
    centre = read(tmp_path, office.book({"员工": PEOPLE}), leave_files=[listed])
    assert "请假.xlsx：一行数据也没有读到" in warned(centre)


def test_a_list_of_leave_without_rows_is_said(tmp_path: Path) -> None:
    export = tmp_path / "请假.csv"
    export.write_text("姓名,开始,结束,状态\n", encoding="utf-8")
    centre = read(tmp_path, office.book({"员工": PEOPLE}), leave_files=[export])
    assert "请假.csv：一行数据也没有读到" in warned(centre)


@pytest.mark.parametrize("title", ["员工信息", "员工表", "人员名单", "Sheet1"])
def test_staff_under_another_name(tmp_path: Path, title: str) -> None:
    path = tmp_path / DATA
    path.write_bytes(office.book({"负责人": [["姓名", "职务"], ["高建国", "经理"]], title: PEOPLE}))
    with pytest.raises(InputError) as caught:
        check(path)
    text = "\n".join(map(str, caught.value.messages))
    assert f"缺少工作表〈员工〉（现有：负责人、{title}）；请把〈{title}〉改名为〈员工〉" in text


def test_the_same_person_with_and_without_zeros_is_one(tmp_path: Path) -> None:
    export = tmp_path / "花名册.xlsx"
    told = [["姓名", "工号", "岗位"], ["王静", 1, "管理员"], ["李梅(新)", None, "管理员"]]
    export.write_bytes(office.book({"在职": told}))
    centre = read(tmp_path, office.book({"员工": PEOPLE}), staff_files=[export])
    assert [person.key for person in centre.problem.people] == ["001", "002"]


def test_namesakes_of_an_export_are_asked_about(tmp_path: Path) -> None:
    export = tmp_path / "花名册.xlsx"
    told = [["姓名", "工号", "岗位"], ["王静", "001", "管理员"], ["王静", "009", "文员"]]
    export.write_bytes(office.book({"在职": told}))
    own = [["姓名", "工号", "岗位"], ["王静", None, "管理员"]]
    text = refused(tmp_path, office.book({"员工": own}), staff_files=[export])
    assert "员工 › A2：花名册.xlsx 里有几位「王静」（工号 001、009），请在这里填上工号" in text
    own[1][1] = "009"
    centre = read(tmp_path, office.book({"员工": own}), staff_files=[export])
    assert [person.key for person in centre.problem.people] == ["009"]


def test_namesakes_on_two_sheets(tmp_path: Path) -> None:
    told = [["姓名", "岗位"], ["王静", "管理员"]]
    text = refused(tmp_path, office.book({"员工": told, "花名册": told}))
    assert "员工 › A2：有2位「王静」（A2、〈花名册〉A2）" in text


def test_a_sheet_of_everyone_and_one_of_a_department(tmp_path: Path) -> None:
    export = tmp_path / "花名册.xlsx"
    noted = [*PEOPLE, ["客服部", None, None], ["制表:林芳", "审核：高建国", "x"]]
    export.write_bytes(office.book({"全员": noted, "客服": PEOPLE}))
    for own, listed in (({}, ["王静", "李梅"]), ({"员工": PEOPLE[:2]}, ["王静"])):
        content = office.book(own or {"设置": [["参数", "值"]]})
        centre = read(tmp_path, content, staff_files=[export])
        assert names(centre) == listed


def test_every_sheet_of_an_export_is_read(tmp_path: Path) -> None:
    export = tmp_path / "花名册.xlsx"
    kept = [["姓名", "工号", "岗位"], ["张强", "003", "管理员"]]
    gone = [["姓名", "工号", "岗位", "原因"], ["刘洋", "004", "管理员", "回老家"]]
    export.write_bytes(office.book({"在职": kept, "离职": gone}))
    centre = read(tmp_path, office.book({"设置": [["参数", "值"]]}), staff_files=[export])
    assert [p.standing.value for p in centre.problem.people] == ["是", "否"]
    assert "花名册.xlsx › 离职 › A2：这里写着「离职」" in warned(centre)


def test_lists_that_are_no_staff_are_left_out(tmp_path: Path) -> None:
    export = tmp_path / "人事.xlsx"
    kept = [["姓名", "工号", "岗位", "学历"], ["张强", "003", "管理员", "大专"]]
    family = [["姓名", "关系"], ["张大壮", "父"]]
    export.write_bytes(office.book({"在职": kept, "家庭成员": family, "填写示例": kept}))
    centre = read(tmp_path, office.book({"设置": [["参数", "值"]]}), staff_files=[export])
    assert names(centre) == ["张强"]


def test_every_column_is_said_to_be_read_or_not(tmp_path: Path) -> None:
    told = [["姓名", "审批状态", "审批结果", "开始日期", "开始时段", "结束日期", "审批编号"]]
    told += [["王静", "完成", "同意", "12月8日", "下午", "12月9日", "7"]]
    centre = read(tmp_path, office.book({"员工": PEOPLE, "请假": told}))
    said = next(line for line in centre.read_as if "请假" in line)
    read_as = ["A 姓名", "B 「审批状态」→状态", "C 「审批结果」→状态", "D 「开始日期」→开始"]
    read_as += ["E 「开始时段」→开始", "F 「结束日期」→结束；没有用到：审批编号"]
    assert said == f"〈请假〉{'、'.join(read_as)}"
