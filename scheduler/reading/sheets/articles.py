"""Sheet 公物: what is counted whenever a duty is handed over."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from scheduler.reading.cells import values
from scheduler.reading.cells.values import Unreadable
from scheduler.reading.tables.layout import ARTICLES
from scheduler.reading.tables.sheet_rows import read_table

if TYPE_CHECKING:
    from scheduler.reading.cells.faults import Faults
    from scheduler.reading.cells.named_cells import Cell
    from scheduler.reading.files.grid import Book

MOST = 20  # that a handover has room for on its one page
_COUNTED = re.compile(r"\d{1,4}[^\d\W]{0,2}")  # 2 or 2台


@dataclass(frozen=True, slots=True)
class Article:
    """Something on the desk, how many of it there should be, '' if nobody can tell, and a note."""

    name: str
    count: str
    note: str = ""


def read_articles(book: Book, faults: Faults) -> tuple[Article, ...]:
    """Return the articles in order; what is wrong is a warning, since no roster hangs on it."""
    found: dict[str, tuple[Article, Cell]] = {}
    for row in read_table(book, ARTICLES, faults).rows:
        cell = row["物品"]
        warn = partial(faults.warn, code="article")
        if not cell.text:
            warn(cell, "没有填物品的名称，这一行没有印上；请填上，或删去这一行")
        elif cell.text in found:
            other = found[cell.text][1].address
            warn(cell, f"「{cell.shown}」填了两次（另一处在 {other}），只印那一处；请并成一行")
        elif len(found) == MOST:
            warn(cell, f"一页只印得下 {MOST} 样公物，从这一样起没有印上；请把零碎的并成一样")
            break
        else:
            count = ""
            try:
                count = _count(row["数量"])
            except Unreadable as wrong:
                warn(row["数量"], f"{wrong}；交接班记录上「{cell.shown}」的应有空着")
            found[cell.text] = Article(cell.shown, count, row["备注"].shown), cell
    return tuple(article for article, _ in found.values())


def _count(cell: Cell) -> str:
    if not cell.text:
        raise Unreadable("没有填数量")
    if not _COUNTED.fullmatch(cell.text):
        values.whole(cell, what="数量")
        raise Unreadable(f"「{cell.shown}」太多了，请核对数量")
    return cell.text
