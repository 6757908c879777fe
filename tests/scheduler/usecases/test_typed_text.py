"""Whatever people type on the wall sheet: kept, carried to the same place, published, or named."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart
from openpyxl.comments import Comment

from scheduler.reading.roster_book import read_roster
from scheduler.usecases.draft import draft
from tests.books import DECEMBER, NAMES, STAFF, TODAY, book, edit, values
from tests.scheduler.commands import call
from tests.scheduler.december import DATA, DRAFT, FINAL, INSIDE, LEAVE, NAME, day, people, served

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

WALL = "值班安排表"
FIRST = 5  # title, hotline, hours and headings stand above 1 December
SETTINGS = [["参数", "值"], ["中心名称", "阳光花园"], ["值班热线", "010-00000110"]]
LEADERS = [["姓名", "职务", "电话"], ["高建国", "管理处经理", "13800000101"]]
NEW_YEAR = [["日期", "类型", "名称"], ["2026-12-24", "休息日", "店庆"]]
Typing = Callable[["Worksheet"], None]
# A day of December, 0 for what stands in no day's row, and the text there.
Wanted = list[tuple[int, str]]


def say(folder: Path, *leave: list[Any], **sheets: Any) -> None:
    given = {"设置": SETTINGS, "负责人": LEADERS, "节假日": NEW_YEAR, "请假": [LEAVE, *leave]}
    book(folder / DATA, **({"员工": STAFF, "历史": tail()} | given | sheets))


def tail() -> list[list[Any]]:
    return [["日期", "值班人"], *[[f"2026-11-{24 + n}", NAMES[n % 4]] for n in range(7)]]


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("centre")
    say(folder)
    draft(folder, month=DECEMBER, at=TODAY)
    return folder


@pytest.fixture
def centre(once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(once, tmp_path, dirs_exist_ok=True))


def typed_on(path: Path, *typings: Typing) -> None:
    opened = load_workbook(path)
    for typing in typings:
        typing(opened[WALL])
    opened.save(path)


def cells(**texts: Any) -> Typing:
    """Type into cells, by address; + adds to what is there."""

    def typing(sheet: Worksheet) -> None:
        for address, text in texts.items():
            if isinstance(text, str) and text.startswith("+"):
                text = f"{sheet[address].value or ''}{text[1:]}"
            sheet[address] = text

    return typing


def replaced(old: str, new: str) -> Typing:
    def typing(sheet: Worksheet) -> None:
        found = [c for row in sheet.iter_rows() for c in row if old in str(c.value or "")]
        assert found
        found[0].value = str(found[0].value).replace(old, new)

    return typing


def row_put_in(before: int, *texts: str) -> Typing:
    def typing(sheet: Worksheet) -> None:
        below = [one for one in sheet.merged_cells.ranges if one.min_row >= before]
        for one in below:
            sheet.unmerge_cells(str(one))
        sheet.insert_rows(before)
        for one in below:
            one.shift(row_shift=1)
            sheet.merge_cells(str(one))
        for column, text in enumerate(texts, 1):
            sheet.cell(before, column, text)

    return typing


def column_put_in(before: int, heading: str, *texts: str) -> Typing:
    def typing(sheet: Worksheet) -> None:
        merged = list(map(str, sheet.merged_cells.ranges))
        for one in merged:
            sheet.unmerge_cells(one)
        sheet.insert_cols(before)
        for nth, text in enumerate((heading, *texts)):
            sheet.cell(FIRST - 1 + nth, before, text)

    return typing


def found(path: Path) -> dict[int, list[str]]:
    """Return the texts of every day's row, and under 0 of all other rows."""
    texts: dict[int, list[str]] = {}
    for row in values(path, WALL):
        label = str(row[0] or "")
        number = label.removeprefix("12月").partition("日")[0]
        dated = label.startswith("12月") and number.isdigit() and str(row[1]).startswith("周")
        texts.setdefault(int(number) if dated else 0, []).extend(str(v) for v in row if v)
    return texts


def missing(path: Path, wanted: Wanted) -> Wanted:
    texts = found(path)
    return [(on, text) for on, text in wanted if not any(text in one for one in texts[on])]


def at(number: int) -> int:
    return FIRST + number - 1


