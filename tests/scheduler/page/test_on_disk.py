"""The page and the files: taken back to the byte, and never written over what others wrote."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import scheduler.files
from scheduler.errors import ConflictError, FileError, InputError, UsageError
from scheduler.page.stale import Stale
from scheduler.reading.slot_label import labelled
from tests.books import edit, values
from tests.scheduler.page.by_hand import (
    DRAFT,
    GARDEN,
    MONTH,
    copied,
    drafted,
    first_edit,
    read,
    seated,
    session,
    slot_of,
    table_of,
    takers,
    typed,
)


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    return drafted("garden", tmp_path / "garden")


def test_undo_and_redo_give_the_very_bytes_back(garden: Path) -> None:
    page = session(garden)
    states = [page.state(MONTH)]
    bytes_ = [(garden / DRAFT).read_bytes()]
    slot = table_of(states[0], GARDEN)["slots"][3]["id"]
    for change in (
        lambda state: first_edit(page, state),
        lambda state: page.lock(state["version"], GARDEN, slot, True),
        lambda state: page.solve(state["version"]),
    ):
        states.append(change(states[-1]))
        bytes_.append((garden / DRAFT).read_bytes())
    assert len({*bytes_[:3]}) == 3
    state = states[-1]
    while state["can"]["undo"]:
        state = page.undo(state["version"])
        assert (garden / DRAFT).read_bytes() in bytes_
    assert (garden / DRAFT).read_bytes() == bytes_[0]
    assert table_of(state, GARDEN) == table_of(states[0], GARDEN)
    while state["can"]["redo"]:
        state = page.redo(state["version"])
    assert (garden / DRAFT).read_bytes() == bytes_[-1]
    with pytest.raises(UsageError, match="没有可以重做的"):
        page.redo(state["version"])


def test_a_new_edit_ends_what_could_be_done_again(garden: Path) -> None:
    page = session(garden)
    state = first_edit(page, page.state(MONTH))
    state = page.undo(state["version"])
    assert state["can"]["redo"]
    state = page.lock(state["version"], GARDEN, table_of(state, GARDEN)["slots"][0]["id"], True)
    assert not state["can"]["redo"]


def test_a_draft_that_was_taken_away_is_what_undoing_the_first_one_leaves(tmp_path: Path) -> None:
    page = session(copied("garden", tmp_path / "garden"))
    state = page.state(MONTH)
    assert state["status"]["kind"] == "none"
    slot = table_of(state, GARDEN)["slots"][0]
    assert slot["seats"] == [{"person": None, "name": None}]
    with pytest.raises(UsageError, match="请先排班"):
        page.assign(state["version"], GARDEN, slot["id"], None, takers(page, GARDEN, slot["id"])[0])
    state = page.solve(state["version"])
    assert state["status"]["kind"] == "draft"
    state = page.undo(state["version"])
    assert state["status"]["kind"] == "none"
    assert not (tmp_path / "garden" / DRAFT).exists()


def test_a_draft_changed_in_excel_meanwhile_is_shown_and_never_overwritten(garden: Path) -> None:
    page = session(garden)
    state = first_edit(page, page.state(MONTH))
    slot = table_of(state, GARDEN)["slots"][20]
    other = next(
        one for one in table_of(state, GARDEN)["people"] if one["key"] != slot["seats"][0]["person"]
    )
    typed(garden, GARDEN, {slot["id"]: [other["name"]]})
    there = (garden / DRAFT).read_bytes()
    with pytest.raises(Stale) as error:
        page.lock(state["version"], GARDEN, slot["id"], True)
    assert (garden / DRAFT).read_bytes() == there
    was, now = slot["seats"][0]["name"], other["name"]
    assert error.value.state["difference"] == [f"{DRAFT}：12月21日 {was} → {now}"]
    found = slot_of(error.value.state, GARDEN, slot["id"])
    assert found["seats"][0]["name"] == now
    assert found["edited"]
    assert not error.value.state["can"]["undo"]
    # Once it has been seen the page may go on.
    page.lock(error.value.state["version"], GARDEN, slot["id"], True)


def test_a_file_of_the_same_size_and_time_is_looked_into_before_it_is_overwritten(
    garden: Path,
) -> None:
    page = session(garden)
    state = page.state(MONTH)
    about = (garden / DRAFT).stat()
    content = bytearray((garden / DRAFT).read_bytes())
    content[-1] ^= 1
    (garden / DRAFT).write_bytes(content)
    os.utime(garden / DRAFT, ns=(about.st_atime_ns, about.st_mtime_ns))
    with pytest.raises(Stale):
        first_edit(page, state)
    assert (garden / DRAFT).read_bytes() == content


def test_two_windows_cannot_overwrite_each_other(garden: Path) -> None:
    page = session(garden)
    state = page.state(MONTH)
    first_edit(page, state)
    there = (garden / DRAFT).read_bytes()
    with pytest.raises(Stale, match="另一个窗口"):
        page.undo(state["version"])
    assert (garden / DRAFT).read_bytes() == there


def test_data_changed_meanwhile_are_read_again(garden: Path) -> None:
    page = session(garden)
    state = page.state(MONTH)
    edit(garden / "值班数据.xlsx", "设置", {"B2": "阳光二期"})
    with pytest.raises(Stale) as error:
        first_edit(page, state)
    assert error.value.state["difference"] == ["值班数据.xlsx 在别处改过了"]
    assert error.value.state["centre"] == "阳光二期"


def test_what_was_typed_against_the_law_is_shown_and_mended_bit_by_bit(garden: Path) -> None:
    page = session(garden)
    slots = table_of(page.state(MONTH), GARDEN)["slots"]
    chosen = [slots[5], slots[6], slots[15], slots[16]]
    pair = [slots[5]["seats"][0]["name"], slots[15]["seats"][0]["name"]]
    typed(garden, GARDEN, {slots[6]["id"]: pair[:1], slots[16]["id"]: pair[1:]})
    state = page.state()
    assert all(slot_of(state, GARDEN, one["id"])["breaches"] for one in chosen)
    found = [one for one in state["problems"] if one["severity"] == "error"]
    assert {(one["file"], one["sheet"]) for one in found} == {(DRAFT, GARDEN)}
    with pytest.raises(InputError):
        page.solve(state["version"])
    for one in (slots[6], slots[16]):
        key = takers(page, GARDEN, one["id"])[0]
        old = seated(state, GARDEN, one["id"])[0]
        state = page.assign(state["version"], GARDEN, one["id"], old, key)
        assert not slot_of(state, GARDEN, one["id"])["breaches"]
    page.solve(state["version"])


def test_a_name_that_nobody_has_is_shown_at_its_cell_and_typed_over(garden: Path) -> None:
    page = session(garden)
    slot = table_of(page.state(MONTH), GARDEN)["slots"][4]
    typed(garden, GARDEN, {slot["id"]: ["欧阳无名"]})
    state = page.state()
    (wrong,) = (one for one in state["problems"] if one["severity"] == "error")
    assert "欧阳无名" in wrong["text"]
    assert wrong["cell"] == read(garden, GARDEN).cells[labelled(slot["id"])].address
    assert seated(state, GARDEN, slot["id"]) == []
    key = takers(page, GARDEN, slot["id"])[0]
    state = page.assign(state["version"], GARDEN, slot["id"], None, key)
    assert seated(state, GARDEN, slot["id"]) == [key]
    assert not [one for one in state["problems"] if one["severity"] == "error"]


def test_a_draft_of_somebody_else_is_not_overwritten(tmp_path: Path) -> None:
    folder = copied("garden", tmp_path / "garden")
    (folder / DRAFT).write_bytes((folder / "值班数据.xlsx").read_bytes())
    page = session(folder)
    state = page.state(MONTH)
    assert state["status"]["kind"] == "none"
    assert [one["severity"] for one in state["problems"]][:1] == ["error"]
    with pytest.raises(ConflictError):
        page.solve(state["version"])
    assert (folder / DRAFT).read_bytes() == (folder / "值班数据.xlsx").read_bytes()


def test_what_was_typed_beside_the_names_stays(garden: Path) -> None:
    page = session(garden)
    page.state(MONTH)
    edit(garden / DRAFT, GARDEN, {"E25": "记得巡楼"})
    state = first_edit(page, page.state())
    assert values(garden / DRAFT, GARDEN)[24][4] == "记得巡楼"
    page.solve(state["version"])
    assert values(garden / DRAFT, GARDEN)[24][4] == "记得巡楼"


def workbooks(folder: Path) -> dict[str, bytes]:
    """Return what is in a folder but its lock, which says the second of the last run."""
    return {path.name: path.read_bytes() for path in folder.glob("[!.]*")}


def test_a_draft_that_excel_holds_is_left_as_it_is(
    garden: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = session(garden)
    state = first_edit(page, page.state(MONTH))
    files = workbooks(garden)
    held, original = garden / DRAFT, Path.replace

    def replace(path: Path, target: Path) -> Path:
        if target == held:
            raise PermissionError
        return original(path, target)

    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(scheduler.files, "PATIENCE", 0)
    for change in (lambda: first_edit(page, state), lambda: page.undo(state["version"])):
        with pytest.raises(FileError, match="被别的程序打开着"):
            change()
    monkeypatch.undo()
    assert workbooks(garden) == files
    assert page.undo(state["version"])["can"]["redo"]
