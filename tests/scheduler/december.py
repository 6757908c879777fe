"""A centre of four in December 2026, drafted and published, and what is said of it since."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.ledger.lock import LOCK_FILE
from scheduler.reporting.changes import changes
from scheduler.usecases.draft import draft
from scheduler.usecases.publish import publish
from tests.books import DECEMBER, NAMES, STAFF, TAIL, TODAY, book, values

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.ledger.revision import Revision
    from scheduler.reporting.outcome import Draft
    from tests.books import Rows

DATA, DRAFT = "值班数据.xlsx", "值班安排表-2026-12-草案.xlsx"
FINAL, INSIDE = "值班安排表-2026-12-v1.xlsx", "值班安排表-2026-12-v1-内部.xlsx"
KEYS = [row[1] for row in STAFF[1:]]
NAME = dict(zip(KEYS, NAMES, strict=True))
LEAVE = ["姓名", "开始", "结束", "状态", "批准人"]
CHANGE = [
    *("类型", "值班日期", "原值班人", "替班人", "换回日期"),
    *("状态", "批准人", "批准日期", "原因"),
]
AT = datetime(2026, 12, 10, 12)


def drafted(folder: Path) -> Path:
    """Make a centre of four with a draft of December."""
    book(folder / DATA)
    draft(folder, month=DECEMBER, at=TODAY)
    return folder


def published(folder: Path, at: datetime = datetime(2026, 11, 28)) -> Path:
    """Make a centre of four whose December is published."""
    drafted(folder)
    publish(folder, approver="王静", at=at)
    return folder


def day(number: int) -> date:
    return date(2026, 12, number)


def served(folder: Path, revision: int = -1) -> dict[date, str]:
    return on_duty(Ledger(folder / LEDGER_FILE).revisions()[revision])


def on_duty(revision: Revision) -> dict[date, str]:
    """Return the key on every date, '' for a gap."""
    return {slot.date: "".join(keys) for slot, keys in revision.assignment.items()}


def say(folder: Path, **sheets: Rows) -> None:
    book(folder / DATA, **({"员工": STAFF, "历史": TAIL} | sheets))


def moved(made: Draft) -> dict[date, tuple[str, str]]:
    return {one.duty.date: (one.old, one.new) for one in changes(made)}


def holder(folder: Path, first: int) -> tuple[int, str]:
    """Return a day from ``first`` on that some one person serves, and their name."""
    return first, NAME[served(folder)[day(first)]]


def said_of(made: Draft) -> str:
    return "\n".join(message.text for message in made.messages)


def first_row(path: Path) -> int:
    """Return the row of 1 December on the wall sheet."""
    rows = values(path, "值班安排表")
    return next(nth for nth, row in enumerate(rows, 1) if row[0] == "12月1日")


def people(path: Path) -> list[str]:
    first = first_row(path)
    return [row[3] for row in values(path, "值班安排表")[first - 1 : first + 30]]


def everything(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder, its lock aside."""
    files = (path for path in folder.iterdir() if path.name != LOCK_FILE)
    return {path.name: path.read_bytes() for path in files}
