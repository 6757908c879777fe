"""Sheet 值班安排表: the one that is printed, signed and put on the wall."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constraints.calendar import WEEKDAYS, DayKind, zh_date
from scheduler.explaining.substitutes import substitutes
from scheduler.reading.tables.layout import GAP, MACHINE_SHEET
from scheduler.reading.wall_text import (
    HEADING,
    HOTLINE,
    HOURS,
    LEADERS,
    NAME,
    NOTE,
    PERSON,
    PHONE,
    REMARK,
    SIGNATURE,
    SPACE,
    TITLE,
    TOP,
)
from scheduler.reporting.changes import changes, name_of
from scheduler.reporting.reasons import reason
from scheduler.settings import Phones
from scheduler.writing import styles
from scheduler.writing.wall_rows import RowWriter

if TYPE_CHECKING:
    from datetime import date

    from xlsxwriter.worksheet import Worksheet

    from constraints.domain import Duty
    from scheduler.reading.wall_text import Parts, Record
    from scheduler.reporting.outcome import Draft
    from scheduler.writing.styles import BookWriter, Style

COMMENT = {"author": "值班", "x_scale": 1.6, "y_scale": 0.8, "font_size": 9}
SUBSTITUTES = "可替班人"


def masked(phone: str, how: Phones) -> str:
    """Return a telephone number as it may be shown."""
    if how is Phones.HIDDEN:
        return ""
    if how is Phones.FULL or len(phone) < 7:
        return phone
    return f"{phone[:3]}****{phone[-4:]}"


def hours_line(draft: Draft) -> str:
    """Say from when to when a duty runs."""
    if draft.centre.settings.hours_line:
        return draft.centre.settings.hours_line
    first = draft.problem.duties[0]
    days = (first.end.date() - first.date).days
    until = {0: "当日", 1: "次日"}.get(days, f"{days}日后")
    return f"值班时间：每日 {first.start:%H:%M} 至{until} {first.end:%H:%M}"


def title(draft: Draft) -> str:
    """Return the sheet's title."""
    settings, month = draft.centre.settings, draft.problem.month
    name = settings.title.removeprefix("客户服务中心") if settings.centre else settings.title
    return f"{settings.centre}{month.year}年{month.month}月{name}"


