"""Names as people write them in a cell, and the person that a name means."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from scheduler.reading.cells.normal_text import normalised

if TYPE_CHECKING:
    from scheduler.reading.files.grid import Value

LONGEST_CELL = 200

_SEPARATORS = re.compile(r"[、,;/|\n\r]+")
# With what stands between it and the name: 王静/138…, 王静(电话138…), 王静,Tel:138….
_PHONE = re.compile(
    r"[/,、;:|\-–—·]*+[((]?(?:(?:联系)?(?:电话|手机)号?码?|[Tt][Ee][Ll])?[:.]?"
    r"(?:((?:\+?86-?)?1\d{2}-?\d{4}-?\d{4}|0\d{2,3}-?\d{7,8})|\d{15}|\d{17}[\dXx])[))]?$"
)
# Left in a name, these are a telephone cut short or the name of somebody else.
_OTHER_TEXT = re.compile(r"\d{5}|[/\\,、;:|]")
_REMARK = re.compile(r"[((【\[]([^()()【】\[\]]*)[))】\]]$")


def split_names(value: Value | None) -> list[str]:
    """Return the names in a cell: separated by 、, comma, semicolon, slash or a new line."""
    text = unicodedata.normalize("NFKC", "" if value is None else str(value))
    pieces = [piece for part in _SEPARATORS.split(text) if (piece := normalised(part))]
    return [piece for piece in pieces if name_parts(piece)[0]]


def name_parts(name: str) -> tuple[str, str, str]:
    """Return a squeezed name without telephone and remark, and these two: 王静(新)139…."""
    phone = remark = ""
    while len(name) <= LONGEST_CELL:
        if match := _PHONE.search(name):
            name, phone = name[: match.start()], match[1] or phone
        elif (match := _REMARK.search(name)) and match.start():
            name, remark = name[: match.start()], match[1]
        else:
            break
    return name, phone, remark


def holds_other_text(name: str) -> bool:
    """Tell whether a name without telephone and remark holds what no name does."""
    return bool(_OTHER_TEXT.search(name))


def printed_name(value: Value | None) -> str:
    """Return a name as it is printed: without telephone, remark and spaces between characters."""
    text = "" if value is None else " ".join(str(value).split())
    name = name_parts(normalised(value))[0]
    if re.search("[A-Za-z]", name):
        # Foreign names keep their spaces.
        spaced = unicodedata.normalize("NFKC", text)
        cut = next((n for n in range(len(spaced) + 1) if normalised(spaced[:n]) == name), 0)
        return spaced[:cut] or name
    return name
