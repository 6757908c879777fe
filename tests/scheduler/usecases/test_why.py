"""Why somebody is on duty, and what anybody else would cost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from constraints.decisions import Fix
from scheduler.solving.solve import solve
from scheduler.usecases.publish import publish
from scheduler.usecases.why import why
from tests import reference
from tests.books import DECEMBER, NAMES, TODAY, book, edit
from tests.scheduler.commands import call
from tests.scheduler.december import (
    DATA,
    DRAFT,
    INSIDE,
    KEYS,
    NAME,
    day,
    drafted,
    first_row,
    holder,
    people,
    published,
    served,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def centre(tmp_path: Path) -> Path:
    return published(tmp_path)


@pytest.mark.parametrize("number", [3, 12, 25])
def test_why_agrees_with_forcing_the_cell_in_an_independent_solve(
    tmp_path: Path, number: int
) -> None:
    wish = [["姓名", "日期", "要求"], ["王静", day(3), "希望"], ["李梅", day(12), "不希望"]]
    book(tmp_path / DATA, 指定=wish)
    for name in NAMES:
        found = why(tmp_path, f"2026-12-{number}", name, at=TODAY)
        problem, forced = found.draft.problem, found.forced
        assert forced is not None
        key = KEYS[NAMES.index(name)]
        asked = replace(problem, kept=(Fix(day(number), key, True, "试"),))
        if forced.against:
            with pytest.raises(ValueError, match="contradict"):
                solve(asked)
            continue
        assert (
            reference.optimum(asked) == [then for _, then in forced.costs.values()]
            or not forced.costs
        )
        if not forced.costs:
            assert key in found.draft.roster.people[number - 1]


def test_why_tells_who_could_and_who_could_not(centre: Path) -> None:
    on, name = holder(centre, 15)
    code, said = call("why", centre, f"2026-12-{on}")
    assert code == 0
    by_name = {one["name"]: one for one in said["result"]["candidates"]}
    assert by_name[name]["status"] == "serves"
    near = NAME[served(centre)[day(on + 1)]]
    assert by_name[near]["status"] == "barred"
    assert "没有间隔" in by_name[near]["reason"]
    able = [one for one in by_name.values() if one["status"] == "able"]
    assert all(one["effects"]["changes"] == 1 for one in able)
    assert call("why", centre, "下周三")[0] == 2
    assert call("why", centre, f"2026-12-{on}", "路人")[0] == 2
    assert call("why", centre, f"2026-12-{on}", "王静", "李梅")[0] == 2


def test_why_a_wish_was_not_met(tmp_path: Path) -> None:
    rows = [["姓名", "日期", "要求"], *([name, day(12), "不希望"] for name in NAMES)]
    book(tmp_path / DATA, 指定=rows)
    found = why(tmp_path, "12月12日", month=DECEMBER, at=TODAY)
    ((wish, forced),) = found.wishes
    assert wish.person in found.draft.roster.people[11]
    assert forced.costs["wishes"][1] >= 1
    ((_, was, new),) = [one for one in forced.moved if one[0].date == day(12)]
    assert was == wish.person != new


def test_reasons_are_comments_of_the_inside_copy_only(centre: Path) -> None:
    from openpyxl import load_workbook

    inside = load_workbook(centre / "值班安排表-2026-12-v1-内部.xlsx")["值班安排表"]
    said = [cell.comment.text for row in inside.iter_rows() for cell in row if cell.comment]
    assert len(said) == 31
    assert all("选" in text for text in said)
    public = load_workbook(centre / "值班安排表-2026-12-v1.xlsx")["值班安排表"]
    assert not any(cell.comment for row in public.iter_rows() for cell in row)


def test_a_day_that_was_edited_by_hand_stays_so_when_published(tmp_path: Path) -> None:
    centre = drafted(tmp_path)
    names, first = people(centre / DRAFT), first_row(centre / DRAFT)
    there = 9
    other = next(one for one in NAMES if one not in names[there - 1 : there + 2])
    edit(centre / DRAFT, "值班安排表", {f"D{first + there}": other})
    publish(centre, approver="王静", at=TODAY)
    made = call("why", centre, f"2026-12-{there + 1:02}")[1]["result"]["reason"]
    assert made.startswith(f"选{other}：手工改的")
    assert "手工改的" not in call("why", centre, f"2026-12-{there + 2:02}")[1]["result"]["reason"]
    comments = load_workbook(centre / INSIDE)["值班安排表"]
    assert "手工改的" in comments[f"D{first + there}"].comment.text
    # What was edited before is nothing that was written on it since.
    assert "又写了字" not in str(call("adjust", centre)[1]["messages"])


def test_a_day_of_a_month_that_was_named(tmp_path: Path) -> None:
    book(tmp_path / "值班数据.xlsx")
    for typed in ("5", "5日", "12。5", "２０２６－１２－０５"):
        made = why(tmp_path, typed, month=DECEMBER, at=TODAY)
        assert made.draft.problem.duties[made.duty].date == DECEMBER.replace(day=5)
