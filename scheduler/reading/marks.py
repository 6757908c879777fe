"""What stands in a month of people × days: a shift's mark, or that somebody is off."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from scheduler.reading.cells.normal_text import normalised
from scheduler.reading.slot_label import BETWEEN

if TYPE_CHECKING:
    from collections.abc import Mapping

# A person's row on the sheet, and columns and rows that the program counts out, by name.
ROW, COUNTED = "person|", "="
NAME_COLUMN, MARK, COUNT = "姓名", "mark", "count"
OFF, AWAY = "休", "假"
BETWEEN_MARKS = "/"
_OFF = frozenset(
    [
        *("", OFF, AWAY, "休息", "公休", "轮休", "调休", "补休", "例休", "-", "—", "/", "×", "○"),
        *("请假", "年假", "年休", "事假", "病假", "婚假", "产假", "丧假", "离"),
    ]
)


def is_day(column: str) -> bool:
    """Tell whether a column of the sheet is a date."""
    try:
        date.fromisoformat(column)
    except ValueError:
        return False
    return len(column) == len("2026-12-01")


def shifts_in(value: object, marks: Mapping[str, str]) -> list[str] | None:
    """Return what the marks in a cell stand for, none if the person is off.

    None where nobody can tell. ``marks`` gives the post and shift of each, whose name will do too.
    """
    text = normalised(value).lstrip("▲")
    if text in _OFF:
        return []
    known = {normalised(meant.partition(BETWEEN)[2]).lower(): meant for meant in marks.values()}
    known |= {normalised(mark).lower(): meant for mark, meant in marks.items()}
    parts = [part for part in text.lower().split(BETWEEN_MARKS) if part]
    if not all(part in known for part in parts):
        return None
    return list(dict.fromkeys(known[part] for part in parts))
