"""What SQLite opens beside a database, looked at before it does."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from scheduler.errors import FileError
from scheduler.files import open_plain, reason, refuse_other_than_plain

if TYPE_CHECKING:
    from pathlib import Path

# The end of a journal that names another one, see https://www.sqlite.org/fileformat2.html.
_NAMES_ANOTHER = bytes.fromhex("d9d505f920a163d7")
_LEAST = 16  # bytes of such an end


def safe_journal(path: Path) -> bool:
    """Return whether a killed run left a journal; refuse what SQLite must not open.

    It would follow a link in the place of any of its files. And whatever file a journal names as
    its superior it reads and deletes, wherever that is: ours name none.

    Raises
    ------
    FileError
        If the database or a file beside it is a link, a pipe or the like, or the journal names
        a file.
    """
    journal, *others = (path.with_name(f"{path.name}{end}") for end in ("-journal", "-wal", "-shm"))
    for one in (path, *others):
        _size(one)
    size = _size(journal)
    if size >= _LEAST:
        with open(open_plain(journal), "rb") as stream:
            stream.seek(-len(_NAMES_ANOTHER), os.SEEK_END)
            if stream.read() == _NAMES_ANOTHER:
                raise FileError(f"{journal} 不是本程序写的，没有打开；请移走它")
    return size >= 0


def _size(path: Path) -> int:
    """Return the size of a file of its own in bytes, -1 if there is none."""
    try:
        about = path.lstat()
        refuse_other_than_plain(path, about)
    except FileNotFoundError:
        return -1
    except OSError as error:
        raise FileError(f"{path} 打不开（{reason(error)}），请核对") from None
    return about.st_size
