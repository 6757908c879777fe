"""Files appear whole or not at all."""

from __future__ import annotations

import contextlib
import os
import re
import socket
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


def test_only_the_litter_of_dead_runs_of_ours_is_swept(tmp_path: Path) -> None:
    process, token = 2**22 + 1, "0123456789abcdef" * 2  # above the largest process number
    dead = f"{files.LITTER}{process}-{token}.tmp"
    for name in (dead, f"{dead}-journal", f"{files.LITTER}9999999999-{token}.tmp"):
        (tmp_path / name).write_bytes(b"half")
    (tmp_path / "outside").write_bytes(b"precious")
    (tmp_path / f"{files.LITTER}{process}-{token[::-1]}.tmp").symlink_to(tmp_path / "outside")
    (tmp_path / f"{files.LITTER}{process + 1}-{token}.tmp").mkdir()
    os.mkfifo(tmp_path / f"{files.LITTER}{process + 2}-{token}.tmp")
    others = [f"{os.getpid()}-{token}", f"²-{token}", f"{process}", f"{process}-{token}0", "台账"]
    for name in others:
        (tmp_path / f"{files.LITTER}{name}.tmp").write_bytes(b"half")
    before = set(os.listdir(tmp_path))
    files.sweep(tmp_path)
    assert before - set(os.listdir(tmp_path)) == {
        dead,
        f"{dead}-journal",
        f"{files.LITTER}9999999999-{token}.tmp",
    }


def test_a_temporary_has_a_name_that_nobody_can_have_taken(tmp_path: Path) -> None:
    made = [files.temporary(tmp_path) for _ in range(3)]
    for path, number in made:
        os.close(number)
        assert re.fullmatch(rf"\.zhiban-{os.getpid()}-[0-9a-f]{{32}}\.tmp", path.name)
    assert len({path for path, _ in made}) == 3


@pytest.mark.parametrize("name", ("taken", "link", "dangling"))
def test_a_temporary_is_made_new_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Even if somebody could guess."""
    monkeypatch.setattr("secrets.token_hex", lambda _: "guessed")
    guessed = tmp_path / f"{files.LITTER}{os.getpid()}-guessed.tmp"
    outside = tmp_path / "outside"
    match name:
        case "taken":
            guessed.write_bytes(b"theirs")
        case "link":
            outside.write_bytes(b"precious")
            guessed.symlink_to(outside)
        case "dangling":
            guessed.symlink_to(outside)
    with pytest.raises(FileError):
        files.write_whole(tmp_path / "a.xlsx", b"new")
    assert not (tmp_path / "a.xlsx").exists()
    assert outside.exists() == (name == "link")
    assert name != "link" or outside.read_bytes() == b"precious"


def other_than_plain(folder: Path) -> dict[str, Path]:
    """Make one of everything that is no file of its own."""
    target = folder / "target"
    target.write_bytes(b"precious")
    made = {kind: folder / kind for kind in ("link", "dangling", "hard", "pipe", "socket")}
    made["link"].symlink_to(target)
    made["dangling"].symlink_to(folder / "absent")
    made["hard"].hardlink_to(target)
    os.mkfifo(made["pipe"])
    with socket.socket(socket.AF_UNIX) as listening, contextlib.chdir(folder):
        listening.bind("socket")
    return made | {"device": Path("/dev/zero")}


def test_only_a_file_of_its_own_is_opened(tmp_path: Path) -> None:
    for path in other_than_plain(tmp_path).values():
        for flags in (os.O_RDONLY, os.O_WRONLY | os.O_APPEND | os.O_CREAT):
            with pytest.raises(FileError, match=f"{path.name} 不是普通文件"):
                files.open_plain(path, flags)
    with pytest.raises(IsADirectoryError):
        files.read_plain(tmp_path)
    with pytest.raises(FileNotFoundError):
        files.read_plain(tmp_path / "none")
    assert not (tmp_path / "absent").exists()
    (tmp_path / "hard").unlink()
    assert files.read_plain(tmp_path / "target") == b"precious"
    assert files.read_plain(tmp_path / "target", 3) == b"pre"


def test_what_takes_the_place_after_the_look_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, plain = other_than_plain(tmp_path), tmp_path / "plain"
    plain.write_bytes(b"")
    look = plain.lstat()
    monkeypatch.setattr(Path, "lstat", lambda _: look)
    for kind in ("link", "dangling", "hard", "pipe", "socket", "device"):
        with pytest.raises((FileError, OSError)):
            os.close(files.open_plain(made[kind]))


def test_nothing_but_a_file_is_replaced(tmp_path: Path) -> None:
    made = other_than_plain(tmp_path)
    for kind in ("link", "dangling", "pipe", "socket"):
        with pytest.raises(FileError, match=f"{kind} 不是普通文件"):
            files.write_whole(made[kind], b"new")
    # A new file takes the place of one name; what the other one names stays as it is.
    files.write_whole(made["hard"], b"new")
    assert (tmp_path / "target").read_bytes() == b"precious"
    assert not (tmp_path / "absent").exists()


def test_a_folder_may_be_reached_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "share").mkdir()
    (tmp_path / "mount").symlink_to(tmp_path / "share")
    files.write_whole(tmp_path / "mount" / "a.xlsx", b"new")
    assert files.read_plain(tmp_path / "mount" / "a.xlsx") == b"new"


PLAIN = (
    "值班安排表-2026-12-v1-内部.xlsx",
    "a",
    "con1.xlsx",
    "王静 的.ics",
    "x" * 100,
    "a.b.c",
    "㐀𠀀",
)
NOT_PLAIN = (
    *(
        "",
        ".",
        "..",
        ".bashrc",
        "../a",
        "a/b",
        "/etc/passwd",
        "a\\b",
        "C:a",
        "a\0",
        "a\nb",
        "a\x85b",
    ),
    *(
        "a\u2028b",
        "a\u202eb",
        "con",
        "CON.xlsx",
        "nul .txt",
        "Lpt1.a",
        "a.",
        "a ",
        "x" * 101,
        "\ud800",
    ),
    *("a?", "a*", 'a"', "a|b", "<a>", "com1", "aux.tar.gz", "conin$", "a\x7f", "a\u2066b"),
)


def test_a_plain_name_is_one_in_this_folder_on_every_system() -> None:
    assert [name for name in PLAIN if not files.is_plain_name(name)] == []
    assert [name for name in NOT_PLAIN if files.is_plain_name(name)] == []


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
