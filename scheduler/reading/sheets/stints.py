"""One person on several rows of a staff list: hired again, or listed twice."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from constraints.calendar import next_month
from scheduler.reading.cells.dates import read_date, read_end
from scheduler.reading.cells.normal_text import heading
from scheduler.reading.cells.values import Unreadable, words
from scheduler.reading.tables.sources import bare_name, bare_number

if TYPE_CHECKING:
    from scheduler.reading.cells.faults import Faults
    from scheduler.reading.cells.named_cells import Row, Table
    from scheduler.settings import Settings

# What may differ from row to row without making two people, or two readings, of one.
_ASIDE = frozenset(["姓名", "工号", "备注", "联系电话", "性别", "入职日期", "离职日期", "在职状态"])


def one_row_each(table: Table, settings: Settings, month: date, faults: Faults) -> Table:
    """Return a list of HR's with one row a person: of several stints the one in the month.

    Where the rows of somebody who may serve contradict each other, both are asked about.
    """
    groups: defaultdict[tuple[str, str | int], list[Row]] = defaultdict(list)
    for nth, row in enumerate(table.rows):
        name, number = bare_name(row), bare_number(row)
        groups[name, number if name or number else nth].append(row)
    rows = [
        own[0] if len(own) == 1 else _one_of(own, settings, month, faults)
        for own in groups.values()
    ]
    return replace(table, rows=tuple(rows))


def _one_of(rows: list[Row], settings: Settings, month: date, faults: Faults) -> Row:
    name = rows[0]["姓名"]
    stints = sorted(((*_stint(row), row) for row in rows), key=lambda stint: stint[:2])
    apart = all(a[1] < b[0] for a, b in pairwise(stints))
    in_month = [one for one in stints if one[0] < next_month(month) and month <= one[1]]
    if apart and len(in_month) < 2:
        first, _, chosen = in_month[0] if in_month else stints[-1]
        places = "、".join(row["姓名"].address for row in rows)
        which = "最早" if first == date.min else f"{first} 入职"
        text = f"{name.shown}有 {len(rows)} 行（{places}），这个月按{which}的那一行"
        faults.warn(chosen["姓名"], text, "stints")
        return chosen
    differing = [
        column
        for column in rows[0]
        if column not in _ASIDE or apart
        if len({row[column].shown for row in rows if row[column].text}) > 1
    ]
    dates = [c for c in ("入职日期", "离职日期") if len({row[c].text for row in rows}) > 1]
    differing = [*dict.fromkeys([*dates, *differing])]
    same_sheet = len({row["姓名"].sheet for row in rows}) == 1
    if differing and (same_sheet or dates) and any(may_serve(row, settings) for row in rows):
        places = "、".join(row["姓名"].address for row in rows)
        text = (
            f"{name.shown}有 {len(rows)} 行（{places}），{'、'.join(differing[:3])}不一样，"
            "看不出以哪一行为准；请只留现在的那一行，同名的两个人就填不同的工号"
        )
        faults.error(rows[1]["姓名"], text, "same-person")
    return {
        column: next((row[column] for row in rows if row[column].text), rows[0][column])
        for column in rows[0]
    }


def _stint(row: Row) -> tuple[date, date]:
    """Return the first and last day of a row; open ends are as far away as can be."""
    try:
        first = read_date(row["入职日期"], None)
        last = read_end(row["离职日期"], None)
    except Unreadable:
        return date.min, date.max
    return first or date.min, last or date.max


def in_posts(row: Row, settings: Settings) -> bool:
    """Tell whether somebody has one of the posts that serve."""
    posts = {heading(row["岗位"].value), *words(row["岗位"])}
    return not posts.isdisjoint(settings.posts)


def may_serve(row: Row, settings: Settings) -> bool:
    """Tell whether a row of a staff list looks like that of somebody who serves."""
    return in_posts(row, settings) or row["可值班"].text not in ("", "否")
