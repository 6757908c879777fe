"""A roster of shift work as a person sees it: people × days, a mark in every cell."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from constraints.calendar import zh_date
from constraints.decisions import Fix
from constraints.domain import Slot
from scheduler.errors import InputError
from scheduler.reading.cells.named_cells import cell_at
from scheduler.reading.marks import AWAY, NAME_COLUMN, OFF, ROW, is_day, shifts_in
from scheduler.reading.slot_label import BETWEEN
from scheduler.reading.visible_roster import EDITED, VisibleRoster

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from constraints.domain import Assignment
    from constraints.shifts import Shift
    from scheduler.reading.cells.named_cells import Cell
    from scheduler.reading.files.grid import Grid
    from scheduler.reading.marks_faults import Wrong
    from scheduler.reading.sheets.people import NameFinder
    from scheduler.reading.wall_layout import Wall


@dataclass(frozen=True, slots=True)
class MarkedRoster(VisibleRoster):
    """A roster workbook of shift work.

    ``marks`` are its cells by person key and date, ``meant`` what each mark stands for as post and
    shift, ``names`` the cells with names by key, ``wrong`` what is wrong with its rows and columns.
    """

    marks: dict[tuple[str, date], Cell] = field(default_factory=dict)
    meant: Mapping[str, str] = field(default_factory=dict)
    names: dict[str, Cell] = field(default_factory=dict)
    wrong: tuple[Wrong, ...] = ()

    def assignment(self, names: NameFinder) -> Assignment:
        """Return who has every shift, () for an open one; unknown marks and names are errors.

        Raises
        ------
        InputError
            If the table that it is taken for has no shifts with marks.
        """
        if not self.meant:
            text = (
                f"{self.path.name} 是人员 × 日期的班表，不知道是哪张表的；"
                f"请先运行 zhiban draft --from {self.path.name} --table 表名（如 保洁员值班表）"
            )
            raise InputError(text)
        keys = {
            key: key if self.origin and key in names.staff else names.find(cell)
            for key, cell in self.names.items()
        }
        for cell, text, code in self.wrong:
            names.faults.error(cell, text, code)
        for (key, on), cell in self.marks.items():
            if text := self._wrong_mark(cell):
                who = f"{self.names[key].shown}{zh_date(on)}的"
                names.faults.error(cell, f"{who}{text}", "unknown-mark")
        own = self._now.items()
        return {slot: tuple(sorted(filter(None, map(keys.get, held)))) for slot, held in own}

    def understood(self, shifts: Iterable[tuple[str, Shift]]) -> MarkedRoster:
        """Return the same with its marks standing for these shifts, each with its post.

        One of ours says itself what they stand for.
        """
        if self.origin:
            return self
        meant = {s.mark: BETWEEN.join((post, s.name)) for post, s in shifts if s.mark}
        return replace(self, meant=meant)

    def _wrong_mark(self, cell: Cell) -> str:
        """Say what is wrong with a mark, '' if nothing is."""
        meant = shifts_in(cell.value, self.meant)
        if meant is None:
            known = "、".join(dict.fromkeys([*self.meant, OFF, AWAY]))
            return f"「{cell.shown}」不是班次的简称，可填 {known}"
        posts = [one.partition(BETWEEN)[0] for one in meant]
        if len({*posts}) < len(posts):
            return f"「{cell.shown}」是两个班，一个人一天只能上一个，请留一个"
        return ""

    @property
    def month(self) -> date:
        """The first day of its month."""
        if self.origin or not self.marks:
            return super(MarkedRoster, self).month
        return min(on for _, on in self.marks).replace(day=1)

    @property
    def _now(self) -> dict[Slot, tuple[str, ...]]:
        """Who has every shift, by the marks that can be read."""
        slots: dict[Slot, list[str]] = {slot: [] for slot in self.drafted}
        for (key, on), cell in self.marks.items():
            for meant in shifts_in(cell.value, self.meant) or ():
                post, _, shift = meant.partition(BETWEEN)
                slots.setdefault(Slot(on, post, shift), []).append(key)
        return {slot: tuple(sorted(keys)) for slot, keys in slots.items()}

    def renamed(self) -> list[Slot]:
        """Return the shifts that other people have than were written there."""
        if not self.origin:
            return []
        now = self._now
        return [
            slot
            for slot in dict.fromkeys((*self.drafted, *now))
            if sorted(self.drafted.get(slot, ())) != sorted(now.get(slot, ()))
        ]

    def fixes(self, slots: Collection[Slot], assignment: Assignment) -> tuple[Fix, ...]:
        """Return the cells of some shifts that somebody has decided by hand: taken and given up."""
        fixes = []
        for slot in (slot for slot in self.edits() if slot in slots):
            now, was = assignment.get(slot, ()), self.drafted.get(slot, ())
            chosen = now if slot in self.kept else [key for key in now if key not in was]
            fixes += [Fix(slot.date, key, True, EDITED, slot.shift) for key in chosen]
            gone = (key for key in was if key not in now)
            fixes += [Fix(slot.date, key, False, EDITED, slot.shift) for key in gone]
        return tuple(fixes)

    def place(self, slot: Slot, keys: Collection[str] = ()) -> Cell | None:
        """Return the cell of a person on the date of a shift."""
        own = (self.marks[key, slot.date] for key in keys if (key, slot.date) in self.marks)
        return next(own, None)

    def stands(self, slot: Slot, names: str) -> bool:
        """Tell whether a shift has the people that it was written with under these names."""
        return self.written.get(slot, "") == names and slot not in self.renamed()

    @property
    def slots(self) -> list[Slot]:
        """The shifts that it has."""
        return list(self._now)

    def names_on(self, slot: Slot) -> list[str]:
        """Return the names of those who have a shift, as they are compared."""
        return [self.names[key].text for key in self._now.get(slot, ())]

    def has(self, slot: Slot) -> bool:
        """Tell whether the shift is on it; on one made by hand wherever its date is."""
        if self.origin:
            return slot in self.drafted
        return any(on == slot.date for _, on in self.marks)

    def open(self, slot: Slot) -> bool:
        """Tell whether a shift is short of people: it has no cell of its own."""
        return True


def read_marks(grid: Grid, wall: Wall) -> tuple[dict[tuple[str, date], Cell], dict[str, Cell]]:
    """Return the cells with marks by person and date, and those with names by person."""
    days = {name: column for name, column in wall.columns.items() if is_day(name)}
    rows = {row: key.removeprefix(ROW) for row, key in wall.rows.items() if key.startswith(ROW)}
    marks = {
        (key, date.fromisoformat(day)): cell_at(grid, row, column, grid.rows[row].get(column))
        for row, key in rows.items()
        for day, column in days.items()
    }
    at = wall.columns[NAME_COLUMN]
    names = {key: cell_at(grid, row, at, grid.rows[row].get(at)) for row, key in rows.items()}
    return marks, names
