"""The sheet of shift work: marks, totals, head counts, changes, pages, and nothing private."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from constraints import Roster
from scheduler.reporting.outcome import Stamp
from scheduler.reporting.to_revision import to_revision
from tests.books import STAFF, TODAY
from tests.cleaners import SIX, TABLE, TWO, cleaners, drawn

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from scheduler.reporting.outcome import Draft

RED = "FFC00000"


def wall(folder: Path, draft: Draft, **how: Any) -> Worksheet:
    return load_workbook(drawn(folder, draft, **how))[TABLE]


def row(sheet: Worksheet, first: str) -> list[Any]:
    """Return what stands behind the first cell with a text."""
    rows = sheet.iter_rows(values_only=True)
    return next(list(values[1:]) for values in rows if values[0] == first)


def lines(sheet: Worksheet) -> str:
    return "\n".join(str(cell.value) for cell in sheet["A"] if cell.value)


def test_everybody_has_a_mark_for_every_day_and_what_they_add_up_to(tmp_path: Path) -> None:
    sheet = wall(tmp_path, cleaners(tmp_path))
    assert sheet["A1"].value == "阳光花园客户服务中心2026年12月保洁员值班表"
    assert "早班 6:00–14:00　中班 14:00–22:00" in sheet["A2"].value
    head, own = row(sheet, "姓名"), row(sheet, "刘桂英")
    assert head == [
        *(f"{day}" for day in range(1, 32)),
        "出勤",
        "休息",
        "请假",
        "早班",
        "中班",
        "工时",
    ]
    # Three seats a day among six: every other day, in turn.
    assert own[:4] == ["早", "休", "早", "休"]
    assert own[31:] == ["16", "15", "0", "16", "0", "128"]
    assert row(sheet, "星期")[:7] == [*"二三四五六日一"]
    assert row(sheet, "日别")[4:7] == ["休", "休", None]
    assert "早＝早班，中＝中班，休＝休息，假＝请假" in lines(sheet)
    assert "编制" in lines(sheet)


def test_one_shift_is_counted_once(tmp_path: Path) -> None:
    sheet = wall(tmp_path, cleaners(tmp_path, shifts=TWO[:1]))
    assert row(sheet, "姓名")[31:] == ["出勤", "休息", "请假", "工时"]


def test_head_counts_say_in_red_how_many_are_missing(tmp_path: Path) -> None:
    sheet = wall(tmp_path, cleaners(tmp_path, seats=1))
    assert row(sheet, "早班人数")[:31] == ["缺1"] * 31
    assert row(sheet, "中班人数")[:31] == ["1"] * 31
    short = next(cells for cells in sheet.iter_rows() if cells[0].value == "早班人数")
    assert short[1].fill.fgColor.rgb == RED


def test_festivals_are_named_and_filled(tmp_path: Path) -> None:
    feast = [["日期", "类型", "名称"], ["2026-12-24", "法定节假日", "中心庆典"]]
    sheet = wall(tmp_path, cleaners(tmp_path, 节假日=feast))
    assert row(sheet, "日别")[23] == "法"
    assert "12月24日中心庆典" in lines(sheet)
    fills = {cells[24].fill.fgColor.rgb for cells in sheet.iter_rows(min_row=3, max_row=11)}
    assert fills == {"FFF8D7DA"}


def test_leave_is_a_word_without_a_reason(tmp_path: Path) -> None:
    leave = [
        ["姓名", "开始", "结束", "假别", "状态", "备注"],
        ["刘桂英", "2026-12-02", "2026-12-02", "病假", "已批准", "住院"],
    ]
    sheet = wall(tmp_path, cleaners(tmp_path, 请假=leave))
    own = row(sheet, "刘桂英")
    assert own[1] == "假"
    assert own[31:34] == ["16", "14", "1"]
    everything = "".join(str(value) for values in sheet.values for value in values)
    assert "病" not in everything
    assert "住院" not in everything


def test_before_the_first_day_nothing_stands(tmp_path: Path) -> None:
    draft = cleaners(tmp_path)
    person = replace(draft.centre.staff["102"].person, employed_from=datetime(2026, 12, 4).date())
    staff = draft.centre.staff | {"102": replace(draft.centre.staff["102"], person=person)}
    empty = Roster(tuple(() for _ in draft.roster.people))
    draft = replace(draft, centre=replace(draft.centre, staff=staff), roster=empty)
    assert row(wall(tmp_path, draft), "赵秀兰")[:4] == [None, None, None, "休"]


def test_changes_are_framed_and_said_old_to_new(tmp_path: Path) -> None:
    draft = cleaners(tmp_path)
    stamp = Stamp(1, "高建国", TODAY)
    published = to_revision(replace(draft, stamp=stamp), {})
    early, late, *others = draft.roster.people
    roster = Roster((("102", "104"), late, *others))
    assert (early, late) == (("101", "102"), ("103",))
    centre = replace(draft.centre, published=published)
    sheet = wall(tmp_path, replace(draft, centre=centre, roster=roster))
    said = lines(sheet)
    assert "▲刘桂英：12月1日早→休" in said
    assert "▲周玉梅：12月1日休→早" in said
    assert "赵秀兰：" not in said
    assert sheet["B6"].border.top.style == "medium"
    assert sheet["B7"].border.top.style == "thin"


@pytest.mark.parametrize(("people", "ends"), [(25, []), (26, [13]), (40, [20]), (51, [17, 34])])
def test_pages_end_between_people_about_evenly(
    tmp_path: Path, people: int, ends: list[int]
) -> None:
    sheet = wall(tmp_path, cleaners(tmp_path, [f"保洁{nth}" for nth in range(people)]))
    assert [one.id - 5 for one in sheet.row_breaks.brk] == ends
    setup = sheet.page_setup
    assert (setup.paperSize, setup.orientation) == (9, "landscape")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    # One page wide, and one high if nothing is said of it.
    assert (setup.fitToWidth, setup.fitToHeight) == (None, 0 if ends else None)
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$3:$5", "$A:$A")


def test_long_names_shrink_and_few_people_have_high_rows(tmp_path: Path) -> None:
    sheet = wall(tmp_path, cleaners(tmp_path, ["买买提" * 10, *SIX[1:]]))
    assert sheet.column_dimensions["A"].width < 32
    assert sheet["A6"].alignment.shrink_to_fit
    assert sheet.row_dimensions[6].height == pytest.approx(40, abs=0.5)


def test_cells_offer_the_marks(tmp_path: Path) -> None:
    path = drawn(tmp_path, cleaners(tmp_path))
    opened = load_workbook(path)
    (rule,) = opened[TABLE].data_validations.dataValidation
    assert str(rule.sqref) == "B6:AF11"
    assert rule.formula1 == "'_机读'!$F$1:$F$3"
    assert [opened["_机读"].cell(nth, 6).value for nth in (1, 2, 3)] == ["早", "中", "休"]


def test_what_is_passed_on_has_no_comments(tmp_path: Path) -> None:
    draft = cleaners(tmp_path)
    with_why, public = (wall(tmp_path, draft, public=public) for public in (False, True))
    assert with_why["B6"].comment
    assert not any(cell.comment for cells in public.iter_rows() for cell in cells)


def test_only_who_may_take_the_post_is_listed(tmp_path: Path) -> None:
    said = lines(wall(tmp_path, cleaners(tmp_path)))
    assert all(name in said for name in SIX)
    assert STAFF[1][0] not in said
