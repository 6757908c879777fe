"""Printing what is written down of a month's duties: handovers and the log, names filled in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from constraints.calendar import next_month, zh_date
from constraints.domain import POST
from scheduler.clock import now
from scheduler.drafts.folder import enter
from scheduler.drafts.form_files import Form, put, target_of
from scheduler.drafts.turns import Turns
from scheduler.errors import Exit, Message, UsageError, foremost
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.ledger.revision import TABLE
from scheduler.reading.cells.months import month_named
from scheduler.reading.copies import DRAFT
from scheduler.reading.form_facts import read_form_facts
from scheduler.reporting.duty_records import Handover, Turn, handovers, recorded_turns
from scheduler.writing.duty_log import render_duty_log
from scheduler.writing.handover_form import render_handovers

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from scheduler.ledger.revision import Revision
    from scheduler.reading.form_facts import FormFacts

HANDOVERS, LOG = KINDS = ("交接班", "值班")
T = TypeVar("T", Turn, Handover)
Pages = list[tuple[int, str, T]]


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of a month; ``version`` is the revision that they are of, or 草案."""

    month: date
    version: str
    forms: tuple[Form, ...]
    messages: tuple[Message, ...]

    @property
    def exit(self) -> Exit:
        """The exit code."""
        return foremost(message.exit for message in self.messages)


def write_forms(
    path: Path,
    month: date | None = None,
    *,
    kinds: Sequence[str] = KINDS,
    changed: bool = False,
    output: Path | None = None,
    force: bool = False,
    staff_files: Sequence[Path] = (),
    at: datetime | None = None,
) -> Forms:
    """Write the forms of a month, of its newest revision or else of its draft.

    Parameters
    ----------
    path
        The centre: a folder or a data workbook.
    month
        Default the newest published month, or else the newest drafted one.
    kinds
        Which forms.
    changed
        Only the pages that the newest revision changed.
    output
        Where they go: a folder or, of one kind, a workbook; default beside the data workbook.
    force
        Replace forms that somebody has written in.
    staff_files
        HR's own lists, if the draft was made with them.
    at
        The present time; default now.

    Raises
    ------
    UsageError
        If there is nothing to print.
    ConflictError
        If somebody has written in the workbook that is there.
    ZhibanError
        As when reading.
    """
    data, at = enter(path), at or now()
    every = Ledger(data.with_name(LEDGER_FILE)).revisions()
    revisions = [one for one in every if one.table == TABLE]
    month = month or _newest_month(data, revisions)
    own = [one for one in revisions if one.month == month]
    if changed and len(own) < 2:
        state = "只有 v1，没有改过" if own else "还没有发布过"
        raise UsageError(f"{month:%Y-%m} {state}，没有改动的页；要整个月的，请去掉 --changed")
    known = Turns(data, revisions, at, staff_files)
    turns = known.of(month)
    if turns is None:
        raise UsageError(
            f"{month:%Y-%m} 还没有值班安排表，请先运行 zhiban draft --month {month:%Y-%m}"
        )
    if not turns:
        raise UsageError(f"{month:%Y-%m} 没有{POST}的班，没有记录要打印")
    facts = read_form_facts(data, at.date())
    old = recorded_turns(own[-2], POST) if changed else []
    before = known.before(month) if HANDOVERS in kinds else []
    contents = {
        HANDOVERS: lambda: _handovers(turns, old, before, facts, draft=not own),
        LOG: lambda: _log(turns, old, facts, draft=not own),
    }
    ending = f"-v{own[-1].number}-改动" if changed else ""
    books = []
    for kind in kinds:
        pages, content = contents[kind]()
        target = target_of(data, output, f"{kind}记录-{month:%Y-%m}{ending}.xlsx", kinds)
        books.append((Form(kind, pages), target, content))
    made, messages = put(books, force=force)
    if changed and HANDOVERS in kinds and turns[-1:] != old[-1:]:
        messages += _following(known, month, turns[-1])
    version = f"v{own[-1].number}" if own else "草案"
    return Forms(month, version, tuple(made), (*facts.messages, *messages))


def _handovers(
    turns: list[Turn], old: list[Turn], before: list[Turn], facts: FormFacts, *, draft: bool
) -> tuple[int, bytes]:
    """Return how many pages the workbook of handovers has, and the workbook."""
    every = handovers(turns, before)
    pages = _pages(every, handovers(old, before))
    content = render_handovers(pages, len(every), facts, draft=draft) if pages else b""
    return len(pages), content


def _log(turns: list[Turn], old: list[Turn], facts: FormFacts, *, draft: bool) -> tuple[int, bytes]:
    """Return how many pages the workbook of the log has, and the workbook."""
    copies = facts.settings.log_pages
    pages = _pages(turns, old, copies)
    content = render_duty_log(pages, len(turns) * copies, facts, draft=draft) if pages else b""
    return len(pages), content


def _following(known: Turns, month: date, last: Turn) -> Iterator[Message]:
    """Say that whoever takes over on the first of the next month does so from somebody else."""
    following = next_month(month)
    if following in known.published:
        text = (
            f"{zh_date(last.start.date())}换了人，{zh_date(following)}的交接班记录也变了，"
            f"请重印那一页（zhiban forms --month {following:%Y-%m}）"
        )
        yield Message("next-month", "warning", text, exit=Exit.LOOK)


def _newest_month(data: Path, revisions: Sequence[Revision]) -> date:
    """Return the newest published month, or else the newest drafted one."""
    if revisions:
        return max(one.month for one in revisions)
    drafts = (DRAFT.fullmatch(one.name) for one in data.parent.iterdir())
    named = [month_named(one[2], now().date()) for one in drafts if one and one[1] == TABLE]
    months = [month for month in named if month]
    if not months:
        raise UsageError(f"{data.parent} 里还没有值班安排表，请先运行 zhiban draft")
    return max(months)


def _pages(items: Sequence[T], old: Collection[T], copies: int = 1) -> Pages[T]:
    """Return the pages of items that are not as they were, each with its place and number."""
    a_day = Counter(one.start.date() for one in items)
    pages: Pages[T] = []
    for nth, one in enumerate(items):
        number = f"{one.start:%Y%m%d}"
        if a_day[one.start.date()] > 1:
            number = f"{number}-{one.shift}"
        if one in old:
            continue
        for copy in range(copies):
            said = f"{number}（{copy + 1}/{copies}）" if copies > 1 else number
            pages.append((nth * copies + copy + 1, said, one))
    return pages
