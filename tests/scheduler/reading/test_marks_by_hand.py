"""A month of people × days that an office made itself is read, or refused with its cells."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook

from constraints.domain import Slot
from scheduler.errors import InputError
from scheduler.reading.cells.faults import Faults
from scheduler.reading.roster_book import read_roster
from scheduler.reading.sheets.people import NameFinder
from tests.books import DECEMBER, NAMES, book, places, values
from tests.cleaners import HEAD, SIX, TABLE, cleaners
from tests.scheduler.commands import call

if TYPE_CHECKING:
    from pathlib import Path

    from constraints.domain import Assignment
    from scheduler.reading.marked_roster import MarkedRoster
    from tests.books import Rows

DAYS = list(range(1, 32))


def month(folder: Path, rows: Rows) -> Path:
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = "12月"
    for row in rows:
        sheet.append(row)
    path = folder / "保洁排班.xlsx"
    made.save(path)
    return path


def plain(*people: list[Any], head: list[Any] | None = None) -> Rows:
    return [["2026年12月保洁排班表"], head or ["序号", "姓名", *DAYS, "出勤"], *people]


def read(folder: Path, path: Path) -> tuple[MarkedRoster, Assignment]:
    centre = cleaners(folder).centre
    assert centre.post is not None
    shifts = [(centre.post.name, shift) for shift in centre.post.shifts]
    visible, faults = read_roster(path, DECEMBER).understood(shifts), Faults(path.name)
    found = visible.assignment(NameFinder(centre.staff, faults))
    faults.stop_if_any()
    return visible, found  # type: ignore[return-value]


def refused(folder: Path, path: Path) -> dict[str, str]:
    with pytest.raises(InputError) as caught:
        read(folder, path)
    return places(caught.value)


@pytest.mark.parametrize(
    "days",
    [
        DAYS,
        [f"{day}日" for day in DAYS],
        [f"12/{day}" for day in DAYS],
        [f"12月{day}日" for day in DAYS],
        [datetime(2026, 12, day) for day in DAYS],
    ],
)
def test_dates_stand_in_a_row_in_many_ways(tmp_path: Path, days: list[Any]) -> None:
    rows = plain(
        ["", "星期", *"二三四五六日一"],
        [1, "刘桂英", "早", "休", "中班"],
        [2, "赵 秀兰", "中", "早", "年假"],
        ["", "早班人数", 1, 1, 0],
        ["", "备注：早班六点到岗", "早"],
        head=["序号", "姓名", *days, "出勤"],
    )
    visible, found = read(tmp_path, month(tmp_path, rows))
    assert found == {
        Slot(DECEMBER, "保洁", "早班"): ("101",),
        Slot(DECEMBER.replace(day=3), "保洁", "中班"): ("101",),
        Slot(DECEMBER, "保洁", "中班"): ("102",),
        Slot(DECEMBER.replace(day=2), "保洁", "早班"): ("102",),
    }
    assert (visible.month, visible.edits(), visible.sheets) == (DECEMBER, [], ("12月",))


def test_the_heading_of_names_may_stand_a_row_above(tmp_path: Path) -> None:
    rows = [["2026年12月"], ["姓名", "日期"], ["", *DAYS], ["刘桂英", "早"]]
    _, found = read(tmp_path, month(tmp_path, rows))
    assert found == {Slot(DECEMBER, "保洁", "早班"): ("101",)}


def test_headings_of_31_days_fit_a_shorter_month(tmp_path: Path) -> None:
    rows = [["2026年11月保洁排班"], ["姓名", *DAYS], ["刘桂英", *"早" * 31]]
    visible, found = read(tmp_path, month(tmp_path, rows))
    assert visible.month == DECEMBER.replace(month=11)
    assert len(found) == 30


def test_strangers_and_unknown_marks_are_all_named(tmp_path: Path) -> None:
    said = refused(tmp_path, month(tmp_path, plain([1, "刘桂英", "晚"], [2, "钱多多", "早"])))
    assert said["12月!C3"] == "刘桂英12月1日的「晚」不是班次的简称，可填 早、中、休、假"
    assert "钱多多" in said["12月!B4"]


def test_people_and_dates_twice_are_refused(tmp_path: Path) -> None:
    rows = plain(
        [1, "刘桂英", "早"],
        [2, "刘桂英", "中"],
        head=["序号", "姓名", *DAYS, 1],
    )
    assert refused(tmp_path, month(tmp_path, rows)) == {
        "12月!AH2": "12月1日写了两次，请删去一列",
        "12月!B4": "「刘桂英」写了两次（另一处在 B3），请删去一行",
    }


def test_it_is_drafted_as_the_table_that_is_named(tmp_path: Path) -> None:
    cleaners(tmp_path)
    # Three days each on and off, two in the morning and one after.
    turns = ["早早中", "休休休"]
    marks = {
        nth: [turns[(day // 3 + nth // 3) % 2][nth % 3] for day in range(31)] for nth in range(6)
    }
    path = month(tmp_path, [["2026年12月"], ["姓名", *DAYS], *([SIX[n], *marks[n]] for n in marks)])
    code, said = call("draft", tmp_path, "--from", path, "--month", "2026-12")
    assert code == 4
    assert [one["text"].partition("；")[2] for one in said["messages"]] == [
        f"请先运行 zhiban draft --from {path.name} --table 表名（如 保洁员值班表）"
    ]
    code, said = call("draft", tmp_path, "--from", path, "--month", "2026-12", "--table", TABLE)
    assert code == 0
    sheet = values(tmp_path / f"{TABLE}-2026-12-草案.xlsx", TABLE)
    drafted = {str(row[0]): row[1:32] for row in sheet if row[0] in SIX}
    assert drafted == {SIX[nth]: own for nth, own in marks.items()}


def test_a_month_that_is_not_said_is_asked_for(tmp_path: Path) -> None:
    path = month(tmp_path, [["姓名", *DAYS], ["刘桂英", "早"]])
    other = path.with_name("排班.xlsx")
    made = Workbook()
    made.worksheets[0].append(["姓名", *DAYS])
    made.worksheets[0].append(["刘桂英", "早"])
    made.save(other)
    assert read(tmp_path, path)[0].month == DECEMBER  # by the sheet's name
    assert "看不出是哪个月" in refused(tmp_path, other)["Sheet!A1"]


def test_administrators_by_shift_are_checked(tmp_path: Path) -> None:
    shifts = [HEAD, ["管理员值班", "白班", "白", "8:30", "20:30", 1]]
    shifts += [["管理员值班", "夜班", "夜", "20:30", "8:30", 1]]
    book(tmp_path / "值班数据.xlsx", 班次=shifts, 历史=[["日期", "值班人"]])
    marks = [["白夜休休"[(day - nth) % 4] for day in range(31)] for nth in range(4)]
    marks[0][4] = "休"
    rows: Rows = [["2026年12月"], ["姓名", *DAYS]]
    path = month(tmp_path, [*rows, *([name, *own] for name, own in zip(NAMES, marks, strict=True))])
    _, said = call("check", path)
    gaps = [one["text"] for one in said["messages"] if one["code"] in ("gap", "missing")]
    assert gaps == ["12月5日白班没有人值班"]
