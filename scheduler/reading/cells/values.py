"""From what people write in a cell to what it means: yes and no, numbers, lists, words."""

from __future__ import annotations

import re
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from constraints.calendar import WEEKDAYS
from constraints.qualification import CHECKS
from scheduler.reading.cells.normal_text import half_width, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.reading.cells.named_cells import Cell

_YES = frozenset(["是", "有", "会", "√", "✓", "合格", "健康", "良好", "y", "yes", "true", "1"])
_NO = frozenset(
    ["否", "无", "不会", "没有", "×", "✗", "x", "不合格", "不健康", "n", "no", "false", "0"]
)
_SEPARATORS = re.compile(r"[、,;/\s]+")
_WEEKDAY_WORDS = {
    **{word: frozenset(range(5)) for word in ("工作日", "平日")},
    **{word: frozenset([5, 6]) for word in ("周末", "双休日", "双休", "周六周日")},
}
_DIGIT_DAYS = str.maketrans("1234567", "一二三四五六日")

_NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{1,15}|/[1-9]\d{0,2})?")

MOST_HOURS = 9999

# A status is judged by its words, in this order: refused or void, pending, approved.
_REFUSED = re.compile(
    "不同意|不批准|不通过|未通过|拒绝|驳回|退回|撤销|撤回|取消|终止|作废|失效|已销假|不予|不准"
)
_WITHDRAWN = re.compile("撤销|撤回|取消|终止|作废|失效|已销假")
_PENDING = re.compile("待|审批中|审核中|处理中|未审|草稿|未提交")
_APPROVED = re.compile("批准|已批|同意|通过|准假|准予|[√✓✔]")
# 未批准 may be pending or refused; approved it is not.
_NEGATED = re.compile("[不未没]")
# These say that the process has ended, not how.
_FINISHED = frozenset(["完成", "已完成"])


class Unreadable(ValueError):
    """A cell that does not say what it should; the message says what is wrong and how to mend."""


def yes_no(cell: Cell) -> bool | None:
    """Read 是/否 and their kind; None if empty."""
    word = cell.text.lower()
    if not word:
        return None
    if word in _YES or word in _NO:
        return word in _YES
    raise Unreadable(f"「{cell.shown}」看不出是或否，请填 是 或 否")


def number(cell: Cell, *, what: str = "数") -> Fraction | None:
    """Read a number that is not negative, exactly as displayed (0.3 is 3/10); None if empty."""
    if not cell.text:
        return None
    # Not whatever Fraction takes: 1e999999999 would keep it busy for ever.
    if not _NUMBER.fullmatch(cell.text):
        raise Unreadable(f"「{cell.shown}」不是{what}，请填数字")
    value = Fraction(cell.text)
    if value < 0:
        raise Unreadable(f"「{cell.shown}」是负数，{what}不能小于 0")
    return value


def whole(cell: Cell, *, what: str = "数") -> int | None:
    """Read a whole number that is not negative; None if empty."""
    value = number(cell, what=what)
    if value is not None and value.denominator != 1:
        raise Unreadable(f"「{cell.shown}」不是整数")
    return None if value is None else int(value)


def words(cell: Cell) -> tuple[str, ...]:
    """Read several words separated by 、 comma, semicolon or slash."""
    return tuple(word for word in _SEPARATORS.split(cell.text) if word)


def weekdays(cell: Cell) -> frozenset[int]:
    """Read weekdays such as 周三、周五, 星期日, 周六日, 周一至周五, 工作日 or 周末; Monday is 0."""
    numbers: set[int] = set()
    text = half_width(cell.value) if cell.text else ""
    for word in re.split(r"[、,;/\s和及与每]+", re.sub(r"\s*(至|到|[-~]+)\s*", "-", text)):
        days = re.sub(r"星期|礼拜|周(?!末)", "", word).replace("天", "日")
        days = days.translate(_DIGIT_DAYS) if days != word else days
        first, dash, last = days.partition("-")
        if word in _WEEKDAY_WORDS:
            numbers |= _WEEKDAY_WORDS[word]
        elif dash and {first, last} <= set(WEEKDAYS):
            start, end = WEEKDAYS.index(first), WEEKDAYS.index(last)
            numbers |= {day % 7 for day in range(start, end + 1 + 7 * (end < start))}
        elif word and all(day in WEEKDAYS for day in days) and days:
            numbers |= {WEEKDAYS.index(day) for day in days}
        elif word:
            raise Unreadable(f"「{cell.shown}」看不出星期几，请写成 周三、周五")
    return frozenset(numbers)


def checks(cell: Cell) -> frozenset[str]:
    """Read names of qualification checks, with or without 检查 behind them."""
    names = set()
    for word in words(cell):
        name = word.removesuffix("检查")
        match = next(
            (check for check in CHECKS if name in (check, f"会{check}", f"{check}合格")), ""
        )
        if not match:
            raise Unreadable(f"「{one_line(word)}」不是资格检查的名称，可填 {'、'.join(CHECKS)}")
        names.add(match)
    return frozenset(names)


def hours(cell: Cell, *, what: str) -> timedelta:
    """Read a length in hours."""
    value = number(cell, what=what) or Fraction(0)
    if value > MOST_HOURS:
        raise Unreadable(f"「{cell.shown}」太大，{what}最多 {MOST_HOURS}")
    return timedelta(hours=float(value))


def positive(cell: Cell, *, what: str) -> Fraction:
    """Read a number above zero."""
    value = number(cell, what=what)
    if not value:
        raise Unreadable(f"「{cell.shown}」：{what}要大于 0")
    return value


def status(cell: Cell) -> bool | None:
    """Read an approval: True if approved, None if pending, False if refused or withdrawn."""
    word = cell.text
    if _REFUSED.search(word):
        return False
    if not word or _PENDING.search(word):
        return None
    if word == "是" or (_APPROVED.search(word) and not _NEGATED.search(word)):
        return True
    ended = word in _FINISHED
    wrong = "只说流程走完了，看不出批没批" if ended else "不是认得的审批状态"
    raise Unreadable(f"「{cell.shown}」{wrong}，请写 已批准、待审批、驳回 或 已撤销")


def withdrawn(cell: Cell) -> bool:
    """Tell whether a status says that what had been asked or approved was taken back."""
    return bool(_WITHDRAWN.search(cell.text))


def deciding_status(statuses: Sequence[Cell]) -> Cell:
    """Return of several statuses of one row the one that decides.

    Approved is only what none of them calls otherwise; an empty one counts where the others say
    no more than that the process has ended.
    """
    return min(statuses, key=_weight)


def _weight(cell: Cell) -> int:
    try:
        approved = status(cell)
    except Unreadable:
        return 5 if cell.text in _FINISHED else 2
    if approved is None:
        return 1 if cell.text else 4
    return 3 if approved else 0


def choice(cell: Cell, allowed: tuple[str, ...]) -> str:
    """Read one of several words."""
    if cell.text in allowed:
        return cell.text
    raise Unreadable(f"「{cell.shown}」不在可填的词里，请填 {' / '.join(allowed)}")
