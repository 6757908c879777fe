"""Whatever people type on the wall sheet: kept, carried to the same place, published, or named."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart
from openpyxl.comments import Comment

from scheduler.reading.roster_book import read_roster
from tests.books import DECEMBER, NAMES, edit
from tests.scheduler.commands import call
from tests.scheduler.december import DRAFT, FINAL, INSIDE, NAME, day, people, served
from tests.scheduler.usecases.typed import (
    FIRST,
    KINDS,
    SETTINGS,
    WALL,
    Wanted,
    cells,
    found,
    missing,
    people_of,
    say,
    typed_on,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("kind", KINDS)
def test_typed_text_is_kept_and_published(centre: Path, kind: str) -> None:
    typing, wanted = KINDS[kind]
    drafted = people(centre / DRAFT)
    typed_on(centre / DRAFT, typing)
    before = (centre / DRAFT).read_bytes()
    code, said = call("draft", centre, "--month", "2026-12")
    assert (code, said["result"]["changed"]) == (0, False)
    assert any(message["code"] == "edited" for message in said["messages"])
    assert (centre / DRAFT).read_bytes() == before
    assert call("draft", centre, "--month", "2026-12", "--from", centre / DRAFT)[0] == 0
    assert missing(centre / DRAFT, wanted) == []
    assert call("publish", centre, "--approver", "王静")[0] == 0
    for name in (FINAL, INSIDE):
        assert missing(centre / name, wanted) == []
    assert [name[:2] for name in people_of(centre / FINAL)] == drafted


def test_a_draft_with_only_a_remark_is_not_overwritten(centre: Path) -> None:
    edit(centre / DRAFT, WALL, {"E14": "社区跨年预演，加强巡查"})
    before = (centre / DRAFT).read_bytes()
    free = next(name for name in NAMES if name not in people(centre / DRAFT)[29:])
    say(centre, [free, "2026-12-31", "2026-12-31", "已批准", "王静"])
    code, said = call("draft", centre, "--month", "2026-12")
    assert code == 8
    assert "12月10日备注" in said["messages"][0]["text"]
    assert "--from" in said["messages"][0]["text"]
    assert (centre / DRAFT).read_bytes() == before
    assert call("draft", centre, "--month", "2026-12", "--from", centre / DRAFT)[0] == 0
    say(centre)
    assert call("draft", centre, "--month", "2026-12")[0] == 8
    assert call("draft", centre, "--month", "2026-12", "--force")[0] == 0
    assert found(centre / DRAFT)[10] == found(centre / DRAFT)[10][:4]


def test_text_taken_out_stays_out(centre: Path) -> None:
    typed_on(centre / DRAFT, cells(E28=None, A38=None, A41=None))
    out = ("店庆", "不得离岗", "编制")
    assert call("publish", centre, "--approver", "王静")[0] == 0
    texts = [text for row in found(centre / FINAL).values() for text in row]
    assert not [text for text in texts if any(one in text for one in out)]
    assert "版次：v1" in "".join(texts)


def test_what_cannot_be_carried_is_named(centre: Path) -> None:
    opened = load_workbook(centre / DRAFT)
    opened.create_sheet("签到表")["A1"] = "签到"
    opened["月历"]["A9"] = "月底盘点"
    opened[WALL].add_chart(BarChart(), "G3")
    opened[WALL]["G9"] = opened[WALL]["A50"] = "=1+1"
    opened[WALL]["E14"].comment = Comment("请核对", "王静")
    opened.save(centre / DRAFT)
    for words in (
        ("draft", centre, "--month", "2026-12", "--from", centre / DRAFT, "-o", centre / "x.xlsx"),
        ("publish", centre / DRAFT, "--approver", "王静"),
    ):
        code, said = call(*words)
        assert code == 0
        told = next(m["text"] for m in said["messages"] if m["code"] == "not-carried")
        for part in ("〈签到表〉", "〈月历〉", "图片", "G9", "A50", "批注"):
            assert part in told


def test_a_sheet_that_somebody_has_added_is_not_overwritten(centre: Path) -> None:
    opened = load_workbook(centre / DRAFT)
    opened.create_sheet("签到表")["A1"] = "签到"
    opened.save(centre / DRAFT)
    before = (centre / DRAFT).read_bytes()
    say(centre, ["王静", "2026-12-31", "2026-12-31", "待审批", ""])
    code, said = call("draft", centre, "--month", "2026-12")
    assert code == 8
    assert "签到表" in said["messages"][0]["text"]
    assert (centre / DRAFT).read_bytes() == before


@pytest.mark.parametrize("public", [False, True])
def test_saved_again_by_another_program_nothing_is_typed(centre: Path, public: bool) -> None:
    path = centre / DRAFT
    if public:
        assert call("publish", centre, "--approver", "王静")[0] == 0
        path = centre / FINAL
    load_workbook(path).save(path)
    visible = read_roster(path, DECEMBER)
    assert (visible.texts, visible.unread, visible.left, visible.edits()) == ({}, (), (), [])


def test_a_roster_made_by_hand_keeps_its_remarks(centre: Path) -> None:
    rows: list[list[Any]] = [["日期", "值班人", "备注", "车牌", "手机"]]
    for number, name in enumerate(people(centre / DRAFT), 1):
        rows.append([f"2026-12-{number:02}", name, "检修" if number == 3 else None, None, None])
    rows[5][3], rows[5][4] = "京A", "13900000001"
    rows.append(["注：值班电话 110"])
    path = hand_made(centre, rows)
    code, said = call("publish", path, "--approver", "王静")
    assert code == 0
    texts = found(centre / FINAL)
    assert "检修" in texts[3]
    assert "京A" in texts[5]
    assert "车牌" in texts[0]
    told = next(m["text"] for m in said["messages"] if m["code"] == "not-carried")
    assert "手机" in told
    assert "表外的文字" in told


def hand_made(folder: Path, rows: list[list[Any]]) -> Path:
    made = Workbook()
    made.worksheets[0].title = "12月值班"
    for row in rows:
        made.worksheets[0].append(row)
    made.save(folder / "手工.xlsx")
    return folder / "手工.xlsx"


def test_typed_text_is_text_and_holds_no_identity_number(centre: Path) -> None:
    opened = load_workbook(centre / DRAFT)
    for address, text in {"E14": "=1+1", "E15": "证件 110101199003074477", "A45": "=A1"}.items():
        opened[WALL][address].value, opened[WALL][address].data_type = text, "s"
    opened.save(centre / DRAFT)
    assert call("publish", centre, "--approver", "王静")[0] == 0
    sheet = load_workbook(centre / FINAL)[WALL]
    assert (sheet["E14"].value, sheet["E14"].data_type) == ("=1+1", "s")
    assert not [c for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    assert sheet["E15"].value == "证件 ******"


@pytest.mark.parametrize("spoilt", ["month", "wall"])
def test_a_spoilt_hidden_sheet_is_an_input_error(centre: Path, spoilt: str) -> None:
    opened = load_workbook(centre / DRAFT)
    for row in opened["_机读"].iter_rows():
        if row[0].value == spoilt:
            row[1].value = row[2].value = "坏了"
    opened.save(centre / DRAFT)
    code, said = call("publish", centre / DRAFT, "--approver", "王静")
    assert code == 4
    assert "_机读" in said["messages"][0]["text"]


def test_house_style_by_settings(tmp_path: Path) -> None:
    style = [["列名值班人", "带班领导"], ["值班时间说明", "早8点半交接"], ["值班须知2", "第二条"]]
    style += [["值班须知1", "第一条"]]
    say(tmp_path, 设置=[*SETTINGS, *style])
    assert call("draft", tmp_path, "--month", "2026-12")[0] == 0
    texts = found(tmp_path / DRAFT)[0]
    assert "带班领导" in texts
    assert any(text.startswith("早8点半交接    版次") for text in texts)
    assert [text for text in texts if "第" in text] == ["第一条", "第二条"]
    assert not any("私自调班" in text for text in texts)
    assert call("draft", tmp_path, "--month", "2026-12")[1]["result"]["changed"] is False
    assert call("check", tmp_path / DRAFT)[0] == 0
    assert call("publish", tmp_path, "--approver", "王静")[0] == 0
    assert "带班领导" in found(tmp_path / FINAL)[0]


FREE = [f"{column}{row}" for column in "AEFGH" for row in range(1, 56)]


@pytest.mark.parametrize("seed", range(6))
def test_random_text_on_random_cells(centre: Path, seed: int) -> None:
    rng = Random(seed)
    opened = load_workbook(centre / DRAFT)
    sheet = opened[WALL]
    free = [
        address
        for address in FREE
        if sheet[address].value is None and type(sheet[address]).__name__ != "MergedCell"
    ]
    wanted: Wanted = []
    for nth, address in enumerate(rng.sample(free, 8)):
        number = sheet[address].row - FIRST + 1
        sheet[address] = f"{rng.choice(WORDS)}{nth}"
        wanted.append((number if 1 <= number <= 31 else 0, sheet[address].value))
    opened.save(centre / DRAFT)
    before = (centre / DRAFT).read_bytes()
    assert call("draft", centre, "--month", "2026-12")[0] == 0
    assert (centre / DRAFT).read_bytes() == before
    assert call("draft", centre, "--month", "2026-12", "--from", centre / DRAFT)[0] == 0
    assert missing(centre / DRAFT, wanted) == []
    assert call("publish", centre, "--approver", "王静")[0] == 0
    assert missing(centre / FINAL, wanted) == []
    holder = NAME[served(centre)[day(20)]]
    say(centre, [holder, "2026-12-20", "2026-12-20", "已批准", "王静"])
    words = ("--month", "2026-12", "--as-of", "2026-12-05 12:00")
    assert call("adjust", centre, *words)[0] == 0
    assert missing(centre / DRAFT, wanted) == []


WORDS = [
    "巡查",
    "12月3日",
    "2026-12-09",
    "王静",
    "值班须知",
    "备注",
    "日期",
    "值班人",
    "√",
    "待定",
    "/",
    "A1",
]