KINDS: dict[str, tuple[Typing, Wanted]] = {
    "a remark": (cells(E14="社区跨年预演，加强巡查"), [(10, "社区跨年预演，加强巡查")]),
    "a remark behind a holiday": (cells(E28="+，商场加班"), [(24, "店庆，商场加班")]),
    "a remark before a holiday": (cells(E28="商场加班；店庆"), [(24, "商场加班；店庆")]),
    "a remark in place of a holiday": (cells(E28="十周年庆"), [(24, "十周年庆")]),
    "a remark of two lines": (cells(E14="上午检修\n下午消防"), [(10, "上午检修\n下午消防")]),
    "a remark that is a number": (cells(E14=8001), [(10, "8001")]),
    "a remark that looks like a formula": (cells(E14="'=SUM(A1)"), [(10, "'=SUM(A1)")]),
    "a long remark": (cells(E14="巡查" * 60), [(10, "巡查" * 60)]),
    "words behind the weekday": (cells(B11="+ 大雪"), [(7, "周一 大雪")]),
    "words behind the kind of day": (cells(C9="+(调休)"), [(5, "休息日(调休)")]),
    "words behind the date": (cells(A11="+（大雪）"), [(7, "12月7日（大雪）")]),
    "words behind a name": (cells(D14="+（带教小周）"), [(10, "（带教小周）")]),
    "words in half-width brackets behind a name": (cells(D14="+(新)"), [(10, "(新)")]),
    "a telephone behind a name": (cells(D14="+13900001111"), [(10, "13900001111")]),
    "a title with more to it": (cells(A1="+（第二稿）"), [(0, "值班安排表（第二稿）")]),
    "a title before ours": (
        cells(A1="内部：阳光花园2026年12月值班安排表"),
        [(0, "内部：阳光花园2026年")],
    ),
    "another title": (cells(A1="岁末值班表"), [(0, "岁末值班表")]),
    "another hotline line": (cells(A2="+ 转 8"), [(0, "010-00000110 转 8")]),
    "a subtitle with more to it": (cells(A3="+    请相互转告"), [(0, "请相互转告")]),
    "another line of hours": (
        replaced("每日 08:30 至次日 08:30", "早八点半到次日早八点半"),
        [(0, "早八点半到次日早八点半")],
    ),
    "another heading": (cells(D4="当班人"), [(0, "当班人")]),
    "a further column": (
        cells(F4="签到", F5="√", F6="王", F35="末"),
        [(0, "签到"), (1, "√"), (2, "王"), (31, "末")],
    ),
    "two further columns apart": (
        cells(F4="签到", H4="车牌", H8="京A"),
        [(0, "签到"), (0, "车牌"), (4, "京A")],
    ),
    "words without a heading beside the table": (cells(G8="见附页"), [(4, "见附页")]),
    "words beside the title": (cells(G1="内部资料"), [(0, "内部资料")]),
    "a column put in between": (
        column_put_in(4, "午餐", "甲", "乙"),
        [(0, "午餐"), (1, "甲"), (2, "乙")],
    ),
    "a note changed": (replaced("5 分钟", "十分钟"), [(0, "接班人提前 十分钟到岗")]),
    "a leader's line changed": (replaced("高建国", "高建国（出差）"), [(0, "高建国（出差）")]),
    "another signature": (replaced("审核：", "复核:"), [(0, "复核:")]),
    "a line under the table": (cells(A45="附：跨年活动方案"), [(0, "附：跨年活动方案")]),
    "a line that begins with a date": (
        cells(A45="12月31日跨年夜全员备勤"),
        [(0, "12月31日跨年夜")],
    ),
    "lines under the table with cells": (
        cells(A45="应急车", C45="京B·1", A46="司机", C46="老张"),
        [(0, "应急车"), (0, "京B·1"), (0, "司机"), (0, "老张")],
    ),
    "a line between the days": (row_put_in(at(11), "以下为第二周期"), [(0, "以下为第二周期")]),
    "a line above the title": (row_put_in(1, "密级：内部"), [(0, "密级：内部")]),
    "a line above the headings": (row_put_in(4, "本月重点：防冻"), [(0, "本月重点：防冻")]),
    "a line among the notes": (row_put_in(38, "补充：备用钥匙在前台"), [(0, "补充：备用钥匙")]),
    "several at once": (
        lambda sheet: (
            [
                one(sheet)
                for one in (cells(A1="+（试行）", E14="巡查", F4="签到"), row_put_in(1, "绝密"))
            ]
            and None
        ),
        [(0, "（试行）"), (0, "绝密"), (0, "签到"), (10, "巡查")],
    ),
}


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


# What a correction of the month makes of everything typed in its draft, and in the next one.
LIFE: list[tuple[Typing, Wanted]] = [
    KINDS[kind]
    for kind in (
        *("a remark", "a remark behind a holiday", "a title with more to it", "another heading"),
        *("a subtitle with more to it", "a further column", "a note changed"),
        *("a line under the table", "words behind the date", "words behind a name"),
    )
]


