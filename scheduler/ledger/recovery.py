"""Putting a centre's folder right after a run was killed."""

from __future__ import annotations

from os.path import lexists
from typing import TYPE_CHECKING

from scheduler.errors import FileError
from scheduler.files import staged, sweep
from scheduler.ledger.ledger import LEDGER_FILE, Ledger

if TYPE_CHECKING:
    from pathlib import Path

INSIDE = "-内部.xlsx"


def restore(data: Path, *, every: bool = False) -> list[Path]:
    """Put the last revision's workbooks where a killed run has recorded but not put them.

    Its litter goes too. With ``every`` those of all revisions. Returns what was put back.

    Raises
    ------
    FileError
        If workbooks are there that only a ledger can have published, and no ledger is.
    """
    sweep(data.parent)
    ledger = Ledger(data.with_name(LEDGER_FILE))
    restored: list[Path] = []
    recorded = ledger.revisions()
    if not recorded and (orphans := sorted(data.parent.glob(f"*-????-??-v*{INSIDE}"))):
        raise FileError(
            f"这里有已发布的 {orphans[0].name}，台账 {LEDGER_FILE} 却不见了或是空的；"
            "请找回台账，或运行 zhiban doctor --rebuild 重建（别处拷来的班表请移走）"
        )
    for one in recorded[0 if every else -1 :]:
        missing = [name for name, _ in one.documents if not lexists(data.with_name(name))]
        if missing:
            kept = ledger.contents(one)
            if lost := [name for name in missing if name not in kept]:
                raise FileError(f"台账 {LEDGER_FILE} 里没有存着 {lost[0]}；请运行 zhiban doctor")
            with staged({data.with_name(name): kept[name] for name in missing}) as put:
                restored += put()
    return restored
