"""Sheets 全年值班 and 节日 of the 台账 workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from constraints.calendar import zh_date
from scheduler.reading.official_calendar import festivals_of
from scheduler.reporting.monthly_figures import COLUMNS, PAY, SHIFT, SHIFTS
from scheduler.writing import styles
from scheduler.writing.figures_block import (
    CENTRED,
    FIRST_BLOCK,
    NAME_WIDTH,
    WIDTH,
    draw_block,
    draw_notes,
    set_up,
    widest,
)
from scheduler.writing.report_workbook import COUNTING, OF_SHIFTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.worksheet import Worksheet

    from scheduler.reporting.named_days import NamedDays
    from scheduler.writing.styles import BookWriter

OWNER = ["table", "post", "kind", "person"]
DAY_WIDTH = 15
AUTOMATIC = (
    "谁在这七天值过班，以台账为准，台账以前的看〈历史〉；空白＝没有记录。值班算在开始的那一天。"
    "头一年值过其中一天的人，下一年排班时程序自动尽量不再排他值同一天（等于替他写一条“不希望”；"
    "本人在〈指定〉对那天另有登记的，以登记为准）。"
)


def year_figures(months: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the sums of monthly figures by table, post and person, as columns of the same names.

    The balance is that at the end of the last month in which a person appears.
    """
    every = pd.concat(months, ignore_index=True)
    shifts = [name for name in every.columns if name.startswith(SHIFT)]
    every[shifts] = every[shifts].fillna(0).astype("int64")
    summed = [name for name in every.columns if name in COLUMNS and COLUMNS[name] != "string"]
    summed = [name for name in summed if name not in ("month", "balance")]
    summed += [name for name in (PAY, *shifts) if name in every]
    groups = every.groupby(OWNER, sort=False)
    table = groups[summed].sum(min_count=1)
    table["balance"] = groups["balance"].agg(lambda owed: owed.iloc[-1])
    table["name"] = groups["name"].last()
    order = [name for name in every.columns if name in table.columns]
    return table[order].reset_index()


def draw_year(
    writer: BookWriter, sheet: Worksheet, months: Sequence[pd.DataFrame], footer: str
) -> None:
    """Draw the figures of a year, a block for every post."""
    figures = year_figures(months)
    last = max(widest(figures) - 1, 12)
    sheet.set_column(0, 0, styles.name_width(figures["name"], NAME_WIDTH))
    sheet.set_column(1, last, WIDTH)
    sheet.set_row(0, 30)
    writer.merged(sheet, 0, (0, last), f"{footer} · {sheet.name}", styles.TITLE)
    named = [f"{month['month'].iloc[0].month}月" for month in months if len(month)]
    spoken = f"已发布的 {len(named)} 个月：{'、'.join(named)}；各月都按最新一版"
    writer.merged(sheet, 1, (0, last), spoken, CENTRED)
    row = FIRST_BLOCK - 1
    for (table, post), own in figures.groupby(["table", "post"], sort=False):
        caption = f"{post}（{table}）：共值 {own['served'].sum()} 班次"
        row = draw_block(writer, sheet, row + 1, caption, own)
    notes = [*COUNTING, *([OF_SHIFTS] if (figures["kind"] == SHIFTS).any() else [])]
    if PAY in figures:
        notes.append("值班费：各月值班月报之和，按每班开始那天的日别。")
    row = draw_notes(writer, sheet, row + 1, last, notes)
    set_up(writer, sheet, last, row - 1, footer, figures["post"].nunique())


def draw_named_days(
    writer: BookWriter, sheet: Worksheet, known: Sequence[NamedDays], footer: str
) -> None:
    """Draw who served the named days, a row for every year and post."""
    days = [*festivals_of(2026).values()]  # The names are those of any year.
    last = 1 + len(days)
    sheet.set_column(0, 0, 8)
    sheet.set_column(1, 1, 14)
    sheet.set_column(2, last, DAY_WIDTH)
    sheet.set_row(0, 30)
    writer.merged(sheet, 0, (0, last), f"{footer} · 谁值过节日", styles.TITLE)
    writer.row(sheet, 2, ((name, styles.HEADING) for name in ("年份", "岗位", *days)))
    row = 2
    wrapped = styles.CELL | {"text_wrap": True}
    for row, one in enumerate(known, 3):
        cells = [(f"{one.year}", styles.CELL), (one.post, wrapped)]
        texts = []
        for name in days:
            on, people = one.served.get(name, (None, ()))
            who = "、".join(people) or "没有人"
            texts.append(f"{who}\n{zh_date(on, weekday=True)}" if on else "")
        deepest = max(styles.lines(text, DAY_WIDTH - 1) for text in texts)
        sheet.set_row(row, 15 * max(2, deepest) + 4)
        writer.row(sheet, row, [*cells, *((text, wrapped) for text in texts)])
    if not known:
        row = 3
        writer.merged(sheet, row, (0, last), "台账和〈历史〉里还没有这七天的班", styles.CELL)
    sheet.set_row(row + 1, 46)
    writer.merged(sheet, row + 1, (0, last), AUTOMATIC, styles.WRAPPED | {"font_size": 9})
    sheet.repeat_rows(2)
    writer.page(sheet, landscape=True, footer=footer, pages=0)
    sheet.print_area(0, 0, row + 1, last)
