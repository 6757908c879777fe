"""What a text says of time: dates, clock times, half days, ranges and lists, left to right."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, time
from typing import TYPE_CHECKING

from constraints.calendar import WEEKDAYS
from constraints.domain import DAY
from scheduler.reading.cells.clock_text import TIME, clock_words, hour_and_minute
from scheduler.reading.cells.moments import Moment
from scheduler.reading.cells.normal_text import LONGEST_DATES, half_width
from scheduler.reading.cells.values import Unreadable

if TYPE_CHECKING:
    from scheduler.reading.cells.moments import RangeStart, Span
    from scheduler.reading.cells.named_cells import Cell

_WEEKDAY = r"\s*+\(?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])\)?"
_DATE = (
    r"(?:(?P<y1>\d{4})\s*+[-/.年]\s*+(?P<m1>\d{1,2})\s*+[-/.月]\s*+(?P<d1>\d{1,2})(?!\d)\s*+[日号]?"
    r"|(?P<y2>\d{4})(?P<m2>\d{2})(?P<d2>\d{2})(?!\d)"
    r"|(?P<m3>\d{1,2})\s*+月\s*+(?P<d3>\d{1,2})(?!\d)\s*+[日号]?"
    r"|(?P<m4>\d{1,2})[./](?P<d4>\d{1,2})(?!\d|\.|/(?!\d{1,2}[.月]\d))"
    r"|(?P<d5>\d{1,2})\s*+[日号](?!\d))"
)
_MOMENT = re.compile(rf"{_DATE}(?:{_WEEKDAY})?(?:{TIME})?")
_DAY_ALONE = re.compile(r"(?P<d5>\d{1,2})(?!\d)")
_TIME_ALONE = re.compile(TIME)
MOST_DATES = 62

# 12-07 at the end of a range that begins with a whole date.
_SHORT = re.compile(r"(?P<m6>\d{1,2})-(?P<d6>\d{1,2})(?![\d:-])")
_NEXT_DAY = re.compile(r"\s*(?:(次日|翌日|第二天)|当天|当日|同日)\s*")
_NEXT_YEAR = re.compile(r"(?:次年|翌年|第二年)\s*")
_WEEKDAY_FIRST = re.compile(r"((?:周|星期|礼拜)[一二三四五六日天])\s*\(([^()]*)\)")
_DASH = re.compile(r"\s*+起?\s*+(?:[-–—~]+|至|到)\s*+")
_DAYS = r"(\d{1,3}(?:\.[05])?)\s*+天"
_COUNT = re.compile(
    rf"\s*+[、,;。]?\s*+(?:\(共?计?\s*+{_DAYS}\)|共计?\s*+{_DAYS}|(?<=[\s日号]){_DAYS})$"
)
_WRAPPED = re.compile(r"^\(([^()]*)\)$")
# What kind of leave it is has a column of its own and no effect.
_KIND = re.compile(
    r"[\s、,;]*\(?(?:(?:年|年休|病|事|婚|产|陪产|丧|公|探亲|工伤|调休)假|年休|调休)\)?$"
)
_DAYS_ONLY = re.compile(r"[\d\s、,;和及与–—~至到-]+[日号]")
# Between two dates or ranges; a space or slash only between ranges, of which a second follows:
# 12.5 12.7 may be a range itself.
_COMMA = re.compile(
    r"(?:\s*(?:[、,;。和及与另+&\n]|以及))+\s*[自从]?\s*|(?:\s+|\s*/\s*)(?=\d{1,4}[-/.年月]\d)"
)
_CLOSED = re.compile(r"止(?=\s*(?:[、,;。\n]|$))")
_DAY_FIRST = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}")


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
    written = clock_words(half_width(cell.value))
    written = _KIND.sub("", _WRAPPED.sub(r"\1", written))
    if led := _WEEKDAY_FIRST.fullmatch(written):
        written = f"{led[2]}({led[1]})"
    text = _CLOSED.sub("", written).lstrip("自从").rstrip("、,;。 ")
    counted = _COUNT.search(text)
    dated = _CLOSED.sub("", _COUNT.sub("", text))
    spans = _DateReader(cell, dated, middle, start).spans()
    halved = written[:1] in "自从" or _CLOSED.search(written)
    if halved and start is None and any(first is last for first, last in spans):
        raise Unreadable(f"「{cell.shown}」没有写全从哪天到哪天，请写成 12月5日-7日")
    days = sum((last.on - first.on).days + 1 for first, last in spans)
    halves = sum((last.finish() - first.begin()) / (DAY / 2) for first, last in spans)
    if counted and float(counted[1] or counted[2] or counted[3]) not in (days, halves / 2):
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
    ``at`` is the last clock time of that date and ``part`` its part of the day; ``ends`` tells
    whether the text is the end of a range.
    """

    def __init__(
        self, cell: Cell, text: str, middle: date | None, start: RangeStart | None
    ) -> None:
        self.cell, self.text, self.middle = cell, text, middle
        self.place = 0
        self.ends = start is not None
        self.part = ""
        self.at: time | None = None
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
            if not (between := self._take(_COMMA)):
                raise self._unclear()
            spans.append(self._span())
            single = any(first is last for first, last in spans[-2:])
            if single and between[0].strip(" \t/") == "":
                raise self._unclear()
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
        if first is not None and (day := self._take(_NEXT_DAY)):
            on, clock = first.on + DAY * bool(day[1]), self._take(_TIME_ALONE)
            self.last, self.at = on, None if day[1] else self.at
            return self._timed(on, clock, last=True) if clock else Moment(on)
        match = self._take(_MOMENT)
        if match is None and first is not None and first.at is None and self.full:
            match = self._take(_SHORT)
        if match is None and self.last and (clock := self._take(_TIME_ALONE)):
            return self._timed(first.on if first else self.last, clock, last=first is not None)
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
        self.part, self.at = "", None
        return self._timed(on, match, last=first is not None) if "hour" in parts else Moment(on)

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

    def _timed(self, on: date, match: re.Match[str], *, last: bool) -> Moment:
        """Return a date with the clock time or half day of a match, if it has one."""
        if not match["hour"]:
            return Moment(on, half=match["half"] or "")
        shown, ends = self.cell.shown, last or self.ends
        hour, minute = hour_and_minute(match, shown, self.part, self.at)
        # 下午2点-5点: the part of the day of the first time holds for the second too.
        self.part = match["part"] or self.part
        if ends and hour == 0 and self.part == "凌晨":
            text = f"「{shown}」到凌晨{hour}点为止，看不准是哪一天，请写成前一天的 24:00"
            raise Unreadable(text)
        if not minute and (hour == 0 or (hour == 24 and ends)):
            # A cell whose time is 00:00 is a date, and a date as end lasts to 24:00.
            return Moment(on)
        if hour == 24:
            raise Unreadable(f"「{shown}」里没有24:00这个开始的时刻，请写成后一天")
        self.at = time(hour, minute, int(match["second"] or 0))
        return Moment(on, self.at).settled()

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        match = pattern.match(self.text, self.place)
        if match:
            self.place = match.end()
        return match

    def _unclear(self) -> Unreadable:
        return Unreadable(f"「{self.cell.shown}」不是确定的日期，请写成 2026-12-01")
