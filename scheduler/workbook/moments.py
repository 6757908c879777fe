"""What a text says of time: dates, clock times, half days, ranges and lists, left to right."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, NamedTuple

from constraints.calendar import WEEKDAYS
from constraints.domain import DAY, MIDNIGHT
from scheduler.workbook.cells import Unreadable

if TYPE_CHECKING:
    from scheduler.workbook.cell import Cell

NOON = time(12)

_TIME = (
    r"[T\s]*\(?(?:(?P<part>上午|下午|中午|晚上|早上|晚)?\s*(?P<hour>\d{1,2})[:点时]"
    r"(?P<minute>\d{2}|半)?分?(?P<second>:\d{2}(?:\.\d+)?)?"
    r"|(?P<half>上午|下午|全天))\)?\s*(?:\(?(?:GMT|UTC)?\+0?8(?::?00)?\)?)?"
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]+")
_NUMERALS = re.compile(r"[〇零一二三四五六七八九十廿]+(?=[年月日号点时天])")
_DIGITS = "〇一二三四五六七八九"
_WEEKDAY = r"\s*\(?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])\)?"
_DATE = (
    r"(?:(?P<y1>\d{4})\s*[-/.年]\s*(?P<m1>\d{1,2})\s*[-/.月]\s*(?P<d1>\d{1,2})(?!\d)\s*[日号]?"
    r"|(?P<y2>\d{4})(?P<m2>\d{2})(?P<d2>\d{2})(?!\d)"
    r"|(?P<m3>\d{1,2})\s*月\s*(?P<d3>\d{1,2})(?!\d)\s*[日号]?"
    r"|(?P<m4>\d{1,2})[./](?P<d4>\d{1,2})(?![\d./])"
    r"|(?P<d5>\d{1,2})\s*[日号](?!\d))"
)
_MOMENT = re.compile(rf"{_DATE}(?:{_WEEKDAY})?(?:{_TIME})?")
_BARE_DAY = re.compile(r"(?P<d5>\d{1,2})(?!\d)")
_BARE_TIME = re.compile(_TIME)
MOST = 62
LONGEST = 1_000

_DASH = re.compile(r"\s*起?\s*(?:[-–—~]+|至|到)\s*")
_COUNT = re.compile(r"\s*[、,]?\s*(?:\(共?\s*(\d{1,3})\s*天\)|共\s*(\d{1,3})\s*天)$")
_DAYS_ONLY = re.compile(r"[\d\s、,;和–—~至到-]+[日号]")
_COMMA = re.compile(r"\s*[、,;和\n]\s*")
_DAY_FIRST = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as written, with the clock time or half day (上午, 下午, 全天) if one stands there."""

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


class Start(NamedTuple):
    """The date that an end belongs to, and whether its year was written."""

    on: date
    told: bool


