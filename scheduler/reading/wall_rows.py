"""What is typed on the wall sheet of a workbook of ours: every cell against what was written.

Rows and columns are found by what they say, so that some may have been put in between.
"""

from __future__ import annotations

from datetime import datetime, time
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from scheduler.reading.cells.normal_text import masked, normalised
from scheduler.reading.files.grid import Damaged, column_letters
from scheduler.reading.marks import COUNTED, is_day
from scheduler.reading.tables.layout import GAP
from scheduler.reading.wall_layout import Wall, find_columns, find_rows
from scheduler.reading.wall_text import (
    HEADING,
    LINE,
    NAME,
    TOP,
    Typed,
    is_person_column,
    shown,
    split_name,
)

if TYPE_CHECKING:
    from scheduler.reading.files.grid import Grid, Value
    from scheduler.reading.wall_text import Place, Record


def read_wall(grid: Grid, record: Record, names: tuple[str, ...] = ()) -> Wall:
    """Find what the program wrote on a sheet, by its ``record``, and what is typed besides.

    ``names`` are people that a cell may begin with.
    """
    wall = find_columns(grid, record)
    if not wall.whole:
        return wall
    taken = set(wall.columns.values())
    wall.further = sorted({column for row in grid.rows.values() for column in row} - taken)
    wall.rows = find_rows(grid, record, wall)
    reader = _Reader(grid, record, wall, names)
    reader.read()
    return wall


class _Reader:
    """Compares every cell with what was written there."""

    def __init__(self, grid: Grid, record: Record, wall: Wall, names: tuple[str, ...]) -> None:
        self.grid, self.record, self.wall, self.names = grid, record, wall, names
        self.keys = {column: name for name, column in wall.columns.items()}
        self.keys |= {column: f"+{nth}" for nth, column in enumerate(wall.further, 1)}

    def read(self) -> None:
        wall = self.wall
        last = max(wall.rows, default=wall.head)
        order = list(self.record)
        dated = {*wall.rows.values()}
        at = order.index(HEADING)
        table = max((order.index(day) for day in dated), default=at)
        tail = [key for key in order[table + 1 :] if LINE in self.record[key]]
        numbers = sorted(
            n for n, row in self.grid.rows.items() if any(map(normalised, row.values()))
        )
        self._lines(TOP, order[:at], [n for n in numbers if n < wall.head])
        self._row(HEADING, wall.head)
        anchor, nth = HEADING, 0
        for number in (n for n in numbers if wall.head < n <= last):
            if number in wall.rows:
                anchor, nth = wall.rows[number], 0
                self._row(anchor, number)
            else:
                nth += 1
                self._row(f"{anchor}+{nth}", number)
        self._lines(anchor, tail, [n for n in numbers if n > last])

    def _lines(self, anchor: str, keys: list[str], numbers: list[int]) -> None:
        """Match lines of ours with those that stand there; others have been put in between."""
        ours = [normalised(shown((key, LINE), self.record[key][LINE])) for key in keys]
        theirs = [normalised("".join(map(str, self._across(number)))) for number in numbers]
        match = SequenceMatcher(None, ours, theirs, autojunk=False)
        pairs: dict[int, str] = {}
        for tag, a, b, c, d in match.get_opcodes():
            left = list(range(c, d))
            for nth in range(a, b):
                parts = [normalised(part) for part in self.record[keys[nth]][LINE].values()]
                alike = [at for at in left if any(part and part in theirs[at] for part in parts)]
                # What is left of the lines has to be enough for the rest of ours.
                spare = left if tag == "equal" or len(left) >= b - nth else []
                if chosen := (alike or spare)[:1]:
                    pairs[chosen[0]] = keys[nth]
                    left = [at for at in left if at > chosen[0]]
                elif ours[nth]:
                    # Somebody has taken it out.
                    self._put((keys[nth], LINE), "")
        nth = 0
        for at, number in enumerate(numbers):
            if at in pairs:
                anchor, nth = pairs[at], 0
                self._row(anchor, number)
            else:
                nth += 1
                self._row(f"{anchor}+{nth}", number)

    def _across(self, number: int) -> list[Value]:
        further = set(self.wall.further)
        return [v for c, v in sorted(self.grid.rows[number].items()) if c not in further]

    def _row(self, key: str, number: int) -> None:
        """Note what is typed in one row."""
        row, written = self.grid.rows[number], self.record.get(key, {})
        cells = {self.keys[column]: self._text(number, column) for column in sorted(row)}
        if LINE in written:
            own = [cells.pop(name) for name in list(cells) if not name.startswith("+")]
            cells[LINE] = "    ".join(text for text in own if text)
        for name in dict.fromkeys((*cells, *(n for n in written if n in self.wall.columns))):
            if name.startswith(COUNTED) or (is_day(name) and key != HEADING):
                continue  # Counted by the program; a mark that is changed is another roster.
            if is_person_column(name) and key != HEADING and written:
                self._person((key, name), cells.get(name, ""))
            else:
                self._put((key, name), cells.get(name, ""))

    def _person(self, place: Place, text: str) -> None:
        """Note what is typed behind a name; another name is another roster, not a text."""
        row, column = place
        parts = self.record[row].get(column, {})
        name, rest = split_name(text, (*self.names, *parts.values(), GAP))
        if rest:
            self.wall.texts[place] = Typed(text, {NAME: name})

    def _put(self, place: Place, text: str) -> None:
        row, column = place
        parts = self.record.get(row, {}).get(column, {})
        if normalised(text) != normalised(shown(place, parts)):
            self.wall.texts.setdefault(place, Typed(text, parts))

    def _text(self, row: int, column: int) -> str:
        value = self.grid.rows[row][column]
        if isinstance(value, Damaged):
            self.wall.unreadable.append(f"{column_letters(column)}{row}")
            return ""
        if isinstance(value, time):
            return f"{value:%H:%M}"
        if isinstance(value, datetime) and (value.hour or value.minute):
            return f"{value:%Y-%m-%d %H:%M}"
        return masked(value).strip()
