"""Sheets 岗位 and 班次: the posts of a centre, in order, with their terms and shifts.

Empty cells come from the preset whose name fits, else from the kind of the post.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from difflib import get_close_matches
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING

from constraints.domain import POST, Duty
from constraints.policy import CheckMode, Office, ShiftTerms
from constraints.qualification import CHECKS_OF
from constraints.shifts import WEEK, Every, Shift, cleaners_shift, shift_duties
from scheduler.ledger.revision import TABLE
from scheduler.reading.cells import values
from scheduler.reading.cells.named_cells import Cell
from scheduler.reading.sheets.shifts import read_shift, tell_apart
from scheduler.reading.tables.layout import POSTS, SHIFTS
from scheduler.reading.tables.sheet_rows import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from constraints.calendar import Calendar
    from constraints.policy import Policy
    from scheduler.reading.cells.faults import Faults
    from scheduler.reading.cells.named_cells import Row
    from scheduler.reading.files.grid import Book
    from scheduler.settings import Settings


class Kind(Enum):
    """What is planned; the value is what stands in column 类型."""

    DUTY = "值班"
    SHIFTS = "排班"


@dataclass(frozen=True, slots=True)
class Preset:
    """What holds for a post of some name where its row is silent; hours None: by 设置."""

    kind: Kind
    table: str
    staffed_by: tuple[str, ...] = ()
    office: Office = Office.ANYONE
    rest: timedelta | None = None
    apart: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Post:
    """A post of a centre, as set up.

    ``staffed_by`` are words of 岗位 and names of those who take it, empty for whoever 设置 值班岗位
    says; ``rows`` are the rows of its shifts, ``cell`` is where it stands. A post without shifts
    gets the usual one of its kind once it is known how many people it has.
    """

    name: str
    kind: Kind
    table: str
    policy: Policy
    shifts: tuple[Shift, ...]
    staffed_by: tuple[str, ...] = ()
    cell: Cell = field(default_factory=lambda: Cell(POSTS.name))
    rows: Mapping[str, Row] = field(default_factory=dict)

    def with_people(self, count: int) -> Post:
        """Return the post with shifts, for so many people."""
        return self if self.shifts else replace(self, shifts=(cleaners_shift(count),))

    @property
    def is_plain(self) -> bool:
        """Whether there is one duty of one person on every date, without a name of its own."""
        return len(self.shifts) == 1 and not self.shifts[0].name

    def duty(self, on: date, shift: str) -> Duty:
        """Return what a duty of a shift on some date would be, whether or not there is one."""
        one = self.shift(shift) or self.shifts[0]
        start = datetime.combine(on, time())
        length = WEEK if one.every is Every.WEEK else one.end - one.begin
        start += one.begin
        return Duty(start, start + length, self.name, shift=one.name)

    def duties(self, month: date, calendar: Calendar) -> tuple[Duty, ...]:
        """Return the duties that start in a month, in order."""
        return shift_duties(self.shifts, month, calendar, self.name)

    def shift(self, name: str) -> Shift | None:
        """Return the shift of a name, '' for the only one."""
        if not name and len(self.shifts) == 1:
            return self.shifts[0]
        return next((one for one in self.shifts if one.name == name), None)


LONGEST_TITLE = 31  # of a sheet
_NO_TITLE = re.compile(r"[\\/:*?\"<>|\[\]'.\s]")
_DAY, _HOURS11 = timedelta(hours=24), timedelta(hours=11)
_BACKUP = Preset(Kind.DUTY, TABLE, (), Office.ADMINISTRATOR, timedelta(), _DAY)
_LEADER = Preset(Kind.DUTY, TABLE, ("主管", "经理"), Office.ANYONE, timedelta())
_CLEANER = Preset(Kind.SHIFTS, "保洁员值班表", ("保洁员", "保洁"), Office.CLEANER, _HOURS11)
PRESETS = {
    POST: Preset(Kind.DUTY, TABLE, (), Office.ADMINISTRATOR),
    "备班": _BACKUP,
    "带班": _LEADER,
    "带班领导": _LEADER,
    "保洁": _CLEANER,
    "保洁员": _CLEANER,
}
TERMS = ShiftTerms()


def only_post(settings: Settings) -> Post:
    """Return the post that every centre has, with its one shift."""
    begin = settings.policy.handover
    start = timedelta(hours=begin.hour, minutes=begin.minute)
    shift = Shift("", "", ((start, start + settings.length),))
    return Post(POST, Kind.DUTY, TABLE, settings.policy, (shift,))


def read_posts(
    book: Book, settings: Settings, written: Mapping[str, Cell], middle: date, faults: Faults
) -> tuple[Post, ...]:
    """Return the posts in order, the one that every centre has first.

    Parameters
    ----------
    written
        The cells of the parameters that 设置 fills in.
    middle
        The day to which dates without a year are near.
    """
    first = only_post(settings)
    table = read_table(book, POSTS, faults)
    shift_table = read_table(book, SHIFTS, faults)
    posts = {POST: first}
    for row in table.rows:
        name = row["岗位"].text
        if not name:
            faults.error(row["岗位"], "没有填岗位的名称", "no-name")
        elif name in posts and posts[name].cell.address:
            faults.error(row["岗位"], f"岗位「{row['岗位'].shown}」填了两次", "post-twice")
        else:
            posts[name] = _post(row, name, settings, written, first, faults)
    _read_shifts(posts, shift_table.rows, middle, faults)
    found = tuple(posts.values())
    _one_kind_a_table(found, faults)
    return found


def _post(
    row: Row,
    name: str,
    settings: Settings,
    written: Mapping[str, Cell],
    first: Post,
    faults: Faults,
) -> Post:
    """Return the post of a row, as yet without shifts unless it is the first."""
    preset = PRESETS.get(name)
    usual = preset.kind.value if preset else "排班"
    said = faults.read(row["类型"], partial(_word, words=("值班", "排班"), usual=usual), usual)
    kind = Kind(said)
    if preset is None or preset.kind is not kind:
        table = TABLE if kind is Kind.DUTY else f"{name}值班表"
        rest = None if kind is Kind.DUTY else _HOURS11
        preset = Preset(kind, table, (name,), Office.ANYONE, rest)
    if name == POST and (kind is not Kind.DUTY or row["表"].text not in ("", TABLE)):
        text = f"{POST}的类型是值班、表是{TABLE}，不能改"
        faults.error(row["类型"] if kind is not Kind.DUTY else row["表"], text, "first-post")
        kind = Kind.DUTY
    office = Office(
        faults.read(
            row["资格"],
            partial(_word, words=tuple(one.value for one in Office), usual=preset.office.value),
            preset.office.value,
        )
    )
    if office in (Office.CLEANER, Office.SUPERVISOR):
        modes = _written_modes(settings, written, office)
    else:
        asked = CHECKS_OF[office]
        modes = {check: mode for check, mode in settings.policy.modes.items() if check in asked}
    rest = settings.policy.rest if preset.rest is None else preset.rest
    policy = replace(
        settings.policy,
        rest=_hours(row["最小休息小时"], rest, faults),
        apart=_hours(row["与其他岗位间隔小时"], preset.apart, faults),
        office=office,
        modes=modes,
        shift_work=_terms(row, faults) if kind is Kind.SHIFTS else None,
    )
    if kind is Kind.DUTY:
        for column in ("每周休息天数", "每月休息天数", "最多连上天数", "每月工时上限"):
            if row[column].text:
                text = f"{column}只用于排班的岗位，{name}是值班，请留空"
                faults.error(row[column], text, "not-shift-work")
    named = row["表"].text if name != POST else TABLE
    if TABLE in named and named != TABLE:
        text = f"「{row['表'].shown}」和{TABLE}分不清，请另起表名，如 {name}值班表"
        faults.error(row["表"], text, "no-title")
    if named and (len(named) > LONGEST_TITLE or _NO_TITLE.search(named)):
        text = f"表名「{row['表'].shown}」不能当文件名和工作表名，请改短，不要带标点"
        faults.error(row["表"], text, "no-title")
    return Post(
        name=name,
        kind=kind,
        table=named or preset.table,
        policy=policy,
        shifts=first.shifts if name == POST else (),
        staffed_by=values.words(row["人选"]) or preset.staffed_by,
        cell=row["岗位"],
    )


def _word(cell: Cell, words: tuple[str, ...], usual: str) -> str:
    return values.choice(cell, words) if cell.text else usual


def _hours(cell: Cell, usual: timedelta, faults: Faults) -> timedelta:
    if not cell.text:
        return usual
    return faults.read(cell, partial(values.hours, what="小时数"), usual)


def _written_modes(
    settings: Settings, written: Mapping[str, Cell], office: Office
) -> dict[str, CheckMode]:
    """Return the modes that 设置 states for an office, also those that are the administrators'."""
    stated = [check for check in CHECKS_OF[office] if f"{check}检查" in written]
    return {check: settings.policy.modes.get(check, CheckMode.ENFORCE) for check in stated}


