"""The hidden sheet of a roster workbook of ours: what it was made from and what was written."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from constraints.domain import POST
from scheduler.errors import Exit, InputError, Message
from scheduler.ledger.revision import SEAL
from scheduler.reading.marks import MARK
from scheduler.reading.proof import PROOF
from scheduler.reading.slot_label import labelled
from scheduler.reading.tables.layout import MACHINE_SHEET
from scheduler.reading.wall_text import DIGEST, HEADING, RECORD, Record, unpacked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constraints.domain import Slot
    from scheduler.reading.files.grid import Book
    from scheduler.reading.wall_text import Parts

UNTIL = "/"  # between start and end of a duty
SEAL_BEFORE = "seal"  # of what was recorded before a published workbook


@dataclass(frozen=True, slots=True)
class Machine:
    """What the hidden sheet says: the month's first day, pairs, keys and names of every duty.

    ``spans`` says from when to when those duties are that the pairs do not tell of; ``record`` is
    what was written on the wall sheet, ``candidates`` are the names offered there, ``digests``
    tell what was written on the other sheets, ``marks`` what each mark stands for.
    """

    month: date | None
    origin: dict[str, str]
    drafted: dict[Slot, tuple[str, ...]]
    written: dict[Slot, str]
    spans: dict[Slot, tuple[datetime, datetime]]
    record: Record
    candidates: tuple[str, ...]
    digests: dict[str, str]
    marks: dict[str, str] = field(default_factory=dict)


_HASH, _FLAG = r"[0-9a-f]{64}", r"True|False"
_DAY = r"(?:19|20|21)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
# What each pair may say. Anybody can write there: what fits is still only what the workbook says
# of itself.
_PAIRS = {
    name: re.compile(pattern, re.ASCII | re.DOTALL)
    for name, pattern in {
        "schema": r"zhiban\.roster/\d{1,3}",
        "version": r"[\w.+-]{1,40}",
        "centre": r".{0,200}",
        "identity": r".{0,200}",
        "month": r"(?:19|20|21)\d\d-(?:0[1-9]|1[0-2])",
        "post": r".{1,100}",
        "handover": r"(?:[01]\d|2[0-3]):[0-5]\d",
        "hours": r"\d{1,3}(?:\.\d{1,4})?",
        "revision": r"草案|v[1-9]\d{0,3}",
        "base": r"\d{0,4}",
        "problem": _HASH,
        "assignment": _HASH,
        "optimal": _FLAG,
        "unique": _FLAG,
        "cures": r"\d{1,4}",
        "edited": rf"(?:{_DAY}(?:\|[^| ]{{1,100}}\|[^| ]{{0,100}})?(?: |$)){{0,9000}}",
        "table": r".{1,100}",
        SEAL_BEFORE: rf"[0-9a-f]{{{SEAL}}}",
        PROOF: rf"(?:{_HASH})?",
    }.items()
}
_INPUT = re.compile(rf".{{0,300}} {_HASH}", re.DOTALL)
_NUMBERED = re.compile(r"(input|record)(\d{1,4})", re.ASCII)


def read_machine_sheet(book: Book) -> Machine:
    """Return what the hidden sheet says; nothing if there is none.

    Raises
    ------
    InputError
        If somebody has spoilt it.
    """
    try:
        return _read(book)
    except ValueError as wrong:
        text = f"{book.path.name} 的隐藏工作表〈{MACHINE_SHEET}〉被改坏了（{wrong}）"
        place = (book.path.name, MACHINE_SHEET)
        raise InputError(
            text, (Message("machine", "error", text, *place, exit=Exit.INPUT),)
        ) from None


def _read(book: Book) -> Machine:
    pairs: dict[str, str] = {}
    lines: dict[str, tuple[str, str, str]] = {}
    record: Record = {}
    candidates: list[str] = []
    digests: dict[str, str] = {}
    marks: dict[str, str] = {}
    rows = book.grid(MACHINE_SHEET).rows.values() if MACHINE_SHEET in book.hidden else ()
    for row in rows:
        label, value, name, candidate, span = (str(row.get(c, "")) for c in (1, 2, 3, 4, 5))
        if candidate:
            candidates.append(candidate)
        if label == RECORD:
            record[value] = _line(name)
        elif label == DIGEST:
            digests[value] = name
        elif label == MARK:
            marks[value] = name
        elif labelled(label):
            if label in lines:
                raise ValueError(f"{label} 写了两次")
            lines[label] = value, name, span
        elif label:
            _check(pairs, label, value)
            pairs[label] = value
    if not (pairs or lines or record):
        return Machine(None, {}, {}, {}, {}, {}, (), {})
    if "month" not in pairs:
        raise ValueError("没有月份")
    month = date.fromisoformat(f"{pairs['month']}-01")
    edited = [labelled(one) for one in pairs.get("edited", "").split()]
    if None in edited:
        raise ValueError("edited 的值不对")
    slots = {slot: one for label, one in lines.items() if (slot := _slot(label, pairs))}
    for on in (*(slot.date for slot in (*slots, *edited) if slot), *map(_date, record)):
        if on and on.replace(day=1) != month:
            raise ValueError(f"月份是 {month:%Y-%m}，又有 {on}")
    return Machine(
        month,
        pairs,
        {slot: tuple(keys.split()) for slot, (keys, _, _) in slots.items()},
        {slot: name for slot, (_, name, _) in slots.items()},
        {slot: _span(span) for slot, (_, _, span) in slots.items() if span},
        record if HEADING in record else {},
        tuple(candidates),
        digests,
        marks,
    )


def _slot(label: str, pairs: Mapping[str, str]) -> Slot | None:
    return labelled(label, pairs.get("post", POST))


def _span(text: str) -> tuple[datetime, datetime]:
    start, _, end = text.partition(UNTIL)
    return datetime.fromisoformat(start), datetime.fromisoformat(end)


def _check(pairs: Mapping[str, str], label: str, value: str) -> None:
    """Refuse a pair that is there already, or that the program cannot have written."""
    if label in pairs:
        raise ValueError(f"{label[:20]} 写了两次")
    if label in _PAIRS and not _PAIRS[label].fullmatch(value):
        raise ValueError(f"{label} 的值不对")
    numbered = _NUMBERED.fullmatch(label)
    if numbered and numbered[1] == "input" and not _INPUT.fullmatch(value):
        raise ValueError(f"{label} 的值不对")


def _line(text: str) -> dict[str, Parts]:
    try:
        return unpacked(text)
    except (ValueError, RecursionError):
        raise ValueError("排版记录的内容不对") from None


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text.partition("+")[0])
    except ValueError:
        return None
