"""值班记录: for every duty a page, or several, to write down what happens on it."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from constraints.calendar import zh_date
from scheduler.writing.handover_form import CHECKED, SIGNED
from scheduler.writing.record_page import (
    FIELD,
    INK,
    LABEL,
    LOOSE,
    POINTS,
    UNITS,
    RecordBook,
    day_text,
    fitted,
    joined,
)
from scheduler.writing.wall_lines import masked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.reading.form_facts import FormFacts
    from scheduler.reporting.duty_records import Turn

TITLE = "值班记录"
EDGES = (0, 2, 3, 6, 8, 10, 14, 16)
ENTRIES, TABLE = 18, 432.0  # lines to write on, and how high they are together
LEADERS, MOST_LINES = 15.75, 5  # a line of leaders, two in each, and how many there are at most
TALL = 33.0
TOGETHER = "\u00a0"  # a space at which no line ends
CATEGORIES = ("来电", "来访", "报修", "投诉", "巡查", "突发", "上级指示", "其他")
HEADS = (
    *((2, "时　间"), (1, "类别"), (3, "来人、电话、地点")),
    *((4, "事　项"), (4, "处　理"), (2, "跟进结果")),
)


def render_duty_log(
    pages: Iterable[tuple[int, str, Turn]], count: int, facts: FormFacts, *, draft: bool
) -> bytes:
    """Return the workbook: of these duties the pages, ``count`` of which the month has."""
    book = RecordBook(TITLE, EDGES, draft=draft)
    for one in book.pages(pages, count, facts.settings.centre):
        room = LEADERS * min(MOST_LINES, max(2, -(-len(facts.leaders) // 2)))
        _head(book, one, facts, room)
        entry = (TABLE - room + 2 * LEADERS) / ENTRIES // POINTS * POINTS
        for _ in range(ENTRIES):
            book.line(entry, *((width, "", INK) for width, _ in HEADS))
        _foot(book)
    return book.content()


def _head(book: RecordBook, one: Turn, facts: FormFacts, room: float) -> None:
    settings, how = facts.settings, facts.settings.leader_phones
    span = f"{one.start:%H:%M}–{_until(one)}　{one.shift}".strip("　")
    book.line(
        22.5,
        (2, "日　期", LABEL),
        (6, day_text(one.start.date(), one.kind.value), FIELD),
        (2, "班　次", LABEL),
        (6, span, fitted(span, 6, 22.5, FIELD, 10)),
    )
    names = joined(one.names)
    book.line(
        TALL,
        (2, "值班人", LABEL),
        (6, names, fitted(names, 6, TALL, FIELD | {"bold": True})),
        (2, "值班热线", LABEL),
        (6, settings.hotline, fitted(settings.hotline, 6, TALL, FIELD, 12)),
    )
    leaders = [
        TOGETHER.join(filter(None, (one.title, one.name, masked(one.phone, how))))
        for one in facts.leaders
    ]
    pairs = zip_longest(leaders[::2], leaders[1::2])
    text = "\n".join("　　".join(filter(None, pair)) for pair in pairs)
    book.line(
        room,
        (2, "负责人\n保持开机", LABEL | {"text_wrap": True}),
        (14, text, fitted(text, 14, room, FIELD, 10)),
    )
    letters = "　".join(f"{chr(65 + nth)} {word}" for nth, word in enumerate(CATEGORIES))
    book.line(18, (UNITS, f"类别：{letters}", LOOSE | {"align": "left", "font_size": 9}))
    book.line(21, *((width, name, LABEL | {"font_size": 9}) for width, name in HEADS))


def _until(one: Turn) -> str:
    days = (one.end.date() - one.start.date()).days
    day = {0: "", 1: "次日 "}.get(days, f"{zh_date(one.end.date())} ")
    return f"{day}{one.end:%H:%M}"


def _foot(book: RecordBook) -> None:
    right = INK | {"align": "right", "font_size": 9}
    book.block("交班前\n未完成事项", 21, [""] * 3)
    book.line(27, (2, "值班人签名", LABEL), (14, SIGNED, right))
    checked = (2, "主管每日\n检查", LABEL | {"text_wrap": True})
    book.line(TALL, checked, (8, "意见：", FIELD | {"valign": "top"}), (6, CHECKED, right))
