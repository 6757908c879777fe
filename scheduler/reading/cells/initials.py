"""Which Chinese names a name in Latin letters may stand for, by the initials of their pinyin."""

from __future__ import annotations

import re
from bisect import bisect_right

# The first character of each initial: GB 2312 has its 3755 common characters in pinyin order.
_LETTERS = "abcdefghjklmnopqrstwxyz"
_FIRST = [char.encode("gb2312") for char in "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝"]
_LAST = "座".encode("gb2312")
# Characters that are read in two ways, one of them in surnames.
_TWO = {
    **{"单": "ds", "仇": "cq", "区": "oq", "查": "cz", "解": "jx"},
    **{"翟": "dz", "乐": "ly", "朴": "bp", "曾": "cz", "长": "cz"},
}


def letters_fit(written: str, name: str) -> bool:
    """Tell whether letters such as LIMEI or Mei Li may be a name, surname first or last.

    A character whose initial is not known fits every letter, but only where the surname is first.
    """
    letters = re.sub("[^a-z]", "", written.lower())
    initials = [_initial(char) for char in name if char.isalpha()]
    orders = [initials]
    if "." not in initials:
        orders.append(initials[1:] + initials[:1])
    return any(re.match(".*".join(order), letters) for order in orders)


def _initial(char: str) -> str:
    if char.isascii():
        return char.lower()
    if char in _TWO:
        return f"[{_TWO[char]}]"
    code = char.encode("gb2312", "ignore")
    if not _FIRST[0] <= code <= _LAST:
        return "."
    return _LETTERS[bisect_right(_FIRST, code) - 1]
