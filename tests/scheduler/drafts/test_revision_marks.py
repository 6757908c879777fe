"""What the wall sheet of a later revision says of its changes and gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.scheduler.commands import call
from tests.scheduler.december import (
    CHANGE,
    FINAL,
    NAMES,
    day,
    say,
)
from tests.scheduler.drafts.since import (
    LEAVE,
    PUBLISH,
    adjusted,
    changed,
    free,
    remark,
    remarks,
    who,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_changed_rows_are_marked_and_no_leave_is(centre: Path) -> None:
    name = who(centre, 20)
    say(centre, 请假=[LEAVE, [name, day(20), day(20), "已批准"]])
    adjusted(centre)
    assert call("publish", centre, *PUBLISH, "病假")[0] == 0
    for path in (centre / "值班安排表-2026-12-v2.xlsx", centre / "值班安排表-2026-12-v2-内部.xlsx"):
        found = remarks(path)
        assert found.pop(20) == f"▲改：原{name}"
        assert not any("▲" in text or "假" in text for text in found.values())
    assert not any("▲" in text for text in remarks(centre / FINAL).values())


def test_a_swap_is_marked_once(centre: Path) -> None:
    row = changed(centre, "换班")
    final = centre / "值班安排表-2026-12-v2.xlsx"
    assert remark(final, 20) == f"▲改：原{row[2]}，换班"
    # The next revision marks only what it changes itself.
    name = who(centre, 13)
    say(centre, 变更=[CHANGE, row], 请假=[LEAVE, [name, day(13), day(13), "已批准"]])
    adjusted(centre)
    assert call("publish", centre, *PUBLISH, "再改")[0] == 0
    final = centre / "值班安排表-2026-12-v3.xlsx"
    assert remark(final, 13) == f"▲改：原{name}"
    assert remark(final, 20) == f"换班（原{row[2]}）"


def test_a_gap_published_with_a_reason_prints_it(centre: Path) -> None:
    name = who(centre, 20)
    away = [[one, day(20), day(20), "已批准"] for one in NAMES]
    say(centre, 请假=[LEAVE, *away])
    assert adjusted(centre)[0] == 5
    assert call("publish", centre, *PUBLISH, "保安部代值", "--accept-gaps")[0] == 5
    final = centre / "值班安排表-2026-12-v2.xlsx"
    assert remark(final, 20) == f"▲改：原{name}，缺口（保安部代值）"


def test_the_reason_of_a_substitution_is_not_printed_beside_a_gap(centre: Path) -> None:
    """What 变更 gives as reason may be an illness; only what the approver types is printed."""
    away = [[one, day(20), day(20), "已批准"] for one in NAMES]
    row = ["顶班", day(13), who(centre, 13), free(centre, 13), None, "已批准", None, None, "发烧"]
    say(centre, 请假=[LEAVE, *away], 变更=[CHANGE, row])
    adjusted(centre)
    assert call("publish", centre, "--approver", "王静", "--accept-gaps")[0] == 5
    final = centre / "值班安排表-2026-12-v2.xlsx"
    assert "发烧" not in remark(final, 20) + remark(final, 13)
    # Nor a revision later, when the reason has become that of v2.
    away.append([who(centre, 24), day(24), day(24), "已批准"])
    say(centre, 请假=[LEAVE, *away], 变更=[CHANGE, row])
    adjusted(centre)
    words = ("--approver", "王静", "--accept-gaps", "--reason", "再改")
    assert call("publish", centre, *words)[0] == 5
    texts = remarks(centre / "值班安排表-2026-12-v3.xlsx")
    assert not any("发烧" in text for text in texts.values())


def test_a_gap_keeps_its_reason_and_nobody_s_leave_stands_beside_one(centre: Path) -> None:
    """Found by use: the next revision's reason, somebody in hospital, stood at an old gap."""
    away = [[one, day(20), day(20), "已批准"] for one in NAMES]
    say(centre, 请假=[LEAVE, *away])
    adjusted(centre)
    assert call("publish", centre, *PUBLISH, "保安部代值", "--accept-gaps")[0] == 5
    for number, on, more in (
        (3, 13, []),
        (4, 24, [[one, day(27), day(27), "已批准"] for one in NAMES]),
    ):
        name = who(centre, on)
        away += [[name, day(on), day(on), "已批准"], *more]
        say(centre, 请假=[LEAVE, *away])
        adjusted(centre)
        words = (*PUBLISH, f"{name}住院", "--accept-gaps")
        code, said = call("publish", centre, *words)
        assert code == 5
        assert not any(one["code"] == "no-cause" for one in said["messages"])
        final = centre / f"值班安排表-2026-12-v{number}.xlsx"
        assert remark(final, 20).endswith("缺口（保安部代值）")
        assert not any("住院" in text for text in remarks(final).values())
    assert remark(final, 27).endswith("缺口")
