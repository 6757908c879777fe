"""What is published: the roster meant, by its exact name, and with the lists it was made with."""

from __future__ import annotations

from os.path import lexists
from typing import TYPE_CHECKING

from scheduler.errors import ConflictError, FileError, InputError, Message, UsageError
from scheduler.ledger.lock import alone
from scheduler.ledger.revision import TABLE
from scheduler.reading.cells.normal_text import normalised
from scheduler.reading.copies import DRAFT, copy_messages
from scheduler.reading.tables.layout import DATA_FILE, GAP
from scheduler.reading.wall_text import SEATS
from scheduler.writing.provenance import input_names

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from scheduler.reading.centre import Centre
    from scheduler.reading.visible_roster import VisibleRoster
    from scheduler.reporting.outcome import Inputs


@alone
def drafts_to_publish(path: Path, table: str) -> list[tuple[Path, tuple[Message, ...]]]:
    """Return the rosters to publish, each with what there is to say of it.

    The one given; of a folder the newest draft of a table, and without one those of every table of
    the month that the newest draft of the first is of.

    Raises
    ------
    FileError
        If there is none.
    UsageError
        If several may be meant.
    """
    if table or (path.is_file() and path.name != DATA_FILE):
        return [draft_to_publish(path, table or TABLE)]
    folder = path if path.is_dir() else path.parent
    if not folder.is_dir():
        return [draft_to_publish(path)]
    drafted = {one[1] for file in folder.iterdir() if (one := DRAFT.fullmatch(file.name))}
    if drafted and TABLE not in drafted:
        return [draft_to_publish(path, min(drafted))]
    first = draft_to_publish(path)
    own = DRAFT.fullmatch(first[0].name)
    others = (folder / f"{one}-{own[2]}-草案.xlsx" for one in sorted(drafted - {TABLE}) if own)
    return [first, *((other, ()) for other in others if lexists(other))]


def draft_to_publish(path: Path, table: str = TABLE) -> tuple[Path, tuple[Message, ...]]:
    """Return the roster to publish, the one given or the table's newest draft, and what to say.

    Raises
    ------
    FileError
        If there is none.
    UsageError
        If several may be meant.
    """
    if not lexists(path):
        raise FileError(f"找不到 {path}，请核对文件名")
    if not path.is_dir() and path.name != DATA_FILE:
        return path, ()
    folder = path if path.is_dir() else path.parent
    chosen = _newest_draft(folder, table)
    note = Message("read", "note", f"发布的是 {chosen.name}")
    return chosen, (note, *copy_messages(folder))


def miss_no_list(visible: VisibleRoster, inputs: Inputs) -> None:
    """Refuse to publish without a list that the draft was made with: somebody may be on leave.

    Raises
    ------
    UsageError
        If one is missing among ``inputs``, names and SHA-256 of the files given now.
    """
    given = {name for name, _ in inputs}
    if missing := [name for name in input_names(visible.origin) if name not in given]:
        raise UsageError(
            f"{visible.path.name} 是用 {'、'.join(missing)} 一起排的，这次没有给；"
            "请加 --leave-file 或 --staff-file，不再用它就先重排（zhiban draft）"
        )


def based_on_another(name: str, month: date, base: int, newest: int) -> ConflictError:
    """Say that a roster was made from another revision than the newest one of its month."""
    if base > newest:
        known = f"最新的是 v{newest}" if newest else "这个月还没有发布过"
        text = f"{name} 上写的是在 v{base} 的基础上改的，台账里{known}；请核对台账，或重新排"
        return ConflictError(text)
    text = (
        f"{name} 是在 v{base} 的基础上改的，现在最新的是 v{newest}；"
        if base
        else f"{month:%Y-%m} 已发布 v{newest}，这份草案是在那以前排的；"
    )
    return ConflictError(f"{text}请在最新的版次上调整（zhiban adjust）")


def refuse_of_another_centre(visible: VisibleRoster, centre: Centre) -> None:
    """Refuse the roster of another centre, whose people have nothing to do with this one.

    Raises
    ------
    InputError
        If it is one.
    """
    own, theirs = centre.settings.centre, visible.origin.get("centre", "")
    if theirs == own or visible.origin.get("identity") == centre.identity:
        return
    here = {normalised(one.person.name) for one in centre.staff.values()}
    written = (name for names in visible.written.values() for name in names.split(SEATS))
    names = [normalised(name) for name in written if name not in ("", GAP)]
    if 2 * sum(name in here for name in names) < len(names):
        whose = f"「{theirs}」" if theirs else "别的中心"
        ours = f"「{own}」" if own else "本中心"
        raise InputError(f"{visible.path.name} 是{whose}的值班表，不是{ours}的，没有写任何文件")


def _newest_draft(folder: Path, table: str) -> Path:
    """Return the newest draft by its exact name; others only if there is no such one.

    Raises
    ------
    FileError
        If there is none.
    UsageError
        If several may be meant.
    """
    drafts = [one for one in folder.glob(f"{table}-*草案*.xlsx") if one.is_file()]
    if not drafts:
        what = "草案" if table == TABLE else f"{table}的草案"
        raise FileError(f"{folder} 里没有{what}，请先运行 zhiban draft")
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
