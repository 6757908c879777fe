"""What was approved of a published month: substitutions, swaps, leaves taken back."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from scheduler.errors import InputError
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.usecases.adjust import adjust
from scheduler.usecases.publish import publish
from tests.books import DECEMBER, NAMES
from tests.scheduler.december import (
    AT,
    CHANGE,
    KEYS,
    LEAVE,
    NAME,
    day,
    holder,
    moved,
    on_duty,
    published,
    said_of,
    say,
    served,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def centre(tmp_path: Path) -> Path:
    return published(tmp_path)


def test_who_really_served_is_recorded_with_its_reason(centre: Path) -> None:
    """A row approved for a date that is past: the credit goes to whoever served."""
    on, name = holder(centre, 5)
    other = next(
        one
        for one in NAMES
        if one not in (name, NAME[served(centre)[day(on - 1)]], NAME[served(centre)[day(on + 1)]])
    )
    row = ["顶班", day(on), name, other, None, "已批准", "陈主任", day(5), "发烧"]
    say(centre, 变更=[CHANGE, row])
    (one,) = adjust(centre, at=AT)
    assert moved(one.draft) == {day(on): (served(centre)[day(on)], KEYS[NAMES.index(other)])}
    done = publish(centre, approver="王静", at=AT)
    assert (done.revision.number, done.revision.reason) == (2, "发烧")
    before, after = Ledger(centre / LEDGER_FILE).revisions()
    for key, change in ((KEYS[NAMES.index(name)], -1), (KEYS[NAMES.index(other)], 1)):
        sums = [
            sum(t.served for t in one.tallies if t.person == key and t.cls.name == "TOTAL")
            for one in (before, after)
        ]
        assert sums[1] - sums[0] == change


def test_a_past_substitution_nobody_lawful_could_plan_is_kept(centre: Path) -> None:
    """Somebody served two days in a row: a fact, not a breach."""
    first, second = served(centre)[day(5)], NAME[served(centre)[day(6)]]
    row = ["顶班", day(6), second, NAME[first], None, "已批准", None, None, "家里有事"]
    say(centre, 变更=[CHANGE, row])
    (one,) = adjust(centre, at=AT)
    assert moved(one.draft) == {day(6): (KEYS[NAMES.index(second)], first)}
    assert publish(centre, approver="王静", at=AT).revision.number == 2


@pytest.mark.parametrize(
    ("change", "leave", "said"),
    [
        (day(1), day(2), ""),
        (day(2), day(1), "12月15日"),
        (None, day(2), "请在两行都填批准日期"),
        (day(1), None, "请在两行都填批准日期"),
        (day(1), day(1), "请在两行都填批准日期"),
    ],
)
def test_leave_and_substitution_by_their_dates(
    centre: Path, change: date | None, leave: date | None, said: str
) -> None:
    """Of two approvals that contradict each other the later one holds."""
    on, name = holder(centre, 15)
    around = {NAME[served(centre)[day(on + near)]] for near in (-1, 0, 1)}
    other = next(one for one in NAMES if one not in around)
    sheets = {
        "变更": [CHANGE, ["顶班", day(on), name, other, None, "已批准", None, change, None]],
        "请假": [[*LEAVE, "批准日期"], [other, day(on), None, "已批准", None, leave]],
    }
    say(centre, **sheets)
    if said:
        with pytest.raises(InputError) as caught:
            adjust(centre, at=AT)
        assert said in str(caught.value.messages[0])
        return
    (one,) = adjust(centre, at=AT, month=DECEMBER)
    assert one.draft.roster.people[on - 1] != (KEYS[NAMES.index(other)],)
    assert any("后来批准了" in line for line in one.draft.centre.ignored)


def test_a_leave_taken_back_offers_the_exact_way_back(centre: Path) -> None:
    first = served(centre)
    on, name = holder(centre, 15)
    say(centre, 请假=[LEAVE, [name, day(on), None, "已批准", None]])
    adjust(centre, at=AT)
    publish(centre, approver="王静", reason="请假", at=AT)
    say(centre, 请假=[LEAVE, [name, day(on), None, "已销假", None]])
    (one,) = adjust(centre, at=AT)
    ((way, back),) = one.others
    assert way == "换回v1"
    assert not moved(one.draft)
    assert back.output is not None
    done = publish(back.output, approver="王静", reason="销假", at=AT)
    assert on_duty(done.revision) == first
    assert adjust(centre, at=AT) == []
    late = datetime(2026, 12, 16)
    say(centre, 请假=[LEAVE, [name, day(on), None, "已批准", None]])
    (one,) = adjust(centre, at=late)
    assert (moved(one.draft), one.others) == ({}, ())
    assert "这班已经开始" in said_of(one.draft)


def test_the_way_back_of_one_leave_among_other_changes(centre: Path) -> None:
    on, name = holder(centre, 15)
    there = 25
    near = {NAME[served(centre)[day(there + far)]] for far in (-1, 0, 1)}
    taker = next(one for one in NAMES if one not in near)
    giver = NAME[served(centre)[day(there)]]
    row = ["顶班", day(there), giver, taker, None, "已批准", None, None, "换班"]
    say(centre, 请假=[LEAVE, [name, day(on), None, "已批准", None]], 变更=[CHANGE, row])
    adjust(centre, at=AT)
    publish(centre, approver="王静", reason="两件事", at=AT)
    say(centre, 请假=[LEAVE, [name, day(on), None, "已撤销", None]], 变更=[CHANGE, row])
    (one,) = adjust(centre, at=AT)
    ((_, back),) = one.others
    assert moved(back)[day(on)][1] == served(centre, 0)[day(on)]
    assert day(there) not in moved(back)


def test_two_days_running_really_served_are_said(centre: Path) -> None:
    first, second = served(centre)[day(5)], NAME[served(centre)[day(6)]]
    say(
        centre,
        变更=[CHANGE, ["顶班", day(6), second, NAME[first], None, "已批准", None, None, "急事"]],
    )
    (one,) = adjust(centre, at=AT)
    assert "12月5日与12月6日的班中间没有间隔" in said_of(one.draft)


def test_a_change_of_last_month_is_found_without_naming_it(centre: Path) -> None:
    on, name = holder(centre, 20)
    near = {NAME[served(centre)[day(on + far)]] for far in (-1, 0, 1)}
    taker = next(one for one in NAMES if one not in near)
    row = ["顶班", day(on), name, taker, None, "已批准", None, None, "急事"]
    say(centre, 变更=[CHANGE, row])
    (one,) = adjust(centre, at=datetime(2027, 1, 6))
    assert list(moved(one.draft)) == [day(on)]
