"""Rest between two duties of one person."""

from __future__ import annotations

from datetime import timedelta

from constraints import Dispensation, Person, Policy
from constraints.hard.rest import Rest
from tests.build import agrees, allows, day, month, roster, served


def test_no_two_duties_on_consecutive_days() -> None:
    problem = month(4)
    assert agrees(problem, Rest()) > 0
    assert allows(problem, [Rest()], roster("a.a."))
    assert not allows(problem, [Rest()], roster("aa.."))


def test_two_days_of_rest() -> None:
    rule = Rest(timedelta(hours=48))
    problem = month(5)
    assert agrees(problem, rule) > 0
    assert allows(problem, [rule], roster("a..a."))
    assert not allows(problem, [rule], roster("a.a.."))


def test_no_rest_still_forbids_nothing_but_overlap() -> None:
    assert agrees(month(4), Rest(timedelta())) == 0


def test_duties_on_both_month_edges_count() -> None:
    problem = month(3, served=(served(0, "a"), served(4, "b")))
    assert agrees(problem, Rest()) > 0
    assert not allows(problem, [Rest()], roster("a.."))
    assert not allows(problem, [Rest()], roster("..b"))
    assert allows(problem, [Rest()], roster("b.a"))


def test_a_dispensation_lowers_the_rest_to_a_day_and_never_further() -> None:
    rule = Rest(timedelta(hours=72))
    problem = month(5, dispensations=(Dispensation("a", day(3), "主管"),))
    assert agrees(problem, rule) > 0
    assert allows(problem, [rule], roster("a.a.."))
    assert not allows(problem, [rule], roster(".aa.."))
    assert not allows(problem, [rule], roster("b.b.."))
    assert not allows(problem, [Rest(timedelta(hours=96))], roster("a.a.a"[:4] + "a"))


def test_a_dispensation_never_raises_a_rest_below_a_day() -> None:
    rule = Rest(timedelta(hours=0))
    problem = month(3, dispensations=(Dispensation("a", day(2), "主管"),))
    assert agrees(problem, rule) == 0


def test_the_clause_names_both_dates_and_can_be_conceded_above_a_day() -> None:
    person = Person("a", "甲")
    first, second, third = month(3, person).duties
    near = Rest(timedelta(hours=48)).clause(person, first, third)
    assert near.text == "甲12月1日与12月3日的班间隔24小时，少于48小时"
    assert near.concession is not None
    assert near.concession.price == 8
    touching = Rest().clause(person, first, second)
    assert "中间没有间隔" in touching.text
    assert touching.concession is None
    assert Policy().rest == timedelta(hours=24)
