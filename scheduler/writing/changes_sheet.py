"""Sheet 变更记录: what an adjustment changes of the published month, why and by whose word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constraints.calendar import WEEKDAYS
from scheduler.reporting.changes import changes, name_of, notice_lines
from scheduler.reporting.duty_day import duty_day
from scheduler.writing import styles

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from scheduler.reporting.outcome import Draft
    from scheduler.writing.styles import BookWriter

COLUMNS = (
    ("日期", 13),
    ("星期", 8),
    ("原值班人", 14),
    ("现值班人", 14),
    ("原因", 42),
    ("批准人", 14),
)


def draw_changes(
    draft: Draft, writer: BookWriter, sheet: Worksheet, heading: str, footer: str
) -> None:
    """Draw a row for every changed duty, and under them whom to tell."""
    last = len(COLUMNS) - 1
    sheet.set_row(0, 30)
    writer.merged(sheet, 0, (0, last), heading, styles.TITLE)
    since = f"与 v{draft.base} 相比" if draft.base else ""
    writer.merged(sheet, 1, (0, last), since, styles.PLAIN | {"align": "center"})
    for column, (name, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
        writer.text(sheet, 2, column, name, styles.HEADING)
    row = 3
    stamped = draft.stamp.approver if draft.stamp else ""
    moved = (one for view in draft.views for one in changes(view))
    for row, one in enumerate(moved, 3):
        on = one.duty.date
        texts = (
            *(duty_day(one.duty), f"周{WEEKDAYS[on.weekday()]}"),
            *(name_of(draft, one.old), name_of(draft, one.new)),
            *(one.reason, one.approver or stamped),
        )
        deepest = max(
            styles.lines(text, width) for text, (_, width) in zip(texts, COLUMNS, strict=True)
        )
        sheet.set_row(row, max(20, 14 * deepest + 4))
        for column, text in enumerate(texts):
            writer.text(sheet, row, column, text, styles.CELL | {"text_wrap": True})
    row += 2
    writer.text(sheet, row, 0, "通知", styles.HEADING)
    for line in notice_lines(draft):
        row += 1
        sheet.set_row(row, 15 * styles.lines(line, sum(width for _, width in COLUMNS)))
        writer.merged(sheet, row, (0, last), line, styles.WRAPPED)
    writer.page(sheet, landscape=False, footer=footer, pages=0)
    sheet.print_area(0, 0, row, last)
