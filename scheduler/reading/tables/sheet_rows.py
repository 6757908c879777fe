"""From the sheets of a workbook to rows of named cells."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from scheduler.errors import Exit
from scheduler.reading.cells.named_cells import Cell, Table, cell_at
from scheduler.reading.cells.normal_text import heading, normalised, one_line
from scheduler.reading.tables.header import HEADER_ROWS, find_header
from scheduler.reading.tables.layout import DATA_SHEETS, EXAMPLE_SHEET, MACHINE_SHEET
from scheduler.reading.tables.rows import RowReader
from scheduler.reading.tables.synonyms import SYNONYMS

if TYPE_CHECKING:
    from scheduler.reading.cells.faults import Faults
    from scheduler.reading.files.grid import Book, Grid
    from scheduler.reading.tables.header import Header
    from scheduler.reading.tables.layout import Sheet

_DATED = re.compile(r"(?:\d{4}[-/.年])?\d{1,2}[-/.月]\d{1,2}|20\d{6}$|4[5-9]\d{3}$")
# Dates of the paper, not of the leave.
_ASIDE = re.compile("申请|提交|发起|创建|登记|填|审|批|完成|更新|打印|出生|入职")


def find_sheets(book: Book, sheet: Sheet) -> list[str]:
    """Return the titles of the visible sheets that have the name of ``sheet`` or a synonym."""
    return [title for title in book.titles if heading(title) in sheet.names]


def read_table(book: Book, sheet: Sheet, faults: Faults) -> Table:
    """Return the rows of a sheet, or of all that have its name or a synonym.

    A missing sheet has no rows, a missing required one is an error.
    """
    titles = find_sheets(book, sheet)
    if not titles:
        if sheet.required:
            hidden = [t for t in book.hidden if heading(t) in sheet.names]
            names = "、".join(one_line(title) for title in book.titles[:20])
            cure = "请用 zhiban init 的模板填写"
            if fitting := _alike(book, sheet):
                cure = f"请把〈{one_line(fitting[0])}〉改名为〈{sheet.name}〉"
            text = f"缺少工作表〈{sheet.name}〉（现有：{names}）；{cure}"
            if hidden:
                text = f"工作表〈{hidden[0]}〉是隐藏的，请取消隐藏"
            faults.error(Cell(sheet.name), text, "missing-sheet")
        return Table(sheet.name, (), ())
    return concatenate([read_sheet(book.grid(title), sheet, faults) for title in titles])


def _alike(book: Book, sheet: Sheet) -> list[str]:
    """Return the sheets that are laid out as ``sheet`` under a name that means nothing."""
    taken = {EXAMPLE_SHEET, *(name for one in DATA_SHEETS for name in one.names)}
    return [
        title
        for title in book.titles
        if heading(title) not in taken
        and not missing_columns(find_header(book.grid(title), sheet), sheet.required_columns)
    ]


def concatenate(tables: list[Table]) -> Table:
    """Return several tables of one kind as one."""
    return Table(
        tables[0].sheet,
        tuple(row for table in tables for row in table.rows),
        tuple({name: None for table in tables for name in table.columns}),
        "；".join(table.read_as for table in tables if table.read_as),
    )


def warn_of_hidden(book: Book, faults: Faults) -> None:
    """Say which sheets nobody has read because nobody sees them."""
    hidden = [title for title in book.hidden if title != MACHINE_SHEET]
    if hidden:
        names = "、".join(f"〈{one_line(title)}〉" for title in hidden[:10])
        faults.warn(Cell(""), f"隐藏的工作表没有读：{names}", "hidden-sheet")


def read_sheet(
    grid: Grid, sheet: Sheet, faults: Faults, *, required: tuple[str, ...] | None = None
) -> Table:
    """Return the rows of a sheet that should be laid out as ``sheet``.

    ``required`` are the columns that must be there; default those of ``sheet``.
    """
    required = required or sheet.required_columns
    if not grid.rows and not sheet.required:
        return Table(grid.title, (), ())
    header = find_header(grid, sheet)
    if missing := missing_columns(header, required):
        seen = "、".join(one_line(label) for label in [*header.labels.values()][:12] if label)
        where = f"第 {header.last} 行的表头是 {seen}" if seen else "没有找到表头"
        wanted = "、".join(_accepted(name) for name in missing)
        text = f"缺少列：{wanted}（{where}；表头要在前 {HEADER_ROWS} 行内）"
        faults.error(cell_at(grid, header.last, 0), text, "missing-column")
        return Table(grid.title, (), ())
    numbers = [number for number in sorted(grid.rows) if number > header.last]
    if len(numbers) > sheet.most:
        text = f"有 {len(numbers)} 行，最多 {sheet.most} 行；请只留用得着的，删去其余的行"
        column = min(own[0] for own in header.columns.values())
        faults.error(cell_at(grid, numbers[sheet.most], column), text, "too-many")
        return Table(grid.title, (), ())
    _check_swallowed(grid, header, faults)
    _question_ends(grid, header, faults)
    return RowReader(grid, sheet, header, required, faults).read()


def _check_swallowed(grid: Grid, header: Header, faults: Faults) -> None:
    """Refuse rows of data that the header is merged with."""
    across = {left for first, left, _, right in grid.merges if first < header.last and right > left}
    known = {own[0] for own in header.columns.values()} - across
    for number in sorted(n for n in grid.rows if header.named < n <= header.last):
        for column in known & grid.rows[number].keys():
            text = f"第 {number} 行和表头合并在一起，这一行读不到；请取消表头的合并"
            faults.error(cell_at(grid, number, column), text, "swallowed-row")


def _question_ends(grid: Grid, header: Header, faults: Faults) -> None:
    """Ask about a column of dates where leaves begin and nothing says when they end."""
    if "开始" not in header.columns or {"结束", "请假时间"} & header.columns.keys():
        return
    rows = [row for number, row in grid.rows.items() if number > header.last]
    known = {c for own in (header.columns, header.others) for cs in own.values() for c in cs}
    for column, label in header.labels.items():
        values = [row[column] for row in rows if column in row]
        dated = [v for v in values if isinstance(v, datetime) or _DATED.match(normalised(v)[:20])]
        if column not in known and not _ASIDE.search(label) and 2 * len(dated) > len(values):
            text = (
                f"没有「结束」列，每次请假只算开始那一天；「{one_line(label)}」列像是日期，"
                "如果是请假的最后一天，请把列名改成 结束"
            )
            faults.warn(cell_at(grid, header.last, column), text, "no-end", Exit.LOOK)


def missing_columns(header: Header, required: tuple[str, ...]) -> list[str]:
    """Return the columns that are required and not there; 请假时间 stands for 开始."""
    spanned = "请假时间" in header.columns
    return [n for n in required if n not in header.columns and not (spanned and n == "开始")]


def _accepted(name: str) -> str:
    """Say how a column may be headed."""
    others = SYNONYMS.get(name, ())[:3]
    return f"{name}（也可写 {'、'.join(others)}）" if others else name
