"""The 值班汇总 workbook: how every centre of a batch stands."""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from typing import TYPE_CHECKING

from xlsxwriter import Workbook

from scheduler.errors import Exit
from scheduler.writing import styles
from scheduler.writing.styles import BookWriter, breadth

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from pathlib import Path

    import pandas as pd
    from xlsxwriter.worksheet import Worksheet

    from scheduler.batch.drafted import Drafted
    from scheduler.writing.styles import StyledValue

COLUMNS = (
    ("中心", 24),
    ("文件夹", 22),
    ("月份", 9),
    ("状态", 12),
    ("退出码", 7),
    ("缺口", 6),
    ("最优", 6),
    ("最多相差（班）", 10),
    ("用时（秒）", 8),
    ("说明", 48),
)
FRAME = {
    "folder": "string",
    "centre": "string",
    "month": "datetime64[s]",
    "exit_code": "int64",
    "gaps": "Int64",
    "optimal": "boolean",
    "spread": "float64",
    "seconds": "float64",
    "changed": "bool",
    "message": "string",
}
STATES = {
    Exit.DONE: "完成",
    Exit.LOOK: "完成，有提醒",
    Exit.INPUT: "数据有误",
    Exit.GAPS: "有缺口",
    Exit.NO_ROSTER: "没排出来",
    Exit.BREACHES: "不合规",
    Exit.CONFLICT: "草案有冲突",
    Exit.LOCKED: "正被占用",
    Exit.FILES: "读写失败",
    Exit.INTERRUPTED: "中途停止",
}
FAILED = "出错"
PUBLISHED_OPEN = "已发布，有缺口"
LINE = 15.5
GREEN, YELLOW, RED = "#E2F0D9", "#FFF3CD", "#F8D7DA"
WRITTEN = {Exit.DONE: GREEN, Exit.LOOK: YELLOW, Exit.GAPS: YELLOW}


def state(one: Drafted) -> str:
    """Say in a word how a centre stands."""
    if one.exit is Exit.DONE and one.to_look_at:
        return PUBLISHED_OPEN if one.gaps else STATES[Exit.LOOK]
    return STATES.get(one.exit, FAILED)


def tally_line(done: Sequence[Drafted]) -> str:
    """Count the centres by how they stand."""
    counted = Counter(map(state, done))
    names = (*STATES.values(), PUBLISHED_OPEN, FAILED)
    parts = [f"{name} {counted[name]}" for name in names if counted[name]]
    return f"{len(done)} 个中心：{'、'.join(parts)}"


def summary_workbook(done: Sequence[Drafted], root: Path, month: date, took: str) -> bytes:
    """Return the workbook, a row for every centre in the order given.

    Folders are named as seen from ``root``; ``took`` says when and how long.
    """
    stream = BytesIO()
    # Row after row: of 100,000 centres all cells at once would be 300 MB.
    book = Workbook(stream, {"constant_memory": True})
    title = f"{month.year}年{month.month}月值班汇总"
    book.set_properties({"title": title, "comments": "zhiban"})
    writer = BookWriter(book)
    sheet = book.add_worksheet("值班汇总")
    last = len(COLUMNS) - 1
    sheet.set_row(0, 32)
    writer.merged(sheet, 0, (0, last), title, styles.TITLE)
    counted = f"{tally_line(done)}    {took}"
    writer.merged(sheet, 1, (0, last), counted, styles.PLAIN | {"align": "center"})
    sheet.set_row(2, 30)
    for column, (name, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
        writer.text(sheet, 2, column, name, styles.HEADING)
    for nth, one in enumerate(done, 3):
        _row(writer, sheet, nth, one, root)
    bottom = 2 + len(done)
    sheet.autofilter(2, 0, bottom, last)
    sheet.freeze_panes(3, 1)
    sheet.repeat_rows(2)
    writer.page(sheet, landscape=True, footer=title, pages=0)
    sheet.print_area(0, 0, bottom, last)
    book.close()
    return stream.getvalue()


def _row(writer: BookWriter, sheet: Worksheet, nth: int, one: Drafted, root: Path) -> None:
    left = styles.LEFT | {"text_wrap": True}
    fill = YELLOW if one.exit is Exit.DONE and one.to_look_at else WRITTEN.get(one.exit, RED)
    decimal = styles.CELL | {"num_format": "0.00"}
    cells: tuple[StyledValue, ...] = (
        (one.centre, left | {"bold": True}),
        (one.place(root), left),
        (f"{one.month:%Y-%m}" if one.month else "", styles.CELL),
        (state(one), styles.CELL | {"bg_color": fill}),
        (int(one.exit), styles.CELL),
        (one.gaps, styles.MISSING if one.gaps else styles.CELL),
        ({True: "是", False: "否", None: ""}[one.optimal], styles.CELL),
        (one.spread, decimal),
        (one.seconds, decimal),
        (one.message, left),
    )
    # Only Excel makes rows as high as what is in them.
    lines = max(-(-breadth(str(cells[at][0])) // (COLUMNS[at][1] - 1)) for at in (0, 1, 9))
    sheet.set_row(nth, LINE * lines)
    writer.row(sheet, nth, cells)


def summary_frame(done: Iterable[Drafted], root: Path) -> pd.DataFrame:
    """Return how centres stand as a table, a row per centre in the order given.

    Returns
    -------
    pandas.DataFrame
        ``folder`` as seen from ``root``, ``centre``, its name (string), ``month`` (datetime64[s],
        its first day), ``exit_code`` (int64), ``gaps`` (Int64), ``optimal`` (boolean), ``spread``
        in duties, ``seconds`` (float64), ``changed`` (bool) and ``message`` (string). Month, gaps,
        optimal and spread of a centre without a roster are missing.
    """
    import pandas as pd

    rows = [
        (
            *(one.place(root), one.centre, one.month, int(one.exit), one.gaps, one.optimal),
            *(one.spread, one.seconds, one.changed, one.message),
        )
        for one in done
    ]
    return pd.DataFrame(rows, columns=list(FRAME)).astype(FRAME)
