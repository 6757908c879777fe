"""What a draft remembers of the month it was made for."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from constraints import Leave, Person, Pin, Policy
from constraints.calendar import Day, DayKind, FairnessClass
from constraints.decisions import Wish
from constraints.history import Opening, Tally
from scheduler.drafts.as_rostered import proved_before
from scheduler.reading.read_centre import read_centre
from scheduler.reading.roster_book import read_roster
from scheduler.usecases.draft import draft
from scheduler.writing.provenance import fingerprint
from tests.books import DECEMBER, TODAY, book
from tests.build import day, month, served

if TYPE_CHECKING:
    from pathlib import Path

STAFF = (
    Person("a", "甲", barred_weekdays=frozenset({1, 4, 6})),
    Person("b", "乙", weight=Fraction(1, 2)),
)
PRINT = """
from scheduler.writing.provenance import fingerprint
from tests.scheduler.writing.test_provenance import STAFF
from constraints.domain import Credentials
from dataclasses import replace
from tests.build import month
exempt = Credentials(exempt=frozenset({"学历", "年龄", "从业", "健康"}))
print(fingerprint(month(9, *(replace(one, credentials=exempt) for one in STAFF))))
"""


def test_equal_months_read_the_same_in_every_process() -> None:
    """Sets and words come in another order with every seed of the hash."""
    seen = {
        subprocess.run(
            [sys.executable, "-c", PRINT],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(seen) == 1


def test_whatever_the_roster_hangs_on_is_in_the_fingerprint() -> None:
    plain = month(9, *STAFF)
    start = datetime.combine(day(3), datetime.min.time())
    calendar = replace(plain.calendar, rows={day(2): Day(DayKind.HOLIDAY, "节")})
    changed = [
        replace(plain, people=STAFF[::-1]),
        replace(plain, people=(STAFF[0], replace(STAFF[1], cap=3))),
        replace(plain, people=(replace(STAFF[0], barred_weekdays=frozenset({1})), STAFF[1])),
        replace(plain, calendar=calendar),
        replace(plain, policy=Policy(rest=timedelta(hours=48))),
        replace(plain, leaves=(Leave("a", start, start + timedelta(days=1)),)),
        replace(plain, leaves=(Leave("a", start, start + timedelta(days=1), by_days=False),)),
        replace(plain, pins=(Pin("a", day(1), True),)),
        replace(plain, pins=(Pin("a", day(1), False),)),
        replace(plain, wishes=(Wish("a", day(1), False),)),
        replace(plain, served=(served(0, "a"),)),
        replace(plain, openings=(Opening("a", day(0), Fraction(3)),)),
        # Out of the ledger, which is in no file's fingerprint.
        replace(
            plain, tallies=(Tally(date(2026, 11, 1), FairnessClass.TOTAL, "a", Fraction(9), 8),)
        ),
    ]
    assert len({fingerprint(problem) for problem in (plain, *changed)}) == len(changed) + 1
    assert fingerprint(month(9, *STAFF)) == fingerprint(plain)


def test_only_what_was_proved_for_this_very_month_is_taken_over(tmp_path: Path) -> None:
    data = book(tmp_path / "值班数据.xlsx")
    made = draft(tmp_path, month=DECEMBER, at=TODAY)
    assert made.output is not None
    present = read_roster(made.output, DECEMBER)
    read = read_centre(data, TODAY, DECEMBER)
    (known,) = proved_before(present, read) or ()
    assert known.roster == made.roster
    assert known.result.optimal and known.result.levels == made.result.levels
    for name in ("version", "problem", "assignment", "unique"):
        other = replace(present, origin=present.origin | {name: "other"})
        assert proved_before(other, read) is None
    shuffled = dict(zip(present.drafted, reversed(present.drafted.values()), strict=True))
    assert proved_before(replace(present, drafted=shuffled), read) is None
    more = replace(read.problem, wishes=(Wish("001", day(5), True),))
    assert proved_before(present, replace(read, problem=more)) is None
