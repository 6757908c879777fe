"""How many people are enough, as a workbook: three lines, what they rest on, and a chart."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from xlsxwriter import Workbook

from scheduler.reporting.staffing_words import staffing_line, who
from scheduler.writing import styles
from scheduler.writing.styles import BookWriter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.worksheet import Worksheet

    from scheduler.explaining.outlook import Outlook

COLUMNS = (
    ("人数", 18),
    ("模拟的月数", 11),
    ("缺班的月数", 11),
    ("缺班的可能", 11),
    ("最少", 9),
    ("最多", 9),
    ("缺的月份\n平均缺几班", 12),
    ("每人每月\n小时", 11),
)
SHARE = styles.CELL | {"num_format": "0.0%"}
TENTH = styles.CELL | {"num_format": "0.0"}
WHOLE = styles.CELL | {"num_format": "0"}
HEAD, WIDTH = 2, 100.0


def staffing_workbook(title: str, outlooks: Sequence[Outlook], notes: Sequence[str]) -> bytes:
    """Return the workbook, a row and a bar for each number of people."""
    stream = BytesIO()
    book = Workbook(stream)
    book.set_properties({"title": title, "comments": "zhiban"})
    writer, sheet = BookWriter(book), book.add_worksheet("要几个人")
    last = len(COLUMNS) - 1
    sheet.set_row(0, 32)
    writer.merged(sheet, 0, (0, last), title, styles.TITLE)
    sheet.set_row(HEAD, 32)
    for column, (name, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
        writer.text(sheet, HEAD, column, name, styles.HEADING)
    row = HEAD
    for row, one in enumerate(outlooks, HEAD + 1):
        low, high = one.interval
        sheet.set_row(row, 22)
        writer.row(
            sheet,
            row,
            [
                (who(one), styles.NAME),
                *((count, WHOLE) for count in (one.months, one.short)),
                *((share, SHARE) for share in (one.chance, low, high)),
                (one.gaps_each, TENTH),
                (one.hours_each, WHOLE),
            ],
        )
    bottom = _texts(writer, sheet, row + 2, (*map(staffing_line, outlooks), *notes))
    for nth, (column, name, number) in enumerate(
        ((3, "缺班的可能", "0.0%"), (7, "每人每月小时", "0"))
    ):
        chart = _bars(writer, sheet.name, row, column, (name, number))
        sheet.insert_chart(bottom + 1 + 11 * nth, 0, chart, {"x_offset": 6})
    writer.page(sheet, landscape=False, footer=title)
    sheet.print_area(0, 0, bottom + 23, last)
    book.close()
    return stream.getvalue()


def _texts(writer: BookWriter, sheet: Worksheet, row: int, texts: Sequence[str]) -> int:
    """Write sentences one below the other; return the row after them."""
    for nth, text in enumerate(texts, row):
        sheet.set_row(nth, 17.0 * styles.lines(text, WIDTH))
        writer.merged(sheet, nth, (0, len(COLUMNS) - 1), text, styles.WRAPPED)
    return row + len(texts)


def _bars(writer: BookWriter, sheet: str, last: int, column: int, what: tuple[str, str]) -> Any:
    """Return a bar for each number of people; labels say what they are, in any print."""
    name, number = what
    chart = writer.book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": name,
            "categories": [sheet, HEAD + 1, 0, last, 0],
            "values": [sheet, HEAD + 1, column, last, column],
            "fill": {"color": "#8FAADC"},
            "data_labels": {"value": True, "num_format": number},
            "gap": 60,
        }
    )
    chart.set_title({"name": name, "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    chart.set_x_axis({"min": 0, "visible": False, "major_gridlines": {"visible": False}})
    chart.set_y_axis({"reverse": True})
    chart.set_size({"width": 660, "height": 200})
    return chart
