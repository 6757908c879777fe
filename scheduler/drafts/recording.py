"""A revision recorded: its workbooks written beside their places, the ledger, then the places."""

from __future__ import annotations

from dataclasses import replace
from os.path import lexists
from typing import TYPE_CHECKING

from scheduler.errors import FileError
from scheduler.files import staged
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.reporting.to_revision import to_revision

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.ledger.revision import Revision
    from scheduler.reporting.outcome import Draft


def record(draft: Draft, data: Path) -> tuple[Draft, Revision, tuple[Path, ...]]:
    """Record a stamped roster in the ledger beside ``data``, and put its workbooks there.

    They carry the seal of what was recorded before, so that a ledger written anew is found out.

    Raises
    ------
    FileError
        If there is a workbook of that name already, or one cannot be written.
    """
    from scheduler.writing.roster_workbook import render

    assert draft.stamp is not None
    ledger = Ledger(data.with_name(LEDGER_FILE))
    recorded = ledger.revisions()
    before = recorded[-1].seal if recorded else ""
    draft = replace(draft, stamp=replace(draft.stamp, before=before))
    stem = f"{draft.centre.table}-{draft.problem.month:%Y-%m}-{draft.version}"
    contents = {
        data.with_name(f"{stem}.xlsx"): render(draft, public=True),
        data.with_name(f"{stem}-内部.xlsx"): render(draft),
    }
    for target in contents:
        if lexists(target):
            raise FileError(f"{target.name} 已经存在，不覆盖；请移走它再发布")
    by_name = {target.name: content for target, content in contents.items()}
    revision = to_revision(draft, by_name)
    with staged(contents) as put:
        # From here on the month is published: if the files do not get to their places any more,
        # the next run puts them there from the ledger.
        revision = ledger.append(revision, by_name)
        files = tuple(put())
    assert draft.stamp is not None
    sealed = replace(draft, output=files[0], stamp=replace(draft.stamp, seal=revision.seal))
    return sealed, revision, files
