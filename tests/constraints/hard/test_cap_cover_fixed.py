"""Caps, cover and cells decided beforehand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from constraints import (
    Calendar,
    Day,
    DayKind,
    Dispensation,
    Fix,
    Person,
    Pin,
    Roster,
    Substitution,
    from_policy,
)
from constraints.eligibility.pin import PinnedOff
from constraints.hard.cap import Cap
from constraints.hard.cover import Cover
from constraints.hard.fixed import Fixed
from constraints.hard.rest import Rest
from tests.build import agrees, allows, day, month, roster, served
from tests.shift_month import shift_month, worked

A, B = Person("a", "甲"), Person("b", "乙")


def test_a_cap_bounds_the_month_and_zero_is_none_at_all() -> None:
    for cap, forbidden in ((1, "a.a."), (0, "a...")):
        problem = month(4, replace(A, cap=cap), B)
        assert agrees(problem, Cap()) > 0
        assert not allows(problem, [Cap()], roster(forbidden))


def test_a_dispensed_date_does_not_count_towards_the_cap() -> None:
    problem = month(4, replace(A, cap=1), B, dispensations=(Dispensation("a", day(3), "主管"),))
    assert agrees(problem, Cap()) > 0
    assert allows(problem, [Cap()], roster("a.a."))
    assert not allows(problem, [Cap()], roster("a..a"))


def test_rest_days_and_holidays_have_caps_of_their_own() -> None:
    kinds = {day(2): DayKind.HOLIDAY, day(3): DayKind.REST, day(4): DayKind.REST}
    calendar = Calendar({on: Day(kind) for on, kind in kinds.items()})
    person = replace(A, holiday_cap=0, rest_cap=1)
    problem = month(4, person, B, calendar=calendar)
    assert agrees(problem, Cap()) > 0
    assert allows(problem, [Cap()], roster("a.a."))
    for line, text in (
        (".a..", "甲每月最多值0个法定节假日的班"),
        ("..aa", "甲每月最多值1个休息日的班"),
    ):
        assert not allows(problem, [Cap()], roster(line))
        assert [clause.text for clause in Cap().audit(problem, roster(line))] == [text]
    granted = replace(problem, dispensations=(Dispensation("a", day(3), "主管"),))
    assert allows(granted, [Cap()], roster("..aa"))


def test_pins_and_changes_name_a_shift_or_mean_any_of_the_date() -> None:
    first = date(2026, 12, 1)
    plain = shift_month(first, 2, A, B, shifts="早夜")
    for pins, kept in (
        ([Pin("a", first, True)], ["早.", "夜."]),
        ([Pin("a", first, True, "夜")], ["夜."]),
        ([Pin("a", first, True, "中")], ["早.", "夜.", ".早"]),  # of no duty of the date
    ):
        problem = replace(plain, pins=tuple(pins))
        assert agrees(problem, Fixed()) >= 0
        lines = ["早.", "夜.", ".早"]
        assert [x for x in lines if allows(problem, [Fixed()], worked(problem, a=x))] == kept
    sub = Substitution(first, "a", "b", first + timedelta(1), "夜", "早")
    changed = replace(plain, substitutions=(sub,))
    assert {(fix.date.day, fix.shift, fix.person, fix.on) for fix in changed.fixes} == {
        (1, "夜", "b", True),
        (2, "早", "a", True),
    }
    crowd = replace(shift_month(first, 2, A, B, shifts="早夜", need=2), substitutions=(sub,))
    assert {(fix.date.day, fix.person) for fix in crowd.fixes if not fix.on} == {(1, "a"), (2, "b")}
    [clause] = Fixed().audit(changed, worked(changed, b="夜.", a=".."))
    assert clause.text == "12月2日按已批准的换班应由甲值早班"


@pytest.mark.parametrize(
    ("shift", "said"), [("", "班"), ("早", "早班"), ("早班", "早班"), ("8点至20点", "8点至20点班")]
)
def test_clauses_name_the_shift_that_they_mean(shift: str, said: str) -> None:
    first, second = (
        replace(duty, start=duty.start + nth * timedelta(hours=12), shift=shift)
        for nth, duty in enumerate(month(2).duties[:1] * 2)
    )
    problem = replace(month(1, A, B), duties=(first,), pins=(Pin("a", day(1), False, shift),))
    [pinned] = PinnedOff().against(problem, A, first)
    assert pinned.text == f"〈指定〉写明甲12月1日不可值{said}"
    [whole] = PinnedOff().against(replace(problem, pins=(Pin("a", day(1), False),)), A, first)
    assert whole.text == "〈指定〉写明甲12月1日不可值班"
    assert Cover().clause(first, ("a", "b")).text == f"12月1日的{said}只要1人，排了2人"
    begun = Fixed().begun_clause(replace(problem, past={0: ("a",)}), 0, ("b",))
    assert begun.text.startswith(f"12月1日的{said}已经开始，是甲值的")
    late = replace(second, shift="夜")
    if shift:
        assert Rest().clause(A, first, late).text.startswith(f"甲12月1日的{said}与夜班中间没有间隔")


def test_a_duty_takes_no_more_people_than_it_needs() -> None:
    problem = month(2)
    crowded = Roster((("a", "b"), ()))
    assert [clause.code for clause in Cover().audit(problem, crowded)] == ["cover"]
    assert not allows(problem, [Cover()], crowded)
    assert not list(Cover().audit(problem, roster("a.")))


def test_must_pins_and_kept_cells_are_fixed() -> None:
    problem = month(
        3,
        pins=(Pin("a", day(1), True), Pin("b", day(1), False), Pin("a", day(9), True)),
        kept=(Fix(day(3), "b", True, "草案里的手工修改"),),
    )
    assert agrees(problem, Fixed()) > 0
    assert allows(problem, [Fixed()], roster("a.b"))
    assert not allows(problem, [Fixed()], roster("b.b"))


def test_substitutions_and_swaps_fix_their_cells() -> None:
    problem = month(
        4,
        substitutions=(Substitution(day(1), "a"), Substitution(day(2), "a", "b", day(4))),
    )
    assert agrees(problem, Fixed()) > 0
    assert allows(problem, [Fixed()], roster(".b.a"))
    assert not allows(problem, [Fixed()], roster("ab.a"))
    assert not allows(problem, [Fixed()], roster(".b.b"))


def test_a_swap_across_the_edge_fixes_here_and_is_known_there() -> None:
    problem = month(3, substitutions=(Substitution(day(2), "a", "b", day(4)),))
    assert [(fix.date, fix.person) for fix in problem.fixes] == [(day(2), "b")]
    assert [(one.duty.date, one.person) for one in problem.known_duties] == [(day(4), "a")]


def test_a_substitution_corrects_who_served_last_month() -> None:
    rows = (served(0, "a"), served(-1, "b"))
    moved = Substitution(day(0), "a", "b")
    problem = month(2, served=rows, substitutions=(moved,))
    assert [one.person for one in problem.known_duties] == ["b", "b"]
    contradicting = month(2, served=rows, substitutions=(Substitution(day(-1), "a", "a"),))
    assert [one.person for one in contradicting.known_duties] == ["b", "a"]


def test_what_has_begun_stays_and_no_rule_is_asked_about_it() -> None:
    problem = month(
        4,
        replace(A, cap=1),
        B,
        past={0: ("a",), 1: ("a",), 2: ()},
        pins=(Pin("b", day(1), True),),
    )
    rules = [*from_policy(problem.policy).rules]
    for rule in (Fixed(), Cap(), Rest()):
        assert agrees(problem, rule) > 0
    assert allows(problem, rules, roster("aa.b"))
    for moved in ("ba.b", "aa.a", "aabb", "aab."):
        assert not allows(problem, rules, roster(moved))
    (clause,) = Fixed().audit(problem, roster("ba.b"))
    assert "12月1日的班已经开始，是甲值的" in clause.text


def test_only_what_is_to_come_keeps_away_from_the_past() -> None:
    problem = month(3, A, B, past={0: ("a",)}, served=(served(0, "a"),))
    assert agrees(problem, Rest()) > 0
    assert allows(problem, [Rest(), Fixed()], roster("ab."))
    assert not allows(problem, [Rest(), Fixed()], roster("aa."))
