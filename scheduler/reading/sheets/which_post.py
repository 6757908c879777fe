"""Which post a row of 变更, 指定 or 历史 speaks of: the one it names, or its person's only one."""

from __future__ import annotations

from collections import defaultdict
from difflib import get_close_matches
from typing import TYPE_CHECKING

from constraints.domain import POST
from scheduler.reading.cells.faults import Faults
from scheduler.reading.sheets.words import REQUESTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scheduler.reading.cells.named_cells import Row, Table
    from scheduler.reading.sheets.people import NameFinder
    from scheduler.reading.sheets.post import Post

# These speak of every post of their person.
_OF_ALL = frozenset(word for name in ("不可", "不希望") for word in (name, *REQUESTS[name]))
_PEOPLE = ("姓名", "原值班人", "值班人")


def rows_by_post(
    table: Table, rows: Iterable[Row], posts: Sequence[Post], names: NameFinder, faults: Faults
) -> dict[str, list[Row]]:
    """Return the rows of a sheet by the posts they speak of; where nobody can tell, note it.

    A sheet without column 岗位 is as it was before there were several: what may speak of the post
    that every centre has does.
    """
    if len(posts) == 1:
        return {posts[0].name: list(rows)}
    found: defaultdict[str, list[Row]] = defaultdict(list)
    known = [post.name for post in posts]
    for row in rows:
        cell = row["岗位"]
        if cell.text and cell.text not in known:
            near = get_close_matches(cell.text, known, n=3, cutoff=0.3) or known[:5]
            text = f"〈岗位〉里没有「{cell.shown}」，可填 {'、'.join(near)}"
            faults.error(cell, text, "unknown-post")
            continue
        meant = [cell.text] if cell.text else _own(row, names, known)
        with_shift = [
            post.name for post in posts if row["班次"].text and post.shift(row["班次"].text)
        ]
        meant = [name for name in meant if name in with_shift] or meant
        asked = row["要求"].text if "要求" in row else ""
        if len(meant) > 1 and asked not in _OF_ALL:
            meant = _first(table, row, meant, faults)
        for name in meant:
            found[name].append(row)
    return found


def _own(row: Row, names: NameFinder, known: Sequence[str]) -> list[str]:
    """Return the posts of everybody whom a row names; of nobody's the first."""
    cell = next(row[name] for name in _PEOPLE if name in row)
    people = names.reporting_to(Faults("")).find_all(cell, row.get("工号"))
    own = {post for key in people for post in names.staff[key].posts}
    return [name for name in known if name in own] or [POST]


def _first(table: Table, row: Row, meant: list[str], faults: Faults) -> list[str]:
    if "岗位" not in table.columns and POST in meant:
        return [POST]
    cell = row["岗位"] if row["岗位"].address else row[next(n for n in _PEOPLE if n in row)]
    text = f"可能是{'、'.join(meant)}里的任何一个，看不出说的是哪个岗位；请填岗位"
    faults.error(cell, text, "which-post")
    return []