def _terms(row: Row, faults: Faults) -> ShiftTerms:
    def days(column: str, usual: int, least: int, most: int) -> int:
        cell = row[column]
        if not cell.text:
            return usual
        count = faults.read(cell, partial(values.whole, what=column), usual) or 0
        if not least <= count <= most:
            faults.error(cell, f"{column}要在 {least} 到 {most} 之间", "no-terms")
            return usual
        return count

    cell = row["每月工时上限"]
    hours = faults.read(cell, partial(values.number, what="工时"), None) if cell.text else None
    return ShiftTerms(
        days_off=days("每周休息天数", TERMS.days_off, 1, 6),
        run=days("最多连上天数", TERMS.run, 1, 31),
        month_off=days("每月休息天数", TERMS.month_off, 0, 30),
        hours=None if hours is None else timedelta(hours=float(hours)),
    )


def _read_shifts(
    posts: dict[str, Post], rows: tuple[Row, ...], middle: date, faults: Faults
) -> None:
    """Give the posts the shifts of their rows; whatever has none but needs them is an error."""
    found: dict[str, list[tuple[Row, Shift]]] = {}
    for row in rows:
        name = row["岗位"].text
        if name not in posts:
            near = get_close_matches(name, posts, n=3, cutoff=0.3)
            hint = f"，是不是 {' / '.join(near)}？" if near else "；"
            text = f"〈岗位〉里没有「{row['岗位'].shown}」{hint}请在〈岗位〉加一行，或改成里面有的"
            text = text if name else "没有填岗位"
            faults.error(row["岗位"], text, "unknown-post")
        elif shift := read_shift(row, middle, faults):
            found.setdefault(name, []).append((row, shift))
    by_table: dict[str, list[tuple[Row, Shift]]] = {}
    for name, own in found.items():
        by_table.setdefault(posts[name].table, []).extend(own)
        posts[name] = replace(
            posts[name],
            shifts=tuple(shift for _, shift in own),
            rows={shift.name: row for row, shift in own},
        )
    for own in by_table.values():
        tell_apart(own, faults)
    named = {row["岗位"].text for row in rows}
    for name, post in posts.items():
        if not post.shifts and name not in named and post.policy.office is not Office.CLEANER:
            text = f"{name}没有班次；请在〈班次〉加一行：岗位 {name}，再填班次、开始、结束和人数"
            faults.error(post.cell, text, "no-shifts")


def _one_kind_a_table(posts: tuple[Post, ...], faults: Faults) -> None:
    kinds: dict[str, Post] = {}
    for post in posts:
        other = kinds.setdefault(post.table, post)
        if other.kind is not post.kind:
            text = (
                f"{post.table}上已有{other.name}（{other.kind.value}），{post.name}是"
                f"{post.kind.value}，印不到一张表上；请在表一栏另写一个表名"
            )
            faults.error(post.cell, text, "mixed-table")
