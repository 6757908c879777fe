"""Sheet 值班安排表: the one that is printed, signed and put on the wall."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name

from constraints.calendar import WEEKDAYS, DayKind, dates, next_month, zh_date
from scheduler.explaining.substitutes import substitutes
from scheduler.ledger.revision import TABLE
from scheduler.reading.tables.layout import MACHINE_SHEET
from scheduler.reading.wall_text import (
    HEADING,
    HOTLINE,
    HOURS,
    LEADERS,
    NAME,
    NOTE,
    PHONE,
    REMARK,
    SEATS,
    SIGNATURE,
    SPACE,
    TITLE,
    TOP,
)
from scheduler.reporting.changes import changes, name_of
from scheduler.reporting.columns import columns
from scheduler.reporting.duty_day import which
from scheduler.reporting.reasons import reason
from scheduler.settings import Phones
from scheduler.writing import styles
from scheduler.writing.wall_rows import RowWriter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from xlsxwriter.worksheet import Worksheet

    from constraints.domain import Duty
    from scheduler.reading.wall_text import Parts, Record
    from scheduler.reporting.columns import Column
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
    kinds = {duty.shift: duty for duty in reversed(draft.problem.duties)}
    if len(kinds) == 1:
        return f"值班时间：每日 {_span(draft.problem.duties[0], '至')}"
    said = (f"{shift} {_span(kinds[shift], '–')}" for shift in reversed(kinds))
    return f"值班时间：{'，'.join(said)}"


def _span(duty: Duty, to: str) -> str:
    days = (duty.end.date() - duty.date).days
    until = {0: "当日" if to == "至" else "", 1: "次日"}.get(days, f"{days}日后")
    return f"{duty.start:%H:%M} {to}{until} {duty.end:%H:%M}".replace(" –", "–").replace("– ", "–")


def title(draft: Draft) -> str:
    """Return the sheet's title."""
    settings, month = draft.centre.settings, draft.problem.month
    name = settings.title.removeprefix("客户服务中心") if settings.centre else settings.title
    name = name if draft.centre.table == TABLE else draft.centre.table
    return f"{settings.centre}{month.year}年{month.month}月{name}"


