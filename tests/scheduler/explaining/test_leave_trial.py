"""A leave that is only tried: what it touches, who could take over, and its light."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from constraints import from_policy
from scheduler.errors import UsageError
from scheduler.explaining.leave_trial import Light
from scheduler.usecases.adjust import adjust
from scheduler.usecases.draft import draft
from scheduler.usecases.publish import publish
from tests.books import DECEMBER, NAMES, STAFF, TAIL, TODAY, book
from tests.scheduler.commands import call
from tests.scheduler.december import (
    AT,
    DATA,
    LEAVE,
    NAME,
    day,
    everything,
    holder,
    moved,
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


def test_a_trial_says_what_is_touched_to_the_minute_and_writes_nothing(centre: Path) -> None:
    before = everything(centre)
    on, name = holder(centre, 15)
    leave = f"{name} 2026-12-{on} 2026-12-{on}"
    code, said = call("adjust", centre, "--leave", leave, "--dry-run", "--as-of", "2026-12-10")
    assert code == 0
    (trial,) = said["result"]["trials"]
    touches = {one["date"]: one for one in trial["touches"]}
    assert touches[f"2026-12-{on}"]["start"] == f"2026-12-{on}T08:30:00"
    assert touches[f"2026-12-{on}"]["end"] == f"2026-12-{on + 1}T00:00:00"
    assert len(said["result"]["options"]) <= 2
    assert everything(centre) == before


def test_an_eve_may_be_served_and_the_light_is_green(centre: Path) -> None:
    on, name = holder(centre, 15)
    text = f"{name} 2026-12-{on + 1} 2026-12-{on + 1}"
    (one,) = adjust(centre, at=AT, leaves=(text,), dry_run=True)
    eve = next(touch for touch in one.trials[0][1].touches if touch.duty == on - 1)
    assert (eve.eve, eve.light) == (True, Light.GREEN)
    assert eve.end - eve.start == timedelta(hours=8, minutes=30)


@pytest.mark.parametrize("seed", range(8))
def test_substitutes_and_swaps_of_a_trial_are_lawful_for_all(centre: Path, seed: int) -> None:
    on, name = holder(centre, 12 + 2 * seed)
    text = f"{name} 2026-12-{on} 2026-12-{on}"
    (one,) = adjust(centre, at=AT, leaves=(text,), dry_run=True)
    problem = one.draft.problem
    assert problem.base is not None
    touch = next(one for one in one.trials[0][1].touches if one.duty == on - 1)
    choices = [{touch.duty: (key,)} for key in touch.substitutes]
    for ring in touch.swaps:
        takers = [(there.person,) for there in (*ring[1:], ring[0])]
        choices.append({here.duty: taker for here, taker in zip(ring, takers, strict=True)})
    for choice in choices:
        people = [choice.get(d, keys) for d, keys in enumerate(problem.base.people)]
        roster = replace(problem.base, people=tuple(people))
        broken = from_policy(problem.policy).audit(problem, roster)
        ours = {problem.duties[d] for d in choice}
        assert not [clause for clause in broken if ours & set(clause.duties)]


def test_a_leave_nobody_can_take_over_is_red(tmp_path: Path) -> None:
    staff = [STAFF[0], *STAFF[1:4]]
    book(tmp_path / DATA, 员工=staff, 历史=[["日期", "值班人"], *TAIL[1:1]])
    draft(tmp_path, month=DECEMBER, at=TODAY)
    publish(tmp_path, approver="王静", at=TODAY)
    names = [NAME[served(tmp_path)[day(on)]] for on in (14, 15, 16)]
    texts = tuple(f"{one} 2026-12-15 2026-12-15" for one in {*names})
    (one,) = adjust(tmp_path, at=AT, leaves=texts, dry_run=True)
    lights = {trial.leave.person: trial.light for _, trial in one.trials}
    assert lights[served(tmp_path)[day(15)]] is Light.RED
    assert one.draft.gaps


def test_a_trial_that_leaves_another_day_open_is_red(tmp_path: Path) -> None:
    leave = [LEAVE, *([name, day(14), day(16), "已批准", None] for name in NAMES[:2])]
    book(tmp_path / DATA, 员工=STAFF, 历史=TAIL)
    draft(tmp_path, month=DECEMBER, at=TODAY)
    publish(tmp_path, approver="王静", at=TODAY)
    book(tmp_path / DATA, 员工=STAFF, 历史=TAIL, 请假=leave)
    text = f"{NAMES[2]} 2026-12-14 2026-12-16"
    (one,) = adjust(tmp_path, at=AT, leaves=(text,), dry_run=True)
    assert one.draft.gaps
    assert one.trials[0][1].light is Light.RED


def test_leave_of_somebody_on_duty_now_is_red_and_said(centre: Path) -> None:
    name = NAME[served(centre)[day(10)]]
    text = f"{name} 2026-12-10 14:00 2026-12-11 08:00"
    (one,) = adjust(centre, at=AT, leaves=(text,), dry_run=True)
    (touch,) = one.trials[0][1].touches
    assert (touch.begun, touch.substitutes, one.trials[0][1].light) == (True, (), Light.RED)
    say(centre, 请假=[LEAVE, [name, "2026-12-10 14:00", "2026-12-11 08:00", "已批准", None]])
    (one,) = adjust(centre, at=AT, month=DECEMBER)
    assert not moved(one.draft)
    assert "这班已经开始" in said_of(one.draft)


def test_a_trial_outside_of_what_is_published_says_so(centre: Path) -> None:
    with pytest.raises(UsageError, match="2026-12"):
        adjust(centre, at=AT, leaves=("王静 2027-03-01",), dry_run=True)
    on = next(n for n in range(15, 28) if NAME[served(centre)[day(n)]] != "王静")
    free = next(
        n for n in range(on, 28) if "王静" not in {NAME[served(centre)[day(m)]] for m in (n - 1, n)}
    )
    (one,) = adjust(centre, at=AT, leaves=(f"王静 2026-12-{free}",), dry_run=True)
    assert (one.trials[0][1].light, one.trials[0][1].touches) == (Light.GREEN, ())


@pytest.mark.parametrize(
    "text",
    ["王静", "2026-12-10 2026-12-12", "路人 2026-12-10", "王静 下周三", "王静 12-12 12-10 12-11"],
)
def test_a_trial_that_cannot_be_read_says_how(centre: Path, text: str) -> None:
    with pytest.raises(UsageError, match="--leave"):
        adjust(centre, at=AT, leaves=(text,), dry_run=True)


def test_clock_times_of_a_trial(centre: Path) -> None:
    text = "王静 2026-12-15 14:00 2026-12-16 9:00"
    (one,) = adjust(centre, at=AT, leaves=(text,), dry_run=True, month=DECEMBER)
    leave = one.trials[0][1].leave
    assert (leave.start, leave.end) == (datetime(2026, 12, 15, 14), datetime(2026, 12, 16, 9))
    assert not leave.by_days
