"""The hard rules of shift work, each alone: its model allows what its audit does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

import pytest

from constraints import Dispensation, Duty, Leave, Person, Policy, Roster, Served, ShiftTerms
from constraints.eligibility.eligible import Eligible
from constraints.eligibility.elsewhere import Elsewhere
from constraints.eligibility.leave import OnLeave
from constraints.eligibility.shift import TakesShift
from constraints.hard.hours import Hours
from constraints.hard.monthly import Monthly
from constraints.hard.one import One
from constraints.hard.rest import Rest
from constraints.hard.run import Run
from constraints.hard.weekly import Weekly
from tests.build import Judge, agrees, allows
from tests.shift_month import known, shift_month, worked

if TYPE_CHECKING:
    from constraints import Problem
    from constraints.rule import Rule

HOUR = timedelta(hours=1)
MONDAY, TUESDAY = date(2026, 12, 7), date(2026, 12, 1)
A, B = Person("a", "甲"), Person("b", "乙")


def holds(problem: Problem, rule: Rule, line: str) -> bool:
    """Tell whether model and audit allow a person's line of marks."""
    roster = worked(problem, a=line)
    lawful = not list(rule.audit(problem, roster))
    assert judge(problem, rule).allows(roster) is lawful
    return lawful


@lru_cache(maxsize=4)
def judge(problem: Problem, rule: Rule) -> Judge:
    return Judge(problem, [rule])


def dispensed(*days: date) -> tuple[Dispensation, ...]:
    return tuple(Dispensation("a", on, "主管") for on in days)


def test_one_duty_of_the_post_a_date() -> None:
    problem = shift_month(TUESDAY, 1, A, B, shifts="早中夜")
    assert agrees(problem, One()) > 0
    both = Roster((("a",), ("a",), ()))
    [clause] = One().audit(problem, both)
    assert clause.text == "甲12月1日一天要上2个班，一天最多上1个班"
    assert not allows(problem, [One()], both)


def test_a_known_or_begun_duty_of_the_date_is_the_one() -> None:
    problem = shift_month(TUESDAY, 2, A, B, shifts="早夜", past={0: ("a",)})
    rule = One()
    assert not allows(problem, [rule], Roster((("a",), ("a",), (), ())))
    assert [c.code for c in rule.audit(problem, Roster((("a",), ("a",), (), ())))] == ["one"]
    begun = replace(problem, past={0: ("a",), 1: ("a",)})
    assert not list(rule.audit(begun, Roster((("a",), ("a",), (), ()))))


def test_eleven_hours_between_two_shifts_and_no_dispensation_from_them() -> None:
    problem = shift_month(TUESDAY, 3, A, B, shifts="早夜", dispensations=dispensed(TUESDAY))
    rule = Rest(11 * HOUR, 11 * HOUR)
    assert agrees(shift_month(TUESDAY, 2, A, B, shifts="早夜"), rule) > 0
    assert holds(problem, rule, "早早夜")
    assert not holds(problem, rule, "夜早.")
    [clause] = rule.audit(problem, worked(problem, a="夜早."))
    assert clause.text == "甲12月1日的夜班与12月2日的早班中间没有间隔，少于11小时"
    assert clause.concession is None
    assert holds(problem, Rest(0 * HOUR, 0 * HOUR), "夜早.")


@pytest.mark.parametrize("days_off", [0, 1, 2, 3])
def test_days_off_in_every_week(days_off: int) -> None:
    # Friday to Sunday of one week, Monday to Wednesday of the next.
    problem = shift_month(
        date(2026, 12, 4), 6, A, B, served=known(date(2026, 11, 30), "a", "早早早")
    )
    rule = Weekly(days_off)
    most = 7 - days_off - 3
    for line in map("".join, product("早.", repeat=6)):
        before, after = line[:3].count("早"), line[3:].count("早")
        kept = before <= most and after <= 7 - days_off
        assert holds(problem, rule, line) is kept


