"""Who served the named days: the ledger's word, 历史 for the time before it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from constraints import DayKind
from constraints.soft.wishes import all_wishes
from scheduler.ledger.revision import Revision, Seat
from scheduler.reading.official_calendar import festivals_of
from scheduler.reading.read_centre import read_tables
from scheduler.reporting.named_days import named_days
from tests.books import TODAY, book

if TYPE_CHECKING:
    from pathlib import Path

BEFORE = [
    ["日期", "值班人"],
    *[[date(2025, 1, 28), "王静"], [date(2026, 2, 16), "李梅"], [date(2026, 10, 1), "王静"]],
]


def october(person: str, number: int = 1, post: str = "管理员值班") -> Revision:
    """Return a revision in which somebody has 1 October 2026, and nobody the day after."""
    start = datetime(2026, 10, 1, 8, 30)
    seats = tuple(
        Seat(start + timedelta(n), start + timedelta(n + 1), DayKind.HOLIDAY, key, key and "旧名")
        for n, key in enumerate((person, ""))
    )
    return Revision(
        *(date(2026, 10, 1), post, number, number - 1, "林芳", ""),
        *(datetime(2026, 9, 28), (), {}, (), seats, (), ()),
    )


def test_the_days_of_a_year_have_the_names_of_the_automatic_wish() -> None:
    assert festivals_of(2026) == {
        date(2026, 2, 16): "除夕",
        date(2026, 2, 17): "初一",
        date(2026, 2, 18): "初二",
        date(2026, 2, 19): "初三",
        **{date(2026, 10, n): f"10月{n}日" for n in (1, 2, 3)},
    }
    assert next(iter(festivals_of(2025).items())) == (date(2025, 1, 28), "除夕")


def test_the_newest_revision_counts_and_history_before_it(tmp_path: Path) -> None:
    path = book(tmp_path / "值班数据.xlsx", 历史=BEFORE)
    month = date(2027, 2, 1)
    centres = read_tables(path, TODAY, month)
    found = named_days([october("001"), october("002", 2)], centres)
    assert [(one.year, one.post) for one in found] == [(2026, "管理员值班"), (2025, "管理员值班")]
    assert found[0].served == {
        "除夕": (date(2026, 2, 16), ("李梅",)),
        "10月1日": (date(2026, 10, 1), ("李梅",)),
        "10月2日": (date(2026, 10, 2), ()),
    }
    assert found[1].served == {"除夕": (date(2025, 1, 28), ("王静",))}
    # What stands there is what the automatic wish goes by.
    wishes = [one for one in all_wishes(centres[0].problem) if one.festival]
    assert [(one.person, one.date, one.wanted) for one in wishes] == [
        ("002", date(2027, 2, 5), False)
    ]


def test_without_the_workbook_the_ledger_tells_alone() -> None:
    assert named_days([]) == []
    (only,) = named_days([october("001")])
    assert only.served["10月1日"] == (date(2026, 10, 1), ("旧名",))
