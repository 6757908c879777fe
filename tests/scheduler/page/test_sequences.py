"""Whatever is done on the page, one thing after another, is what commands would have done."""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING, Any

import pytest

from scheduler.errors import ZhibanError
from scheduler.usecases.draft import draft_tables
from tests.books import DECEMBER, TODAY
from tests.scheduler.page.by_hand import (
    MONTH,
    cells,
    copied,
    drafted,
    read,
    redrafted,
    seated,
    session,
    table_of,
    takers,
    typed,
)

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.page.session import Session

PAGES = int(os.environ.get("ZHIBAN_PAGES", "6"))
STEPS = 4
CENTRES = ("garden", "estate")


class Both:
    """The same month on the page and by commands."""

    def __init__(self, folder: Path, name: str, seed: int) -> None:
        self.draw = random.Random(seed)
        self.ours, self.theirs = drafted(name, folder / "a"), copied(name, folder / "b")
        for path in self.ours.glob("*-草案.xlsx"):
            (self.theirs / path.name).write_bytes(path.read_bytes())
        self.page: Session = session(self.ours)
        self.state = self.page.state(MONTH)
        self.past: list[dict[str, bytes]] = []
        self.ahead: list[dict[str, bytes]] = []

    @property
    def version(self) -> int:
        return int(self.state["version"])

    def drafts(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.theirs.glob("*-草案.xlsx")}

    def give(self) -> None:
        table = self.draw.choice(self.state["tables"])["name"]
        slots = table_of(self.state, table)["slots"]
        for slot in self.draw.sample(slots, len(slots)):
            if able := takers(self.page, table, slot["id"]):
                old, new = self.draw.choice(slot["seats"])["person"], self.draw.choice(able)
                keys = [key for key in seated(self.state, table, slot["id"]) if key != old]
                try:
                    self.state = self.page.assign(self.version, table, slot["id"], old, new)
                except ZhibanError:
                    continue  # Of two seats the other one might go to them.
                return self.type(table, {slot["id"]: [*keys, new]})
        return None

    def exchange(self) -> None:
        table = self.draw.choice(self.state["tables"])["name"]
        slots = table_of(self.state, table)["slots"]
        for _ in range(200):
            a, b = (
                {"slot": one["id"], "person": self.draw.choice(one["seats"])["person"]}
                for one in self.draw.sample(slots, 2)
            )
            if self.page.try_swap(table, a, b)["lawful"]:
                self.state = self.page.swap(self.version, table, a, b)
                after = {one["slot"]: seated(self.state, table, one["slot"]) for one in (a, b)}
                return self.type(table, after)
        return None

    def type(self, table: str, seats: dict[str, list[str]]) -> None:
        self.past.append(self.drafts())
        self.ahead.clear()
        typed(self.theirs, table, seats)
        redrafted(self.theirs, table)
        name = f"{table}-{MONTH}-草案.xlsx"
        if cells(self.ours / name) != cells(self.theirs / name):
            # The search has moved somebody else too; the page does once it is asked to search.
            self.state = self.page.solve(self.version, table)
            self.past.append(self.drafts())

    def search(self) -> None:
        self.past.append(self.drafts())
        before = {path.name: path.read_bytes() for path in self.ours.glob("*-草案.xlsx")}
        self.state = self.page.solve(self.version)
        for one in self.state["tables"]:
            if read(self.theirs, one["name"]).edits():
                redrafted(self.theirs, one["name"])
            else:
                draft_tables(self.theirs, month=DECEMBER, table=one["name"], at=TODAY)
        same = before == {path.name: path.read_bytes() for path in self.ours.glob("*-草案.xlsx")}
        if same:
            self.past.pop()
        else:
            self.ahead.clear()

    def back(self) -> None:
        if self.state["can"]["undo"]:
            self.ahead.append(self.drafts())
            self.put(self.past.pop())
            self.state = self.page.undo(self.version)

    def again(self) -> None:
        if self.state["can"]["redo"]:
            self.past.append(self.drafts())
            self.put(self.ahead.pop())
            self.state = self.page.redo(self.version)

    def put(self, files: dict[str, bytes]) -> None:
        for name, content in files.items():
            (self.theirs / name).write_bytes(content)


@pytest.mark.parametrize("seed", range(PAGES))
def test_whatever_is_done_on_the_page_is_what_commands_do(tmp_path: Path, seed: int) -> None:
    both = Both(tmp_path, CENTRES[seed % len(CENTRES)], seed)
    steps: list[Any] = [both.give, both.exchange, both.search, both.back, both.again]
    for step in both.draw.choices(steps, weights=(3, 3, 1, 2, 1), k=STEPS):
        step()
        for path in both.theirs.glob("*-草案.xlsx"):
            assert cells(both.ours / path.name) == cells(path), step.__name__
