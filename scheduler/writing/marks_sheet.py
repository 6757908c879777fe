"""The sheet of a table of shift work: people × days with marks, printed, signed and put up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constraints.calendar import WEEKDAYS, DayKind, zh_date
from constraints.domain import DAY
from scheduler.explaining.loads import HOUR
from scheduler.reading.marks import AWAY, COUNT, COUNTED, MARK, NAME_COLUMN, OFF, ROW
from scheduler.reading.tables.layout import MACHINE_SHEET
from scheduler.reading.wall_text import (
    HEADING,
    HOTLINE,
    HOURS,
    NAME,
    NOTE,
    SIGNATURE,
    SPACE,
    TITLE,
    TOP,
)
from scheduler.reporting.reasons import reason
from scheduler.reporting.shift_table import shift_table
from scheduler.writing import styles
from scheduler.writing.marks_page import Page
from scheduler.writing.wall_lines import title
from scheduler.writing.wall_rows import RowWriter
from scheduler.writing.wall_sheet import COMMENT

if TYPE_CHECKING:
    from datetime import timedelta

    from xlsxwriter.worksheet import Worksheet

    from constraints.shifts import Shift
    from scheduler.reading.wall_text import Parts, Record
    from scheduler.reporting.outcome import Draft
    from scheduler.reporting.shift_table import HeadCount, Line
    from scheduler.writing.styles import BookWriter, Style

DAY_WIDTH, TOTAL_WIDTH = 3.7, 5.5
CENTRED: Style = styles.PLAIN | {"align": "center"}
SMALL: Style = styles.PLAIN | {"font_size": 9, "text_wrap": True, "align": "left"}
FRAME: Style = {"border": 2, "border_color": "#000000"}
KIND_TEXT = {
    DayKind.HOLIDAY: "法",
    DayKind.REST: "休",
    DayKind.ADJUSTED: "班",
    DayKind.WORKDAY: "",
}
NOTES = (
    "1. 当班期间不得离岗，交接清楚、签字后下班；不能上班的须事先请假，批准后由主管安排顶班。",
    "2. 未批准前，不允许私自调班、换休。",
)


class MarksSheet:
    """Draws the sheet; ``offered`` are what drop-downs offer, by column of the hidden sheet."""

    def __init__(self, draft: Draft, writer: BookWriter, sheet: Worksheet) -> None:
        self.draft, self.writer, self.sheet = draft, writer, sheet
        self.table = table = shift_table(draft)
        self.offered = {5: [*dict.fromkeys(shift.mark for _, shift in table.shifts), OFF]}
        self.totals = [f"{COUNTED}{name}" for name in table.totals]
        widths = {NAME_COLUMN: styles.name_width([line.name for line in table.lines], 10)}
        widths |= {on.isoformat(): DAY_WIDTH for on in table.days}
        widths |= dict.fromkeys(self.totals, TOTAL_WIDTH)
        self.rows = RowWriter(writer, sheet, widths, draft.texts)

    @property
    def record(self) -> Record:
        """What the program itself wrote, by row and column."""
        return self.rows.record

    @property
    def meant(self) -> dict[str, tuple[str, str]]:
        """The post and shift that every mark stands for."""
        return {shift.mark: (post, shift.name) for post, shift in self.table.shifts}

    def draw(self, footer: str, *, reasons: bool) -> None:
        """Draw everything from the title to the signatures.

        With ``reasons`` every mark says in a comment why that person.
        """
        header = self._head()
        page = Page(len(self.table.lines))
        first, starts = self.rows.at, []
        for line in self.table.lines:
            starts.append(self.rows.at)
            if reasons:
                self._comments(line)
            self._person(line, page.row_height)
        self._choices(first)
        for count in self.table.counts:
            self._count(count)
        self._foot()
        self.rows.rest()
        self.sheet.repeat_rows(header, header + 2)
        self.sheet.repeat_columns(0)
        self.sheet.freeze_panes(header + 3, 1)
        self.writer.page(self.sheet, landscape=True, footer=footer)
        page.set_up(self.sheet, starts)
        self.sheet.print_area(0, 0, self.rows.at - 1, self.rows.end)
        self.sheet.ignore_errors({"number_stored_as_text": f"A1:BZ{self.rows.at + 1}"})

    def _head(self) -> int:
        """Draw what stands above the people; return the row of the dates."""
        draft, rows, days = self.draft, self.rows, self.table.days
        rows.between(TOP)
        rows.line(TITLE, {TITLE: title(draft)}, styles.TITLE, 32)
        if draft.centre.settings.hotline:
            line = f"值班热线：{draft.centre.settings.hotline}"
            rows.line(HOTLINE, {HOTLINE: line}, CENTRED | {"bold": True}, 18)
        stamp = draft.stamp
        proof = "" if draft.optimal else "（未证明最优）"
        approved = f"（{stamp.approver} {stamp.at:%Y-%m-%d} 批准）" if stamp else proof
        hours = "　".join(f"{shift.name} {span(shift)}" for _, shift in self.table.shifts)
        parts = {HOURS: hours, "version": f"版次：{draft.version}{approved}"}
        rows.line(HOURS, parts, CENTRED, 18)
        header = rows.at
        texts = {on.isoformat(): f"{on.day}" for on in days}
        texts |= {name: name.removeprefix(COUNTED) for name in self.totals}
        self._days(HEADING, {NAME_COLUMN: NAME_COLUMN} | texts, styles.HEADING)
        weekdays = {on.isoformat(): WEEKDAYS[on.weekday()] for on in days}
        self._days("weekdays", {NAME_COLUMN: "星期"} | weekdays, styles.HEADING)
        kinds = {on.isoformat(): KIND_TEXT[kind] for on, kind in self.table.kinds.items()}
        self._days("kinds", {NAME_COLUMN: "日别"} | kinds, styles.HEADING)
        return header

    def _days(self, key: str, texts: dict[str, str], base: Style) -> None:
        """Draw a row of the heading, every day in the colour of its kind."""
        looks = {
            name: base | {"font_size": 9, "text_wrap": name == NAME_COLUMN}
            for name in self.rows.names
        }
        for on, kind in self.table.kinds.items():
            looks[on.isoformat()] = styles.day_style(kind, looks[on.isoformat()])
        parts = {name: {key: text} for name, text in texts.items() if text}
        self.rows.cells(key, parts, looks, base, 17)

    def _person(self, line: Line, height: float) -> None:
        parts: dict[str, Parts] = {NAME_COLUMN: {NAME: line.name}}
        parts |= {on.isoformat(): {MARK: text} for on, text in line.marks.items() if text}
        parts |= {f"{COUNTED}{name}": {COUNT: text} for name, text in line.totals.items()}
        looks: dict[str, Style] = {NAME_COLUMN: styles.NAME}
        for on, text in line.marks.items():
            look = styles.day_style(self.table.kinds[on], styles.CELL) | {"shrink": True}
            look |= {"font_color": "#7F7F7F"} if text in (OFF, AWAY) else {"bold": True}
            looks[on.isoformat()] = look | (FRAME if on in line.moved else {})
        looks |= dict.fromkeys(self.totals, styles.CELL)
        self.rows.cells(f"{ROW}{line.key}", parts, looks, styles.CELL, height)

    def _comments(self, line: Line) -> None:
        for view in self.draft.views:
            for d in view.roster.takes(line.key):
                at = self.rows.names.index(view.problem.duties[d].date.isoformat())
                if why := reason(view, d):
                    self.sheet.write_comment(self.rows.at, at, why, COMMENT)

    def _count(self, count: HeadCount) -> None:
        """Draw how many people a shift has on every day, of how many where it is short."""
        plain = styles.CELL | {"font_size": 9}
        short = {on.isoformat() for on, (there, need) in count.people.items() if there < need}
        looks = {name: plain for name in self.rows.widths}
        looks |= dict.fromkeys(short, styles.MISSING | {"font_size": 9, "shrink": True})
        parts = {
            on.isoformat(): {COUNT: f"缺{need - there}" if there < need else f"{there}"}
            for on, (there, need) in count.people.items()
        }
        parts[NAME_COLUMN] = {COUNT: f"{count.shift}人数"}
        self.rows.cells(f"{COUNTED}{count.post}{count.shift}", parts, looks, plain, 16)

    def _choices(self, first: int) -> None:
        """Offer the marks in every cell, from a list on the hidden sheet."""
        if not self.table.lines:
            return
        rule = {
            "validate": "list",
            "source": f"='{MACHINE_SHEET}'!$F$1:$F${len(self.offered[5])}",
            "error_type": "warning",
            "error_title": "不是班次的简称",
            "error_message": "这个字不是本表的班次，确定要填吗？",
        }
        self.sheet.data_validation(first, 1, self.rows.at - 1, len(self.table.days), rule)

    def _foot(self) -> None:
        self.rows.line(SPACE, {}, SMALL, 5)
        marks = "，".join(f"{shift.mark}＝{shift.name}" for _, shift in self.table.shifts)
        text = (
            f"{marks}，{OFF}＝休息，{AWAY}＝请假；日别：法＝法定节假日{self._festivals()}（粉底），"
        )
        text += "休＝休息日（蓝底），班＝调休上班（黄底）"
        moved = [line for line in self.table.lines if line.moved]
        self.rows.line("legend", {NOTE: text + "；粗框＝比前一版改过" * bool(moved)}, SMALL, 14)
        for nth, line in enumerate(moved, 1):
            days = "，".join(f"{zh_date(on)}{a}→{b}" for on, (a, b) in line.moved.items())
            self.rows.line(
                f"moved{nth}", {NOTE: f"▲{line.name}：{days}"}, SMALL | {"bold": True}, 14
            )
        for nth, note in enumerate(NOTES, 1):
            self.rows.line(f"{NOTE}{nth}", {NOTE: note}, SMALL, 14)
        sign = "编制：____________   审核：____________   批准：____________   日期：____________"
        self.rows.line(SIGNATURE, {SIGNATURE: sign}, CENTRED | {"valign": "bottom"}, 30)

    def _festivals(self) -> str:
        """Name the statutory holidays of the month."""
        names = [
            f"{zh_date(on)}{self.table.names[on]}"
            for on, kind in self.table.kinds.items()
            if kind is DayKind.HOLIDAY
        ]
        return f"（{'、'.join(names)}）" if names else ""


def span(shift: Shift) -> str:
    """Return from when to when a shift is, section by section."""
    return "、".join(f"{_clock(a)}–{_clock(b)}" for a, b in shift.sections)


def _clock(passed: timedelta) -> str:
    days, rest = divmod(passed, DAY)
    minutes = rest // (HOUR / 60)
    return f"{'次日' * days}{minutes // 60}:{minutes % 60:02}"
