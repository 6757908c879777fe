"""Whether the ledger is the one that the published workbooks beside it come from.

A ledger that was lost, replaced by an older one or written anew would make a second first revision
of a month. What people hold of the true one are the published workbooks: their names, and in each
the seal of what was recorded before it.
"""

from __future__ import annotations

from itertools import pairwise
from os.path import lexists
from typing import TYPE_CHECKING

from scheduler.errors import Message, ZhibanError
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.ledger.recovery import INSIDE
from scheduler.ledger.revision import grouped
from scheduler.reading.copies import PUBLISHED, copies
from scheduler.reading.files.open import open_book
from scheduler.reading.machine_sheet import SEAL_BEFORE, read_machine_sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from scheduler.ledger.revision import Revision

# With any of these nothing is published: it would be recorded in the wrong ledger.
ESTRANGED = frozenset(["unrecorded", "older-ledger", "diverged", "rewritten"])

_MOST_NAMED = 4
_WAY_OUT = "请找回最新的台账，或运行 zhiban doctor --rebuild 补记；别处拷来的文件请移走"


def anchor_messages(data: Path, recorded: Sequence[Revision], at: datetime) -> list[Message]:
    """Say what does not fit between the ledger beside a data workbook and what lies there.

    Parameters
    ----------
    data
        The data workbook.
    recorded
        All that the ledger holds, in the order of recording.
    at
        The present time at the centre.
    """
    ledger = data.with_name(LEDGER_FILE)
    held = [
        *_unrecorded(data.parent, recorded),
        *other_chains(recorded, _copies_beside(ledger)),
        *misprints(data.parent, recorded[-2:]),
    ]
    if recorded and recorded[-1].at > at:
        last = recorded[-1]
        text = (
            f"最近一次发布（{last.month:%Y-%m} v{last.number}）是 {last.at:%Y-%m-%d %H:%M}，"
            f"比现在（{at:%Y-%m-%d %H:%M}）还晚；请核对电脑的日期和时间，版次一律按编号算"
        )
        held.append(Message("clock-back", "warning", text, LEDGER_FILE))
    if recorded and Ledger(ledger).unverified():
        text = (
            "台账是从已发布的班表重建的，未经核实；请用发布时记下的封印核实"
            "（zhiban doctor --expect 封印），或由下一次发布的批准人认可"
        )
        held.append(Message("unverified", "warning", text, LEDGER_FILE))
    return held


def _unrecorded(folder: Path, recorded: Iterable[Revision]) -> Iterator[Message]:
    """Name the published workbooks that the ledger does not know."""
    known = {name for one in recorded for name, _ in one.documents}
    names = [path.name for path in folder.iterdir() if PUBLISHED.fullmatch(path.name)]
    if strange := sorted(set(names) - known):
        more = f" 等 {len(strange)} 个" if len(strange) > _MOST_NAMED else ""
        what = "可能被换成了较旧的一份" if known else "不见了或是空的"
        text = f"台账里没有 {'、'.join(strange[:_MOST_NAMED])}{more}，台账{what}；{_WAY_OUT}"
        yield Message("unrecorded", "warning", text, LEDGER_FILE)


def _copies_beside(ledger: Path) -> Iterator[Path]:
    return (ledger.with_name(name) for name in copies(ledger.parent) if name.endswith(".db"))


def other_chains(recorded: Sequence[Revision], others: Iterable[Path]) -> Iterator[Message]:
    """Say which other ledgers of this centre hold more than this one, or something else.

    One that holds less is a copy from before, and no matter.
    """
    for path in others:
        try:
            theirs = Ledger(path).revisions()
        except ZhibanError:
            continue
        pairs = enumerate(zip(recorded, theirs, strict=False))
        parting = next((nth for nth, (a, b) in pairs if a.hash != b.hash), None)
        if parting is None and len(theirs) > len(recorded):
            first = theirs[len(recorded)]
            text = (
                f"{_where(path)} 比现在的台账多 {len(theirs) - len(recorded)} 版"
                f"（从 {first.month:%Y-%m} v{first.number} 起）；现在的台账可能是旧的，{_WAY_OUT}"
            )
            yield Message("older-ledger", "warning", text, LEDGER_FILE)
        elif parting is not None and recorded[0].centre == theirs[0].centre:
            first = recorded[parting]
            text = (
                f"{_where(path)} 和现在的台账从 {first.month:%Y-%m} v{first.number} 起不一样："
                "同一个中心有了两份台账；请核对以哪一份为准，把另一份移走"
            )
            yield Message("diverged", "warning", text, LEDGER_FILE)


def _where(path: Path) -> str:
    return path.name if path.name != LEDGER_FILE else f"{path.parent.name} 里的 {LEDGER_FILE}"


def misprints(folder: Path, recorded: Sequence[Revision]) -> Iterator[Message]:
    """Name the published workbooks that carry another seal of what was recorded before them."""
    for before, one in pairwise(recorded):
        inside = next((name for name, _ in one.documents if name.endswith(INSIDE)), "")
        if not inside or not lexists(folder / inside):
            continue
        try:
            printed = read_machine_sheet(open_book(folder / inside)).origin.get(SEAL_BEFORE, "")
        except ZhibanError:
            continue  # doctor says what is wrong with it.
        if printed and printed != before.seal:
            text = (
                f"{inside} 上印着的前一版封印是 {grouped(printed)}，台账里却是 "
                f"{grouped(before.seal)}：台账被改写过或换过；{_WAY_OUT}"
            )
            yield Message("rewritten", "warning", text, LEDGER_FILE)
