"""A roster workbook as a person sees it, ours or one made by hand."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from constraints.decisions import Fix
from constraints.domain import POST, Slot
from scheduler.errors import InputError, Message
from scheduler.ledger.revision import TABLE
from scheduler.reading.cells.names import split_names
from scheduler.reading.cells.normal_text import normalised, one_line
from scheduler.reading.proof import signed
from scheduler.reading.slot_label import label_of, labelled
from scheduler.reading.tables.layout import GAP
from scheduler.reading.wall_text import (
    NAME,
    SEATS,
    Record,
    Texts,
    differences,
    person_column,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime
    from pathlib import Path

    from constraints.domain import Assignment
    from constraints.shifts import Shift
    from scheduler.reading.cells.named_cells import Cell
    from scheduler.reading.sheets.people import NameFinder
    from scheduler.reading.wall_text import Place

EDITED = "草案里的手工修改"


@dataclass(frozen=True, slots=True)
class VisibleRoster:
    """A roster workbook as a person sees it.

    ``fingerprint`` is name and SHA-256 of the file, ``cells`` are the cells with people by duty.
    From the hidden sheet of a workbook of ours come ``origin``, what it was made from, and
    ``drafted`` and ``written``, the keys and names it was written with, and ``record``, all that
    was written on its wall sheet; ``texts`` is what somebody has typed there. ``sheets`` hold the
    roster; ``unread`` other sheets and ``left`` what else cannot be carried, in words.
    """

    path: Path
    fingerprint: tuple[str, str]
    cells: dict[Slot, Cell]
    origin: dict[str, str] = field(default_factory=dict)
    drafted: dict[Slot, tuple[str, ...]] = field(default_factory=dict)
    written: dict[Slot, str] = field(default_factory=dict)
    spans: dict[Slot, tuple[datetime, datetime]] = field(default_factory=dict)
    record: Record = field(default_factory=dict)
    texts: Texts = field(default_factory=dict)
    sheets: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    @property
    def month(self) -> date:
        """The first day of its month; for a roster made by hand, that of most of its dates.

        Raises
        ------
        InputError
            If nobody can see any date in it.
        """
        if stated := self.origin.get("month"):
            return date.fromisoformat(f"{stated}-01")
        if not self.cells:
            raise InputError(f"{self.path.name} 里没有读到日期和值班人")
        months = Counter(slot.date.replace(day=1) for slot in self.cells)
        return max(months, key=lambda month: (months[month], month))

    @property
    def base(self) -> int:
        """The number of the revision that it is or was made from, 0 if none."""
        number = self.origin.get("revision", "").removeprefix("v")
        return int(number if self.published else self.origin.get("base") or 0)

    @property
    def published(self) -> bool:
        """Whether it was written by a publication."""
        return self.origin.get("revision", "").startswith("v")

    @property
    def post(self) -> str:
        """The post whose duties are known by their dates alone."""
        return self.origin.get("post", POST)

    @property
    def table(self) -> str:
        """The table that it is of."""
        return self.origin.get("table", TABLE)

    @property
    def kept(self) -> frozenset[Slot]:
        """Duties whose people somebody chose by hand before the workbook was last written."""
        found = (labelled(one, self.post) for one in self.origin.get("edited", "").split())
        return frozenset(slot for slot in found if slot)

    @property
    def proved(self) -> bool:
        """Whether a search by this user has proved these very people to be the optimum."""
        whole = self.origin.get("assignment") == assignment_hash(self.drafted, self.post)
        claimed = self.origin.get("optimal") == str(True) and whole and not self.edits()
        return claimed and signed(self.origin)

    def understood(self, shifts: Iterable[tuple[str, Shift]]) -> VisibleRoster:
        """Return the same, knowing the shifts of its table: names need no explanation."""
        return self

    def edits(self) -> list[Slot]:
        """Return the duties for which somebody chose the people by hand."""
        return sorted({*self.renamed(), *self.kept})

    def renamed(self) -> list[Slot]:
        """Return the duties with other names than were written there."""
        if not self.origin:
            return []
        written = dict.fromkeys(self.cells, "") | self.written
        return [slot for slot, name in written.items() if not self.stands(slot, name)]

    def typed(self, base: Texts | None = None) -> list[Place]:
        """Return where somebody has typed other text than that of ``base``."""
        return differences(self.texts, base or {}, self.record)

    def name(self, slot: Slot) -> str:
        """Return the names on a duty as they are compared, without what is typed behind them."""
        if slot not in self.cells:
            return ""
        behind = self.texts.get((slot.date.isoformat(), person_column(slot, self.post)))
        if behind:
            return normalised(behind.written[NAME])
        return self.cells[slot].text or GAP

    def fixes(self, slots: Collection[Slot], assignment: Assignment) -> tuple[Fix, ...]:
        """Return the cells of some duties that somebody has decided by hand."""
        return tuple(
            Fix(slot.date, key, True, EDITED, slot.shift)
            for slot in self.edits()
            if slot in slots
            for key in assignment.get(slot, ())
        )

    def place(self, slot: Slot, keys: Collection[str] = ()) -> Cell | None:
        """Return the cell of a duty, where it has one of its own whatever ``keys`` it is given."""
        return self.cells.get(slot)

    @property
    def slots(self) -> list[Slot]:
        """The duties that it has."""
        return list(self.cells)

    def names_on(self, slot: Slot) -> list[str]:
        """Return the names on a duty as they are compared, one by one."""
        return split_names(self.name(slot))

    def has(self, slot: Slot) -> bool:
        """Tell whether the duty is on it, with people or without."""
        return slot in (self.cells.keys() or self.drafted.keys())

    def open(self, slot: Slot) -> bool:
        """Tell whether a seat of the duty is left open, and not only unreadable."""
        return bool({*split_names(self.name(slot))} & {GAP}) or not self.name(slot)

    def stands(self, slot: Slot, names: str) -> bool:
        """Tell whether the duty has these names, in whatever order."""
        mine, theirs = self.name(slot), normalised(names)
        return mine == theirs or sorted(split_names(mine)) == sorted(split_names(theirs))

    def assignment(self, names: NameFinder) -> Assignment:
        """Return who has every duty, () for a gap; unknown names are noted as errors."""
        return {slot: self._keys(slot, cell, names) for slot, cell in self.cells.items()}

    def _keys(self, slot: Slot, cell: Cell, names: NameFinder) -> tuple[str, ...]:
        if self.name(slot) in ("", GAP):
            return ()
        if not slot.shift:
            return tuple(filter(None, [names.find(cell)]))
        filled = [name for name in split_names(cell.value) if name != GAP]
        if filled and len(filled) < len(split_names(cell.value)):
            cell = replace(cell, value=SEATS.join(filled))
        return tuple(dict.fromkeys(names.find_all(cell))) if filled else ()

    def said(self, *, carried: bool = True) -> tuple[Message, ...]:
        """Say which sheet was read where there are others; if ``carried``, what is left behind."""
        sheets = "、".join(f"〈{one_line(title)}〉" for title in self.sheets)
        left = (*self.unread, *self.left) if carried else self.unread
        what = "发布和重排时带不过去的" if carried else "没有读"
        text = f"读的是{sheets}；{what}：{'、'.join(left)}"
        return (Message("not-carried", "warning", text, self.path.name),) if left else ()


def assignment_hash(assignment: Assignment, post: str = POST) -> str:
    """Return the SHA-256 of who has which duty; those of ``post`` are named by their dates."""
    lines = (
        f"{label_of(slot, post)}|{' '.join(sorted(keys))}"
        for slot, keys in sorted(assignment.items())
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
