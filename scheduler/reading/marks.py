"""What stands in a month of people × days: a shift's mark, or that somebody is off."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from scheduler.reading.cells.normal_text import normalised
from scheduler.reading.sheets.words import NO_SHIFT
from scheduler.reading.slot_label import BETWEEN

if TYPE_CHECKING:
    from collections.abc import Mapping

# A person's row on the sheet, and columns and rows that the program counts out, by name.
ROW, COUNTED = "person|", "="
NAME_COLUMN, MARK, COUNT = "姓名", "mark", "count"
OFF, AWAY = "休", "假"
BETWEEN_MARKS = "/"
_SEVERAL = re.compile(r"[/、,，+;；和]")


def is_day(column: str) -> bool:
    """Tell whether a column of the sheet is a date."""
    try:
        date.fromisoformat(column)
    except ValueError:
        return False
    return len(column) == len("2026-12-01")


def shifts_in(value: object, marks: Mapping[str, str]) -> list[str] | None:
    """Return what the marks in a cell stand for, none if the person is off.

    None where nobody can tell. ``marks`` gives the post and shift that each stands for; the shift
    may be written by its name too, if no other post of the table has one of that name.
    """
    text = normalised(value).lstrip("▲").lower()
    known = _known(marks)
    if text in known:
        return [known[text]]
    if not text or text in NO_SHIFT:
        return []
    parts = [part for part in _SEVERAL.split(text) if part]
    if not parts or not all(part in known for part in parts):
        return None
    return list(dict.fromkeys(known[part] for part in parts))


def _known(marks: Mapping[str, str]) -> dict[str, str]:
    names = [meant.partition(BETWEEN)[2] for meant in marks.values()]
    by_name = zip(names, marks.values(), strict=True)
    known = {name: meant for name, meant in by_name if names.count(name) == 1}
    return {normalised(mark).lower(): meant for mark, meant in (known | {**marks}).items()}
