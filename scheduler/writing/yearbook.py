"""The 台账 workbook: planned, served, due and balance of everybody over a year."""

from __future__ import annotations

from fractions import Fraction
from io import BytesIO
from typing import TYPE_CHECKING

import pandas as pd
from xlsxwriter import Workbook

from constraints.calendar import FairnessClass
from scheduler.writing import styles
from scheduler.writing.styles import BookWriter
from scheduler.writing.year_sheets import draw_named_days, draw_year

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from xlsxwriter.worksheet import Worksheet

    from scheduler.ledger.revision import Revision
    from scheduler.reporting.named_days import NamedDays

    Opening = Mapping[FairnessClass, Mapping[str, Fraction]]

DETAIL = ("月份", "姓名", "类别", "计划", "已值", "应值", "当月差额", "累计差额")
SUMMARY = ("姓名", "年初差额", "应值", "计划", "已值", "累计差额", "休息日差额", "法定差额")
NAME = styles.CELL | {"bold": True}
TOTAL, REST, HOLIDAY = (
    cls.value for cls in (FairnessClass.TOTAL, FairnessClass.REST, FairnessClass.HOLIDAY)
)


def year_accounts(
    revisions: Iterable[Revision], year: int, called: Mapping[str, str], opening: Opening
) -> pd.DataFrame:
    """Return the accounts of a year: a row per month, person and fairness class, by month.

    Planned is what the first revision of the month said, served and due what the newest says.

    Returns
    -------
    pandas.DataFrame
        ``month`` (date, its first day), ``person`` (key), ``cls`` (value of the class),
        ``planned``, ``served`` (int64), and in exact fractions of a duty ``due``, ``change``, due
        minus served, and ``balance``, the same so far, ``opening`` included; ``name``, as
        ``called`` says, else as published.
    """
    own = [one for one in revisions if one.month.year == year]
    newest = {one.month: one.number for one in own}
    rows = [
        (
            *(one.month, tally.person, tally.cls.value),
            tally.served * (one.number == 1),
            tally.served * (one.number == newest[one.month]),
            tally.due * (one.number == newest[one.month]),
        )
        for one in own
        for tally in one.tallies
    ]
    keys = ["month", "person", "cls"]
    table = pd.DataFrame(rows, columns=[*keys, "planned", "served", "due"])
    table = table.groupby(keys, sort=False, as_index=False).sum()
    table = table.sort_values("month", kind="stable", ignore_index=True)
    table["change"] = table["due"] - table["served"]
    # Python's own sums: pandas would make floats of fractions.
    so_far = table.groupby(["person", "cls"], sort=False)["change"].transform(pd.Series.cumsum)
    before = {(key, cls.value): owed for cls, one in opening.items() for key, owed in one.items()}
    owner = zip(table["person"], table["cls"], strict=True)
    table["balance"] = so_far + [before.get(each, Fraction(0)) for each in owner]
    published = {seat.person: seat.name for one in revisions for seat in one.seats}
    names = published | dict(called)
    table["name"] = [names.get(key, key) for key in table["person"]]
    return table


def yearbook(
    revisions: Iterable[Revision],
    year: int,
    called: Mapping[str, str],
    openings: Mapping[str, Opening],
    figures: Sequence[pd.DataFrame] = (),
    days: Sequence[NamedDays] = (),
) -> bytes:
    """Return the workbook: three sheets for every post, the year's figures, the named days.

    ``called`` says what people are called now, ``openings`` by post what they were owed when the
    first published month of the year began, by class and key; ``figures`` are those of every
    published month in order (without them the last two sheets are left out), ``days`` who served
    the named days.
    """
    posts: dict[str, list[Revision]] = {}
    for one in (post for revision in revisions for post in revision.posts):
        posts.setdefault(one.post, []).append(one)
    stream = BytesIO()
    book = Workbook(stream, {"in_memory": True})
    writer = BookWriter(book)
    for nth, (post, own) in enumerate(posts.items()):
        opening = openings.get(post, {})
        table = year_accounts(own, year, called, opening)
        if table.empty:
            continue
        whose = f"{post}" if nth else ""
        footer = f"{year} 年{whose}值班台账".replace("值班值班", "值班")
        before = opening.get(FairnessClass.TOTAL, {})
        _summary(writer, book.add_worksheet(f"汇总{whose}"), table, before, footer)
        _months(writer, book.add_worksheet(f"逐月差额{whose}"), table, footer)
        _detail(writer, book.add_worksheet(f"明细{whose}"), table, footer)
    if figures:
        footer = f"{year} 年值班台账"
        draw_year(writer, book.add_worksheet("全年值班"), figures, footer)
        draw_named_days(writer, book.add_worksheet("节日"), days, footer)
    book.close()
    return stream.getvalue()


