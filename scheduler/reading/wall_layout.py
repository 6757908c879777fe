"""Where dates, people and everything else of ours stand on a wall sheet, whatever was put in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from scheduler.reading.cells.dates import read_date
from scheduler.reading.cells.named_cells import cell_at
from scheduler.reading.cells.normal_text import normalised
from scheduler.reading.cells.values import Unreadable
from scheduler.reading.marks import NAME_COLUMN, is_day
from scheduler.reading.tables.header import HEADER_ROWS
from scheduler.reading.wall_text import HEADING, Texts, is_person_column, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.reading.files.grid import Grid
    from scheduler.reading.wall_text import Record

DATE = "日期"


@dataclass(slots=True)
class Wall:
    """What was found: the header's row (0: none), columns and dates, and what is typed.

    ``columns`` are ours by name, ``further`` those behind them in order, ``rows`` what each row of
    the table is known by, such as its date;
    ``unreadable`` are addresses of cells with no text that could be carried.
    """

    head: int
    columns: dict[str, int]
    further: list[int] = field(default_factory=list)
    rows: dict[int, str] = field(default_factory=dict)
    texts: Texts = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether dates and people are there."""
        dated = DATE in self.columns and any(map(is_person_column, self.columns))
        return dated or (NAME_COLUMN in self.columns and any(map(is_day, self.columns)))

    @property
    def dates(self) -> dict[int, date]:
        """The dated rows."""
        return {n: date.fromisoformat(key) for n, key in self.rows.items() if is_day(key)}


def find_columns(grid: Grid, record: Record) -> Wall:
    """Find the header, the row with most of our headings, and every column under it.

    A heading that somebody has changed is known by what stands under it, or else by its place.
    """
    own = {
        name: normalised(shown((HEADING, name), parts))
        for name, parts in record.get(HEADING, {}).items()
    }
    rows = [number for number in sorted(grid.rows) if number <= HEADER_ROWS]

    def fit(number: int) -> int:
        return len({normalised(value) for value in grid.rows[number].values()} & {*own.values()})

    head = max(rows, key=fit, default=0)
    if not head or not fit(head):
        return Wall(0, {})
    labels = {normalised(value): column for column, value in reversed(grid.rows[head].items())}
    columns = {name: labels[label] for name, label in own.items() if label in labels}
    written = {
        name: {
            normalised(shown((row, name), parts[name]))
            for row, parts in record.items()
            if row != HEADING and name in parts
        }
        - {""}
        for name in own
    }
    below = [row for number, row in grid.rows.items() if number > head]
    width = {column for row in grid.rows.values() for column in row}
    for nth, name in enumerate(own, 1):
        free = sorted(width - {*columns.values()})
        if name not in columns and free:
            hits = {
                column: sum(normalised(row.get(column)) in written[name] for row in below)
                for column in free
            }
            best = max(free, key=lambda column: hits[column])
            if hits[best] or nth in free:
                columns[name] = best if hits[best] else nth
    return Wall(head, columns)


def find_rows(grid: Grid, record: Record, wall: Wall) -> dict[int, str]:
    """Return what every row of the table is known by: as written, or with words behind.

    A date may also be written otherwise. A line under the table may begin with a date too: the
    rows that fit best come first.
    """
    by = DATE if DATE in wall.columns else NAME_COLUMN
    keys = [row for row in record if row != HEADING and by in record[row]]
    label = {normalised(shown((key, by), record[key][by])): key for key in keys}
    column = wall.columns[by]
    texts = {
        number: text
        for number, row in sorted(grid.rows.items())
        if number > wall.head and (text := normalised(row.get(column)))
    }
    found: dict[int, str] = {}
    for number, text in texts.items():
        if text in label and label[text] not in found.values():
            found[number] = label[text]
    for fits in (
        lambda number, _: _iso(grid, number, column, keys) if by == DATE else "",
        lambda _, text: next((label[one] for one in label if _begins(text, one)), ""),
    ):
        for number, text in texts.items():
            key = "" if number in found else fits(number, text)
            if key in keys and key not in found.values():
                found[number] = key
    return dict(sorted(found.items()))


def _begins(text: str, label: str) -> bool:
    return text.startswith(label) and not text[len(label) :][:1].isdigit()


def _iso(grid: Grid, row: int, column: int, days: Iterable[str]) -> str:
    """Read a date that is written otherwise than we do."""
    middle = next((date.fromisoformat(day).replace(day=15) for day in days), None)
    try:
        on = read_date(cell_at(grid, row, column, grid.rows[row][column]), middle)
    except (Unreadable, ValueError):
        return ""
    return on.isoformat() if on else ""
