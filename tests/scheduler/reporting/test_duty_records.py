"""Who hands over to whom, whatever the shifts."""

from __future__ import annotations

from datetime import datetime, timedelta

from constraints.calendar import DayKind
from scheduler.reporting.duty_records import Handover, Turn, handovers


def turn(day: int, hour: int, hours: float, *names: str, shift: str = "") -> Turn:
    start = datetime(2026, 12, day, hour)
    return Turn(start, start + timedelta(hours=hours), DayKind.WORKDAY, shift, names)


def given(found: list[Handover]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [(one.giving, one.taking) for one in found]


def test_every_day_hands_over_to_the_next() -> None:
    turns = [turn(2, 8, 24, "乙"), turn(3, 8, 24, "丙")]
    assert given(handovers(turns)) == [((), ("乙",)), (("乙",), ("丙",))]
    assert given(handovers(turns, [turn(1, 8, 24, "甲")]))[0] == (("甲",), ("乙",))


def test_shifts_hand_over_at_every_change_seats_together() -> None:
    turns = [
        turn(1, 8, 12, "甲", "乙", shift="白班"),
        turn(1, 20, 12, "丙", shift="夜班"),
        turn(2, 8, 12, "丁", "", shift="白班"),
    ]
    found = handovers(turns)
    assert given(found)[1:] == [(("甲", "乙"), ("丙",)), (("丙",), ("丁", ""))]
    assert [one.shift for one in found] == ["白班", "夜班", "白班"]


def test_two_shifts_that_begin_together_are_one_handover() -> None:
    turns = [turn(1, 8, 24, "甲"), turn(2, 8, 8, "乙", shift="前"), turn(2, 8, 8, "丙", shift="后")]
    assert given(handovers(turns))[1:] == [(("甲",), ("乙", "丙"))]


def test_over_a_night_without_duty_it_is_handed_over_and_over_a_day_it_is_not() -> None:
    assert given(handovers([turn(1, 8, 12, "甲"), turn(2, 8, 12, "乙")]))[1][0] == ("甲",)
    assert given(handovers([turn(1, 8, 24, "甲"), turn(3, 8, 24, "乙")]))[1][0] == ()