def plain(value: object) -> str:
    """Return a text in half width and Arabic digits, without what nobody sees."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", str(value))).strip()
    return _NUMERALS.sub(_spelt, text) if len(text) <= LONGEST else text


def _spelt(match: re.Match[str]) -> str:
    """Return 十二月 and 二〇二六年 in digits; a weekday such as 周日 is left alone."""
    word = match[0].replace("零", "〇").replace("廿", "二十")
    if "十" not in word:
        return "".join(str(_DIGITS.index(digit)) for digit in word)
    tens, _, ones = word.partition("十")
    if "十" in ones or len(tens) > 1 or len(ones) > 1:
        return match[0]
    return f"{_DIGITS.index(tens) if tens else 1}{_DIGITS.index(ones) if ones else 0}"


def read_text(cell: Cell, middle: date, start: Start | None = None) -> list[Span]:
    """Return every date or range that a cell of text speaks of.

    ``start`` is the date that stands before it, if it is the end of something.

    Raises
    ------
    Unreadable
        If it says anything else, or contradicts itself.
    """
    if len(str(cell.value)) > LONGEST:
        raise Unreadable(f"「{cell.shown}」太长,一格最多 {MOST} 个日期")
    text = plain(cell.value).removesuffix("止").lstrip("自从")
    counted = _COUNT.search(text)
    spans = _Reader(cell, _COUNT.sub("", text).removesuffix("止"), middle, start).spans()
    days = sum((last.on - first.on).days + 1 for first, last in spans)
    if counted and days != int(counted[1] or counted[2]):
        raise Unreadable(f"「{cell.shown}」写的天数与日期({days} 天)对不上,请改正")
    return spans


def real(cell: Cell, year: int, month: int, day: int) -> date:
    """Return a date, or say that there is none."""
    try:
        return date(year, month, day)
    except ValueError:
        raise Unreadable(f"「{cell.shown}」里没有{month}月{day}日这一天,请改正") from None


class _Reader:
    """Walks one text from left to right."""

    def __init__(self, cell: Cell, text: str, middle: date, start: Start | None) -> None:
        self.cell, self.text, self.middle = cell, text, middle
        self.place = 0
        self.last: date | None = start.on if start else None
        self.told: date | None = start.on if start and start.told else None

    def spans(self) -> list[Span]:
        if _DAY_FIRST.fullmatch(self.text):
            raise Unreadable(f"「{self.cell.shown}」分不清日和月,请写成 2026-12-01")
        self._borrow_month()
        found = [self._span()]
        while self.place < len(self.text):
            if len(found) == MOST:
                raise Unreadable(f"「{self.cell.shown}」写了太多日期,一格最多 {MOST} 个")
            if not self._take(_COMMA):
                raise self._unclear()
            found.append(self._span())
        return found

    def _borrow_month(self) -> None:
        """Let 20、22、24日 stand for days of the month around ``middle``."""
        if self.last is None and _DAYS_ONLY.match(self.text):
            self.last = self.middle

    def _span(self) -> Span:
        first = self._moment()
        if first is None:
            raise self._unclear()
        if not self._take(_DASH):
            return first, first
        second = self._moment(first)
        if second is None:
            raise self._unclear()
        return first, second

    def _moment(self, first: Moment | None = None) -> Moment | None:
        """Read a date, or after ``first`` also a bare time of the same day."""
        match = self._take(_MOMENT)
        if match is None and first is not None and (clock := self._take(_BARE_TIME)):
            return Moment(first.on, *self._clock(clock, last=True))
        if match is None and self.last and (match := self._take(_BARE_DAY)) and first and first.at:
            raise Unreadable(f"「{self.cell.shown}」的结束看不出是几点还是几日,请写成 17:00")
        if match is None:
            return None
        parts = match.groupdict()
        on = self._date(parts)
        self.last = on
        weekday = parts.get("weekday")
        if weekday and WEEKDAYS[on.weekday()] != weekday.replace("天", "日"):
            raise Unreadable(f"「{self.cell.shown}」:{on} 是周{WEEKDAYS[on.weekday()]},请核对")
        timed = "hour" in parts
        return Moment(on, *(self._clock(match, last=first is not None) if timed else (None, "")))

    def _date(self, parts: dict[str, str | None]) -> date:
        found = {key[0]: int(text) for key, text in parts.items() if text and key[1:].isdigit()}
        if "y" in found:
            self.told = real(self.cell, found["y"], found["m"], found["d"])
            return self.told
        if "m" not in found:
            if self.last is None:
                raise self._unclear()
            return real(self.cell, self.last.year, self.last.month, found["d"])
        if self.told:
            # After a date with a year: in that year, or in the next if it goes over New Year's.
            year = self.told.year + (found["m"] < self.told.month)
            return real(self.cell, year, found["m"], found["d"])
        possible = []
        for year in range(self.middle.year - 1, self.middle.year + 2):
            try:
                possible.append(date(year, found["m"], found["d"]))
            except ValueError:
                continue
        if not possible:
            raise Unreadable(
                f"「{self.cell.shown}」里没有{found['m']}月{found['d']}日这一天,请改正"
            )
        return min(possible, key=lambda on: abs(on - self.middle))

    def _clock(self, match: re.Match[str], *, last: bool) -> tuple[time | None, str]:
        if not match["hour"]:
            return None, match["half"] or ""
        hour = int(match["hour"])
        minute = 30 if match["minute"] == "半" else int(match["minute"] or 0)
        if match["part"] in ("下午", "晚上", "晚") and hour <= 12:
            hour += 12 * (hour < 12 or match["part"] != "下午")
        if not minute and (hour == 0 or (hour == 24 and last)):
            # A cell whose time is 00:00 is a date, and a date as end lasts to 24:00.
            return None, ""
        if hour > 23 or minute > 59:
            said = f"「{self.cell.shown}」里没有{hour}:{minute:02}这个时刻"
            raise Unreadable(f"{said};到半夜为止就只写日期")
        return time(hour, minute), ""

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        match = pattern.match(self.text, self.place)
        if match:
            self.place = match.end()
        return match

    def _unclear(self) -> Unreadable:
        return Unreadable(f"「{self.cell.shown}」不是确定的日期,请写成 2026-12-01")
