"""Sheets 岗位 and 班次: the posts of a centre, in order, with their terms and shifts.

Empty cells come from the preset whose name fits, else from the kind of the post.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from difflib import get_close_matches
from functools import partial
from typing import TYPE_CHECKING

from constraints.domain import DAY, POST
from constraints.policy import CheckMode, Office, ShiftTerms
from constraints.qualification import CHECKS_OF
from scheduler.ledger.revision import TABLE
from scheduler.reading.cells import values
from scheduler.reading.sheets.post import HOURS11, PRESETS, Kind, Post, Preset, only_post
from scheduler.reading.sheets.shifts import read_shift, tell_apart
from scheduler.reading.tables.layout import POSTS, SHIFTS
from scheduler.reading.tables.sheet_rows import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constraints.shifts import Shift
    from scheduler.reading.cells.faults import Faults
    from scheduler.reading.cells.named_cells import Cell, Row
    from scheduler.reading.files.grid import Book
    from scheduler.settings import Settings


LONGEST_NAME, LONGEST_TITLE = 20, 31  # the latter of a sheet
_NO_TITLE = re.compile(r"[\\/:*?\"<>|\[\]'.\s、,，;；]")
TERMS = ShiftTerms()


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
    if name == POST:
        for cell, wrong in (
            (row["类型"], kind is not Kind.DUTY),
            (row["表"], row["表"].text not in ("", TABLE)),
        ):
            if wrong:
                text = f"{POST}的类型是值班、表是{TABLE}，不能改；请留空"
                faults.error(cell, text, "first-post")
        kind = Kind.DUTY
    preset = preset or Preset(kind, _usual_table(name, kind), (name,), rest=_usual_rest(kind))
    if preset.kind is not kind:
        preset = replace(preset, kind=kind, table=_usual_table(name, kind), rest=_usual_rest(kind))
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
    table = row["表"].text if name != POST else TABLE
    if TABLE in table and table != TABLE:
        text = f"「{row['表'].shown}」和{TABLE}分不清，请另起表名，如 {name}值班表"
        faults.error(row["表"], text, "no-title")
    for cell, most in ((row["岗位"], LONGEST_NAME), (row["表"], LONGEST_TITLE)):
        if len(cell.text) > most or _NO_TITLE.search(cell.text):
            text = f"「{cell.shown}」要当文件名和工作表名，最多 {most} 个字，不能有标点；请改"
            faults.error(cell, text, "no-title")
    return Post(
        name=name,
        kind=kind,
        table=table or preset.table,
        policy=policy,
        shifts=first.shifts if name == POST else (),
        staffed_by=values.words(row["人选"]) or preset.staffed_by,
        cell=row["岗位"],
        people=row["人选"],
    )


def _usual_table(name: str, kind: Kind) -> str:
    return TABLE if kind is Kind.DUTY else f"{name}值班表"


def _usual_rest(kind: Kind) -> timedelta | None:
    return None if kind is Kind.DUTY else HOURS11


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
        name, shift = row["岗位"].text, read_shift(row, middle, faults)
        if name not in posts:
            near = get_close_matches(name, posts, n=3, cutoff=0.3)
            hint = f"，是不是 {' / '.join(near)}？" if near else "；"
            text = f"〈岗位〉里没有「{row['岗位'].shown}」{hint}请在〈岗位〉加一行，或改成里面有的"
            text = text if name else "没有填岗位"
            faults.error(row["岗位"], text, "unknown-post")
        elif shift:
            found.setdefault(name, []).append((row, shift))
    by_table: dict[str, list[tuple[Row, Shift]]] = {}
    for name, own in found.items():
        by_table.setdefault(posts[name].table, []).extend(own)
        posts[name] = replace(
            posts[name],
            shifts=_with_usual(posts[name].shifts, [shift for _, shift in own]),
            rows={shift.name: row for row, shift in own},
        )
    shift_work = {post.table for post in posts.values() if post.kind is Kind.SHIFTS}
    for table, own in by_table.items():
        tell_apart(own, faults, by_mark=table in shift_work)
    named = {row["岗位"].text for row in rows}
    for name, post in posts.items():
        if not post.shifts and name not in named and post.policy.office is not Office.CLEANER:
            text = f"{name}没有班次；请在〈班次〉加一行：岗位 {name}，再填班次、开始、结束和人数"
            faults.error(post.cell, text, "no-shifts")


def _with_usual(usual: tuple[Shift, ...], own: list[Shift]) -> tuple[Shift, ...]:
    """Return a post's own shifts, and before the first and after the last what is usual."""
    begun, ended = min(one.first for one in own), max(one.last for one in own)
    before = [replace(one, last=begun - DAY) for one in usual if begun > date.min]
    after = [replace(one, first=ended + DAY) for one in usual if ended < date.max]
    return (*before, *own, *after)


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
