"""The 值班月报 workbook, and the same figures as csv."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from xlsxwriter import Workbook

from constraints.calendar import WEEKDAYS, zh_date
from scheduler.reporting.duty_day import which
from scheduler.reporting.monthly_figures import DUTY, SHIFTS
from scheduler.writing import styles
from scheduler.writing.data_workbook import CREATED
from scheduler.writing.figures_block import (
    CENTRED,
    FIRST_BLOCK,
    HEADINGS,
    NAME_WIDTH,
    WIDTH,
    draw_block,
    draw_notes,
    heading,
    set_up,
    widest,
)
from scheduler.writing.styles import BookWriter
from scheduler.writing.untouched import marked, put_mark

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    from xlsxwriter.worksheet import Worksheet

    from scheduler.reporting.monthly_report import MonthlyReport

TAKEOVERS = "顶班换班"
PASSED = (
    *(("日期", 11), ("星期", 7), ("班", 14), ("原值班人", 12), ("实值班人", 12), ("方式", 8)),
    *(("原因", 36), ("批准人", 12), ("版次", 7)),
)
COUNTING = (
    "计划班数：第一版排的；实值班数：上面写明的最新一版。每班算在开始的那个月；谁值的算谁的，"
    "一班有几个名额的每人各算一班。",
    "替别人顶班、被人顶班、换班：〈变更〉里已批准、随班表发布的；没有登记、发布以后换了人的"
    "（如请假后调整）也算，两人互换的算换班，其余算顶班。",
    "班数按值班开始那天的日别，调休上班算工作日，法定＝法定节假日；小时在午夜分开，各按那一天的"
    "日别。",
    "应值班数、期末累计的单位是班，期末累计算到期末那个月的月底：少值=比应值的少，以后会多排；"
    "多值=比应值的多，以后会少排。",
)
OF_SHIFTS = "出勤、休息按天数，请假不算休息；工时按〈班次〉的工时。"
UNKNOWN = (
    "数据工作簿读不了，只按台账统计：没有期末累计和休息天数，工时按班次全长，值班费按发布时的标准。"
)


def report_workbook(report: MonthlyReport) -> bytes:
    """Return the workbook: the figures, and every substitution and swap."""

    def render(mark: str) -> bytes:
        stream = BytesIO()
        book = Workbook(stream, {"in_memory": True})
        book.set_properties({"title": report.title, "comments": "zhiban", "created": CREATED})
        writer = BookWriter(book)
        for nth, (table, own) in enumerate(report.figures.groupby("table", sort=False), 1):
            sheet = book.add_worksheet(f"值班月报{nth if nth > 1 else ''}")
            _draw_figures(report, writer, sheet, str(table), own)
        _draw_takeovers(report, writer, book.add_worksheet(TAKEOVERS))
        put_mark(book, mark)
        book.close()
        return stream.getvalue()

    return marked(Path(f"{report.title}.xlsx"), render)


def csv_text(report: MonthlyReport) -> bytes:
    """Return the figures as csv in UTF-8: all columns under their headings, a row as in the frame.

    A positive 期末累计 is owed to the person.
    """
    table = report.figures.assign(month=f"{report.month:%Y-%m}")
    for column in table.select_dtypes("string"):
        # What Excel would take for a formula stays text.
        table[column] = table[column].str.replace(r"^(?=[-=+@\t\r])", "'", regex=True)
    numbers = table.select_dtypes("float64").columns
    table[numbers] = table[numbers].round(4)
    text: str = table.rename(columns=heading).to_csv(index=False, lineterminator="\r\n")
    return text.encode(errors="replace")


def headings_line() -> bytes:
    """Return what csv of a report begins with."""
    return ",".join([*HEADINGS.values()][:6]).encode()


def _draw_figures(
    report: MonthlyReport, writer: BookWriter, sheet: Worksheet, table: str, figures: pd.DataFrame
) -> None:
    """Draw the figures of a table, a block for every post."""
    last = max(widest(figures) - 1, 12)
    sheet.set_column(0, 0, styles.name_width(figures["name"], NAME_WIDTH))
    sheet.set_column(1, last, WIDTH)
    sheet.set_row(0, 30)
    title = f"{report.title}（{table}）" if len(report.revisions) > 1 else report.title
    writer.merged(sheet, 0, (0, last), title, styles.TITLE)
    basis = f"按{report.basis(table)}统计{report.until()}"
    writer.merged(sheet, 1, (0, last), basis, CENTRED)
    row = FIRST_BLOCK - 1
    for post, own in figures.groupby("post", sort=False):
        left = report.open_seats.get(str(post), 0)
        gaps = f"另有 {left} 个名额没有人" if left else "没有缺口"
        caption = f"{post}：共值 {own['served'].sum()} 班次，{gaps}"
        row = draw_block(writer, sheet, row + 1, caption, own)
    row = draw_notes(writer, sheet, row + 1, last, _notes(report, figures))
    set_up(writer, sheet, last, row - 1, f"{title} · 内部", figures["post"].nunique())


def _notes(report: MonthlyReport, figures: pd.DataFrame) -> Iterator[str]:
    yield from COUNTING
    kinds = set(figures["kind"])
    if SHIFTS in kinds:
        yield OF_SHIFTS
    if (line := report.pay_line()) and DUTY in kinds:
        yield line
    if report.ledger_only:
        yield UNKNOWN


def _draw_takeovers(report: MonthlyReport, writer: BookWriter, sheet: Worksheet) -> None:
    last = len(PASSED) - 1
    sheet.set_row(0, 30)
    title = f"{report.title.removesuffix('值班月报')}顶班和换班"
    writer.merged(sheet, 0, (0, last), title, styles.TITLE)
    for column, (name, width) in enumerate(PASSED):
        sheet.set_column(column, column, width)
        writer.text(sheet, 2, column, name, styles.HEADING)
    row = 2
    for row, one in enumerate(report.takeovers, 3):
        on, shift = one.slot.date, which(one.slot.post, one.slot.shift)
        people = (report.names.get(key, key) for key in (one.original, one.taker))
        texts = (
            *(zh_date(on), f"周{WEEKDAYS[on.weekday()]}", shift or one.slot.post, *people),
            *(one.kind, one.revision.reason, one.revision.approver, f"v{one.revision.number}"),
        )
        deepest = max(
            styles.lines(text, width - 1) for text, (_, width) in zip(texts, PASSED, strict=True)
        )
        sheet.set_row(row, max(20, 14 * deepest + 4))
        writer.row(sheet, row, ((text, styles.CELL | {"text_wrap": True}) for text in texts))
    if row == 2:
        row = 3
        writer.merged(sheet, row, (0, last), "本月没有顶班和换班", styles.CELL)
    note = (
        "换班每一班一行。同一班顶了又顶，只记最先的和最后值的。原因、批准人是发布那一版时写的："
        "台账不记〈变更〉每一行的。"
    )
    writer.merged(sheet, row + 1, (0, last), note, styles.PLAIN | {"font_size": 9})
    sheet.repeat_rows(2)
    writer.page(sheet, landscape=True, footer=f"{title} · 内部", pages=0)
    sheet.print_area(0, 0, row + 1, last)
