"""Sheet 说明: how the month stands, what to look at, and the proof."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler import __version__
from scheduler.reporting.notes import LEVELS, notes, status_line
from scheduler.writing import styles
from scheduler.writing.styles import breadth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsxwriter.worksheet import Worksheet

    from scheduler.reporting.outcome import Draft
    from scheduler.writing.styles import BookWriter

WIDTH = 78
LINE = 15.5


def draw_notes(
    draft: Draft, writer: BookWriter, sheet: Worksheet, heading: str, footer: str
) -> None:
    """Write the sections one under the other, a line a row."""
    sheet.set_column(0, 0, WIDTH)
    sheet.set_row(0, 30)
    writer.text(sheet, 0, 0, heading, styles.TITLE)
    ink = styles.GAP_FILL if draft.gaps else "#1F6E43"
    status = styles.WRAPPED | {"bold": True, "font_size": 12, "font_color": ink}
    sheet.set_row(1, 22)
    writer.text(sheet, 1, 0, status_line(draft), status)
    row = 3
    for title, lines in [*notes(draft), ("核验", list(proof(draft)))]:
        writer.text(sheet, row, 0, title, styles.HEADING | {"align": "left"})
        for line in lines:
            row += 1
            sheet.set_row(row, LINE * -(-breadth(line) // (WIDTH - 4)))
            writer.text(sheet, row, 0, line, styles.WRAPPED)
        row += 2
    writer.page(sheet, landscape=False, footer=footer, pages=0)
    sheet.print_area(0, 0, row, 0)


def proof(draft: Draft) -> Iterator[str]:
    """Yield what was read, which settings held, and how each level came out."""
    for name, digest in draft.inputs:
        yield f"输入文件：{name}  SHA-256 {digest}"
    settings, policy = draft.centre.settings, draft.problem.policy
    modes = "、".join(f"{check}{mode.value}" for check, mode in policy.modes.items())
    yield (
        f"规则与设置：值班时长 {settings.length.total_seconds() / 3600:g} 小时，"
        f"最小间隔 {policy.rest.total_seconds() / 3600:g} 小时，请假前夜{policy.eves.value}，"
        f"均衡周期 {policy.window.value}（法定节假日 {policy.holiday_window.value}），"
        f"每月补差上限 {float(policy.catch_up):g} 班，资格检查{modes or '全部强制'}"
    )
    for level in draft.result.levels:
        said = "未算到" if level.cost is None else f"{level.cost}（下限 {level.bound}）"
        mark = "已证明" if level.proved else "未证明"
        yield f"{LEVELS[level.name]}：{said}，{mark}"
    yield "核查：全部规则逐条复核，没有违规"
    yield f"程序版本：zhiban {__version__}"
