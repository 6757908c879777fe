"""A garden whose December is drafted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.scheduler.page.by_hand import drafted

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    return drafted("garden", tmp_path / "garden")
