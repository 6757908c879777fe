"""Names as people write them in a cell, and the person that a name means."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from copy import copy
from difflib import get_close_matches
from typing import TYPE_CHECKING

from scheduler.workbook.text import masked, shown, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.workbook.cell import Cell
    from scheduler.workbook.centre import Staff
    from scheduler.workbook.faults import Faults
    from scheduler.workbook.grid import Value

LONGEST = 30
WRITTEN = 200
MOST = 50
ADVISED = 100

_SEPARATORS = re.compile(r"[、,;/|\n\r]+")
# With what stands between it and the name: 王静/138…, 王静(电话138…), 王静,Tel:138….
_PHONE = re.compile(
    r"[/,、;:|\-–—·]*[((]?(?:(?:联系)?(?:电话|手机)号?码?|[Tt][Ee][Ll])?[:.]?"
    r"(?:((?:\+?86-?)?1\d{2}-?\d{4}-?\d{4}|0\d{2,3}-?\d{7,8})|\d{15}|\d{17}[\dXx])[))]?$"
)
# Left in a name, these are a telephone cut short or the name of somebody else.
_STRANGE = re.compile(r"\d{5}|[/\\,、;:|]")
_REMARK = re.compile(r"[((【\[]([^()()【】\[\]]*)[))】\]]$")


def pieces(value: Value | None) -> list[str]:
    """Return the names in a cell: separated by 、, comma, semicolon, slash or a new line."""
    text = unicodedata.normalize("NFKC", "" if value is None else str(value))
    found = [piece for part in _SEPARATORS.split(text) if (piece := squeeze(part))]
    return [piece for piece in found if split(piece)[0]]


def split(name: str) -> tuple[str, str, str]:
    """Return a squeezed name without telephone and remark, and these two: 王静(新)139…."""
    phone = remark = ""
    while len(name) <= WRITTEN:
        if match := _PHONE.search(name):
            name, phone = name[: match.start()], match[1] or phone
        elif (match := _REMARK.search(name)) and match.start():
            name, remark = name[: match.start()], match[1]
        else:
            break
    return name, phone, remark


def strange(name: str) -> bool:
    """Tell whether a name without telephone and remark holds what no name does."""
    return bool(_STRANGE.search(name))


def display(value: Value | None) -> str:
    """Return a name as it is printed: without telephone, remark and spaces between characters."""
    text = "" if value is None else " ".join(str(value).split())
    name = split(squeeze(value))[0]
    if re.search("[A-Za-z]", name):
        # Foreign names keep their spaces.
        spaced = unicodedata.normalize("NFKC", text)
        cut = next((n for n in range(len(spaced) + 1) if squeeze(spaced[:n]) == name), 0)
        return spaced[:cut] or name
    return name


class Names:
    """Finds the people meant by names, ids, or both."""

    def __init__(self, staff: dict[str, Staff], faults: Faults) -> None:
        self.staff, self.faults = staff, faults
        self.by_name: defaultdict[str, list[str]] = defaultdict(list)
        self.by_text: defaultdict[str, list[str]] = defaultdict(list)
        for key, one in staff.items():
            self.by_name[split(one.cell.text)[0]].append(key)
            self.by_text[one.cell.text].append(key)
        self.by_number = {key.lstrip("0"): key for key in staff}
        self.numbered = any(key not in self.by_name for key in staff)
        self.near: dict[str, str] = {}

    def told_to(self, faults: Faults) -> Names:
        """Return the same, noting what it does not find somewhere else."""
        other = copy(self)
        other.faults = faults
        return other

    def find(self, cell: Cell) -> str | None:
        """Return the key of the one person named in a cell, or note why there is none."""
        found = self.find_all(cell)
        if len(found) > 1:
            text = f"「{cell.shown}」写了 {len(found)} 个人,这里只能写一个"
            self.faults.error(cell, text, "several-names")
            return None
        return found[0] if found else None

    def find_all(self, cell: Cell, identity: Cell | None = None) -> list[str]:
        """Return the keys of everyone named in a cell, or note who is unknown."""
        # Where nobody has an id, a number beside the name only counts the rows.
        number = identity.text if identity and self.numbered else ""
        if not cell.text and not number:
            self.faults.error(cell, "没有填姓名", "no-name")
            return []
        if number:
            name = split(cell.text)[0]
            # Excel turns 001 into 1 wherever it can.
            key = number if number in self.staff else self.by_number.get(number.lstrip("0"), "")
            if key and (not name or key in self.by_name.get(name, ())):
                return [key]
            text = f"工号「{shown(number)}」在〈员工〉里不是「{cell.shown}」,请核对"
            self.faults.error(identity or cell, text, "unknown-name")
            return []
        if self._keys(cell.text):
            return list(self._one(cell, cell.text))
        names = self._several(cell)
        if not names or len(names) > MOST:
            wrong = f"写了 {len(names)} 个人,一格最多 {MOST} 个" if names else "里没有姓名"
            self.faults.error(cell, f"「{cell.shown}」{wrong}", "several-names")
            return []
        return [key for name in names for key in self._one(cell, name)]

    def _several(self, cell: Cell) -> list[str]:
        names = pieces(cell.value)
        for apart in (r"\s+", "[和与跟]"):
            parts = [squeeze(part) for part in re.split(apart, str(cell.value))]
            if len(names) == 1 and len(parts) > 1 and all(self._keys(name) for name in parts):
                return parts
        return names

    def _keys(self, name: str) -> list[str]:
        """Return who may be meant: by name, key, 姓名(工号), or a name with more behind it."""
        if len(self.by_text.get(name, ())) == 1:
            return self.by_text[name]
        if name in self.by_name:
            return self.by_name[name]
        if name in self.staff:
            return [name]
        bare, _, remark = split(name)
        if bare == name:
            return []
        keys = self.by_name.get(bare) or [key for key in (bare,) if key in self.staff]
        # 王静(002) is nobody if 002 is somebody else.
        return [remark] if remark in keys else [] if remark in self.staff else keys

    def _one(self, cell: Cell, name: str) -> Iterator[str]:
        keys = self._keys(name)
        if len(keys) == 1:
            yield keys[0]
        elif keys:
            ids = masked("、".join(keys))
            bare = split(name)[0]
            text = f"「{shown(name)}」有{len(keys)}位(工号 {ids}),请写成 {bare}({masked(keys[0])})"
            self.faults.error(cell, text, "same-name")
        else:
            text = f"〈员工〉里没有「{shown(name)}」{self._near(name)}"
            self.faults.error(cell, text, "unknown-name")

    def _near(self, name: str) -> str:
        if name not in self.near:
            # Looking for likely names takes its time: a list of strangers needs no advice.
            meant = self._likely(name) if len(self.near) < ADVISED else []
            hint = f",是不是 {' / '.join(meant)}?" if meant else ""
            self.near[name] = f"{hint or ';'}已离职的人请在〈员工〉保留一行并填离职日期"
        return self.near[name]

    def _likely(self, name: str) -> list[str]:
        near = get_close_matches(name[:LONGEST], self.by_name, n=3, cutoff=0.3)
        inside = [other for other in self.by_name if name in other and other not in near]
        return [*near, *inside][:3]
