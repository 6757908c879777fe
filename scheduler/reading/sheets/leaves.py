"""Sheet 请假 and HR's lists of leave: who is away when, and what nobody has approved."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from constraints.calendar import next_month
from constraints.domain import DAY, MIDNIGHT, Leave
from constraints.eligibility.leave import leave_dates
from scheduler.reading.cells import values
from scheduler.reading.cells.faults import Faults
from scheduler.reading.cells.named_cells import Cell
from scheduler.reading.cells.values import Unreadable
from scheduler.reading.sheets.bare_days import in_month
from scheduler.reading.sheets.leave_kinds import Kind, kind_of
from scheduler.reading.sheets.leave_lengths import with_length
from scheduler.reading.sheets.leave_times import read_intervals
from scheduler.reading.sheets.strangers import Strangers
from scheduler.reading.tables.sources import read_leave_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from scheduler.reading.cells.named_cells import Row, Table
    from scheduler.reading.sheets.leave_lengths import Interval
    from scheduler.reading.sheets.month_entries import MonthEntries
    from scheduler.reading.tables.sources import Sources

MOST_ROWS = 5_000
MOST_LEAVES_IN_A_ROW = 100
MOST_PLACES = 10


@dataclass(slots=True)
class Leaves:
    """Approved leaves with the row each came from, and what has no effect.

    Pending leaves, leaves that were taken back, and a sentence for each ignored row.
    """

    approved: list[tuple[Leave, Row]] = field(default_factory=list)
    pending: list[Leave] = field(default_factory=list)
    withdrawn: list[Leave] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


def read_leaves(
    sources: Sources,
    entries: MonthEntries,
    off: Callable[[date], bool],
    named: date | None = None,
) -> Leaves:
    """Return what the lists of leave say.

    ``off`` tells on which dates nobody works; bare days are of the month ``named``.
    """
    faults = entries.faults
    leaves = Leaves(tables=read_leave_tables(sources, faults))
    reader = _LeaveReader(leaves, entries, off, named)
    count = 0
    for nth, table in enumerate(leaves.tables):
        # The first is the centre's own.
        listed = [with_length(row) for row in table.rows]
        rows = reader.ours(listed) if nth else listed
        leaves.tables[nth] = replace(table, rows=tuple(rows))
        if count + len(rows) > MOST_ROWS:
            text = f"请假超过 {MOST_ROWS} 行；请只留今年和上一年的"
            faults.error(rows[MOST_ROWS - count]["姓名"], text, "too-many")
            break
        count += len(rows)
        reader.read(rows)
    reader.question_revocations()
    return leaves


class _LeaveReader:
    """Reads list after list; what one row revokes may stand in another."""

    def __init__(
        self,
        leaves: Leaves,
        entries: MonthEntries,
        off: Callable[[date], bool],
        named: date | None,
    ) -> None:
        self.leaves, self.entries, self.off, self.named = leaves, entries, off, named
        self.names, self.faults = entries.names, entries.faults
        # The dates that a leave must touch to matter: the month and a day on either side.
        self.first = datetime.combine(entries.month - DAY, MIDNIGHT)
        self.end = datetime.combine(next_month(entries.month) + DAY, MIDNIGHT)
        self.revocations: list[tuple[list[str], list[Interval], Row, Cell]] = []

    def ours(self, rows: Sequence[Row]) -> list[Row]:
        """Return the rows of a list of HR's that are about our people; ask about the others."""
        strangers = Strangers(self.names, rows)
        own, others = [], 0
        for row in rows:
            if self.names.known(row["姓名"], row["工号"]):
                own.append(strangers.without_others(row))
            elif not ((text := strangers.question(row)) and self._ask(row, text)):
                others += 1
        if others:
            self.faults.warn(_file_of(rows[0]), strangers.left_out(others), "other-people")
        return own

    def read(self, rows: Sequence[Row]) -> None:
        """Read the rows of one list."""
        others: Counter[str] = Counter()
        shortened: list[Cell] = []
        for row in rows:
            kind, said = kind_of(row)
            if kind in (Kind.OTHER, Kind.REVOCATION):
                others[said.shown] += 1
                if kind is Kind.REVOCATION:
                    self._revoke(row, said)
            else:
                unclear = f"「{said.shown}」是不是请假，看不出来" if kind is Kind.UNCLEAR else ""
                shortened += self._read(row, unclear, said)
        if others:
            kinds = "、".join(f"{one} {n}" for one, n in others.most_common(MOST_PLACES))
            text = f"另有 {others.total()} 行不是请假（{kinds}），未使用"
            self.faults.warn(_file_of(rows[0]), text, "no-leave")
        if shortened:
            places = "、".join(cell.address for cell in shortened[:MOST_PLACES])
            more = " 等" if len(shortened) > MOST_PLACES else ""
            text = f"{len(shortened)} 行请假的结束是 0:00，按天数只请到前一天（{places}{more}）"
            self.faults.warn(shortened[0], text, "end-at-midnight")

    def _read(self, row: Row, unclear: str, said: Cell) -> list[Cell]:
        """Take over a row; return the cell of an end at 0:00 that is the end of the day before."""
        granted: bool | None = True
        doubtful = said
        try:
            granted = values.status(row["状态"])
        except Unreadable as unreadable:
            unclear, doubtful = str(unreadable), row["状态"]
        # A row without effect stops nothing, however it is written.
        faults = self.faults if granted and not unclear else Faults(self.faults.file)
        people = self.names.reporting_to(faults).find_all(row["姓名"], row["工号"])
        intervals = self._intervals(row, faults)
        if len(people) * len(intervals) > MOST_LEAVES_IN_A_ROW:
            text = f"一行写了{len(people)} 人 × {len(intervals)} 段请假，请分行填写"
            faults.error(row["姓名"], text, "too-many")
            return []
        if granted and unclear:
            self._doubt(doubtful, unclear, people, intervals, faults)
            return []
        in_row = [Leave(key, *interval[:3]) for key in people for interval in intervals]
        if granted:
            self.leaves.approved += [(leave, row) for leave in in_row]
            return [row["结束"]] if any(one.shortened for one in intervals) else []
        if granted is None:
            self.leaves.pending += in_row
        elif values.withdrawn(row["状态"]):
            self.leaves.withdrawn += in_row
        first = row["开始"].shown or row["请假时间"].shown
        status = row["状态"].shown or "审批结果未填"
        place = (row["姓名"] if row["状态"].text else row["状态"]).place
        when = "、".join(dict.fromkeys(leave_dates(leave) for leave in in_row)) or f" {first} 起"
        what = f"{row['姓名'].shown}{when}的请假（{status}）"
        self.leaves.ignored.append(f"{place} {what}")
        return []

    def _intervals(self, row: Row, faults: Faults) -> list[Interval]:
        row = in_month(row, self.named)
        return read_intervals(row, self.entries.middle, self.entries.settings, self.off, faults)

    def _doubt(
        self, cell: Cell, text: str, people: list[str], intervals: list[Interval], more: Faults
    ) -> None:
        """Ask about a row that may be a leave, if it matters."""
        if self._matters(intervals) and (not people or any(map(self._candidate, people))):
            self.faults.error(cell, text)
            self.faults.take_over(more)
        else:
            self.faults.warn(cell, f"{text}（不影响这个月）")

    def _ask(self, row: Row, text: str) -> bool:
        """Ask whether somebody unknown is one of ours, if the row is a leave that matters."""
        matters = (
            kind_of(row)[0] in (Kind.ABSENCE, Kind.UNCLEAR)
            and _granted(row)
            and self._matters(self._intervals(row, Faults(self.faults.file)))
        )
        if matters:
            self.faults.error(row["姓名"], text, "unknown-name")
        return matters

    def _revoke(self, row: Row, said: Cell) -> None:
        if _granted(row):
            quiet = Faults(self.faults.file)
            people = self.names.reporting_to(quiet).find_all(row["姓名"], row["工号"])
            self.revocations.append((people, self._intervals(row, quiet), row, said))

    def question_revocations(self) -> None:
        """Ask about leaves that are approved in one row and revoked in another."""
        for people, intervals, row, said in self.revocations:
            for leave, approved in self.leaves.approved:
                met = [one for one in intervals if one.start < leave.end and leave.start < one.end]
                days = Leave(leave.person, *met[0][:3]) if met else leave
                matters = self._matters([days]) and self._matters([leave])
                if leave.person in people and (met or not intervals) and matters:
                    name, place = self.names.name_of(leave.person), approved["姓名"].place
                    text = (
                        f"{name}这里是「{said.shown}」，{place} 又准了同一段的假，"
                        "看不出还请哪几天；请把那一行改成真正请假的日期，"
                        "或把状态改成 已撤销，再删去这一行"
                    )
                    self.faults.error(row["姓名"], text, "revoked-leave")

    def _matters(self, intervals: Sequence[Interval | Leave]) -> bool:
        """Tell whether an absence touches the month or a day beside it; unreadable ones may."""
        touching = (one.start < self.end and self.first < one.end for one in intervals)
        return not intervals or any(touching)

    def _candidate(self, key: str) -> bool:
        return self.names.staff[key].rostered


def _granted(row: Row) -> bool:
    """Tell whether a row is approved, or may be."""
    try:
        return bool(values.status(row["状态"]))
    except Unreadable:
        return True


def _file_of(row: Row) -> Cell:
    """Return the file, or in the data workbook the sheet, that a row stands in."""
    cell = row["姓名"]
    return Cell("" if cell.file else cell.sheet, (cell.order[0], 0, 0), file=cell.file)
