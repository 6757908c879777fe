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
from scheduler.usecases.draft import draft_tables
from tests.books import DECEMBER, TODAY, edit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scheduler.reading.visible_roster import VisibleRoster

EXAMPLES = Path(__file__).parents[3] / "examples"
MONTH = "2026-12"
GARDEN = "值班安排表"
DRAFT = f"{GARDEN}-{MONTH}-草案.xlsx"
# What a centre is known by hangs on where its folder is, and what is sealed or signed on that.
WHERE = {"identity", "proof"}
# Whether a roster is proved only a search can say, and an edit searches for nothing.
ELSE = {"optimal", "unique", "cures"}
PROOFS = re.compile(r"（下限 [^）]*）|（未证明最优）|[未已]证明最优")
Cells = dict[tuple[str, str], Any]


def copied(name: str, folder: Path) -> Path:
    # What somebody has tried on the examples is not theirs.
    shutil.copytree(EXAMPLES / name, folder, ignore=shutil.ignore_patterns("*草案*"))
    return folder


def session(folder: Path) -> Session:
    return Session(folder, clock=lambda: TODAY)


def read(folder: Path, table: str) -> VisibleRoster:
    return read_roster(folder / f"{table}-{MONTH}-草案.xlsx", TODAY.date())


def slot_of(state: Mapping[str, Any], table: str, slot: str) -> dict[str, Any]:
    (here,) = (one for one in state["tables"] if one["name"] == table)
    (found,) = (one for one in here["slots"] if one["id"] == slot)
    return dict(found)


def table_of(state: Mapping[str, Any], table: str) -> dict[str, Any]:
    (found,) = (one for one in state["tables"] if one["name"] == table)
    return dict(found)


def seated(state: Mapping[str, Any], table: str, slot: str) -> list[str]:
    """Return the keys of whoever has a duty."""
    seats = slot_of(state, table, slot)["seats"]
    return [seat["person"] for seat in seats if seat["person"]]


def names_of(state: Mapping[str, Any], table: str, keys: Iterable[str]) -> list[str]:
    names = {one["key"]: one["name"] for one in table_of(state, table)["people"]}
    return [names[key] for key in keys]


def takers(page: Session, table: str, slot: str) -> list[str]:
    """Return the keys of whoever could take a duty, best first."""
    judged = page.judge(table, slot)["candidates"]
    return [one["person"] for one in judged if one["lawful"] and not one["serves"]]


def typed(
    folder: Path, table: str, slots: Mapping[str, list[str]], path: Path | None = None
) -> None:
    """Type who has some duties into a draft: names, or marks for people by key."""
    path = path or folder / f"{table}-{MONTH}-草案.xlsx"
    visible = read_roster(path, TODAY.date())
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
    edit(path, sheet, cells)


def drafted(name: str, folder: Path) -> Path:
    """Return a copy of an example, every table of it drafted."""
    copied(name, folder)
    draft_tables(folder, month=DECEMBER, at=TODAY)
    return folder


def redrafted(folder: Path, table: str, path: Path | None = None) -> None:
    """Draft a table again with the edits of its draft, or of another workbook, kept."""
    edited = path or folder / f"{table}-{MONTH}-草案.xlsx"
    draft_tables(
        folder, month=DECEMBER, table=table, edited=edited, at=TODAY, force=path is not None
    )


def cells(path: Path, *, proved: bool = False) -> Cells:
    """Return every cell of a workbook, hidden sheets too, but for what hangs on its folder.

    Unless both are ``proved`` what only a search can prove is left out.
    """
    found: Cells = {}
    left_out = WHERE if proved else WHERE | ELSE
    for sheet in load_workbook(path).worksheets:
        for row in sheet.iter_rows():
            values = [cell.value for cell in row]
            if values[0] in left_out or (values[:2] == ["sheet", "说明"] and not proved):
                continue  # the latter a digest of words about the proof
            for cell in (cell for cell in row if cell.value is not None):
                text = cell.value
                if isinstance(text, str) and not proved:
                    text = PROOFS.sub("", text)
                found[sheet.title, cell.coordinate] = text
    return found


def first_edit(page: Session, state: dict[str, Any], table: str = GARDEN) -> dict[str, Any]:
    """Give the first duty of a table that somebody else may take to them."""
    for slot in table_of(state, table)["slots"]:
        for key in () if slot["begun"] else takers(page, table, slot["id"]):
            old = slot["seats"][0]["person"]
            return page.assign(state["version"], table, slot["id"], old, key)
    raise AssertionError


def first_swap(page: Session, state: dict[str, Any], table: str = GARDEN) -> tuple[Any, Any]:
    slots = table_of(state, table)["slots"]
    for a in slots:
        for b in slots:
            pair = [{"slot": one["id"], "person": one["seats"][0]["person"]} for one in (a, b)]
            if page.try_swap(table, *pair)["lawful"]:
                return pair[0], pair[1]
    raise AssertionError
