"""Times of day as people say them: 8点半, 早上9点, 24:00; what is not certain is refused."""

from __future__ import annotations

import re
from datetime import MAXYEAR, datetime, time, timedelta
from typing import TYPE_CHECKING

from constraints.domain import DAY, MIDNIGHT
from scheduler.reading.cells.normal_text import half_width
from scheduler.reading.cells.values import Unreadable

if TYPE_CHECKING:
    from scheduler.reading.cells.named_cells import Cell

NOON = time(12)
LAST_MINUTE = time(23, 59)
# Web pages of Shanghai export local mean time, 5 min 43 s off, or its 43 seconds alone.
DRIFT = timedelta(minutes=6)

# What each written hour means. An hour that is missing contradicts the word, or nobody can tell
# which day or which half of the day is meant: 晚上1点, 半夜12点, and 上午12:00, which Excel writes
# for midnight and people for noon.
_AFTER_MIDNIGHT = {hour: hour for hour in range(7)}
_MORNING = {hour: hour for hour in range(1, 12)}
_NOON = {11: 11, 12: 12, 13: 13, 14: 14, 1: 13, 2: 14}
_AFTERNOON = {hour: hour % 12 + 12 for hour in range(1, 24)}
_DUSK = {hour: hour % 12 + 12 for hour in (*range(4, 9), *range(16, 21))}
_EVENING = {hour: hour % 12 + 12 for hour in (*range(5, 12), *range(17, 24))} | {24: 24}
_NIGHT = {hour: hour % 12 + 12 for hour in (*range(8, 12), *range(20, 24))} | {24: 24}
_HOURS: dict[str, dict[int, int]] = {
    "凌晨": _AFTER_MIDNIGHT,
    **{word: _MORNING for word in ("清晨", "清早", "早晨", "早上", "早")},
    "上午": {0: 0} | _MORNING,
    **{word: _NOON for word in ("中午", "正午")},
    **{word: _AFTERNOON for word in ("下午", "午后")},
    "傍晚": _DUSK,
    **{word: _EVENING for word in ("晚上", "晚间", "夜晚", "晚")},
    **{word: _NIGHT for word in ("夜里", "夜间", "深夜", "半夜", "午夜")},
}
_MINUTES = {"": 0, "整": 0, "半": 30, "1刻": 15, "一刻": 15, "3刻": 45, "三刻": 45}
_PARTS = "|".join(sorted(_HOURS, key=len, reverse=True))
# Groups part, hour, minute, second; or half for 上午, 下午, 全天 alone. White space is possessive:
# a thousand spaces would be divided among the groups in every way there is.
TIME = (
    rf"[T\s,]*+\(?(?:(?P<part>{_PARTS})?\s*+(?P<hour>\d{{1,2}})\s*+(?::\s*+|[点时])"
    r"(?P<minute>\d{2}(?!\d|\s*+月)|\d(?=分)|半|整|[1一3三]刻)?分?"
    r"(?::(?P<second>\d{2})(?:\.\d+)?|\d{2}秒)?"
    r"|(?P<half>上午|下午|全天))\)?(?:\s*+\(?(?:GMT|UTC)?\+0?8(?::?00)?\)?)?"
)
_TIME = re.compile(TIME)
_ENGLISH = re.compile(r"(\d{1,2}(?::\d{2}){1,2})\s*([AaPp])\.?[Mm]\b\.?")


def clock_words(text: str) -> str:
    """Return a text in half width with its times of day in the words that are read here."""
    text = text.replace("半天", "午").replace("午午", "午").replace("两点", "2点")
    return _ENGLISH.sub(lambda m: ("下午" if m[2] in "Pp" else "上午") + m[1], text)


def settled(moment: datetime) -> datetime:
    """Return a moment without the seconds by which an export may be off.

    Within minutes of midnight it is that midnight, beside five full minutes these. The last
    second of a day is left: that is how a day is closed.
    """
    if not moment.second:
        return moment
    day = datetime.combine(moment, MIDNIGHT)
    if moment - day <= DRIFT:
        return day
    if moment.second < 59 and DAY - (moment - day) <= DRIFT and moment.year < MAXYEAR:
        return day + DAY
    minutes = round((moment - day) / timedelta(minutes=5)) * timedelta(minutes=5)
    if abs(moment - day - minutes) <= timedelta(minutes=1) and minutes < DAY:
        return day + minutes
    return moment.replace(second=0)


def hour_and_minute(
    match: re.Match[str], shown: str, part: str = "", after: time | None = None
) -> tuple[int, int]:
    """Return what a match of ``TIME`` says, the hour 0 to 24.

    ``part`` is the part of the day that the start of its range has, ``after`` that start:
    下午2点-5点 ends at 17:00, 上午9点-12点 at noon, 晚上8点-12点 at midnight.

    Raises
    ------
    Unreadable
        If there is no such time, or nobody can tell which one it is.
    """
    said = int(match["hour"])
    minute = _MINUTES.get(match["minute"] or "", -1)
    minute = int(match["minute"]) if minute < 0 else minute
    hour: int | None = said
    if match["part"]:
        hour = _HOURS[match["part"]].get(said)
        part = match["part"]
    elif part and said <= 12:
        hour = _HOURS[part].get(said)
        if after and (hour is None or (hour, minute) <= (after.hour, after.minute)):
            later = [h for h in (said, said + 12) if (after.hour, after.minute) < (h, minute)]
            hour = later[0] if later and later[0] < 24 else None
    if hour is None and after and said == 12 and not minute and 24 in _HOURS[part]:
        hour = 24
    if hour is None:
        wrong = "自相矛盾" if said > 12 else "看不准是几点"
        spoken = f"{part}{said}点"
        raise Unreadable(f"「{shown}」里的{spoken}{wrong}，请按 24 小时写，如 14:00")
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise Unreadable(f"「{shown}」里没有{said}:{minute:02}这个时刻；到半夜为止就只写日期")
    return hour, minute


def clock(cell: Cell) -> time:
    """Read a time of day such as 08:30; 24:00 is midnight."""
    value = cell.value
    if isinstance(value, (time, datetime)):
        at = value if isinstance(value, time) else value.time()
        return settled(datetime.combine(datetime.min, at)).time()
    match = _spoken(cell)
    if match is None:
        raise Unreadable(f"「{cell.shown}」不是时刻，请写成 08:30")
    hour, minute = hour_and_minute(match, cell.shown)
    return time(hour % 24, minute)


def clock_after(cell: Cell, since: Cell) -> time:
    """Read the time of day at which what starts at ``since`` ends: 下午2点 to 5点 ends at 17:00."""
    start, end = _spoken(since), _spoken(cell)
    if start is None or end is None or not start["part"] or end["part"]:
        return clock(cell)
    if start["hour"] == end["hour"]:
        raise Unreadable(f"「{cell.shown}」看不准是上午还是下午，请按 24 小时写，如 20:30")
    hour, minute = hour_and_minute(end, cell.shown, start["part"], clock(since))
    return time(hour % 24, minute)


def _spoken(cell: Cell) -> re.Match[str] | None:
    """Return what a text says, if that is a time of day."""
    if isinstance(cell.value, (time, datetime)):
        return None
    match = _TIME.fullmatch(clock_words(half_width(cell.value)))
    return match if match and match["hour"] else None
