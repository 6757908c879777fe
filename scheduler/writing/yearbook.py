"""The 台账 workbook: planned, served, due and balance of everybody over a year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from typing import TYPE_CHECKING

from xlsxwriter import Workbook

from constraints.calendar import FairnessClass
from scheduler.writing import styles
from scheduler.writing.styles import BookWriter

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from xlsxwriter.worksheet import Worksheet

    from scheduler.ledger.revision import Revision

DETAIL = ("月份", "姓名", "类别", "计划", "已值", "应值", "当月差额", "累计差额")
SUMMARY = ("姓名", "年初差额", "应值", "计划", "已值", "累计差额", "休息日差额", "法定差额")
DECIMAL = styles.CELL | {"num_format": "0.00"}
# A number to be drawn and summed, in words to be read: never a bare sign.
OWED = styles.CELL | {"num_format": '"少值 "0.00;"多值 "0.00;"持平"'}


Opening = Mapping[FairnessClass, Mapping[str, Fraction]]


@dataclass(slots=True)
class Line:
    """One person, month and class; ``balance`` is due minus served so far, opening included."""

    month: date
    person: str
    cls: FairnessClass
    planned: int = 0
    served: int = 0
    due: Fraction = Fraction(0)
    balance: Fraction = Fraction(0)


def lines(revisions: Iterable[Revision], year: int, opening: Opening) -> list[Line]:
    """Return the accounts of a year by month, person and class.

    Planned is what the first revision of the month said, served and due what the newest says.
    """
    found: dict[tuple[date, str, FairnessClass], Line] = {}
    own = [one for one in revisions if one.month.year == year]
    last = {one.month: one.number for one in own}
    for one in own:
        for tally in one.tallies:
            key = (one.month, tally.person, tally.cls)
            line = found.setdefault(key, Line(*key))
            if one.number == 1:
                line.planned = tally.served
            if one.number == last[one.month]:
                line.served, line.due = tally.served, tally.due
    so_far: defaultdict[tuple[str, FairnessClass], Fraction] = defaultdict(Fraction)
    so_far |= {(key, cls): owed for cls, own in opening.items() for key, owed in own.items()}
    listed = sorted(found.values(), key=lambda line: line.month)
    for line in listed:
        so_far[line.person, line.cls] += line.due - line.served
        line.balance = so_far[line.person, line.cls]
    return listed


def yearbook(
    revisions: Iterable[Revision], year: int, called: Mapping[str, str], opening: Opening
) -> bytes:
    """Return the workbook.

    ``called`` says what people are called now, ``opening`` what they were owed when the first
    published month of the year began, by class and key.
    """
    revisions = list(revisions)
    names = {seat.person: seat.name for one in revisions for seat in one.seats if seat.person}
    names = dict(called) | names | {key: called[key] for key in called.keys() & names.keys()}
    listed = lines(revisions, year, opening)
    stream = BytesIO()
    book = Workbook(stream, {"in_memory": True})
    writer = BookWriter(book)
    footer = f"{year} 年值班台账"
    before = opening.get(FairnessClass.TOTAL, {})
    _summary(writer, book.add_worksheet("汇总"), listed, names, before, footer)
    _months(writer, book.add_worksheet("逐月差额"), listed, names, footer)
    _detail(writer, book.add_worksheet("明细"), listed, names, footer)
    book.close()
    return stream.getvalue()


def _summary(
    writer: BookWriter,
    sheet: Worksheet,
    listed: list[Line],
    names: Mapping[str, str],
    opening: Mapping[str, Fraction],
    footer: str,
) -> None:
    """Draw a row for everybody, whoever is owed most first, and a chart of what is owed."""
    people = list(dict.fromkeys(line.person for line in listed))
    last = {(line.person, line.cls): line.balance for line in listed}
    total, rest, holiday = FairnessClass.TOTAL, FairnessClass.REST, FairnessClass.HOLIDAY
    people.sort(key=lambda key: (-last.get((key, total), Fraction(0)), key))
    _head(writer, sheet, footer, SUMMARY, 13)
    row = 2
    for row, key in enumerate(people, 3):
        own = [line for line in listed if line.person == key and line.cls is total]
        sums = (
            sum((line.due for line in own), Fraction(0)),
            sum(line.planned for line in own),
            sum(line.served for line in own),
        )
        writer.text(sheet, row, 0, names.get(key, key), styles.CELL | {"bold": True})
        writer.number(sheet, row, 1, float(opening.get(key, 0)), OWED)
        for column, value in enumerate(sums, 2):
            writer.number(sheet, row, column, float(value), DECIMAL if column == 2 else styles.CELL)
        for column, cls in enumerate((total, rest, holiday), 5):
            writer.number(sheet, row, column, float(last.get((key, cls), 0)), OWED)
    note = (
        "少值=比应值的少,以后会多排;多值=比应值的多,以后会少排。年初差额:当年第一个已发布的月份"
        "以前的,含期初累计。"
    )
    writer.merged(sheet, row + 1, (0, len(SUMMARY) - 1), note, styles.PLAIN | {"font_size": 9})
    chart = writer.book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": "累计差额(班,正数为少值)",
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


def _months(
    writer: BookWriter, sheet: Worksheet, listed: list[Line], names: Mapping[str, str], footer: str
) -> None:
    """Draw everybody's balance at the end of every month, and the lines of it."""
    months = sorted({line.month for line in listed})
    people = list(dict.fromkeys(line.person for line in listed))
    own = {
        (line.person, line.month): line.balance
        for line in listed
        if line.cls is FairnessClass.TOTAL
    }
    _head(writer, sheet, footer, ("姓名", *(f"{month:%Y-%m}" for month in months)), 10)
    for row, key in enumerate(people, 3):
        writer.text(sheet, row, 0, names.get(key, key), styles.CELL | {"bold": True})
        for column, month in enumerate(months, 1):
            if (key, month) in own:
                writer.number(sheet, row, column, float(own[key, month]), OWED)
            else:
                writer.text(sheet, row, column, "", styles.CELL)
    chart = writer.book.add_chart({"type": "line"})
    for row in range(3, 3 + len(people)):
        chart.add_series(
            {
                "name": [sheet.name, row, 0],
                "categories": [sheet.name, 2, 1, 2, len(months)],
                "values": [sheet.name, row, 1, row, len(months)],
                "marker": {"type": "circle", "size": 4},
            }
        )
    chart.set_title({"name": "累计差额(班,正数为少值)", "name_font": {"size": 12}})
    chart.set_x_axis({"label_position": "low"})
    chart.set_y_axis({"num_format": "0.0"})
    chart.set_legend({"position": "right"})
    chart.set_size({"width": 900, "height": 380})
    bottom = 3 + len(people)
    sheet.insert_chart(bottom + 1, 0, chart, {"x_offset": 8})
    writer.page(sheet, landscape=True, footer=footer)
    sheet.print_area(0, 0, bottom + 20, max(12, len(months)))


def _detail(
    writer: BookWriter, sheet: Worksheet, listed: list[Line], names: Mapping[str, str], footer: str
) -> None:
    """Draw a row for every month, person and class, to be filtered."""
    _head(writer, sheet, footer, DETAIL, 12)
    row = 2
    for row, line in enumerate(listed, 3):
        texts = (f"{line.month:%Y-%m}", names.get(line.person, line.person), line.cls.value)
        for column, text in enumerate(texts):
            writer.text(sheet, row, column, text, styles.CELL)
        change = line.due - line.served
        numbers = [Fraction(n) for n in (line.planned, line.served, line.due, change, line.balance)]
        for column, value in enumerate(numbers, 3):
            style = styles.CELL if column < 5 else DECIMAL if column == 5 else OWED
            writer.number(sheet, row, column, float(value), style)
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
    for column, name in enumerate(columns):
        writer.text(sheet, 2, column, name, styles.HEADING)
