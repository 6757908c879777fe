"""A supervisor's month through the server, with the real session and a real folder."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from openpyxl import load_workbook

from scheduler.page.guard import BYTES
from tests.books import edit
from tests.scheduler.page.by_hand import MONTH, cells, copied, session
from tests.scheduler.page.remote import Remote
from tests.scheduler.page.served import Browser, Served, served
from tests.scheduler.page.stand_in import HOSTILE
from tests.scheduler.page.test_sequences import CENTRES, PAGES, STEPS, Both

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TABLE = "值班安排表"
DRAFT = f"{TABLE}-{MONTH}-草案.xlsx"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copied("garden", tmp_path / "中心")


@pytest.fixture
def real(folder: Path) -> Iterator[Served]:
    with served(session(folder)) as page:
        yield page


def solved(page: Served) -> dict[str, Any]:
    state = page.get(f"/api/state?month={MONTH}").json
    answer = page.post("solve", {"version": state["version"]})
    assert answer.status == 200, answer.json
    return dict(answer.json)


def place(state: dict[str, Any], nth: int = 10) -> dict[str, Any]:
    slot = state["tables"][0]["slots"][nth]["id"]
    return {"version": state["version"], "table": TABLE, "slot": slot}


def test_from_nothing_to_published(real: Served, folder: Path) -> None:
    state = solved(real)
    where = place(state)
    query = f"/api/judge?table={quoted(TABLE)}&slot={quoted(where['slot'])}"
    candidates = real.get(query).json["candidates"]
    taker = next(one["person"] for one in candidates if one["lawful"] and not one["serves"])
    (seat,) = state["tables"][0]["slots"][10]["seats"]
    answer = real.post("assign", where | {"old": seat["person"], "new": taker})
    assert answer.status == 200, answer.json
    assert [one["person"] for one in place_of(answer.json)["seats"]] == [taker]
    undone = real.post("undo", {"version": answer.json["version"]}).json
    assert place_of(undone)["seats"] == [seat]
    locked = real.post("lock", where | {"version": undone["version"], "on": True}).json
    assert place_of(locked)["locked"]
    said = {"version": locked["version"], "approver": "林芳", "accept_gaps": True}
    published = real.post("publish", said | {"allow_estimated": True})
    assert published.status == 200, published.json
    assert f"{TABLE}-{MONTH}-v1.xlsx" in published.json["files"]
    answer = real.get(f"/api/file?name={quoted(f'{TABLE}-{MONTH}-v1.xlsx')}")
    assert answer.body == (folder / f"{TABLE}-{MONTH}-v1.xlsx").read_bytes()
    forms = real.post("forms", {"month": MONTH}).json
    assert all((folder / name).is_file() for name in forms["files"])
    assert [one["number"] for one in real.get("/api/history").json["revisions"]] == [1]


def test_a_draft_changed_on_disk_is_never_overwritten(real: Served, folder: Path) -> None:
    state = solved(real)
    before = (folder / DRAFT).read_bytes()
    sheet = load_workbook(folder / DRAFT)[TABLE]
    cell = next(
        cell for row in sheet for cell in row if cell.value in names(state) and cell.row > 5
    )
    edit(folder / DRAFT, TABLE, {cell.coordinate: (names(state) - {cell.value}).pop()})
    changed = (folder / DRAFT).read_bytes()
    assert changed != before
    answer = real.post("lock", place(state) | {"on": True})
    assert answer.status == 409
    assert answer.json["state"]["difference"]
    assert answer.json["state"]["version"] > state["version"]
    assert (folder / DRAFT).read_bytes() == changed


def test_a_month_is_small_on_the_way(real: Served) -> None:
    solved(real)
    plain = real.get("/api/state")
    packed = real.get("/api/state", Accept_Encoding="gzip, br")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["X-Content-Type-Options"] == "nosniff"
    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) < len(plain.body) / 4


def test_of_two_browsers_the_slower_is_told(real: Served) -> None:
    other = Browser(real.port)
    other.enter(real.running.keys.address)
    state = solved(real)
    assert other.get("/api/state").json["version"] == state["version"]
    assert real.post("lock", place(state) | {"on": True}).status == 200
    answer = other.post("lock", place(state, 11) | {"on": True})
    assert answer.status == 409
    assert not answer.json["state"]["tables"][0]["slots"][11]["locked"]


def test_names_that_are_html_stay_text(real: Served, folder: Path) -> None:
    data = folder / "值班数据.xlsx"
    staff = load_workbook(data)["员工"]
    free = next(row for row in range(3, 99) if not staff.cell(row, 1).value)
    edit(data, "员工", {f"A{free}": HOSTILE, f"C{free}": "客服管理员"})
    answer = real.get(f"/api/state?month={MONTH}")
    assert answer.headers["Content-Type"] == "application/json"
    assert HOSTILE in names(answer.json)


@pytest.mark.parametrize(
    "name", ("../值班数据.xlsx", "值班数据.xlsx", "/etc/passwd", "zhiban.db", "", ".", "..\\a.xlsx")
)
def test_no_file_but_rosters_is_given_out_and_no_name_leads_away(
    real: Served, folder: Path, name: str
) -> None:
    (folder.parent / "值班安排表-2026-12-v1.xlsx").write_bytes(b"PK")
    for one in (name, f"../{TABLE}-{MONTH}-v1.xlsx"):
        assert real.get(f"/api/file?name={quoted(one)}").status == 422
    before = sorted(folder.parent.rglob("*"))
    path = f"upload?kind=leave&name={quoted(name)}"
    assert real.post(path, b"a,b\n", Content_Type=BYTES).status == 422
    assert sorted(folder.parent.rglob("*")) == before


def test_what_is_no_workbook_takes_no_workbooks_place(real: Served, folder: Path) -> None:
    before = (folder / "值班数据.xlsx").read_bytes()
    for content in (b"", b"PK\x03\x04", b"<html>", bytes(2**20)):
        path = f"upload?kind=data&name={quoted('值班数据.xlsx')}"
        answer = real.post(path, content, Content_Type=BYTES)
        assert answer.status == 422, answer.json
    assert (folder / "值班数据.xlsx").read_bytes() == before


def place_of(state: dict[str, Any], nth: int = 10) -> dict[str, Any]:
    return dict(state["tables"][0]["slots"][nth])


def names(state: dict[str, Any]) -> set[str]:
    return {one["name"] for one in state["tables"][0]["people"]}


def quoted(text: str) -> str:
    return quote(text, safe="")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(PAGES, PAGES + PAGES // 3))
def test_whatever_is_done_in_a_browser_is_what_commands_do(tmp_path: Path, seed: int) -> None:
    both = Both(tmp_path, CENTRES[seed % len(CENTRES)], seed)
    with served(both.page) as page:
        both.page = Remote(page)
        steps: list[Any] = [both.give, both.exchange, both.search, both.back, both.again]
        for step in both.draw.choices(steps, weights=(3, 3, 1, 2, 1), k=STEPS):
            step()
            for path in both.theirs.glob("*-草案.xlsx"):
                assert cells(both.ours / path.name) == cells(path), step.__name__
