"""Everything here happens on 10 December 2026, in a centre whose December is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scheduler.usecases import check, doctor, draft, publish
from tests.scheduler.december import published
from tests.scheduler.drafts.since import AT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _at_a_fixed_time(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (check, doctor, draft, publish):
        monkeypatch.setattr(module, "now", lambda: AT)


@pytest.fixture
def centre(tmp_path: Path) -> Path:
    folder = tmp_path / "中心"
    folder.mkdir()
    return published(folder)
