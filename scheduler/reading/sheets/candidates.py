"""Who of the staff may take which post."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from constraints.domain import Standing
from scheduler.reading.cells import values
from scheduler.reading.cells.normal_text import heading, one_line
from scheduler.reading.sheets.stints import in_posts
from scheduler.reading.tables.sources import bare_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.reading.cells.faults import Faults
    from scheduler.reading.cells.named_cells import Row
    from scheduler.reading.sheets.post import Post
    from scheduler.settings import Settings


def standings(
    row: Row, own: Standing, posts: Sequence[Post], settings: Settings, faults: Faults
) -> dict[str, Standing]:
    """Return the posts that somebody may take, by name.

    What 可排岗位 names takes the place of what 人选 says. Whoever has 可值班 是 and a 岗位 that is
    none of 值班岗位 serves as an administrator, unless another post takes them.

    Parameters
    ----------
    own
        What 可值班 and 岗位 say of the post that every centre has.
    """
    cell, may = row["可排岗位"], row["可值班"].text
    barred = own is Standing.NONE and may != ""
    listed = _listed(row, posts, faults) if cell.text else ()
    if barred:
        return {}
    as_what = Standing.RESERVE if may == Standing.RESERVE.value else Standing.REGULAR
    if cell.text:
        return dict.fromkeys(listed, as_what)
    taken = [post.name for post in posts if post.staffed_by and takes(post, row)]
    if own is not Standing.NONE and (in_posts(row, settings) or not taken):
        taken += [post.name for post in posts if not post.staffed_by]
    return {post.name: as_what for post in posts if post.name in taken}


def takes(post: Post, row: Row) -> bool:
    """Tell whether 人选 of a post means somebody: by name, by 工号, or by the end of their 岗位."""
    words = {heading(row["岗位"].value), *values.words(row["岗位"])}
    if {bare_name(row), row["工号"].text} & {*post.staffed_by}:
        return True
    return any(word and word.endswith(post.staffed_by) for word in words)


def warn_of_nobody(posts: Sequence[Post], rows: Sequence[Row], faults: Faults) -> None:
    """Name what somebody wrote in 人选 that means nobody at all."""
    for post in posts:
        for word in values.words(post.people):
            if not any(takes(replace(post, staffed_by=(word,)), row) for row in rows):
                text = f"「{one_line(word)}」不是〈员工〉里谁的岗位、姓名或工号，没有用到，请核对"
                faults.warn(post.people, text, "nobody-meant")


def _listed(row: Row, posts: Sequence[Post], faults: Faults) -> list[str]:
    names = [post.name for post in posts]
    for word in values.words(row["可排岗位"]):
        if word not in names:
            near = get_close_matches(word, names, n=3, cutoff=0.3) or names[:5]
            text = f"〈岗位〉里没有「{one_line(word)}」，可填 {'、'.join(near)}"
            faults.error(row["可排岗位"], text, "unknown-post")
    return [name for name in names if name in values.words(row["可排岗位"])]


def shifts_of(
    row: Row, taken: Sequence[str], posts: Sequence[Post], faults: Faults
) -> frozenset[str] | None:
    """Return the shifts that somebody may take, None for any."""
    cell = row["可排班次"]
    if not cell.text:
        return None
    asked = frozenset(values.words(cell))
    own = [post for post in posts if post.name in taken] or posts
    known = {shift.name for post in own for shift in post.with_people(1).shifts}
    for strange in sorted(asked - known):
        can = "、".join(sorted(known - {""})) or "没有"
        text = f"「{one_line(strange)}」不是这个人岗位的班次（有的是：{can}）"
        faults.error(cell, text, "unknown-shift")
    # A shift without a name is a post's only one: nobody can list it.
    return asked | {""}
