"""交接班记录: a page for every change of shift, with what is known of it filled in."""

from __future__ import annotations

from datetime import timedelta
from itertools import zip_longest
from typing import TYPE_CHECKING

from scheduler.reading.sheets.articles import MOST, Article
from scheduler.writing import styles
from scheduler.writing.record_page import (
    FIELD,
    INK,
    LABEL,
    LINE,
    RecordBook,
    day_text,
    fitted,
    joined,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scheduler.reading.form_facts import FormFacts
    from scheduler.reporting.duty_records import Handover
    from scheduler.writing.record_page import Span

TITLE = "交接班记录"
EDGES = (0, 2, 4, 5, 6, 8, 10, 12, 13, 14, 16)
EARLY = timedelta(minutes=5)  # that whoever takes over is to be there before
NAMES = 33.0
BLANK_ROWS = 5  # for articles, where nobody has listed them
LONGEST = 48  # columns: with more beside an article's name neither can be read
UNFINISHED = 6
MOMENT = "　　时　　分"
SIGNED = f"　　　月　　日{MOMENT}　"

CHECKED = "签名　　　　　　　　　月　　日　"


def render_handovers(
    pages: Iterable[tuple[int, str, Handover]], count: int, facts: FormFacts, *, draft: bool
) -> bytes:
    """Return the workbook: of these handovers the pages, ``count`` of which the month has."""
    book = RecordBook(TITLE, EDGES, draft=draft)
    for one in book.pages(pages, count, facts.settings.centre):
        _who(book, one)
        rows = _articles(book, facts.articles)
        _what(book, MOST // 2 - rows)
        _signatures(book)
    return book.content()


def _who(book: RecordBook, one: Handover) -> None:
    on, at, early = day_text(one.start.date(), one.kind.value), one.start, one.start - EARLY
    when = f"{at:%H:%M}　{one.shift}".strip("　")
    book.line(
        22.5,
        (2, "日　期", LABEL),
        (6, on, FIELD),
        (2, "交接时间", LABEL),
        (2, when, fitted(when, 2, 22.5, INK | {"align": "center"}, 10)),
        (2, "应　到", LABEL),
        (2, f"{early:%H:%M}", INK | {"align": "center"}),
    )
    giving, taking = joined(one.giving), joined(one.taking)
    bold = FIELD | {"bold": True}
    book.line(
        NAMES,
        (2, "交班人", LABEL),
        (6, giving, fitted(giving, 6, NAMES, bold)),
        (2, "接班人", LABEL),
        (6, taking, fitted(taking, 6, NAMES, bold)),
    )
    book.line(21, *_pair("实　到", MOMENT, "交接完毕", MOMENT))
    late = "□ 无　　□ 迟到　　　　分钟，原因："
    refused = "□ 无　　□ 有，原因："
    book.line(21, *_pair("迟到接班", late, "拒绝接班", refused))


def _pair(label: str, text: str, other: str, more: str) -> tuple[Span, ...]:
    small = FIELD | {"font_size": 9}
    return (2, label, LABEL), (6, text, small), (2, other, LABEL), (6, more, small)


def _articles(book: RecordBook, articles: Sequence[Article]) -> int:
    """Draw the articles, two beside each other; return how many rows they take."""
    head = ((4, "公　物", LABEL), (1, "应有", LABEL), (1, "实有", LABEL), (2, "状　况", LABEL))
    book.line(18, *head, *head)
    rows = max(BLANK_ROWS, -(-len(articles) // 2))
    empty = Article("", "")
    for left, right in zip_longest(range(rows), range(rows, 2 * rows)):
        listed = (articles[nth] if nth < len(articles) else empty for nth in (left, right))
        book.line(LINE, *(span for one in listed for span in _article(one)))
    book.line(21, (2, "去向说明", LABEL), (14, "", FIELD))
    keys = "公用钥匙　　　把　　业主托管钥匙　　　把　　借出未还："
    book.line(21, (2, "钥　匙", LABEL), (14, keys, FIELD | {"font_size": 9}))
    return rows


def _article(one: Article) -> tuple[Span, ...]:
    text = f"{one.name}（{one.note}）" if one.note else one.name
    if styles.breadth(text) > LONGEST:
        text = one.name
    middle = INK | {"align": "center"}
    count = fitted(one.count, 1, LINE, middle, 10)
    return (
        (4, text, fitted(text, 4, LINE, FIELD, 10)),
        (1, one.count, count),
        *[
            (1, "", middle),
            (2, "", middle),
        ],
    )


def _what(book: RecordBook, spare: int) -> None:
    """Draw what there is to hand over beside things; ``spare`` lines are left of the articles'."""
    checks = "□ 已阅上一班值班记录　　　　□ 桌面、桌椅干净，公物摆放整齐"
    book.line(21, (2, "交接检查", LABEL), (14, checks, FIELD))
    book.line(18, (6, "未完成事项", LABEL), (6, "要　求", LABEL), (4, "接班人确认", LABEL))
    more = spare - spare // 3
    for _ in range(UNFINISHED + more):
        book.line(LINE, (6, "", FIELD), (6, "", FIELD), (4, "", FIELD))
    book.block("区域异常", LINE, [""] * (3 + spare - more))
    book.block("上级指示\n临时交办", LINE, [""] * 2)


def _signatures(book: RecordBook) -> None:
    right = INK | {"align": "right", "font_size": 9}
    book.line(
        30,
        (2, "交班人签名", LABEL),
        (6, SIGNED, right),
        (2, "接班人签名", LABEL),
        (6, SIGNED, right),
    )
    book.line(27, (2, "主管检查", LABEL), (8, "意见：", FIELD), (6, CHECKED, right))
