"""Dates whose year or month nobody wrote: which one was taken, and when it has to be asked for.

A row that is left in the workbook comes round again a year later, 5日 a month later. Where the
ledger or sheet 历史 shows that the workbook was in use then, nobody can tell whether the row is
that old or new.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from constraints.calendar import next_month
from constraints.domain import DAY
from scheduler.reading.cells import values
from scheduler.reading.cells.dates import lacks_year, read_spans, year_before
from scheduler.reading.cells.faults import Faults
from scheduler.reading.cells.moments import RangeStart
from scheduler.reading.cells.values import Unreadable
from scheduler.reading.sheets.bare_days import DATE_COLUMNS, in_month, without_month

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from scheduler.ledger.revision import Revision
    from scheduler.reading.cells.moments import Span
    from scheduler.reading.cells.named_cells import Cell, Row, Table
    from scheduler.reading.sheets.month_entries import MonthEntries

MOST_NAMED = 5
# Columns of 员工 that may be near; other dates must have their year.
_STAFF_COLUMNS = ("可值班起", "夜班限制起", "夜班限制止")


def question_unwritten_years(
    entries: MonthEntries,
    staff: Iterable[Table],
    holidays: Table,
    revisions: Iterable[Revision],
) -> tuple[str, ...]:
    """Ask for the year where a row may be last year's; say which year the others were given.

    Parameters
    ----------
    entries
        What the sheets say of the month, with their rows.
    staff, holidays
        The rows of 员工 and 节假日.
    revisions
        Every published month, the roster month included.
    """
    return _Years(entries, list(revisions)).question(staff, holidays)


@dataclass
class _Years:
    entries: MonthEntries
    revisions: list[Revision]
    taken: defaultdict[int, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))

    def question(self, staff: Iterable[Table], holidays: Table) -> tuple[str, ...]:
        dated = [row for table in self.entries.tables for row in table.rows]
        for row in (*filter(_questioned, dated), *holidays.rows):
            self._question_row(row)
        for row in (row for table in staff for row in table.rows):
            for cell in (row[name] for name in _STAFF_COLUMNS):
                if lacks_year(cell) and self._rostered(row):
                    for first, _ in self._spans(cell):
                        self._ask(cell, first.on, first.on)
        if not self.taken:
            return ()
        years = "，".join(
            f"{year} 年 {len(places)} 处（{'、'.join([*places][:MOST_NAMED])}"
            f"{' 等' if len(places) > MOST_NAMED else ''}）"
            for year, places in sorted(self.taken.items())
        )
        return (f"按离这个月最近的算：{years}",)

    def _question_row(self, row: Row) -> None:
        """Question the dates of a row that has an effect on the month."""
        doubtful = [row[name] for name in DATE_COLUMNS if name in row and _incomplete(row[name])]
        if not doubtful or not self._in_force(row):
            return
        for cell, on, first, last in self._intervals(in_month(row, self.entries.month)):
            asked = next((one for one in doubtful if one.order == cell.order), None)
            if asked and first <= next_month(self.entries.month) and last >= self._edge:
                doubted = self._ask(asked, on, last)
                if doubted and "开始" in row:
                    return  # with the year of its start a leave has that of its end

    def _intervals(self, row: Row) -> Iterator[tuple[Cell, date, date, date]]:
        """Yield of every interval each cell that may be doubted, its date, first and last date."""
        begin, finish = row.get("开始"), row.get("结束")
        if begin and finish and begin.text and finish.text:
            starts = self._spans(begin)
            since = RangeStart(starts[0][0].on, not lacks_year(begin)) if starts else None
            ends = self._spans(finish, since)
            if starts and ends:
                begun, ended = starts[0][0].on, ends[-1][1].on
                first, last = sorted((begun, ended))
                yield begin, begun, first, last
                if not _incomplete(begin):
                    return
                yield finish, ended, first, last
            return
        for cell in (row[name] for name in DATE_COLUMNS if name in row):
            for first_moment, last_moment in self._spans(cell):
                yield cell, first_moment.on, first_moment.on, last_moment.on

    def _ask(self, cell: Cell, on: date, last: date) -> bool:
        """Ask for what the date of a cell leaves open, if it may be of last year or month.

        ``last`` is the last date of its interval: as old as that at least the records must be.
        """
        text = ""
        if without_month(cell):
            if any(one.month < self.entries.month for one in self.revisions):
                text = (
                    f"「{cell.shown}」没有写月份，可能是以前的；请写成 {on} 这样，过期的行可以删去"
                )
        elif (since := self._known_since) and since <= year_before(last):
            text = (
                f"「{cell.shown}」没有写年份，是 {on.year - 1} 年的还是 {on.year} 年的？"
                f"请写成 {on} 这样，过期的行可以删去"
            )
        else:
            self.taken[on.year][f"{cell.place}「{cell.shown}」"] = None
        if text:
            self.entries.faults.error(cell, text, "no-year")
        return bool(text)

    def _spans(self, cell: Cell, start: RangeStart | None = None) -> list[Span]:
        with suppress(Unreadable):
            return read_spans(cell, self.entries.middle, start) if cell.text else []
        return []

    def _in_force(self, row: Row) -> bool:
        """Tell whether a row is neither refused, nor a stranger's, nor a change not approved."""
        with suppress(Unreadable):
            status = values.status(row["状态"]) if "状态" in row else True
            if status is False or (status is None and "值班日期" in row):
                return False
            return "姓名" not in row or self._rostered(row)
        return False

    def _rostered(self, row: Row) -> bool:
        names = self.entries.names.reporting_to(Faults(""))
        found = names.find_all(row["姓名"], row.get("工号"))
        return any(names.staff[key].rostered for key in found)

    @property
    def _edge(self) -> date:
        """The day before the month."""
        return self.entries.month - DAY

    @cached_property
    def _known_since(self) -> date | None:
        """The first date of which the ledger or sheet 历史 knows who served."""
        known = [seat.start.date() for one in self.revisions for seat in one.seats]
        known += [
            first.on
            for table in self.entries.tables
            for row in table.rows
            if "值班人" in row and not lacks_year(row["日期"])
            for first, _ in self._spans(row["日期"])
        ]
        return min(known, default=None)


def _questioned(row: Row) -> bool:
    """Tell whether a row is a leave, a change or a pin."""
    return "开始" in row or "值班日期" in row or "要求" in row


def _incomplete(cell: Cell) -> bool:
    return bool(cell.text) and (lacks_year(cell) or without_month(cell))
