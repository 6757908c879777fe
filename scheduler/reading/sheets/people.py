"""The people of a centre, and finding the one that a name means."""

from __future__ import annotations

import re
from collections import defaultdict
from copy import copy
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

from constraints.domain import Standing
from scheduler.reading.cells.names import name_parts, split_names
from scheduler.reading.cells.normal_text import masked, normalised, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constraints.domain import Person
    from scheduler.reading.cells.faults import Faults
    from scheduler.reading.cells.named_cells import Cell

LONGEST_NAME = 30
MOST_NAMES = 50
MOST_ADVISED = 100


@dataclass(frozen=True, slots=True)
class Staff:
    """A person as the workbook has them: what the law looks at, and what is only printed.

    ``post`` is their 岗位 if it alone makes them no candidate, ``posts`` are those they may take.
    """

    person: Person
    cell: Cell
    phone: str = ""
    post: str = ""
    posts: Mapping[str, Standing] = field(default_factory=dict)

    @property
    def rostered(self) -> bool:
        """Whether they may take any post."""
        return self.person.standing is not Standing.NONE or bool(self.posts)


@dataclass(frozen=True, slots=True)
class Leader:
    """A line of the on-call block."""

    name: str
    title: str
    phone: str


class NameFinder:
    """Finds the people meant by names, ids, or both."""

    def __init__(self, staff: dict[str, Staff], faults: Faults) -> None:
        self.staff, self.faults = staff, faults
        self.by_name: defaultdict[str, list[str]] = defaultdict(list)
        self.by_text: defaultdict[str, list[str]] = defaultdict(list)
        for key, one in staff.items():
            self.by_name[name_parts(one.cell.text)[0]].append(key)
            self.by_text[one.cell.text].append(key)
        self.by_number = {key.lstrip("0"): key for key in staff}
        self.numbered = any(key not in self.by_name for key in staff)
        self.advice: dict[str, str] = {}

    def name_of(self, key: str) -> str:
        """Return what the person with a key is called."""
        return self.staff[key].person.name

    def reporting_to(self, faults: Faults) -> NameFinder:
        """Return the same, noting what it does not find somewhere else."""
        other = copy(self)
        other.faults = faults
        return other

    def find(self, cell: Cell) -> str | None:
        """Return the key of the one person named in a cell, or note why there is none."""
        keys = self.find_all(cell)
        if len(keys) > 1:
            text = f"「{cell.shown}」写了 {len(keys)} 个人，这里只能写一个"
            self.faults.error(cell, text, "several-names")
            return None
        return keys[0] if keys else None

    def find_all(self, cell: Cell, identity: Cell | None = None) -> list[str]:
        """Return the keys of everyone named in a cell, or note who is unknown."""
        # Where nobody has an id, a number beside the name only counts the rows.
        number = identity.text if identity and self.numbered else ""
        if not cell.text and not number:
            self.faults.error(cell, "没有填姓名", "no-name")
            return []
        if number:
            if keys := self._numbered(cell, number):
                return keys
            text = f"工号「{one_line(number)}」在〈员工〉里不是「{cell.shown}」，请核对"
            self.faults.error(identity or cell, text, "unknown-name")
            return []
        if self._keys(cell.text):
            return list(self._one(cell, cell.text))
        names = self._several(cell)
        if not names or len(names) > MOST_NAMES:
            wrong = f"写了 {len(names)} 个人，一格最多 {MOST_NAMES} 个" if names else "里没有姓名"
            self.faults.error(cell, f"「{cell.shown}」{wrong}", "several-names")
            return []
        return [key for name in names for key in self._one(cell, name)]

    def known(self, cell: Cell, identity: Cell) -> list[str]:
        """Return the keys of everyone named in a cell who is known, and nothing of the others."""
        if identity.text and self.numbered:
            return self._numbered(cell, identity.text)
        if keys := self._keys(cell.text):
            return keys
        return [key for name in self._several(cell) for key in self._keys(name)]

    def parts(self, cell: Cell) -> list[str]:
        """Return the names in a cell, squeezed; a name that is known as it stands is one."""
        return [cell.text] if self._keys(cell.text) else self._several(cell)

    def knows(self, name: str) -> bool:
        """Tell whether somebody has a squeezed name."""
        return bool(self._keys(name))

    def numbered_as(self, number: str) -> str:
        """Return the key that an id means; Excel turns 001 into 1 wherever it can."""
        return number if number in self.staff else self.by_number.get(number.lstrip("0"), "")

    def _numbered(self, cell: Cell, number: str) -> list[str]:
        name, key = name_parts(cell.text)[0], self.numbered_as(number)
        own = self.by_name.get(name, [])
        if key and (not name or key in own):
            return [key]
        # Whoever has no id with us has none that could be another.
        return own if not key and own == [name] else []

    def _several(self, cell: Cell) -> list[str]:
        names = split_names(cell.value)
        for separator in (r"\s+", "[和与跟]"):
            parts = [normalised(part) for part in re.split(separator, str(cell.value))]
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
        short, _, remark = name_parts(name)
        if short == name:
            return []
        keys = self.by_name.get(short) or [key for key in (short,) if key in self.staff]
        # 王静(002) is nobody if 002 is somebody else.
        return [remark] if remark in keys else [] if remark in self.staff else keys

    def _one(self, cell: Cell, name: str) -> Iterator[str]:
        keys = self._keys(name)
        if len(keys) == 1:
            yield keys[0]
        elif keys:
            ids = masked("、".join(keys))
            form = f"{name_parts(name)[0]}（{masked(keys[0])}）"
            text = f"「{one_line(name)}」有{len(keys)}位（工号 {ids}），请写成 {form}"
            self.faults.error(cell, text, "same-name")
        else:
            text = f"〈员工〉里没有「{one_line(name)}」{self._advice(name)}"
            self.faults.error(cell, text, "unknown-name")

    def _advice(self, name: str) -> str:
        if name not in self.advice:
            # Looking for likely names takes its time: a list of strangers needs no advice.
            meant = self._likely(name) if len(self.advice) < MOST_ADVISED else []
            hint = f"，是不是 {' / '.join(meant)}？" if meant else ""
            self.advice[name] = f"{hint or '；'}已离职的人请在〈员工〉保留一行并填离职日期"
        return self.advice[name]

    def _likely(self, name: str) -> list[str]:
        close = get_close_matches(name[:LONGEST_NAME], self.by_name, n=3, cutoff=0.3)
        containing = [other for other in self.by_name if name in other and other not in close]
        return [*close, *containing][:3]


@dataclass(frozen=True, slots=True)
class Approval:
    """Why an approved change was made and who approved it, as written."""

    reason: str
    approver: str
