"""Sheet 值班安排表: the one that is printed, signed and put on the wall."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constraints.calendar import WEEKDAYS, DayKind, zh_date
from scheduler.explaining.substitutes import substitutes
from scheduler.reading.tables.layout import GAP, MACHINE_SHEET
from scheduler.reporting.reasons import reason
from scheduler.settings import Phones
from scheduler.writing import styles

if TYPE_CHECKING:
    from datetime import date

    from xlsxwriter.worksheet import Worksheet

    from constraints.domain import Duty
    from scheduler.reporting.outcome import Draft
    from scheduler.writing.styles import BookWriter, Style

NOTE = {"author": "值班", "x_scale": 1.6, "y_scale": 0.8, "font_size": 9}

# What the procedure asks of whoever is on duty, in the roster's own words.
DUTIES = (
    "1. 值班人负责接听来电、接待来访与报修，看管服务中心，协调各部门及时处理，遇突发情况先控制、"
    "再报告，并如实填写值班记录。",
    "2. 值班期间不得离岗，热线不得占用；接班人提前 5 分钟到岗，双方当面清点、签字后交班。",
    "3. 不能值班的须事先向主管请假，批准后由主管安排顶班；未批准前，不允许私自调班。",
)


def masked(phone: str, how: Phones) -> str:
    """Return a telephone number as it may be shown."""
    if how is Phones.HIDDEN:
        return ""
    if how is Phones.FULL or len(phone) < 7:
        return phone
    return f"{phone[:3]}****{phone[-4:]}"


def hours_line(draft: Draft) -> str:
    """Say from when to when a duty runs."""
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
        settings = draft.centre.settings
        self.columns = ["日期", "星期", "日别", "值班管理员"]
        if settings.phones is not Phones.HIDDEN:
            self.columns.append("联系电话")
        if settings.show_substitutes:
            self.columns.append("可替班人")
        self.columns.append("备注")
        extra = len(self.columns) - 5
        widths = [11, 8, 13, 15, *[16] * extra, 18 if extra == 2 else 26]
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        self.last = len(self.columns) - 1
        self.row = 0

    def draw(self, footer: str, *, reasons: bool) -> None:
        """Draw everything from the title to the signatures.

        With ``reasons`` every person cell says in a comment why that person, and who else could.
        """
        self._head()
        first = self.row
        column = self.columns.index("值班管理员")
        for nth in range(len(self.draft.problem.duties)):
            if reasons and (why := reason(self.draft, nth)):
                self.sheet.write_comment(self.row, column, why, NOTE)
            self._day(nth)
        self._choices(first)
        self._foot()
        self.sheet.repeat_rows(first - 1)
        self.sheet.freeze_panes(first, 0)
        self.writer.page(self.sheet, landscape=False, footer=footer)
        self.sheet.print_area(0, 0, self.row - 1, self.last)

    def _across(self, text: str, style: Style, height: float) -> None:
        self.sheet.set_row(self.row, height)
        self.writer.merged(self.sheet, self.row, (0, self.last), text, style)
        self.row += 1

    def _head(self) -> None:
        settings = self.draft.centre.settings
        self._across(title(self.draft), styles.TITLE, 32)
        hotline = f"值班热线：{settings.hotline}" if settings.hotline else ""
        if hotline:
            big = styles.TITLE | {"font_size": 16, "font_color": styles.GAP_FILL}
            self._across(hotline, big, 26)
        proof = "" if self.draft.result.optimal else "（未证明最优）"
        stamp = self.draft.stamp
        approved = f"（{stamp.approver} {stamp.at:%Y-%m-%d} 批准）" if stamp else proof
        line = f"{hours_line(self.draft)}    版次：{self.draft.version}{approved}"
        self._across(line, styles.PLAIN | {"align": "center"}, 18)
        self.sheet.set_row(self.row, 20)
        for column, name in enumerate(self.columns):
            self.writer.text(self.sheet, self.row, column, name, styles.HEADING)
        self.row += 1

    def _day(self, nth: int) -> None:
        draft, duty = self.draft, self.draft.problem.duties[nth]
        day = draft.centre.calendar.day(duty.date)
        style = styles.day_style(day.kind, styles.CELL)
        key = next(iter(draft.roster.people[nth]), None)
        bold = style | {"bold": True, "font_size": 11}
        guess = "（推算）" if self._guessed(duty.date) else ""
        values: dict[str, tuple[str, Style]] = {
            "日期": (zh_date(duty.date), style),
            "星期": (f"周{WEEKDAYS[duty.date.weekday()]}", style),
            "日别": (day.kind.value + guess, style),
            "值班管理员": (draft.centre.name(key), bold) if key else (GAP, styles.MISSING),
            "备注": (self._remark(duty, day.name, gap=key is None), style | {"text_wrap": True}),
        }
        if "联系电话" in self.columns:
            phone = draft.centre.staff[key].phone if key else ""
            values["联系电话"] = masked(phone, draft.centre.settings.phones), style
        if "可替班人" in self.columns:
            able = substitutes(draft.problem, draft.roster, nth)[:2]
            names = "、".join(map(draft.centre.name, able))
            values["可替班人"] = names, style
        self.sheet.set_row(self.row, 18.5)
        for column, name in enumerate(self.columns):
            self.writer.text(self.sheet, self.row, column, *values[name])
        self.row += 1

    def _guessed(self, on: date) -> bool:
        return not self.draft.centre.confirmed and on in self.draft.centre.estimated

    def _remark(self, duty: Duty, festival: str, *, gap: bool) -> str:
        parts = [] if festival == DayKind.ADJUSTED.value else [festival]
        parts += self.draft.centre.notes.get(duty.date, ())
        if gap:
            parts.append("缺口")
        return "，".join(part for part in parts if part)

    def _choices(self, first: int) -> None:
        """Offer the candidates in every person cell, from the list on the hidden sheet."""
        count = len(self.draft.problem.candidates)
        if not count:
            return
        column = self.columns.index("值班管理员")
        self.sheet.data_validation(
            first,
            column,
            self.row - 1,
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
        self.sheet.set_row(self.row, 5)
        self.row += 1
        for line in DUTIES:
            self._across(line, small, 26 if len(line) > 55 else 14)
        settings = self.draft.centre.settings
        leaders = [
            f"{one.title} {one.name} {masked(one.phone, settings.leader_phones)}".strip()
            for one in self.draft.centre.leaders
        ]
        for nth in range(0, len(leaders), 2):
            label = "保持开机：" if nth == 0 else "     "
            self._across(label + "   ".join(leaders[nth : nth + 2]), small | {"bold": True}, 16)
        sign = "编制：____________   审核：____________   批准：____________   日期：____________"
        self._across(sign, styles.PLAIN | {"align": "center", "valign": "bottom"}, 30)
