"""Which days are holidays: announced, estimated, or declared by the centre itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from constraints.calendar import SATURDAY, Calendar, Day, DayKind, dates
from constraints.domain import DAY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# 1 to 3 October are named by date; the days round the lunar New Year by the calendar.
_NATIONAL = ((10, 1), (10, 2), (10, 3))
_LUNAR = ((-1, "除夕"), (0, "初一"), (1, "初二"), (2, "初三"))
_LUNAR_MONTHS = (1, 2)
_BRACKET = "\uff08"
_CHINESE = {
    "Spring Festival": "春节",
    "New Year's Day": "元旦",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
}


@dataclass(frozen=True, slots=True)
class OfficialCalendar:
    """The calendar of a stretch of dates.

    ``announced`` tells whether the official notice for the month's year is known, ``estimated``
    which special days of the stretch rest on the rules alone.
    """

    calendar: Calendar
    announced: bool
    estimated: frozenset[date]


def build_calendar(
    first: date, end: date, declared: Mapping[date, Day], month: date
) -> OfficialCalendar:
    """Return the calendar of ``[first, end)``: declared days over announced over estimated ones.

    Festivals are named in the year of ``month`` and the one before.
    """
    rows: dict[date, Day] = {}
    estimated: set[date] = set()
    announced = True
    for year in range(first.year, end.year + 1):
        inside = dates(max(first, date(year, 1, 1)), min(end, date(year + 1, 1, 1)))
        special = _announced(year, inside)
        if special is None:
            special = _estimate(year, inside)
            estimated |= special.keys() - declared.keys()
            announced &= year != month.year
        rows |= special
    festivals = _festivals(month.year, month.month) | _festivals(month.year - 1, month.month)
    calendar = Calendar(rows | dict(declared), festivals)
    return OfficialCalendar(calendar, announced, frozenset(estimated))


def calendars(declared: Mapping[date, Day], month: date) -> Callable[[int], Calendar]:
    """Return what gives the calendar of a year, made when it is asked for."""

    @cache
    def calendar(year: int) -> Calendar:
        return build_calendar(date(year, 1, 1), date(year + 1, 1, 1), declared, month).calendar

    return calendar


def is_day_off(calendar: Callable[[int], Calendar], on: date) -> bool:
    """Tell whether nobody works on a date but those on duty."""
    return calendar(on.year).kind(on) in (DayKind.REST, DayKind.HOLIDAY)


def _announced(year: int, inside: list[date]) -> dict[date, Day] | None:
    """Return the announced special days, or None if the year is not announced."""
    import chinese_calendar

    holidays, workdays = chinese_calendar.holidays, chinese_calendar.workdays
    if not any(on.year == year for on in holidays):
        return None
    special: dict[date, Day] = {}
    statutory: dict[date, str] = {}
    for on in inside:
        if on in holidays:
            # The notice says which days are off; the law says which of them are paid threefold.
            statutory = statutory or {on: n for on, n in _lawful(year).items() if not _added(n)}
            name = _CHINESE.get(holidays[on], holidays[on])
            kind = DayKind.HOLIDAY if on in statutory else DayKind.REST
            special[on] = Day(kind, statutory.get(on, f"{name}放假"))
        elif on in workdays:
            special[on] = Day(DayKind.ADJUSTED, "调休上班")
    return special


def _estimate(year: int, inside: list[date]) -> dict[date, Day]:
    """Return the statutory days of a year without notice, and those the rules add to them."""
    if inside == [date(year, 1, 1)]:
        # December's last duty reaches into it every year: not worth loading the rules for.
        return {date(year, 1, 1): Day(DayKind.HOLIDAY, "元旦")}
    special = {}
    for on, name in _lawful(year).items():
        if on in inside:
            kind = DayKind.REST if _added(name) else DayKind.HOLIDAY
            special[on] = Day(kind, name.split(_BRACKET)[0] + "补假" * _added(name))
    return special


def _added(name: str) -> bool:
    """Tell whether a day is off by arrangement (补假, 调休, 延长) and not by law."""
    return _BRACKET in name or "延长" in name


def _lawful(year: int) -> Mapping[date, str]:
    import holidays

    named: Mapping[date, str] = holidays.country_holidays("CN", years=year, language="zh_CN")
    return {
        on: name.removeprefix("农历").replace("; ", "、")
        for on, name in named.items()
        if on.year == year
    }


def festivals_of(year: int) -> dict[date, str]:
    """Return the seven named days of a year in order, with the names that the calendar gives."""
    return _festivals(year, _LUNAR_MONTHS[0]) | _festivals(year, _NATIONAL[0][0])


def _festivals(year: int, month: int) -> dict[date, str]:
    festivals = {date(year, m, d): f"{m}月{d}日" for m, d in _NATIONAL if m == month}
    if month in _LUNAR_MONTHS:
        first = min(on for on, name in _lawful(year).items() if name.startswith("春节"))
        festivals |= {first + shift * DAY: name for shift, name in _LUNAR}
    return festivals


def ordinary(on: date, day: Day) -> bool:
    """Tell whether a date is what its weekday says."""
    weekend = on.weekday() >= SATURDAY
    return day.kind is (DayKind.REST if weekend else DayKind.WORKDAY)
