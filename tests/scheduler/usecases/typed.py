"""What people type on the wall sheet, kind by kind, and what is found there again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

from tests.books import NAMES, STAFF, book, values
from tests.scheduler.december import DATA, LEAVE

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

WALL = "值班安排表"
FIRST = 5  # title, hotline, hours and headings stand above 1 December
SETTINGS = [["参数", "值"], ["中心名称", "阳光花园"], ["值班热线", "010-00000110"]]
LEADERS = [["姓名", "职务", "电话"], ["高建国", "管理处经理", "13800000101"]]
NEW_YEAR = [["日期", "类型", "名称"], ["2026-12-24", "休息日", "店庆"]]
Typing = Callable[["Worksheet"], None]
# A day of December, 0 for what stands in no day's row, and the text there.
Wanted = list[tuple[int, str]]


def say(folder: Path, *leave: list[Any], **sheets: Any) -> None:
    given = {"设置": SETTINGS, "负责人": LEADERS, "节假日": NEW_YEAR, "请假": [LEAVE, *leave]}
    book(folder / DATA, **({"员工": STAFF, "历史": tail()} | given | sheets))


def tail() -> list[list[Any]]:
    return [["日期", "值班人"], *[[f"2026-11-{24 + n}", NAMES[n % 4]] for n in range(7)]]


def typed_on(path: Path, *typings: Typing) -> None:
    opened = load_workbook(path)
    for typing in typings:
        typing(opened[WALL])
    opened.save(path)


def cells(**texts: Any) -> Typing:
    """Type into cells, by address; + adds to what is there."""

    def typing(sheet: Worksheet) -> None:
        for address, text in texts.items():
            if isinstance(text, str) and text.startswith("+"):
                text = f"{sheet[address].value or ''}{text[1:]}"
            sheet[address] = text

    return typing


def replaced(old: str, new: str) -> Typing:
    def typing(sheet: Worksheet) -> None:
        found = [c for row in sheet.iter_rows() for c in row if old in str(c.value or "")]
        assert found
        found[0].value = str(found[0].value).replace(old, new)

    return typing


def row_put_in(before: int, *texts: str) -> Typing:
    def typing(sheet: Worksheet) -> None:
        below = [one for one in sheet.merged_cells.ranges if one.min_row >= before]
        for one in below:
            sheet.unmerge_cells(str(one))
        sheet.insert_rows(before)
        for one in below:
            one.shift(row_shift=1)
            sheet.merge_cells(str(one))
        for column, text in enumerate(texts, 1):
            sheet.cell(before, column, text)

    return typing


def column_put_in(before: int, heading: str, *texts: str) -> Typing:
    def typing(sheet: Worksheet) -> None:
        merged = list(map(str, sheet.merged_cells.ranges))
        for one in merged:
            sheet.unmerge_cells(one)
        sheet.insert_cols(before)
        for nth, text in enumerate((heading, *texts)):
            sheet.cell(FIRST - 1 + nth, before, text)

    return typing


def found(path: Path) -> dict[int, list[str]]:
    """Return the texts of every day's row, and under 0 of all other rows."""
    texts: dict[int, list[str]] = {}
    for row in values(path, WALL):
        label = str(row[0] or "")
        number = label.removeprefix("12月").partition("日")[0]
        dated = label.startswith("12月") and number.isdigit() and str(row[1]).startswith("周")
        texts.setdefault(int(number) if dated else 0, []).extend(str(v) for v in row if v)
    return texts


def missing(path: Path, wanted: Wanted) -> Wanted:
    texts = found(path)
    return [(on, text) for on, text in wanted if not any(text in one for one in texts[on])]


def at(number: int) -> int:
    return FIRST + number - 1


