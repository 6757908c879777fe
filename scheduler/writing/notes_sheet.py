"""Sheet 说明: how the month stands, what to look at, who could stand in, and the proof."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from constraints.calendar import WEEKDAYS, next_month
from constraints.domain import DAY
from constraints.policy import Office
from scheduler import __version__
from scheduler.explaining.substitutes import substitutes
from scheduler.ledger.revision import grouped
from scheduler.reporting.columns import NOBODY, columns
from scheduler.reporting.notes import LEVELS, notes, status_line
from scheduler.writing import styles
from scheduler.writing.styles import lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from xlsxwriter.worksheet import Worksheet

    from scheduler.reporting.outcome import Draft
    from scheduler.solving.result import LevelResult
    from scheduler.writing.styles import BookWriter, Style

WEEK = 7
COLUMN = 12.5
WIDTH = int(WEEK * COLUMN)
# Heights of a line in points, and how many half-width characters fit into it.
LINE, SMALL_LINE, NAME_LINE = 15.5, 12.5, 14
FITS, SMALL_FITS, NAME_FITS = WIDTH, WIDTH * 6 // 5, int(COLUMN) + 1
# Heights in points: beyond this one page would be too small to read.
ONE_PAGE = 1150
MOST_NAMED = 3
SMALL: Style = styles.WRAPPED | {"font_size": 8, "font_color": "#595959"}
TOP: Style = styles.CELL | {"bottom": 0, "font_size": 9, "bold": True, "text_wrap": True}
NAMES: Style = styles.CELL | {"top": 0, "font_size": 9, "text_wrap": True, "valign": "top"}


def draw_notes(
    draft: Draft, writer: BookWriter, sheet: Worksheet, heading: str, footer: str
) -> None:
    """Write the sections one under the other, the calendar of substitutes, then the proof."""
    _NotesSheet(draft, writer, sheet).draw(heading, footer)


class _NotesSheet:
    """Draws the sheet from top to bottom; ``height`` is what is used so far, in points."""

    def __init__(self, draft: Draft, writer: BookWriter, sheet: Worksheet) -> None:
        self.draft, self.writer, self.sheet = draft, writer, sheet
        self.row, self.height = 0, 0.0
        self.columns = [column for column in columns(draft) if column.draft is draft]

    def draw(self, heading: str, footer: str) -> None:
        self.sheet.set_column(0, WEEK - 1, COLUMN)
        self._across(heading, styles.TITLE, 30)
        ink = styles.GAP_FILL if self.draft.open_duties else "#1F6E43"
        status = styles.WRAPPED | {"bold": True, "font_size": 12, "font_color": ink}
        self._across(status_line(self.draft), status, 22)
        for title, said in notes(self.draft):
            self._section(title, said)
        # Of many people a day a calendar of substitutes would be a book: why has them.
        if self.draft.problem.candidates and self.draft.problem.policy.shift_work is None:
            self._calendar()
        self._section("核验（存档用）", ())
        for text in proof(self.draft):
            self._across(text, SMALL, SMALL_LINE * lines(text, SMALL_FITS))
        pages = 1 if self.height <= ONE_PAGE else 0
        self.writer.page(self.sheet, landscape=False, footer=footer, pages=pages)
        self.sheet.print_area(0, 0, self.row - 1, WEEK - 1)

    def _next(self, height: float) -> None:
        self.sheet.set_row(self.row, height)
        self.row += 1
        self.height += height

    def _across(self, text: str, style: Style, height: float) -> None:
        self.writer.merged(self.sheet, self.row, (0, WEEK - 1), text, style)
        self._next(height)

    def _section(self, title: str, said: Iterable[str]) -> None:
        self._next(LINE / 2)
        self._across(title, styles.HEADING | {"align": "left"}, LINE)
        for text in said:
            self._across(text, styles.WRAPPED, LINE * lines(text, FITS))

    def _calendar(self) -> None:
        """Draw the month as weeks: whoever serves, and under them who could stand in."""
        title = f"可替班人（当天的人来不了时谁能顶：最合适的在前，最多写 {MOST_NAMED} 人）"
        self._section(title, ())
        problem = self.draft.problem
        for column, name in enumerate(WEEKDAYS):
            self.writer.text(self.sheet, self.row, column, f"星期{name}", styles.HEADING)
        self._next(LINE)
        first = problem.month - timedelta(days=problem.month.weekday())
        for week in range((next_month(problem.month) - first - DAY) // DAY // WEEK + 1):
            monday = first + timedelta(days=WEEK * week)
            days = [self._day(monday + timedelta(days=nth)) for nth in range(WEEK)]
            for column, (top, _, style) in enumerate(days):
                self.writer.text(self.sheet, self.row, column, top, TOP | style)
            self._next(NAME_LINE * max(lines(top, NAME_FITS) for top, _, _ in days))
            for column, (_, names, style) in enumerate(days):
                self.writer.text(self.sheet, self.row, column, "\n".join(names), NAMES | style)
            deepest = max(sum(lines(name, NAME_FITS) for name in names) for _, names, _ in days)
            self._next(deepest * NAME_LINE + 3)

    def _day(self, on: date) -> tuple[str, list[str], Style]:
        """Return a day's first line, the names under it and its fill."""
        draft = self.draft
        if on.replace(day=1) != draft.problem.month:
            return "", [], {}
        style = styles.day_style(draft.centre.calendar.kind(on), {})
        duties = draft.problem.named(on)
        own = [column for column in self.columns if column.on(on)]
        top = f"{on.day}日 {'、'.join(column.names(on) for column in own) or NOBODY}"
        lines = [line for nth in duties for line in self._substitutes(nth, alone=len(duties) == 1)]
        return top, lines, style

    def _substitutes(self, nth: int, *, alone: bool) -> list[str]:
        """Return who could take a duty, best first; of several a day a line each."""
        draft = self.draft
        able = substitutes(draft.problem, draft.roster, nth)
        names = [draft.centre.name(key) for key in able[:MOST_NAMED]]
        if len(able) > MOST_NAMED:
            names.append(f"另 {len(able) - MOST_NAMED} 人")
        names = names or ["无人可替"]
        return names if alone else [f"{draft.problem.duties[nth].shift}：{'、'.join(names)}"]


