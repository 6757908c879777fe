"""Sheets 岗位 and 班次 for tests, row by row, and what is read from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scheduler.reading.cells.faults import Faults
from scheduler.reading.sheets.posts import read_posts
from scheduler.reading.sheets.settings import read_settings
from scheduler.reading.tables.layout import POSTS, SHIFTS
from scheduler.reading.tables.sources import open_sources
from tests.books import DECEMBER, TODAY, book

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.reading.sheets.post import Post
    from scheduler.reading.tables.layout import Sheet
    from tests.books import Rows

Row = dict[str, Any]


def _sheet(sheet: Sheet, rows: tuple[Row, ...]) -> Rows:
    names = [column.name for column in sheet.columns]
    assert {name for row in rows for name in row} <= {*names}
    return [list(names), *[[row.get(name) for name in names] for row in rows]]


def posts_sheet(*rows: Row) -> Rows:
    return _sheet(POSTS, rows)


def shifts_sheet(*rows: Row) -> Rows:
    return _sheet(SHIFTS, rows)


def shift(
    post: str, name: str = "早班", start: Any = "8:00", end: Any = "20:00", **more: Any
) -> Row:
    return {"岗位": post, "班次": name, "开始": start, "结束": end} | more


def posts_of(folder: Path, **sheets: Rows) -> tuple[dict[str, Post], dict[str, str]]:
    """Return the posts of a workbook by name, and its errors and warnings by ``sheet!cell``."""
    path = book(folder / "值班数据.xlsx", **sheets)
    faults = Faults(path.name)
    data = open_sources(path, (), (), faults).data
    settings, written = read_settings(data, TODAY.date(), faults)
    posts = read_posts(data, settings, written, DECEMBER.replace(day=15), faults)
    said = {f"{one.sheet}!{one.cell}": one.text for one in faults.messages}
    return {post.name: post for post in posts}, said
