"""Dates without a year or month: which is taken, and when nobody can tell."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from scheduler.errors import InputError
from scheduler.reading.read_centre import read_centre
from tests.books import DECEMBER, STAFF, TODAY, book, centre, places
from tests.scheduler.commands import call
from tests.scheduler.december import CHANGE, DATA, published
from tests.scheduler.ledger.test_ledger import revision

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.reading.centre import Centre

LEAVE, PIN = ["姓名", "开始", "结束", "状态"], ["姓名", "日期", "要求", "批准人"]
NEXT = date(2027, 12, 1)
NO_HISTORY = [["日期", "值班人"]]


def read_later(folder: Path, month: date = NEXT, **sheets: Any) -> Centre:
    """Return a workbook as it is read for a later month, December 2026 being published."""
    path = book(folder / DATA, **({"员工": STAFF, "历史": NO_HISTORY} | sheets))
    at = datetime(month.year, month.month, 1)
    return read_centre(path, at, month, assumed=[revision(1, DECEMBER)])


def asked(folder: Path, month: date = NEXT, **sheets: Any) -> dict[str, str]:
    with pytest.raises(InputError) as caught:
        read_later(folder, month, **sheets)
    return places(caught.value)


def change(*row: Any) -> list[list[Any]]:
    """Return sheet 变更 with one row: kind, date, who, for whom, back, status."""
    return [CHANGE, [*row, None, None, None]]


ROWS: dict[str, tuple[dict[str, Any], set[str]]] = {
    "leave": ({"请假": [LEAVE, ["王静", "12.5", "12.7", "已批准"]]}, {"请假!B2"}),
    "leave in one cell": (
        {"请假": [["姓名", "请假时间", "状态"], ["王静", "12.5-12.7", "已批准"]]},
        {"请假!B2"},
    ),
    "leave over New Year": (
        {"请假": [LEAVE, ["王静", "12月30日", "1月3日", "已批准"]]},
        {"请假!B2"},
    ),
    "leave that begins before the ledger": (
        {"请假": [LEAVE, ["王静", "11.29", "12.2", "已批准"]]},
        {"请假!B2"},
    ),
    "pending leave": ({"请假": [LEAVE, ["王静", "12.5", None, "待审批"]]}, {"请假!B2"}),
    "one of several intervals": (
        {"请假": [["姓名", "请假时间", "状态"], ["王静", "6.5-6.7、12.20-12.22", "已批准"]]},
        {"请假!B2"},
    ),
    "substitution": (
        {"变更": change("顶班", "12月5日", "王静", "李梅", None, "已批准")},
        {"变更!B2"},
    ),
    "swap": (
        {"变更": change("调班", "2027-12-05", "王静", "李梅", "12.9", "已批准")},
        {"变更!E2"},
    ),
    "must": ({"指定": [PIN, ["王静", "12.5", "必须", None]]}, {"指定!B2"}),
    "wish": ({"指定": [PIN, ["王静", "12/5", "不想", None]]}, {"指定!B2"}),
    "dispensation": ({"指定": [PIN, ["王静", "12月5日", "特批", "林芳"]]}, {"指定!B2"}),
    "list": ({"指定": [PIN, ["王静", "12月5、8日", "不可", None]]}, {"指定!B2"}),
    "special day": ({"节假日": [["日期", "类型"], ["12.12", "上班"]]}, {"节假日!A2"}),
    "night bar": (
        {
            "员工": [
                [*STAFF[0], "夜班限制起", "夜班限制止"],
                [*STAFF[1], "12.1", "12.20"],
                *STAFF[2:],
            ]
        },
        {"员工!D2", "员工!E2"},
    ),
    "count": (
        {"期初累计": [["姓名", "合计", "截至日期"], ["王静", 3, "11.30"]]},
        {"期初累计!C2"},
    ),
}


@pytest.mark.parametrize("case", ROWS)
def test_a_row_that_may_be_last_years_is_asked_about(tmp_path: Path, case: str) -> None:
    sheets, cells = ROWS[case]
    found = asked(tmp_path, **sheets)
    assert set(found) == cells
    assert all("没有写年份" in text for text in found.values())


SILENT: dict[str, dict[str, Any]] = {
    "with years": {"请假": [LEAVE, ["王静", "2027-12-05", "2027-12-07", "已批准"]]},
    "an end takes its start's": {"请假": [LEAVE, ["王静", "2027-12-05", "12.7", "已批准"]]},
    "an end in the same cell": {"指定": [PIN, ["王静", "2027.12.5-12.7", "不可", None]]},
    "last year's with its year": {"请假": [LEAVE, ["王静", "2026-12-05", "12.7", "已批准"]]},
    "a real date": {"指定": [PIN, ["王静", datetime(2027, 12, 5), "必须", None]]},
    "another month": {"请假": [LEAVE, ["王静", "10.5", "10.7", "已批准"]]},
    "before the ledger": {"请假": [LEAVE, ["王静", "11.20", "11.29", "已批准"]]},
    "refused": {"请假": [LEAVE, ["王静", "12.5", "12.7", "驳回"]]},
    "taken back": {"请假": [LEAVE, ["王静", "12.5", "12.7", "已销假"]]},
    "not approved": {"变更": change("顶班", "12月5日", "王静", "李梅", None, "待审批")},
    "somebody not rostered": {
        "员工": [*STAFF, ["林芳", "009", "客服主管"]],
        "请假": [LEAVE, ["林芳", "12.5", "12.7", "已批准"]],
    },
}


@pytest.mark.parametrize("case", SILENT)
def test_a_row_that_nobody_can_mistake_stops_nothing(tmp_path: Path, case: str) -> None:
    assert read_later(tmp_path, **SILENT[case]).problem.month == NEXT


def test_a_row_of_the_first_year_stops_nothing_in_any_month_before_it_comes_round(
    tmp_path: Path,
) -> None:
    sheets = {
        "请假": [LEAVE, ["王静", "12.5", "12.7", "已批准"], ["李梅", "12.30", "1.3", "已批准"]],
        "变更": change("顶班", "12月9日", "王静", "李梅", None, "已批准"),
        "指定": [PIN, ["王静", "12.15", "必须", None]],
        "历史": [["日期", "值班人"], ["11.29", "王静"], ["11.30", "李梅"]],
        "期初累计": [["姓名", "合计", "截至日期"], ["王静", 3, "11.30"]],
    }
    for nth in range(10):
        month = date(2027, nth + 1, 1)
        read = read_later(tmp_path, month, **sheets)
        if nth:
            duties = read.problem.duties
            assert not [one for one in read.problem.leaves if any(map(one.conflicts, duties))]
        served = {one.duty.date: one.person for one in read.problem.served}
        assert served[date(2026, 11, 29)] == "001"
        assert [one.until for one in read.problem.openings] == [date(2026, 11, 30)]


def test_the_history_that_reaches_back_a_year_asks_too(tmp_path: Path) -> None:
    sheets = {"指定": [PIN, ["王静", "12.5", "必须", None]]}
    history = [["日期", "值班人"], [date(2025, 12, 4), "王静"], [date(2026, 11, 30), "李梅"]]
    with pytest.raises(InputError) as caught:
        centre(tmp_path, 历史=history, **sheets)
    assert "没有写年份" in places(caught.value)["指定!B2"]
    history[1][0] = date(2025, 12, 6)
    assert len(centre(tmp_path, 历史=history, **sheets).problem.pins) == 1


def test_the_year_taken_is_said_once(tmp_path: Path) -> None:
    read = centre(
        tmp_path,
        请假=[LEAVE, ["王静", "12.5", "12.7", "已批准"], ["李梅", "12.30", "1.3", "已批准"]],
        指定=[PIN, ["张强", "2026-12-09", "必须", None]],
    )
    (line,) = read.years
    assert "2026 年 3 处" in line and "〈请假〉B2「12.5」" in line
    assert "2027 年 1 处（〈请假〉C3「1.3」）" in line
    assert any(said.endswith(line) for said in read.read_as)


BARE = {
    5: [5],
    "5": [5],
    "５": [5],
    "5日": [5],
    "31": [31],
    "5、8": [5, 8],
    "5，8": [5, 8],
    "20、22、24日": [20, 22, 24],
    "5-7日": [5, 6, 7],
}


@pytest.mark.parametrize("written", BARE, ids=str)
def test_bare_days_are_of_the_month_that_was_named(tmp_path: Path, written: Any) -> None:
    read = centre(tmp_path, 指定=[PIN, ["王静", written, "不可", None]])
    assert [pin.date.day for pin in read.problem.pins] == BARE[written]
    assert {pin.date.replace(day=1) for pin in read.problem.pins} == {DECEMBER}


def test_bare_days_of_leaves_and_changes(tmp_path: Path) -> None:
    read = centre(
        tmp_path,
        请假=[LEAVE, ["王静", 5, 7, "已批准"], ["李梅", "9", None, "已批准"]],
        变更=change("换班", 20, "张强", "刘洋", 24, "已批准"),
    )
    spans = [(one.person, one.start.day, one.end.day) for one in read.problem.leaves]
    assert spans == [("001", 5, 8), ("002", 9, 10)]
    (swap,) = read.problem.substitutions
    assert (swap.date, swap.back) == (date(2026, 12, 20), date(2026, 12, 24))


@pytest.mark.parametrize("written", [0, 32, "0", "32", "5-8", 5.5, "第5"])
def test_what_is_no_day_of_the_month_is_refused(tmp_path: Path, written: Any) -> None:
    with pytest.raises(InputError) as caught:
        centre(tmp_path, 指定=[PIN, ["王静", written, "不可", None]])
    assert set(places(caught.value)) == {"指定!B2"}


def test_bare_days_without_a_named_month_are_asked_about(tmp_path: Path) -> None:
    path = book(tmp_path / DATA, 指定=[PIN, ["王静", 5, "不可", None]])
    with pytest.raises(InputError) as caught:
        read_centre(path, TODAY)
    assert set(places(caught.value)) == {"指定!B2"}


@pytest.mark.parametrize("written", [5, "5", "5日", "5、8日"])
def test_bare_days_that_may_be_last_months_are_asked_about(tmp_path: Path, written: Any) -> None:
    january = date(2027, 1, 1)
    found = asked(tmp_path, january, 指定=[PIN, ["王静", written, "不可", None]])
    assert "没有写月份" in found["指定!B2"]
    assert read_later(tmp_path, january, 指定=[PIN, ["王静", "1月5日", "不可", None]]).problem.pins


def test_the_command_asks_a_year_later(tmp_path: Path) -> None:
    published(tmp_path)
    book(tmp_path / DATA, 请假=[LEAVE, ["王静", "12.5", "12.7", "已批准"]])
    code, said = call("check", tmp_path, "--month", "2026-12")
    assert code == 0, said
    code, said = call("draft", tmp_path, "--month", "2027-12")
    assert code == 4
    found = [(one["sheet"], one["cell"]) for one in said["messages"] if one["severity"] == "error"]
    assert found == [("请假", "B2")]
