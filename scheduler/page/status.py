"""How the month stands in a word, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.errors import ZhibanError
    from scheduler.page.tables import Table


@dataclass(frozen=True, slots=True)
class Status:
    """How the month stands: ``kind`` for the page, ``text`` and what follows for people."""

    kind: str
    text: str
    following: str
    publishable: bool = False


def status_of(tables: Sequence[Table], error: ZhibanError | None) -> Status:
    """Return how the tables of a month stand together, the one to be seen to first."""
    if error is not None:
        return Status("error", error.text, "按下面列出的地方改好 值班数据.xlsx，再上传或保存")
    faults = any(one.severity == "error" for table in tables for one in table.faults)
    drafted = [one for one in tables if one.drafted]
    check = "先改好标红的班，再发布" if faults else "核对无误后点「发布」"
    published = [one.centre.published for one in tables if one.centre.published]
    numbers = "、".join(dict.fromkeys(f"v{one.number}" for one in published))
    if any(one.centre.published for one in drafted):
        return Status("adjusting", f"已发布 {numbers} · 有调整草案", check, True)
    if any(one.chosen for one in drafted):
        return Status("edited", "草案 · 有手工修改", check, True)
    if drafted:
        return Status("draft", "草案", check, True)
    if published:
        following = "请假、顶班、换班登记后点「排班」，只作最小的改动"
        return Status("published", f"已发布 {numbers}", following)
    return Status("none", "还没有排", "点「排班」")
