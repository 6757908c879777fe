"""What people typed on the wall sheet, and how it is put together with what the program writes."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from constraints.domain import POST
from scheduler.reading.cells.normal_text import normalised
from scheduler.reading.slot_label import BETWEEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from constraints.domain import Slot

# A row of the sheet, by date or by what it says, and a column by name. A line across the sheet
# has the column ``LINE``; +1, +2 … are columns behind ours, and after+1, after+2 … rows that
# somebody has put in after a row of ours.
Place = tuple[str, str]
Parts = dict[str, str]
Record = dict[str, dict[str, Parts]]

TOP, TITLE, HOTLINE, HOURS, HEADING, SPACE = "top", "title", "hotline", "hours", "heading", "space"
NOTE, LEADERS, SIGNATURE = "note", "leaders", "signature"
LINE, PERSON, REMARK, PHONE = "", "值班人", "备注", "联系电话"
RECORD, DIGEST = "wall", "sheet"
NAME = "name"
MARKS = ",，、;；。 \n"
SEATS = "、"  # between the people of one duty
_BETWEEN = {REMARK: "，", HOURS: "    "}


@dataclass(frozen=True, slots=True)
class Typed:
    """A cell that somebody has typed in: as it stands, and what the program had written there."""

    text: str
    written: Parts


Texts = dict[Place, Typed]


def shown(place: Place, parts: Parts, typed: Typed | None = None) -> str:
    """Return what stands at a place: what the program writes now and what somebody has typed.

    ``parts`` are the program's own words by what they speak of. Where it had written some of them
    already, they stay where they are or are taken out and stay out; they are brought up to date,
    and gone once there is no more reason for them.
    """
    row, column = place
    between = _BETWEEN.get(column or row, "")
    if typed is None:
        return between.join(part for part in parts.values() if part)
    text, more = typed.text, []
    for kind, new in parts.items():
        old = typed.written.get(kind, "")
        if old and old in text:
            text = text.replace(old, new, 1)
        elif new != old and new not in text and (between or not text):
            # Somebody may have written 缺口 where we write 缺口（人手不足）.
            bare = new.partition("（")[0]
            if bare and bare in text:
                text = text.replace(bare, new, 1)
            else:
                more.append(new)
    for kind, old in typed.written.items():
        if kind not in parts and old:
            text = _without(text, old, between)
    return (between or "，").join(part for part in (text, *more) if part)


def _without(text: str, part: str, between: str) -> str:
    """Return a text without a part that nothing speaks of any more."""
    before, found, after = text.partition(part)
    if not found:
        return text
    before, after = before.rstrip(MARKS), after.lstrip(MARKS)
    return f"{before}{between}{after}" if before and after else before or after


def split_name(text: str, names: tuple[str, ...]) -> tuple[str, str]:
    """Return which of the names a person cell begins with and what is typed behind it.

    The longest that fits is meant; ('', '') if there is nothing behind a name.
    """
    squeezed = normalised(text)
    fitting = [name for name in names if name and squeezed.startswith(normalised(name))]
    name = max(fitting, key=len, default="")
    rest = squeezed[len(normalised(name)) :]
    # 王静怡 is somebody else than 王静.
    behind = bool(re.match(r"[^\w、,;/|]|\d{5}", rest))
    return (name, rest) if name and behind else ("", "")


def person_column(slot: Slot, post: str = POST) -> str:
    """Return the column that a duty's people stand in on the wall sheet of a post."""
    return PERSON if slot.post == post and not slot.shift else BETWEEN.join(slot[1:])


def is_person_column(name: str) -> bool:
    """Tell whether people on duty stand in a column of the wall sheet."""
    return name == PERSON or BETWEEN in name


def digest(cells: Iterable[tuple[int, int, str]]) -> str:
    """Return a short hash of the texts of a sheet, by which it is seen that some were typed."""
    lines = sorted(f"{row} {column} {normalised(text)}" for row, column, text in cells)
    return hashlib.sha256("\n".join(lines).encode(errors="replace")).hexdigest()[:16]


def packed(record: Record) -> list[tuple[str, str, str]]:
    """Return a record as lines of the hidden sheet."""
    return [
        (RECORD, row, json.dumps(columns, ensure_ascii=False)) for row, columns in record.items()
    ]


def unpacked(text: str) -> dict[str, Parts]:
    """Return one line of a record.

    Raises
    ------
    ValueError
        If it is none.
    """
    columns = json.loads(text)
    if not isinstance(columns, dict) or not all(_is_parts(one) for one in columns.values()):
        raise ValueError("not a line of the record")
    return columns


def _is_parts(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())


def differences(one: Texts, other: Texts, record: Mapping[str, Mapping[str, Parts]]) -> list[Place]:
    """Return the places at which two sets of typed text would not look alike.

    Each may have been typed beside other words of the program: they are alike if they are beside
    the same, those of ``record`` or those of either.
    """

    def alike(place: Place) -> bool:
        row, column = place
        pair = one.get(place), other.get(place)
        sides = [record.get(row, {}).get(column, {}), *(typed.written for typed in pair if typed)]
        shows = ([normalised(shown(place, parts, typed)) for typed in pair] for parts in sides)
        return any(mine == theirs for mine, theirs in shows)

    return [place for place in {**other, **one} if not alike(place)]
