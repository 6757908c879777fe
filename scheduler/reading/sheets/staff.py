"""Sheet 员工 and HR's staff lists: everyone, with what the law looks at."""

from __future__ import annotations

import re
from collections import defaultdict
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from constraints.domain import POST, Credentials, Person, Sex, Standing
from scheduler.reading.cells import values
from scheduler.reading.cells.dates import FOR_EVER, month_only, read_date, read_end
from scheduler.reading.cells.faults import Faults
from scheduler.reading.cells.id_number import read_identity
from scheduler.reading.cells.named_cells import Cell
from scheduler.reading.cells.names import holds_other_text, name_parts, printed_name, split_names
from scheduler.reading.cells.normal_text import holds_identity, masked
from scheduler.reading.sheets.candidates import shifts_of, standings, warn_of_nobody
from scheduler.reading.sheets.people import LONGEST_NAME, NameFinder, Staff
from scheduler.reading.sheets.stints import in_posts, one_row_each
from scheduler.reading.sheets.strangers import count_others
from scheduler.reading.tables.layout import GAP, SEX
from scheduler.reading.tables.sources import bare_name, merge_staff_rows, read_staff_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from scheduler.reading.cells.named_cells import Row, Table
    from scheduler.reading.sheets.post import Post
    from scheduler.reading.tables.sources import Sources
    from scheduler.settings import Settings

MOST_PEOPLE = 200

# Dates that may be years away: nobody can tell the year if it is not written.
_YEARS_AGO = frozenset(["出生日期", "从业起始日期", "入职日期", "离职日期", "证书到期日"])
_DATE_OR_MONTH = partial(read_date, by_month=True)
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")
_GONE = re.compile("离职|退休|辞职|调离|调走")


def read_staff(
    sources: Sources,
    settings: Settings,
    middle: date,
    faults: Faults,
    posts: Sequence[Post] = (),
) -> tuple[dict[str, Staff], list[Table]]:
    """Return everyone on the staff lists by key, in their order, and the tables read.

    ``posts`` are those that people may take, where there is more than the one of every centre.
    """
    tables = read_staff_tables(sources, faults)
    own, *lists = tables
    month = middle.replace(day=1)
    lists = [one_row_each(table, settings, month, faults) for table in lists]
    merged, others = merge_staff_rows([own, *lists], faults)
    rows = [row for row in merged if _named(row, faults)]
    if any(table.columns for table in tables) and not rows:
        text = "一个人也没有，请至少填每个人的姓名和岗位"
        faults.error(Cell(tables[0].sheet), text, "no-staff")
    if len(rows) > MOST_PEOPLE:
        text = (
            f"有 {len(rows)} 人，一个中心最多 {MOST_PEOPLE} 人；请核对是不是把全公司的名单放进来了"
        )
        faults.error(rows[MOST_PEOPLE]["姓名"], text, "too-many")
        rows = rows[:MOST_PEOPLE]
    namesakes: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        namesakes[bare_name(row)].append(row)
    staff: dict[str, Staff] = {}
    for row in rows:
        name, same = row["姓名"], namesakes[bare_name(row)]
        printed = printed_name(name.value)
        key = row["工号"].text or bare_name(row)
        if len(same) > 1 and not row["工号"].text:
            places = "、".join(_place(other["姓名"], name) for other in same)
            text = f"有{len(same)}位「{printed}」（{places}），请给每位填上工号"
            faults.error(name, text, "same-name")
            # Kept under its row, so that other sheets do not call it an unknown name.
            key = f"{key}#{name.address}"
        elif key in staff:
            where = staff[key].cell.address
            faults.error(row["工号"], f"工号「{masked(key)}」与 {where} 重复", "same-id")
            continue
        elif len(same) > 1:
            # Whoever shares a name is called by name and id everywhere.
            printed = f"{printed}（{masked(key)}）"
        staff[key] = _person(row, key, printed, settings, middle, faults, posts)
    _warn_of_months(rows, faults)
    warn_of_nobody(posts, rows, faults)
    names = NameFinder(staff, faults)
    for table, rest in zip(lists, others, strict=True):
        count_others(table.rows, rest, names, settings, faults)
    return staff, tables


def _place(cell: Cell, seen: Cell) -> str:
    """Say where a cell is to somebody who looks at ``seen``."""
    sheet = "" if (cell.file, cell.sheet) == (seen.file, seen.sheet) else f"〈{cell.sheet}〉"
    return f"{cell.file} {sheet}{cell.address}".strip()


def _named(row: Row, faults: Faults) -> bool:
    name = row["姓名"]
    if not name.text:
        faults.error(name, "这一行没有姓名", "no-name")
        return False
    wrong = ""
    if name.text == GAP:
        wrong = f"「{GAP}」在值班表上表示没有人，不能当姓名"
    elif not any(letter.isalnum() for letter in bare_name(row)):
        wrong = f"「{name.shown}」里没有姓名"
    elif len(split_names(name.value)) > 1:
        wrong = f"「{name.shown}」写了几个人，请一人一行"
    elif len(bare_name(row)) > LONGEST_NAME:
        wrong = f"姓名有 {len(bare_name(row))} 个字，太长了，请核对"
    elif holds_identity(bare_name(row)):
        wrong = "姓名里有身份证号，请删去"
    elif holds_other_text(bare_name(row)):
        wrong = f"「{name.shown}」里除了姓名还有别的，请只留姓名，电话填在〈联系电话〉列"
    elif holds_identity(row["工号"].value):
        faults.error(row["工号"], "工号不能用身份证号（会印出来），请换成内部编号", "identity")
        return True
    if wrong:
        faults.error(name, wrong, "no-name")
    return not wrong


def _person(
    row: Row,
    key: str,
    name: str,
    settings: Settings,
    middle: date,
    faults: Faults,
    posts: Sequence[Post],
) -> Staff:
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


def _warn_of_months(rows: list[Row], faults: Faults) -> None:
    """Warn of dates known to the month only, one line per column."""
    for column, meant in (("出生日期", "满岁"), ("从业起始日期", "满一年")):
        vague = [
            row[column]
            for row in rows
            if month_only(row[column])
            and not (column == "出生日期" and read_identity(row["身份证号"].value))
        ]
        if vague:
            places = "、".join(cell.address for cell in vague[:10])
            text = f"{len(vague)} 人的{column}只写到月（{places}），按当月 1 日算{meant}"
            faults.warn(vague[0], text, "month-only")


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
