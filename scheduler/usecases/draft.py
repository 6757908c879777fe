"""The one path from a centre's folder to written rosters, a table after the other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from scheduler.clock import now
from scheduler.drafts.as_rostered import as_rostered, proved_before
from scheduler.drafts.edits import edited_draft, existing_draft, keep_edits, must_keep_edits
from scheduler.drafts.folder import check_output, enter, output_path
from scheduler.drafts.plan import plan, solve_table
from scheduler.drafts.published_news import day_news
from scheduler.drafts.saving import write
from scheduler.drafts.standing import Decided, decided, knowing_those_before
from scheduler.drafts.typed_text import with_texts
from scheduler.errors import Message, UsageError
from scheduler.interrupts import interrupts_deferred
from scheduler.ledger.lock import alone
from scheduler.ledger.revision import TABLE
from scheduler.reading.read_centre import read_tables
from scheduler.reading.roster_book import read_roster
from scheduler.reporting.outcome import Stamp
from scheduler.settings import MOST_SECONDS, TOO_LONG

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from scheduler.ledger.revision import Revision
    from scheduler.reading.centre import Centre
    from scheduler.reading.visible_roster import VisibleRoster
    from scheduler.reporting.outcome import Draft


@alone
def draft_tables(
    path: Path,
    *,
    month: date | None = None,
    table: str = "",
    staff_files: tuple[Path, ...] = (),
    leave_files: tuple[Path, ...] = (),
    output: Path | None = None,
    edited: Path | None = None,
    seconds: float | None = None,
    dry_run: bool = False,
    force: bool = False,
    at: datetime | None = None,
    begun: Callable[[Sequence[Centre]], object] | None = None,
) -> list[Draft]:
    """Make the drafts of a month and, unless it is a dry run, write them.

    Parameters
    ----------
    path
        The centre: a folder or a data workbook.
    month
        First day of the month; default as in commands.md section 4.
    table
        Which table; default every one in order, with ``edited`` the one that is of.
    staff_files, leave_files
        HR's own lists, in place of or added to sheets 员工 and 请假.
    output
        Where the draft goes; only for one table.
    edited
        A draft with hand edits: they stay, and as little else as possible changes.
    seconds
        Time limit of each search, ``MOST_SECONDS`` at most; default by 设置 求解时限秒.
    force
        Overwrite a draft that somebody has edited.
    at
        The present time; default now.
    begun
        Told the tables once the workbook has been read.

    Raises
    ------
    ZhibanError
        The subclass tells what went wrong and gives the exit code.
    """
    data = enter(path)
    check_output(output)
    at = at or now()
    if edited:
        visible = read_roster(edited, at.date())
        month, table = month or _month_of(visible), table or visible.table
    centres = read_tables(data, at, month, staff_files=staff_files, leave_files=leave_files)
    if begun:
        begun(centres)
    if table:
        asked = [knowing_those_before(centres, table)]
    elif output and len(centres) > 1:
        raise UsageError("有几张表，-o 只用于一张，请同时写 --table")
    else:
        asked = list(centres)
    drafts: list[Draft] = []
    known: Decided = []
    for centre in asked:
        one = _Run(output, edited, seconds, dry_run, force).draft(centre.knowing(known))
        drafts.append(one)
        known += decided(one)
        if one.interrupted:
            break
    return drafts


def draft(path: Path, *, table: str = TABLE, **more: Any) -> Draft:
    """Make the draft of one table's month; as ``draft_tables``."""
    (made,) = draft_tables(path, table=table, **more)
    return made


@dataclass(frozen=True, slots=True)
class _Run:
    """How the tables of one run are drafted."""

    output: Path | None
    edited: Path | None
    seconds: float | None
    dry_run: bool
    force: bool

    def draft(self, centre: Centre) -> Draft:
        """Make the draft of one table, which knows those before it."""
        data, edited, seconds, force = centre.path, self.edited, self.seconds, self.force
        target = self.output or output_path(data, centre.problem.month, centre.table)
        inputs = centre.inputs
        if centre.published and not edited:
            return _published(centre, centre.published, data)
        kept = keep_edits(centre, edited) if edited else None
        centre = kept.centre if kept else centre
        present = existing_draft(target, centre) if not self.dry_run else None
        own = edited is not None and edited.resolve() == target.resolve()
        known = None
        if present and not force and not own:
            if must_keep_edits(present, inputs):
                return edited_draft(present, centre, inputs)
            known = None if edited else proved_before(present, centre)
        extra = kept.messages if kept else ()
        if seconds and seconds > MOST_SECONDS:
            extra += (Message("time-limit", "warning", f"--time-limit {TOO_LONG}"),)
            seconds = MOST_SECONDS
        known = known or solve_table(centre, seconds)
        # What has been found is written, whatever comes until then.
        with interrupts_deferred() as interrupted:
            drafted = plan(centre, extra=extra, seconds=seconds, known=known)
            if kept:
                drafted = replace(drafted, edited=kept.edited, base=kept.visible.base)
                drafted = with_texts(drafted, kept.visible.texts, kept.assignment)
            if not self.dry_run:
                drafted = write(drafted, target, present, keep=not force)
            if interrupted():
                drafted = replace(drafted, result=replace(drafted.result, interrupted=True))
        return drafted


def _published(centre: Centre, revision: Revision, data: Path) -> Draft:
    """Report a published month, which a draft never touches."""
    drafted = as_rostered(centre, revision.whole, centre.inputs, proved=_proved(revision))
    month = f"{revision.month:%Y-%m}"
    text = f"{month} 已发布 v{revision.number}，草案不再改它；要改请用 zhiban adjust"
    return replace(
        drafted,
        messages=(*drafted.messages, *day_news(centre), Message("published", "note", text)),
        output=data.with_name(revision.documents[0][0]),
        changed=False,
        base=revision.number,
        stamp=Stamp(revision.number, revision.approver, revision.at, revision.reason),
    )


def _proved(revision: Revision) -> bool:
    levels = (level for one in revision.posts for level in one.levels)
    return all(cost is not None and cost == bound for _, cost, bound in levels)


def _month_of(visible: VisibleRoster) -> date | None:
    month = visible.origin.get("month", "")
    return date.fromisoformat(f"{month}-01") if month else None
