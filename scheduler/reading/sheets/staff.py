"""Sheet 员工 and HR's staff lists: everyone, with what the law looks at."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from scheduler.reading.cells.dates import month_only
from scheduler.reading.cells.id_number import read_identity
from scheduler.reading.cells.named_cells import Cell
from scheduler.reading.cells.names import holds_other_text, printed_name, split_names
from scheduler.reading.cells.normal_text import holds_identity, masked
from scheduler.reading.sheets.candidates import warn_of_nobody
from scheduler.reading.sheets.people import LONGEST_NAME, NameFinder, Staff
from scheduler.reading.sheets.person_row import read_person
from scheduler.reading.sheets.stints import one_row_each
from scheduler.reading.sheets.strangers import count_others
from scheduler.reading.tables.layout import GAP
from scheduler.reading.tables.sources import bare_name, merge_staff_rows, read_staff_tables

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from scheduler.reading.cells.faults import Faults
    from scheduler.reading.cells.named_cells import Row, Table
    from scheduler.reading.sheets.post import Post
    from scheduler.reading.tables.sources import Sources
    from scheduler.settings import Settings

MOST_PEOPLE = 200


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
        staff[key] = read_person(row, key, printed, settings, middle, faults, posts)
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
