"""Looking back: every revision, what it changed, and any of them written again."""

from __future__ import annotations

from dataclasses import dataclass
from os.path import lexists
from typing import TYPE_CHECKING

from scheduler.drafts.folder import published_in
from scheduler.errors import ConflictError, UsageError
from scheduler.files import read_plain, write_whole
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.ledger.revision import TABLE
from scheduler.reading.calendar_news import ChangedDay
from scheduler.reporting.changes import exchanged
from scheduler.reporting.duty_day import which

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    import pandas as pd

    from constraints.domain import Slot
    from scheduler.ledger.revision import Revision

COLUMNS = {
    "month": "datetime64[s]",
    "number": "int64",
    "base": "int64",
    "approver": "string",
    "reason": "string",
    "at": "datetime64[s]",
    "gaps": "int64",
    "moves": "int64",
    "seal": "string",
}


@dataclass(frozen=True, slots=True)
class Move:
    """A seat that another person has in a later revision; names, '' where nobody serves."""

    slot: Slot
    old: str
    new: str

    @property
    def date(self) -> date:
        """The date on which the duty starts."""
        return self.slot.date

    @property
    def which(self) -> str:
        """What tells the duty from others of its date."""
        return which(self.slot.post, self.slot.shift)


@dataclass(frozen=True, slots=True)
class Entry:
    """A revision, and what it changed of the one before it in its month: people, kinds of days."""

    revision: Revision
    moves: tuple[Move, ...]
    days: tuple[ChangedDay, ...] = ()


def entries(path: Path, month: date | None = None, table: str = "") -> list[Entry]:
    """Return the revisions of a centre, or of one month or table, in the order of recording.

    Raises
    ------
    ZhibanError
        If the ledger cannot be read.
    """
    listed: list[Entry] = []
    before: dict[tuple[str, date], Revision] = {}
    for one in published_in(path, table):
        if month in (None, one.month):
            last = before.get((one.table, one.month))
            changed = (moves(last, one), _days(last, one)) if last else ((), ())
            listed.append(Entry(one, *changed))
            before[one.table, one.month] = one
    return listed


def history_frame(path: Path, month: date | None = None) -> pd.DataFrame:
    """Return the revisions of a centre, or of one month, as a table in the order of recording.

    Returns
    -------
    pandas.DataFrame
        ``month`` (datetime64[s], its first day), ``number`` of the revision and of its ``base``
        (int64; 0: none), ``approver`` and ``reason`` (string), ``at`` (datetime64[s], local time),
        ``gaps``, duties published without anybody, and ``moves``, duties that changed hands since
        the revision before (int64), and ``seal``, the hash of the record (string).

    Raises
    ------
    ZhibanError
        If the ledger cannot be read.
    """
    import pandas as pd

    rows = [
        (
            *(one.month, one.number, one.base, one.approver, one.reason, one.at),
            *(
                sum(not seat.person for post in one.posts for seat in post.seats),
                len(entry.moves),
                one.hash,
            ),
        )
        for entry in entries(path, month, TABLE)
        for one in (entry.revision,)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def moves(before: Revision, after: Revision) -> tuple[Move, ...]:
    """Return the seats that two revisions of a month give to different people."""
    was, names = before.whole, before.names | after.names
    return tuple(
        Move(slot, names.get(old, ""), names.get(new, ""))
        for slot, keys in after.whole.items()
        if slot in was
        for old, new in exchanged(was[slot], keys)
    )


def _days(before: Revision, after: Revision) -> tuple[ChangedDay, ...]:
    """Return the days that two revisions of a month print as different kinds of day."""
    was = {seat.start.date(): seat.kind for seat in before.seats}
    now = {seat.start.date(): seat.kind for seat in after.seats}
    return tuple(
        ChangedDay(on, was[on], kind) for on, kind in now.items() if was.get(on, kind) != kind
    )


def difference(
    path: Path, month: date | None, first: int, second: int, table: str = TABLE
) -> tuple[Move, ...]:
    """Return the difference between two revisions of a month.

    Raises
    ------
    UsageError
        If there is no such revision.
    """
    return moves(_pick(path, month, first, table), _pick(path, month, second, table))


def export(
    path: Path, month: date | None, number: int, output: Path | None, table: str = TABLE
) -> list[Path]:
    """Write a revision's workbooks again as they were published.

    Parameters
    ----------
    output
        Where the inside workbook goes; default both beside the data workbook under their names.

    Raises
    ------
    UsageError
        If there is no such revision.
    ConflictError
        If something else stands there already.
    """
    revision = _pick(path, month, number, table)
    folder = _folder(path)
    contents = Ledger(folder / LEDGER_FILE).contents(revision)
    targets = {folder / name: content for name, content in contents.items()}
    if output:
        inside = next((name for name in contents if "内部" in name), next(iter(contents)))
        targets = {output: contents[inside]}
    for target, content in targets.items():
        if lexists(target) and read_plain(target) != content:
            raise ConflictError(f"{target} 已经存在而且不一样，不覆盖；请移走它，或用 -o 写到别处")
    return [write_whole(target, content) for target, content in targets.items()]


def _folder(path: Path) -> Path:
    return path if path.is_dir() else path.parent


def _pick(path: Path, month: date | None, number: int, table: str) -> Revision:
    revisions = published_in(path, table)
    months = {one.month for one in revisions}
    if month is None and len(months) == 1:
        (month,) = months
    if month is None:
        raise UsageError("请用 --month 写明是哪个月")
    matching = [one for one in revisions if one.month == month and one.number == number]
    if not matching:
        raise UsageError(f"{month:%Y-%m} 没有 v{number} 这一版")
    return matching[0]
