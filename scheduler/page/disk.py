"""What of a centre's folder the page rests on, and whether it is still the same."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from constraints.calendar import zh_date
from scheduler.drafts.typed_text import in_words
from scheduler.errors import ZhibanError
from scheduler.files import read_plain
from scheduler.ledger.ledger import LEDGER_FILE
from scheduler.reading.copies import DRAFT
from scheduler.reading.tables.layout import DATA_FILE, GAP
from scheduler.reporting.duty_day import which

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from scheduler.page.tables import Table
    from scheduler.reading.visible_roster import VisibleRoster

MOST_LINES = 20


@dataclass(slots=True)
class Disk:
    """The files of a folder that the page reads: data, HR's own lists, ledger and drafts."""

    folder: Path
    staff_files: tuple[Path, ...] = ()
    leave_files: tuple[Path, ...] = ()
    _known: dict[str, tuple[tuple[int, int], str]] = field(default_factory=dict)

    def look(self, *, closely: bool = False) -> dict[str, str]:
        """Return the SHA-256 of every file by name.

        A file of the same size and time as before is believed to be the same, unless it is looked
        at ``closely``. What cannot be read, as a link, is left to whoever reads it.
        """
        found = {}
        for path in self._files():
            try:
                about = path.stat()
                stamp = about.st_size, about.st_mtime_ns
                known = self._known.get(path.name)
                if closely or known is None or known[0] != stamp:
                    known = stamp, hashlib.sha256(read_plain(path)).hexdigest()
                    self._known[path.name] = known
            except (OSError, ZhibanError):
                continue
            found[path.name] = known[1]
        return found

    def contents(self) -> dict[str, bytes | None]:
        """Return what is in the drafts of the folder, by name."""
        drafts = (path for path in self._files() if DRAFT.fullmatch(path.name))
        return {path.name: read_plain(path) for path in drafts}

    def _files(self) -> Iterator[Path]:
        yield from (self.folder / name for name in (DATA_FILE, LEDGER_FILE))
        yield from (*self.staff_files, *self.leave_files)
        yield from sorted(
            path for path in self.folder.iterdir() if DRAFT.fullmatch(path.name) and path.is_file()
        )


def difference(
    before: dict[str, str], after: dict[str, str], old: Sequence[Table], new: Sequence[Table]
) -> list[str]:
    """Say what has changed on disk between two looks at it."""
    lines = []
    drafts = {one.target.name: one for one in old}
    now = {one.target.name: one for one in new}
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) == after.get(name):
            continue
        if name not in after:
            lines.append(f"{name} 被移走或删除了")
        elif name not in before:
            lines.append(f"多了 {name}")
        else:
            then, here = drafts.get(name), now.get(name)
            pair = (then.drafted if then else None, here.drafted if here else None)
            said = list(_in_draft(*pair))
            lines += [f"{name}：{line}" for line in said] or [f"{name} 在别处改过了"]
    more = [f"另有 {len(lines) - MOST_LINES} 处"] if len(lines) > MOST_LINES else []
    return [*lines[:MOST_LINES], *more]


def _in_draft(old: VisibleRoster | None, new: VisibleRoster | None) -> Iterator[str]:
    if old is None or new is None:
        return
    for slot in dict.fromkeys((*old.slots, *new.slots)):
        was, now = (_names(one.names_on(slot)) for one in (old, new))
        if was != now:
            day = f"{zh_date(slot.date)}{which(slot.post, slot.shift)}"
            yield f"{day} {was} → {now}"
    if typed := in_words(new.typed(old.texts)):
        yield f"{'、'.join(typed)}写了字"


def _names(names: Iterable[str]) -> str:
    return "、".join(sorted(names)) or GAP
