"""The one path from a centre's folder to a written roster."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from scheduler.clock import now
from scheduler.edits import (
    as_it_stands,
    keep_edits,
    proved_before,
    spare_edits,
    standing_draft,
    taken_over,
)
from scheduler.errors import FileError, Message, UsageError
from scheduler.lock import alone
from scheduler.mend import restore
from scheduler.outcome import Stamp
from scheduler.plan import plan, solved, write
from scheduler.signals import put_off
from scheduler.workbook.layout import DATA_FILE, ROSTER
from scheduler.workbook.read import read_centre
from scheduler.workbook.roster import read_roster

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from scheduler.outcome import Draft
    from scheduler.revision import Revision
    from scheduler.workbook.centre import Centre


def locate(path: Path) -> Path:
    """Return the data workbook of a centre given as a folder or as that workbook.

    Raises
    ------
    FileError
        If there is none.
    """
    data = path / DATA_FILE if path.is_dir() else path
    if not data.is_file():
        hint = "先运行 zhiban init 生成模板" if path.is_dir() else "请核对路径"
        raise FileError(f"找不到 {data},{hint}")
    return data


def enter(path: Path) -> Path:
    """Return a centre's data workbook, the folder put right after a run that was killed.

    Raises
    ------
    UsageError
        If a roster is given instead of the centre.
    FileError
        If there is no data workbook.
    """
    if path.is_file() and path.name.startswith(f"{ROSTER.name}-"):
        raise UsageError(f"{path.name} 是值班表,这里要写中心文件夹(或其中的 {DATA_FILE})")
    data = locate(path)
    restore(data)
    return data


def check_output(output: Path | None) -> None:
    """Refuse an output that is no workbook.

    Raises
    ------
    UsageError
        If it is not.
    """
    if output and (output.suffix != ".xlsx" or output.is_dir()):
        raise UsageError(f"-o 要写一个 .xlsx 文件名,不是 {output}")


def output_path(data: Path, month: date) -> Path:
    """Return where the draft of a month goes by default."""
    return data.with_name(f"值班安排表-{month:%Y-%m}-草案.xlsx")


@alone
def draft(
    path: Path,
    *,
    month: date | None = None,
    staff_files: tuple[Path, ...] = (),
    leave_files: tuple[Path, ...] = (),
    output: Path | None = None,
    edited: Path | None = None,
    seconds: float | None = None,
    dry_run: bool = False,
    force: bool = False,
    at: datetime | None = None,
) -> Draft:
    """Make the draft of a month and, unless it is a dry run, write it.

    Parameters
    ----------
    path
        The centre: a folder or a data workbook.
    month
        First day of the month; default as in commands.md section 4.
    staff_files, leave_files
        HR's own lists, in place of or added to sheets 员工 and 请假.
    edited
        A draft with hand edits: they stay, and as little else as possible changes.
    seconds
        Time limit of the search; default by 设置 求解时限秒.
    force
        Overwrite a draft that somebody has edited.
    at
        The present time; default now.

    Raises
    ------
    ZhibanError
        The subclass tells what went wrong and gives the exit code.
    """
    data = enter(path)
    check_output(output)
    at = at or now()
    month = month or (_month_of(edited) if edited else None)
    centre = read_centre(data, at, month, staff_files=staff_files, leave_files=leave_files)
    target = output or output_path(data, centre.problem.month)
    inputs = centre.inputs
    if centre.published and not edited:
        return _published(centre, centre.published, data)
    hand: tuple[date, ...] = ()
    extra: list[Message] = []
    base = 0
    if edited:
        centre, hand, base, extra = keep_edits(centre, edited)
    present = standing_draft(target, centre) if not dry_run else None
    own = edited is not None and edited.resolve() == target.resolve()
    known = None
    if present and not force and not own:
        if spare_edits(present, inputs):
            return as_it_stands(present, centre, inputs)
        known = None if edited else proved_before(present, centre.problem)
    known = known or solved(centre, seconds)
    # What has been found is written, whatever comes until then.
    with put_off() as interrupted:
        made = plan(centre, extra=tuple(extra), seconds=seconds, known=known)
        made = replace(made, edited=hand, base=base)
        made = made if dry_run else write(made, target, present, keep=not force)
        if interrupted():
            made = replace(made, result=replace(made.result, interrupted=True))
    return made


def _published(centre: Centre, revision: Revision, data: Path) -> Draft:
    """Report a published month, which a draft never touches."""
    made = taken_over(centre, revision.people, centre.inputs, proved=_proved(revision))
    month = f"{revision.month:%Y-%m}"
    text = f"{month} 已发布 v{revision.number},草案不再改它;要改请用 zhiban adjust"
    return replace(
        made,
        messages=(*made.messages, Message("published", "note", text)),
        output=data.with_name(revision.documents[0][0]),
        changed=False,
        base=revision.number,
        stamp=Stamp(revision.number, revision.approver, revision.at, revision.reason),
    )


def _proved(revision: Revision) -> bool:
    return all(cost is not None and cost == bound for _, cost, bound in revision.levels)


def _month_of(edited: Path) -> date | None:
    month = read_roster(edited, now().date()).origin.get("month", "")
    return date.fromisoformat(f"{month}-01") if month else None
