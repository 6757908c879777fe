"""The rows under a header: data is read cell by cell, other rows are named."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from scheduler.reading.cells.named_cells import Table, cell_at
from scheduler.reading.cells.normal_text import LONGEST_CELL, heading, normalised, one_line
from scheduler.reading.cells.values import deciding_status
from scheduler.reading.files.grid import Damaged, column_letters
from scheduler.reading.tables.column_use import (
    said_of_columns,
    unused_columns,
    warn_of_unused,
)
from scheduler.reading.tables.header import Merges
from scheduler.reading.tables.layout import CLOCK_HEADINGS, HINT, POSTS, SETTINGS

if TYPE_CHECKING:
    from scheduler.reading.cells.faults import Faults
    from scheduler.reading.cells.named_cells import Cell, Row
    from scheduler.reading.files.grid import Grid, Value
    from scheduler.reading.tables.header import Header
    from scheduler.reading.tables.layout import Sheet

DITTO = frozenset(["同上", "〃", '"', "''", "″", "′′", "々"])
LONGEST_DITTO = 20  # with the spaces that are typed around it
REMARKS = frozenset(["备注", "说明"])
# Nobody's name, whatever stands beside it.
_NAMELESS = frozenset(
    [
        *("合计", "小计", "总计", "共计", "平均", "人数", "总人数", "人数合计", "合计人数"),
        *("注意事项", "备注", "说明", "注"),
    ]
)
_FOOTER = re.compile(
    r"合计|小计|总计|共计|平均|总?人数|备注|说明|注意事项|填报|填写|\d{1,2}[.、)][^\d.、]|以上"
    r"|(?:单位|部门)?\(?(?:盖章|公章|签章)|制表|编制|填表|经办|审核|审批人|批准|复核|核准|打印|统计"
    r"|单位:|部门负责人|负责人:|主管:|领导|签字|日期:|以下(?:空白|无)|注[::]|注$|共\d+[人条行天项]"
    r"|第\d+页"
)
# A line that names a group of people, alone in its row.
_SECTION = re.compile(r".{2,16}(?:部|组|科|室|班|队|中心|表|名单|登记|汇总|统计)")
_SIGNED = re.compile(r"(?:制表|编制|填表|填报|经办|审核|复核|核准|批准|审批|部门负责)(?:人|日期)?")
_DATE = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月](?:\d{1,2}日?)?")


class RowReader:
    """Reads the rows under one header."""

    def __init__(
        self, grid: Grid, sheet: Sheet, header: Header, required: tuple[str, ...], faults: Faults
    ) -> None:
        self.grid, self.sheet, self.header, self.faults = grid, sheet, header, faults
        self.required = required
        self.merges = Merges(grid, header.labels)
        wanted = [header.columns[name][0] for name in required if name in header.columns]
        # Text merged across all required columns is a note, not a row of data.
        self.notes = {
            first
            for first, left, last, right in grid.merges
            if len(wanted) > 1 and first == last and left <= min(wanted) and max(wanted) <= right
        }
        self.heads = [grid.rows.get(number, {}) for number in (header.last - 1, header.last)]
        self.columns = {name: self._best_column(name, own) for name, own in header.columns.items()}
        self.clocks = {name: self._clocks(name) for name in self.columns}
        # Where several columns have one heading, another may fill what one leaves empty.
        self.others = {
            name: (*(c for c in own if c != self.columns[name]), *header.others.get(name, ()))
            for name, own in header.columns.items()
        }

    def _best_column(self, name: str, columns: tuple[int, ...]) -> int:
        """Return the column of a name; several of one heading must not contradict each other."""
        rows = [row for number, row in self.grid.rows.items() if number > self.header.last]
        filled = [c for c in columns if any(c in row for row in rows)]
        # Two statuses need not agree: of those the one that does not approve decides.
        if (
            len(filled) > 1
            and name != "状态"
            and any(
                len({normalised(row[c]) for c in filled if c in row} - {""}) > 1 for row in rows
            )
        ):
            where = "、".join(column_letters(column) for column in filled)
            text = f"「{name}」有 {len(filled)} 列（{where}），内容不同；请只留一列，其余改名或删去"
            self.faults.error(cell_at(self.grid, self.header.last, filled[1]), text, "column-twice")
        return (filled or list(columns))[0]

    def read(self) -> Table:
        """Return the data rows, and say what was dropped or is hidden."""
        rows: list[Row] = []
        dropped, hidden, struck = [], [], []
        for number in sorted(self.grid.rows):
            if number <= self.header.last or self._is_heading(number):
                continue
            if self._is_footer(number):
                values = self.grid.rows[number]
                dropped.append(f"第{number}行「{one_line(values[min(values)])[:12]}」")
                continue
            row = self._row(number, rows[-1] if rows else None)
            if any(cell.text for cell in row.values()):
                rows.append(row)
                if number in self.grid.hidden_rows:
                    hidden.append(str(number))
                if any((number, column) in self.grid.struck for column in self.columns.values()):
                    struck.append(str(number))
        for numbers, text in (
            (dropped, f"这些行不是数据，没有读：{'、'.join(dropped[:10])}"),
            (hidden, f"隐藏或筛选掉的行也读了：第{'、'.join(hidden[:20])}行"),
            (struck, f"有删除线的行也读了，不算数就删去：第{'、'.join(struck[:20])}行"),
        ):
            if numbers:
                more = f" 等 {len(numbers)} 行" if len(numbers) > 10 else ""
                self.faults.warn(cell_at(self.grid, 0, 0), text + more, "rows")
        used = self._used()
        unused = unused_columns(self.sheet, self.header, used)
        warn_of_unused(self.grid, self.sheet, self.header, unused, self.faults)
        read_as = said_of_columns(self.grid, self.header, used, unused)
        return Table(self.grid.title, tuple(rows), tuple(self.columns), read_as)

    def _used(self) -> dict[int, str]:
        """Return the columns that are read, and as what."""
        more = (pair for own in (self.clocks, self.others) for pair in own.items())
        used = {column: name for name, columns in more for column in columns}
        return used | {column: name for name, column in self.columns.items()}

    def _is_heading(self, number: int) -> bool:
        """Tell hint rows and headers that are repeated on every printed page."""
        row = self.grid.rows[number]
        if normalised(row[min(row)]).startswith(HINT):
            return True
        known = [column for column in self.columns.values() if column in row]
        labels = self.header.labels
        again = all(labels.get(c, "").endswith(heading(row[c])) for c in known)
        return (again and len(known) > 1) or any(
            len(row) > 1 and all(normalised(head.get(c)) == normalised(v) for c, v in row.items())
            for head in self.heads
        )

    def _is_footer(self, number: int) -> bool:
        """Tell totals, notes, signatures and group headings from data."""
        row = self.grid.rows[number]
        if number in self.notes:
            return True
        first = next((value for _, value in sorted(row.items()) if isinstance(value, str)), None)
        if first is None or self.sheet in (SETTINGS, POSTS):
            return False
        text = normalised(first)
        if not _FOOTER.match(text):
            if len(row) > 1:
                return False
            seen = [self.merges.value(number, c, across=False) for c in self.columns.values()]
            alone = sum(value is not None for value in seen) <= 1
            dated = "姓名" in self.required and _DATE.fullmatch(text)
            return alone and len(seen) > 1 and bool(dated or _SECTION.fullmatch(text))
        if ":" in text or _SIGNED.fullmatch(text):
            return True
        whole = all(self.columns[name] in row for name in self.required if name in self.columns)
        return not whole or text in _NAMELESS

    def _row(self, number: int, above: Row | None) -> Row:
        row, missing = {}, cell_at(self.grid, number, 0)
        for column in self.sheet.columns:
            at = self.columns.get(column.name, 0)
            cell = self._cell(number, column.name, at, above) if at else missing
            if column.name == "状态" and self.others.get("状态"):
                # 审批状态 beside 审批结果.
                others = (self._cell(number, "状态", c, above) for c in self.others["状态"])
                cell = deciding_status([cell, *others])
            row[column.name] = cell
        return row

    def _cell(self, number: int, name: str, at: int, above: Row | None) -> Cell:
        value = self.merges.value(number, at, across=False)
        if name != "状态":
            value = self._filled_in(number, name, value)
        if isinstance(value, str) and len(value) > LONGEST_CELL:
            value = Damaged(f"这一格有 {len(value)} 个字，太长了（最多 {LONGEST_CELL}）")
        if self.clocks[name]:
            value = self._timed(number, name, value)
        cell = cell_at(self.grid, number, at, value)
        if isinstance(value, Damaged):
            if name not in REMARKS:
                self.faults.error(cell, value.why, "broken-cell")
            cell = cell_at(self.grid, number, at)
        elif isinstance(value, str) and len(value) <= LONGEST_DITTO and normalised(value) in DITTO:
            cell = self._ditto(name, cell, above)
        if (number, at) in self.grid.moving and cell.text:
            text = f"这一格的公式每天都会变，今天是「{cell.shown}」；请改成固定的值"
            self.faults.warn(cell, text, "moving-cell")
        return cell

    def _filled_in(self, number: int, name: str, value: Value | None) -> Value | None:
        """Return the value, or where it is empty that of another column of the same meaning."""
        clocks = self.clocks.get(name, ())
        for column in self.others.get(name, ()):
            other = self.grid.rows[number].get(column)
            if value is None and other is not None and column not in clocks:
                return other
        return value

    def _timed(self, number: int, name: str, value: Value | None) -> Value | None:
        """Return a day together with the time of day from a column of its own."""
        if value is None or isinstance(value, Damaged):
            return value
        clocks = (self.merges.value(number, c, across=False) for c in self.clocks.get(name, ()))
        clock = next((clock for clock in clocks if clock is not None), None)
        if clock is None:
            return value
        if isinstance(clock, datetime):
            return clock
        if isinstance(clock, float) and 0 < clock < 1:
            # A time of day that nobody has formatted as one.
            clock = (datetime.min + timedelta(minutes=round(clock * 1440))).time()
        written = f"{clock:%H:%M}" if isinstance(clock, time) else str(clock)
        return f"{one_line(value)} {written}"

    def _clocks(self, name: str) -> list[int]:
        """Return the columns that hold the time of day to a column of days.

        A column headed 开始时间 may itself hold the day, and 开始时段 half of it.
        """
        own, clocks = self.columns[name], CLOCK_HEADINGS.get(name, ())
        timed = self.header.labels[own] in clocks
        return [
            column
            for column, label in self.header.labels.items()
            if label in clocks and column != own and not (timed and label.endswith("时间"))
        ]

    def _ditto(self, name: str, cell: Cell, above: Row | None) -> Cell:
        if above and (above[name].text or name not in self.required):
            return cell_at(self.grid, *cell.order[1:], above[name].value)
        if name not in REMARKS:
            self.faults.error(cell, f"「{cell.shown}」的上一行没有内容，请写明", "ditto")
        return cell_at(self.grid, *cell.order[1:])
