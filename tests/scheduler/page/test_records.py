"""What goes out of a centre's folder by the page, and what comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scheduler.errors import UsageError, ZhibanError
from tests.scheduler.page.by_hand import (
    DRAFT,
    GARDEN,
    MONTH,
    drafted,
    session,
    slot_of,
    table_of,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    return drafted("garden", tmp_path / "garden")


def test_an_upload_takes_no_other_files_place(garden: Path) -> None:
    page = session(garden)
    page.state(MONTH)
    data = (garden / "值班数据.xlsx").read_bytes()
    (garden / "名单.csv").write_text("甲", "utf-8")
    files = {path.name: path.read_bytes() for path in garden.glob("[!.]*")}
    for kind, name, content in (
        ("data", "值班数据.xlsx", b"nothing"),
        ("data", "值班数据.xlsx", (garden / DRAFT).read_bytes()),
        ("leave", "值班数据.xlsx", data),
        ("leave", DRAFT, data),
        ("leave", "../请假.xlsx", data),
        ("leave", "值班台账.db", data),
        ("leave", "名单.csv", "姓名,开始\n".encode()),
        ("other", "请假.xlsx", data),
    ):
        with pytest.raises(ZhibanError):
            page.upload(kind, name, content)
    assert {path.name: path.read_bytes() for path in garden.glob("[!.]*")} == files


def test_a_list_of_leave_counts_from_then_on(garden: Path) -> None:
    page = session(garden)
    slot = table_of(page.state(MONTH), GARDEN)["slots"][24]
    name = slot["seats"][0]["name"]
    content = f"姓名,开始,结束,状态\n{name},{slot['date']},{slot['date']},已批准\n".encode()
    state = page.upload("leave", "请假名单.csv", content)
    assert slot_of(state, GARDEN, slot["id"])["breaches"]
    state = page.solve(state["version"])
    assert slot_of(state, GARDEN, slot["id"])["seats"][0]["name"] != name
    page.publish(state["version"], "周敏")


def test_only_rosters_forms_and_reports_go_out(garden: Path) -> None:
    page = session(garden)
    assert page.file(DRAFT) == (garden / DRAFT).read_bytes()
    for name in page.forms(MONTH)["files"]:
        assert page.file(name) == (garden / name).read_bytes()
    for name in (
        "值班数据.xlsx",
        "值班台账.db",
        "../garden/" + DRAFT,
        ".zhiban-lock",
        "/etc/passwd",
    ):
        with pytest.raises(UsageError):
            page.file(name)
    with pytest.raises(ZhibanError, match="没有"):
        page.file("值班月报-2026-12.xlsx")
