"""A centre's folder: where its data workbook is and where its draft goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.errors import FileError, UsageError
from scheduler.ledger.recovery import restore
from scheduler.reading.tables.layout import DATA_FILE, ROSTER

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


def locate(path: Path) -> Path:
    """Return the data workbook of a centre given as a folder or as that workbook.

    Raises
    ------
    FileError
        If there is none.
    """
    data = path / DATA_FILE if path.is_dir() else path
    if not data.is_file():
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
    if path.is_file() and path.name.startswith(f"{ROSTER.name}-"):
        raise UsageError(f"{path.name} 是值班表，这里要写中心文件夹（或其中的 {DATA_FILE}）")
    data = locate(path)
    restore(data)
    return data


def check_output(output: Path | None) -> None:
    """Refuse an output that is no workbook.

    Raises
    ------
    UsageError
        If it is not.
    """
    if output and (output.suffix != ".xlsx" or output.is_dir()):
        raise UsageError(f"-o 要写一个 .xlsx 文件名，不是 {output}")


def output_path(data: Path, month: date) -> Path:
    """Return where the draft of a month goes by default."""
    return data.with_name(f"值班安排表-{month:%Y-%m}-草案.xlsx")
