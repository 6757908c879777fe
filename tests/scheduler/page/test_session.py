"""The session behind the page: a month told, drafted, published, tried."""

from __future__ import annotations

import json
import re
import threading
from typing import TYPE_CHECKING, Any

import pytest

from scheduler.errors import ConflictError, InputError, UsageError, ZhibanError
from scheduler.ledger.ledger import LEDGER_FILE, Ledger
from scheduler.usecases.publish import publish
from tests.books import TODAY, edit, values
from tests.scheduler.page.by_hand import (
    DRAFT,
    GARDEN,
    MONTH,
    cells,
    copied,
    drafted,
    first_edit,
    session,
    table_of,
)

if TYPE_CHECKING:
    from pathlib import Path

SEALED = re.compile(r"封印|^[0-9a-f]{12,}$|^\[\[")


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    return drafted("garden", tmp_path / "garden")


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