def test_a_dispensed_date_leaves_the_last_day_off() -> None:
    rule, problem = Weekly(3), shift_month(MONDAY, 7)
    granted = replace(problem, dispensations=dispensed(MONDAY, date(2026, 12, 9)))
    for line in map("".join, product("早.", repeat=7)):
        counted = line[1] + line[3:]
        assert holds(problem, rule, line) is (line.count("早") <= 4)
        kept = counted.count("早") <= 4 and line != "早早早早早早早"
        assert holds(granted, rule, line) is kept
    assert not holds(replace(problem, dispensations=dispensed(MONDAY)), Weekly(1), "早" * 7)


def test_the_week_says_how_full_it_is() -> None:
    problem = shift_month(MONDAY, 7)
    [clause] = Weekly(1).audit(problem, worked(problem, a="早早早早早早早"))
    assert clause.text == "甲12月7日至13日这一周要上7天，一周最多上6天"
    assert clause.concession is None
    [clause] = Weekly(2).audit(problem, worked(problem, a="早早早早早早."))
    assert clause.concession
    assert clause.concession.price == 3


@pytest.mark.parametrize("most", [1, 2, 3])
def test_dates_in_a_row_across_both_edges_of_the_month(most: int) -> None:
    served = known(date(2026, 11, 29), "a", "早早") + known(date(2026, 12, 6), "a", "早")
    problem = shift_month(TUESDAY, 5, served=served)
    for line in map("".join, product("早.", repeat=5)):
        rows = f"早早{line}早".split(".")
        # What is known already is not judged by itself.
        rows = [row for row in rows if row not in ("早早", "早")] if "早" not in line else rows
        longest = max((len(row) for row in rows if row), default=0)
        if most == 1 and line[0] == "." and longest == 2:
            longest = max(map(len, f"{line}早".split(".")))
        assert holds(problem, Run(most), line) is (longest <= most)


def test_a_dispensation_allows_one_date_more_in_a_row_and_never_two() -> None:
    problem = shift_month(TUESDAY, 6, dispensations=dispensed(date(2026, 12, 3)))
    for line in map("".join, product("早.", repeat=6)):
        rows = [row for row in line.split(".") if row]
        longest = max(map(len, rows), default=0)
        third = len(line[:2].split(".")[-1] + line[2:].split(".")[0]) if line[2] == "早" else 0
        others = max(
            (len(row) for part in (line[:2], line[3:]) for row in part.split(".")), default=0
        )
        kept = longest <= 2 or (third == longest == 3 and max(others, 2) == 2)
        assert holds(problem, Run(2), line) is kept
    [clause] = Run(2).audit(problem, worked(problem, a="早早早早.."))
    assert clause.text == "甲12月1日至4日要连上4天，最多连上2天"
    assert clause.concession is None
    plain = shift_month(TUESDAY, 6)
    [clause] = Run(2).audit(plain, worked(plain, a="早早早..."))
    assert clause.concession
    assert clause.concession.price == 3


def test_begun_dates_count_and_are_not_judged() -> None:
    past = {0: ("a",), 1: ("a",), 2: ("a",)}
    problem = shift_month(TUESDAY, 5, past=past)
    assert holds(problem, Run(2), "早早早.早")
    assert not holds(problem, Run(2), "早早早早.")
    assert holds(problem, Weekly(5), "早早早..")
    assert not holds(problem, Weekly(5), "早早早.早")
    assert holds(problem, Monthly(29), "早早早..")
    assert not holds(problem, Monthly(29), "早早早.早")
    assert holds(problem, Hours(16 * HOUR), "早早早..")
    assert not holds(problem, Hours(16 * HOUR), "早早早.早")


def test_days_off_in_the_month() -> None:
    problem = shift_month(TUESDAY, 4)
    for line in map("".join, product("早.", repeat=4)):
        assert holds(problem, Monthly(29), line) is (line.count("早") <= 2)
    [clause] = Monthly(29).audit(problem, worked(problem, a="早早早."))
    assert clause.text == "甲12月要上3天，这个月要休息至少29天"
    # A term longer than a month has each of its months judged.
    longer = shift_month(date(2026, 11, 29), 4)
    assert holds(longer, Monthly(28), "早早.早")
    assert not holds(longer, Monthly(29), "早早.早")


