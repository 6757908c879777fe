"""What else stands in the dated rows of a roster made by hand: remarks and further columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.reading.cells.normal_text import heading, masked, one_line
from scheduler.reading.files.grid import Damaged
from scheduler.reading.tables.header import find_header
from scheduler.reading.tables.layout import ROSTER
from scheduler.reading.tables.synonyms import SYNONYMS
from scheduler.reading.wall_text import HEADING, PHONE, REMARK, Texts, Typed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from scheduler.reading.cells.named_cells import Cell
    from scheduler.reading.files.grid import Book

REMARKS = frozenset(["备注", "说明", "备考"])
# What our own sheet says better, and telephones, which the settings may want hidden.
OURS = frozenset(["日别", "类别", "序号", "编号", PHONE, *SYNONYMS[PHONE]])


def handmade_texts(
    book: Book, sheets: list[str], cells: Mapping[date, Cell]
) -> tuple[Texts, tuple[str, ...]]:
    """Return remarks and further columns by date, and in words what is not carried."""
    texts: Texts = {}
    days = {(cell.sheet, cell.order[1]): on.isoformat() for on, cell in cells.items()}
    left: list[str] = []
    other = False
    for title in sheets:
        grid = book.grid(title)
        header = find_header(grid, ROSTER)
        known = {column for own in header.columns.values() for column in own}
        width = sorted({column for row in grid.rows.values() for column in row} - known)
        labels = {column: header.labels.get(column, "") for column in width}
        kept = [c for c in width if heading(labels[c]) not in REMARKS | OURS]
        names = {column: f"+{nth}" for nth, column in enumerate(kept, 1)}
        names |= {column: REMARK for column in width if heading(labels[column]) in REMARKS}
        left += [f"「{one_line(labels[c])}」列" for c in width if c not in names]
        for number, row in grid.rows.items():
            day = days.get((title, number))
            other = other or not (day or header.last >= number > header.last - 1)
            for column, name in names.items():
                value = row.get(column)
                if day and value is not None and not isinstance(value, Damaged):
                    texts[day, name] = Typed(masked(value).strip(), {})
        for column in kept:
            if labels[column] and any(place[1] == names[column] for place in texts):
                texts[HEADING, names[column]] = Typed(labels[column], {})
    return texts, (*left, *(["标题和表外的文字"] if other else []))
