"""A workbook used from December 2026 to January 2028: nothing lost, nothing revived.

What people type on the wall stays, text in, text out; leave typed without a year is of one year.
"""

from __future__ import annotations

import shutil
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from scheduler.errors import InputError
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.usecases.adjust import adjust
from scheduler.usecases.draft import draft
from scheduler.usecases.history import export
from scheduler.usecases.publish import publish
from tests.books import STAFF, TAIL, book
from tests.scheduler.december import DATA, LEAVE

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

WALL = "值班安排表"
MONTHS = [date(2026, 12, 1), *(date(2027, n, 1) for n in range(1, 13)), date(2028, 1, 1)]
SETTINGS = [["参数", "值"], ["节假日已核对至", "2028-12-31"]]
REMARKS = [
    *("巡查", "设备检修；请值班人陪同", "消防演练\n上午九点"),
    *("8001", "=SUM(A1)", "住户大会（二楼）"),
]


def write(folder: Path, leave: list[list[Any]]) -> None:
    book(folder / DATA, 员工=STAFF, 历史=TAIL, 设置=SETTINGS, 请假=[LEAVE, *leave])


def put(path: Path, texts: dict[tuple[str, int], str]) -> None:
    """Type texts by row and column, as text whatever they look like; a new row goes below."""
    opened = load_workbook(path)
    sheet = opened[WALL]
    rows = {str(row[0].value): row[0].row for row in sheet.iter_rows()}
    for (label, column), text in texts.items():
        cell = sheet.cell(rows.get(label, 60), column + 1)
        cell.value, cell.data_type = text, "s"
    opened.save(path)


def table(path: Path) -> dict[str, list[Any]]:
    """Return every row of the wall sheet by what stands in its first column."""
    opened = load_workbook(path, read_only=True)
    rows = [list(row) for row in opened[WALL].iter_rows(values_only=True)]
    opened.close()
    return {str(row[0]): row for row in rows if row[0]}


def test_a_year_of_typed_text(tmp_path: Path) -> None:
    leave: list[list[Any]] = []
    asked: list[date] = []
    names = [row[0] for row in STAFF[1:]]
    typed: dict[tuple[str, str, int], str] = {}
    write(tmp_path, leave)
    files: dict[str, bytes] = {}

    def check(path: Path, month: date) -> None:
        rows = table(path)
        for (of, label, column), text in typed.items():
            if of == f"{month:%Y-%m}":
                assert rows[label][column] == text, (path.name, label)

    def type_in(path: Path, month: date, texts: dict[tuple[str, int], str]) -> None:
        put(path, texts)
        for (label, column), text in texts.items():
            typed[f"{month:%Y-%m}", label, column] = text

    for nth, month in enumerate(MONTHS):
        clock = datetime(month.year, month.month, 1, 10) - timedelta(days=5)
        leave.append(
            [names[nth % len(names)], f"{month.month}月5日", f"{month.month}.6", "同意", ""]
        )
        write(tmp_path, leave)
        try:
            made = draft(tmp_path, month=month, at=clock)
        except InputError as error:
            # As old as the ledger: December and January have been before.
            assert {one.code for one in error.messages if one.severity == "error"} == {"no-year"}
            asked.append(month)
            for row, of in zip((row for row in leave if row[3] == "同意"), MONTHS, strict=False):
                row[1:3] = of.replace(day=5), of.replace(day=6)
            write(tmp_path, leave)
            made = draft(tmp_path, month=month, at=clock)
        away = {one.start.date() for one in made.problem.leaves}
        assert {on for on in away if on.replace(day=1) == month} == {month.replace(day=5)}
        assert made.output
        day = [f"{month.month}月{number}日" for number in range(32)]
        remark = REMARKS[nth % len(REMARKS)]
        last = f"附{nth}：本月联系人"
        texts = {(day[9], 4): remark, ("日期", 5): "车牌", (day[3], 5): f"车{nth}"}
        type_in(made.output, month, texts | {(day[28], 6): "见附页", (last, 0): last})
        before = made.output.read_bytes()
        assert not draft(tmp_path, month=month, at=clock).changed
        assert made.output.read_bytes() == before
        done = publish(made.output, approver="王静", at=clock)
        assert not [m for m in done.messages if m.code == "not-carried"]
        for path in done.files:
            check(path, month)
        files |= {path.name: path.read_bytes() for path in done.files}
        if nth % 4 == 0:
            # Two corrections, with another remark between them.
            for on in (15, 22):
                holder = next(s.name for s in done.revision.seats if s.start.day == on)
                off = month.replace(day=on)
                leave.append([holder, off, off, "已批准", "王静"])
                write(tmp_path, leave)
                (one,) = adjust(tmp_path, month=month, at=clock + timedelta(days=6))
                assert one.draft.output
                check(one.draft.output, month)
                type_in(one.draft.output, month, {(day[on + 1], 4): f"调整后{on}"})
                done = publish(one.draft.output, approver="王静", reason="请假", at=clock)
                for path in done.files:
                    check(path, month)
                files |= {path.name: path.read_bytes() for path in done.files}
    assert asked == MONTHS[-2:]
    revisions = Ledger(tmp_path / LEDGER_FILE).revisions()
    assert len(revisions) == len(MONTHS) + 8
    # Everything is there again, in an empty folder, of the ledger alone.
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy(tmp_path / LEDGER_FILE, other)
    for one in revisions:
        for path in export(other, one.month, one.number, None):
            assert path.read_bytes() == files[path.name]