class WallSheet:
    """Draws the sheet; ``columns`` depend on what the centre wants shown."""

    def __init__(self, draft: Draft, writer: BookWriter, sheet: Worksheet) -> None:
        self.draft, self.writer, self.sheet = draft, writer, sheet
        self.own = columns(draft)
        # Whom drop-downs offer, by the column of the hidden sheet that they stand in.
        self.offered: dict[int, list[str]] = {}
        self.moved: dict[date, list[str]] = {}
        for one in (one for view in draft.views for one in changes(view)):
            was = f"▲{which(one.duty.post, one.duty.shift)}改：原{name_of(draft, one.old)}"
            self.moved.setdefault(one.duty.date, []).append(was)
        self.renamed = {one.date: one.was.value for one in draft.centre.news}
        settings = draft.centre.settings
        self.columns = ["日期", "星期", "日别", *(column.name for column in self.own)]
        if settings.phones is not Phones.HIDDEN:
            self.columns.append(PHONE)
        if settings.show_substitutes:
            self.columns.append(SUBSTITUTES)
        self.columns.append(REMARK)
        extra = len(self.columns) - 5
        people = [self._width(column) for column in self.own]
        others = {PHONE: 16.0, SUBSTITUTES: max(16, people[0])}
        shown = (others[name] for name in self.columns[3 + len(people) : -1])
        widths = [11, 8, 13, *people, *shown, 18 if extra >= 2 else 26]
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
        first = self.rows.at
        month = self.draft.problem.month
        for on in dates(month, next_month(month)):
            for column in self.own if reasons else ():
                seated, at = column.on(on), self.columns.index(column.name)
                if seated is None or seated.duty is None or not seated.first:
                    continue
                if why := reason(column.draft, seated.duty):
                    self.sheet.write_comment(self.rows.at, at, why, COMMENT)
            self._day(on)
        for nth, column in enumerate(self.own):
            self._choices(first, nth, column)
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
        proof = "" if self.draft.optimal else "（未证明最优）"
        stamp = self.draft.stamp
        approved = f"（{stamp.approver} {stamp.at:%Y-%m-%d} 批准）" if stamp else proof
        hours = "；".join([hours_line(self.draft), *self.draft.centre.uncovered])
        parts = {HOURS: hours, "version": f"版次：{self.draft.version}{approved}"}
        rows.line(HOURS, parts, styles.PLAIN | {"align": "center"}, 18)
        usual = settings.person_heading
        header, headings = rows.at, {column.name: column.label or usual for column in self.own}
        cells = {name: {HEADING: headings.get(name, name)} for name in self.columns}
        rows.cells(HEADING, cells, {name: styles.HEADING for name in cells}, styles.HEADING, 20)
        return header

    def _day(self, on: date) -> None:
        draft = self.draft
        day = draft.centre.calendar.day(on)
        style = styles.day_style(day.kind, styles.CELL)
        wrapped = style | {"text_wrap": True}
        guess = "（推算）" if self._guessed(on) else ""
        cells: dict[str, Parts] = {
            "日期": {"date": zh_date(on)},
            "星期": {"weekday": f"周{WEEKDAYS[on.weekday()]}"},
            "日别": {"kind": day.kind.value + guess},
            **{column.name: {NAME: column.names(on)} for column in self.own},
            REMARK: self._remark(on, day.name),
        }
        looks: dict[str, Style] = dict.fromkeys(cells, style) | {REMARK: wrapped}
        bold = style | {"bold": True, "font_size": 11, "shrink": True}
        seated = {column.name: column.on(on) for column in self.own}
        for name, there in seated.items():
            looks[name] = styles.MISSING if there and there.short else bold if there else style
        keys = [key for there in seated.values() if there for key in there.keys]
        if PHONE in self.columns:
            phones = (draft.centre.staff[key].phone for key in dict.fromkeys(keys))
            how = draft.centre.settings.phones
            cells[PHONE] = {PHONE: SEATS.join(masked(one, how) for one in phones if one)}
        if SUBSTITUTES in self.columns:
            able = [
                key
                for nth in draft.problem.named(on)
                for key in substitutes(draft.problem, draft.roster, nth)[:2]
            ]
            cells[SUBSTITUTES] = {SUBSTITUTES: SEATS.join(map(draft.centre.name, able))}
            looks[SUBSTITUTES] = wrapped
        self.rows.cells(on.isoformat(), cells, looks, wrapped, 18.5)

    def _width(self, column: Column) -> float:
        """Return how wide a column of people has to be, less where there are several."""
        seats = [column.names(duty.date) for duty in column.draft.problem.duties]
        return styles.name_width(seats, 15 if len(self.own) == 1 else 11)

    def _guessed(self, on: date) -> bool:
        return not self.draft.centre.confirmed and on in self.draft.centre.estimated

    def _remark(self, on: date, festival: str) -> Parts:
        """Return what the program has to remark on a day, by what it speaks of."""
        stamp = self.draft.stamp
        parts = {} if festival == DayKind.ADJUSTED.value else {"festival": festival}
        parts |= self._marks(on)
        for view in self.draft.views:
            for gap in view.gaps:
                duty = view.problem.duties[gap.duty]
                if duty.date == on:
                    reason = stamp.open_reasons.get(duty.slot, "") if stamp else ""
                    label = which(duty.post, duty.shift)
                    parts[f"gap{label}"] = f"{label}缺口（{reason}）" if reason else f"{label}缺口"
        return {kind: text for kind, text in parts.items() if text}

    def _marks(self, on: date) -> Parts:
        """Return what was changed by 变更, or since the revision before: ▲, but never a leave."""
        notes = [note for view in self.draft.views for note in self._notes(view, on)]
        marks = {}
        if on in self.moved:
            marks["moved"] = "，".join(self.moved[on])
            notes = [note.partition("（原")[0] for note in notes if not note.endswith("另排")]
        if on in self.renamed:
            marks["renamed"] = f"{'' if marks else '▲'}日别改：原{self.renamed[on]}"
        return marks | {f"note{nth}": note for nth, note in enumerate(notes, 1)}

    def _notes(self, view: Draft, on: date) -> Iterator[str]:
        """Yield what 变更 has to say of a date, with the post where it is not the first."""
        whose = "" if view is self.draft else f"{view.problem.post}"
        return (f"{whose}{note}" for note in view.centre.notes.get(on, ()))

    def _choices(self, first: int, nth: int, column: Column) -> None:
        """Offer the candidates in a column of people, from a list on the hidden sheet.

        Where a duty has several people, a list would refuse what belongs there.
        """
        problem = column.draft.problem
        count = len(problem.candidates)
        if not count or any(d.need > 1 for d in problem.duties if d.shift == column.shift):
            return
        source = 3 if column.draft is self.draft else 5 + nth
        if source > 3:
            called = self.draft.centre.name
            self.offered[source] = [called(person.key) for person in problem.candidates]
        letter, at = xl_col_to_name(source), self.columns.index(column.name)
        self.sheet.data_validation(
            first,
            at,
            self.rows.at - 1,
            at,
            {
                "validate": "list",
                "source": f"='{MACHINE_SHEET}'!${letter}$1:${letter}${count}",
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
