"""How centres stand, as a table."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from scheduler.batch.drafted import Drafted
from scheduler.batch.summary import summary_frame
from scheduler.errors import Exit

ROOT = Path("/root")
GOOD = Drafted(
    *(ROOT / "001", Exit.GAPS, "1月3日没有人能值", "NA", date(2026, 12, 1)),
    *(1, True, 0.25, 1.5, True),
)
BAD = Drafted(ROOT / "北区" / "002", Exit.INPUT, "请假 › A2")


def test_a_row_for_every_centre_in_the_order_given() -> None:
    table = summary_frame(iter([GOOD, BAD]), ROOT)
    assert list(table.folder) == ["001", str(Path("北区/002"))]
    assert list(table.centre) == ["NA", ""]
    assert list(table.exit_code) == [5, 4]
    assert table.iloc[0][["gaps", "optimal", "spread", "seconds", "changed"]].tolist() == [
        *(1, True, 0.25, 1.5, True),
    ]
    assert table.month[0].date() == GOOD.month
    assert table.iloc[1][["month", "gaps", "optimal", "spread"]].isna().all()


def test_types_do_not_depend_on_what_there_is() -> None:
    tables = [summary_frame(done, ROOT) for done in ([GOOD], [BAD], [])]
    assert len({tuple(map(str, table.dtypes)) for table in tables}) == 1
