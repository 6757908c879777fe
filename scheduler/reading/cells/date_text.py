"""What a text says of time: dates, clock times, half days, ranges and lists, left to right."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, NamedTuple

from constraints.calendar import WEEKDAYS
from constraints.domain import DAY, MIDNIGHT
from scheduler.reading.cells.normal_text import LONGEST_DATES, half_width
from scheduler.reading.cells.values import Unreadable

if TYPE_CHECKING:
    from scheduler.reading.cells.named_cells import Cell

NOON = time(12)

_TIME = (
    r"[T\s]*\(?(?:(?P<part>上午|下午|中午|晚上|早上|晚)?\s*(?P<hour>\d{1,2})[:点时]"
    r"(?P<minute>\d{2}|半)?分?(?P<second>:\d{2}(?:\.\d+)?)?"
    r"|(?P<half>上午|下午|全天))\)?\s*(?:\(?(?:GMT|UTC)?\+0?8(?::?00)?\)?)?"
)
_WEEKDAY = r"\s*\(?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])\)?"
_DATE = (
    r"(?:(?P<y1>\d{4})\s*[-/.年]\s*(?P<m1>\d{1,2})\s*[-/.月]\s*(?P<d1>\d{1,2})(?!\d)\s*[日号]?"
    r"|(?P<y2>\d{4})(?P<m2>\d{2})(?P<d2>\d{2})(?!\d)"
    r"|(?P<m3>\d{1,2})\s*月\s*(?P<d3>\d{1,2})(?!\d)\s*[日号]?"
    r"|(?P<m4>\d{1,2})[./](?P<d4>\d{1,2})(?![\d./])"
    r"|(?P<d5>\d{1,2})\s*[日号](?!\d))"
)
_MOMENT = re.compile(rf"{_DATE}(?:{_WEEKDAY})?(?:{_TIME})?")
_DAY_ALONE = re.compile(r"(?P<d5>\d{1,2})(?!\d)")
_TIME_ALONE = re.compile(_TIME)
MOST_DATES = 62

# 12-07 at the end of a range that begins with a whole date.
_SHORT = re.compile(r"(?P<m6>\d{1,2})-(?P<d6>\d{1,2})(?![\d:-])")
_NEXT_YEAR = re.compile(r"(?:次年|翌年|第二年)\s*")
_WEEKDAY_FIRST = re.compile(r"((?:周|星期|礼拜)[一二三四五六日天])\s*\(([^()]*)\)")
_DASH = re.compile(r"\s*起?\s*(?:[-–—~]+|至|到)\s*")
_COUNT = re.compile(
    r"\s*[、,]?\s*(?:\(共?\s*(\d{1,3})\s*天\)|共\s*(\d{1,3})\s*天|(?<=[\s日号])(\d{1,3})\s*天)$"
)
_DAYS_ONLY = re.compile(r"[\d\s、,;和及与–—~至到-]+[日号]")
_COMMA = re.compile(r"\s*[、,;和及与\n]\s*")
_DAY_FIRST = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as written, with its clock time or half day (上午, 下午, 全天) if there is one."""

    on: date
    at: time | None = None
    half: str = ""

    def begin(self) -> datetime:
        """Return when something that starts here starts."""
        return datetime.combine(self.on, self.at or (NOON if self.half == "下午" else MIDNIGHT))

    def finish(self) -> datetime:
        """Return when something that ends here ends: a date lasts to 24:00."""
        if self.at is not None:
            return datetime.combine(self.on, self.at)
        if self.half == "上午":
            return datetime.combine(self.on, NOON)
        return datetime.combine(self.on + DAY, MIDNIGHT)


Span = tuple[Moment, Moment]


class RangeStart(NamedTuple):
    """The date on which a range begins, and whether its year was written."""

    on: date
    year_written: bool


def read_date_text(cell: Cell, middle: date | None, start: RangeStart | None = None) -> list[Span]:
    """Return every date or range in a cell of text.

    ``start`` is the first date of the range that this text ends, if it ends one.

    Raises
    ------
    Unreadable
        If it says anything else, or contradicts itself.
    """
    if len(str(cell.value)) > LONGEST_DATES:
        raise Unreadable(f"「{cell.shown}」太长，一格最多 {MOST_DATES} 个日期")
    written = half_width(cell.value).replace("半天", "午")
    if led := _WEEKDAY_FIRST.fullmatch(written):
        written = f"{led[2]}({led[1]})"
    text = written.removesuffix("止").lstrip("自从")
    counted = _COUNT.search(text)
    spans = _DateReader(cell, _COUNT.sub("", text).removesuffix("止"), middle, start).spans()
    if text != written and start is None and any(first is last for first, last in spans):
        raise Unreadable(f"「{cell.shown}」没有写全从哪天到哪天，请写成 12月5日-7日")
    days = sum((last.on - first.on).days + 1 for first, last in spans)
    if counted and days != int(counted[1] or counted[2] or counted[3]):
        raise Unreadable(f"「{cell.shown}」写的天数与日期（{days} 天）对不上，请改正")
    return spans


def existing_date(cell: Cell, year: int, month: int, day: int) -> date:
    """Return a date.

    Raises
    ------
    Unreadable
        If there is no such day.
    """
    try:
        return date(year, month, day)
    except ValueError:
        raise Unreadable(f"「{cell.shown}」里没有{month}月{day}日这一天，请改正") from None


