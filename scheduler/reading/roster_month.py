"""Which month is to be rostered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constraints.calendar import next_month
from constraints.domain import DAY
from scheduler.errors import Exit
from scheduler.reading.cells.named_cells import Cell

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from scheduler.reading.cells.faults import Faults


def roster_month(
    stated: date | None,
    cell: Cell | None,
    today: date,
    published: Collection[date],
    faults: Faults,
) -> date:
    """Return the month ``stated`` in 排班月份 unless it is past or published, else the next due."""
    present, month = today.replace(day=1), missing_month(published, today)
    if stated and cell:
        if stated >= present and stated not in published:
            return stated
        what = "已经发布" if stated in published else "已经过去"
        text = f"排班月份 {cell.shown} {what}，改排 {month:%Y-%m}；这一格平时请留空"
        faults.warn(cell, text, "month-past")
    if month == present:
        text = f"上个月已发布，{month:%Y-%m} 却还没有：先排这个月"
        faults.warn(Cell(""), text, "month-missing", Exit.LOOK)
    return month


def missing_month(published: Collection[date], today: date) -> date:
    """Return the next month, or the present one if only the one before it is published."""
    present = today.replace(day=1)
    overdue = present not in published and (present - DAY).replace(day=1) in published
    return present if overdue else next_month(today)
