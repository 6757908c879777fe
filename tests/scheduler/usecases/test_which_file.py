"""Which file and which sheet counts where there are copies: exact names, or it is asked."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from scheduler.ledger.ledger import LEDGER_FILE
from tests.books import edit, values
from tests.scheduler.commands import call, zhiban
from tests.scheduler.december import DATA, DRAFT, FINAL, drafted, first_row, people

WALL = "值班安排表"
STEM = DRAFT.removesuffix(".xlsx")
COPIES = [
    f"{STEM} (冲突).xlsx",
    f"{STEM}（1）.xlsx",
    f"{STEM}(1).xlsx",
    f"{STEM} - 副本.xlsx",
    f"{STEM}-副本.xlsx",
    f"{STEM}-DESKTOP-7AB1.xlsx",
    f"{STEM}_冲突文件_王静_20261128.xlsx",
    f"{STEM}(王静的冲突副本 2026-11-28).xlsx",
    f"{STEM} 备份.xlsx",
    f"副本{DRAFT}",
]


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return drafted(tmp_path_factory.mktemp("centre"))


@pytest.fixture
def centre(once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(once, tmp_path, dirs_exist_ok=True))


def other_people(path: Path) -> list[str]:
    """Swap the people of two days, so that it can be told what was read; return who is on."""
    first, now = first_row(path), people(path)
    edit(path, WALL, {f"D{first}": now[1], f"D{first + 1}": now[0]})
    return people(path)


def newer(path: Path, than: Path) -> None:
    since = than.stat().st_mtime_ns + 10**9
    os.utime(path, ns=(since, since))


@pytest.mark.parametrize("name", COPIES)
def test_a_newer_copy_is_not_published_in_place_of_the_draft(centre: Path, name: str) -> None:
    wanted = people(centre / DRAFT)
    shutil.copy(centre / DRAFT, centre / name)
    other_people(centre / name)
    newer(centre / name, centre / DRAFT)
    code, said = call("publish", centre, "--approver", "王静")
    texts = {message["code"]: message["text"] for message in said["messages"]}
    assert code == 0
    assert texts["read"].endswith(DRAFT)
    assert name in texts["copies"]
    assert people(centre / FINAL) == wanted


def test_a_copy_is_published_if_it_is_named(centre: Path) -> None:
    shutil.copy(centre / DRAFT, centre / COPIES[0])
    edit(centre / COPIES[0], WALL, {"E10": "副本"})
    assert call("publish", centre / COPIES[0], "--approver", "王静")[0] == 0
    assert values(centre / FINAL, WALL)[9][4] == "副本"


def test_only_copies_are_asked_about(centre: Path) -> None:
    (centre / DRAFT).rename(centre / COPIES[0])
    shutil.copy(centre / COPIES[0], centre / COPIES[3])
    code, said = call("publish", centre, "--approver", "王静")
    assert code == 2
    assert COPIES[0] in said["messages"][0]["text"]
    assert COPIES[3] in said["messages"][0]["text"]
    (centre / COPIES[3]).unlink()
    code, said = call("publish", centre, "--approver", "王静")
    assert (code, said["messages"][0]["text"]) == (0, f"发布的是 {COPIES[0]}")


def test_a_draft_that_was_put_aside_later_is_asked_about(centre: Path) -> None:
    aside = centre / f"{STEM}-新1.xlsx"
    shutil.copy(centre / DRAFT, aside)
    newer(aside, centre / DRAFT)
    code, said = call("publish", centre, "--approver", "王静")
    assert code == 2
    assert aside.name in said["messages"][0]["text"]
    newer(centre / DRAFT, aside)
    assert call("publish", centre, "--approver", "王静")[0] == 0


SHEETS = ["值班安排表 (2)", "值班安排表(2)", "值班安排表 副本", "值班安排表-旧", "12月值班安排表"]


@pytest.mark.parametrize("title", SHEETS)
def test_a_copied_sheet_before_the_real_one_is_not_read(centre: Path, title: str) -> None:
    wanted = people(centre / DRAFT)
    opened = load_workbook(centre / DRAFT)
    copied = opened.copy_worksheet(opened[WALL])
    copied.title = title
    first = first_row(centre / DRAFT)
    copied[f"D{first}"], copied[f"D{first + 1}"] = wanted[1], wanted[0]
    opened.move_sheet(copied, -len(opened.sheetnames))
    opened.save(centre / DRAFT)
    code, said = call("publish", centre / DRAFT, "--approver", "王静")
    assert code == 0
    assert any(title in message["text"] for message in said["messages"])
    assert people(centre / FINAL) == wanted


def test_several_sheets_without_the_real_name_are_asked_about(centre: Path) -> None:
    opened = load_workbook(centre / DRAFT)
    opened.copy_worksheet(opened[WALL]).title = "十二月"
    opened[WALL].title = "12月"
    opened.save(centre / DRAFT)
    code, said = call("publish", centre / DRAFT, "--approver", "王静")
    assert code == 4
    assert "〈12月〉、〈十二月〉" in said["messages"][0]["text"]


def test_a_renamed_sheet_is_read_all_the_same(centre: Path) -> None:
    wanted = people(centre / DRAFT)
    opened = load_workbook(centre / DRAFT)
    opened[WALL].title = "12月值班"
    opened.save(centre / DRAFT)
    assert call("publish", centre / DRAFT, "--approver", "王静")[0] == 0
    assert people(centre / FINAL) == wanted


BESIDE = [
    "值班数据 (冲突).xlsx",
    "值班数据 - 副本.xlsx",
    "值班数据(1).xlsx",
    "值班数据-DESKTOP-7AB1.xlsx",
    "副本值班数据.xlsx",
    "值班台账 (冲突).db",
    "值班台账(1).db",
    "值班台账-DESKTOP-7AB1.db",
    COPIES[0],
    "值班安排表-2026-12-v1 (1).xlsx",
]


@pytest.mark.parametrize("name", BESIDE)
def test_copies_are_named(centre: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert call("publish", centre, "--approver", "王静")[0] == 0
    assert "copies" not in {m["code"] for m in call("check", centre)[1]["messages"]}
    like = DATA if "数据" in name else LEDGER_FILE if "台账" in name else DRAFT
    shutil.copy(centre / like, centre / name)
    for words in (("check", centre), ("doctor", centre)):
        code, said = call(*words)
        texts = {message["code"]: message["text"] for message in said["messages"]}
        assert code == 0
        assert name in texts["copies"]
    monkeypatch.chdir(centre)
    assert name in zhiban().stdout


@pytest.mark.parametrize(
    "name", ["~$值班数据.xlsx", "值班台账.db.旧1", "值班安排表-2026-12-v2.xlsx"]
)
def test_files_of_excel_and_of_ours_are_no_copies(tmp_path: Path, name: str) -> None:
    centre = drafted(tmp_path)
    shutil.copy(centre / DRAFT, centre / name)
    assert "copies" not in {m["code"] for m in call("check", centre)[1]["messages"]}
