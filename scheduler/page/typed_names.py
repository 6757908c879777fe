"""Names typed into a roster workbook that has been read, as a person would type them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.errors import UsageError
from scheduler.reading.marked_roster import MarkedRoster
from scheduler.reading.marks import BETWEEN_MARKS, OFF, shifts_in
from scheduler.reading.slot_label import BETWEEN, label_of
from scheduler.reading.tables.layout import GAP
from scheduler.reading.wall_text import SEATS, person_column

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from constraints.domain import Slot
    from scheduler.reading.centre import Centre
    from scheduler.reading.visible_roster import VisibleRoster


def typed(
    visible: VisibleRoster, centre: Centre, slot: Slot, need: int, keys: Sequence[str]
) -> VisibleRoster:
    """Return a workbook with other people on a duty that needs ``need``.

    Raises
    ------
    UsageError
        If the workbook has no place for them.
    """
    if isinstance(visible, MarkedRoster):
        return _marked(visible, centre, slot, keys)
    cell = visible.cells.get(slot)
    if cell is None:
        raise UsageError(f"{visible.path.name} 里没有这一班的格子，请重新排班")
    names = [*(centre.name(key) for key in keys), *[GAP] * (need - len(keys))]
    place = slot.date.isoformat(), person_column(slot, visible.post)
    # Whoever types over a cell types over what stands behind the name too.
    texts = {where: text for where, text in visible.texts.items() if where != place}
    cells = visible.cells | {slot: replace(cell, value=SEATS.join(names))}
    return replace(visible, cells=cells, texts=texts)


def locked(visible: VisibleRoster, slot: Slot) -> VisibleRoster:
    """Return a workbook that says that the people of a duty were chosen by hand."""
    return _with_chosen(visible, visible.kept | {slot})


def unlocked(visible: VisibleRoster, slot: Slot, keys: tuple[str, ...]) -> VisibleRoster:
    """Return a workbook that says that ``keys`` were put on a duty, and not by hand."""
    written = visible.written | {slot: visible.name(slot)}
    if isinstance(visible, MarkedRoster):
        written = visible.written
    drafted = visible.drafted | {slot: keys}
    return _with_chosen(replace(visible, written=written, drafted=drafted), visible.kept - {slot})


def _with_chosen(visible: VisibleRoster, slots: Collection[Slot]) -> VisibleRoster:
    labels = " ".join(label_of(slot, visible.post) for slot in sorted(slots))
    return replace(visible, origin=visible.origin | {"edited": labels})


def _marked(visible: MarkedRoster, centre: Centre, slot: Slot, keys: Sequence[str]) -> MarkedRoster:
    """Return people × days with the mark of a shift for these people and nobody else."""
    own = BETWEEN.join((slot.post, slot.shift))
    mark_of = {meant: mark for mark, meant in visible.meant.items()}
    marks = dict(visible.marks)
    for key in dict.fromkeys((*visible.names, *keys)):
        place = key, slot.date
        held = (
            list(shifts_in(visible.marks[place].value, visible.meant) or ())
            if (place in visible.marks)
            else []
        )
        if (key in keys) == (own in held):
            continue
        if place not in marks:
            raise UsageError(f"{visible.path.name} 里没有{centre.name(key)}这一行，请重新排班")
        held = [*held, own] if key in keys else [one for one in held if one != own]
        written = BETWEEN_MARKS.join(mark_of[one] for one in held) or OFF
        marks[place] = replace(marks[place], value=written)
    return replace(visible, marks=marks)
