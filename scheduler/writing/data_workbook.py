"""Writing a data workbook: the empty template of ``init``, or one filled with given rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, TypeAlias

from xlsxwriter import Workbook

from scheduler.reading.tables.layout import (
    DATA_SHEETS,
    EXAMPLE_SHEET,
    HINT,
    POSTS,
    SETTINGS,
    SHIFTS,
)
from scheduler.reading.tables.parameters import PARAMETERS
from scheduler.writing import styles
from scheduler.writing.styles import BookWriter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter.worksheet import Worksheet

    from scheduler.reading.tables.layout import Column, Sheet

Value: TypeAlias = "str | float | date | None"
Rows: TypeAlias = "Sequence[Mapping[str, Value]]"
REACH = 300
# A fixed date: the same rows give the same file, byte for byte.
CREATED = datetime(2026, 1, 1)
DATED = "yyyy-mm-dd"
TIMED = "yyyy-mm-dd hh:mm"
REQUIRED = "#FBE5D6"
HINTS = styles.LEFT | {"font_color": "#7F7F7F", "font_size": 9, "italic": True, "text_wrap": True}

# What the sheets look like when they are filled in, cells separated by bars.
SAMPLE = """
〈员工〉一行一人，至少填姓名和岗位：
姓名|工号|岗位|性别|出生日期|学历|从业起始日期|入职日期|上岗证|会电脑|健康合格
张三|001|客服管理员|女|1992-03-08|大专|2018-05-01|2019-06-01|有|是|是

〈请假〉一次请假一行，状态写 已批准 才生效：
姓名|开始|结束|时段|假别|状态|批准人
张三|2026-12-05|2026-12-07||年假|已批准|李主管
张三|2026-12-20||下午|事假|待审批|

〈变更〉顶班：替班人可留空由程序选；换班：两个日期都填：
类型|值班日期|原值班人|替班人|换回日期|状态|批准人|批准日期|原因
顶班|2026-12-10|张三|王五||已批准|李主管|2026-12-01|家中有事
换班|2026-12-12|张三|王五|2026-12-15|已批准|李主管|2026-12-01|

〈指定〉必须、不可、希望、不希望；特批要写批准人：
姓名|日期|要求|批准人
张三|2026-12-24|不希望|
王五|2026-12-31|特批|李主管
"""


def data_workbook(
    rows: Mapping[str, Rows] | None = None,
    settings: Mapping[str, Value] | None = None,
    *,
    several: bool = False,
) -> bytes:
    """Return a data workbook with every sheet, its hints and drop-downs.

    Parameters
    ----------
    rows
        Values by sheet name and heading; a sheet that is left out stays empty.
    settings
        Values of parameters that differ from their defaults.
    several
        Whether there are several posts or shifts, which takes two more sheets.
    """
    stream = BytesIO()
    book = Workbook(stream, {"in_memory": True})
    book.set_properties({"created": CREATED})
    writer = BookWriter(book)
    for sheet in (DATA_SHEETS[0], POSTS, SHIFTS, *DATA_SHEETS[1:]) if several else DATA_SHEETS:
        if sheet is SETTINGS:
            _draw_settings(writer, book.add_worksheet(sheet.name), settings or {})
        else:
            columns = tuple(one for one in sheet.columns if several or not one.several)
            own = replace(sheet, columns=columns)
            _draw_sheet(
                writer, book.add_worksheet(sheet.name), own, (rows or {}).get(sheet.name, ())
            )
    _draw_example(writer, book.add_worksheet(EXAMPLE_SHEET))
    book.close()
    return stream.getvalue()


def _draw_sheet(writer: BookWriter, worksheet: Worksheet, sheet: Sheet, rows: Rows) -> None:
    worksheet.set_row(0, 24)
    worksheet.set_row(1, 30)
    offered = [column for column in sheet.columns if column.offered]
    for at, column in enumerate(offered):
        width = max(12, 2 * len(column.name) + 4, min(24, 2 * len(column.hint)))
        style = {"num_format": "@"} if column.text else {}
        worksheet.set_column(at, at, width, writer.format({"valign": "vcenter"} | style))
        head = styles.HEADING | ({"bg_color": REQUIRED} if column.required else {})
        writer.text(worksheet, 0, at, f"{column.name}*" if column.required else column.name, head)
        hint = f"{HINT}：{column.hint}" if at == 0 else column.hint
        writer.text(worksheet, 1, at, hint, HINTS)
        _choices(worksheet, (2, at), column)
    worksheet.freeze_panes(2, 1)
    headings = [column.name for column in offered]
    for number, row in enumerate(rows, 2):
        for name, value in row.items():
            _put(writer, worksheet, (number, headings.index(name)), value)
    _page(writer, worksheet)


def _choices(worksheet: Worksheet, place: tuple[int, int], column: Column) -> None:
    if column.choices:
        row, at = place
        rule = {"validate": "list", "source": list(column.choices), "error_type": "warning"}
        worksheet.data_validation(row, at, REACH, at, rule)


def _put(writer: BookWriter, worksheet: Worksheet, place: tuple[int, int], value: Value) -> None:
    row, column = place
    if value is None or value == "":
        return
    if isinstance(value, datetime):
        worksheet.write_datetime(row, column, value, writer.format({"num_format": TIMED}))
    elif isinstance(value, date):
        worksheet.write_datetime(row, column, value, writer.format({"num_format": DATED}))
    elif isinstance(value, str):
        writer.text(worksheet, row, column, value, {"num_format": "@"})
    else:
        writer.number(worksheet, row, column, value, {})


def _draw_settings(writer: BookWriter, worksheet: Worksheet, settings: Mapping[str, Value]) -> None:
    for at, (column, width) in enumerate(zip(SETTINGS.columns, (20, 40, 60), strict=True)):
        worksheet.set_column(at, at, width)
        writer.text(worksheet, 0, at, column.name, styles.HEADING)
    for row, (name, default, allowed, explanation) in enumerate(PARAMETERS, 1):
        writer.text(worksheet, row, 0, name, styles.LEFT)
        worksheet.write_blank(row, 1, None, writer.format(styles.LEFT | {"num_format": "@"}))
        value = settings.get(name, default)
        if value is not None and value != "":
            writer.text(worksheet, row, 1, str(value), styles.LEFT | {"num_format": "@"})
        writer.text(worksheet, row, 2, explanation, HINTS)
        if allowed:
            rule = {"validate": "list", "source": list(allowed), "error_type": "warning"}
            worksheet.data_validation(row, 1, row, 1, rule)
    worksheet.freeze_panes(1, 0)
    _page(writer, worksheet)


def _draw_example(writer: BookWriter, worksheet: Worksheet) -> None:
    worksheet.set_column(0, 10, 14)
    writer.text(worksheet, 0, 0, "这一页只是填写示例，程序不读。", {"bold": True})
    heading = False
    for row, line in enumerate(SAMPLE.strip().splitlines(), 2):
        values = line.split("|") if line else []
        alone = len(values) == 1
        for column, value in enumerate(values):
            plain = {"bold": True} if alone else styles.HEADING if heading else styles.CELL
            writer.text(worksheet, row, column, value, plain)
        heading = alone
    _page(writer, worksheet)


def _page(writer: BookWriter, worksheet: Worksheet) -> None:
    writer.page(worksheet, landscape=True, footer="值班数据", pages=0)
    worksheet.hide_gridlines(0)
