"""The accounts of a year, on random ledgers."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from io import BytesIO
from random import Random
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from constraints import DayKind, FairnessClass, Tally
from scheduler.ledger.revision import Revision, Seat
from scheduler.writing.yearbook import year_accounts, yearbook

if TYPE_CHECKING:
    from collections.abc import Mapping

PEOPLE = ("001", "NA", "nan", "王静", "7")
TOTAL = FairnessClass.TOTAL


def ledger(rng: Random) -> list[Revision]:
    """Return some months of two years, each with one to three revisions of whoever served."""
    made = []
    for month in rng.sample([date(2026, n, 1) for n in range(1, 13)] + [date(2027, 1, 1)], 5):
        for number in range(1, rng.randint(2, 4)):
            people = rng.sample(PEOPLE, rng.randint(0, 5))
            seats = tuple(
                Seat(
                    *(datetime(month.year, month.month, n), datetime(month.year, month.month, n)),
                    *(DayKind.WORKDAY, key, f"{key}原名"),
                )
                for n, key in enumerate(people, 1)
            )
            tallies = tuple(
                Tally(month, cls, key, Fraction(rng.randint(0, 90), 7 * 13), rng.randint(0, 6))
                for cls in FairnessClass
                for key in people
            )
            made.append(
                Revision(
                    *(month, "值班", number, number - 1, "王静", "", datetime(2026, 1, 1), (), {}),
                    *((), seats, tallies, ()),
                )
            )
    return made


def opening(rng: Random) -> dict[FairnessClass, dict[str, Fraction]]:
    return {cls: {key: Fraction(rng.randint(-9, 9), 4) for key in PEOPLE} for cls in FairnessClass}


@pytest.mark.parametrize("seed", range(12))
def test_accounts_add_up_exactly(seed: int) -> None:
    rng = Random(seed)
    revisions, before = ledger(rng), opening(rng)
    table = year_accounts(revisions, 2026, {"7": "今名"}, before)
    assert list(table.month) == sorted(table.month)
    assert set(table.name) <= {"今名", *(f"{key}原名" for key in PEOPLE if key != "7")}
    rows = {(row.month, row.person, row.cls): row for row in table.itertuples()}
    own = [one for one in revisions if one.month.year == 2026]
    newest = {one.month: one for one in own}
    first = {one.month: one for one in own if one.number == 1}
    assert rows.keys() == {
        (one.month, tally.person, tally.cls.value) for one in own for tally in one.tallies
    }
    for (month, person, cls), row in rows.items():
        (now,) = values(newest[month], person, cls) or [(0, Fraction(0))]
        (then,) = values(first[month], person, cls) or [(0, Fraction(0))]
        assert (row.served, row.due, row.planned) == (*now, then[0])
        assert row.change == row.due - row.served
        so_far = [
            due - served
            for one in newest.values()
            for served, due in values(one, person, cls)
            if one.month <= month
        ]
        assert row.balance == before[FairnessClass(cls)][person] + sum(so_far)


def values(one: Revision, person: str, cls: str) -> list[tuple[int, Fraction]]:
    """Return served and due of a person in a revision: one pair, or none."""
    own = (tally for tally in one.tallies if (tally.person, tally.cls.value) == (person, cls))
    return [(tally.served, tally.due) for tally in own]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("before", ({}, None))
def test_the_sheets_say_what_the_accounts_say(
    seed: int, before: Mapping[FairnessClass, Mapping[str, Fraction]] | None
) -> None:
    rng = Random(seed)
    revisions = ledger(rng)
    owed = opening(rng) if before is None else before
    table = year_accounts(revisions, 2026, {}, owed)
    opened = load_workbook(BytesIO(yearbook(revisions, 2026, {}, {revisions[0].post: owed})))
    detail = list(opened["明细"].iter_rows(min_row=4, values_only=True))
    assert len(detail) == len(table)
    for row, line in zip(detail, table.itertuples(), strict=True):
        assert row[:5] == (
            *(f"{line.month:%Y-%m}", line.name, line.cls, line.planned, line.served),
        )
        assert row[5:] == pytest.approx([float(line.due), float(line.change), float(line.balance)])
    total = table[table["cls"] == TOTAL.value]
    last = dict(zip(total["name"], map(float, total["balance"]), strict=True))
    summary = [row for row in opened["汇总"].iter_rows(min_row=4, values_only=True)][: len(last)]
    assert {row[0]: row[5] for row in summary} == pytest.approx(last)
    assert [row[5] for row in summary] == sorted((row[5] for row in summary), reverse=True)
    heads, *months = opened["逐月差额"].iter_rows(min_row=3, values_only=True)
    shown = {
        (row[0], head): value
        for row in months[: len(last)]
        for head, value in zip(heads[1:], row[1:], strict=True)
        if value is not None
    }
    assert shown == pytest.approx(
        {(row.name, f"{row.month:%Y-%m}"): float(row.balance) for row in total.itertuples()}
    )
