"""What an identity number says; the number itself goes nowhere."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from scheduler.reading.cells.normal_text import normalised

if TYPE_CHECKING:
    from scheduler.reading.files.grid import Value

# GB 11643-1999: weights of the first 17 digits, and the check character by remainder.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_NUMBER = re.compile(r"\d{15}|\d{17}[\dX]")


class Identity(NamedTuple):
    """Birth date, sex ('' if unknown) and whether the check character is right."""

    born: date
    sex: str
    sound: bool


def read_identity(value: Value | None) -> Identity | None:
    """Return what an identity number says; None if it is none."""
    text = normalised(value).upper()
    if not _NUMBER.fullmatch(text):
        return None
    old = len(text) == 15
    day = f"19{text[6:12]}" if old else text[6:14]
    try:
        born = date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError:
        return None
    if isinstance(value, (int, float)) and not old:
        # Excel has kept 15 digits of it: enough for the birth date.
        return Identity(born, "", True)
    sum_ = sum(int(digit) * weight for digit, weight in zip(text[:17], _WEIGHTS, strict=False))
    sound = old or _CHECKS[sum_ % 11] == text[17]
    return Identity(born, "男" if int(text[14 if old else 16]) % 2 else "女", sound)
