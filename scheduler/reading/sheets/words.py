"""Other words that people write for what a cell may say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.reading.cells import values

if TYPE_CHECKING:
    from datetime import date

    from scheduler.reading.cells.named_cells import Cell

Words = dict[str, tuple[str, ...]]

CHANGES: Words = {
    "顶班": ("替班", "顶岗", "替岗", "顶替"),
    "换班": ("调班", "互换", "对换", "对调", "换岗"),
}
REQUESTS: Words = {
    "必须": ("必排", "必值", "必须排", "必须值", "必须值班", "一定排"),
    "不可": (
        *("不排", "勿排", "不能", "不能排", "不能值", "不可排", "不可值", "不可值班", "不能值班"),
        *("不值", "不值班", "不要排", "勿值"),
    ),
    "希望": (
        *("想值", "愿意", "想排", "愿值", "想值班", "愿意值", "愿意值班", "希望值", "希望值班"),
        *("希望排", "尽量排"),
    ),
    "不希望": (
        *("不想", "不愿", "不愿意", "不想值", "不愿值", "不想排", "不愿意值", "不想值班"),
        *("不愿值班", "不愿意值班", "不希望值", "不希望值班", "尽量不排", "尽量不值"),
    ),
    "特批": ("特许", "特别批准"),
}
DAYS: Words = {
    "法定节假日": ("法定", "节假日", "法定假日", "法定节日", "法定假", "节日"),
    "休息日": ("休息", "公休", "公休日", "双休日", "周末", "调休放假", "补假", "补休"),
    "调休上班": ("补班", "调班", "调休补班", "调休上班日", "补班日", "补上班"),
    "工作日": ("平日", "正常上班"),
    "上班": ("上班日",),
}
# Of somebody who has no shift that day.
NO_SHIFT = frozenset(
    [
        *("休", "休息", "休班", "公休", "轮休", "调休", "补休", "例休", "倒休", "换休", "周休"),
        *("假", "请假", "年假", "年休", "年休假", "事假", "病假", "婚假", "产假", "陪产假"),
        *("丧假", "公假", "探亲假", "工伤", "离", "离职", "-", "--", "—", "/", "×", "○"),
    ]
)
AT_WORK = "上班"
SATURDAY = 5


def meant(cell: Cell, words: Words) -> str:
    """Return which of the allowed words a cell says, in that word or in another for it.

    Raises
    ------
    Unreadable
        If it says none of them.
    """
    others = {other: word for word, others in words.items() for other in others}
    return others.get(cell.text) or values.choice(cell, tuple(words))


def kind_on(kind: str, on: date) -> str:
    """Return the kind of a date: 上班 of a Saturday is 调休上班, of a Tuesday 工作日."""
    if kind == AT_WORK:
        return "调休上班" if on.weekday() >= SATURDAY else "工作日"
    return kind
