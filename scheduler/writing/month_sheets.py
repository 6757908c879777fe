"""Sheets 月历 and 人员排班: the month as a calendar, and as people against days."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from constraints.calendar import WEEKDAYS, DayKind, FairnessClass
from constraints.rulebook import LAW
from scheduler.explaining.loads import loads
from scheduler.reporting.columns import day_text
from scheduler.writing import styles

if TYPE_CHECKING:
    from datetime import date

    from xlsxwriter.worksheet import Worksheet

    from constraints.domain import Duty
    from scheduler.reporting.outcome import Draft
    from scheduler.writing.styles import BookWriter

WEEK = 7
SHORT_NAME = 12  # half-width characters that fit into a day in large print
SHORT = {DayKind.HOLIDAY: "法定", DayKind.REST: "休", DayKind.ADJUSTED: "上班", DayKind.WORKDAY: ""}
MOST_LINES = 3  # of large print in a day
ON_DUTY, ON_LEAVE, BARRED = "●", "假", "限"


def draw_calendar(
    draft: Draft, writer: BookWriter, sheet: Worksheet, heading: str, footer: str
) -> None:
    """Draw the month as weeks from Monday to Sunday, a line of dates over a line of names."""
    problem = draft.problem
    sheet.set_column(0, WEEK - 1, 18)
    sheet.set_row(0, 34)
    writer.merged(sheet, 0, (0, WEEK - 1), heading, styles.TITLE)
    for column, name in enumerate(WEEKDAYS):
        writer.text(sheet, 1, column, f"星期{name}", styles.HEADING)
    first = problem.month - timedelta(days=problem.month.weekday())
    weeks = (problem.duties[-1].date - first).days // WEEK + 1
    for week in range(weeks):
        top = 2 + 2 * week
        sheet.set_row(top, 18)
        sheet.set_row(top + 1, 60)
        for column in range(WEEK):
            on = first + timedelta(days=WEEK * week + column)
            _draw_day(draft, writer, sheet, (top, column), on)
    writer.page(sheet, landscape=True, footer=footer)
    sheet.print_area(0, 0, 1 + 2 * weeks, WEEK - 1)


def _draw_day(
    draft: Draft, writer: BookWriter, sheet: Worksheet, place: tuple[int, int], on: date
) -> None:
    row, column = place
    top = styles.CELL | {"bottom": 0, "font_size": 9, "align": "left", "indent": 1}
    below = styles.CELL | {"top": 0, "bold": True, "font_size": 15, "text_wrap": True}
    if on.replace(day=1) != draft.problem.month:
        writer.text(sheet, row, column, "", top)
        writer.text(sheet, row + 1, column, "", below)
        return
    day = draft.centre.calendar.day(on)
    said = day.name if day.kind is DayKind.HOLIDAY and day.name else SHORT[day.kind]
    name, short = day_text(draft, on)
    writer.text(sheet, row, column, f"{on.day}  {said}".strip(), styles.day_style(day.kind, top))
    style = (
        styles.MISSING | {"font_size": 15, "top": 0} if short else styles.day_style(day.kind, below)
    )
    lines = name.split("\n")
    if max(map(styles.breadth, lines)) > SHORT_NAME or len(lines) > 1:
        style |= {"font_size": 11 if len(lines) <= MOST_LINES else 9, "text_wrap": True}
    writer.text(sheet, row + 1, column, name, style)


def draw_matrix(
    draft: Draft, writer: BookWriter, sheet: Worksheet, heading: str, footer: str
) -> None:
    """Draw people against days: ● duty, 假 leave, 限 not qualified or barred, with totals."""
    _draw_matrix(draft, writer, sheet, heading, footer, public=False)


def draw_public_matrix(
    draft: Draft, writer: BookWriter, sheet: Worksheet, heading: str, footer: str
) -> None:
    """Draw people against days for everybody's eyes: who is on duty, and nothing else."""
    _draw_matrix(draft, writer, sheet, heading, footer, public=True)


def _draw_matrix(
    draft: Draft, writer: BookWriter, sheet: Worksheet, heading: str, footer: str, *, public: bool
) -> None:
    problem, centre = draft.problem, draft.centre
    days = len(problem.duties)
    totals = ("合计", "休息日", "法定")
    width = days + len(totals)
    people = loads(problem, draft.roster)
    names = [centre.name(load.key) for load in people]
    sheet.set_column(0, 0, styles.name_width(names, 12))
    sheet.set_column(1, days, 3.3)
    sheet.set_column(days + 1, width, 6.5)
    sheet.set_row(0, 30)
    writer.merged(sheet, 0, (0, width), heading, styles.TITLE)
    sheet.merge_range(1, 0, 2, 0, "", writer.format(styles.HEADING))
    writer.text(sheet, 1, 0, "姓名", styles.HEADING)
    small = styles.CELL | {"font_size": 9}
    kinds = [centre.calendar.kind(duty.date) for duty in problem.duties]
    day_styles = [styles.day_style(kind, small) for kind in kinds]
    for column, (duty, style) in enumerate(zip(problem.duties, day_styles, strict=True), 1):
        writer.number(sheet, 1, column, duty.date.day, style)
        writer.text(sheet, 2, column, WEEKDAYS[duty.date.weekday()], style)
    for column, name in enumerate(totals, days + 1):
        sheet.merge_range(1, column, 2, column, "", writer.format(styles.HEADING))
        writer.text(sheet, 1, column, name, styles.HEADING)
    row = 3
    for row, load in enumerate(people, 3):
        sheet.set_row(row, 24)
        writer.text(sheet, row, 0, centre.name(load.key), styles.NAME)
        for column, (duty, style) in enumerate(zip(problem.duties, day_styles, strict=True), 1):
            mark = _mark(draft, load.key, column - 1, duty)
            mark = mark if mark == ON_DUTY or not public else ""
            writer.text(sheet, row, column, mark, style | _ink(mark))
        for column, cls in enumerate(_TOTALS, days + 1):
            writer.number(sheet, row, column, load.served[cls], styles.CELL)
    marks = f"{ON_DUTY} 值班" + (f"   {ON_LEAVE} 请假   {BARRED} 不可排" if not public else "")
    legend = f"{marks}   底色：粉=法定节假日 蓝=休息日 黄=调休上班"
    writer.merged(sheet, row + 1, (0, width), legend, styles.PLAIN | {"font_size": 9})
    writer.page(sheet, landscape=True, footer=footer)
    sheet.freeze_panes(3, 1)
    sheet.print_area(0, 0, row + 1, width)


_TOTALS = (FairnessClass.TOTAL, FairnessClass.REST, FairnessClass.HOLIDAY)


def _ink(mark: str) -> dict[str, object]:
    return {"font_color": "#000000"} if mark == ON_DUTY else {"font_color": "#7F7F7F"}


def _mark(draft: Draft, key: str, nth: int, duty: Duty) -> str:
    if key in draft.roster.people[nth]:
        return ON_DUTY
    person = draft.problem.by_key[key]
    codes = {clause.code for clause in LAW.against(draft.problem, person, duty)}
    if "leave" in codes:
        return ON_LEAVE
    return BARRED if codes else ""
