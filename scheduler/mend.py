"""Putting a centre's folder right after a run was killed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.files import staged, sweep
from scheduler.ledger import LEDGER_FILE, Ledger

if TYPE_CHECKING:
    from pathlib import Path


def restore(data: Path) -> list[Path]:
    """Put the last revision's workbooks where a killed run has recorded but not put them.

    Its litter goes too. Returns what was put back.
    """
    sweep(data.parent)
    ledger = Ledger(data.with_name(LEDGER_FILE))
    recorded = ledger.revisions()
    if not recorded:
        return []
    missing = [name for name, _ in recorded[-1].documents if not data.with_name(name).exists()]
    if not missing:
        return []
    kept = ledger.contents(recorded[-1])
    with staged({data.with_name(name): kept[name] for name in missing}) as put:
        return put()
