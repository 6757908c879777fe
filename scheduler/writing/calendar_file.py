"""A roster as an iCalendar file, for the centre or for one person."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, time, timedelta
from itertools import chain
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from constraints.domain import POST, Slot
from scheduler.clock import now
from scheduler.errors import UsageError
from scheduler.files import is_plain_name, write_whole
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.ledger.revision import TABLE
from scheduler.reading.cells.normal_text import normalised
from scheduler.reading.centre_identity import recorded_identity
from scheduler.reading.files.open import open_book
from scheduler.reading.roster_book import is_roster, read_roster
from scheduler.reading.tables.layout import GAP
from scheduler.reading.wall_text import SEATS

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.ledger.revision import Revision
    from scheduler.reading.visible_roster import VisibleRoster

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
    names = {slot: visible.names_on(slot) for slot in visible.slots}
    wanted = normalised(person)
    lost = _lost(recorded, visible, wanted) if wanted else {}
    everybody = {*chain(*names.values())} - {GAP}
    if wanted and wanted not in everybody and not lost:
        known = "、".join(sorted(everybody))
        raise UsageError(f"{path.name} 里没有「{person}」的班；有班的是 {known}")
    calendar = Calendar()
    calendar.add("prodid", "-//zhiban//roster//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    own = {
        slot: there
        for slot, there in sorted(names.items())
        if (wanted in there if wanted else {*there} - {GAP})
    }
    owner = _owner(path, visible, recorded)
    for slot, there in own.items():
        cell = visible.cells.get(slot)
        shown = cell.shown if cell and len(there) == 1 else SEATS.join(there)
        calendar.add_component(_event(path, visible, slot, shown, owner))
    for slot, name in sorted(lost.items()):
        event = _event(path, visible, slot, name, owner)
        event.add("status", "CANCELLED")
        calendar.add_component(event)
    calendar.add_missing_timezones()
    name = f"{path.stem}-{person}.ics" if person else f"{path.stem}.ics"
    if not output and not is_plain_name(name):
        raise UsageError(f"「{person}」不能用在文件名里，请用 -o 写明写到哪个文件")
    target = output or path.with_name(name)
    return write_whole(target, calendar.to_ical()), len(own)


def _owner(path: Path, visible: VisibleRoster, recorded: list[Revision]) -> str:
    """Return what stands for the centre in every UID.

    A published workbook says whose it is wherever it lies; a draft is of the ledger beside it.
    """
    origin, known = visible.origin, recorded_identity(path, recorded) if recorded else ""
    own = origin.get("identity", "")
    stated = (own, known) if visible.published else (known, own)
    named = origin.get("centre") or path.resolve().parent.name
    return next((one for one in stated if one), named)


def _uid(slot: Slot, owner: str) -> str:
    """Return what names a duty for good; that of the first shift without its name."""
    digest = hashlib.sha256(f"{owner}|{slot.post}".encode()).hexdigest()[:16]
    which = f"-{hashlib.sha256(slot.shift.encode()).hexdigest()[:8]}" if slot.shift else ""
    return f"{slot.date.isoformat()}{which}-{digest}@zhiban"


def _span(visible: VisibleRoster, slot: Slot) -> tuple[datetime, datetime]:
    """Return from when to when a duty is, as the workbook or else the procedure says."""
    if span := visible.spans.get(slot):
        return span
    hour, minute = map(int, visible.origin.get("handover", HANDOVER).split(":"))
    start = datetime.combine(slot.date, time(hour, minute))
    return start, start + timedelta(hours=float(visible.origin.get("hours", HOURS)))


def _event(path: Path, visible: VisibleRoster, slot: Slot, name: str, owner: str) -> Event:
    centre = visible.origin.get("centre") or path.resolve().parent.name
    start, end = _span(visible, slot)
    event = Event()
    event.add("uid", _uid(slot, owner))
    event.add("sequence", _number(visible))
    event.add("dtstamp", datetime.fromtimestamp(int(path.stat().st_mtime), UTC))
    event.add("dtstart", start.replace(tzinfo=ZONE))
    event.add("dtend", end.replace(tzinfo=ZONE))
    what = "值班" if slot.post == POST else slot.post
    which = slot.shift if slot.shift != slot.post else ""
    event.add("summary", f"{what}{which and f'（{which}）'}：{name}")
    event.add("location", centre)
    return event


def _number(visible: VisibleRoster) -> int:
    return visible.base


def _lost(recorded: list[Revision], visible: VisibleRoster, wanted: str) -> dict[Slot, str]:
    """Return the duties that an earlier revision gave to the person and the roster does not."""
    number, month = _number(visible), visible.month
    table = visible.origin.get("table", TABLE)
    earlier = [one for one in recorded if (one.month, one.table) == (month, table)]
    earlier = [one for one in earlier if one.number < max(1, number)]
    had = {
        Slot(seat.start.date(), post.post, seat.shift): seat.name
        for one in earlier
        for post in one.posts
        for seat in post.seats
        if normalised(seat.name) == wanted
    }
    return {slot: name for slot, name in had.items() if wanted not in visible.names_on(slot)}