def test_typed_text_lives_through_later_revisions(centre: Path) -> None:
    wanted = [one for _, wanted in LIFE for one in wanted]
    typed_on(centre / DRAFT, *(typing for typing, _ in LIFE))
    assert call("publish", centre, "--approver", "王静")[0] == 0
    # The workbook itself may be anywhere: the ledger keeps it.
    for name in (FINAL, INSIDE, DRAFT):
        (centre / name).rename(centre / f"{name}.weg")
    leave = []
    for number, on in ((2, 12), (3, 18)):
        holder = NAME[served(centre)[day(on)]]
        leave.append([holder, f"2026-12-{on}", f"2026-12-{on}", "已批准", "王静"])
        say(centre, *leave)
        words = ("--month", "2026-12", "--as-of", "2026-12-05 12:00")
        assert call("adjust", centre, *words)[0] == 0
        assert missing(centre / DRAFT, wanted) == []
        code, said = call("adjust", centre, *words)
        assert (code, said["result"]["months"][0]["changed"]) == (0, False)
        edit(centre / DRAFT, WALL, {f"E{at(20 + number)}": f"第{number}次"})
        wanted.append((20 + number, f"第{number}次"))
        assert call("adjust", centre, *words)[0] == 0
        assert call("publish", centre, "--approver", "王静", "--reason", "请假")[0] == 0
        for inside in ("", "-内部"):
            path = centre / f"值班安排表-2026-12-v{number}{inside}.xlsx"
            assert missing(path, wanted) == []
        texts = [text for row in found(path).values() for text in row]
        assert len([text for text in texts if "店庆" in text]) == 1
        assert sum("版次：" in text for text in texts) == 1
    exported = centre / "again.xlsx"
    assert call("history", centre, "--month", "2026-12", "--export", "3", "-o", exported)[0] == 0
    assert missing(exported, wanted) == []
    (centre / "值班台账.db").unlink()
    for name in (FINAL, INSIDE):
        (centre / f"{name}.weg").rename(centre / name)
    assert call("doctor", centre, "--rebuild")[0] == 0
    assert call("draft", centre, "--month", "2026-12")[0] == 0


def test_text_alone_makes_a_revision(centre: Path) -> None:
    assert call("publish", centre, "--approver", "王静")[0] == 0
    edit(centre / DRAFT, WALL, {"E14": "检修"})
    assert call("publish", centre, "--approver", "王静")[0] == 7
    words = ("--approver", "王静", "--reason", "补充说明")
    code, said = call("publish", centre, *words)
    assert (code, said["result"]["revision"]) == (0, 2)
    assert "检修" in found(centre / "值班安排表-2026-12-v2.xlsx")[10]
    assert call("publish", centre, *words)[1]["result"]["changed"] is False
    # And by an edited copy of what is published.
    copy = centre / "改.xlsx"
    shutil.copy(centre / "值班安排表-2026-12-v2-内部.xlsx", copy)
    edit(copy, WALL, {"E15": "消防"})
    assert call("publish", copy, *words)[1]["result"]["revision"] == 3
    assert {"检修", "消防"} <= {
        text for row in found(centre / "值班安排表-2026-12-v3.xlsx").values() for text in row
    }


def test_words_behind_a_name_stay_with_the_person(centre: Path) -> None:
    typed_on(centre / DRAFT, cells(D14="+（带教）", D15="+（新）"))
    assert call("publish", centre, "--approver", "王静")[0] == 0
    holder = NAME[served(centre)[day(11)]]
    say(centre, [holder, "2026-12-11", "2026-12-11", "已批准", "王静"])
    words = ("--month", "2026-12", "--as-of", "2026-12-05 12:00")
    code, said = call("adjust", centre, *words)
    assert code == 0
    told = [m["text"] for m in said["messages"] if m["code"] == "not-carried"]
    assert len(told) == 1
    assert "12月11日" in told[0]
    assert f"{holder}（新）" in told[0]
    texts = found(centre / DRAFT)
    assert texts[10][3].endswith("（带教）")
    assert "（" not in texts[11][3]


def test_a_calendar_knows_the_person_without_the_words_behind(centre: Path) -> None:
    duties = people(centre / DRAFT).count("王静")
    on = people(centre / DRAFT).index("王静") + 1
    typed_on(centre / DRAFT, cells(**{f"D{at(on)}": "+（带教）"}))
    code, said = call("export", "ics", centre / DRAFT, "--person", "王静")
    assert (code, said["result"]["duties"]) == (0, duties)


def test_remarks_of_the_program_are_not_frozen(centre: Path) -> None:
    """A gap that is filled, and a substitution that is another."""
    typed_on(centre / DRAFT, cells(D14="待定", E14="缺口，等通知", D20="待定（等通知）"))
    gaps = ("--accept-gaps", "--reason", "人手不足")
    assert call("publish", centre, "--approver", "王静", *gaps)[0] == 5
    texts = found(centre / FINAL)
    assert texts[10][3:] == ["待定", "缺口，等通知"]
    assert texts[16][3:] == ["待定（等通知）", "缺口"]
    words = ("--month", "2026-12", "--as-of", "2026-12-05 12:00")
    code, said = call("adjust", centre, *words)
    assert code == 0
    texts = found(centre / DRAFT)
    assert texts[10][4:] == ["等通知"]
    assert len(texts[16]) == 4
    assert "等通知" in "".join(m["text"] for m in said["messages"])


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


def people_of(path: Path) -> list[str]:
    """Return who is on every day, whatever stands above and under the table."""
    rows = [row for row in values(path, WALL) if str(row[1]).startswith("周")]
    return [str(row[3]) for row in rows]
