"""Which roster is published where only a centre is named: exact names first, else it is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.drafts.copies import DRAFT, copy_messages
from scheduler.errors import FileError, Message, UsageError
from scheduler.reading.tables.layout import DATA_FILE

if TYPE_CHECKING:
    from pathlib import Path


def draft_to_publish(path: Path) -> tuple[Path, tuple[Message, ...]]:
    """Return the roster to publish, the one given or the newest draft, and what to say of it.

    Raises
    ------
    FileError
        If there is none.
    UsageError
        If several may be meant.
    """
    if not path.exists():
        raise FileError(f"找不到 {path}，请核对文件名")
    if path.is_file() and path.name != DATA_FILE:
        return path, ()
    folder = path if path.is_dir() else path.parent
    chosen = _newest_draft(folder)
    note = Message("read", "note", f"发布的是 {chosen.name}")
    return chosen, (note, *copy_messages(folder))


def _newest_draft(folder: Path) -> Path:
    """Return the newest draft by its exact name; others only if there is no such one.

    Raises
    ------
    FileError
        If there is none.
    UsageError
        If several may be meant.
    """
    drafts = [one for one in folder.glob("值班安排表-*草案*.xlsx") if one.is_file()]
    if not drafts:
        raise FileError(f"{folder} 里没有草案，请先运行 zhiban draft")
    exact = [one for one in drafts if DRAFT.fullmatch(one.name)]
    chosen = max(exact or drafts, key=lambda one: one.stat().st_mtime_ns)
    # Where a draft could not be replaced, a newer one was put beside it.
    aside = folder.glob(f"{chosen.stem}-新*.xlsx")
    since = chosen.stat().st_mtime_ns
    rivals = [one for one in aside if one.stat().st_mtime_ns > since] if exact else drafts
    if len({chosen, *rivals}) > 1:
        names = "、".join(sorted({one.name for one in (chosen, *rivals)}))
        raise UsageError(f"有几份都像是要发布的草案：{names}；请写明是哪一份，或移走用不着的")
    return chosen