class WallSheet:
    """Draws the sheet; ``columns`` depend on what the centre wants shown."""

    def __init__(self, draft: Draft, writer: BookWriter, sheet: Worksheet) -> None:
        self.draft, self.writer, self.sheet = draft, writer, sheet
        self.moved = {one.duty.date: name_of(draft, one.old) for one in changes(draft)}
        self.renamed = {one.date: one.was.value for one in draft.centre.news}
        settings = draft.centre.settings
        self.columns = ["日期", "星期", "日别", PERSON]
        if settings.phones is not Phones.HIDDEN:
            self.columns.append(PHONE)
        if settings.show_substitutes:
            self.columns.append(SUBSTITUTES)
        self.columns.append(REMARK)
        extra = len(self.columns) - 5
        names = [draft.centre.name(keys[0]) for keys in draft.roster.people if keys]
        wide = styles.name_width(names, 15)
        others = {PHONE: 16.0, SUBSTITUTES: max(16, wide)}
        widths = [11, 8, 13, wide, *(others[name] for name in self.columns[4:-1])]
        widths.append(18 if extra == 2 else 26)
        self.rows = RowWriter(
            writer, sheet, dict(zip(self.columns, widths, strict=True)), draft.texts
        )

    @property
    def record(self) -> Record:
        """What the program itself wrote, by row and column."""
        return self.rows.record

    def draw(self, footer: str, *, reasons: bool) -> None:
        """Draw everything from the title to the signatures.

        With ``reasons`` every person cell says in a comment why that person, and who else could.
        """
        header = self._head()
        first, column = self.rows.at, self.columns.index(PERSON)
        for nth in range(len(self.draft.problem.duties)):
            if reasons and (why := reason(self.draft, nth)):
                self.sheet.write_comment(self.rows.at, column, why, COMMENT)
            self._day(nth)
        self._choices(first)
        self._foot()
        self.rows.rest()
        self.sheet.repeat_rows(header)
        self.sheet.freeze_panes(header + 1, 0)
        self.writer.page(self.sheet, landscape=False, footer=footer)
        self.sheet.print_area(0, 0, self.rows.at - 1, self.rows.end)

    def _head(self) -> int:
        """Draw what stands above the days; return the row of the column headings."""
        settings, rows = self.draft.centre.settings, self.rows
        rows.between(TOP)
        rows.line(TITLE, {TITLE: title(self.draft)}, styles.TITLE, 32)
        if settings.hotline:
            big = styles.TITLE | {"font_size": 16, "font_color": styles.GAP_FILL}
            rows.line(HOTLINE, {HOTLINE: f"值班热线：{settings.hotline}"}, big, 26)
        proof = "" if self.draft.result.optimal else "（未证明最优）"
        stamp = self.draft.stamp
        approved = f"（{stamp.approver} {stamp.at:%Y-%m-%d} 批准）" if stamp else proof
        parts = {HOURS: hours_line(self.draft), "version": f"版次：{self.draft.version}{approved}"}
        rows.line(HOURS, parts, styles.PLAIN | {"align": "center"}, 18)
        header, headings = rows.at, {PERSON: settings.person_heading}
        cells = {name: {HEADING: headings.get(name, name)} for name in self.columns}
        rows.cells(HEADING, cells, {name: styles.HEADING for name in cells}, styles.HEADING, 20)
        return header

    def _day(self, nth: int) -> None:
        draft, duty = self.draft, self.draft.problem.duties[nth]
        day = draft.centre.calendar.day(duty.date)
        style = styles.day_style(day.kind, styles.CELL)
        wrapped = style | {"text_wrap": True}
        key = next(iter(draft.roster.people[nth]), None)
        guess = "（推算）" if self._guessed(duty.date) else ""
        cells: dict[str, Parts] = {
            "日期": {"date": zh_date(duty.date)},
            "星期": {"weekday": f"周{WEEKDAYS[duty.date.weekday()]}"},
            "日别": {"kind": day.kind.value + guess},
            PERSON: {NAME: draft.centre.name(key) if key else GAP},
            REMARK: self._remark(duty, day.name, gap=key is None),
        }
        looks: dict[str, Style] = dict.fromkeys(cells, style) | {REMARK: wrapped}
        bold = style | {"bold": True, "font_size": 11, "shrink": True}
        looks[PERSON] = bold if key else styles.MISSING
        if PHONE in self.columns:
            phone = draft.centre.staff[key].phone if key else ""
            cells[PHONE] = {PHONE: masked(phone, draft.centre.settings.phones)}
        if SUBSTITUTES in self.columns:
            able = substitutes(draft.problem, draft.roster, nth)[:2]
            cells[SUBSTITUTES] = {SUBSTITUTES: "、".join(map(draft.centre.name, able))}
            looks[SUBSTITUTES] = wrapped
        self.rows.cells(duty.date.isoformat(), cells, looks, wrapped, 18.5)

    def _guessed(self, on: date) -> bool:
        return not self.draft.centre.confirmed and on in self.draft.centre.estimated

    def _remark(self, duty: Duty, festival: str, *, gap: bool) -> Parts:
        """Return what the program has to remark on a day, by what it speaks of."""
        stamp = self.draft.stamp
        parts = {} if festival == DayKind.ADJUSTED.value else {"festival": festival}
        parts |= self._marks(duty.date)
        if gap:
            reason = stamp.open_reasons.get(duty.slot, "") if stamp else ""
            parts["gap"] = f"缺口（{reason}）" if reason else "缺口"
        return {kind: text for kind, text in parts.items() if text}

    def _marks(self, on: date) -> Parts:
        """Return what was changed by 变更, or since the revision before: ▲, but never a leave."""
        notes = list(self.draft.centre.notes.get(on, ()))
        marks = {}
        if on in self.moved:
            marks["moved"] = f"▲改：原{self.moved[on]}"
            notes = [note.partition("（原")[0] for note in notes if not note.endswith("另排")]
        if on in self.renamed:
            marks["renamed"] = f"{'' if marks else '▲'}日别改：原{self.renamed[on]}"
        return marks | {f"note{nth}": note for nth, note in enumerate(notes, 1)}

    def _choices(self, first: int) -> None:
        """Offer the candidates in every person cell, from the list on the hidden sheet."""
        count = len(self.draft.problem.candidates)
        if not count:
            return
        column = self.columns.index(PERSON)
        self.sheet.data_validation(
            first,
            column,
            self.rows.at - 1,
            column,
            {
                "validate": "list",
                "source": f"='{MACHINE_SHEET}'!$D$1:$D${count}",
                "error_type": "warning",
                "error_title": "不在可值班人员中",
                "error_message": "这个名字不在可值班人员中，确定要填吗？",
            },
        )

    def _foot(self) -> None:
        small = styles.PLAIN | {"font_size": 9, "text_wrap": True, "align": "left"}
        self.rows.line(SPACE, {}, small, 5)
        settings = self.draft.centre.settings
        for nth, line in enumerate(settings.notes, 1):
            self.rows.line(f"{NOTE}{nth}", {NOTE: line}, small, 14)
        leaders = [
            f"{one.title} {one.name} {masked(one.phone, settings.leader_phones)}".strip()
            for one in self.draft.centre.leaders
        ]
        fits = all(styles.breadth(one) < self.rows.breadth / 2 - 5 for one in leaders)
        step = 2 if fits else 1
        for nth in range(0, len(leaders), step):
            label = "保持开机：" if nth == 0 else "     "
            text = label + "   ".join(leaders[nth : nth + step])
            self.rows.line(
                f"{LEADERS}{nth // step + 1}", {LEADERS: text}, small | {"bold": True}, 16
            )
        sign = "编制：____________   审核：____________   批准：____________   日期：____________"
        look = styles.PLAIN | {"align": "center", "valign": "bottom"}
        self.rows.line(SIGNATURE, {SIGNATURE: sign}, look, 30)
