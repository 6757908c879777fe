"""Sheets 均衡统计 and 资格核对: who has how much, and who may."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from constraints.calendar import FairnessClass
from constraints.domain import Standing
from constraints.policy import Office
from constraints.qualification import CHECKS
from scheduler.explaining.loads import loads
from scheduler.explaining.qualifications import record
from scheduler.reporting.notes import in_words, spread_line
from scheduler.writing import styles

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from scheduler.explaining.loads import Load
    from scheduler.reporting.outcome import Draft
    from scheduler.writing.styles import BookWriter

TOTAL, REST, HOLIDAY = FairnessClass.TOTAL, FairnessClass.REST, FairnessClass.HOLIDAY

BALANCE = (
    "姓名",
    "期初累计差额",
    "本月应值",
    "本月已值",
    "其中工作日",
    "其中休息日",
    "其中法定",
    "期末累计差额",
    "休息日期末差额",
    "法定期末差额",
    "在岗小时",
    "其中法定小时",
)
SERIES = (("其中工作日", "#8FAADC"), ("其中休息日", "#F4B183"), ("其中法定", "#C00000"))
TABLE_TOP = 3
CHART_ROWS = 20
MOST_ROWS = 70  # that one page can hold and be read
FAILED = styles.CELL | {"bg_color": "#F8D7DA"}


def draw_balance(
    draft: Draft, writer: BookWriter, sheet: Worksheet, heading: str, footer: str
) -> None:
    """Draw the load table, the line on how far apart people are, and a chart of the month."""
    last = len(BALANCE) - 1
    own, *others = (loads(view.problem, view.roster) for view in draft.views)
    names = [f"{draft.centre.name(load.key)}*" for load in chain(own, *others)]
    sheet.set_column(0, 0, styles.name_width(names, 12))
    sheet.set_column(1, last, 13)
    sheet.set_row(0, 30)
    writer.merged(sheet, 0, (0, last), heading, styles.TITLE)
    bottom = _draw_loads(draft, own, writer, sheet, 1)
    top = bottom + CHART_ROWS if own else bottom
    for view, people in zip(draft.companions, others, strict=True):
        writer.merged(sheet, top + 1, (0, last), view.problem.post, styles.HEADING)
        top = _draw_loads(view, people, writer, sheet, top + 2)
    writer.page(sheet, landscape=True, footer=footer, pages=1 if top <= MOST_ROWS else 0)
    sheet.print_area(0, 0, top if draft.companions else bottom + CHART_ROWS, last)


def _draw_loads(
    draft: Draft, people: list[Load], writer: BookWriter, sheet: Worksheet, top: int
) -> int:
    """Draw the loads of one post from a row on, a chart of the first; return the last row."""
    last = len(BALANCE) - 1
    writer.merged(sheet, top, (0, last), spread_line(draft), styles.PLAIN | {"align": "center"})
    sheet.set_row(top + 1, 32)
    writer.row(sheet, top + 1, ((name, styles.HEADING) for name in BALANCE))
    for row, load in enumerate(people, top + 2):
        sheet.set_row(row, 18)
        _draw_load(draft, writer, sheet, row, load)
    bottom = top + 2 + len(people)
    note = (
        "应值、已值的单位是班。少值=比应值的少，以后会多排；多值=比应值的多，以后会少排。"
        "带*的为仅顶班人员。"
    )
    writer.merged(sheet, bottom, (0, last), note, styles.PLAIN | {"font_size": 9})
    if people and top + 2 == TABLE_TOP:
        _chart(writer, sheet, bottom)
    return bottom


def _draw_load(draft: Draft, writer: BookWriter, sheet: Worksheet, row: int, load: Load) -> None:
    standing = draft.problem.by_key[load.key].standing
    star = "" if standing is Standing.REGULAR else "*"
    workdays = load.served[TOTAL] - load.served[REST] - load.served[HOLIDAY]
    decimal = styles.CELL | {"num_format": "0.##"}
    values: list[str | float] = [
        f"{draft.centre.name(load.key)}{star}",
        in_words(load.opening[TOTAL]),
        float(round(load.due[TOTAL], 2)),
        load.served[TOTAL],
        workdays,
        load.served[REST],
        load.served[HOLIDAY],
        in_words(load.closing(TOTAL)),
        in_words(load.closing(REST)),
        in_words(load.closing(HOLIDAY)),
        load.hours,
        load.holiday_hours,
    ]
    cells = [
        (value, styles.CELL if isinstance(value, str) or float(value).is_integer() else decimal)
        for value in values
    ]
    cells[0] = (values[0], styles.NAME)
    writer.row(sheet, row, cells)


def _chart(writer: BookWriter, sheet: Worksheet, bottom: int) -> None:
    chart = writer.book.add_chart({"type": "column", "subtype": "stacked"})
    for name, colour in SERIES:
        column = BALANCE.index(name)
        chart.add_series(
            {
                "name": name.removeprefix("其中"),
                "categories": [sheet.name, TABLE_TOP, 0, bottom - 1, 0],
                "values": [sheet.name, TABLE_TOP, column, bottom - 1, column],
                "fill": {"color": colour},
                "gap": 60,
            }
        )
    chart.set_title({"name": "本月值班构成", "name_font": {"size": 12}})
    chart.set_legend({"position": "bottom"})
    chart.set_x_axis({"interval_unit": 1})
    chart.set_y_axis({"name": "班", "major_unit": 1, "min": 0})
    chart.set_size({"width": 1090, "height": 380})
    sheet.insert_chart(bottom + 1, 0, chart, {"x_offset": 8, "y_offset": 6})


def draw_checks(
    draft: Draft, writer: BookWriter, sheet: Worksheet, heading: str, footer: str
) -> None:
    """Draw person against check: 通过, 未通过 with its dates, or 未知."""
    last = len(CHECKS)
    everybody = [person.key for view in draft.views for person in view.problem.candidates]
    sheet.set_column(0, 0, styles.name_width(map(draft.centre.name, everybody), 14))
    sheet.set_column(1, last, 24)
    sheet.set_row(0, 30)
    writer.merged(sheet, 0, (0, last), heading, styles.TITLE)
    row, drawn = 0, set[tuple[Office, frozenset[str]]]()
    for view in draft.views:
        office = view.problem.policy.office
        people = office, frozenset(person.key for person in view.problem.candidates)
        if view is not draft and (office is Office.ANYONE or people in drawn):
            continue  # Nobody asks, or it is asked already.
        drawn.add(people)
        if view is not draft:
            row += 1
            writer.merged(sheet, row, (0, last), view.problem.post, styles.HEADING)
        row = _draw_checks(view, writer, sheet, row + 1)
    writer.page(sheet, landscape=True, footer=footer)
    sheet.print_area(0, 0, row, last)


def _draw_checks(draft: Draft, writer: BookWriter, sheet: Worksheet, top: int) -> int:
    """Draw the checks of one post from a row on; return the last row."""
    problem, row = draft.problem, top
    writer.row(sheet, top, ((name, styles.HEADING) for name in ("姓名", *CHECKS)))
    for row, person in enumerate(problem.candidates, top + 1):
        sheet.set_row(row, 18)
        cells = [(draft.centre.name(person.key), styles.NAME)]
        for check in CHECKS:
            outcome = record(problem, person, check)
            failed = outcome.startswith(("未通过", "不可排"))
            cells.append((outcome, FAILED if failed else styles.CELL))
        writer.row(sheet, row, cells)
    return row