def _summary(
    writer: BookWriter,
    sheet: Worksheet,
    table: pd.DataFrame,
    opening: Mapping[str, Fraction],
    footer: str,
) -> None:
    """Draw a row for everybody, whoever is owed most first, and a chart of what is owed."""
    names = table.drop_duplicates("person").set_index("person")["name"].sort_index()
    total = table[table["cls"] == TOTAL].groupby("person")[["due", "planned", "served"]].sum()
    balance = table.groupby(["person", "cls"])["balance"].last().unstack(fill_value=0)
    balance = balance.reindex(columns=[TOTAL, REST, HOLIDAY], fill_value=0)
    people = pd.concat([names, total.reindex(names.index, fill_value=0), balance], axis=1)
    people = people.sort_values(TOTAL, ascending=False, kind="stable")
    _head(writer, sheet, footer, SUMMARY, 13)
    sheet.set_column(0, 0, styles.name_width(people["name"], 14))
    row = 2
    for row, (key, name, due, planned, served, *owed) in enumerate(people.itertuples(), 3):
        cells = [
            (name, NAME),
            (float(opening.get(key, 0)), styles.OWED),
            (float(due), styles.DECIMAL),
        ]
        cells += [(planned, styles.CELL), (served, styles.CELL)]
        writer.row(sheet, row, cells + [(float(value), styles.OWED) for value in owed])
    note = (
        "少值=比应值的少，以后会多排；多值=比应值的多，以后会少排。年初差额：当年第一个已发布的月份"
        "以前的，含期初累计。"
    )
    writer.merged(sheet, row + 1, (0, len(SUMMARY) - 1), note, styles.PLAIN | {"font_size": 9})
    chart = writer.book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": "累计差额（班，正数为少值）",
            "categories": [sheet.name, 3, 0, row, 0],
            "values": [sheet.name, 3, 5, row, 5],
            "fill": {"color": "#8FAADC"},
            "gap": 50,
        }
    )
    chart.set_title({"name": "谁少值、谁多值", "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    chart.set_x_axis({"num_format": "0.0"})
    chart.set_y_axis({"reverse": True, "label_position": "low"})
    chart.set_size({"width": 720, "height": 120 + 26 * len(people)})
    sheet.insert_chart(row + 3, 0, chart, {"x_offset": 8})
    writer.page(sheet, landscape=False, footer=footer)
    sheet.print_area(0, 0, row + 8 + 2 * len(people), len(SUMMARY) - 1)


def _months(writer: BookWriter, sheet: Worksheet, table: pd.DataFrame, footer: str) -> None:
    """Draw everybody's balance at the end of every month, and the lines of it."""
    months = sorted(table["month"].unique())
    names = table.drop_duplicates("person").set_index("person")["name"]
    total = table[table["cls"] == TOTAL].pivot(index="person", columns="month", values="balance")
    total = total.reindex(index=names.index, columns=months)
    _head(writer, sheet, footer, ("姓名", *(f"{month:%Y-%m}" for month in months)), 10)
    sheet.set_column(0, 0, styles.name_width(names, 14))
    chart = writer.book.add_chart({"type": "line"})
    for row, (key, *owed) in enumerate(total.itertuples(name=None), 3):
        cells = [(None, styles.CELL) if pd.isna(one) else (float(one), styles.OWED) for one in owed]
        writer.row(sheet, row, [(names[key], NAME), *cells])
        chart.add_series(
            {
                "name": [sheet.name, row, 0],
                "categories": [sheet.name, 2, 1, 2, len(months)],
                "values": [sheet.name, row, 1, row, len(months)],
                "marker": {"type": "circle", "size": 4},
            }
        )
    chart.set_title({"name": "累计差额（班，正数为少值）", "name_font": {"size": 12}})
    chart.set_x_axis({"label_position": "low"})
    chart.set_y_axis({"num_format": "0.0"})
    chart.set_legend({"position": "right"})
    chart.set_size({"width": 900, "height": 380})
    bottom = 3 + len(names)
    sheet.insert_chart(bottom + 1, 0, chart, {"x_offset": 8})
    writer.page(sheet, landscape=True, footer=footer)
    sheet.print_area(0, 0, bottom + 20, max(12, len(months)))


def _detail(writer: BookWriter, sheet: Worksheet, table: pd.DataFrame, footer: str) -> None:
    """Draw a row for every month, person and class, to be filtered."""
    _head(writer, sheet, footer, DETAIL, 12)
    sheet.set_column(1, 1, styles.name_width(table["name"], 12))
    row = 2
    for row, line in enumerate(table.itertuples(), 3):
        plain = (f"{line.month:%Y-%m}", line.name, line.cls, line.planned, line.served)
        shares = (
            (float(line.due), styles.DECIMAL),
            (float(line.change), styles.OWED),
            (float(line.balance), styles.OWED),
        )
        writer.row(sheet, row, [*((value, styles.CELL) for value in plain), *shares])
    sheet.autofilter(2, 0, row, len(DETAIL) - 1)
    sheet.freeze_panes(3, 0)
    sheet.repeat_rows(2)
    writer.page(sheet, landscape=False, footer=footer, pages=0)
    sheet.print_area(0, 0, row, len(DETAIL) - 1)


def _head(
    writer: BookWriter, sheet: Worksheet, title: str, columns: tuple[str, ...], width: int
) -> None:
    sheet.set_row(0, 30)
    last = max(6, len(columns) - 1)
    writer.merged(sheet, 0, (0, last), f"{title} · {sheet.name}", styles.TITLE)
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, last, width)
    writer.row(sheet, 2, ((name, styles.HEADING) for name in columns))
