"""A centre with a draft of December, made once for all tests of a file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from scheduler.usecases.draft import draft
from tests.books import DECEMBER, TODAY
from tests.scheduler.usecases.typed import say


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("centre")
    say(folder)
    draft(folder, month=DECEMBER, at=TODAY)
    return folder


@pytest.fixture
def centre(once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(once, tmp_path, dirs_exist_ok=True))
