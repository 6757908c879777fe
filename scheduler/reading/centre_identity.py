"""What calendars know a centre by, so that a new name or folder doubles nobody's duties."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from scheduler.ledger.revision import Revision


def centre_identity(path: Path, recorded: list[Revision], staff: Collection[str]) -> str:
    """Return the identity of the centre in whose folder ``path`` lies.

    The first publication records it for good. Before that it is made of the place of the folder
    and the keys of the ``staff``: folders of one name, here or on two machines, stay apart.
    """
    if recorded:
        return recorded_identity(path, recorded)
    made_of = "|".join((str(path.resolve().parent), *sorted(staff)))
    return hashlib.sha256(made_of.encode(errors="replace")).hexdigest()[:32]


def recorded_identity(path: Path, recorded: list[Revision]) -> str:
    """Return what the ledger beside ``path`` says of it.

    An earlier program recorded no identity and went by 中心名称, else by the folder's name.
    """
    newest = recorded[-1]
    return newest.centre or newest.settings.get("中心名称") or path.resolve().parent.name