class _DateReader:
    """Reads one text from left to right.

    ``last`` is the date before the present place, ``full`` the last one whose year was written.
    ``part`` is the part of the day of the last clock time.
    """

    def __init__(
        self, cell: Cell, text: str, middle: date | None, start: RangeStart | None
    ) -> None:
        self.cell, self.text, self.middle = cell, text, middle
        self.place = 0
        self.part = ""
        self.last: date | None = start.on if start else None
        self.full: date | None = start.on if start and start.year_written else None

    def spans(self) -> list[Span]:
        if _DAY_FIRST.fullmatch(self.text):
            raise Unreadable(f"「{self.cell.shown}」分不清日和月，请写成 2026-12-01")
        if self.last is None and _DAYS_ONLY.match(self.text):
            # 20、22、24日 are days of the month around the middle.
            self.last = self.middle
        spans = [self._span()]
        while self.place < len(self.text):
            if len(spans) == MOST_DATES:
                raise Unreadable(f"「{self.cell.shown}」写了太多日期，一格最多 {MOST_DATES} 个")
            if not self._take(_COMMA):
                raise self._unclear()
            spans.append(self._span())
        return spans

    def _span(self) -> Span:
        first = self._moment()
        if first is None:
            raise self._unclear()
        if not self._take(_DASH):
            return first, first
        later = self._take(_NEXT_YEAR)
        second = self._moment(first)
        if second is None:
            raise self._unclear()
        if later and second.on.year != first.on.year + 1:
            raise Unreadable(f"「{self.cell.shown}」的年份对不上，请写成 2026-12-01")
        return first, second

    def _moment(self, first: Moment | None = None) -> Moment | None:
        """Read a date, or after ``first`` also a bare time of the same day."""
        match = self._take(_MOMENT)
        if match is None and first is not None and first.at is None and self.full:
            match = self._take(_SHORT)
        if match is None and first is not None and (clock := self._take(_TIME_ALONE)):
            return Moment(first.on, *self._clock(clock, last=True))
        if match is None and self.last and (match := self._take(_DAY_ALONE)) and first and first.at:
            raise Unreadable(f"「{self.cell.shown}」的结束看不出是几点还是几日，请写成 17:00")
        if match is None:
            return None
        parts = match.groupdict()
        on = self._date(parts)
        self.last = on
        weekday = parts.get("weekday")
        if weekday and WEEKDAYS[on.weekday()] != weekday.replace("天", "日"):
            raise Unreadable(f"「{self.cell.shown}」：{on} 是周{WEEKDAYS[on.weekday()]}，请核对")
        timed, self.part = "hour" in parts, ""
        return Moment(on, *(self._clock(match, last=first is not None) if timed else (None, "")))

    def _date(self, parts: dict[str, str | None]) -> date:
        ymd = {key[0]: int(text) for key, text in parts.items() if text and key[1:].isdigit()}
        if "y" in ymd:
            self.full = existing_date(self.cell, ymd["y"], ymd["m"], ymd["d"])
            return self.full
        if "m" not in ymd:
            if self.last is None:
                raise self._unclear()
            return existing_date(self.cell, self.last.year, self.last.month, ymd["d"])
        if self.full:
            # The year of the date before it, or the next one if New Year lies between.
            year = self.full.year + (ymd["m"] < self.full.month)
            return existing_date(self.cell, year, ymd["m"], ymd["d"])
        if self.middle is None:
            raise Unreadable(f"「{self.cell.shown}」没有年份，请写成 2026-12-01")
        return self._nearest(self.middle, ymd["m"], ymd["d"])

    def _nearest(self, middle: date, month: int, day: int) -> date:
        """Return the date in the year that puts it nearest ``middle``."""
        possible = []
        for year in range(middle.year - 1, middle.year + 2):
            with suppress(ValueError):
                possible.append(date(year, month, day))
        if not possible:
            return existing_date(self.cell, middle.year, month, day)
        return min(possible, key=lambda on: abs(on - middle))

    def _clock(self, match: re.Match[str], *, last: bool) -> tuple[time | None, str]:
        if not match["hour"]:
            return None, match["half"] or ""
        hour = int(match["hour"])
        minute = 30 if match["minute"] == "半" else int(match["minute"] or 0)
        # 下午2点-5点: the part of the day of the first time holds for the second too.
        self.part = match["part"] or self.part
        if self.part in ("下午", "晚上", "晚") and hour <= 12:
            hour += 12 * (hour < 12 or self.part != "下午")
        if not minute and (hour == 0 or (hour == 24 and last)):
            # A cell whose time is 00:00 is a date, and a date as end lasts to 24:00.
            return None, ""
        if hour > 23 or minute > 59:
            text = f"「{self.cell.shown}」里没有{hour}:{minute:02}这个时刻；到半夜为止就只写日期"
            raise Unreadable(text)
        return time(hour, minute), ""

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        match = pattern.match(self.text, self.place)
        if match:
            self.place = match.end()
        return match

    def _unclear(self) -> Unreadable:
        return Unreadable(f"「{self.cell.shown}」不是确定的日期，请写成 2026-12-01")
