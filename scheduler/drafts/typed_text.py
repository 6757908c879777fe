"""What people typed on a wall sheet, carried from one workbook of the month to the next."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from constraints.calendar import zh_date
from scheduler.errors import Message, ZhibanError
from scheduler.files import read_plain
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.ledger.recovery import INSIDE
from scheduler.reading.cells.normal_text import one_line
from scheduler.reading.roster_book import read_published, read_roster
from scheduler.reading.slot_label import BETWEEN
from scheduler.reading.wall_text import HEADING, PERSON, PHONE, REMARK, is_person_column
from scheduler.settings import Phones
from scheduler.writing.wall_sheet import SUBSTITUTES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from constraints.domain import Assignment, Slot
    from scheduler.ledger.revision import Revision
    from scheduler.reading.visible_roster import VisibleRoster
    from scheduler.reading.wall_text import Place, Texts, Typed
    from scheduler.reporting.outcome import Draft
    from scheduler.settings import Settings

MOST_NAMED = 5
_LINES = {"title": "标题", "hotline": "热线", "hours": "值班时间一行", HEADING: "列名"}


def with_texts(draft: Draft, texts: Texts, stood: Assignment) -> Draft:
    """Return a draft that carries typed text, and says which of it has lost its place.

    ``stood`` are the people of the roster that the text comes from.
    """
    now = draft.assignment
    changed = {slot.date for slot, keys in now.items() if stood.get(slot, ()) != keys}
    dropped = []
    for (row, column), one in texts.items():
        on = _date(row)
        moved = _is_personal(column) and on in changed
        if (moved or column in _hidden(draft.centre.settings)) and one.text:
            dropped.append((row, column))
    kept = {place: one for place, one in texts.items() if place not in dropped}
    messages = [Message("not-carried", "warning", _lost(p, texts[p])) for p in dropped]
    return replace(draft, texts=kept, messages=(*draft.messages, *messages))


def _lost(place: Place, typed: Typed) -> str:
    """Say why a text was not carried."""
    text = f"{where(place)}写的「{one_line(typed.text)}」没有带过来"
    if _is_personal(place[1]) and place[0] != HEADING:
        return f"{text}：这天换了人值班"
    return f"{text}：现在不印「{place[1]}」这一列"


def _is_personal(column: str) -> bool:
    """Tell whether a column speaks of the person and not of the day, as words behind a name."""
    return column == PHONE or is_person_column(column)


def _hidden(settings: Settings) -> set[str]:
    """Return the columns that the settings leave out."""
    left = {PHONE} if settings.phones is Phones.HIDDEN else set()
    return left if settings.show_substitutes else left | {SUBSTITUTES}


def published_texts(data: Path, revision: Revision) -> Texts:
    """Return what is typed on a published wall sheet, by the workbook that the ledger keeps."""
    kept = published_workbook(data, revision)
    return kept.texts if kept else {}


def printed_gap_reasons(data: Path, revision: Revision) -> dict[date, str]:
    """Return what stands in brackets behind the gaps of a published wall sheet, by date."""
    kept = published_workbook(data, revision)
    reasons = {}
    for row, columns in (kept.record if kept else {}).items():
        on, said = _date(row), columns.get(REMARK, {}).get("gap", "")
        if on and said:
            reasons[on] = said.partition("（")[2].removesuffix("）")
    return reasons


def edited_duties(data: Path, revision: Revision) -> tuple[Slot, ...]:
    """Return the duties whose people somebody had chosen by hand before they were published."""
    kept = published_workbook(data, revision)
    return tuple(sorted(kept.kept)) if kept else ()


def published_workbook(data: Path, revision: Revision) -> VisibleRoster | None:
    """Return the inside workbook of a revision as the ledger keeps it."""
    contents = Ledger(data.with_name(LEDGER_FILE)).contents(revision)
    for name, content in contents.items():
        if name.endswith(INSIDE):
            return read_published(data.with_name(name), content, revision.month)
    return None


def written_since(data: Path, revision: Revision) -> tuple[Message, ...]:
    """Name what was written on published workbooks afterwards: no later draft will have it."""
    held, messages = published_texts(data, revision), []
    for name, digest in revision.documents:
        path = data.with_name(name)
        if not path.is_file() or hashlib.sha256(read_plain(path)).hexdigest() == digest:
            continue
        try:
            visible = read_roster(path, revision.month)
        except ZhibanError:
            continue  # doctor says what is wrong with it.
        days = [f"{zh_date(slot.date)}值班人" for slot in visible.renamed()]
        if places := [*days, *in_words(visible.typed(held)), *visible.left]:
            more = "等" if len(places) > MOST_NAMED else ""
            text = (
                f"发布以后这份表上又写了字（{'、'.join(places[:MOST_NAMED])}{more}），"
                "没有带到草案里；要留的请写到草案上，再发布"
            )
            messages.append(Message("written-since", "warning", text, name))
    return tuple(messages)


def in_words(places: Iterable[Place]) -> list[str]:
    """Name the places where something is typed, days first as they come."""
    return list(dict.fromkeys(map(where, places)))


def where(place: Place) -> str:
    """Name a place on the wall sheet."""
    row, column = place
    on = _date(row)
    if column.startswith("+"):
        return "加的列"
    if "+" in row:
        return "加的行"
    if on is None:
        return _LINES.get(row, "表下的说明")
    whose = "值班人" if column == PERSON else column.replace(BETWEEN, "")
    return f"{zh_date(on)}{whose}{'后面' if is_person_column(column) else ''}"


def _date(row: str) -> date | None:
    try:
        return date.fromisoformat(row.partition("+")[0])
    except ValueError:
        return None
