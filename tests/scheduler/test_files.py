"""Files appear whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scheduler import files
from scheduler.errors import FileError
from scheduler.files import typed


def test_a_file_is_replaced_and_nothing_else_stays(tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")
    assert files.write_whole(target, b"new") == target
    assert target.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["a.xlsx"]


def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileError, match="没有动"):
        files.write_whole(target, b"new")
    assert target.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.xlsx"]


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for folder in ("none", "file"):
        with pytest.raises(FileError):
            files.write_whole(tmp_path / folder / "a.xlsx", b"new")


def test_litter_of_a_dead_run_is_swept(tmp_path: Path) -> None:
    process = 2**22 + 1  # above the largest process number
    (tmp_path / f"{files.LITTER}{process}.tmp").write_bytes(b"half")
    alive = tmp_path / f"{files.LITTER}{os.getpid()}.tmp"
    alive.write_bytes(b"half")
    files.sweep(tmp_path)
    assert os.listdir(tmp_path) == [alive.name]


def test_a_file_held_open_is_saved_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")
    replace = type(target).replace

    def held(self: Path, other: Path) -> Path:
        if other == target:
            raise PermissionError(13, "in use")
        return replace(self, other)

    monkeypatch.setattr(type(target), "replace", held)
    monkeypatch.setattr(files, "PATIENCE", 0.0)
    written = files.write_whole(target, b"new")
    assert written.name == "a-新1.xlsx"
    assert target.read_bytes() == b"old"
    assert files.write_whole(target, b"newer").name == "a-新2.xlsx"


def test_a_path_in_a_command_can_be_typed() -> None:
    assert typed(Path("中心/值班安排表.xlsx")) == "中心/值班安排表.xlsx"
    assert typed(Path("我的 中心")) == '"我的 中心"'
