"""Publishing is done whole or not at all, whatever comes in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scheduler.errors import Exit
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from tests.scheduler.commands import call
from tests.scheduler.december import (
    INSIDE,
    drafted,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def centre(tmp_path: Path) -> Path:
    return drafted(tmp_path)


def test_a_place_that_is_held_is_filled_by_the_next_run(
    centre: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program holds the folder when the workbooks should appear."""
    whole = type(centre).replace

    def held(self: Path, target: Path) -> Path:
        if target.name == INSIDE:
            raise PermissionError(13, "held", str(target))
        return whole(self, target)

    monkeypatch.setattr(type(centre), "replace", held)
    assert call("publish", centre, "--approver", "王静")[0] == Exit.FILES
    monkeypatch.undo()
    assert [one.number for one in Ledger(centre / LEDGER_FILE).revisions()] == [1]
    assert not (centre / INSIDE).exists()
    assert call("doctor", centre)[1]["result"]["restored"] == [INSIDE]
    assert call("publish", centre, "--approver", "王静")[1]["result"]["changed"] is False
