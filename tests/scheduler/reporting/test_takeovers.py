"""Substitutions and swaps told apart, with a row of 变更 or without."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from constraints import DayKind
from constraints.decisions import Substitution
from scheduler.ledger.revision import Revision, Seat
from scheduler.reporting.takeovers import takeovers

if TYPE_CHECKING:
    from collections.abc import Iterable

POST = "管理员值班"


def day(number: int) -> date:
    return date(2026, 12, number)


def published(number: int, people: Iterable[str], *changes: Substitution, at: int = 1) -> Revision:
    """Return a revision: who serves from 1 December on, a letter a seat; - is a gap."""
    start = datetime(2026, 12, 1, 8, 30)
    seats = (
        Seat(start + timedelta(nth), start + timedelta(nth + 1), DayKind.WORKDAY, key.strip(), key)
        for nth, keys in enumerate(people)
        for key in keys.replace("-", " ")
    )
    return Revision(
        *(date(2026, 12, 1), POST, number, number - 1, f"批{number}", f"因{number}"),
        *(datetime(2026, 12, at), (), {}, (), tuple(seats), (), ()),
        substitutions=changes,
    )


def stand_in(on: int, giver: str, taker: str | None) -> Substitution:
    return Substitution(day(on), giver, taker)


def swap(on: int, giver: str, taker: str, back: int) -> Substitution:
    return Substitution(day(on), giver, taker, day(back))


def found(*own: Revision) -> list[tuple[int, str, str, str, int]]:
    return [
        (one.slot.date.day, one.original, one.taker, one.kind, one.revision.number)
        for one in takeovers(own, POST)
    ]


def test_who_has_a_duty_of_somebody_on_leave_stands_in_without_a_row() -> None:
    own = published(1, "ABC"), published(2, "DBC"), published(3, "DCC")
    assert found(*own) == [(1, "A", "D", "顶班", 2), (2, "B", "C", "顶班", 3)]
    assert found(*own, published(4, "EBC")) == [(1, "A", "E", "顶班", 4)]
    assert found(*own, published(4, "ABC")) == []


def test_duties_that_two_people_exchange_without_a_row_are_a_swap() -> None:
    assert found(published(1, "ABC"), published(2, "ACB")) == [
        *((2, "B", "C", "换班", 2), (3, "C", "B", "换班", 2))
    ]
    thrice = found(published(1, "BBC"), published(2, "CCB"))
    assert [one[3] for one in thrice] == ["换班", "顶班", "换班"]
    later = published(1, "ABC"), published(2, "ACC"), published(3, "ACB")
    assert [one[3] for one in found(*later)] == ["顶班", "顶班"]


def test_a_gap_filled_later_is_taken_from_nobody() -> None:
    assert found(published(1, "A-C"), published(2, "ABC")) == []


def test_a_substitution_and_both_halves_of_a_swap() -> None:
    change = stand_in(1, "A", "D"), swap(2, "B", "C", 3)
    own = published(1, "ABC"), published(2, "DCB", *change)
    assert found(*own) == [
        *((1, "A", "D", "顶班", 2), (2, "B", "C", "换班", 2)),
        (3, "C", "B", "换班", 2),
    ]
    (first, *_) = takeovers(own, POST)
    assert (first.revision.reason, first.revision.approver) == ("因2", "批2")


def test_it_belongs_to_the_revision_that_was_first_published_with_it() -> None:
    change = stand_in(1, "A", "D")
    own = published(1, "ABC"), published(2, "DBC", change), published(3, "DBE", change)
    assert found(*own) == [(1, "A", "D", "顶班", 2), (3, "C", "E", "顶班", 3)]


def test_of_a_swap_with_another_month_the_half_of_this_one_counts() -> None:
    change = Substitution(day(2), "B", "D", date(2027, 1, 5))
    assert found(published(1, "ABC"), published(2, "ADC", change)) == [(2, "B", "D", "换班", 2)]


CHAINS = {
    # 5日 王静→李梅 (back 8日), then 8日 王静→张强 (back 11日), as the semantics page has it.
    "a chain of swaps": (
        ("WLZ", "LZW", (swap(1, "W", "L", 2), swap(2, "W", "Z", 3))),
        [(1, "W", "L", "换班"), (2, "L", "Z", "换班"), (3, "Z", "W", "换班")],
    ),
    "passed on again": (
        ("A", "C", (stand_in(1, "A", "B"), stand_in(1, "B", "C"))),
        [
            (1, "A", "C", "顶班"),
        ],
    ),
    "given back": (("A", "A", (stand_in(1, "A", "B"), stand_in(1, "B", "A"))), []),
    "swapped, then stood in for": (
        ("AB", "CA", (swap(1, "A", "B", 2), stand_in(1, "B", "C"))),
        [(1, "A", "B", "换班"), (1, "B", "C", "顶班"), (2, "B", "A", "换班")],
    ),
    "whoever the program chose": (
        ("AB", "CB", (stand_in(1, "A", None),)),
        [
            (1, "A", "C", "顶班"),
        ],
    ),
    "whoever it chose passes it on": (
        ("AB", "DB", (stand_in(1, "A", None), stand_in(1, "C", "D"))),
        [(1, "A", "D", "顶班")],
    ),
    "whoever it chose keeps it after all": (
        ("AB", "CB", (stand_in(1, "A", None), stand_in(1, "C", "D"))),
        [(1, "A", "C", "顶班")],
    ),
    "whoever it chose for one of two seats": (
        (["AB", "C"], ["BX", "C"], (stand_in(1, "A", None),)),
        [(1, "A", "X", "顶班")],
    ),
    "both of two seats": (
        (["AB", "C"], ["DE", "C"], (stand_in(1, "A", "D"), stand_in(1, "B", "E"))),
        [(1, "A", "D", "顶班"), (1, "B", "E", "顶班")],
    ),
    "nobody was found": (("AB", "-B", (stand_in(1, "A", None),)), []),
    "somebody else has it after all": (
        ("AB", "CB", (stand_in(1, "A", "B"),)),
        [(1, "A", "C", "顶班")],
    ),
    "approved before the first": (
        ("BB", "BB", (stand_in(1, "A", "B"),)),
        [
            (1, "A", "B", "顶班"),
        ],
    ),
}


@pytest.mark.parametrize("name", CHAINS)
def test_who_had_it_and_who_has_it(name: str) -> None:
    (planned, now, changes), told = CHAINS[name]
    own = published(1, planned), published(2, now, *changes)
    assert [one[:4] for one in found(*own)] == told


def test_a_row_that_is_deleted_is_a_fact_once_the_duty_has_begun() -> None:
    rows = stand_in(1, "A", "D"), stand_in(3, "C", "D")
    own = published(1, "ABC"), published(2, "DBD", *rows), published(3, "DBC", at=2)
    assert found(*own) == [(1, "A", "D", "顶班", 2)]
