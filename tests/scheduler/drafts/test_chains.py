"""Rows of 变更 that pass one duty on again: lawful in order of approval, and shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.books import STAFF, TAIL, book, values
from tests.scheduler.commands import call
from tests.scheduler.december import (
    CHANGE,
    DATA,
    NAME,
    NAMES,
    day,
    say,
    served,
)
from tests.scheduler.drafts.since import away_from, errors, row, who

if TYPE_CHECKING:
    from pathlib import Path

AT = ("--as-of", "2026-12-10 12:00")


@pytest.mark.parametrize("dated", [True, False])
def test_a_chain_of_swaps(tmp_path: Path, dated: bool) -> None:
    """5日 A→B (back 8日), then 8日 A→C (back 11日): B on the 5th, C on the 8th, A on the 11th."""
    six = [*STAFF, ["陈晨", "005", "客服管理员"], ["赵敏", "006", "客服管理员"]]
    book(tmp_path / DATA, 员工=six, 历史=TAIL)
    assert call("draft", tmp_path, "--month", "2026-12")[0] in (0, 3)
    assert call("publish", tmp_path, "--approver", "王静")[0] in (0, 3)
    name = {row[1]: row[0] for row in six[1:]}
    has = {on.day: name[key] for on, key in served(tmp_path).items()}
    found = next(
        (one, two, three)
        for one in range(14, 24)
        for two in range(one + 3, 27)
        for three in range(two + 3, 31)
        if lawful(has, {one: has[two], two: has[three], three: has[one]})
    )
    one, two, three = found
    a, b, c = (has[on] for on in found)
    rows = [
        row("换班", day(one), a, b, day(two), at=11 if dated else 0),
        row("换班", day(two), a, c, day(three), at=12 if dated else 0),
    ]
    book(tmp_path / DATA, 员工=six, 历史=TAIL, 变更=[CHANGE, *(rows[::-1] if dated else rows)])
    code, said = call("adjust", tmp_path, "--as-of", "2026-12-12 12:00")
    assert code == 0, said["messages"]
    now = {change["date"]: name[change["new"]] for change in said["result"]["changes"]}
    assert now == {str(day(on)): who for on, who in zip(found, (b, c, a), strict=True)}
    assert call("publish", tmp_path, "--approver", "王静", "--reason", "换班")[0] == 0
    again = call("adjust", tmp_path, "--as-of", "2026-12-12 12:00")
    assert (again[0], again[1]["result"]["changes"]) == (0, [])
    told = [cells[0] for cells in values(tmp_path / "值班安排表-2026-12-v2-内部.xlsx", "说明")]
    assert f"12月{two}日：{b} → {a} → {c}" in told
    if not dated:
        book(tmp_path / DATA, 员工=six, 历史=TAIL, 变更=[CHANGE, *rows[::-1]])
        found_errors = errors("adjust", tmp_path, "--as-of", "2026-12-12 12:00")
        assert any("已批准" in text for text in found_errors.values())


def lawful(has: dict[int, str], moved: dict[int, str]) -> bool:
    """Tell whether three different people may change so: nobody two days running."""
    new = has | moved
    if len(set(moved.values())) < 3:
        return False
    return all(new[on] != new.get(on + far) for on in moved for far in (-1, 1))


def test_whoever_passes_a_duty_on_again_may_be_away(centre: Path) -> None:
    """王静→李梅, then 李梅 falls ill and 张强 takes it: her leave overrules nothing."""
    on, giver = 20, who(centre, 20)
    last = away_from(centre, on)[0]
    between = next(name for name in NAMES if name not in (giver, last))
    rows = [
        row("顶班", day(on), giver, between, at=8),
        row("顶班", day(on), between, last, at=9),
    ]
    leave = [["姓名", "开始", "结束", "状态"], [between, day(on), day(on), "已批准"]]
    say(centre, 变更=[CHANGE, *rows], 请假=leave)
    code, said = call("adjust", centre, *AT)
    assert code == 0, said["messages"]
    (change,) = said["result"]["changes"]
    assert NAME[change["new"]] == last


def test_a_duty_that_has_begun_follows_its_chain(centre: Path) -> None:
    on, giver = 5, who(centre, 5)
    one, two = [name for name in NAMES if name != giver][:2]
    say(centre, 变更=[CHANGE, row("顶班", day(on), giver, one), row("顶班", day(on), one, two)])
    code, said = call("adjust", centre, *AT)
    assert code == 0
    assert [NAME[change["new"]] for change in said["result"]["changes"]] == [two]
