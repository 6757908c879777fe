"""The session behind the page: every edit is what a person would type, and nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.scheduler.commands import zhiban
from tests.scheduler.page.by_hand import (
    MONTH,
    cells,
    copied,
    redrafted,
    session,
    slot_of,
    typed,
)

if TYPE_CHECKING:
    from pathlib import Path

TABLES = [("garden", "值班安排表"), ("estate", "值班安排表"), ("estate", "保洁员值班表")]


def drafted(name: str, folder: Path) -> Path:
    copied(name, folder)
    assert zhiban("draft", folder, "--month", MONTH).exit_code in (0, 3)
    return folder


def takers(page: Any, table: str, slot: str) -> list[str]:
    judged = page.judge(table, slot)["candidates"]
    return [one["person"] for one in judged if one["lawful"] and not one["serves"]]


@pytest.mark.parametrize(("name", "table"), TABLES)
def test_an_edit_is_the_name_typed_into_the_workbook(tmp_path: Path, name: str, table: str) -> None:
    ours, theirs = drafted(name, tmp_path / "a"), copied(name, tmp_path / "b")
    for path in ours.glob("*-草案.xlsx"):
        (theirs / path.name).write_bytes(path.read_bytes())
    page = session(ours)
    state = page.state(MONTH)
    (here,) = (one for one in state["tables"] if one["name"] == table)
    slot = next(one for one in here["slots"][8:] if takers(page, table, one["id"]))
    old, new = slot["seats"][0]["person"], takers(page, table, slot["id"])[0]
    state = page.assign(state["version"], table, slot["id"], old, new)
    keys = [seat["person"] for seat in slot_of(state, table, slot["id"])["seats"]]
    assert new in keys
    assert old not in keys
    names = {one["key"]: one["name"] for one in here["people"]}
    by_key = "保洁" in table
    typed(theirs, table, {slot["id"]: keys if by_key else [names[key] for key in keys]})
    redrafted(theirs, table)
    path = f"{table}-{MONTH}-草案.xlsx"
    assert cells(ours / path) == cells(theirs / path)
