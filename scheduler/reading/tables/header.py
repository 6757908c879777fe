"""Finding the header of a sheet: in any of the first rows, one row or two, by synonym."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TYPE_CHECKING

from scheduler.reading.cells.normal_text import heading, normalised
from scheduler.reading.tables.layout import CLOCK_HEADINGS, HINT
from scheduler.reading.tables.synonyms import SYNONYMS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from scheduler.reading.files.grid import Grid, Value
    from scheduler.reading.tables.layout import Sheet

HEADER_ROWS = 20
LOOSE_FIT = 100

_TIMES = frozenset(label for labels in CLOCK_HEADINGS.values() for label in labels)

# Under such a group heading, 姓名 and 电话 are somebody else's and dates are not of the service.
_OTHERS = re.compile(
    r"紧急|合同|家庭|家属|亲属|配偶|子女|父母|社会关系|担保|介绍人|推荐人|证明人|联系人|上级|试用"
    r"|原单位|前单位|原公司|以前|工作经历|工作履历|工作经验"
)
_HOURS = re.compile(r"小时|\([hH]\)")
# 姓名 Name: the same in English.
_ENGLISH = re.compile(r"(?<=[\u4e00-\u9fff])[A-Za-z.]+$")
# Of a column headed 岗位/职务 or 姓名/电话, the first word that is known; a loose fit.
_ALTERNATIVES = re.compile("[/或]")


@dataclass(frozen=True, slots=True)
class Header:
    """Which column holds what.

    ``last`` is the last row of the header (0: none found), ``columns`` the columns of every name
    that is known, ``others`` those that fit less well, best first; ``labels`` are the headings
    of all columns, ``named`` is the last row that they were read from. ``composed`` columns are
    named by two rows together, 开始 over 日期; ``foreign`` tells whether a group heading marks
    columns as somebody else's.
    """

    last: int
    columns: dict[str, tuple[int, ...]]
    others: dict[str, tuple[int, ...]]
    labels: dict[int, str]
    named: int = 0
    composed: int = 0
    foreign: bool = False


class Merges:
    """Looks up what a merged area of the first ``rows`` rows shows in one of its cells."""

    def __init__(self, grid: Grid, columns: Iterable[int], rows: int = 1 << 30) -> None:
        self.grid = grid
        self._areas: dict[int, list[tuple[int, int, int]]] = {column: [] for column in columns}
        for first, left, last, right in sorted(area for area in grid.merges if area[0] <= rows):
            for column, areas in self._areas.items():
                if left <= column <= right:
                    areas.append((first, last, left))

    def value(self, row: int, column: int, *, across: bool = True) -> Value | None:
        """Return a cell's own value, or that of the merged area it lies in.

        Without ``across`` only areas that begin in this column count.
        """
        own = self.grid.rows.get(row, {}).get(column)
        areas = self._areas.get(column, ())
        if own is not None or not areas:
            return own
        at = bisect_right(areas, (row, 1 << 30, 0)) - 1
        if at >= 0:
            first, last, left = areas[at]
            if row <= last and (across or left == column):
                return self.grid.rows.get(first, {}).get(left)
        return None


def find_header(grid: Grid, sheet: Sheet) -> Header:
    """Return the one or two rows that name most columns of ``sheet``."""
    numbers = [number for number in sorted(grid.rows) if number <= HEADER_ROWS]
    width = {column for number in numbers for column in grid.rows[number]}
    merges = Merges(grid, width, HEADER_ROWS)
    names = _names(sheet)
    known = cache(partial(_column_of, names))
    label = cache(lambda row, column: _heading_of(merges.value(row, column)))
    if _is_ours([label(n, column) for n in numbers[:1] for column in grid.rows[n]], sheet):
        del numbers[1:]  # It can only be one header with the row below it.
    read = [
        _header(labels, last, names, known) for labels, last in _candidates(grid, label, numbers)
    ]
    none = Header(0, {}, {}, {})
    best = max(read, key=lambda one: (len(one.columns), one.composed), default=none)
    best = best if best.columns else none
    # Without its group headings a row with somebody else's 姓名 and 电话 looks better than it is.
    needed = set(sheet.required_columns) & best.columns.keys()
    for one in read:
        if one.foreign and one.last == best.last and needed <= one.columns.keys():
            best = one
    # Where a known heading is merged downwards, the rows beside it are header too.
    own = {column for columns in best.columns.values() for column in columns}
    ends = (last for first, left, last, _ in grid.merges if first <= best.last and left in own)
    return replace(best, last=max([best.last, *ends]), named=best.last)


def _is_ours(labels: list[str], sheet: Sheet) -> bool:
    """Tell whether a row names most of a sheet's columns by their own names, and nothing else."""
    names = {column.name for column in sheet.columns}
    return len(set(labels)) == len(labels) > len(names) / 2 and names.issuperset(labels)


