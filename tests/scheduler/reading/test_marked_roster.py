"""A month of people × days is read as it was drawn, and whatever is typed is read or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from constraints.domain import Slot
from scheduler.errors import InputError
from scheduler.reading.cells.faults import Faults
from scheduler.reading.marks import shifts_in
from scheduler.reading.roster_book import read_roster
from scheduler.reading.sheets.people import NameFinder
from tests.books import DECEMBER, edit, places
from tests.cleaners import SIX, TABLE, TWO, cleaners, drawn

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from constraints.domain import Assignment
    from scheduler.reading.visible_roster import VisibleRoster
    from scheduler.reporting.outcome import Draft
    from tests.books import Rows

NIGHTS: Rows = [
    ["保洁", "白班", "白", "8:00", "20:00", 1],
    ["保洁", "夜班", "夜", "20:00", "8:00", 1],
]
THREE: Rows = [*TWO, ["保洁", "夜班", "夜", "22:00", "6:00", 1]]
FIRST = DECEMBER
# The first of the six has 早班 on the first day: the title, the hours and three rows of heading
# stand above.
A_NAME, A_CELL = "A6", "B6"


def read(path: Path, draft: Draft) -> tuple[VisibleRoster, Assignment]:
    visible, faults = read_roster(path, FIRST), Faults(path.name)
    found = visible.assignment(NameFinder(draft.centre.staff, faults))
    faults.stop_if_any()
    return visible, found


def refused(path: Path, draft: Draft) -> dict[str, str]:
    with pytest.raises(InputError) as caught:
        read(path, draft)
    return places(caught.value)


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    return cleaners(tmp_path)


@pytest.fixture
def path(tmp_path: Path, draft: Draft) -> Path:
    return drawn(tmp_path, draft)


def sheet(path: Path, change: Callable[[Worksheet], Any]) -> None:
    opened = load_workbook(path)
    change(opened[TABLE])
    opened.save(path)


@pytest.mark.parametrize("shifts", [TWO, THREE, NIGHTS])
@pytest.mark.parametrize("names", [SIX, [f"{nth:02}号{'很' * 26}" for nth in range(26)]])
def test_what_is_drawn_is_read(tmp_path: Path, names: list[str], shifts: Rows) -> None:
    draft = cleaners(tmp_path, names, shifts)
    visible, found = read(drawn(tmp_path, draft), draft)
    assert found == draft.assignment
    assert (visible.edits(), visible.typed(), visible.left, visible.unread) == ([], [], (), ())
    assert (visible.month, visible.table) == (FIRST, TABLE)


def test_open_seats_stay_open(tmp_path: Path) -> None:
    draft = cleaners(tmp_path, seats=1)
    visible, found = read(drawn(tmp_path, draft), draft)
    assert found == draft.assignment
    assert visible.edits() == []


@pytest.mark.parametrize("typed", ["中", "中班", " 中 ", "▲中"])
def test_another_mark_is_an_edit(path: Path, draft: Draft, typed: str) -> None:
    edit(path, TABLE, {A_CELL: typed})
    visible, found = read(path, draft)
    early, late = (Slot(FIRST, "保洁", shift) for shift in ("早班", "中班"))
    assert {*visible.edits()} == {early, late}
    assert found[early] == ("102",)
    assert found[late] == ("101", "103")


@pytest.mark.parametrize("typed", ["休息", "公休", "—", None, "假", "年假", "事假", "病假"])
def test_a_day_off_is_typed_in_many_words(path: Path, draft: Draft, typed: str | None) -> None:
    edit(path, TABLE, {A_CELL: typed})
    visible, found = read(path, draft)
    assert visible.edits() == [Slot(FIRST, "保洁", "早班")]
    assert found[Slot(FIRST, "保洁", "早班")] == ("102",)


def test_letters_may_be_wide_small_or_the_whole_name() -> None:
    meant = {"A": "保洁|早班", "调休": "保洁|调班"}
    assert [shifts_in(text, meant) for text in ("Ａ", "a", "早班")] == [["保洁|早班"]] * 3
    # A mark that somebody has chosen stands for what they say.
    assert shifts_in("调休", meant) == ["保洁|调班"]
    assert shifts_in("A、调班", meant) == ["保洁|早班", "保洁|调班"]
    assert shifts_in("A调", meant) is None


def test_a_name_of_two_posts_is_no_mark() -> None:
    meant = {"早": "保洁|早班", "晨": "绿化|早班"}
    assert shifts_in("早班", meant) is None
    assert shifts_in("早/晨", meant) == ["保洁|早班", "绿化|早班"]


def test_every_unknown_mark_is_named_with_its_cell(path: Path, draft: Draft) -> None:
    edit(path, TABLE, {A_CELL: "夜", "C7": "早/中"})
    said = refused(path, draft)
    assert said == {
        f"{TABLE}!{A_CELL}": "刘桂英12月1日的「夜」不是班次的简称，可填 早、中、休、假",
        f"{TABLE}!C7": "赵秀兰12月2日的「早/中」是两个班，一个人一天只能上一个，请留一个",
    }


def test_a_person_twice_is_refused(path: Path, draft: Draft) -> None:
    def again(wall: Worksheet) -> None:
        wall.insert_rows(8)
        for cell in wall[6]:
            wall.cell(8, cell.column, cell.value)

    sheet(path, again)
    assert refused(path, draft) == {
        f"{TABLE}!A8": f"「刘桂英」写了两次（另一处在 {A_NAME}），请删去一行"
    }


def test_somebody_put_in_is_refused(path: Path, draft: Draft) -> None:
    def another(wall: Worksheet) -> None:
        wall.insert_rows(8)
        for cell in wall[6]:
            wall.cell(8, cell.column, cell.value)
        wall["A8"] = "钱多多"

    sheet(path, another)
    assert "「钱多多」不是这张表里的人" in refused(path, draft)[f"{TABLE}!A8"]


def test_somebody_taken_out_is_missed(path: Path, draft: Draft) -> None:
    sheet(path, lambda wall: wall.delete_rows(7))
    assert [text.partition("，")[0] for text in refused(path, draft).values()] == [
        "没有「赵秀兰」这一行了"
    ]


def test_somebody_in_anothers_place_is_both(path: Path, draft: Draft) -> None:
    edit(path, TABLE, {A_NAME: "钱多多"})
    said = refused(path, draft)
    assert "没有「刘桂英」这一行了" in said[f"{TABLE}!A3"]
    assert "「钱多多」不是这张表里的人" in said[f"{TABLE}!{A_NAME}"]


def test_two_who_change_names_change_shifts(path: Path, draft: Draft) -> None:
    edit(path, TABLE, {A_NAME: "孙丽华", "A8": "刘桂英"})
    _, found = read(path, draft)
    assert found[Slot(FIRST, "保洁", "早班")] == ("102", "103")
    assert found[Slot(FIRST, "保洁", "中班")] == ("101",)


def test_a_date_taken_out_is_missed(path: Path, draft: Draft) -> None:
    sheet(path, lambda wall: wall.delete_cols(6))
    assert [*refused(path, draft).values()] == ["没有12月5日这一列，请补回来；不上班的填 休"]


def test_a_date_twice_is_refused(path: Path, draft: Draft) -> None:
    edit(path, TABLE, {"AM3": "5"})
    assert refused(path, draft) == {f"{TABLE}!AM3": "12月5日写了两次（另一处在 F3），请删去一列"}


def test_rows_and_columns_may_be_put_in_and_moved(path: Path, draft: Draft) -> None:
    def moved(wall: Worksheet) -> None:
        wall.insert_rows(8)
        wall["A8"] = "以下二楼"
        wall["AN3"] = "签名"

    sheet(path, moved)
    visible, found = read(path, draft)
    assert found == draft.assignment
    assert visible.edits() == []
    assert {one.text for one in visible.texts.values()} == {"以下二楼", "签名"}


def test_totals_typed_over_are_nobodys_edit(path: Path, draft: Draft) -> None:
    edit(path, TABLE, {"AG6": "30"})
    visible, found = read(path, draft)
    assert found == draft.assignment
    assert (visible.edits(), visible.texts) == ([], {})
