"""Rows of 变更 that contradict who really has the duty, and chains of rows that do not."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.books import TAIL, edit, values
from tests.scheduler.commands import call, document
from tests.scheduler.december import (
    CHANGE,
    DRAFT,
    NAMES,
    day,
    drafted,
    say,
)
from tests.scheduler.drafts.since import away_from, errors, row, who

if TYPE_CHECKING:
    from pathlib import Path

AT = ("--as-of", "2026-12-10 12:00")
FIRST = 3  # rows above 1 December on the wall sheet


@pytest.mark.parametrize("kind", ["顶班", "换班", "另排"])
@pytest.mark.parametrize("on", [5, 20])
def test_a_row_about_somebody_who_has_not_the_duty(centre: Path, kind: str, on: int) -> None:
    """Past or yet to come: whoever has it is named, at the cell that says otherwise."""
    holder, taker = who(centre, on), away_from(centre, on)[0]
    wrong = next(name for name in NAMES if name not in (holder, taker))
    back = next(n for n in range(on + 2, 31) if who(centre, n) == taker)
    made = {
        "顶班": row("顶班", day(on), wrong, taker),
        "换班": row("换班", day(on), wrong, taker, day(back)),
        "另排": row("顶班", day(on), wrong, None),
    }[kind]
    say(centre, 变更=[CHANGE, made])
    found = errors("adjust", centre, *AT)
    assert f"v1 上是{holder}值班，不是{wrong}" in found["C2"]


def test_a_swap_whose_return_date_is_another_one_s(centre: Path) -> None:
    on, taker = 20, away_from(centre, 20)[0]
    back = next(n for n in range(22, 31) if who(centre, n) not in (taker, who(centre, on)))
    say(centre, 变更=[CHANGE, row("换班", day(on), who(centre, on), taker, day(back))])
    found = errors("adjust", centre, *AT)
    assert f"12月{back}日 v1 上是{who(centre, back)}值班，不是{taker}" in found["E2"]


def test_a_substitute_who_had_the_duty_all_along(centre: Path) -> None:
    """Nothing would change, but 「顶班（原…）」 would be printed of somebody who never had it."""
    on = 20
    wrong = next(name for name in NAMES if name != who(centre, on))
    say(centre, 变更=[CHANGE, row("顶班", day(on), wrong, who(centre, on))])
    found = errors("adjust", centre, *AT)
    assert f"v1 上是{who(centre, on)}值班，不是{wrong}" in found["C2"]


def test_a_past_date_of_the_history(tmp_path: Path) -> None:
    """28 November was 王静's: a row that says 李梅 gives it away is asked about, hers is not."""
    folder, on = drafted(tmp_path), date(2026, 11, 28)
    named = dict(TAIL[1:])
    holder = named[on]
    wrong, taker = [name for name in NAMES if name != holder][:2]
    for giver, code in ((wrong, 4), (holder, 0)):
        say(folder, 变更=[CHANGE, row("顶班", on, giver, taker)])
        said = document("draft", folder, "--month", "2026-12", "--dry-run")
        assert said["exit_code"] == code, said["messages"]
        text = f"〈历史〉 上是{holder}值班，不是{wrong}"
        assert any(text in one["text"] for one in said["messages"]) == (code == 4)


def test_rows_done_already_stay_lawful(centre: Path) -> None:
    """What v2 holds is asked about neither by adjust nor for January."""
    on, taker = 20, away_from(centre, 20)[0]
    giver = who(centre, on)
    say(centre, 变更=[CHANGE, row("顶班", day(on), giver, taker, at=8)])
    assert call("adjust", centre, *AT)[0] == 0
    assert call("publish", centre, "--approver", "王静", "--reason", "有事")[0] == 0
    assert who(centre, on) == taker
    code, said = call("adjust", centre, *AT, "--month", "2026-12")
    assert (code, said["result"]["changes"]) == (0, [])
    assert call("draft", centre, "--month", "2027-01", "--dry-run")[0] in (0, 3)
    wrong, other = [name for name in NAMES if name != who(centre, 31)][:2]
    say(centre, 变更=[CHANGE, row("顶班", day(31), wrong, other)])
    assert call("draft", centre, "--month", "2027-01", "--dry-run")[0] == 4


