"""The session behind the page: every edit is what a person would type, and nothing is lost."""

from __future__ import annotations

import json
import os
import re
import threading
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from scheduler.errors import ConflictError, InputError, UsageError, ZhibanError
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.page.session import Session
from scheduler.page.stale import Stale
from scheduler.reading.slot_label import labelled
from scheduler.usecases.publish import publish
from tests.books import TODAY, edit, values
from tests.scheduler.page.by_hand import (
    MONTH,
    cells,
    copied,
    drafted,
    names_of,
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

GARDEN = "值班安排表"
SEALED = re.compile(r"封印|^[0-9a-f]{12,}$|^\[\[")
DRAFT = f"{GARDEN}-{MONTH}-草案.xlsx"
TABLES = [("garden", GARDEN), ("estate", GARDEN), ("estate", "保洁员值班表")]


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    return drafted("garden", tmp_path / "garden")


def first_edit(page: Session, state: dict[str, Any], table: str = GARDEN) -> dict[str, Any]:
    """Give the first duty of a table that somebody else may take to them."""
    for slot in table_of(state, table)["slots"]:
        for key in () if slot["begun"] else takers(page, table, slot["id"]):
            old = slot["seats"][0]["person"]
            return page.assign(state["version"], table, slot["id"], old, key)
    raise AssertionError


def first_swap(page: Session, state: dict[str, Any], table: str = GARDEN) -> tuple[Any, Any]:
    slots = table_of(state, table)["slots"]
    for a in slots:
        for b in slots:
            pair = [{"slot": one["id"], "person": one["seats"][0]["person"]} for one in (a, b)]
            if page.try_swap(table, *pair)["lawful"]:
                return pair[0], pair[1]
    raise AssertionError


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


def test_an_edit_of_what_is_published_begins_an_adjustment(tmp_path: Path) -> None:
    ours, theirs = (drafted("garden", tmp_path / name) for name in "ab")
    for folder in (ours, theirs):
        publish(folder, approver="周敏", at=TODAY)
    page = session(ours)
    state = page.state(MONTH)
    assert state["status"] == {"kind": "published", "text": "已发布 v1"}
    assert not state["can"]["publish"]
    state = first_edit(page, state)
    assert state["status"]["kind"] == "adjusting"
    (change,) = table_of(state, GARDEN)["changes"]
    (slot,) = read(ours, GARDEN).kept
    inside = theirs / f"{GARDEN}-{MONTH}-v1-内部.xlsx"
    keys = seated(state, GARDEN, f"{slot.date}|{slot.post}|{slot.shift}")
    typed(theirs, GARDEN, {f"{slot.date}": names_of(state, GARDEN, keys)}, inside)
    redrafted(theirs, GARDEN, inside)
    assert cells(ours / DRAFT) == cells(theirs / DRAFT)
    done = page.publish(state["version"], "周敏", "家里有事")
    assert done["state"]["status"]["text"] == "已发布 v2"
    assert [one["number"] for one in page.history()["revisions"]] == [1, 2]
    assert page.history()["revisions"][1]["lines"] == [f"  {change['text']}"]


def test_publishing_is_the_command(tmp_path: Path) -> None:
    ours, theirs = (drafted("estate", tmp_path / name) for name in "ab")
    page = session(ours)
    done = page.publish(page.state(MONTH)["version"], "周敏", "")
    for table in (GARDEN, "保洁员值班表"):
        publish(theirs / f"{table}-{MONTH}-草案.xlsx", approver="周敏", at=TODAY)
    files = sorted(path.name for path in theirs.glob("*-v1*.xlsx"))
    assert sorted(done["files"]) == files
    assert len(files) == 4
    for name in files:
        # Seals hang on what a centre is known by, which is another one in another folder.
        found = [cells(folder / name) for folder in (ours, theirs)]
        for own in found:
            for place in [place for place, text in own.items() if SEALED.search(str(text))]:
                del own[place]
        assert found[0] == found[1]
        assert page.file(name) == (ours / name).read_bytes()
    revisions = [Ledger(folder / LEDGER_FILE).revisions() for folder in (ours, theirs)]
    assert [one.whole for one in revisions[0]] == [one.whole for one in revisions[1]]
    assert not done["state"]["can"]["undo"]


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


def test_the_state_is_what_the_page_draws(tmp_path: Path) -> None:
    page = session(drafted("estate", tmp_path / "estate"))
    state = page.state(MONTH)
    assert json.loads(json.dumps(state)) == state
    duties, shifts = state["tables"]
    assert [post["kind"] for post in duties["posts"]] == ["值班"] * 3
    assert shifts["posts"][0]["shifts"] == [
        {"name": "早班", "mark": "早"},
        {"name": "中班", "mark": "中"},
    ]
    assert len(duties["days"]) == 31
    assert duties["days"][0] == {
        "date": "2026-12-01",
        "day": 1,
        "weekday": "二",
        "kind": "工作日",
        "name": "",
    }
    assert {one["label"] for one in duties["slots"]} == {"管理员值班", "备班", "带班"}
    assert all(len(one["seats"]) == one["need"] for one in shifts["slots"])
    assert any("假" in one["leaves"].values() for one in (*duties["people"], *shifts["people"]))
    for one in duties["people"]:
        closing = one["opening"]["total"] + one["due"]["total"] - one["served"]["total"]
        assert one["closing"]["total"] == pytest.approx(closing)


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


def test_data_that_cannot_be_read_say_where(garden: Path) -> None:
    page = session(garden)
    page.state(MONTH)
    edit(garden / "值班数据.xlsx", "请假", {"C4": "十三月"})
    state = page.state()
    assert state["status"]["kind"] == "error"
    assert state["tables"] == []
    assert ("请假", "C4") in {(one["sheet"], one["cell"]) for one in state["problems"]}
    with pytest.raises(InputError):
        page.judge(GARDEN, "2026-12-10|管理员值班|")
    with pytest.raises(InputError):
        page.solve(state["version"])
    mended = copied("garden", garden.parent / "again") / "值班数据.xlsx"
    state = page.upload("data", "值班数据.xlsx", mended.read_bytes())
    assert state["status"]["kind"] == "draft"
    kept = next(garden.glob("值班数据-*.xlsx"))
    assert kept.name == f"值班数据-{TODAY:%Y%m%d-%H%M%S}.xlsx"
    assert values(kept, "请假")[3][2] == "十三月"
    assert not [one for one in state["problems"] if "副本" in one["text"]]


def test_an_upload_takes_no_other_files_place(garden: Path) -> None:
    page = session(garden)
    page.state(MONTH)
    data = (garden / "值班数据.xlsx").read_bytes()
    (garden / "名单.csv").write_text("甲", "utf-8")
    files = {path.name: path.read_bytes() for path in garden.iterdir()}
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
    assert {path.name: path.read_bytes() for path in garden.iterdir()} == files


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


def test_a_leave_is_tried_on_a_draft_and_on_what_is_published(garden: Path) -> None:
    page = session(garden)
    state = page.state(MONTH)
    slot = table_of(state, GARDEN)["slots"][21]
    person = slot["seats"][0]["person"]
    before = (garden / DRAFT).read_bytes()
    tried = page.try_leave(person, slot["date"], slot["date"])
    assert tried["light"] in ("绿灯", "黄灯", "红灯")
    assert any(
        line.startswith(f"12月22日（周二） {slot['seats'][0]['name']} → ")
        for line in tried["lines"]
    )
    assert (garden / DRAFT).read_bytes() == before
    page.publish(state["version"], "周敏")
    again = page.try_leave(person, slot["date"], slot["date"])
    assert again["light"] == tried["light"]


def test_nothing_else_is_changed_while_a_search_runs(garden: Path) -> None:
    page = session(garden)
    version = page.state(MONTH)["version"]
    found: list[Any] = []

    def meanwhile() -> None:
        state = page.state()
        found.append(state["solving"])
        try:
            first_edit(page, state)
        except ConflictError as error:
            found.append(error.text)

    def progress(line: str) -> None:
        if not found:
            thread = threading.Thread(target=meanwhile)
            thread.start()
            thread.join()
        lines.append(line)

    lines: list[str] = []
    state = page.solve(version, progress=progress)
    assert found == [True, "正在排班，请等排完，或先停止"]
    assert len(lines) == 2
    assert not state["solving"]


def test_a_search_that_is_stopped_leaves_what_was_there(garden: Path) -> None:
    page = session(garden)
    edit(garden / "值班数据.xlsx", "设置", {"B2": "阳光二期"})
    version = page.state(MONTH)["version"]
    page.stop()  # Nothing runs: nothing happens.
    stopped = []

    def progress(_: str) -> None:
        stopped.append(page.stop())

    try:
        state = page.solve(version, progress=progress)
    except ZhibanError as error:
        assert "已停止" in error.text
        state = page.state()
    assert stopped
    assert not state["solving"]
    assert page.solve(state["version"])["status"]["kind"] == "draft"


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


def test_an_empty_folder_becomes_a_published_month(tmp_path: Path) -> None:
    folder = tmp_path / "centre"
    folder.mkdir()
    page = session(folder)
    assert page.state()["status"]["kind"] == "error"
    content = (copied("garden", tmp_path / "garden") / "值班数据.xlsx").read_bytes()
    state = page.upload("data", "我的表.xlsx", content)
    assert [path.name for path in folder.glob("*.xlsx")] == ["值班数据.xlsx"]
    assert state["status"]["kind"] == "none"
    state = page.solve(state["version"])
    done = page.publish(state["version"], "周敏")
    assert done["lines"][0] == "2026-12 v1 已发布"
    assert page.report(MONTH)["files"] == ["值班月报-2026-12.xlsx"]
    # The next month knows the one before.
    state = page.state("2027-01")
    assert state["status"]["kind"] == "none"
    state = page.solve(state["version"])
    assert state["status"]["kind"] == "draft"
    assert page.state(MONTH)["status"]["text"] == "已发布 v1"
    with pytest.raises(UsageError, match="月份要写成"):
        page.state("明年")
