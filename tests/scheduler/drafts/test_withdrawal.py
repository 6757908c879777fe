"""Changes of 变更 that are withdrawn after publication, and the way back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from constraints.domain import DAY
from tests.books import edit
from tests.scheduler.commands import call
from tests.scheduler.december import (
    CHANGE,
    DRAFT,
    NAME,
    NAMES,
    day,
    first_row,
    say,
    served,
)
from tests.scheduler.drafts.since import (
    AS_OF,
    LEAVE,
    PUBLISH,
    adjusted,
    aged,
    changed,
    free,
    looked,
    who,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("gone", ["已撤销", "驳回", "待审批", "deleted"])
@pytest.mark.parametrize("kind", ["换班", "顶班", "另排"])
def test_the_way_back_of_a_change_withdrawn(centre: Path, kind: str, gone: str) -> None:
    """However it went: said by adjust, check and doctor; the way back is there to be published."""
    row = changed(centre, kind.replace("另排", "顶班"), open_=kind == "另排")
    first, second = served(centre, 0), served(centre)
    assert first != second
    row[5] = gone
    say(centre, 变更=[CHANGE, *([] if gone == "deleted" else [row])])
    code, (month,), text = adjusted(centre)
    assert code == 0
    assert "12月20日" in text
    ((back,), own) = month["options"], month["changes"]
    assert (own, back["name"]) == ([], "换回v1")
    assert {one["date"] for one in back["changes"]} == {
        str(on) for on in first if first[on] != second[on]
    }
    assert "12月20日" in looked(centre)
    way_back = centre / "值班安排表-2026-12-换回v1.xlsx"
    code, said = call("publish", way_back, *PUBLISH, "撤销")
    assert code == 0
    # The program proposed it itself: nobody need look for what asks for it.
    assert not [one for one in said["messages"] if one["code"] == "no-cause"]
    assert served(centre) == first
    assert adjusted(centre)[1:] == ([], "")


def test_a_withdrawal_is_not_lost_in_the_revision_after(centre: Path) -> None:
    """Something else was published first: the row that is withdrawn still leads back."""
    row = changed(centre, "顶班")
    row[5] = "已撤销"
    name = who(centre, 13)
    say(centre, 变更=[CHANGE, row], 请假=[LEAVE, [name, day(13), day(13), "已批准"]])
    assert adjusted(centre)[0] == 0
    assert call("publish", centre, *PUBLISH, "请假")[0] == 0
    _, (month,), text = adjusted(centre)
    assert "现在没有批准，v3 上还是顶班后的样子" in text
    (back,) = month["options"]
    assert [one["date"] for one in back["changes"]] == ["2026-12-20"]
    assert back["changes"][0]["reason"] == "不再顶班"


def test_a_row_waiting_for_approval_is_no_withdrawal(centre: Path) -> None:
    """The leave made the change; a row that says the same is only waiting."""
    name = who(centre, 20)
    leave = [LEAVE, [name, day(20), day(20), "已批准"]]
    say(centre, 请假=leave)
    adjusted(centre)
    assert call("publish", centre, *PUBLISH, "请假")[0] == 0
    row = ["顶班", day(20), name, who(centre, 20), None, "待审批", None, None, None]
    say(centre, 请假=leave, 变更=[CHANGE, row])
    assert adjusted(centre)[1:] == ([], "")


def test_a_leave_that_is_tried_withdraws_nothing(centre: Path) -> None:
    row = changed(centre, "顶班")
    tried = ("--leave", f"{row[3]} 2026-12-20 2026-12-20", "--dry-run", *AS_OF)
    _, _, text = adjusted(centre, *tried)
    assert "已不在" not in text


def test_a_change_withdrawn_when_it_is_too_late(centre: Path) -> None:
    """What has begun stays; the row that records who really served is named."""
    row = changed(centre, "顶班")
    late = ("--as-of", "2026-12-21 12:00")
    say(centre)
    assert adjusted(centre, *late)[1] == []
    row[5] = "已撤销"
    say(centre, 变更=[CHANGE, row])
    _, (month,), text = adjusted(centre, *late)
    assert month["options"] == []
    assert f"顶班 | 2026-12-20 | {row[3]} | {row[2]} | 已批准" in text


def test_no_way_back_to_somebody_on_leave(centre: Path) -> None:
    row = changed(centre, "顶班")
    row[5] = "已撤销"
    leave = [LEAVE, [row[2], day(20), day(20), "已批准"]]
    say(centre, 变更=[CHANGE, row], 请假=leave)
    _, (month,), text = adjusted(centre)
    assert month["options"] == []
    assert "换不回去" in text
    assert "请假" in text


def test_the_way_back_with_as_little_else_as_may_be(centre: Path) -> None:
    """Whoever gets the day back was given its neighbour by hand: that one moves too."""
    giver, taker = who(centre, 20), free(centre, 20)
    beside, far = next((n, m) for n, m in ((19, 18), (21, 22)) if who(centre, m) != giver)
    row = ["顶班", day(20), giver, taker, None, "已批准", None, day(8), "有事"]
    say(centre, 变更=[CHANGE, row])
    adjusted(centre)
    edit(centre / DRAFT, "值班安排表", {f"D{first_row(centre / DRAFT) + beside - 1}": giver})
    assert call("publish", centre, *PUBLISH, "换")[0] == 0
    assert (who(centre, beside), who(centre, 20), far) == (giver, taker, far)
    say(centre)
    _, (month,), _ = adjusted(centre)
    (back,) = month["options"]
    new = {one["date"]: NAME[one["new"]] for one in back["changes"]}
    assert new["2026-12-20"] == giver
    assert new[str(day(beside))] != giver
    assert (
        call("publish", centre / f"值班安排表-2026-12-{back['name']}.xlsx", *PUBLISH, "换")[0] == 0
    )


def test_no_way_back_beside_a_row_that_stands(centre: Path) -> None:
    giver, taker = who(centre, 20), free(centre, 20)
    beside = next(n for n, m in ((19, 18), (21, 22)) if who(centre, m) != giver)
    row = ["顶班", day(20), giver, taker, None, "已批准", None, day(8), "有事"]
    more = ["顶班", day(beside), who(centre, beside), giver, None, "已批准", None, day(9), "有事"]
    say(centre, 变更=[CHANGE, row, more])
    assert adjusted(centre)[0] == 0
    assert call("publish", centre, *PUBLISH, "换")[0] == 0
    say(centre, 变更=[CHANGE, more])
    _, (month,), text = adjusted(centre)
    assert month["options"] == []
    assert "换不回去：12月20日还给" in text


def test_another_row_for_the_same_day_is_asked_about(centre: Path) -> None:
    """The row was overwritten: v2 has the first substitute, whom no row speaks of any more."""
    row = changed(centre, "顶班")
    other = next(name for name in NAMES if name not in row)
    say(centre, 变更=[CHANGE, [other if one == row[3] else one for one in row]])
    code, said = call("adjust", centre, *AS_OF)
    assert code == 4, said
    assert any(f"v2 上是{row[3]}值班" in one["text"] for one in said["messages"])


def test_a_withdrawal_after_an_earlier_program_published(centre: Path) -> None:
    """The row that is still there tells of it; one that was there from the first is no error."""
    row = changed(centre, "顶班")
    aged(centre)
    assert adjusted(centre)[:2] == (0, [])
    row[5] = "已撤销"
    say(centre, 变更=[CHANGE, row])
    _, (month,), _ = adjusted(centre)
    assert [one["name"] for one in month["options"]] == ["换回v1"]


def test_a_swap_across_two_published_months_withdrawn(centre: Path) -> None:
    """Each month gives back its own half."""
    january = ("--month", "2027-01")
    assert call("draft", centre, *january)[0] in (0, 3)
    words = ("--approver", "王静", "--allow-estimated")
    assert call("publish", centre, *words)[0] in (0, 3)
    both = served(centre, 0) | served(centre)
    first, back = next(
        (on, then)
        for on in (day(n) for n in range(20, 30))
        for then in (date(2027, 1, n) for n in range(3, 20))
        if both[on] != both[then]
        and both[then] not in (both[on + DAY], both[on - DAY])
        and both[on] not in (both[then + DAY], both[then - DAY])
    )
    giver, taker = NAME[both[first]], NAME[both[back]]
    row = ["换班", first, giver, taker, back, "已批准", None, day(8), "有事"]
    say(centre, 变更=[CHANGE, row])
    assert len(adjusted(centre)[1]) == 2
    for month in ("2026-12", "2027-01"):
        made = centre / f"值班安排表-{month}-草案.xlsx"
        code, said = call("publish", made, *PUBLISH, "换班", "--allow-estimated")
        assert code in (0, 3), said["messages"]
    assert adjusted(centre)[1] == []
    say(centre)
    months = adjusted(centre)[1]
    undone = [one["options"][0]["changes"] for one in months]
    assert [[one["date"] for one in moved] for moved in undone] == [[str(first)], [str(back)]]
