"""Whatever is printed is printed whole: long names, long remarks, long centres."""

from __future__ import annotations

from datetime import datetime
from math import ceil
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

from scheduler.usecases.adjust import adjust
from scheduler.usecases.draft import draft
from scheduler.usecases.publish import publish
from scheduler.usecases.report import write_report
from scheduler.usecases.yearbook import write_yearbook
from scheduler.writing.styles import breadth
from tests.books import DECEMBER, TAIL, TODAY, book, values
from tests.scheduler.december import AT, CHANGE, DATA, LEAVE, day, served
from tests.scheduler.estate import ADMINISTRATORS, CLEANING, HEADS, LATE, estate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

NAMES = (
    "阿卜杜热合曼·买买提依明",
    "Alexandra Montgomery-Smithson",
    "Wolfeschlegelsteinhausen",
    "欧阳司徒娜娜",
    "王静",
)
SHOWN = [["参数", "值"], ["电话显示", "完整"], ["显示可替班人", "是"], ["值班热线", "010-1234"]]
BIG = ["中心名称", "深圳市南山区蛇口太子湾湾玺华庭二期南苑物业管理有限公司客户服务中心"]
# What a line needs at least, in points per point of its letters.
LEADING = 1.15


def centre(folder: Path, **sheets: Any) -> Path:
    staff = [["姓名", "工号", "岗位", "手机"]]
    staff += [[name, f"00{nth}", "客服管理员", "13800000000"] for nth, name in enumerate(NAMES)]
    tail = [TAIL[0], *([on, NAMES[nth % 5]] for nth, (on, _) in enumerate(TAIL[1:]))]
    leaders = [["姓名", "职务", "电话"]]
    leaders += [[name, "机电维修部主管", "13800000101"] for name in NAMES[:4]]
    sheets = {"设置": [*SHOWN, BIG], "负责人": leaders} | sheets
    book(folder / DATA, 员工=staff, 历史=tail, **sheets)
    return folder


def cut_off(sheet: Worksheet) -> Iterator[str]:
    """Yield the texts that do not fit into their cells as they are printed."""
    merged = {str(one).split(":")[0]: one for one in sheet.merged_cells.ranges}
    widths: dict[int, float] = {}
    for span in sheet.column_dimensions.values():
        widths |= dict.fromkeys(range(span.min, span.max + 1), span.width)
    for row in sheet.iter_rows():
        for cell in row:
            text, across = cell.value, merged.get(cell.coordinate)
            if not isinstance(text, str) or cell.alignment.shrink_to_fit:
                continue
            columns = range(cell.column, (across.max_col if across else cell.column) + 1)
            # Widths are in letters of 11 points.
            width = sum(widths.get(column, 8.43) for column in columns) * 11 / cell.font.sz
            lines = sum(ceil(breadth(line) / width) for line in text.split("\n"))
            height = sheet.row_dimensions[cell.row].height or 15
            rows = across.size["rows"] if across else 1
            wraps = cell.alignment.wrap_text
            room = height * rows // (LEADING * cell.font.sz) if wraps else 1
            if lines > max(1, room):
                yield f"{sheet.title} {cell.coordinate} {text}"


def all_cut_off(opened: Workbook) -> list[str]:
    return [
        text
        for sheet in opened.worksheets
        if sheet.sheet_state == "visible"
        for text in cut_off(sheet)
    ]


def test_long_names_are_whole_on_every_sheet(tmp_path: Path) -> None:
    centre(tmp_path)
    made = draft(tmp_path, month=DECEMBER, at=TODAY)
    assert made.output
    assert all_cut_off(load_workbook(made.output)) == []
    publish(tmp_path, approver=NAMES[0], at=datetime(2026, 11, 28))
    days = [(on, key) for on, key in served(tmp_path).items() if on > day(12)]
    leaves = [[NAMES[int(key)], on, on, "已批准", NAMES[1]] for on, key in days[:3]]
    on, key = days[5]
    other = NAMES[int(days[7][1])]
    change = ["顶班", on, NAMES[int(key)], other, None, "已批准", NAMES[1], None, "家里老人住院"]
    centre(tmp_path, 变更=[CHANGE, change], 请假=[LEAVE, *leaves])
    (one,) = adjust(tmp_path, at=AT)
    assert one.draft.output
    opened = load_workbook(one.draft.output)
    assert "变更记录" in opened.sheetnames
    assert all_cut_off(opened) == []
    publish(one.draft.output, approver=NAMES[1], at=AT)
    assert all_cut_off(load_workbook(write_yearbook(tmp_path, 2026, tmp_path / "台账.xlsx"))) == []
    report = load_workbook(write_report(tmp_path, at=AT).files[0])
    assert report["顶班换班"]["F4"].value == "顶班"
    assert all_cut_off(report) == []


def test_long_shifts_and_posts_are_whole_in_a_report(tmp_path: Path) -> None:
    shifts = [
        HEADS,
        ["保洁", "大堂地库夜间冲洗早班", "早", "06:30", "14:30", None, 1, None, None],
        LATE,
    ]
    rates = [["参数", "值"], BIG, ["值班费工作日", 12345678.5], ["值班费休息日", 87654321]]
    estate(tmp_path, 班次=shifts, 设置=rates, 岗位=[["岗位"], ["管理员值班"], ["保洁"]])
    for table in (ADMINISTRATORS, CLEANING):
        made = draft(tmp_path, month=DECEMBER, at=TODAY, table=table)
        assert made.output
        publish(made.output, approver=NAMES[0], at=TODAY)
    report = load_workbook(write_report(tmp_path, at=AT).files[0])
    assert report.sheetnames[:3] == ["值班月报", "值班月报2", "顶班换班"]
    assert all_cut_off(report) == []
    assert all_cut_off(load_workbook(write_yearbook(tmp_path, 2026, tmp_path / "台账.xlsx"))) == []


def test_substitutes_stand_in_a_calendar_of_three_a_day_on_one_page(tmp_path: Path) -> None:
    staff = [["姓名", "工号", "岗位"]]
    staff += [[f"甲{chr(0x4E00 + nth)}", f"{nth:03}", "客服管理员"] for nth in range(8)]
    book(tmp_path / DATA, 员工=staff, 历史=[TAIL[0]])
    made = draft(tmp_path, month=DECEMBER, at=TODAY)
    assert made.output
    rows = values(made.output, "说明")
    top = next(nth for nth, row in enumerate(rows) if row[0] == "星期一")
    assert rows[top] == [f"星期{name}" for name in "一二三四五六日"]
    dates, names = rows[top + 1], rows[top + 2]
    assert dates[0] is None
    assert dates[1].startswith("1日 ")
    assert [len(cell.split("\n")) for cell in names[1:]] == [4] * 6
    assert all(cell.split("\n")[3].startswith("另 ") for cell in names[1:])
    sheet = load_workbook(made.output)["说明"]
    assert sheet.page_setup.fitToHeight in (None, 1)
    said = [row[0] for row in rows if row[0]]
    proof = next(nth for nth, line in enumerate(said) if line.startswith("核验"))
    assert not any("SHA-256" in line or "下限" in line for line in said[:proof])
    assert any("SHA-256" in line for line in said[proof:])