KINDS: dict[str, tuple[Typing, Wanted]] = {
    "a remark": (cells(E14="社区跨年预演，加强巡查"), [(10, "社区跨年预演，加强巡查")]),
    "a remark behind a holiday": (cells(E28="+，商场加班"), [(24, "店庆，商场加班")]),
    "a remark before a holiday": (cells(E28="商场加班；店庆"), [(24, "商场加班；店庆")]),
    "a remark in place of a holiday": (cells(E28="十周年庆"), [(24, "十周年庆")]),
    "a remark of two lines": (cells(E14="上午检修\n下午消防"), [(10, "上午检修\n下午消防")]),
    "a remark that is a number": (cells(E14=8001), [(10, "8001")]),
    "a remark that looks like a formula": (cells(E14="'=SUM(A1)"), [(10, "'=SUM(A1)")]),
    "a long remark": (cells(E14="巡查" * 60), [(10, "巡查" * 60)]),
    "words behind the weekday": (cells(B11="+ 大雪"), [(7, "周一 大雪")]),
    "words behind the kind of day": (cells(C9="+(调休)"), [(5, "休息日(调休)")]),
    "words behind the date": (cells(A11="+（大雪）"), [(7, "12月7日（大雪）")]),
    "words behind a name": (cells(D14="+（带教小周）"), [(10, "（带教小周）")]),
    "words in half-width brackets behind a name": (cells(D14="+(新)"), [(10, "(新)")]),
    "a telephone behind a name": (cells(D14="+13900001111"), [(10, "13900001111")]),
    "a title with more to it": (cells(A1="+（第二稿）"), [(0, "值班安排表（第二稿）")]),
    "a title before ours": (
        cells(A1="内部：阳光花园2026年12月值班安排表"),
        [(0, "内部：阳光花园2026年")],
    ),
    "another title": (cells(A1="岁末值班表"), [(0, "岁末值班表")]),
    "another hotline line": (cells(A2="+ 转 8"), [(0, "010-00000110 转 8")]),
    "a subtitle with more to it": (cells(A3="+    请相互转告"), [(0, "请相互转告")]),
    "another line of hours": (
        replaced("每日 08:30 至次日 08:30", "早八点半到次日早八点半"),
        [(0, "早八点半到次日早八点半")],
    ),
    "another heading": (cells(D4="当班人"), [(0, "当班人")]),
    "a further column": (
        cells(F4="签到", F5="√", F6="王", F35="末"),
        [(0, "签到"), (1, "√"), (2, "王"), (31, "末")],
    ),
    "two further columns apart": (
        cells(F4="签到", H4="车牌", H8="京A"),
        [(0, "签到"), (0, "车牌"), (4, "京A")],
    ),
    "words without a heading beside the table": (cells(G8="见附页"), [(4, "见附页")]),
    "words beside the title": (cells(G1="内部资料"), [(0, "内部资料")]),
    "a column put in between": (
        column_put_in(4, "午餐", "甲", "乙"),
        [(0, "午餐"), (1, "甲"), (2, "乙")],
    ),
    "a note changed": (replaced("5 分钟", "十分钟"), [(0, "接班人提前 十分钟到岗")]),
    "a leader's line changed": (replaced("高建国", "高建国（出差）"), [(0, "高建国（出差）")]),
    "another signature": (replaced("审核：", "复核:"), [(0, "复核:")]),
    "a line under the table": (cells(A45="附：跨年活动方案"), [(0, "附：跨年活动方案")]),
    "a line that begins with a date": (
        cells(A45="12月31日跨年夜全员备勤"),
        [(0, "12月31日跨年夜")],
    ),
    "lines under the table with cells": (
        cells(A45="应急车", C45="京B·1", A46="司机", C46="老张"),
        [(0, "应急车"), (0, "京B·1"), (0, "司机"), (0, "老张")],
    ),
    "a line between the days": (row_put_in(at(11), "以下为第二周期"), [(0, "以下为第二周期")]),
    "a line above the title": (row_put_in(1, "密级：内部"), [(0, "密级：内部")]),
    "a line above the headings": (row_put_in(4, "本月重点：防冻"), [(0, "本月重点：防冻")]),
    "a line among the notes": (row_put_in(38, "补充：备用钥匙在前台"), [(0, "补充：备用钥匙")]),
    "several at once": (
        lambda sheet: (
            [
                one(sheet)
                for one in (cells(A1="+（试行）", E14="巡查", F4="签到"), row_put_in(1, "绝密"))
            ]
            and None
        ),
        [(0, "（试行）"), (0, "绝密"), (0, "签到"), (10, "巡查")],
    ),
}


def people_of(path: Path) -> list[str]:
    """Return who is on every day, whatever stands above and under the table."""
    rows = [row for row in values(path, WALL) if str(row[1]).startswith("周")]
    return [str(row[3]) for row in rows]