def test_a_swap_of_one_day_with_itself(centre: Path) -> None:
    say(
        centre,
        变更=[CHANGE, row("换班", day(20), who(centre, 20), away_from(centre, 20)[0], day(20))],
    )
    assert "同一天" in errors("adjust", centre, *AT)["E2"]


def test_two_rows_that_no_chain_joins(centre: Path) -> None:
    on, giver = 20, who(centre, 20)
    first, second = [name for name in NAMES if name != giver][:2]
    rows = [row("顶班", day(on), giver, first), row("顶班", day(on), giver, second)]
    say(centre, 变更=[CHANGE, *rows])
    found = errors("adjust", centre, *AT)
    assert f"已批准{first}顶班" in found["D3"]
    assert f"这里又写了{second}" in found["D3"]
    same = row("顶班", day(on), giver, away_from(centre, on)[0])
    say(centre, 变更=[CHANGE, same, same])
    assert call("adjust", centre, *AT, "--dry-run")[0] == 0


def test_a_pin_beside_an_approved_substitution(centre: Path) -> None:
    on, giver, taker = 20, who(centre, 20), away_from(centre, 20)[0]
    pins = [["姓名", "日期", "要求", "批准人"], [giver, day(on), "必须", None]]
    say(centre, 变更=[CHANGE, row("顶班", day(on), giver, taker)], 指定=pins)
    found = errors("adjust", centre, *AT)
    assert f"12月20日已批准{taker}顶班" in found["B2"]
    assert f"这里又写了{giver}" in found["B2"]


def test_a_name_typed_over_an_approved_substitution(tmp_path: Path) -> None:
    """Not 「只要1人，排了2人」: whose duty it is, and who is written there."""
    folder = drafted(tmp_path)
    giver, taker, typed = NAMES[:3]
    say(folder, 变更=[CHANGE, row("顶班", day(15), giver, taker)])
    edit(folder / DRAFT, "值班安排表", {f"D{FIRST + 15}": typed})
    found = errors("draft", folder, "--from", folder / DRAFT)
    assert f"12月15日已批准{taker}顶班，这里又写了{typed}" in found[f"D{FIRST + 15}"]


def test_a_gap_that_is_filled_prints_nobody_as_the_first(centre: Path) -> None:
    leave = ["姓名", "开始", "结束", "状态"]
    away = [[name, day(20), day(20), "已批准"] for name in NAMES]
    say(centre, 请假=[leave, *away])
    assert call("adjust", centre, *AT)[0] == 5
    words = ("--approver", "王静", "--reason", "人手不足", "--accept-gaps")
    assert call("publish", centre, *words)[0] == 5
    taker = next(n for n in NAMES if n not in (who(centre, 19), who(centre, 21)))
    giver = next(n for n in NAMES if n != taker)
    say(centre, 变更=[CHANGE, row("顶班", day(20), giver, taker)])
    code, said = call("adjust", centre, *AT)
    assert code == 0
    assert any("没有人值班" in one["text"] for one in said["messages"])
    remark = values(centre / DRAFT, "值班安排表")[FIRST + 19][-1]
    assert f"原{giver}" not in remark


def test_a_past_duty_left_open_is_not_said_to_be_arranged(centre: Path) -> None:
    say(centre, 变更=[CHANGE, row("顶班", day(5), who(centre, 5), None)])
    code, said = call("adjust", centre, *AT, "--month", "2026-12", "-o", centre / "看.xlsx")
    assert code == 0
    assert any("要写明替班人" in one["text"] for one in said["messages"])
    name = who(centre, 20)
    leave = [["姓名", "开始", "结束", "状态"], [name, day(20), day(20), "已批准"]]
    say(centre, 变更=[CHANGE, row("顶班", day(5), who(centre, 5), None)], 请假=leave)
    assert call("adjust", centre, *AT)[0] == 0
    assert values(centre / DRAFT, "值班安排表")[FIRST + 4][-1] is None


def test_a_swap_written_the_wrong_way_round(centre: Path) -> None:
    on, taker = 20, away_from(centre, 20)[0]
    back = next(n for n in range(22, 31) if who(centre, n) == taker)
    say(centre, 变更=[CHANGE, row("换班", day(on), taker, who(centre, on), day(back))])
    assert f"v1 上是{who(centre, on)}值班，不是{taker}" in errors("adjust", centre, *AT)["C2"]
