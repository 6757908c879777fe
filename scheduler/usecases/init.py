"""Making a centre's folder, ready to be filled in."""

from __future__ import annotations

from os.path import lexists
from typing import TYPE_CHECKING

from scheduler.errors import ConflictError
from scheduler.files import write_whole
from scheduler.reading.tables.layout import DATA_FILE
from scheduler.writing.command_files import command_files
from scheduler.writing.data_workbook import data_workbook

if TYPE_CHECKING:
    from pathlib import Path


def make_centre(folder: Path) -> list[Path]:
    """Write the template and the Windows command files; return what was written.

    Raises
    ------
    ConflictError
        If the folder already has a data workbook: it is the user's.
    """
    data = folder / DATA_FILE
    if lexists(data):
        raise ConflictError(f"{data} 已经存在，没有改动；要重新开始请换一个文件夹")
    folder.mkdir(parents=True, exist_ok=True)
    commands = [write_whole(folder / name, text) for name, text in command_files().items()]
    # Last: with it the folder is a centre, and not made again.
    return [write_whole(data, data_workbook()), *commands]
