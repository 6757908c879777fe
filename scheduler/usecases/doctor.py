"""Looking a centre's folder over: data, ledger, seals and every published workbook."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from os.path import lexists
from typing import TYPE_CHECKING

from scheduler.clock import now
from scheduler.drafts.published_news import published_news
from scheduler.errors import Exit, FileError, Message, UsageError, ZhibanError
from scheduler.files import read_plain, sweep
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.ledger.recovery import restore
from scheduler.ledger.revision import SEAL, grouped
from scheduler.notices.channels import Program
from scheduler.notices.config import read_channels
from scheduler.notices.program import found as place_of
from scheduler.notices.sources import CONFIG_FILE
from scheduler.reading.calendar_news import NEWS
from scheduler.reading.cells.normal_text import normalised
from scheduler.reading.copies import copy_messages
from scheduler.reading.ledger_anchor import ESTRANGED, anchor_messages, misprints, other_chains
from scheduler.reading.read_centre import read_tables
from scheduler.reading.tables.layout import DATA_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scheduler.ledger.revision import Revision


# Of what every command says when it reads the data, what the doctor says too.
_TOLD = frozenset([NEWS, "clock-back", "unverified"])


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found: how much is sealed, what was put right, and what is still wrong.

    ``seal`` is that of the last revision, ``channels`` are the ways notices go.
    """

    revisions: int
    restored: tuple[Path, ...]
    messages: tuple[Message, ...]
    channels: tuple[str, ...] = ()
    seal: str = ""

    @property
    def exit(self) -> Exit:
        """The exit code: 12 if anything is wrong with the files."""
        codes = [message.exit for message in self.messages]
        return next((code for code in (Exit.FILES, Exit.INPUT) if code in codes), Exit.DONE)


def examine(path: Path, expect: str = "") -> Examined:
    """Verify folder, ledger, seals and published workbooks; put back what is missing.

    Parameters
    ----------
    path
        The centre: a folder or a data workbook.
    expect
        A seal that somebody has noted, which the ledger must hold.

    Raises
    ------
    FileError
        If there is no such folder.
    UsageError
        If ``expect`` is no seal.
    """
    noted = _noted(expect)
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
            for message in _estranged(data, revisions):
                wrong(message.code, message.text, LEDGER_FILE)
            if noted:
                messages.append(_held_against(ledger, revisions, noted))
    except ZhibanError as error:
        wrong("ledger", str(error), LEDGER_FILE)
    if not lexists(data):
        wrong("no-data", f"没有 {DATA_FILE}；新的中心请先运行 zhiban init", DATA_FILE)
    elif not any(message.code == "ledger" for message in messages):
        try:
            at = now()
            first, *_ = read_tables(data, at)
            news = published_news(data, at, lambda month: read_tables(data, at, month))
            told = (one for one in first.warnings if one.code in _TOLD)
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
    seal = revisions[-1].seal if revisions else ""
    return Examined(len(revisions), tuple(restored), (*messages, *faults), names, seal)


def _noted(text: str) -> str:
    """Return a seal as it is in the ledger, however it is typed."""
    noted = re.sub(r"[-·.]", "", normalised(text)).lower()
    if text and not re.fullmatch(rf"[0-9a-f]{{{SEAL},64}}", noted):
        raise UsageError(f"--expect 要写发布时给出的封印（{SEAL} 位），如 1a2b 3c4d 5e6f")
    return noted


def _held_against(ledger: Ledger, revisions: list[Revision], noted: str) -> Message:
    """Hold the ledger against a seal; the last one stands for everything before it."""
    nth = next((nth for nth, one in enumerate(revisions) if one.hash.startswith(noted)), None)
    if nth is None:
        text = (
            f"没有封印为 {grouped(noted[:SEAL])} 的版次：台账被换成了别的一份，或被改写过；"
            "请找回发布时的台账"
        )
        return Message("seal", "error", text, LEDGER_FILE, exit=Exit.FILES)
    one, later = revisions[nth], len(revisions) - nth - 1
    since = f"，以后又发布过 {later} 次" if later else "，是最新的一版"
    if not later and ledger.unverified():
        ledger.accept()
        since += "；重建的台账已核实"
    text = f"封印 {grouped(one.seal)} 相符：{one.month:%Y-%m} v{one.number}{since}"
    return Message("seal", "note", text, LEDGER_FILE)


def _estranged(data: Path, revisions: list[Revision]) -> Iterator[Message]:
    """Yield what does not fit between ledger and folder, and copies of the whole folder."""
    found = anchor_messages(data, revisions, now())
    yield from (one for one in found if one.code in ESTRANGED - {"rewritten"})
    yield from misprints(data.parent, revisions)
    if revisions:
        yield from other_chains(revisions, _alike(data.parent))


def _alike(folder: Path) -> Iterator[Path]:
    """Yield the ledgers of folders beside this one that are named like copies of it."""
    own = folder.resolve()
    for other in own.parent.iterdir():
        if other != own and (own.name in other.name or other.name in own.name):
            yield other / LEDGER_FILE


def _altered(folder: Path, revisions: list[Revision]) -> Iterator[str]:
    for name, digest in (pair for one in revisions for pair in one.documents):
        try:
            same = hashlib.sha256(read_plain(folder / name)).hexdigest() == digest
        except (OSError, FileError):
            same = False
        if not same:
            yield name
