"""Which rows of a leave list are absences: attendance systems export everything that was asked."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scheduler.reading.cells.named_cells import Cell, Row


class Kind(Enum):
    """What somebody has asked for."""

    ABSENCE = auto()
    REVOCATION = auto()
    OTHER = auto()
    UNCLEAR = auto()


# In this order: 取消请假 is no leave, 加班调休 is one, 加班 none.
_WORDS = (
    (
        Kind.REVOCATION,
        re.compile(
            "销假|撤假|(?:取消|撤销|撤回|撤消|作废).{0,6}(?:假|休|外出|出差)"
            "|(?:假|休|外出|出差).{0,3}(?:取消|撤销|撤回|撤消|作废)"
        ),
    ),
    (
        Kind.UNCLEAR,
        re.compile(
            "(?:假|休|外出|出差).{0,3}(?:变更|修改|更改|调整)|(?:变更|修改|更改).{0,3}(?:假|休)"
            "|返岗|复工|上班|出勤"
        ),
    ),
    (
        Kind.ABSENCE,
        re.compile("假|休|外出|出差|培训|学习|公出|外勤|外派|公差|住院|手术|产检|体检"),
    ),
    (
        Kind.OTHER,
        re.compile(
            "加班|补卡|补签|打卡|签到|签退|考勤异常|补考勤|工时|报销|费用|借款|付款|采购|领用|用章"
            "|用印|用车|合同|转正|入职|离职|调岗|调薪|招聘|会议室|访客|证明|物品"
        ),
    ),
    (Kind.UNCLEAR, re.compile("值班|顶班|替班|换班|调班|办公|弹性|迟到|早退|晚到|早走")),
)
# Days off on which somebody works: their name is no leave.
_DAYS_OFF = re.compile("节假日|公休日|休息日|双休日|法定假日|假日")


def kind_of(row: Row) -> tuple[Kind, Cell]:
    """Return what a row is about, and the cell that says so.

    A word that is not known is a reason for leave; two columns that contradict each other are
    unclear.
    """
    told = [cell for cell in (row["申请类型"], row["假别"]) if cell.text]
    known = {kind: cell for cell in told if (kind := _kind(cell.text))}
    if Kind.REVOCATION in known:
        return Kind.REVOCATION, known[Kind.REVOCATION]
    if len(known) > 1:
        return Kind.UNCLEAR, told[-1]
    return next(iter(known.items()), (Kind.ABSENCE, row["假别"]))


def _kind(text: str) -> Kind | None:
    text = _DAYS_OFF.sub("", text)
    return next((kind for kind, words in _WORDS if words.search(text)), None)
