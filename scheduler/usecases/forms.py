"""Printing what is written down of a month's duties: handovers and the log, names filled in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from os.path import lexists
from typing import TYPE_CHECKING, TypeVar

from constraints.calendar import next_month, zh_date
from constraints.domain import POST
from scheduler.clock import now
from scheduler.drafts.folder import enter
from scheduler.drafts.turns import Turns
from scheduler.errors import ConflictError, Exit, Message, UsageError, foremost
from scheduler.files import read_plain, write_whole
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.ledger.revision import TABLE
from scheduler.reading.cells.months import month_named
from scheduler.reading.copies import DRAFT
from scheduler.reading.form_book import is_as_written
from scheduler.reading.form_facts import read_form_facts
from scheduler.reporting.duty_records import Handover, Turn, handovers, recorded_turns
from scheduler.writing.duty_log import render_duty_log
from scheduler.writing.handover_form import render_handovers

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from scheduler.ledger.revision import Revision

HANDOVERS, LOG = KINDS = ("交接班", "值班")
T = TypeVar("T", Turn, Handover)
Pages = list[tuple[int, str, T]]


@dataclass(frozen=True, slots=True)
class Form:
    """One workbook: its kind, how many pages it has, and where it is, None if it has none.

    ``changed`` is False if what was there already said the same.
    """

    kind: str
    pages: int
    path: Path | None = None
    changed: bool = False


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
    facts = read_form_facts(data, at.date())
    old = recorded_turns(own[-2], POST) if changed else []
    name, draft = (f"-v{own[-1].number}-改动" if changed else ""), not own
    made: list[Form] = []
    messages = list(facts.messages)
    for kind in kinds:
        target = _target(data, output, f"{kind}记录-{month:%Y-%m}{name}.xlsx", kinds)
        if kind == HANDOVERS:
            before = known.before(month)
            every_page = handovers(turns, before)
            pages = _pages(every_page, handovers(old, before))
            content = render_handovers(pages, len(every_page), facts, draft=draft)
            count = len(pages)
        else:
            copies = facts.settings.log_pages
            log = _pages(turns, old, copies)
            content = render_duty_log(log, len(turns) * copies, facts, draft=draft)
            count = len(log)
        made.append(_put(Form(kind, count), target, content, messages, force=force))
    if changed and HANDOVERS in kinds and turns[-1:] != old[-1:]:
        following = next_month(month)
        if following in known.published:
            text = (
                f"{zh_date(turns[-1].start.date())}换了人，{zh_date(following)}的交接班记录也变了，"
                f"请重印那一页（zhiban forms --month {following:%Y-%m}）"
            )
            messages.append(Message("next-month", "warning", text, exit=Exit.LOOK))
    version = f"v{own[-1].number}" if own else "草案"
    return Forms(month, version, tuple(made), tuple(messages))


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


def _target(data: Path, output: Path | None, name: str, kinds: Sequence[str]) -> Path:
    if output is None:
        return data.with_name(name)
    if output.suffix != ".xlsx" or output.is_dir():
        if not output.is_dir():
            raise UsageError(f"-o 要写一个文件夹，或一个 .xlsx 文件名，不是 {output}")
        return output / name
    if len(kinds) > 1:
        raise UsageError("两种记录写不进一个文件；-o 请写文件夹，或用 --kind 只要一种")
    return output


def _put(form: Form, target: Path, content: bytes, messages: list[Message], *, force: bool) -> Form:
    """Write a workbook, unless it has no page or stands there already."""
    if not form.pages:
        return form
    if lexists(target):
        if read_plain(target) == content:
            return Form(form.kind, form.pages, target)
        if not (force or is_as_written(target)):
            text = f"{target} 有人改过（或不是这里写的），不覆盖"
            raise ConflictError(f"{text}；请移走它，用 -o 写到别处，或加 --force")
    written = write_whole(target, content)
    if written != target:
        text = f"{target.name} 被别的程序打开着，已另存为 {written.name}"
        messages.append(Message("saved-aside", "warning", text, written.name, exit=Exit.LOOK))
    return Form(form.kind, form.pages, written, changed=True)
