"""A roster as an iCalendar file, for the centre or for one person."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from constraints.domain import POST
from scheduler.clock import now
from scheduler.errors import UsageError
from scheduler.files import is_plain_name, write_whole
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.reading.cells.normal_text import normalised
from scheduler.reading.centre_identity import recorded_identity
from scheduler.reading.files.open import open_book
from scheduler.reading.roster_book import is_roster, read_roster
from scheduler.reading.tables.layout import GAP

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.ledger.revision import Revision
    from scheduler.reading.roster_book import VisibleRoster

ZONE = ZoneInfo("Asia/Shanghai")
HANDOVER, HOURS = "08:30", "24"


def export(path: Path, person: str = "", output: Path | None = None) -> tuple[Path, int]:
    """Write a roster workbook as iCalendar; return where, and the number of duties.

    Parameters
    ----------
    path
        A roster workbook.
    person
        Whose duties; default everybody's. Duties that an earlier revision gave them and this one
        does not are in it as cancelled, so that importing it takes them away.
    output
        Default beside the roster.

    Raises
    ------
    UsageError
        If the roster does not know the person.
    """
    if not is_roster(open_book(path)):
        raise UsageError(f"{path.name} 不是值班表；请写已发布的 值班安排表-…-vN.xlsx 或草案")
    visible = read_roster(path, now().date())
    recorded = Ledger(path.with_name(LEDGER_FILE)).revisions()
    names = {on: visible.name(on) for on in visible.cells}
    wanted = normalised(person)
    lost = _lost(recorded, visible, wanted) if wanted else {}
    if wanted and wanted not in names.values() and not lost:
        known = "、".join(sorted({name for name in names.values() if name != GAP}))
        raise UsageError(f"{path.name} 里没有「{person}」的班；有班的是 {known}")
    calendar = Calendar()
    calendar.add("prodid", "-//zhiban//roster//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    own = {on: name for on, name in sorted(names.items()) if wanted in ("", name) and name != GAP}
    owner = _owner(path, visible, recorded)
    for on in own:
        calendar.add_component(_event(path, visible, on, visible.cells[on].shown, owner))
    for on, name in sorted(lost.items()):
        event = _event(path, visible, on, name, owner)
        event.add("status", "CANCELLED")
        calendar.add_component(event)
    calendar.add_missing_timezones()
    name = f"{path.stem}-{person}.ics" if person else f"{path.stem}.ics"
    if not output and not is_plain_name(name):
        raise UsageError(f"「{person}」不能用在文件名里，请用 -o 写明写到哪个文件")
    target = output or path.with_name(name)
    return write_whole(target, calendar.to_ical()), len(own)


def _owner(path: Path, visible: VisibleRoster, recorded: list[Revision]) -> str:
    """Return what stands for centre and post in every UID.

    A published workbook says whose it is wherever it lies; a draft is of the ledger beside it.
    """
    origin, known = visible.origin, recorded_identity(path, recorded) if recorded else ""
    own = origin.get("identity", "")
    stated = (own, known) if visible.published else (known, own)
    named = origin.get("centre") or path.resolve().parent.name
    centre = next((one for one in stated if one), named)
    return hashlib.sha256(f"{centre}|{origin.get('post', POST)}".encode()).hexdigest()[:16]


def _event(path: Path, visible: VisibleRoster, on: date, name: str, owner: str) -> Event:
    origin = visible.origin
    centre = origin.get("centre") or path.resolve().parent.name
    hour, minute = map(int, origin.get("handover", HANDOVER).split(":"))
    start = datetime(on.year, on.month, on.day, hour, minute, tzinfo=ZONE)
    event = Event()
    event.add("uid", f"{on.isoformat()}-{owner}@zhiban")
    event.add("sequence", _number(visible))
    event.add("dtstamp", datetime.fromtimestamp(int(path.stat().st_mtime), UTC))
    event.add("dtstart", start)
    event.add("dtend", start + timedelta(hours=float(origin.get("hours", HOURS))))
    event.add("summary", f"值班：{name}")
    event.add("location", centre)
    return event


def _number(visible: VisibleRoster) -> int:
    return visible.base


def _lost(recorded: list[Revision], visible: VisibleRoster, wanted: str) -> dict[date, str]:
    """Return the dates that an earlier revision gave to the person and the roster does not."""
    number, month = _number(visible), visible.month
    earlier = [one for one in recorded if one.month == month and one.number < max(1, number)]
    had = {
        seat.start.date(): seat.name
        for one in earlier
        for seat in one.seats
        if normalised(seat.name) == wanted
    }
    return {on: name for on, name in had.items() if visible.name(on) != wanted}
