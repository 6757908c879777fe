"""What calendars know a centre by, whatever its name and folder become."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from tests.books import STAFF, TAIL, book
from tests.scheduler.commands import call
from tests.scheduler.december import (
    DATA,
    DRAFT,
    FINAL,
    INSIDE,
    day,
    say,
)
from tests.scheduler.drafts.since import (
    LEAVE,
    PUBLISH,
    adjusted,
    aged,
    uids,
    who,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_uids_stay_when_the_centre_gets_a_name_or_a_new_folder(centre: Path) -> None:
    before = uids(centre / FINAL)
    name = who(centre, 20)
    named = [["参数", "值"], ["中心名称", "阳光花园"]]
    say(centre, 设置=named, 请假=[LEAVE, [name, day(20), day(20), "已批准"]])
    adjusted(centre)
    assert uids(centre / DRAFT) == before
    assert call("publish", centre, *PUBLISH, "请假")[0] == 0
    moved = centre.with_name("新文件夹")
    centre.rename(moved)
    second = moved / "值班安排表-2026-12-v2.xlsx"
    assert uids(second) == before
    # A published workbook is known wherever it lies.
    elsewhere = moved.with_name("别处")
    elsewhere.mkdir()
    second.rename(elsewhere / second.name)
    assert uids(elsewhere / second.name) == before


def test_uids_of_the_draft_are_those_of_the_month_published(tmp_path: Path) -> None:
    book(tmp_path / DATA, 员工=STAFF, 历史=TAIL)
    assert call("draft", tmp_path, "--month", "2026-12")[0] in (0, 3)
    before = uids(tmp_path / DRAFT)
    assert call("publish", tmp_path, "--approver", "王静")[0] == 0
    assert uids(tmp_path / FINAL) == uids(tmp_path / INSIDE) == before


@pytest.mark.parametrize("settings", [None, "客服中心"])
def test_two_centres_of_one_name_have_no_uid_in_common(
    tmp_path: Path, settings: str | None
) -> None:
    found = []
    for place in ("A", "B"):
        folder = tmp_path / place / "客服中心"
        folder.mkdir(parents=True)
        book(folder / DATA, 员工=STAFF, 历史=TAIL, 设置=[["参数", "值"], ["中心名称", settings]])
        assert call("draft", folder, "--month", "2026-12")[0] in (0, 3)
        assert call("publish", folder, "--approver", "王静")[0] == 0
        found.append(uids(folder / FINAL))
    assert not found[0] & found[1]


@pytest.mark.parametrize("name", ["", "阳光花园"])
def test_uids_of_an_earlier_program_stay(centre: Path, name: str) -> None:
    """They were made of 中心名称, else of the folder's name, and that is recorded from now on."""
    settings = {"设置": [["参数", "值"], ["中心名称", name]]}
    if name:
        say(centre, **settings)
        (centre / LEDGER_FILE).unlink()
        for path in centre.glob("值班安排表-*.xlsx"):
            path.unlink()
        assert call("draft", centre, "--month", "2026-12")[0] in (0, 3)
        assert call("publish", centre, "--approver", "王静")[0] == 0
    aged(centre)
    before = hashlib.sha256(f"{name or centre.name}|管理员值班".encode()).hexdigest()[:16]
    leave = [LEAVE, [who(centre, 20), day(20), day(20), "已批准"]]
    say(centre, 请假=leave, 设置=[["参数", "值"], ["中心名称", "新名字"]])
    adjusted(centre)
    assert all(before in uid for uid in uids(centre / DRAFT))
    assert call("publish", centre, *PUBLISH, "请假")[0] == 0
    moved = centre.with_name("新文件夹")
    centre.rename(moved)
    assert all(before in uid for uid in uids(moved / "值班安排表-2026-12-v2.xlsx"))


def test_a_ledger_made_anew_knows_the_centre_again(centre: Path) -> None:
    before = Ledger(centre / LEDGER_FILE).revisions()[-1].centre
    (centre / LEDGER_FILE).unlink()
    assert call("doctor", centre, "--rebuild")[0] == 0
    assert Ledger(centre / LEDGER_FILE).revisions()[-1].centre == before
