"""Conditions of the offices other than the administrator's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints import CheckMode, Credentials, Office, Person, Policy, Sex
from constraints.qualification import CHECKS, check_mode, educated, failed_checks, verdict
from tests.build import duty

ON = duty(date(2026, 12, 5))
FIT = Credentials("大专", date(2024, 12, 5), True, None, True, date(1990, 1, 1), True)


def person(**more: Any) -> Person:
    return Person("a", "甲", credentials=replace(FIT, **more))


def failed(office: Office, modes: dict[str, CheckMode] | None = None, **more: Any) -> list[str]:
    return failed_checks(Policy(office=office, modes=modes or {}), person(**more), ON)


@pytest.mark.parametrize(
    ("more", "lacking"),
    [
        ({}, []),
        ({"education": "高中"}, ["学历"]),
        ({"experience_from": date(2024, 12, 6)}, ["从业"]),
        ({"certificate": False}, ["上岗证"]),
        ({"computer": False}, ["电脑"]),
        ({"born": date(1980, 12, 6)}, []),  # 46 the day after
        ({"born": date(1980, 12, 5)}, ["年龄"]),
        ({"healthy": False}, ["健康"]),
        ({"education": "", "experience_from": None, "computer": None}, []),
    ],
)
def test_a_supervisor_has_two_years_and_is_45_at_most(
    more: dict[str, Any], lacking: list[str]
) -> None:
    assert failed(Office.SUPERVISOR, **more) == lacking


STRICT = dict.fromkeys(("学历", "年龄"), CheckMode.ENFORCE)


@pytest.mark.parametrize(
    ("more", "lacking"),
    [
        ({"education": "初中"}, []),
        ({"education": "小学"}, ["学历"]),
        ({"education": "不详"}, []),
        ({"born": date(1975, 12, 6), "sex": Sex.MALE}, []),
        ({"born": date(1975, 12, 5), "sex": Sex.MALE}, ["年龄"]),
        ({"born": date(1980, 12, 6), "sex": Sex.FEMALE}, []),
        ({"born": date(1980, 12, 5), "sex": Sex.FEMALE}, ["年龄"]),
        ({"born": date(1950, 1, 1)}, []),  # of unknown sex: unknown
        ({"certificate": False, "computer": False, "experience_from": date(2026, 12, 1)}, []),
        ({"healthy": False}, ["健康"]),
        ({"education": "小学", "exempt": frozenset({"学历"})}, []),
    ],
)
def test_a_cleaner_has_been_to_middle_school_and_is_50_or_45_at_most(
    more: dict[str, Any], lacking: list[str]
) -> None:
    assert failed(Office.CLEANER, STRICT, **more) == lacking
    # As long as nobody says otherwise age and schooling are only pointed out.
    assert failed(Office.CLEANER, **more) == [check for check in lacking if check == "健康"]


def test_unknown_sex_is_unknown_and_can_exclude() -> None:
    older = person(born=date(1950, 1, 1))
    policy = Policy(office=Office.CLEANER, modes=STRICT, unknown_excludes=True)
    assert verdict(policy, older, ON, "年龄") is None
    assert failed_checks(policy, older, ON) == ["年龄"]


def test_nobody_is_checked_where_no_office_is_asked_for_but_for_minors() -> None:
    nothing = {"education": "小学", "healthy": False, "computer": False, "born": date(1940, 1, 1)}
    assert failed(Office.ANYONE, **nothing) == []
    assert failed(Office.ANYONE, STRICT, **nothing) == []
    minor = {"born": date(2008, 12, 6), "sex": Sex.FEMALE}
    assert {office: failed(office, **minor) for office in Office} == {
        one: ["年龄"] for one in Office
    }


def test_the_mode_of_a_check_is_the_offices_unless_it_is_set() -> None:
    modes = {
        office: {check: check_mode(Policy(office=office), check) for check in CHECKS}
        for office in Office
    }
    assert set(modes[Office.SUPERVISOR].values()) == {CheckMode.ENFORCE}
    assert modes[Office.CLEANER] == {
        **dict.fromkeys(("学历", "年龄"), CheckMode.WARN),
        **dict.fromkeys(("从业", "上岗证", "电脑"), CheckMode.OFF),
        "健康": CheckMode.ENFORCE,
    }
    assert set(modes[Office.ANYONE].values()) == {CheckMode.OFF}
    off = Policy(office=Office.CLEANER, modes={"健康": CheckMode.OFF})
    assert check_mode(off, "健康") is CheckMode.OFF


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        *[(word, True) for word in ["初中", "高中", "中专", "技校", "职高", "大专", "本科毕业"]],
        *[(word, False) for word in ["小学", "小学毕业", "初中在读"]],
        *[(word, None) for word in ["", "文盲", "初小"]],
    ],
)
def test_words_of_a_cleaners_education(words: str, expected: bool | None) -> None:
    assert educated(words, Office.CLEANER) is expected
