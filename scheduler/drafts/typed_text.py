"""What people typed on a wall sheet, carried from one workbook of the month to the next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from constraints.calendar import zh_date
from scheduler.errors import Message
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.ledger.recovery import INSIDE
from scheduler.reading.cells.normal_text import one_line
from scheduler.reading.roster_book import read_published
from scheduler.reading.wall_text import HEADING, PERSON, PHONE
from scheduler.settings import Phones
from scheduler.writing.provenance import people_by_date
from scheduler.writing.wall_sheet import SUBSTITUTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from scheduler.ledger.revision import Revision
    from scheduler.reading.wall_text import Place, Texts, Typed
    from scheduler.reporting.outcome import Draft
    from scheduler.settings import Settings

# A telephone and words behind a name speak of the person, not of the day.
PERSONAL = frozenset([PERSON, PHONE])
_LINES = {"title": "标题", "hotline": "热线", "hours": "值班时间一行", HEADING: "列名"}


def with_texts(draft: Draft, texts: Texts, people: Mapping[date, str]) -> Draft:
    """Return a draft that carries typed text, and says which of it has lost its place.

    ``people`` are those of the roster that the text comes from, by date.
    """
    now = people_by_date(draft)
    dropped = []
    for (row, column), one in texts.items():
        on = _date(row)
        moved = column in PERSONAL and on is not None and now.get(on) != people.get(on)
        if (moved or column in _hidden(draft.centre.settings)) and one.text:
            dropped.append((row, column))
    kept = {place: one for place, one in texts.items() if place not in dropped}
    messages = [Message("not-carried", "warning", _lost(p, texts[p])) for p in dropped]
    return replace(draft, texts=kept, messages=(*draft.messages, *messages))


def _lost(place: Place, typed: Typed) -> str:
    """Say why a text was not carried."""
    text = f"{where(place)}写的「{one_line(typed.text)}」没有带过来"
    if place[1] in PERSONAL and place[0] != HEADING:
        return f"{text}：这天换了人值班"
    return f"{text}：现在不印「{place[1]}」这一列"


def _hidden(settings: Settings) -> set[str]:
    """Return the columns that the settings leave out."""
    left = {PHONE} if settings.phones is Phones.HIDDEN else set()
    return left if settings.show_substitutes else left | {SUBSTITUTES}


def published_texts(data: Path, revision: Revision) -> Texts:
    """Return what is typed on a published wall sheet, by the workbook that the ledger keeps."""
    contents = Ledger(data.with_name(LEDGER_FILE)).contents(revision)
    for name, content in contents.items():
        if name.endswith(INSIDE):
            return read_published(data.with_name(name), content, revision.month).texts
    return {}


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
    return f"{zh_date(on)}{'值班人后面' if column == PERSON else column}"


def _date(row: str) -> date | None:
    try:
        return date.fromisoformat(row.partition("+")[0])
    except ValueError:
        return None
