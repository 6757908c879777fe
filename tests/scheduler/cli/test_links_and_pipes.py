"""Whatever stands in the place of a centre's file, no other file is read, written or waited for."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
from contextlib import chdir, closing
from typing import TYPE_CHECKING

import pytest

from scheduler.batch.centres import draft_centre, find_centres
from scheduler.cli.plain_text import plain_text
from scheduler.errors import Exit, FileError
from scheduler.files import write_whole
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from tests.books import DECEMBER, STAFF, book
from tests.scheduler.commands import call, zhiban
from tests.scheduler.december import DATA, DRAFT, FINAL, INSIDE, published

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

JOURNAL = f"{LEDGER_FILE}-journal"
KINDS = ("link", "dangling", "hard link", "pipe", "socket")
MONTH = ("--month", "2026-12")
COMMANDS: dict[str, tuple[tuple[str, ...], ...]] = {
    DATA: (
        ("check", "."),
        ("draft", ".", *MONTH),
        ("adjust", ".", *MONTH),
        ("publish", ".", "--approver", "王静"),
        ("why", ".", "2026-12-05"),
        ("forms", "."),
        ("staffing", ".", *MONTH),
        ("draft", DATA, *MONTH),
        ("check", DRAFT),
        ("doctor", "."),
    ),
    DRAFT: (
        ("publish", DRAFT, "--approver", "王静"),
        ("check", DRAFT),
        ("export", "ics", DRAFT),
        ("draft", ".", "--from", DRAFT, *MONTH),
    ),
    FINAL: (("check", FINAL), ("doctor", "."), ("export", "ics", FINAL)),
    INSIDE: (("doctor", "."), ("export", "ics", INSIDE)),
    LEDGER_FILE: (
        (),
        ("history", "."),
        ("forms", "."),
        ("report", "."),
        ("staffing", ".", *MONTH),
        ("doctor", "."),
        ("draft", ".", *MONTH),
        ("adjust", ".", *MONTH),
        ("publish", ".", "--approver", "王静"),
        ("export", "ics", FINAL),
    ),
    JOURNAL: (("history", "."), ("doctor", "."), ("publish", ".", "--approver", "王静")),
    f"{LEDGER_FILE}-wal": (("history", "."),),
    "请假.csv": (("check", ".", "--leave-file", "请假.csv"),),
    "花名册.csv": (("check", ".", "--staff-file", "花名册.csv"),),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.mktemp("made"))


@pytest.fixture
def centre(made: Path, tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "centre"
    shutil.copytree(made, folder)
    with chdir(folder):
        yield folder


def put(kind: str, place: Path, other: Path) -> None:
    """Put something else than a file in a place; what was there is now ``other``."""
    if place.exists():
        place.rename(other)
    else:
        other.write_bytes(b"precious")
    match kind:
        case "link":
            place.symlink_to(other)
        case "dangling":
            place.symlink_to(other.with_name("absent"))
        case "hard link":
            place.hardlink_to(other)
        case "pipe":
            os.mkfifo(place)
        case "socket":
            with socket.socket(socket.AF_UNIX) as listening, chdir(place.parent):
                listening.bind(place.name)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", COMMANDS)
def test_what_is_no_file_of_the_centre_is_refused_by_name(
    centre: Path, tmp_path: Path, name: str, kind: str
) -> None:
    other = tmp_path / "other"
    put(kind, centre / name, other)
    precious, before = other.read_bytes(), sorted(os.listdir(tmp_path))
    inside = {path.name for path in centre.iterdir()}
    for words in COMMANDS[name]:
        code, found = call(*words)
        assert code == Exit.FILES, (words, found["messages"])
        said = "".join(f"{one['file']}{one['text']}" for one in found["messages"])
        assert name in said, (words, said)
    assert other.read_bytes() == precious
    assert sorted(os.listdir(tmp_path)) == before
    assert {path.name for path in centre.iterdir()} == inside


@pytest.mark.parametrize("kind", ("link", "dangling", "pipe", "socket"))
def test_nothing_is_written_through_a_link(centre: Path, tmp_path: Path, kind: str) -> None:
    put(kind, centre / "out.xlsx", tmp_path / "other")
    for words in (
        ("draft", ".", "--month", "2027-01", "-o", "out.xlsx", "--force"),
        ("check", ".", "--annotate", "out.xlsx"),
        ("history", ".", "--export", "1", "-o", "out.xlsx"),
        ("history", ".", "--table", "out.xlsx"),
        ("staffing", ".", "-o", "out.xlsx"),
        ("report", ".", "-o", "out.xlsx"),
        ("forms", ".", "--kind", "值班", "-o", "out.xlsx"),
        ("export", "ics", FINAL, "-o", "out.xlsx"),
    ):
        code, found = call(*words)
        assert code in (Exit.FILES, Exit.CONFLICT), (words, found["messages"])
        assert "out.xlsx" in found["messages"][-1]["text"]
    assert (tmp_path / "other").read_bytes() == b"precious"
    assert not (tmp_path / "absent").exists()


def test_a_centre_may_be_reached_through_a_link(centre: Path, tmp_path: Path) -> None:
    (tmp_path / "mount").symlink_to(centre)
    for words in (["check"], ["history"], ["report"], ["doctor"], ["draft", *MONTH]):
        found = [call(words[0], place, *words[1:]) for place in (centre, tmp_path / "mount")]
        assert found[0][0] == found[1][0] == 0


def test_a_centre_with_a_link_fails_alone_in_a_batch(made: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    for name in ("a", "b", "c"):
        (tmp_path / "root" / name).mkdir(parents=True)
        shutil.copy(made / DATA, tmp_path / "root" / name)
    put("link", tmp_path / "root" / "a" / DATA, other)
    (tmp_path / "root" / "d").symlink_to(made)
    put("pipe", tmp_path / "root" / "b" / DATA, tmp_path / "b")
    folders, _ = find_centres(tmp_path / "root")
    assert [folder.name for folder in folders] == ["a", "b", "c"]
    done = [draft_centre(folder, DECEMBER) for folder in folders]
    assert [one.exit for one in done[:2]] == [Exit.FILES] * 2
    assert done[2].output
    put("link", tmp_path / "root" / "值班汇总-2026-12.xlsx", tmp_path / "summary")
    with pytest.raises(FileError, match=r"值班汇总-2026-12\.xlsx 不是普通文件"):
        write_whole(tmp_path / "root" / "值班汇总-2026-12.xlsx", b"new")


def test_a_journal_that_names_another_file_is_not_opened(centre: Path) -> None:
    """The guard goes by how such a journal ends; this one holds nothing that SQLite would read."""
    (centre / JOURNAL).write_bytes(bytes(64) + bytes.fromhex("d9d505f920a163d7"))
    for words in COMMANDS[JOURNAL]:
        code, found = call(*words)
        assert (code, JOURNAL in found["messages"][0]["text"]) == (Exit.FILES, True)
    (centre / JOURNAL).unlink()
    assert call("doctor", ".")[0] == 0


@pytest.mark.parametrize("name", ("../x.xlsx", "/x.xlsx", "a/b.xlsx", "..", ".x.xlsx", "a\nb.xlsx"))
def test_a_ledger_names_files_of_its_folder_only(centre: Path, tmp_path: Path, name: str) -> None:
    if name.startswith("/"):
        name = str(tmp_path / "x.xlsx")
    (one,) = Ledger(centre / LEDGER_FILE).revisions()
    with closing(sqlite3.connect(centre / LEDGER_FILE)) as database:
        for table in ("revision", "document"):
            database.execute(f"DROP TRIGGER {table}_UPDATE")
        row = f'[["{name}", "00"]]'.replace("\n", "\\n")
        database.execute("UPDATE revision SET documents = ?", (row,))
        database.execute("UPDATE document SET name = ?", (name,))
        database.commit()
    before = sorted(os.listdir(tmp_path))
    for words in (("history", ".", "--export", "1"), ("doctor", "."), ("draft", ".", *MONTH)):
        assert call(*words)[0] == Exit.FILES
    with pytest.raises(FileError, match="已损坏"):
        Ledger(centre / LEDGER_FILE).contents(one)
    assert sorted(os.listdir(tmp_path)) == before


def test_a_name_of_a_person_is_no_path(made: Path, tmp_path: Path) -> None:
    """Whoever is on the roster of a workbook may be asked for by name."""
    (tmp_path / "a").mkdir()
    names = ["../../王静", "con", "李\u202e梅", "/etc/张强"]
    staff = [STAFF[0], *([name, *row[1:]] for name, row in zip(names, STAFF[1:], strict=True))]
    book(tmp_path / "a" / DATA, 员工=staff, 历史=[["日期", "值班人"]])
    code, found = call("draft", tmp_path / "a", *MONTH)
    assert code in (0, 3, 4), found["messages"]
    for name in ("../../王静", "/etc/张强"):
        code, found = call("export", "ics", tmp_path / "a" / DRAFT, "--person", name)
        assert code in (Exit.USAGE, Exit.FILES), found["messages"]
    assert sorted(os.listdir(tmp_path)) == ["a"]


STEERING = [chr(n) for n in (*range(32), *range(127, 160), 0x2028, 0x2029, 0x202E, 0x2067, 0x200F)]


def test_nothing_that_steers_a_terminal_is_printed(centre: Path, tmp_path: Path) -> None:
    """Names of folders and files, of sheets and people."""
    assert plain_text("".join(STEERING)).isprintable()
    assert plain_text("值班 表（1）。𠀀é\u3000") == "值班 表（1）。𠀀é\u3000"
    folder = tmp_path / "名\x1b[2J\n伪造\x9b31m\u202e\u2028字"
    shutil.copytree(centre, folder)
    for words in (
        ("check", folder),
        ("draft", folder / "无\r\x07"),
        ("history", folder, "--table", folder / "表.xlsx"),
        ("report", folder),
        ("-v", "doctor", folder),
        ("draft", folder, "--month", "2027-01"),
    ):
        said = zhiban(*words)
        assert said.exit_code in (0, 3, 12)
        for line in (said.stdout + said.stderr).split("\n"):
            assert not set(line) & set(STEERING), line
            assert not line.startswith("伪造")
