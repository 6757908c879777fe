"""Putting a centre's folder right after a run was killed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.files import staged, sweep
from scheduler.ledger import LEDGER_FILE, Ledger

if TYPE_CHECKING:
    from pathlib import Path


def restore(data: Path, *, every: bool = False) -> list[Path]:
    """Put the last revision's workbooks where a killed run has recorded but not put them.

    Its litter goes too. With ``every`` those of all revisions. Returns what was put back.
    """
    sweep(data.parent)
    ledger = Ledger(data.with_name(LEDGER_FILE))
    restored: list[Path] = []
    for one in ledger.revisions()[0 if every else -1 :]:
        missing = [name for name, _ in one.documents if not data.with_name(name).exists()]
        if missing:
            kept = ledger.contents(one)
            with staged({data.with_name(name): kept[name] for name in missing}) as put:
                restored += put()
    return restored
