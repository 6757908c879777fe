"""The roster workbook, sheet by sheet, made in memory."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from xlsxwriter import Workbook

from scheduler.ledger.record import packed
from scheduler.ledger.revision import grouped
from scheduler.reading.machine_sheet import UNTIL
from scheduler.reading.marks import MARK
from scheduler.reading.slot_label import BETWEEN, label_of
from scheduler.reading.tables.layout import MACHINE_SHEET
from scheduler.reading.wall_text import DIGEST, digest
from scheduler.reading.wall_text import packed as packed_record
from scheduler.reporting.changes import changes
from scheduler.reporting.to_revision import to_revision
from scheduler.writing.balance_sheets import draw_balance, draw_checks
from scheduler.writing.changes_sheet import draw_changes
from scheduler.writing.marks_sheet import MarksSheet
from scheduler.writing.month_sheets import draw_calendar, draw_matrix, draw_public_matrix
from scheduler.writing.notes_sheet import draw_notes
from scheduler.writing.provenance import names_on, provenance
from scheduler.writing.styles import BookWriter
from scheduler.writing.wall_lines import title
from scheduler.writing.wall_sheet import WallSheet

if TYPE_CHECKING:
    from scheduler.reporting.outcome import Draft

REVISION_PREFIX = "record"
PIECE = 30_000  # a cell holds 32,767 characters

_SHEETS = (
    ("说明", draw_notes),
    ("月历", draw_calendar),
    ("人员排班", draw_matrix),
    ("均衡统计", draw_balance),
    ("资格核对", draw_checks),
)
# People × days, and how many there are on each, stand on the first sheet.
_OF_SHIFT_WORK = (("说明", draw_notes), ("均衡统计", draw_balance), ("资格核对", draw_checks))
# A published roster is passed on from hand to hand.
_PUBLIC = (("月历", draw_calendar), ("人员排班", draw_public_matrix))


def render(draft: Draft, *, public: bool = False) -> bytes:
    """Return the whole workbook of a month: values only, every string as text.

    With ``public`` only who is on duty when, to be passed on.
    """
    stream = BytesIO()
    book = Workbook(stream, {"in_memory": True})
    book.set_properties({"title": title(draft), "comments": "zhiban"})
    writer = BookWriter(book)
    before = draft.stamp.before if draft.stamp else ""
    sealed = f"　前一次发布的封印 {grouped(before)}" if before else ""
    footer = f"{draft.problem.month:%Y-%m} {draft.version}{sealed}"
    works = draft.problem.policy.shift_work is not None
    drawn: type[WallSheet | MarksSheet] = MarksSheet if works else WallSheet
    wall = drawn(draft, writer, book.add_worksheet(draft.centre.table))
    wall.draw(footer, reasons=not public)
    heading = f"{draft.problem.month.year}年{draft.problem.month.month}月"
    more = (("变更记录", draw_changes),) if any(map(changes, draft.views)) else ()
    sheets = _OF_SHIFT_WORK if works else _SHEETS
    usual = (() if works else _PUBLIC) if public else (*sheets, *more)
    for name, draw in usual:
        draw(draft, writer, book.add_worksheet(name), f"{heading}{name}", footer)
    _machine(draft, writer, wall, public=public)
    book.close()
    return stream.getvalue()


def _machine(
    draft: Draft, writer: BookWriter, wall: WallSheet | MarksSheet, *, public: bool
) -> None:
    """Write the hidden sheet: pairs, a line per date, and the candidates for the drop-downs.

    The record tells what the program itself wrote on the wall sheet from what people type there.

    A published workbook carries its revision, so that a lost ledger can be made anew.
    """
    sheet = writer.book.add_worksheet(MACHINE_SHEET)
    sheet.hide()
    rows = [(name, value, "") for name, value in provenance(draft).items()]
    names = names_on(draft)
    spans = {duty.slot: duty for view in draft.views for duty in view.problem.duties}
    rows += [
        (label_of(slot, draft.problem.post), " ".join(keys), names[slot])
        for slot, keys in draft.assignment.items()
    ]
    rows += packed_record(wall.record)
    if isinstance(wall, MarksSheet):
        rows += [(MARK, mark, BETWEEN.join(of)) for mark, of in wall.meant.items()]
    beside = (
        (title, cells) for title, cells in writer.written.items() if title != draft.centre.table
    )
    rows += [(DIGEST, title, digest(cells)) for title, cells in beside]
    if draft.stamp and not public:
        text = packed(to_revision(draft, {}))
        pieces = range(0, len(text), PIECE)
        rows += [
            (f"{REVISION_PREFIX}{nth}", text[at : at + PIECE], "") for nth, at in enumerate(pieces)
        ]
    for nth, row in enumerate(rows):
        for column, text in enumerate(row):
            sheet.write_string(nth, column, text)
    for nth, person in enumerate(draft.problem.candidates):
        sheet.write_string(nth, 3, draft.centre.name(person.key))
    labels = {row[0]: nth for nth, row in enumerate(rows)}
    for slot, duty in spans.items():
        if BETWEEN in (label := label_of(slot, draft.problem.post)):
            span = UNTIL.join((duty.start.isoformat(), duty.end.isoformat()))
            sheet.write_string(labels[label], 4, span)
    for column, names_offered in wall.offered.items():
        for nth, name in enumerate(names_offered):
            sheet.write_string(nth, column, name)
