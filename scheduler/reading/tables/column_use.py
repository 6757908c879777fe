"""Which columns of a table are read as what, and which are not read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scheduler.reading.cells.named_cells import cell_at
from scheduler.reading.cells.normal_text import one_line
from scheduler.reading.files.grid import column_letters
from scheduler.reading.tables.layout import LEAVE, STAFF

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from scheduler.reading.cells.faults import Faults
    from scheduler.reading.files.grid import Grid
    from scheduler.reading.tables.header import Header
    from scheduler.reading.tables.layout import Sheet

# What looks like something that decides who may serve when, and columns that only sound so.
_DECIDES = {
    STAFF.name: re.compile(
        "证|有效期|到期|健康|体检|学历|文化程度|从业|工龄|年限|年龄|电脑|计算机|夜班|值班|孕|哺乳|离岗|停职"
    ),
    LEAVE.name: re.compile("销假|返岗|复工|实际(?:开始|结束|起|止|休)|作废|撤销"),
}
_OF_OTHERS = re.compile(
    "身份证|证件|证明|居住证|居留|驾驶证|驾照|结婚证|毕业证|学位证|暂住证|退伍证|残疾证|工作证|出入证|通行证"
    "|签证|护照|社保|保险|合同|协议|试用|保证|紧急|电话|照片|扫描|附件"
)


def unused_columns(sheet: Sheet, header: Header, used: Collection[int]) -> list[int]:
    """Return the columns with a heading that nobody reads, those that look decisive first."""
    unused = [c for c, label in header.labels.items() if label and c not in used]
    return sorted(unused, key=lambda c: (not _decisive(sheet, header.labels[c]), c))


def warn_of_unused(
    grid: Grid, sheet: Sheet, header: Header, unused: list[int], faults: Faults
) -> None:
    """Say which columns are not read though they look as if they decided something."""
    rows = [row for number, row in grid.rows.items() if number > header.last]
    doubtful = [
        column
        for column in unused
        if _decisive(sheet, header.labels[column]) and any(column in row for row in rows)
    ]
    if doubtful:
        named = "、".join(
            f"「{one_line(header.labels[c])}」（{column_letters(c)} 列）" for c in doubtful
        )
        cure = "；要用就把列名改成〈员工〉的列名，如 上岗证、证书到期日、健康合格" * (
            sheet is STAFF
        )
        text = f"这几列没有用到，看着却像排班要看的：{named}{cure}"
        faults.warn(cell_at(grid, header.last, doubtful[0]), text, "unused-column")


def said_of_columns(grid: Grid, header: Header, used: Mapping[int, str], unused: list[int]) -> str:
    """Say which column was read as what; briefly if each is under its own name."""
    parts = []
    for column, name in sorted(used.items()):
        label = header.labels[column]
        other = f"「{one_line(label)}」→" if label != name else ""
        parts.append(f"{column_letters(column)} {other}{name}")
    left = [one_line(header.labels[column]) for column in unused]
    title = one_line(grid.title)
    if not left and all(header.labels[c] == name for c, name in used.items()):
        return f"〈{title}〉{len(used)} 列，列名都认得"
    return f"〈{title}〉{'、'.join(parts)}{'；没有用到：' * bool(left)}{'、'.join(left)}"


def _decisive(sheet: Sheet, label: str) -> bool:
    words = _DECIDES.get(sheet.name)
    return bool(words and words.search(label) and not _OF_OTHERS.search(label))
