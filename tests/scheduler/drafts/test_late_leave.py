"""Leave for duties that have begun: said, with the row that records who really served."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from tests.scheduler.commands import call
from tests.scheduler.december import (
    CHANGE,
    DRAFT,
    day,
    say,
)
from tests.scheduler.drafts.since import (
    LEAVE,
    PUBLISH,
    adjusted,
    free,
    looked,
    who,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("on", "start", "end", "at", "month_given"),
    [
        (10, "2026-12-10 20:00", "2026-12-12 18:00", "2026-12-10 21:00", False),
        (5, "2026-12-05", "2026-12-06", "2026-12-08 10:00", False),
        (5, "2026-12-05 13:00", "2026-12-05 18:00", "2026-12-08 10:00", False),
        (9, "2026-12-08", "2026-12-10", "2026-12-10 10:00", True),
        (20, "2026-12-20", "2026-12-20", "2027-01-06 10:00", False),
        (31, "2026-12-31 20:00", "2027-01-01 06:00", "2027-01-01 07:00", False),
    ],
    ids=["running", "yesterday", "hours", "month given", "last month", "the last night"],
)
def test_leave_for_a_duty_that_has_begun(
    centre: Path, on: int, start: str, end: str, at: str, month_given: bool
) -> None:
    """Plain adjust says so and gives the row that records who really served."""
    name = who(centre, on)
    say(centre, 请假=[LEAVE, [name, start, end, "已批准"]])
    words = ("--as-of", at, *(("--month", "2026-12") if month_given else ()))
    code, months, text = adjusted(centre, *words)
    assert (code, len(months)) == (0, 1)
    assert "这班已经开始" in text
    assert f"顶班 | 2026-12-{on:02} | {name} | 替班人 | 已批准" in text
    assert not (centre / DRAFT).exists() or not months[0]["changes"]
    assert "这班已经开始" in looked(centre, datetime.fromisoformat(at))


def test_the_row_that_is_named_records_who_served(centre: Path) -> None:
    name, other = who(centre, 5), free(centre, 5)
    say(
        centre,
        请假=[LEAVE, [name, "2026-12-05", "2026-12-05", "已批准"]],
        变更=[CHANGE, ["顶班", day(5), name, other, None, "已批准", None, None, None]],
    )
    assert adjusted(centre)[0] == 0
    assert call("publish", centre, *PUBLISH, "病假顶班")[0] == 0
    assert who(centre, 5) == other
    assert adjusted(centre)[1:] == ([], "")


def test_what_is_no_news(centre: Path) -> None:
    """A leave eve, somebody else's leave, a leave of long ago."""
    eve, other = who(centre, 5), free(centre, 8)
    rows = [[eve, "2026-12-06", "2026-12-06", "已批准"], [other, day(8), day(8), "已批准"]]
    say(centre, 请假=[LEAVE, *rows])
    assert adjusted(centre)[1] == []
    say(centre, 请假=[LEAVE, [who(centre, 5), day(5), day(5), "已批准"]])
    assert adjusted(centre, "--as-of", "2027-06-01 12:00")[1] == []


def test_check_says_that_a_published_month_needs_an_adjustment(centre: Path) -> None:
    name = who(centre, 20)
    say(centre, 请假=[LEAVE, [name, day(20), day(20), "已批准"]])
    found = looked(centre)
    assert "v1 要改：" in found
    assert "请运行 zhiban adjust --month 2026-12" in found
