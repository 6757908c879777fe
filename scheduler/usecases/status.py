"""What a centre's folder holds, and what to do next."""

from __future__ import annotations

import hashlib
from operator import itemgetter
from os.path import lexists
from typing import TYPE_CHECKING, Any

from constraints.calendar import next_month
from scheduler.clock import now
from scheduler.errors import ZhibanError
from scheduler.files import read_plain
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.ledger.recovery import restore
from scheduler.ledger.revision import TABLE, grouped, newest
from scheduler.reading.copies import DRAFT, copies, copy_messages
from scheduler.reading.ledger_anchor import anchor_messages
from scheduler.reading.roster_book import read_roster
from scheduler.reading.roster_month import missing_month
from scheduler.reading.tables.layout import DATA_FILE

if TYPE_CHECKING:
    from pathlib import Path


def describe(folder: Path) -> tuple[dict[str, Any], list[str]]:
    """Return the state of a folder for a job, and in words with the next command."""
    data = folder / DATA_FILE
    restore(data)
    at, recorded = now(), Ledger(folder / LEDGER_FILE).revisions()
    months = newest(recorded)
    published = {f"{month:%Y-%m}": one.number for month, one in months.items()}
    month = missing_month(months.keys(), at.date())
    while month in months:
        month = next_month(month)
    upcoming = f"{month:%Y-%m}"
    found = [one for path in folder.iterdir() if (one := DRAFT.fullmatch(path.name))]
    drafts = {one[2]: one[0] for one in sorted(found, key=itemgetter(0)) if one[1] == TABLE}
    others = {(one[1], one[2]): one[0] for one in sorted(found, key=itemgetter(0))}
    others = {of: name for of, name in others.items() if of[0] != TABLE}
    lines = [f"{month}：已发布 v{number}" for month, number in published.items()]
    lines += [f"{month}：草案 {name}" for month, name in drafts.items() if month not in published]
    adjusted = {
        month: drafts[month]
        for month, number in published.items()
        if month in drafts and _base(folder / drafts[month]) == number
    }
    lines += [f"{month}：调整草案 {name}" for month, name in adjusted.items()]
    held = {(one.table, f"{one.month:%Y-%m}"): one for one in recorded if one.table != TABLE}
    lines += [f"{table} {month}：已发布 v{one.number}" for (table, month), one in held.items()]
    waiting = {of: name for of, name in others.items() if of not in held}
    lines += [f"{table} {month}：草案 {name}" for (table, month), name in waiting.items()]
    if not lexists(data):
        lines.append(f"这个文件夹里没有 {DATA_FILE}")
        following = "zhiban init"
    elif adjusted and not _made_from(folder / next(iter(adjusted.values())), data):
        following = "zhiban adjust"
    elif adjusted:
        following = (
            f"zhiban publish {next(iter(adjusted.values()))} --approver 批准人 --reason 原因"
        )
    elif waiting and upcoming not in drafts:
        following = f"zhiban publish {next(iter(waiting.values()))} --approver 批准人"
    elif upcoming not in drafts:
        lines.append(f"{upcoming}：还没有排")
        following = f"zhiban draft --month {upcoming}"
    elif any(month == upcoming for _, month in waiting):
        following = "zhiban publish --approver 批准人"
    else:
        following = f"zhiban publish {drafts[upcoming]} --approver 批准人"
    if recorded:
        lines.append(f"台账最后一版的封印：{grouped(recorded[-1].seal)}")
    said = (*copy_messages(folder), *anchor_messages(data, recorded, at))
    lines += [message.text for message in said]
    lines.append(f"下一步：{following}")
    result = {
        "data": lexists(data),
        "published": published,
        "drafts": drafts,
        "copies": copies(folder),
        "upcoming": upcoming,
        "next": following,
    }
    return result, lines


def _made_from(draft: Path, data: Path) -> bool:
    """Tell whether a draft was made from the data as they are now."""
    origin = read_roster(draft, now().date()).origin
    return hashlib.sha256(read_plain(data)).hexdigest() in origin.get("input1", "")


def _base(draft: Path) -> int:
    """Return the revision that a draft was made from, 0 if none or if it cannot be read."""
    try:
        return read_roster(draft, now().date()).base
    except ZhibanError:
        return 0