@cache
def _names(sheet: Sheet) -> dict[str, tuple[int, str]]:
    """Return for every heading how well it fits which column; its own name fits best."""
    names: dict[str, tuple[int, str]] = {}
    for column in sheet.columns:
        for rank, alias in enumerate(SYNONYMS.get(column.name, ()), 1):
            names.setdefault(alias, (rank, column.name))
    return names | {column.name: (0, column.name) for column in sheet.columns}


def _candidates(
    grid: Grid, label: Callable[[int, int], str], numbers: list[int]
) -> Iterator[tuple[dict[int, tuple[str, str]], int]]:
    """Yield group heading and heading of each column, row by row and then for each two rows."""
    rows = [n for n in numbers if not normalised(grid.rows[n][min(grid.rows[n])]).startswith(HINT)]
    for number in rows:
        yield {column: ("", label(number, column)) for column in grid.rows[number]}, number
    for number in rows:
        if number + 1 in grid.rows:
            both, group = {}, ""
            for column in sorted({*grid.rows[number], *grid.rows[number + 1]}):
                top = label(number, column)
                # A .csv file keeps of a merged group heading its first cell.
                group = top or (group if not grid.merges else "")
                top = top or (group if column in grid.rows[number + 1] else "")
                bottom = label(number + 1, column)
                both[column] = (top, bottom) if bottom and bottom != top else ("", top)
            yield both, number + 1


def _heading_of(value: object) -> str:
    """Return a heading; with its brackets where these say whose it is or count hours."""
    whole = normalised(value)
    if _HOURS.search(whole):
        return whole.replace("H", "h")
    return whole if _OTHERS.search(whole) else heading(value)


def _column_of(names: dict[str, tuple[int, str]], label: str) -> tuple[int, str] | None:
    """Return which column a heading means, and how well it fits."""
    if label in names or _OTHERS.search(label):
        return names.get(label)
    words = [_ENGLISH.sub("", word) for word in _ALTERNATIVES.split(label)]
    rank, name = next((names[word] for word in words if word in names), (0, ""))
    return (rank + LOOSE_FIT, name) if name else None


def _header(
    labels: dict[int, tuple[str, str]],
    last: int,
    names: dict[str, tuple[int, str]],
    known: Callable[[str], tuple[int, str] | None],
) -> Header:
    fitting: dict[str, list[tuple[int, int]]] = {}
    composed = 0
    for column, (top, bottom) in sorted(labels.items()):
        whole = names.get(top + bottom)
        composed += bool(top and whole)
        fits = whole or (None if _OTHERS.search(top) else known(bottom))
        if fits:
            rank, name = fits
            fitting.setdefault(name, []).append((rank, column))
    columns, others = {}, {}
    for name, ranked in fitting.items():
        best = min(ranked)[0]
        columns[name] = tuple(column for rank, column in ranked if rank == best)
        others[name] = tuple(column for rank, column in sorted(ranked) if rank != best)
    foreign = any(_OTHERS.search(labels[column][0]) for column in sorted(labels)[1:])
    shown = {
        column: bottom if bottom in _TIMES and not _OTHERS.search(top) else top + bottom
        for column, (top, bottom) in labels.items()
    }
    return Header(last, columns, others, shown, composed=composed, foreign=foreign)
