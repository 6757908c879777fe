"""The roster workbook: what stands where, how it prints, and what must never stand there."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from scheduler.usecases.draft import draft
from tests.books import DECEMBER, STAFF, TODAY, Rows, book, values

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook

    from scheduler.reporting.outcome import Draft

PRIVATE = ("1985-01-15", "1985", "病假", "住院", "孕期", "110101198501150011")
FULL: Rows = [
    [*STAFF[0], "出生日期", "证书到期日", "健康合格", "夜班限制起", "手机", "备注", "可值班"],
    ["王静", "001", "客服管理员", date(1985, 1, 15), None, "是", None, "13900000001", "孕期", None],
    ["李梅", "002", "客服管理员", None, "2026-12-18", "是", None, "13900000002", None, None],
    ["张强", "003", "客服管理员", None, None, "否", None, "13900000003", "住院", None],
    ["刘洋", "004", "客服管理员", None, None, None, "2026-12-20", "13900000004", None, None],
    ["陈晨", "005", "客服管理员", None, None, None, None, "13900000005", None, None],
    ["林芳", "009", "客服主管", None, None, None, None, "13900000009", None, "仅顶班"],
]
LEAVE: Rows = [
    ["姓名", "开始", "结束", "假别", "状态", "备注"],
    ["王静", "12月5日", "12月7日", "病假", "已批准", "住院"],
    ["陈晨", "12月20日", None, "病假", "待审批", "110101198501150011"],
]


def made(folder: Path, **sheets: Any) -> tuple[Draft, Workbook]:
    path = book(folder / "值班数据.xlsx", **sheets)
    done = draft(path, month=DECEMBER, at=TODAY)
    assert done.output is not None
    return done, load_workbook(done.output)


@pytest.fixture
def full(tmp_path: Path) -> tuple[Draft, Workbook]:
    settings = [["参数", "值"], ["中心名称", "阳光花园客户服务中心"], ["值班热线", "010-00000110"]]
    leaders = [["姓名", "职务", "电话"], ["高建国", "管理处经理", "13800000101"]]
    return made(tmp_path, 员工=FULL, 请假=LEAVE, 设置=settings, 负责人=leaders)


def texts(opened: Workbook) -> list[str]:
    return [
        str(value)
        for sheet in opened.worksheets
        for row in sheet.iter_rows(values_only=True)
        for value in row
        if value is not None
    ]


def test_nothing_private_is_printed(full: tuple[Draft, Workbook]) -> None:
    everything = "\n".join(texts(full[1]))
    for secret in PRIVATE:
        assert secret not in everything
    assert "13900000001" not in everything


def test_the_wall_has_what_the_procedure_asks(full: tuple[Draft, Workbook]) -> None:
    wall = full[1]["值班安排表"]
    written = [value for row in wall.iter_rows(values_only=True) for value in row if value]
    assert written[0] == "阳光花园客户服务中心2026年12月值班安排表"
    assert written[1] == "值班热线：010-00000110"
    assert "值班时间：每日 08:30 至次日 08:30" in written[2]
    assert any("不允许私自调班" in str(text) for text in written)
    assert any("管理处经理 高建国 13800000101" in str(text) for text in written)
    assert any("编制" in str(text) and "审核" in str(text) for text in written)


def test_every_sheet_prints_on_a4(full: tuple[Draft, Workbook]) -> None:
    landscape = {"月历", "人员排班", "均衡统计", "资格核对"}
    for sheet in full[1].worksheets:
        if sheet.sheet_state == "hidden":
            continue
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.orientation == (
            "landscape" if sheet.title in landscape else "portrait"
        )
        assert sheet.print_area
    wall = full[1]["值班安排表"]
    assert wall.page_setup.fitToHeight in (None, 1)
    assert wall.print_title_rows == "$4:$4"


def test_person_cells_offer_the_candidates(full: tuple[Draft, Workbook]) -> None:
    (rule,) = full[1]["值班安排表"].data_validations.dataValidation
    assert str(rule.sqref) == "D5:D35"
    column = [row[3] for row in values(full[0].output, "_机读") if row[3]]  # type: ignore[arg-type]
    assert column == [row[0] for row in FULL[1:]]


def test_loads_are_said_in_words_and_add_up(full: tuple[Draft, Workbook]) -> None:
    rows = [list(row) for row in full[1]["均衡统计"].iter_rows(min_row=3, values_only=True)]
    header, people = rows[0], [row for row in rows[1:] if isinstance(row[3], (int, float))]
    served = header.index("本月已值")
    assert sum(row[served] for row in people) == 31 - len(full[0].gaps)
    assert all(re.match(r"^(少值|多值) [\d.]+ 班$|^持平$", row[1]) for row in people)
    assert len(full[1]["均衡统计"]._charts) == 1


def test_checks_show_dates_but_no_reasons(full: tuple[Draft, Workbook]) -> None:
    rows = {row[0]: row for row in full[1]["资格核对"].iter_rows(min_row=3, values_only=True)}
    assert rows["李梅"][3] == "未通过 12月18日至31日"
    assert rows["张强"][6] == "不可排"
    assert rows["王静"][6] == "可排"
    assert rows["王静"][1] == "未知"


def test_the_matrix_marks_duty_leave_and_bars(full: tuple[Draft, Workbook]) -> None:
    rows = {row[0]: row for row in full[1]["人员排班"].iter_rows(min_row=4, values_only=True)}
    assert [rows["王静"][day] for day in (5, 6, 7)] == ["假"] * 3
    assert rows["李梅"][18] == "限"
    assert rows["刘洋"][20] == "限"
    assert sum(cell == "●" for row in rows.values() for cell in row) == 31 - len(full[0].gaps)


def test_the_month_grid_starts_on_monday(full: tuple[Draft, Workbook]) -> None:
    grid = full[1]["月历"]
    assert grid["A2"].value == "星期一"
    assert str(grid["B3"].value).startswith("1")
    people = [cell for row in grid.iter_rows(min_row=4, values_only=True) for cell in row if cell]
    assert set(row[0] for row in FULL[1:]) & set(people)


def test_remarks_say_what_to_look_at(full: tuple[Draft, Workbook]) -> None:
    lines = [row[0] for row in full[1]["说明"].iter_rows(values_only=True) if row[0]]
    assert lines[1].startswith("已排 ")
    assert any("李梅12月18日起不排" in line for line in lines)
    assert any("没有生效" in line for line in lines)
    assert any("SHA-256" in line for line in lines)
    assert any("学历未填或认不出：6人" in line for line in lines)


def test_phones_and_substitutes_only_by_setting(tmp_path: Path) -> None:
    shown = [["参数", "值"], ["电话显示", "遮蔽"], ["显示可替班人", "是"]]
    _, opened = made(tmp_path, 员工=FULL, 设置=shown)
    header = [cell.value for cell in opened["值班安排表"][3]]
    assert header == ["日期", "星期", "日别", "值班管理员", "联系电话", "可替班人", "备注"]
    assert re.fullmatch(r"139\*{4}000\d", opened["值班安排表"]["E4"].value)


def test_leave_eves_and_dispensations_are_told(tmp_path: Path) -> None:
    pair = STAFF[:3]
    eve = [["姓名", "开始", "状态"], ["王静", "12月6日", "同意"], ["李梅", "12月4日", "同意"]]
    tail = [["日期", "值班人"], ["11月30日", "王静"]]
    done, opened = made(tmp_path, 员工=pair, 请假=eve, 历史=tail)
    told = "\n".join(texts(opened))
    level = done.result.levels[2]
    assert level.cost is not None
    assert told.count("日起请假") >= level.cost
    barred = [[*STAFF[0], "不可值班星期"], [*STAFF[1], "周二"], [*STAFF[2], None]]
    granted = [["姓名", "日期", "要求", "批准人"], ["王静", "12月1日", "特批", "林主管"]]
    granted.append(["王静", "12月1日", "必须", None])
    (tmp_path / "2").mkdir()
    _, opened = made(tmp_path / "2", 员工=barred, 指定=granted, 历史=[["日期", "值班人"]])
    assert "王静12月1日特批值班，批准人 林主管" in texts(opened)
