"""Sheets 月历 and 人员排班: the month as a calendar, and as people against days."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from constraints.calendar import WEEKDAYS, DayKind, FairnessClass, dates, next_month
from constraints.domain import DAY, Standing
from constraints.rulebook import LAW
from scheduler.explaining.loads import loads
from scheduler.reporting.columns import columns, day_text
from scheduler.writing import styles

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from xlsxwriter.worksheet import Worksheet

    from constraints.domain import Duty
    from scheduler.explaining.loads import Load
    from scheduler.reporting.columns import Column
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
    weeks = (next_month(problem.month) - first - DAY) // DAY // WEEK + 1
    own = columns(draft)
    for week in range(weeks):
        top = 2 + 2 * week
        sheet.set_row(top, 18)
        sheet.set_row(top + 1, 60)
        for column in range(WEEK):
            on = first + timedelta(days=WEEK * week + column)
            _draw_day(draft, own, writer, sheet, (top, column), on)
    writer.page(sheet, landscape=True, footer=footer)
    sheet.print_area(0, 0, 1 + 2 * weeks, WEEK - 1)


def _draw_day(
    draft: Draft,
    own: Iterable[Column],
    writer: BookWriter,
    sheet: Worksheet,
    place: tuple[int, int],
    on: date,
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
    name, short = day_text(own, on)
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
    centre, month = draft.centre, draft.problem.month
    days = dates(month, next_month(month))
    shares = [loads(view.problem, view.roster) for view in draft.views]
    totals = _totals(draft, *shares)
    width = len(days) + len(totals)
    every = {load.key for share in shares for load in share}
    keys = [key for key in centre.staff if key in every]
    sheet.set_column(0, 0, styles.name_width(map(centre.name, keys), 12))
    sheet.set_column(1, len(days), 3.3)
    sheet.set_column(len(days) + 1, width, 6.5)
    sheet.set_row(0, 30)
    writer.merged(sheet, 0, (0, width), heading, styles.TITLE)
    sheet.merge_range(1, 0, 2, 0, "", writer.format(styles.HEADING))
    writer.text(sheet, 1, 0, "姓名", styles.HEADING)
    small = styles.CELL | {"font_size": 9}
    day_styles = [styles.day_style(centre.calendar.kind(on), small) for on in days]
    for column, (on, style) in enumerate(zip(days, day_styles, strict=True), 1):
        writer.number(sheet, 1, column, on.day, style)
        writer.text(sheet, 2, column, WEEKDAYS[on.weekday()], style)
    for column, name in enumerate(totals, len(days) + 1):
        sheet.merge_range(1, column, 2, column, "", writer.format(styles.HEADING))
        writer.text(sheet, 1, column, name, styles.HEADING)
    marks, row = _marks(draft), 3
    served = [_served(marks, on) for on in days]
    duties = [[draft.problem.duties[d] for d in draft.problem.named(on)] for on in days]
    for row, key in enumerate(keys, 3):
        sheet.set_row(row, 24)
        writer.text(sheet, row, 0, centre.name(key), styles.NAME)
        for column, (there, on_day, style) in enumerate(
            zip(served, duties, day_styles, strict=True), 1
        ):
            mark = there.get(key) or _idle(draft, key, on_day)
            mark = mark if mark not in (ON_LEAVE, BARRED) or not public else ""
            writer.text(sheet, row, column, mark, style | _ink(mark))
        for column, counts in enumerate(totals.values(), len(days) + 1):
            writer.number(sheet, row, column, counts.get(key, 0), styles.CELL)
    legend = f"{_legend(marks, public=public)}   底色：粉=法定节假日 蓝=休息日 黄=调休上班"
    writer.merged(sheet, row + 1, (0, width), legend, styles.PLAIN | {"font_size": 9})
    writer.page(sheet, landscape=True, footer=footer)
    sheet.freeze_panes(3, 1)
    sheet.print_area(0, 0, row + 1, width)


def _totals(draft: Draft, first: list[Load], *others: list[Load]) -> dict[str, dict[str, int]]:
    """Return everybody's totals by heading: of the first post by class, of others in all."""
    totals = {
        name: {load.key: load.served[cls] for load in first} for name, cls in _CLASSES.items()
    }
    for view, served in zip(draft.companions, others, strict=True):
        totals[view.problem.post] = {load.key: load.served[FairnessClass.TOTAL] for load in served}
    return totals


def _marks(draft: Draft) -> dict[str, Column]:
    """Return the column of every mark: ● for the first post, else what begins its name."""
    marks: dict[str, Column] = {}
    for column in columns(draft):
        label = column.label or ON_DUTY
        mark = next((label[:n] for n in (1, 2, len(label)) if label[:n] not in marks), label)
        marks[mark] = column
    return marks


def _legend(marks: Mapping[str, Column], *, public: bool) -> str:
    said = [f"{mark} {column.label or '值班'}" for mark, column in marks.items()]
    said += [] if public else [f"{ON_LEAVE} 请假", f"{BARRED} 不可排"]
    return "   ".join(said)


_CLASSES = {
    "合计": FairnessClass.TOTAL,
    "休息日": FairnessClass.REST,
    "法定": FairnessClass.HOLIDAY,
}


def _ink(mark: str) -> dict[str, object]:
    return {"font_color": "#7F7F7F" if mark in (ON_LEAVE, BARRED, "") else "#000000"}


def _served(marks: Mapping[str, Column], on: date) -> dict[str, str]:
    """Return the marks of everybody who has a duty on a day."""
    there: dict[str, str] = {}
    for mark, column in marks.items():
        if seated := column.on(on):
            for key in seated.keys:
                there[key] = there.get(key, "") + mark
    return there


def _idle(draft: Draft, key: str, duties: list[Duty]) -> str:
    """Return what stands for somebody without a duty: on leave, barred, or nothing."""
    problem = draft.problem
    person = problem.by_key.get(key)
    if person is None or (draft.companions and person.standing is Standing.NONE):
        return ""
    against = [{one.code for one in LAW.against(problem, person, duty)} for duty in duties]
    if any("leave" in codes for codes in against):
        return ON_LEAVE
    return BARRED if against and all(against) else ""
