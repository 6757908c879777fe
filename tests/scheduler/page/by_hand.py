"""What the page does, done by a person: names typed into the workbook, and commands."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook
from scheduler.page.session import Session

from scheduler.reading.marked_roster import MarkedRoster
from scheduler.reading.roster_book import read_roster
from scheduler.reading.slot_label import BETWEEN, labelled
from tests.books import TODAY, edit
from tests.scheduler.commands import zhiban

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.reading.visible_roster import VisibleRoster

EXAMPLES = Path(__file__).parents[3] / "examples"
MONTH = "2026-12"
# Whether a roster is proved only a search can say, and the page has not searched; and what a
# centre is known by hangs on where its folder is.
ELSE = {"optimal", "unique", "proof", "cures", "identity"}
PROOFS = re.compile(r"（下限 [^）]*）|（未证明最优）|[未已]证明最优")
Cells = dict[tuple[str, str], Any]


def copied(name: str, folder: Path) -> Path:
    shutil.copytree(EXAMPLES / name, folder)
    return folder


def session(folder: Path) -> Session:
    return Session(folder, clock=lambda: TODAY)


def read(folder: Path, table: str) -> VisibleRoster:
    return read_roster(folder / f"{table}-{MONTH}-草案.xlsx", TODAY.date())


def slot_of(state: Mapping[str, Any], table: str, slot: str) -> dict[str, Any]:
    (here,) = (one for one in state["tables"] if one["name"] == table)
    (found,) = (one for one in here["slots"] if one["id"] == slot)
    return dict(found)


def typed(folder: Path, table: str, slots: Mapping[str, list[str]]) -> Path:
    """Type who has some duties into the draft, by keys; return its path."""
    visible = read(folder, table)
    cells: dict[str, Any] = {}
    for name, keys in slots.items():
        slot = labelled(name)
        assert slot
        if isinstance(visible, MarkedRoster):
            meant = {what: mark for mark, what in visible.meant.items()}
            own = meant[BETWEEN.join((slot.post, slot.shift))]
            for (key, on), cell in visible.marks.items():
                if on == slot.date and (key in keys) != (cell.value == own):
                    now = cells.get(cell.address, cell.value)
                    if key in keys or now == own:
                        cells[cell.address] = own if key in keys else "休"
            sheet = next(iter(visible.marks.values())).sheet
        else:
            cell = visible.cells[slot]
            cells[cell.address], sheet = "、".join(keys) or "待定", cell.sheet
    edit(visible.path, sheet, cells)
    return visible.path


def redrafted(folder: Path, table: str) -> None:
    """Draft a table again with the edits kept."""
    path = folder / f"{table}-{MONTH}-草案.xlsx"
    result = zhiban("draft", folder, "--from", path, "--month", MONTH, "--table", table)
    assert result.exit_code in (0, 3, 5), result.output


def cells(path: Path) -> Cells:
    """Return every cell of a workbook, hidden sheets too, but for what only a search can prove."""
    found: Cells = {}
    for sheet in load_workbook(path).worksheets:
        for row in sheet.iter_rows():
            values = [cell.value for cell in row]
            if values[0] in ELSE or values[:2] == ["sheet", "说明"]:
                continue  # the latter a digest of words about the proof
            for cell in (cell for cell in row if cell.value is not None):
                text = PROOFS.sub("", cell.value) if isinstance(cell.value, str) else cell.value
                found[sheet.title, cell.coordinate] = text
    return found
