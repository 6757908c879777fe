"""A centre's folder: where its data workbook is and where its draft goes."""

from __future__ import annotations

from os.path import lexists
from typing import TYPE_CHECKING

from scheduler.clock import now
from scheduler.errors import FileError, UsageError
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.ledger.recovery import restore
from scheduler.ledger.revision import TABLE
from scheduler.reading.copies import DRAFT, OUTPUT
from scheduler.reading.roster_book import read_roster
from scheduler.reading.tables.layout import DATA_FILE

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from scheduler.ledger.revision import Revision


def locate(path: Path) -> Path:
    """Return the data workbook of a centre given as a folder or as that workbook.

    Raises
    ------
    FileError
        If there is none.
    """
    data = path / DATA_FILE if path.is_dir() else path
    if not lexists(data):
        hint = "先运行 zhiban init 生成模板" if path.is_dir() else "请核对路径"
        raise FileError(f"找不到 {data}，{hint}")
    return data


def enter(path: Path) -> Path:
    """Return a centre's data workbook, the folder put right after a run that was killed.

    Raises
    ------
    UsageError
        If a roster is given instead of the centre.
    FileError
        If there is no data workbook.
    """
    if path.is_file() and OUTPUT.fullmatch(path.name):
        raise UsageError(f"{path.name} 是值班表，这里要写中心文件夹（或其中的 {DATA_FILE}）")
    data = locate(path)
    restore(data)
    return data


def beside(path: Path, centre: Path) -> Path:
    """Return a file as given or, if it is not there, as it stands in the centre's folder."""
    inside = _folder(centre) / path
    return inside if inside.exists() and not path.exists() else path


def written_beside(output: Path, centre: Path) -> Path:
    """Return where to write: as given, or in the centre's folder if only there is such a place."""
    inside = _folder(centre) / output
    if output.exists() or (output.parent.exists() and not inside.exists()):
        return output
    return inside if inside.parent.exists() else output


def _folder(centre: Path) -> Path:
    return centre if centre.is_dir() else centre.parent


def newest_edited(folder: Path) -> Path:
    """Return the newest draft of a folder that somebody has edited and that is not published.

    Raises
    ------
    UsageError
        If there is none.
    """
    recorded = Ledger(folder / LEDGER_FILE).revisions()
    numbers = {(one.table, f"{one.month:%Y-%m}"): one.number for one in recorded}
    drafts = [path for path in folder.iterdir() if DRAFT.fullmatch(path.name) and path.is_file()]
    for path in sorted(drafts, key=lambda one: one.stat().st_mtime_ns, reverse=True):
        visible = read_roster(path, now().date())
        of = visible.table, visible.origin.get("month", "")
        if visible.edits() and visible.base == numbers.get(of, 0):
            return path
    raise UsageError(f"{folder} 里没有手工改过、还没发布的草案；先在草案上改好名字并保存，再来重排")


def published_in(path: Path, table: str = "") -> list[Revision]:
    """Return what a centre has published, or of one table, in the order of recording.

    Raises
    ------
    ZhibanError
        If the ledger cannot be read.
    """
    folder = _folder(path)
    restore(folder / DATA_FILE)
    return [one for one in Ledger(folder / LEDGER_FILE).revisions() if table in ("", one.table)]


def check_output(output: Path | None) -> None:
    """Refuse an output that is no workbook.

    Raises
    ------
    UsageError
        If it is not.
    """
    if output and (output.suffix != ".xlsx" or output.is_dir()):
        raise UsageError(f"-o 要写一个 .xlsx 文件名，不是 {output}")


def output_path(data: Path, month: date, table: str = TABLE) -> Path:
    """Return where the draft of a table's month goes by default."""
    return data.with_name(f"{table}-{month:%Y-%m}-草案.xlsx")
