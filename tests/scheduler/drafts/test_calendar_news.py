"""Days that have become another kind of day since they were published."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constraints.calendar import DayKind
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.notices.text import compose
from scheduler.usecases.adjust import adjust
from tests.books import STAFF, TAIL, book, values
from tests.scheduler.commands import call, zhiban
from tests.scheduler.december import (
    DATA,
    day,
    on_duty,
    say,
    served,
)
from tests.scheduler.drafts.since import (
    AS_OF,
    AT,
    DAYS,
    LEAVE,
    PUBLISH,
    adjusted,
    looked,
    remark,
    who,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_calendar_news_are_said_and_adjusted(centre: Path) -> None:
    """A Sunday that is worked after all: printed and counted right, nobody moved."""
    first = served(centre)
    say(centre, 节假日=[DAYS, [day(20), "调休上班", "调休"]])
    news = "12月20日已改为调休上班，v1 上还是休息日"
    assert news in looked(centre)
    told = call("draft", centre, "--month", "2026-12")[1]["messages"]
    assert f"{news}；请运行 zhiban adjust --month 2026-12" in [one["text"] for one in told]
    told = call("draft", centre, "--month", "2027-01", "--dry-run")[1]["messages"]
    assert f"{news}；请运行 zhiban adjust --month 2026-12" in [one["text"] for one in told]
    assert news in zhiban("doctor", centre).output
    code, (month,), text = adjusted(centre)
    assert (code, month["changes"], month["changed"]) == (0, [], True)
    assert news in text
    assert "日别 休息日 → 调休上班" in zhiban("adjust", centre, *AS_OF).output
    assert call("publish", centre, "--approver", "王静")[0] == 7
    code, done = call("publish", centre, *PUBLISH, "调休通知")
    assert code == 0
    assert not any(news in one["text"] for one in done["messages"])
    newest = Ledger(centre / LEDGER_FILE).revisions()[-1]
    assert (newest.number, on_duty(newest)) == (2, first)
    assert newest.seats[19].kind is DayKind.ADJUSTED
    final = centre / "值班安排表-2026-12-v2.xlsx"
    assert "▲日别改：原休息日" in remark(final, 20)
    assert next(row[2] for row in values(final, "值班安排表") if row[0] == "12月20日") == "调休上班"
    assert "12月20日（周日） 日别 休息日 → 调休上班" in zhiban("history", centre).output
    days = call("history", centre)[1]["result"]["revisions"][1]["days"]
    assert days == [{"date": "2026-12-20", "old": "REST", "new": "ADJUSTED"}]
    assert adjusted(centre)[1:] == ([], "")
    assert call("publish", centre, *PUBLISH, "再来")[1]["result"]["changed"] is False


@pytest.mark.parametrize(
    ("on", "kind", "at", "said"),
    [
        (5, "工作日", "2026-12-10 12:00", True),
        (25, "法定节假日", "2026-12-10 12:00", True),
        (20, "休息日", "2026-12-10 12:00", False),
        (20, "调休上班", "2027-01-10 12:00", True),
    ],
    ids=["a day gone by", "a new holiday", "as it is", "a month that is over"],
)
def test_which_calendar_news_count(centre: Path, on: int, kind: str, at: str, said: bool) -> None:
    say(centre, 节假日=[DAYS, [day(on), kind, ""]])
    months = adjusted(centre, "--as-of", at)[1]
    assert bool(months) is said


def test_rows_of_old_holidays_that_are_cleared_away_are_no_news(tmp_path: Path) -> None:
    book(tmp_path / DATA, 员工=STAFF, 历史=TAIL, 节假日=[DAYS, [day(20), "调休上班", ""]])
    assert call("draft", tmp_path, "--month", "2026-12")[0] in (0, 3)
    assert call("publish", tmp_path, "--approver", "王静")[0] == 0
    say(tmp_path)
    assert adjusted(tmp_path, "--as-of", "2027-01-10 12:00")[1] == []
    assert adjusted(tmp_path)[1] != []


def test_calendar_news_beside_a_leave(centre: Path) -> None:
    name = who(centre, 20)
    say(
        centre,
        节假日=[DAYS, [day(27), "调休上班", ""]],
        请假=[LEAVE, [name, day(20), day(20), "已批准"]],
    )
    _, (month,), _ = adjusted(centre)
    assert [one["date"] for one in month["changes"]] == ["2026-12-20"]
    assert call("publish", centre, *PUBLISH, "两件事")[0] == 0
    newest = Ledger(centre / LEDGER_FILE).revisions()[-1]
    assert newest.seats[26].kind is DayKind.ADJUSTED


def test_a_notice_carries_calendar_news(centre: Path) -> None:
    say(centre, 节假日=[DAYS, [day(20), "调休上班", ""]])
    (one,) = adjust(centre, at=AT, dry_run=True)
    assert "日别 休息日 → 调休上班" in compose("adjust", [one.draft], "1").plain()
