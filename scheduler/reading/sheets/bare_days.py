"""Days without a month, 5 or 20、22、24日: they are of the roster month, if that was named."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.reading.cells.normal_text import half_width

if TYPE_CHECKING:
    from datetime import date

    from scheduler.reading.cells.named_cells import Cell, Row

DATE_COLUMNS = ("开始", "结束", "请假时间", "值班日期", "换回日期", "日期")

_NUMBERS = re.compile(r"\d{1,2}(?:\s*[、,;]\s*\d{1,2})*")
_NO_MONTH = re.compile(r"\d{1,2}[日号]?(?:[\s、,;和及与~至到-]+\d{1,2}[日号]?)*")


def without_month(cell: Cell) -> bool:
    """Tell whether a cell holds days and no month."""
    if isinstance(cell.value, float) and not cell.value.is_integer():
        return False
    return isinstance(cell.value, (str, int, float)) and bool(_NO_MONTH.fullmatch(_text(cell)))


def in_month(row: Row, month: date | None) -> Row:
    """Return a row whose bare numbers of days are dates of ``month``; as it is without one."""
    if month is None:
        return row
    return {
        name: in_named_month(cell, month) if name in DATE_COLUMNS else cell
        for name, cell in row.items()
    }


def in_named_month(cell: Cell, month: date) -> Cell:
    """Return a cell with the month before its bare days, if it holds only such."""
    text = _text(cell)
    if not without_month(cell) or not _NUMBERS.fullmatch(text):
        return cell
    first = re.split(r"\D", text, maxsplit=1)[0]
    return replace(cell, value=f"{month.year}年{month.month}月{first}日{text[len(first) :]}")


def _text(cell: Cell) -> str:
    return half_width(cell.text if isinstance(cell.value, (int, float)) else cell.value)