def proof(draft: Draft) -> Iterator[str]:
    """Yield what was read, which settings held, and how each level came out."""
    for name, digest in draft.inputs:
        yield f"输入文件：{name}  SHA-256 {digest}"
    for view in draft.views:
        whose = "" if view is draft else f"{view.problem.post}："
        yield f"{whose}规则与设置：{_terms(view)}"
    for view in draft.views:
        whose = "" if view is draft else f"{view.problem.post}："
        levels = "、".join(_level(level) for level in view.result.levels)
        yield f"{whose}各项得分（依次比较，越小越好；等于下限的已证明不能再小）：{levels}"
    yield "核查：全部规则逐条复核，没有违规"
    if draft.stamp and draft.stamp.before:
        yield f"前一次发布的封印：{grouped(draft.stamp.before)}"
    yield f"程序版本：zhiban {__version__}"


def _terms(draft: Draft) -> str:
    """Say which terms of a post held."""
    policy, post = draft.problem.policy, draft.centre.post
    modes = "、".join(f"{check}{mode.value}" for check, mode in policy.modes.items())
    if post is None or post.is_plain:
        shifts = f"值班时长 {draft.centre.settings.length.total_seconds() / 3600:g} 小时"
    else:
        own = (shift.name for name, shift in draft.centre.shifts if name == draft.problem.post)
        shifts = f"班次 {'、'.join(own)}"
    works = policy.shift_work
    rests = f"请假前夜{policy.eves.value}"
    if works:
        rests = f"每周至少休息 {works.days_off} 天，最多连上 {works.run} 天"
    return (
        f"{shifts}，最小间隔 {policy.rest.total_seconds() / 3600:g} 小时，{rests}，"
        f"均衡周期 {policy.window.value}（法定节假日 {policy.holiday_window.value}），"
        f"每月补差上限 {float(policy.catch_up):g} 班，资格检查{modes or _USUAL[policy.office]}"
    )


_USUAL = {
    Office.ADMINISTRATOR: "全部强制",
    Office.SUPERVISOR: "按主管的条件",
    Office.CLEANER: "按保洁员的条件",
    Office.ANYONE: "不检查",
}


def _level(level: LevelResult) -> str:
    if level.cost is None:
        return f"{LEVELS[level.name]}未算到"
    return f"{LEVELS[level.name]} {level.cost}（下限 {level.bound}）"
