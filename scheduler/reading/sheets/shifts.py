"""Sheet 班次: the shifts of every post, each row checked by itself and beside the others."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from constraints.calendar import DayKind
from constraints.shifts import Every, Shift
from scheduler.reading.cells import values
from scheduler.reading.cells.dates import read_date, read_end
from scheduler.reading.sheets.shift_times import read_sections
from scheduler.reading.sheets.words import NO_SHIFT, meant

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.reading.cells.faults import Faults
    from scheduler.reading.cells.named_cells import Cell, Row
    from scheduler.reading.sheets.words import Words

MOST_SEATS = 50
LONGEST_NAME, LONGEST_MARK = 10, 2
# Marks that mean something else in a month of people × days.
RESERVED = NO_SHIFT | {"●", "√", "缺"}
_SEPARATING = frozenset("、,，;；/|+▲ ")
_CYCLES: Words = {
    "日": ("天", "每天", "每日", "日常"),
    "周": ("每周", "星期", "一周"),
    "周末": ("双休", "双休日", "每周末", "周六日"),
    "连休": ("节假日", "假期", "连假", "休息日"),
}


def read_shift(row: Row, middle: date, faults: Faults) -> Shift | None:
    """Return the shift of a row, or None with what is wrong noted."""
    name = row["班次"].text
    if not name:
        faults.error(row["班次"], "没有填班次的名称", "no-name")
    elif len(name) > LONGEST_NAME or _SEPARATING & {*name}:
        text = f"「{row['班次'].shown}」太长或有标点；班次名称最多 {LONGEST_NAME} 个字，不用标点"
        faults.error(row["班次"], text, "no-name")
    every = Every(faults.read(row["周期"], _cycle, "日"))
    sections = read_sections(row, every, faults)
    first = faults.read(row["起"], partial(read_date, middle=middle), None)
    last = faults.read(row["止"], partial(read_end, middle=middle), None)
    if first and last and last < first:
        faults.error(row["止"], f"止 {last} 早于起 {first}，这个班一天也没有；请改正")
    counts = [_seats(row[column], faults) for column in _NEEDS]
    if every is not Every.DAY and not any(_needed(counts)):
        text = f"周期是{every.value}，人数却是 0，一班也排不出来；请填人数，不要这个班就删去这一行"
        faults.error(row["人数"], text, "no-seats")
    hours = faults.read(row["工时"], partial(values.number, what="工时"), None)
    mark = _mark(row, name, faults)
    if not name or sections is None:
        return None
    need, need_rest, need_holiday = counts
    return Shift(
        name=name,
        mark=mark,
        sections=sections,
        need=1 if need is None else need,
        need_rest=need_rest,
        need_holiday=need_holiday,
        hours=None if hours is None else timedelta(hours=float(hours)),
        every=every,
        first=first or date.min,
        last=last or date.max,
    )


_NEEDS = {
    "人数": DayKind.WORKDAY,
    "休息日人数": DayKind.REST,
    "法定节假日人数": DayKind.HOLIDAY,
}


def need_cell(row: Row, kind: DayKind) -> Cell:
    """Return the cell that says how many people a shift needs on days of a kind."""
    own = [row[name] for name, of in _NEEDS.items() if of is kind and row[name].text]
    return own[0] if own else row["人数"]


def _cycle(cell: Cell) -> str:
    return meant(cell, _CYCLES) if cell.text else "日"


def _seats(cell: Cell, faults: Faults) -> int | None:
    count = faults.read(cell, partial(values.whole, what="人数"), None)
    if count is not None and count > MOST_SEATS:
        faults.error(cell, f"一班 {count} 人太多了，最多 {MOST_SEATS} 人，请核对")
        return None
    return count


def _needed(counts: Iterable[int | None]) -> list[int]:
    need, *others = counts
    usual = 1 if need is None else need
    return [usual, *(usual if other is None else other for other in others)]


def _mark(row: Row, name: str, faults: Faults) -> str:
    cell = row["简称"]
    mark = cell.text or name[:1]
    if len(mark) > LONGEST_MARK:
        faults.error(cell, f"简称「{cell.shown}」太长，最多 {LONGEST_MARK} 个字")
    elif mark in RESERVED:
        text = f"「{mark}」在表上另有意思（休息、请假等），不能当{name}的简称，请换一个字"
        faults.error(cell if cell.text else row["班次"], text)
    elif _SEPARATING & set(str(cell.value or "")):
        faults.error(cell, f"简称「{cell.shown}」里不能有标点和空格")
    return mark


def tell_apart(rows: Iterable[tuple[Row, Shift]], faults: Faults, *, by_mark: bool) -> None:
    """Note shifts of one post with one name, and where a table has marks those with one mark."""
    names: dict[tuple[str, str], Cell] = {}
    marks: dict[str, tuple[str, Cell]] = {}
    for row, shift in rows:
        key = row["岗位"].text, shift.name
        if key in names:
            text = f"{row['岗位'].shown}的「{shift.name}」填了两次（另一处在 {names[key].address}）"
            faults.error(row["班次"], text, "shift-twice")
            continue
        names[key] = row["班次"]
        called = f"{row['岗位'].shown}的{shift.name}"
        other, where = marks.setdefault(shift.mark.lower(), (called, row["班次"]))
        if by_mark and other != called:
            cell = row["简称"] if row["简称"].text else row["班次"]
            text = (
                f"简称「{shift.mark}」和{other}（{where.address}）的一样，表上分不清；"
                "请在简称里另写一个字"
            )
            faults.error(cell, text, "mark-twice")
