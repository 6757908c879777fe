"""Sheet 员工, and finding the person that a name on another sheet means."""

from __future__ import annotations

from collections import defaultdict
from difflib import get_close_matches
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from constraints.domain import Credentials, Person, Standing
from scheduler.workbook import cells
from scheduler.workbook.centre import Staff
from scheduler.workbook.days import read_date
from scheduler.workbook.layout import GAP, SEX, STAFF
from scheduler.workbook.table import Cell, heading, read_table

if TYPE_CHECKING:
    from datetime import date

    from openpyxl import Workbook

    from scheduler.settings import Settings
    from scheduler.workbook.faults import Faults
    from scheduler.workbook.table import Row


def read_staff(
    book: Workbook, settings: Settings, middle: date, faults: Faults
) -> dict[str, Staff]:
    """Return everyone on the staff list by key, in its order."""
    table = read_table(book, STAFF, faults)
    rows = [row for row in table.rows if _named(row, faults)]
    if table.columns and not table.rows:
        text = "一个人也没有,请至少填每个人的姓名和岗位"
        faults.error(Cell(table.sheet, (0, 0, 0)), text, "no-staff")
    namesakes: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        namesakes[row["姓名"].text].append(row)
    found: dict[str, Staff] = {}
    for row in rows:
        name = row["姓名"]
        key = row["工号"].text or name.text
        if len(namesakes[name.text]) > 1 and not row["工号"].text:
            places = "、".join(same["姓名"].address for same in namesakes[name.text])
            text = f"有{len(namesakes[name.text])}位「{name.shown}」({places}),请给每位填上工号"
            faults.error(name, text, "same-name")
            # Kept under its row, so that other sheets do not call it an unknown name.
            key = f"{key}#{name.address}"
            found[key] = _person(row, key, name.shown, settings, middle, faults)
        elif key in found:
            where = found[key].cell.address
            faults.error(row["工号"], f"工号「{key}」与 {where} 重复", "same-id")
        else:
            twins = len(namesakes[name.text]) > 1
            # Whoever shares a name is called by name and id everywhere.
            called = f"{name.shown}({key})" if twins else name.shown
            found[key] = _person(row, key, called, settings, middle, faults)
    return found


def _named(row: Row, faults: Faults) -> bool:
    name = row["姓名"]
    if not name.text:
        faults.error(name, "这一行没有姓名", "no-name")
    elif name.text == GAP:
        faults.error(name, f"「{GAP}」在值班表上表示没有人,不能当姓名", "no-name")
        return False
    return bool(name.text)


def _person(
    row: Row, key: str, name: str, settings: Settings, middle: date, faults: Faults
) -> Staff:
    read = faults.read

    def on(column: str, *, by_month: bool = False) -> date | None:
        return read(row[column], partial(read_date, middle=middle, by_month=by_month), None)

    night = (on("夜班限制起"), on("夜班限制止"))
    credentials = Credentials(
        education=row["学历"].text,
        experience_from=on("从业起始日期", by_month=True),
        computer=read(row["会电脑"], cells.yes_no, None),
        healthy=read(row["健康合格"], cells.yes_no, None),
        born=on("出生日期", by_month=True),
        certificate=read(row["上岗证"], cells.yes_no, None),
        certificate_until=on("证书到期日"),
        exempt=read(row["资格豁免"], cells.checks, frozenset()),
    )
    weight = read(row["值班权重"], partial(cells.number, what="值班权重"), None)
    person = Person(
        key=key,
        name=name,
        standing=_standing(row, settings, faults),
        employed_from=on("入职日期"),
        employed_to=on("离职日期"),
        duty_from=on("可值班起"),
        weight=Fraction(1) if weight is None else weight,
        cap=read(row["每月上限"], partial(cells.whole, what="每月上限"), None),
        night_bar=night if any(night) else None,
        barred_weekdays=read(row["不可值班星期"], cells.weekdays, frozenset()),
        credentials=credentials,
    )
    for first, last in (("入职日期", "离职日期"), ("夜班限制起", "夜班限制止")):
        begin, end = on(first), on(last)
        if begin and end and end < begin:
            faults.error(row[last], f"{last} {end} 早于{first} {begin}")
    if row["性别"].text not in ("", *SEX):
        faults.warn(row["性别"], f"「{row['性别'].shown}」不是 男 或 女")
    return Staff(person, row["姓名"], row["联系电话"].shown.removesuffix(".0"))


def _standing(row: Row, settings: Settings, faults: Faults) -> Standing:
    cell = row["可值班"]
    if cell.text == Standing.RESERVE.value:
        return Standing.RESERVE
    may = faults.read(cell, cells.yes_no, None)
    if may is None:
        may = heading(row["岗位"].value) in settings.posts
    return Standing.REGULAR if may else Standing.NONE


class Names:
    """Finds the person meant by a name, an id, or both."""

    def __init__(self, staff: dict[str, Staff], faults: Faults) -> None:
        self.staff, self.faults = staff, faults
        self.by_name: defaultdict[str, list[str]] = defaultdict(list)
        for key, one in staff.items():
            self.by_name[one.cell.text].append(key)

    def find(self, cell: Cell, identity: Cell | None = None) -> str | None:
        """Return the key of the person named in a cell, or note why there is none."""
        name, number = cell.text, identity.text if identity else ""
        if not name and not number:
            self.faults.error(cell, "没有填姓名", "no-name")
            return None
        if number:
            if number in self.staff and name in ("", self.staff[number].cell.text):
                return number
            text = f"工号「{number}」在〈员工〉里不是「{cell.shown}」,请核对"
            self.faults.error(identity or cell, text, "unknown-name")
            return None
        if "(" in name and name.endswith(")"):
            bare, _, key = name[:-1].partition("(")
            if key in self.by_name[bare]:
                return key
        keys = self.by_name.get(name) or [key for key in (name,) if key in self.staff]
        if len(keys) == 1:
            return keys[0]
        if keys:
            text = (
                f"「{cell.shown}」有{len(keys)}位(工号 {'、'.join(keys)}),请写成 {name}({keys[0]})"
            )
            self.faults.error(cell, text, "same-name")
        else:
            self.faults.error(
                cell, f"〈员工〉里没有「{cell.shown}」{self._near(name)}", "unknown-name"
            )
        return None

    def _near(self, name: str) -> str:
        near = get_close_matches(name, self.by_name, n=3, cutoff=0.3)
        inside = [other for other in self.by_name if name in other and other not in near]
        meant = [*near, *inside][:3]
        hint = f",是不是 {' / '.join(meant)}?" if meant else ""
        return f"{hint or ';'}已离职的人请在〈员工〉保留一行并填离职日期"
