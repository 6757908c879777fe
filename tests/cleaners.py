"""A month of cleaners drawn without a search: whoever is next in turn has the next seat."""

from __future__ import annotations

from itertools import cycle, islice
from typing import TYPE_CHECKING

from constraints import Roster
from scheduler.reading.read_centre import read_centre
from scheduler.reporting.outcome import Draft
from scheduler.solving.result import Result
from scheduler.writing.roster_workbook import render
from tests.books import DECEMBER, STAFF, TODAY, book

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.books import Rows

TABLE = "保洁员值班表"
HEAD = ["岗位", "班次", "简称", "开始", "结束", "人数"]
TWO: Rows = [
    ["保洁", "早班", "早", "6:00", "14:00", 2],
    ["保洁", "中班", "中", "14:00", "22:00", 1],
]
SIX = ("刘桂英", "赵秀兰", "孙丽华", "周玉梅", "吴小红", "郑春花")
SETTINGS: Rows = [["参数", "值"], ["中心名称", "阳光花园客户服务中心"]]


def cleaners(
    folder: Path, names: Sequence[str] = SIX, shifts: Rows = TWO, *, seats: int = 99, **more: Rows
) -> Draft:
    """Return a draft for December 2026; of every duty only so many ``seats`` are filled."""
    staff = [*STAFF, *([name, f"{nth}", "保洁员"] for nth, name in enumerate(names, 101))]
    sheets = {"岗位": [["岗位"], ["保洁"]], "班次": [HEAD, *shifts], "设置": SETTINGS} | more
    path = book(folder / "值班数据.xlsx", 员工=staff, **sheets)
    centre = read_centre(path, TODAY, DECEMBER, table=TABLE)
    turn = cycle(f"{nth}" for nth in range(101, 101 + len(names)))
    needed = (min(seats, duty.need) for duty in centre.problem.duties)
    roster = Roster(tuple(tuple(sorted(islice(turn, need))) for need in needed))
    return Draft(centre, Result(roster, (), 0.0), roster, (), (), ())


def drawn(folder: Path, draft: Draft, *, public: bool = False) -> Path:
    """Return the workbook of a draft."""
    path = folder / f"{TABLE}-2026-12-草案.xlsx"
    path.write_bytes(render(draft, public=public))
    return path
