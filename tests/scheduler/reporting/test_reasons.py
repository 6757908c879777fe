"""Why somebody has a duty: of several seats all are named, and only a row about the duty counts."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from constraints import Person, Pin, Roster
from scheduler.reporting.reasons import reason
from tests.shift_month import shift_month

TUESDAY = date(2026, 12, 1)


def test_a_row_about_one_shift_says_nothing_of_another() -> None:
    people = (Person("a", "甲"), Person("b", "乙"), Person("c", "丙"), Person("d", "丁"))
    pins = (Pin("a", TUESDAY, True, "早"),)
    problem = shift_month(TUESDAY, 1, *people, shifts="早夜", need=2, pins=pins)
    roster = Roster((("a", "b"), ("c", "d")))
    centre = SimpleNamespace(name=lambda key: problem.by_key[key].name)
    draft: Any = SimpleNamespace(problem=problem, roster=roster, centre=centre, edited=())
    assert reason(draft, 0).startswith("选甲、乙：〈指定〉的要求。")
    assert reason(draft, 1).startswith("选丙、丁：")
    assert "〈指定〉" not in reason(draft, 1)
