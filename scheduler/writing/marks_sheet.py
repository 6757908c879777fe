"""The sheet of a table of shift work: people × days with marks, printed, signed and put up."""

from __future__ import annotations

from datetime import datetime, time
from functools import cached_property
from typing import TYPE_CHECKING

from constraints.calendar import WEEKDAYS, DayKind, dates, next_month, zh_date
from constraints.domain import DAY, Standing
from scheduler.explaining.loads import HOUR
from scheduler.reading.marks import (
    AWAY,
    BETWEEN_MARKS,
    COUNT,
    COUNTED,
    MARK,
    NAME_COLUMN,
    OFF,
    ROW,
)
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
from scheduler.reporting.changes import changes, name_of
from scheduler.reporting.reasons import reason
from scheduler.writing import styles
from scheduler.writing.wall_rows import RowWriter
from scheduler.writing.wall_sheet import COMMENT, title

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, timedelta

    from xlsxwriter.worksheet import Worksheet

    from constraints.shifts import Shift
    from scheduler.reading.wall_text import Parts, Record
    from scheduler.reporting.outcome import Draft
    from scheduler.writing.styles import BookWriter, Style

NOON = time(12)
DAY_WIDTH, TOTAL_WIDTH = 3.7, 5.5
FEW, ROOMY = 14, 27  # people who leave room on the page, and how high their rows are
CENTRED: Style = styles.PLAIN | {"align": "center"}
MOST_ON_A_PAGE = 25  # people; beyond them pages follow with the heading repeated
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
        month = draft.problem.month
        self.days = dates(month, next_month(month))
        self.shifts = [
            (view, shift)
            for view in draft.views
            for shift in (view.centre.post.shifts if view.centre.post else ())
        ]
        self.offered = {5: [*dict.fromkeys(shift.mark for _, shift in self.shifts), OFF]}
        totals = ["出勤", "休息", *dict.fromkeys(shift.name for _, shift in self.shifts), "工时"]
        self.totals = [f"{COUNTED}{name}" for name in totals]
        names = [draft.centre.name(key) for key in self.people]
        widths = {NAME_COLUMN: styles.name_width(names, 10)}
        widths |= {on.isoformat(): DAY_WIDTH for on in self.days}
        widths |= dict.fromkeys(self.totals, TOTAL_WIDTH)
        self.rows = RowWriter(writer, sheet, widths, draft.texts)

    @property
    def record(self) -> Record:
        """What the program itself wrote, by row and column."""
        return self.rows.record

    @property
    def meant(self) -> dict[str, tuple[str, str]]:
        """The post and shift that every mark stands for."""
        return {shift.mark: (view.problem.post, shift.name) for view, shift in self.shifts}

    @cached_property
    def people(self) -> list[str]:
        """Whoever may take a post of the table or has a shift, in the order of the staff list."""
        listed = {
            person.key
            for view in self.draft.views
            for person in view.problem.people
            if person.standing is not Standing.NONE or view.roster.takes(person.key)
        }
        return [key for key in self.draft.centre.staff if key in listed]

    def draw(self, footer: str, *, reasons: bool) -> None:
        """Draw everything from the title to the signatures.

        With ``reasons`` every mark says in a comment why that person.
        """
        header = self._head()
        first = self.rows.at
        for key in self.people:
            if reasons:
                self._comments(key)
            self._person(key)
        self._choices(first)
        for view, shift in self.shifts:
            self._count(view, shift)
        self._foot()
        self.rows.rest()
        self.sheet.repeat_rows(header, header + 2)
        self.sheet.repeat_columns(0)
        self.sheet.freeze_panes(header + 3, 1)
        pages = 1 if len(self.people) <= MOST_ON_A_PAGE else 0
        self.writer.page(self.sheet, landscape=True, footer=footer, pages=pages)
        self.sheet.print_area(0, 0, self.rows.at - 1, self.rows.end)
        self.sheet.ignore_errors({"number_stored_as_text": f"A1:BZ{self.rows.at + 1}"})

    def _head(self) -> int:
        """Draw what stands above the people; return the row of the dates."""
        draft, rows = self.draft, self.rows
        rows.between(TOP)
        rows.line(TITLE, {TITLE: title(draft)}, styles.TITLE, 32)
        if draft.centre.settings.hotline:
            line = f"值班热线：{draft.centre.settings.hotline}"
            rows.line(
                HOTLINE, {HOTLINE: line}, styles.PLAIN | {"align": "center", "bold": True}, 18
            )
        stamp = draft.stamp
        proof = "" if draft.optimal else "（未证明最优）"
        approved = f"（{stamp.approver} {stamp.at:%Y-%m-%d} 批准）" if stamp else proof
        parts = {HOURS: self._hours(), "version": f"版次：{draft.version}{approved}"}
        rows.line(HOURS, parts, CENTRED, 18)
        header = rows.at
        texts = {on.isoformat(): f"{on.day}" for on in self.days}
        texts |= {name: name.removeprefix(COUNTED) for name in self.totals}
        self._days(HEADING, {NAME_COLUMN: NAME_COLUMN} | texts, styles.HEADING)
        weekdays = {on.isoformat(): WEEKDAYS[on.weekday()] for on in self.days}
        self._days("weekdays", {NAME_COLUMN: "星期"} | weekdays, styles.HEADING)
        kinds = {on.isoformat(): KIND_TEXT[self._kind(on)] for on in self.days}
        self._days("kinds", {NAME_COLUMN: "日别"} | kinds, styles.CELL)
        return header

    def _days(self, key: str, texts: dict[str, str], base: Style) -> None:
        """Draw a row of the heading, every day in the colour of its kind."""
        looks = {
            name: base | {"font_size": 9, "text_wrap": name == NAME_COLUMN}
            for name in self.rows.names
        }
        for on in self.days:
            if self._kind(on) is not DayKind.WORKDAY:
                looks[on.isoformat()] = styles.day_style(self._kind(on), looks[on.isoformat()])
        parts = {name: {key: text} for name, text in texts.items() if text}
        self.rows.cells(key, parts, looks, base, 17)

    def _kind(self, on: date) -> DayKind:
        return self.draft.centre.calendar.kind(on)

    def _hours(self) -> str:
        return "　".join(f"{s.name} {span(s)}" for _, s in self.shifts)

    def _marks(self, key: str) -> dict[date, list[str]]:
        """Return the marks of a person by date."""
        marks: dict[date, list[str]] = {}
        by_shift = {(view.problem.post, shift.name): shift for view, shift in self.shifts}
        for view in self.draft.views:
            for d in view.roster.takes(key):
                duty = view.problem.duties[d]
                shift = by_shift.get((duty.post, duty.shift))
                marks.setdefault(duty.date, []).append(shift.mark if shift else duty.shift)
        return marks

    def _person(self, key: str) -> None:
        draft, own = self.draft, self._marks(key)
        texts = {on: BETWEEN_MARKS.join(own.get(on, ())) or self._idle(key, on) for on in self.days}
        worked = [
            (duty.shift, duty.paid)
            for view in draft.views
            for duty in (view.problem.duties[d] for d in view.roster.takes(key))
        ]
        counts = {"出勤": len(own), "休息": sum(texts[on] in (OFF, AWAY) for on in self.days)}
        for _, shift in self.shifts:
            counts[shift.name] = sum(name == shift.name for name, _ in worked)
        hours = sum((paid for _, paid in worked), start=0 * DAY) / HOUR
        parts: dict[str, Parts] = {NAME_COLUMN: {NAME: draft.centre.name(key)}}
        parts |= {on.isoformat(): {MARK: text} for on, text in texts.items() if text}
        parts |= {f"{COUNTED}{name}": {COUNT: f"{count}"} for name, count in counts.items()}
        parts[f"{COUNTED}工时"] = {COUNT: f"{hours:g}"}
        looks: dict[str, Style] = {NAME_COLUMN: styles.NAME}
        changed = self.changed.get(key, {})
        for on, text in texts.items():
            look = styles.day_style(self._kind(on), styles.CELL)
            idle = text in (OFF, AWAY)
            look = look | ({"font_color": "#7F7F7F"} if idle else {"bold": True})
            looks[on.isoformat()] = look | ({"border": 2} if on in changed else {})
        looks |= dict.fromkeys(self.totals, styles.CELL)
        height = ROOMY if len(self.people) <= FEW else 19
        self.rows.cells(f"{ROW}{key}", parts, looks, styles.CELL, height)

    def _idle(self, key: str, on: date) -> str:
        """Return what stands for a day without a shift: off, away, or nothing if not employed."""
        person = self.draft.centre.staff[key].person
        first, last = person.employed_from, person.employed_to
        if (first and on < first) or (last and on > last):
            return ""
        leaves = (
            leave
            for view in self.draft.views
            if key in view.problem.by_key
            for leave in view.problem.leaves_of.get(key, ())
        )
        noon = datetime.combine(on, NOON)
        return AWAY if any(leave.start <= noon < leave.end for leave in leaves) else OFF

    @cached_property
    def changed(self) -> dict[str, dict[date, str]]:
        """What was changed since the revision before, in words, by person and date."""
        found: dict[str, dict[date, str]] = {}
        for view in self.draft.views:
            for one in changes(view):
                on, which = one.duty.date, one.duty.shift or one.duty.post
                for key, text in ((one.old, f"不上{which}"), (one.new, f"上{which}")):
                    if key:
                        own = found.setdefault(key, {})
                        own[on] = f"{own[on]}，{text}" if on in own else text
        return found

    def _comments(self, key: str) -> None:
        for view in self.draft.views:
            for d in view.roster.takes(key):
                at = self.rows.names.index(view.problem.duties[d].date.isoformat())
                if why := reason(view, d):
                    self.sheet.write_comment(self.rows.at, at, why, COMMENT)

    def _count(self, view: Draft, shift: Shift) -> None:
        """Draw how many people a shift has on every day, of how many where it is short."""
        problem, texts, looks = view.problem, {}, {}
        plain = styles.CELL | {"font_size": 9}
        for on in self.days:
            named = problem.named(on, shift.name)
            if not named:
                continue
            duty, keys = problem.duties[named[0]], view.roster.people[named[0]]
            short = len(keys) < duty.need
            texts[on.isoformat()] = f"{len(keys)}/{duty.need}" if short else f"{len(keys)}"
            if short:
                looks[on.isoformat()] = styles.MISSING | {"font_size": 9}
        key = f"{COUNTED}{problem.post}{shift.name}"
        parts = {name: {COUNT: text} for name, text in texts.items()}
        parts[NAME_COLUMN] = {COUNT: f"{shift.name}人数"}
        base = dict.fromkeys([NAME_COLUMN, *(on.isoformat() for on in self.days)], plain)
        self.rows.cells(key, parts, base | looks, plain, 16)

    def _choices(self, first: int) -> None:
        """Offer the marks in every cell, from a list on the hidden sheet."""
        rule = {
            "validate": "list",
            "source": f"='{MACHINE_SHEET}'!$F$1:$F${len(self.offered[5])}",
            "error_type": "warning",
            "error_title": "不是班次的简称",
            "error_message": "这个字不是本表的班次，确定要填吗？",
        }
        self.sheet.data_validation(first, 1, self.rows.at - 1, len(self.days), rule)

    def _foot(self) -> None:
        small = styles.PLAIN | {"font_size": 9, "text_wrap": True, "align": "left"}
        self.rows.line(SPACE, {}, small, 5)
        legend = "，".join(f"{s.mark}={s.name}" for _, s in self.shifts)
        legend += f"，{OFF}=休息，{AWAY}=请假；粗框=比前一版改过；"
        legend += "底色：粉=法定节假日 蓝=休息日 黄=调休上班"
        self.rows.line("legend", {NOTE: legend}, small, 14)
        for nth, line in enumerate(self._moved(), 1):
            self.rows.line(f"moved{nth}", {NOTE: line}, small | {"bold": True}, 14)
        for nth, line in enumerate(NOTES, 1):
            self.rows.line(f"{NOTE}{nth}", {NOTE: line}, small, 14)
        sign = "编制：____________   审核：____________   批准：____________   日期：____________"
        look = styles.PLAIN | {"align": "center", "valign": "bottom"}
        self.rows.line(SIGNATURE, {SIGNATURE: sign}, look, 30)

    def _moved(self) -> Iterator[str]:
        """Yield a line for everybody whose shifts are others than in the revision before."""
        for key, own in self.changed.items():
            days = "；".join(f"{zh_date(on)}{text}" for on, text in sorted(own.items()))
            yield f"▲{name_of(self.draft, key)}：{days}"


def span(shift: Shift) -> str:
    """Return from when to when a shift is, section by section."""
    return "、".join(f"{_clock(a)}–{_clock(b)}" for a, b in shift.sections)


def _clock(passed: timedelta) -> str:
    days, rest = divmod(passed, DAY)
    minutes = rest // (HOUR / 60)
    return f"{'次日' * days}{minutes // 60}:{minutes % 60:02}"
