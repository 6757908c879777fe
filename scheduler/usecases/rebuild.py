"""Making a ledger anew from the published workbooks, where it is lost or damaged."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from itertools import count
from os.path import lexists
from typing import TYPE_CHECKING

from constraints.domain import Slot
from scheduler.clock import now
from scheduler.errors import FileError, ZhibanError
from scheduler.files import read_plain, sweep, temporary, write_whole
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.ledger.lock import alone
from scheduler.ledger.record import unpacked
from scheduler.ledger.recovery import INSIDE
from scheduler.ledger.revision import GENESIS, TABLE
from scheduler.reading.roster_book import read_roster
from scheduler.reading.tables.layout import GAP
from scheduler.reading.wall_text import SEATS
from scheduler.writing.roster_workbook import REVISION_PREFIX

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from scheduler.ledger.revision import Revision

    Edition = tuple[Revision, dict[str, bytes]]


@alone
def rebuild(path: Path) -> tuple[Path | None, list[Revision]]:
    """Make the ledger anew from the published workbooks; the one that was there is kept beside it.

    What an intact ledger holds stays; workbooks that it does not know are added to it.
    Returns where the old ledger went, and the revisions recorded.

    Raises
    ------
    FileError
        If there is nothing to add, a revision is missing among the workbooks, or one of them is
        not as it was published.
    """
    folder = path if path.is_dir() else path.parent
    old = folder / LEDGER_FILE
    held = _held(old)
    known = {name for one, _ in held for name, _ in one.documents}
    editions = list(held)
    for inside in sorted(folder.glob(f"*-????-??-v*{INSIDE}")):
        if inside.name not in known:
            public = inside.with_name(inside.name.replace(INSIDE, ".xlsx"))
            contents = {one.name: read_plain(one) for one in (public, inside) if lexists(one)}
            editions.append((_carried(inside, contents), contents))
    if len(editions) == len(held):
        what = (
            f"{LEDGER_FILE} 是完好的" if held else f"{folder} 里没有已发布的内部版（…-vN{INSIDE}）"
        )
        raise FileError(f"{what}，没有要重建的")
    editions = _in_order(editions)
    _refuse_holes([one for one, _ in editions])
    sweep(folder)
    fresh, number = temporary(folder)
    os.close(number)
    try:
        ledger = Ledger(fresh)
        recorded = [ledger.append(one, contents, rebuilt=True) for one, contents in editions]
        kept = _set_aside(old)
        fresh.replace(old)
    finally:
        fresh.unlink(missing_ok=True)
    return kept, recorded


def _set_aside(ledger: Path) -> Path | None:
    """Copy a ledger, so that at no instant there is none; return where to.

    Its journal goes along: it would undo what is in the new one.
    """
    content = read_plain(ledger) if lexists(ledger) else None
    places = (ledger.with_name(f"{ledger.name}.旧{number}") for number in count(1))
    # A run that was killed may have copied it already.
    kept = next(one for one in places if not lexists(one) or read_plain(one) == content)
    if content is not None:
        write_whole(kept, content)
    with suppress(FileNotFoundError):
        ledger.with_name(f"{ledger.name}-journal").replace(kept.with_name(f"{kept.name}-journal"))
    return None if content is None else kept


def _held(path: Path) -> list[Edition]:
    """Return what an intact ledger holds; nothing of a damaged one is believed."""
    ledger = Ledger(path)
    try:
        if ledger.verify():
            return []
        return [(one, ledger.contents(one)) for one in ledger.revisions()]
    except ZhibanError:
        return []


def _in_order(editions: list[Edition]) -> list[Edition]:
    """Return revisions as they will have been recorded: by number, whatever the clock said.

    Of the months' next ones the one published first comes first.
    """
    waiting: dict[tuple[date, str], list[Edition]] = {}
    for edition in sorted(editions, key=lambda pair: (pair[0].month, pair[0].number)):
        waiting.setdefault((edition[0].month, edition[0].table), []).append(edition)
    ordered = []
    while waiting:
        # Tables published in one go come as they are printed, the one of every centre first.
        month = min(waiting, key=lambda of: (waiting[of][0][0].at, of[1] != TABLE, of))
        ordered.append(waiting[month].pop(0))
        if not waiting[month]:
            del waiting[month]
    return ordered


def _refuse_holes(revisions: list[Revision]) -> None:
    numbers: Counter[tuple[date, str]] = Counter()
    for one in revisions:
        of = one.month, one.table
        numbers[of] += 1
        if one.number != numbers[of]:
            name = f"{one.table}-{one.month:%Y-%m}-v{numbers[of]}{INSIDE}"
            raise FileError(f"缺少 {name}，重建不了；请把它找回来放进这个文件夹")


def _carried(inside: Path, contents: dict[str, bytes]) -> Revision:
    """Return the revision that an inside workbook carries, with its workbooks as found."""
    visible = read_roster(inside, now().date())
    pieces = sorted(
        (int(name.removeprefix(REVISION_PREFIX)), text)
        for name, text in visible.origin.items()
        if name.startswith(REVISION_PREFIX) and name.removeprefix(REVISION_PREFIX).isdecimal()
    )
    try:
        revision = unpacked("".join(text for _, text in pieces))
    except ValueError:
        raise FileError(f"{inside.name} 里没有发布的记录，不能用来重建台账") from None
    for slot, names in _printed(revision).items():
        if not visible.stands(slot, SEATS.join(names)):
            cell = visible.cells.get(slot)
            where = cell.address if cell else f"{slot.date}"
            raise FileError(f"{inside.name} 的 {where} 发布以后被改动过，不能用来重建台账")
    digests = ((name, hashlib.sha256(data).hexdigest()) for name, data in contents.items())
    return replace(revision, documents=tuple(digests), hash=GENESIS)


def _printed(revision: Revision) -> dict[Slot, list[str]]:
    """Return the names that stand for every duty of a revision, 待定 for an open seat."""
    names: dict[Slot, list[str]] = {}
    for one in revision.posts:
        for seat in one.seats:
            slot = Slot(seat.start.date(), one.post, seat.shift)
            names.setdefault(slot, []).append(seat.name or GAP)
    return names
