"""Who has which duty, by slot and back."""

from __future__ import annotations

from datetime import date

from constraints import Person, Roster, Slot
from tests.shift_month import POST, shift_month

FIRST = date(2026, 12, 7)


def test_a_roster_and_its_assignment_say_the_same() -> None:
    people = Person("a", "甲"), Person("b", "乙")
    problem = shift_month(FIRST, 2, *people, shifts="早中", need=2)
    roster = Roster((("a", "b"), (), ("b",), ("a",)))
    assignment = problem.assignment(roster)
    assert assignment[Slot(FIRST, POST, "早")] == ("a", "b")
    assert problem.roster(assignment) == roster
    assert problem.post == POST


def test_an_assignment_may_be_of_other_posts_too_and_in_any_order() -> None:
    problem = shift_month(FIRST, 1, Person("a", "甲"), Person("b", "乙"), need=2)
    others = {Slot(FIRST, "备班", ""): ("a",), Slot(FIRST, POST, "早"): ("b", "a")}
    assert problem.roster(others) == Roster((("a", "b"),))
