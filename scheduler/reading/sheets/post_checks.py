"""Whether posts can be staffed at all: shifts that overlap, more seats than there are people."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from constraints.domain import DAY, POST, Standing
from constraints.shifts import overlapping, uncovered
from scheduler.reading.sheets.shifts import need_cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from constraints.calendar import Calendar
    from scheduler.reading.cells.faults import Faults
    from scheduler.reading.sheets.people import Staff
    from scheduler.reading.sheets.post import Post


def staffed(posts: Sequence[Post], staff: Mapping[str, Staff]) -> tuple[Post, ...]:
    """Return the posts, each with shifts for the people it has."""
    return tuple(post.with_people(max(1, len(_people(post, staff)))) for post in posts)


def _people(post: Post, staff: Mapping[str, Staff]) -> list[str]:
    if post.name == POST:
        return [key for key, one in staff.items() if one.person.standing is not Standing.NONE]
    return [key for key, one in staff.items() if post.name in one.posts]


def check_posts(
    posts: Sequence[Post],
    staff: Mapping[str, Staff],
    month: date,
    calendar: Calendar,
    faults: Faults,
) -> None:
    """Note what no roster can mend, each at the cell that asks for it."""
    for post in posts:
        people = _people(post, staff)
        duties = post.duties(month, calendar)
        if not duties and post.name == POST:
            text = f"{POST} {month.month}月一班也没有，请核对〈班次〉的人数和起止"
            faults.error(post.cell, text, "no-duties")
        if duties and not people and post.name != POST:
            text = f"{post.name}没有一个人可排；请核对人选，或在〈员工〉填可排岗位"
            faults.error(post.cell, text, "no-people")
            continue
        for duty in duties:
            row = post.rows.get(duty.shift)
            if row and duty.need > len(people):
                kind = duty.kind or calendar.kind(duty.date)
                text = (
                    f"{post.name}{duty.shift}{kind.value}要 {duty.need} 人，"
                    f"能排的只有 {len(people)} 人"
                )
                faults.error(need_cell(row, kind), text, "too-many-seats")
        if pair := overlapping(post.shifts, month, calendar):
            first, second = pair
            row = post.rows.get(second.shift)
            text = (
                f"{first.said}和{second.said}时间重叠；同一岗位的班不能重叠，几个人同时上就填人数"
            )
            faults.error(row["开始"] if row else post.cell, text, "overlapping-shifts")


def uncovered_lines(post: Post, month: date) -> Iterator[str]:
    """Say in which hours of the day nobody is on duty: 每天 20:30–次日 8:30 无人值班."""
    for days, since, until in uncovered(post.shifts, month):
        yield f"{days} {_moment(since)}–{_moment(until)} 无人值班"


def _moment(passed: timedelta) -> str:
    """Return a time of day by what has passed since midnight."""
    days, rest = divmod(passed, DAY)
    minutes = int(rest / timedelta(minutes=1))
    at = f"{minutes // 60}:{minutes % 60:02}"
    return f"次日 {at}" if days else at
