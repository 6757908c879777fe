"""A row of sheet 员工: what the law looks at in one person."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from constraints.domain import POST, Credentials, Person, Sex, Standing
from scheduler.reading.cells import values
from scheduler.reading.cells.dates import FOR_EVER, month_only, read_date, read_end
from scheduler.reading.cells.faults import Faults
from scheduler.reading.cells.id_number import read_identity
from scheduler.reading.cells.names import name_parts
from scheduler.reading.sheets.candidates import shifts_of, standings
from scheduler.reading.sheets.people import Staff
from scheduler.reading.sheets.stints import in_posts
from scheduler.reading.tables.layout import SEX

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from scheduler.reading.cells.named_cells import Row
    from scheduler.reading.sheets.post import Post
    from scheduler.settings import Settings

# Dates that may be years away: nobody can tell the year if it is not written.
_YEARS_AGO = frozenset(["出生日期", "从业起始日期", "入职日期", "离职日期", "证书到期日"])
_DATE_OR_MONTH = partial(read_date, by_month=True)
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")
_GONE = re.compile("离职|退休|辞职|调离|调走")


def read_person(
    row: Row,
    key: str,
    name: str,
    settings: Settings,
    middle: date,
    faults: Faults,
    posts: Sequence[Post],
) -> Staff:
    """Return the person of a row; ``posts`` are those of a centre with several."""
    standing = _standing(row, settings, faults)
    left = _gone(row) and not row["离职日期"].text
    taken = {} if left or not posts else standings(row, standing, posts, settings, faults)
    standing = taken.get(POST, Standing.NONE) if posts else standing
    if standing is Standing.NONE and not taken and row["姓名"].file:
        # What a list of the whole company says of the others stops nothing.
        faults = Faults(faults.file)
    read = faults.read

    def on(column: str, parse: Callable[..., date | None] = read_date) -> date | None:
        near = None if column in _YEARS_AGO else middle
        return read(row[column], partial(parse, middle=near), None)

    night = (on("夜班限制起"), on("夜班限制止", read_end))
    certificate = read(row["上岗证"], values.yes_no, None)
    lasting = row["证书到期日"].text in FOR_EVER and row["证书到期日"].text.startswith(("长", "永"))
    credentials = Credentials(
        education=row["学历"].text,
        experience_from=on("从业起始日期", _DATE_OR_MONTH),
        computer=read(row["会电脑"], values.yes_no, None),
        healthy=read(row["健康合格"], values.yes_no, None),
        born=_born(row, on("出生日期", _DATE_OR_MONTH), faults),
        certificate=True if certificate is None and lasting else certificate,
        certificate_until=on("证书到期日", read_end),
        exempt=read(row["资格豁免"], values.checks, frozenset()),
        sex=Sex(row["性别"].text) if posts and row["性别"].text in SEX else None,
    )
    weight = read(row["值班权重"], partial(values.number, what="值班权重"), None)
    person = Person(
        key=key,
        name=name,
        standing=standing,
        employed_from=on("入职日期"),
        employed_to=on("离职日期", read_end),
        duty_from=on("可值班起"),
        weight=Fraction(1) if weight is None else weight,
        cap=read(row["每月上限"], partial(values.whole, what="每月上限"), None),
        night_bar=night if any(night) else None,
        barred_weekdays=read(row["不可值班星期"], values.weekdays, frozenset()),
        shifts=shifts_of(row, [*taken], posts, faults) if posts else None,
        holiday_cap=read(row["法定节假日上限"], partial(values.whole, what="法定节假日上限"), None),
        rest_cap=read(row["休息日上限"], partial(values.whole, what="休息日上限"), None),
        credentials=credentials,
    )
    for first, last in (("入职日期", "离职日期"), ("夜班限制起", "夜班限制止")):
        begin, end = on(first), on(last, read_end)
        if begin and end and end < begin:
            faults.error(row[last], f"{last} {end} 早于{first} {begin}")
    if row["性别"].text not in ("", *SEX):
        faults.warn(row["性别"], f"「{row['性别'].shown}」不是 男 或 女")
    for column in () if posts else ("可排岗位", "可排班次"):
        if row[column].text:
            text = f"没有〈岗位〉和〈班次〉，{column}没有用到"
            faults.warn(row[column], text, "no-posts")
    by_post = standing is Standing.NONE and not row["可值班"].text and not _gone(row)
    post = row["岗位"].shown if by_post and not taken else ""
    return Staff(person, row["姓名"], _phone(row, faults), post, taken)


def _phone(row: Row, faults: Faults) -> str:
    cell = row["联系电话"]
    if _SCIENTIFIC.fullmatch(cell.text):
        text = f"「{cell.shown}」丢了几位，没有使用；请把这一列设为文本，重新填写电话"
        faults.warn(cell, text, "phone")
        return ""
    return cell.shown.removesuffix(".0") or name_parts(row["姓名"].text)[1]


def _born(row: Row, born: date | None, faults: Faults) -> date | None:
    """Return the birth date, from the identity number where the column is empty."""
    number = row["身份证号"]
    if not number.text:
        return born
    identity = read_identity(number.value)
    if identity is None or not identity.sound:
        faults.warn(number, "身份证号不对（位数、日期或校验码），请核对", "identity")
    if identity is None:
        return born
    vague = month_only(row["出生日期"])
    if born and born != (identity.born.replace(day=1) if vague else identity.born):
        written = row["出生日期"].shown if vague else f"{born}"
        text = f"出生日期 {written} 与身份证号不同，以出生日期为准"
        faults.warn(row["出生日期"], text, "identity")
        vague = False
    if identity.sex and row["性别"].text in SEX and row["性别"].text != identity.sex:
        faults.warn(row["性别"], f"性别「{row['性别'].text}」与身份证号不同", "identity")
    return identity.born if born is None or vague else born


def _gone(row: Row) -> str:
    """Return the word that says that somebody does not work here any more."""
    remark, name = name_parts(row["姓名"].text)[2], row["姓名"]
    found = _GONE.search(remark + row["在职状态"].text)
    found = found or (_GONE.search(name.sheet) if name.file else None)
    return found[0] if found else ""


def _standing(row: Row, settings: Settings, faults: Faults) -> Standing:
    cell, gone = row["可值班"], _gone(row)
    if gone and not row["离职日期"].text:
        text = f"这里写着「{gone}」，所以不排；请在离职日期填最后工作日"
        faults.warn(row["姓名"], text, "gone")
        return Standing.NONE
    if cell.text == Standing.RESERVE.value:
        return Standing.RESERVE
    may = faults.read(cell, values.yes_no, None)
    if may is None:
        may = in_posts(row, settings)
        if not row["岗位"].text:
            place = row["岗位"] if row["岗位"].address else row["姓名"]
            faults.error(place, "没有填岗位，也没有填可值班，看不出排不排", "no-post")
    return Standing.REGULAR if may else Standing.NONE
