"""Edits on the page: what a person would type, judged by the law before it is written."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from scheduler.errors import UsageError
from scheduler.page.session import Session
from scheduler.reading.slot_label import labelled
from scheduler.usecases.publish import publish
from tests.books import TODAY, edit, values
from tests.scheduler.page.by_hand import (
    DRAFT,
    GARDEN,
    MONTH,
    cells,
    drafted,
    first_swap,
    read,
    redrafted,
    seated,
    session,
    slot_of,
    table_of,
    takers,
    typed,
)

if TYPE_CHECKING:
    from pathlib import Path

TABLES = [("garden", GARDEN), ("estate", GARDEN), ("estate", "保洁员值班表")]


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    return drafted("garden", tmp_path / "garden")


@pytest.mark.parametrize(("name", "table"), TABLES)
def test_an_edit_is_the_names_typed_into_the_workbook(
    tmp_path: Path, name: str, table: str
) -> None:
    ours, theirs = drafted(name, tmp_path / "a"), drafted(name, tmp_path / "b")
    page = session(ours)
    state = page.state(MONTH)
    a, b = first_swap(page, state, table)
    state = page.swap(state["version"], table, a, b)
    assert b["person"] in seated(state, table, a["slot"])
    assert a["person"] in seated(state, table, b["slot"])
    typed(theirs, table, {s: seated(state, table, s) for s in (a["slot"], b["slot"])})
    redrafted(theirs, table)
    path = f"{table}-{MONTH}-草案.xlsx"
    assert cells(ours / path) == cells(theirs / path)
    # What is drafted again after it is the same to the last word.
    page.solve(state["version"], table)
    redrafted(theirs, table)
    assert cells(ours / path, proved=True) == cells(theirs / path, proved=True)


@pytest.mark.parametrize(("name", "table"), TABLES[::2])
def test_an_edit_of_what_is_published_begins_an_adjustment(
    tmp_path: Path, name: str, table: str
) -> None:
    ours, theirs = (drafted(name, tmp_path / folder) for folder in "ab")
    for folder in (ours, theirs):
        for path in sorted(folder.glob("*-草案.xlsx"), key=lambda one: GARDEN not in one.name):
            publish(path, approver="周敏", at=TODAY)
    page = session(ours)
    state = page.state(MONTH)
    assert state["status"] == {"kind": "published", "text": "已发布 v1"}
    assert not state["can"]["publish"]
    a, b = first_swap(page, state, table)
    state = page.swap(state["version"], table, a, b)
    assert state["status"]["kind"] == "adjusting"
    told = [change["text"] for change in table_of(state, table)["changes"]]
    assert len(told) == 2
    inside = theirs / f"{table}-{MONTH}-v1-内部.xlsx"
    typed(theirs, table, {s: seated(state, table, s) for s in (a["slot"], b["slot"])}, inside)
    redrafted(theirs, table, inside)
    path = f"{table}-{MONTH}-草案.xlsx"
    assert cells(ours / path) == cells(theirs / path)
    done = page.publish(state["version"], "周敏", "家里有事")
    newest = page.history()["revisions"][-1]
    assert (newest["table"], newest["number"]) == (table, 2)
    assert newest["lines"] == [f"  {text}" for text in told]
    assert done["state"]["status"]["kind"] == "published"


def test_what_is_unlawful_is_refused_with_the_sentence_and_nothing_is_written(
    garden: Path,
) -> None:
    page = session(garden)
    state = page.state(MONTH)
    before = (garden / DRAFT).read_bytes()
    refused = 0
    for slot in table_of(state, GARDEN)["slots"]:
        for one in page.judge(GARDEN, slot["id"])["candidates"]:
            if one["lawful"]:
                continue
            old = slot["seats"][0]["person"]
            with pytest.raises(UsageError) as error:
                page.assign(state["version"], GARDEN, slot["id"], old, one["person"])
            assert error.value.text.startswith(one["text"].removeprefix("不行，"))
            assert ("特批" in error.value.text) == one["dispensable"]
            refused += 1
    assert refused > 20
    assert (garden / DRAFT).read_bytes() == before
    assert page.state()["version"] == state["version"]
    assert page.judge(GARDEN, slot["id"])["candidates"][0]["serves"]


def test_a_refused_edit_names_the_row_that_would_allow_it(garden: Path) -> None:
    page = session(garden)
    state = page.state(MONTH)
    slot, one = next(
        (slot, one)
        for slot in table_of(state, GARDEN)["slots"]
        for one in page.judge(GARDEN, slot["id"])["candidates"]
        if one["dispensable"]
    )
    asked = (state["version"], GARDEN, slot["id"], slot["seats"][0]["person"], one["person"])
    with pytest.raises(UsageError, match=rf"{one['name']} \| 2026-12-\d\d \| 特批 \| 周敏，原因写"):
        page.assign(*asked, approver="周敏", reason="人手不够")


def test_a_lock_holds_when_the_month_is_drafted_again(garden: Path) -> None:
    page = session(garden)
    state = page.state(MONTH)
    slot = table_of(state, GARDEN)["slots"][6]
    name = slot["seats"][0]["name"]
    state = page.lock(state["version"], GARDEN, slot["id"], True)
    assert slot_of(state, GARDEN, slot["id"])["locked"]
    assert labelled(slot["id"]) in read(garden, GARDEN).kept
    data = garden / "值班数据.xlsx"
    row = len(values(data, "指定")) + 1
    wish = {f"A{row}": name, f"B{row}": slot["date"], f"C{row}": "不希望"}
    edit(data, "指定", wish)
    state = page.solve(page.state()["version"])
    assert slot_of(state, GARDEN, slot["id"])["seats"][0]["name"] == name
    assert slot_of(state, GARDEN, slot["id"])["warnings"]
    state = page.lock(state["version"], GARDEN, slot["id"], False)
    assert state["status"]["kind"] == "draft"
    state = page.solve(state["version"])
    assert slot_of(state, GARDEN, slot["id"])["seats"][0]["name"] != name


def test_an_open_seat_is_filled_again_and_cannot_be_locked(garden: Path) -> None:
    page = session(garden)
    state = page.state(MONTH)
    slot = table_of(state, GARDEN)["slots"][2]
    state = page.assign(state["version"], GARDEN, slot["id"], slot["seats"][0]["person"], None)
    here = table_of(state, GARDEN)
    assert slot_of(state, GARDEN, slot["id"])["seats"] == [{"person": None, "name": None}]
    assert [gap["slot"] for gap in here["gaps"]] == [slot["id"]]
    with pytest.raises(UsageError, match="空着的班不能锁定"):
        page.lock(state["version"], GARDEN, slot["id"], True)
    key = takers(page, GARDEN, slot["id"])[0]
    state = page.assign(state["version"], GARDEN, slot["id"], None, key)
    assert seated(state, GARDEN, slot["id"]) == [key]


def test_what_has_begun_is_left_alone(tmp_path: Path) -> None:
    folder = drafted("garden", tmp_path / "garden")
    publish(folder, approver="周敏", at=TODAY)
    at = [TODAY]
    page = Session(folder, clock=lambda: at[0])
    version = page.state(MONTH)["version"]
    at[0] = datetime(2026, 12, 5, 12)
    state = page.state()
    assert state["version"] > version
    slots = table_of(state, GARDEN)["slots"]
    assert [one["begun"] for one in slots[:6]] == [True] * 5 + [False]
    with pytest.raises(UsageError, match="已经开始"):
        page.assign(state["version"], GARDEN, slots[4]["id"], slots[4]["seats"][0]["person"], None)


def test_who_could_take_a_duty_comes_best_first(garden: Path) -> None:
    page = session(garden)
    page.state(MONTH)
    found = page.judge(GARDEN, "2026-12-10|管理员值班|")
    lawful = [one["lawful"] for one in found["candidates"]]
    assert lawful == sorted(lawful, reverse=True)
    assert found["candidates"][0]["serves"]
    best = found["candidates"][1]
    assert best["effects"]
    assert best["text"] == f"可以替，{'，'.join(best['effects'])}"
    with pytest.raises(UsageError, match="没有这个班"):
        page.judge(GARDEN, "2026-12-10|../管理员值班|")


def test_what_one_post_has_counts_in_those_after_it(tmp_path: Path) -> None:
    """Whoever has the backup that day cannot be given the duty as well, though it comes first."""
    page = session(drafted("estate", tmp_path / "estate"))
    slots = table_of(page.state(MONTH), GARDEN)["slots"]
    for day in {one["date"] for one in slots}:
        own = {one["post"]: one for one in slots if one["date"] == day}
        if not {"备班", "管理员值班"} <= own.keys():
            continue
        key = own["备班"]["seats"][0]["person"]
        judged = page.judge(GARDEN, own["管理员值班"]["id"])["candidates"]
        (one,) = (one for one in judged if one["person"] == key)
        assert not one["lawful"]
        assert one["effects"] == []
