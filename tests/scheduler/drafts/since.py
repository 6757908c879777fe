"""A centre published as v1 and what is done with it by the commands, on 10 December."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from icalendar import Calendar

from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.usecases.check import check
from tests.books import values
from tests.scheduler.commands import call
from tests.scheduler.december import (
    CHANGE,
    NAME,
    NAMES,
    day,
    first_row,
    say,
    served,
)

if TYPE_CHECKING:
    from pathlib import Path


AT = datetime(2026, 12, 10, 12)
AS_OF = ("--as-of", "2026-12-10 12:00")
LEAVE: list[Any] = ["姓名", "开始", "结束", "状态"]
DAYS: list[Any] = ["日期", "类型", "名称"]
PUBLISH = ("--approver", "王静", "--reason")


def who(folder: Path, number: int, revision: int = -1) -> str:
    return NAME[served(folder, revision)[day(number)]]


def free(folder: Path, *numbers: int) -> str:
    near = {who(folder, on + far) for on in numbers for far in (-1, 0, 1)}
    return next(name for name in NAMES if name not in near)


def remarks(path: Path) -> dict[int, str]:
    """Return what the wall sheet remarks on every day of December."""
    first = first_row(path)
    rows = values(path, "值班安排表")[first - 1 : first + 30]
    return {on: str(row[-1] or "") for on, row in enumerate(rows, 1)}


def remark(path: Path, number: int) -> str:
    return remarks(path)[number]


def looked(folder: Path, at: datetime = AT) -> str:
    """Return what ``check`` says at a time."""
    return "\n".join(one.text for one in check(folder, at=at).messages)


def adjusted(folder: Path, *words: object) -> tuple[int, list[Any], str]:
    """Return exit code, months and messages of a plain ``adjust``."""
    code, said = call("adjust", folder, *(words or AS_OF))
    return code, said["result"]["months"], "\n".join(one["text"] for one in said["messages"])


def changed(folder: Path, kind: str, *, open_: bool = False) -> list[Any]:
    """Publish v2 with a change of the 20th, and return its row."""
    taker = free(folder, 20)
    back = None
    if kind == "换班":
        days = (n for n in range(22, 31) if who(folder, n) == taker)
        giver = who(folder, 20)
        back = next(n for n in days if giver not in (who(folder, n - 1), who(folder, n + 1)))
    written = None if open_ else taker
    row = [
        kind,
        day(20),
        who(folder, 20),
        written,
        back and day(back),
        "已批准",
        None,
        day(8),
        "有事",
    ]
    say(folder, 变更=[CHANGE, row])
    assert adjusted(folder)[0] == 0
    assert call("publish", folder, *PUBLISH, kind)[0] == 0
    return row


def uids(path: Path) -> set[str]:
    target = path.with_suffix(".ics")
    assert call("export", "ics", path, "-o", target)[0] == 0
    return {str(one["UID"]) for one in Calendar.from_ical(target.read_bytes()).walk("VEVENT")}


def aged(folder: Path) -> None:
    """Make the ledger as a program wrote it that recorded neither identity nor changes."""
    ledger = Ledger(folder / LEDGER_FILE)
    held = [(one, ledger.contents(one)) for one in ledger.revisions()]
    ledger.path.unlink()
    for one, contents in held:
        ledger.append(replace(one, centre="", substitutions=()), contents)


def away_from(folder: Path, *numbers: int) -> list[str]:
    """Return the people who serve neither on these days nor next to them."""
    near = {who(folder, on + far) for on in numbers for far in (-1, 0, 1)}
    return [name for name in NAMES if name not in near]


def row(
    kind: str, on: date, giver: str, taker: str | None, back: date | None = None, at: int = 0
) -> list[object]:
    approved = date(2026, 12, at) if at else None
    return [kind, on, giver, taker, back, "已批准", "陈主任", approved, "有事"]


def errors(*words: object) -> dict[str, str]:
    """Return what a command refuses, by cell; it must refuse."""
    code, said = call(*words)
    assert code == 4, said
    return {one["cell"]: one["text"] for one in said["messages"] if one["severity"] == "error"}
