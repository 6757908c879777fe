"""Why a seat of shift work stays open, and what would fill it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from constraints import Leave, Person, Policy, ShiftTerms, Standing, from_policy
from scheduler.explaining.cures import conceded
from scheduler.explaining.gaps import Gap, gaps
from tests.shift_month import shift_month, worked

MONDAY = date(2026, 12, 7)
A, B, C = (Person(key, name) for key, name in zip("abc", ("刘婶", "陈姨", "赵叔"), strict=True))
AWAY = Leave("b", datetime.combine(MONDAY, time()), datetime.combine(date(2026, 12, 20), time()))


def terms(**more: int) -> Policy:
    return Policy(rest=timedelta(hours=11), shift_work=ShiftTerms(**more))


def explained(policy: Policy, line: str, *others: Person, shifts: str = "早") -> Gap:
    """Return the one gap that a person's line of marks leaves, all others being on leave."""
    leaves = tuple(replace(AWAY, person=one.key) for one in others)
    problem = shift_month(
        MONDAY, len(line), A, *others, shifts=shifts, policy=policy, leaves=leaves
    )
    day = line.index("?")
    roster = worked(problem, a=line.replace("?", "."))
    # The last shift of the day is the one that stays open.
    found = [gap for gap in gaps(problem, roster) if gap.duty == (day + 1) * len(shifts) - 1]
    return found[0]


@pytest.mark.parametrize(
    ("policy", "line", "shifts", "reason", "prices"),
    [
        (terms(), "早早早早早早?", "早", "12月7日至13日这一周要上7天，一周最多上6天", []),
        (
            terms(days_off=2),
            "早早早早早?.",
            "早",
            "12月7日至13日这一周要上6天，一周最多上5天",
            [3],
        ),
        (terms(days_off=0), "早早早早早早?", "早", "12月7日至13日要连上7天，最多连上6天", [3]),
        (terms(run=2), "早早?早早", "早", "12月7日至11日要连上5天，最多连上2天", []),
        (
            terms(run=2, days_off=5),
            "早早?....",
            "早",
            "12月7日至13日这一周要上3天，一周最多上2天",
            [6],
        ),
        (terms(), "早?早", "早夜", "12月8日的夜班与12月9日的早班中间没有间隔，少于11小时", []),
        (terms(month_off=29), "早早?", "早", "12月要上3天，这个月要休息至少29天", []),
    ],
)
def test_the_first_reason_and_the_prices(
    policy: Policy, line: str, shifts: str, reason: str, prices: list[int]
) -> None:
    gap = explained(policy, line, shifts=shifts)
    assert [clause.text for clause in gap.reasons] == [f"刘婶{reason}"]
    assert [cure.price for cure in gap.cures] == prices


def test_a_cure_says_what_to_type_and_who_then_comes() -> None:
    gap = explained(terms(days_off=0), "早早早早早早?", B)
    cheap, dear = gap.cures
    assert cheap.text == (
        "同意刘婶12月13日上班：在〈指定〉加 刘婶 | 2026-12-13 | 特批 | 批准人（岗位填 保洁）。"
        "这样12月13日由刘婶上早班"
    )
    assert (cheap.dispensations, cheap.takes) == ((("a", date(2026, 12, 13)),), "a")
    assert (dear.price, dear.postponed) == (20, (AWAY,))
    assert "请陈姨把12月7日至19日的请假改期" in dear.text


def test_what_a_cure_grants_makes_the_roster_lawful() -> None:
    problem = shift_month(MONDAY, 7, A, policy=terms(days_off=0))
    [gap] = gaps(problem, worked(problem, a="早早早早早早."))
    lawful = conceded(problem, gap.cures[0])
    full = worked(problem, a="早早早早早早早")
    book = from_policy(problem.policy)
    assert [clause.code for clause in book.audit(problem, full)] == ["run"]
    assert not book.audit(lawful, full)


def test_whoever_is_on_the_duty_already_is_no_cure_and_the_idle_are_the_cheapest() -> None:
    idle = replace(C, standing=Standing.NONE)
    problem = shift_month(MONDAY, 1, A, replace(B, cap=0), idle, need=2, policy=terms())
    [gap] = gaps(problem, worked(problem, a="早"))
    assert [clause.people for clause in gap.reasons] == [("b",)]
    assert [(cure.takes, cure.price) for cure in gap.cures] == [("c", 1), ("b", 4)]
