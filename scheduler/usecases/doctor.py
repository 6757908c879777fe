"""Looking a centre's folder over: data, ledger, seals and every published workbook."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import count
from os.path import lexists
from typing import TYPE_CHECKING

from scheduler.clock import now
from scheduler.drafts.copies import copy_messages
from scheduler.drafts.published_news import published_news
from scheduler.errors import Exit, FileError, Message, ZhibanError
from scheduler.files import read_plain, sweep, temporary, write_whole
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.ledger.lock import alone
from scheduler.ledger.recovery import INSIDE, restore
from scheduler.ledger.revision import GENESIS, unpacked
from scheduler.notices.channels import Program
from scheduler.notices.config import read_channels
from scheduler.notices.program import found as place_of
from scheduler.notices.sources import CONFIG_FILE
from scheduler.reading.calendar_news import NEWS
from scheduler.reading.cells.normal_text import normalised
from scheduler.reading.read_centre import read_centre
from scheduler.reading.roster_book import read_roster
from scheduler.reading.tables.layout import DATA_FILE, GAP
from scheduler.writing.roster_workbook import REVISION_PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from scheduler.ledger.revision import Revision


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found: how much is sealed, what was put right, and what is still wrong.

    ``channels`` are the ways notices go.
    """

    revisions: int
    restored: tuple[Path, ...]
    messages: tuple[Message, ...]
    channels: tuple[str, ...] = ()

    @property
    def exit(self) -> Exit:
        """The exit code: 12 if anything is wrong with the files."""
        codes = [message.exit for message in self.messages]
        return next((code for code in (Exit.FILES, Exit.INPUT) if code in codes), Exit.DONE)


def examine(path: Path) -> Examined:
    """Verify folder, ledger, seals and published workbooks; put back what is missing."""
    folder = path if path.is_dir() else path.parent
    data = folder / DATA_FILE
    messages: list[Message] = []

    def wrong(code: str, text: str, name: str = "", exit_code: Exit = Exit.FILES) -> None:
        messages.append(Message(code, "error", text, name, exit=exit_code))

    if not folder.is_dir():
        raise FileError(f"找不到文件夹 {folder}")
    sweep(folder)
    ledger = Ledger(folder / LEDGER_FILE)
    restored: list[Path] = []
    revisions: list[Revision] = []
    try:
        for text in ledger.verify():
            wrong("ledger", text, LEDGER_FILE)
        if not messages:
            revisions = ledger.revisions()
            restored = restore(data, every=True)
            if strays := ledger.strays():
                text = f"文件里有 {strays} 个字节被改动过，都在空白处，各版记录本身完好"
                messages.append(Message("strays", "warning", text, LEDGER_FILE))
            for name in _altered(folder, revisions):
                text = "发布以后被改动过；要换回发布时的样子，请把它移走，再运行一次 zhiban doctor"
                wrong("altered", text, name)
            for name in _unrecorded(folder, revisions):
                text = (
                    "台账里没有这一版；别处拷来的请移走，本中心的请用 zhiban doctor --rebuild 补记"
                )
                wrong("unrecorded", text, name)
    except ZhibanError as error:
        wrong("ledger", str(error), LEDGER_FILE)
    if not lexists(data):
        wrong("no-data", f"没有 {DATA_FILE}；新的中心请先运行 zhiban init", DATA_FILE)
    elif not any(message.code == "ledger" for message in messages):
        try:
            at = now()
            centre = read_centre(data, at)
            news = published_news(data, at, lambda month: read_centre(data, at, month))
            told = (one for one in centre.warnings if one.code == NEWS)
            messages += dict.fromkeys((*told, *news))
        except ZhibanError as error:
            text = f"{error.text}；详细请运行 zhiban check"
            wrong("data", text, DATA_FILE, error.exit)
    messages += copy_messages(folder)
    channels, faults = read_channels(folder)
    names = tuple(channel.name for channel in channels)
    for program in (one for one in channels if isinstance(one, Program)):
        if not place_of(program):
            text = f"{program.words[0]} 运行不了，请写完整路径，并核对权限"
            faults.append(
                Message("notices", "error", text, CONFIG_FILE, "command", "run", Exit.INPUT)
            )
    return Examined(len(revisions), tuple(restored), (*messages, *faults), names)


def _altered(folder: Path, revisions: list[Revision]) -> Iterator[str]:
    for name, digest in (pair for one in revisions for pair in one.documents):
        try:
            same = hashlib.sha256(read_plain(folder / name)).hexdigest() == digest
        except (OSError, FileError):
            same = False
        if not same:
            yield name


def _unrecorded(folder: Path, revisions: list[Revision]) -> Iterator[str]:
    known = {name for one in revisions for name, _ in one.documents}
    for path in sorted(folder.glob(f"值班安排表-*-v*{INSIDE}")):
        if path.name not in known:
            yield path.name


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
    for inside in sorted(folder.glob(f"值班安排表-*-v*{INSIDE}")):
        if inside.name not in known:
            public = inside.with_name(inside.name.replace(INSIDE, ".xlsx"))
            contents = {one.name: read_plain(one) for one in (public, inside) if lexists(one)}
            editions.append((_carried(inside, contents), contents))
    if len(editions) == len(held):
        what = (
            f"{LEDGER_FILE} 是完好的" if held else f"{folder} 里没有已发布的内部版（…-vN{INSIDE}）"
        )
        raise FileError(f"{what}，没有要重建的")
    editions.sort(key=lambda pair: (pair[0].at, pair[0].month, pair[0].number))
    _refuse_holes([one for one, _ in editions])
    sweep(folder)
    fresh, number = temporary(folder)
    os.close(number)
    try:
        ledger = Ledger(fresh)
        recorded = [ledger.append(one, contents) for one, contents in editions]
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


def _held(path: Path) -> list[tuple[Revision, dict[str, bytes]]]:
    """Return what an intact ledger holds; nothing of a damaged one is believed."""
    ledger = Ledger(path)
    try:
        if ledger.verify():
            return []
        return [(one, ledger.contents(one)) for one in ledger.revisions()]
    except ZhibanError:
        return []


def _refuse_holes(revisions: list[Revision]) -> None:
    numbers: dict[date, int] = {}
    for one in revisions:
        due = numbers.get(one.month, 0) + 1
        if one.number != due:
            name = f"值班安排表-{one.month:%Y-%m}-v{due}{INSIDE}"
            raise FileError(f"缺少 {name}，重建不了；请把它找回来放进这个文件夹")
        numbers[one.month] = due


def _carried(inside: Path, contents: dict[str, bytes]) -> Revision:
    """Return the revision that an inside workbook carries, with its workbooks as found."""
    visible = read_roster(inside, now().date())
    pieces = sorted(
        (int(name.removeprefix(REVISION_PREFIX)), text)
        for name, text in visible.origin.items()
        if name.startswith(REVISION_PREFIX)
    )
    try:
        revision = unpacked("".join(text for _, text in pieces))
    except ValueError:
        raise FileError(f"{inside.name} 里没有发布的记录，不能用来重建台账") from None
    for seat in revision.seats:
        cell = visible.cells.get(seat.start.date())
        if visible.name(seat.start.date()) != normalised(seat.name or GAP):
            where = cell.address if cell else f"{seat.start:%Y-%m-%d}"
            raise FileError(f"{inside.name} 的 {where} 发布以后被改动过，不能用来重建台账")
    digests = ((name, hashlib.sha256(data).hexdigest()) for name, data in contents.items())
    return replace(revision, documents=tuple(digests), hash=GENESIS)