@pytest.mark.parametrize("hours", [0, 7.5, 8, 20, 23.5])
def test_paid_hours_of_the_month(hours: float) -> None:
    problem = shift_month(TUESDAY, 3)
    paid = [7.5, 8, 0]
    duties = tuple(
        replace(duty, hours=timedelta(hours=paid[n])) for n, duty in enumerate(problem.duties)
    )
    problem = replace(problem, duties=duties)
    rule = Hours(timedelta(hours=hours))
    for line in map("".join, product("早.", repeat=3)):
        total = sum(paid[n] for n in range(3) if line[n] == "早")
        assert holds(problem, rule, line) is (total <= hours)


def test_the_hours_are_said() -> None:
    problem = shift_month(TUESDAY, 3)
    [clause] = Hours(20 * HOUR).audit(problem, worked(problem, a="早早早"))
    assert clause.text == "甲本月工时要到24小时，最多20小时"


@pytest.mark.parametrize(
    ("start", "hours", "apart", "asked", "words"),
    [
        (datetime(2026, 12, 1, 8), 12, 0, 0, "与12月1日的早班重叠"),
        (datetime(2026, 12, 1, 14), 12, 0, 0, ""),
        (datetime(2026, 12, 1, 14), 12, 1, 0, "与12月1日的早班只隔0小时，少于1小时"),
        (datetime(2026, 11, 30, 8), 12, 10, 10, ""),
        (datetime(2026, 11, 30, 8), 12, 0, 11, "与12月1日的早班只隔10小时，少于11小时"),
        (datetime(2026, 11, 30, 8), 12, 11, 0, "与12月1日的早班只隔10小时，少于11小时"),
    ],
)
def test_duties_of_other_posts_neither_overlap_nor_are_near(
    start: datetime, hours: int, apart: int, asked: int, words: str
) -> None:
    """The distance is the longer of those that either post asks for."""
    other = Served(Duty(start, start + hours * HOUR, "备班"), "a", asked * HOUR)
    policy = Policy(apart=apart * HOUR, shift_work=ShiftTerms())
    problem = shift_month(TUESDAY, 1, A, B, elsewhere=(other,), policy=policy)
    rule = Eligible((Elsewhere(),))
    texts = [clause.text for clause in Elsewhere().against(problem, A, problem.duties[0])]
    on = "12月1日" if start.date() == TUESDAY else "11月30日"
    assert texts == ([f"甲{on}有备班的班，{words}"] if words else [])
    assert holds(problem, rule, "早") is not bool(words)
    assert not list(Elsewhere().against(problem, B, problem.duties[0]))


def test_some_people_take_some_shifts_only() -> None:
    problem = shift_month(TUESDAY, 2, replace(A, shifts=frozenset("早")), B, shifts="早夜")
    rule = Eligible((TakesShift(),))
    assert agrees(problem, rule) > 0
    assert holds(problem, rule, "早早")
    assert not holds(problem, rule, ".夜")
    [clause] = rule.audit(problem, worked(problem, a=".夜"))
    assert clause.text == "甲的可排班次里没有夜，不能上12月2日的班"


def test_leave_blocks_what_it_overlaps_and_there_are_no_eves() -> None:
    leave = Leave("a", datetime.combine(date(2026, 12, 2), time()), datetime(2026, 12, 3))
    problem = shift_month(TUESDAY, 3, shifts="夜", leaves=(leave,))
    rule = Eligible((OnLeave(),))
    assert [holds(problem, rule, line) for line in ("夜..", ".夜.", "..夜")] == [False, False, True]


def test_the_model_for_cures_may_add_a_date_in_a_row_at_its_price() -> None:
    from constraints.model.duty_model import DutyModel
    from tests.build import solve

    problem = shift_month(TUESDAY, 5)
    for rule, line, price in (
        (Run(2), "早早早..", 3),
        (Run(2), "早早早.早", 3),
        (Run(2), "早早早早.", None),
        (Weekly(4), "早早早早.", 3),
        (Weekly(6), "早早早早早", 12),
        (Weekly(0), "早早早早早", 0),
    ):
        model = DutyModel(problem, conceding=True)
        rule.post(model)
        for d, mark in enumerate(line):
            model.require(model.on(d, "a") + 0 == int(mark != "."))
        model.cp.minimize(sum(asked.price * on for asked, on in model.prices.items()))
        status, cost = solve(model.cp)
        found = cost if status == 4 else None
        assert found == price, (rule, line)
