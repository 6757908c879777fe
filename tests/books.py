"""Plain workbooks for tests, as an office would make them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook, load_workbook

from scheduler.reading.read_centre import read_centre

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.errors import InputError
    from scheduler.reading.centre import Centre

TODAY = datetime(2026, 11, 23, 12)
DECEMBER = date(2026, 12, 1)

Rows = list[list[Any]]

STAFF: Rows = [
    ["姓名", "工号", "岗位"],
    ["王静", "001", "客服管理员"],
    ["李梅", "002", "客服管理员"],
    ["张强", "003", "客服管理员"],
    ["刘洋", "004", "客服管理员"],
]
NAMES = [row[0] for row in STAFF[1:]]
TAIL: Rows = [
    ["日期", "值班人"],
    *[[date(2026, 11, 24) + timedelta(days=nth), NAMES[nth % 4]] for nth in range(7)],
]


def book(path: Path, **sheets: Rows) -> Path:
    """Write a workbook with four people and a known month edge, or what is given instead."""
    made = Workbook()
    made.remove(made.worksheets[0])
    usual = {"员工": STAFF} if "员工" in sheets else {"员工": STAFF, "历史": TAIL}
    for name, rows in (usual | sheets).items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


def centre(folder: Path, **sheets: Rows) -> Centre:
    """Return what is read from such a workbook for December 2026."""
    return read_centre(book(folder / "值班数据.xlsx", **sheets), TODAY, DECEMBER)


def places(error: InputError) -> dict[str, str]:
    """Return the text of every error by ``sheet!cell``."""
    errors = [message for message in error.messages if message.severity == "error"]
    return {f"{message.sheet}!{message.cell}": message.text for message in errors}


def values(path: Path, sheet: str) -> list[list[Any]]:
    """Return a sheet's values, row by row."""
    return [list(row) for row in load_workbook(path)[sheet].iter_rows(values_only=True)]


def edit(path: Path, sheet: str, cells: dict[str, Any]) -> None:
    """Type something into cells of a workbook, as a person would."""
    opened = load_workbook(path)
    for address, value in cells.items():
        opened[sheet][address] = value
    opened.save(path)
