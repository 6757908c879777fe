"""Who is known from the lists and rostered nowhere: nobody drops out in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constraints.domain import Standing
from scheduler.reading.cells.named_cells import Cell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.ledger.revision import Revision
    from scheduler.reading.sheets.month_entries import MonthEntries

SHORTEST_POST = 4


def name_dropouts(entries: MonthEntries, revisions: Iterable[Revision]) -> None:
    """Warn of people who are no candidates though they stand somewhere as if they were.

    Because of their post, who stands in 历史, 期初累计, 变更, 指定 or the ledger, or whose post is
    nearly one that serves; and whoever served in the last twelve published months and is not in
    员工 any more.
    """
    month, staff, faults = entries.month, entries.names.staff, entries.faults
    since = month.replace(year=month.year - 1)
    recent = [one for one in revisions if since <= one.month]
    served = {seat.person: seat.name for one in recent for seat in one.seats if seat.person}
    named = {one.person for one in entries.served} | {one.person for one in entries.openings}
    named |= {one.person for one in entries.pins} | {one.person for one in entries.wishes}
    named |= {one.person for one in entries.dispensations}
    for change in entries.substitutions:
        named |= {change.original, *filter(None, [change.replacement])}
    posts = [post for post in entries.settings.posts if len(post) >= SHORTEST_POST]
    for key, one in staff.items():
        if one.person.standing is not Standing.NONE or not one.post:
            continue
        if key in named or key in served or any(post in one.post for post in posts):
            text = f"{one.person.name}的岗位「{one.post}」不在〈设置〉值班岗位里，没有排"
            faults.warn(one.cell, text, "post-not-listed")
    gone = [name for key, name in served.items() if key not in staff]
    if gone:
        text = (
            f"以前值过班的{'、'.join(sorted(gone))}在〈员工〉里已经没有了，没有排；"
            "已离职的人请在〈员工〉保留一行并填离职日期"
        )
        faults.warn(Cell("员工"), text, "gone-from-staff")
