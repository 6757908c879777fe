"""Files beside the real ones that look like copies of them, by shared drives or by people.

Such as 值班数据 (冲突).xlsx, 值班数据-DESKTOP-7A.xlsx, 值班台账(1).db, 副本值班数据.xlsx.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scheduler.errors import Message
from scheduler.ledger.ledger import LEDGER_FILE
from scheduler.ledger.revision import TABLE
from scheduler.reading.cells.normal_text import normalised
from scheduler.reading.tables.layout import DATA_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Whatever else has the name of the first table in its own is a copy of it.
_TABLE = rf"(?:{TABLE}|(?![^-]*{TABLE})[^-\s/\\]{{1,31}})"
DRAFT = re.compile(rf"({_TABLE})-(\d{{4}}-\d{{2}})-草案\.xlsx")
PUBLISHED = re.compile(rf"{_TABLE}-\d{{4}}-\d{{2}}-v\d+(?:-内部)?\.xlsx")
_KINDS = r"草案|v\d+|v\d+-内部|方案\d+|换回v\d+"
OUTPUT = re.compile(rf"{_TABLE}-\d{{4}}-\d{{2}}-(?:{_KINDS})(?:-新\d+)?\.xlsx")
# A data workbook that was replaced by another one, with the time at which it was.
REPLACED = re.compile(r"值班数据-\d{8}-\d{6}(?:-\d+)?\.xlsx")
_OWN = re.compile(
    rf"{DATA_FILE}|{REPLACED.pattern}|{LEDGER_FILE}(?:\.旧\d+)?(?:-journal)?|{OUTPUT.pattern}"
)
_ALIKE = re.compile(
    r"值班数据.*\.(?:xlsx|xlsm)|值班台账.*\.db|[^-]*(?:值班安排表|值班表)-\d{4}-\d{2}-.*\.xlsx",
    re.I,
)
_MOST = 6


def copies(folder: Path) -> list[str]:
    """Return the names of files that look like a copy of data, ledger or roster."""
    return sorted(_copies(folder))


def _copies(folder: Path) -> Iterator[str]:
    for path in folder.iterdir():
        name = path.name
        # What a program keeps for itself while it has a file open.
        if name.startswith((".", "~$")) or _OWN.fullmatch(name) or not path.is_file():
            continue
        if _ALIKE.search(normalised(name)):
            yield name


def copy_messages(folder: Path) -> tuple[Message, ...]:
    """Name the copies in a folder, if there are any, and say which file counts."""
    if not (names := copies(folder)):
        return ()
    more = f" 等 {len(names)} 个" if len(names) > _MOST else ""
    text = (
        f"文件夹里有像是副本的文件，没有读：{'、'.join(names[:_MOST])}{more}；"
        f"以 {DATA_FILE}、{LEDGER_FILE} 和不带别的字的草案为准，核对后请把副本移走"
    )
    return (Message("copies", "warning", text),)
