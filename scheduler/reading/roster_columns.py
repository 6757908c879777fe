"""People in further columns of a wall sheet of ours: other posts, and shifts of the first."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from constraints.calendar import zh_date
from constraints.domain import DAY
from scheduler.reading.cells.named_cells import cell_at
from scheduler.reading.cells.normal_text import normalised
from scheduler.reading.slot_label import BETWEEN
from scheduler.reading.wall_text import HEADING, NAME

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from constraints.domain import Slot
    from scheduler.reading.cells.faults import Faults
    from scheduler.reading.cells.named_cells import Cell
    from scheduler.reading.files.grid import Grid
    from scheduler.reading.machine_sheet import Machine
    from scheduler.reading.wall_layout import Wall


def read_columns(grid: Grid, wall: Wall, machine: Machine, faults: Faults) -> dict[Slot, Cell]:
    """Return the cells with people of every duty that stands in a column of its own.

    A duty of several days stands on each of them: whoever changes it changes the first day, or all
    the others alike.
    """
    rows = {on: row for row, on in wall.dates.items()}
    cells: dict[Slot, Cell] = {}
    for slot, days in _days(machine).items():
        at = wall.columns.get(BETWEEN.join(slot[1:]), 0)
        own = [
            cell_at(grid, rows[on], at, grid.rows[rows[on]].get(at)) for on in days if on in rows
        ]
        if at and own:
            cells[slot] = _one_of(slot, own, machine.written[slot], faults)
    _refuse_names_without_duty(grid, wall, machine, faults)
    return cells


def _refuse_names_without_duty(grid: Grid, wall: Wall, machine: Machine, faults: Faults) -> None:
    """Refuse names where no duty of the month is due: nothing would come of them."""
    due = {(day, BETWEEN.join(slot[1:])) for slot, days in _days(machine).items() for day in days}
    for name, at in wall.columns.items():
        for row, on in wall.dates.items() if BETWEEN in name else ():
            if (on, name) in due:
                continue
            cell = cell_at(grid, row, at, grid.rows[row].get(at))
            written = machine.record[on.isoformat()].get(name, {}).get(NAME, "")
            typed = wall.texts.get((on.isoformat(), name))
            stands = typed.written.get(NAME, typed.text) if typed else cell.text
            if normalised(stands) != normalised(written) and re.search(r"\w", stands):
                head = "".join(machine.record[HEADING].get(name, {}).values())
                text = (
                    f"{zh_date(on)}没有本月的{head}要排，「{cell.shown}」留不住，请改回「{written}」；"
                    "上月开始的班，在〈历史〉填它的第一天和值班人；这种日子也要排的，改〈班次〉"
                )
                faults.error(cell, text, "no-duty")


def _days(machine: Machine) -> Mapping[Slot, list[date]]:
    """Return the dates on which each duty with a column of its own is printed."""
    days: defaultdict[Slot, list[date]] = defaultdict(list)
    for slot, (start, end) in machine.spans.items():
        on = slot.date
        while start < end:
            days[slot].append(on)
            on, start = on + DAY, start + DAY
    return days


def _one_of(slot: Slot, cells: list[Cell], written: str, faults: Faults) -> Cell:
    """Return the cell that says who has a duty printed on several days."""
    first, *others = cells
    changed = [cell for cell in others if cell.text != normalised(written)]
    if first.text == normalised(written) and changed:
        if len(changed) == len(others) and len({cell.text for cell in changed}) == 1:
            return changed[0]
        text = (
            f"{slot.post}从{zh_date(slot.date)}起是一个班，排的是「{written}」，不能只改其中一天；"
            "请改第一天那一格，或把这几天都改成一样"
        )
        faults.error(changed[0], text, "part-of-a-duty")
    elif differing := [cell for cell in changed if cell.text != first.text]:
        text = f"和{zh_date(slot.date)}的「{first.shown}」是同一个班，请写成一样"
        faults.error(differing[0], text, "part-of-a-duty")
    return first
