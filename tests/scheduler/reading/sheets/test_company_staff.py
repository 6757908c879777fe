"""HR's staff lists: people of other departments, people hired again, columns that nobody reads."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from scheduler.errors import Exit, InputError
from tests import office
from tests.books import TAIL, book, centre
from tests.office import STYLES, Raw
from tests.scheduler.commands import zhiban
from tests.scheduler.december import DATA, published, say
from tests.scheduler.reading.centre_files import LEAVE, PEOPLE, leave_days, names, read, warned

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.reading.centre import Centre
    from tests.books import Rows

HEAD = ["姓名", "工号", "部门", "岗位", "学历", "入职日期", "离职日期"]
NOBODY = {"设置": [["参数", "值"]]}


def listed(folder: Path, *rows: list[object], own: bool = False) -> Centre:
    """Read a list of HR's, beside our own sheet of staff or in its place."""
    export = folder / "花名册.xlsx"
    export.write_bytes(office.book({"在职": [HEAD, *rows]}))
    content = office.book({"员工": PEOPLE} if own else NOBODY)
    return read(folder, content, staff_files=[export])


def one(name: str, number: object, post: str = "客服管理员", **more: object) -> list[object]:
    cells = {"学历": "大专", "入职日期": "2018-01-01", "离职日期": None} | more
    return [name, number, "客服部", post, *cells.values()]


# Style 4 is struck through.
FONTS = (
    "<fonts><font><sz val='11'/></font><font><strike/></font></fonts><cellXfs>"
    '<xf numFmtId="0" fontId="0"/><xf numFmtId="0"/><xf numFmtId="0"/><xf numFmtId="0"/>'
    '<xf numFmtId="0" fontId="1"/>'
)

STINTS: dict[str, tuple[list[list[object]], str]] = {
    "left in June, hired in December": (
        [
            one("王静", "000", 离职日期="2026-06-30"),
            one("王静", "000", 入职日期="2026-12-10"),
        ],
        "2026-12-10",
    ),
    "hired in December, left in June, the other way round": (
        [
            one("王静", "001", 入职日期="2026-12-10"),
            one("王静", "001", 离职日期="2026-06-30"),
        ],
        "2026-12-10",
    ),
    "three stints, the last to come": (
        [
            one("王静", "001", 离职日期="2019-06-30"),
            one("王静", "001", 入职日期="2020-01-01", 离职日期="2026-12-20"),
            one("王静", "001", 入职日期="2027-03-01"),
        ],
        "2020-01-01",
    ),
    "without numbers": (
        [
            one("王静", None, 离职日期="2026-06-30"),
            one("王静", None, 入职日期="2026-12-10"),
        ],
        "2026-12-10",
    ),
    "another post before": (
        [
            one("王静", "001", "保安", 离职日期="2026-06-30"),
            one("王静", "001", 入职日期="2026-07-01"),
        ],
        "2026-07-01",
    ),
    "twice the same": ([one("王静", "001"), one("王静", 1)], "2018-01-01"),
    "one row that fills the other": (
        [one("王静", "001", 学历=None), one("王静", "001")],
        "2018-01-01",
    ),
}


@pytest.mark.parametrize("case", STINTS)
def test_several_rows_of_one_person(tmp_path: Path, case: str) -> None:
    rows, since = STINTS[case]
    (person,) = listed(tmp_path, *rows).problem.people
    assert str(person.employed_from) == since
    assert person.standing.value == "是"
    assert person.credentials.education == "大专"


CONTRADICTORY: dict[str, list[list[object]]] = {
    "two posts": [one("王静", "001"), one("王静", "001", "收银员")],
    "two degrees": [one("王静", "001"), one("王静", "001", 学历="初中")],
    "two stints in the month": [
        one("王静", "001", 离职日期="2026-12-05"),
        one("王静", "001", 入职日期="2026-12-20"),
    ],
    "stints that overlap": [
        one("王静", "001", 离职日期="2026-12-05"),
        one("王静", "001", 入职日期="2026-11-20"),
    ],
    "hired twice, left never": [one("王静", "001"), one("王静", "001", 入职日期="2026-12-10")],
}


@pytest.mark.parametrize("case", CONTRADICTORY)
def test_rows_that_contradict_each_other_are_asked_about(tmp_path: Path, case: str) -> None:
    with pytest.raises(InputError) as caught:
        listed(tmp_path, *CONTRADICTORY[case])
    (found,) = [m for m in caught.value.messages if m.severity == "error"]
    assert (found.file, found.cell) == ("花名册.xlsx", "A3")
    assert "王静有 2 行" in found.text


def test_rows_of_those_who_do_not_serve_may_contradict_each_other(tmp_path: Path) -> None:
    rows = [one("王静", "001"), one("孙浩", "9", "保安"), one("孙浩", "9", "保洁")]
    assert names(listed(tmp_path, *rows)) == ["王静", "孙浩"]


def test_what_nobody_can_read_of_those_who_do_not_serve_stops_nothing(tmp_path: Path) -> None:
    guard = one("孙浩", "9", "保安", 入职日期="2020年3月", 离职日期="待定")
    assert names(listed(tmp_path, one("王静", "001"), guard)) == ["王静", "孙浩"]
    with pytest.raises(InputError):
        listed(tmp_path, one("王静", "001", 入职日期="2020年3月"), guard)


def test_a_list_of_the_whole_company_beside_our_own(tmp_path: Path) -> None:
    strangers = [one(f"钱{n}号", f"8{n:02}", "保安") for n in range(60)]
    rows = [one("王静", "001"), *strangers, one("王丽", "700"), one("WANG LI", "701", "保洁")]
    found = listed(tmp_path, *rows, one("李梅", "002"), own=True)
    assert names(found) == ["王静", "李梅"]
    assert "另有 62 行是其他部门的人" in warned(found)
    assert "其中岗位可值班的" in warned(found)


def test_someone_like_ours_in_a_list_that_lacks_them_is_asked_about(tmp_path: Path) -> None:
    for asked in (one("王净", None), one("WANG JING", None), one("王小静", "001")):
        with pytest.raises(InputError) as caught:
            listed(tmp_path, asked, one("李梅", "002"), own=True)
        assert [m.cell for m in caught.value.messages if m.severity == "error"] == ["A2"]


STAFF: Rows = [
    ["姓名", "工号", "岗位", "可值班"],
    *[[n, f"00{i}", "客服管理员", None] for i, n in enumerate(("王静", "李梅", "张强"), 1)],
    ["孙浩", "004", "客服专员", None],
]
MENTIONED: dict[str, Rows] = {
    "历史": [*TAIL[:-1], [date(2026, 11, 30), "孙浩"]],
    "期初累计": [["姓名", "合计", "截至日期"], ["孙浩", 5, date(2026, 11, 30)]],
    "指定": [["姓名", "日期", "要求"], ["孙浩", date(2026, 12, 5), "希望"]],
    "变更": [
        ["类型", "值班日期", "原值班人", "替班人", "状态"],
        ["顶班", date(2026, 11, 28), "孙浩", "王静", "已批准"],
    ],
}


@pytest.mark.parametrize("sheet", MENTIONED)
def test_who_is_no_candidate_because_of_their_post_is_named(tmp_path: Path, sheet: str) -> None:
    tail = [[on, who.replace("刘洋", "李梅")] for on, who in TAIL]
    found = (
        centre(tmp_path, 员工=STAFF, **({"历史": tail} | {sheet: [*MENTIONED[sheet]]}))
        if (sheet != "历史")
        else centre(tmp_path, 员工=STAFF, 历史=[*tail[:-1], [date(2026, 11, 30), "孙浩"]])
    )
    said = [m for m in found.warnings if m.code == "post-not-listed"]
    assert [(m.sheet, m.cell, m.exit) for m in said] == [("员工", "A5", Exit.DONE)]
    assert "孙浩的岗位「客服专员」不在〈设置〉值班岗位里" in said[0].text


def test_who_is_mentioned_nowhere_or_says_no_is_not_named(tmp_path: Path) -> None:
    tail = [[on, who.replace("刘洋", "李梅")] for on, who in TAIL]
    assert "值班岗位里" not in warned(centre(tmp_path, 员工=STAFF, 历史=tail))
    no = [*STAFF[:-1], ["孙浩", "004", "客服专员", "否"]]
    history = [*tail[:-1], [date(2026, 11, 30), "孙浩"]]
    assert "值班岗位里" not in warned(centre(tmp_path, 员工=no, 历史=history))
    near = [*STAFF[:-1], ["孙浩", "004", "高级客服管理员", None]]
    assert "孙浩的岗位「高级客服管理员」不在" in warned(centre(tmp_path, 员工=near, 历史=tail))


def test_who_served_and_is_gone_from_the_staff_is_named(tmp_path: Path) -> None:
    published(tmp_path)
    left = [["姓名", "工号", "岗位"], ["王静", "001", "客服管理员"], ["李梅", "002", "客服管理员"]]
    left += [["张强", "003", "客服管理员"]]
    say(tmp_path, 员工=left, 历史=[["日期", "值班人"]])
    said = zhiban("check", tmp_path, "--month", "2027-01")
    assert "以前值过班的刘洋在〈员工〉里已经没有了" in said.stderr
    assert said.exit_code in (0, 3)


def test_every_column_that_is_not_read_is_listed(tmp_path: Path) -> None:
    more = [
        "血型",
        "民族",
        "物业管理员证",
        "证书有效期至",
        "健康证",
        "籍贯",
        "身高",
        "体重",
        "政治面貌",
    ]
    rows = [[*PEOPLE[0], *more, "身份证有效期"], *[[*row, *["x"] * 10] for row in PEOPLE[1:]]]
    book(tmp_path / DATA, 员工=rows, 历史=[["日期", "值班人"]])
    said = zhiban("check", tmp_path, "--month", "2026-12")
    listed_first = said.stdout.index("物业管理员证") < said.stdout.index("血型")
    assert listed_first
    assert all(column in said.stdout for column in more)
    assert said.exit_code in (0, 3)
    assert "「物业管理员证」（F 列）" in said.stderr
    assert "健康证" in said.stderr
    assert "身份证有效期" not in said.stderr
    assert "血型" not in said.stderr


STRUCK: dict[str, tuple[str, str]] = {
    "a font of the cell": (STYLES.replace("<cellXfs>", FONTS), "4"),
    "no font that strikes": (
        STYLES.replace("<cellXfs>", FONTS.replace("<strike/>", '<strike val="0"/>')),
        "",
    ),
}


@pytest.mark.parametrize("case", STRUCK)
def test_a_row_that_is_struck_out_is_said(tmp_path: Path, case: str) -> None:
    styles, row = STRUCK[case]
    styled = Raw('<c r="?" s="4" t="inlineStr"><is><t>王静</t></is></c>')
    told = [LEAVE, ["李梅", "12月8日", None, "同意"], [None], [styled, "12月9日", None, "同意"]]
    content = office.book({"员工": PEOPLE, "请假": told}, styles=styles)
    assert leave_days(read(tmp_path, content)) == [("001", 9, 10), ("002", 8, 9)]
    text = warned(read(tmp_path, content))
    assert ("有删除线的行也读了" in text) is bool(row)
    assert f"第{row}行" in text or not row


def test_a_text_that_is_struck_out_in_part_is_said(tmp_path: Path) -> None:
    runs = "<r><rPr><strike/></rPr><t>王静</t></r>"
    told = [LEAVE, [Raw(f'<c r="?" t="inlineStr"><is>{runs}</is></c>'), "12月9日", None, "同意"]]
    text = warned(read(tmp_path, office.book({"员工": PEOPLE, "请假": told})))
    assert "有删除线的行也读了" in text


def test_a_name_in_letters_is_printed_as_it_is_written(tmp_path: Path) -> None:
    staff = [["姓名", "岗位"], *[[n, "客服管理员"] for n in ("Mary Jane", "李梅", "赵敏", "陈晨")]]
    history = [["日期", "值班人"]]
    book(tmp_path / DATA, 员工=staff, 历史=history)
    said = [
        zhiban("draft", tmp_path, "--month", "2026-12"),
        zhiban("why", tmp_path, "2026-12-10"),
        zhiban("publish", tmp_path, "--approver", "Mary Jane"),
        zhiban("history", tmp_path),
    ]
    final = tmp_path / "值班安排表-2026-12-v1.xlsx"
    said.append(zhiban("export", "ics", final, "--person", "Mary Jane", "-o", tmp_path / "a.ics"))
    calendar = (tmp_path / "a.ics").read_text(encoding="utf-8")
    shown = "".join(one.stdout + one.stderr for one in said) + calendar
    assert "Mary Jane" in calendar
    assert "MaryJane" not in shown
    for path in (final, tmp_path / "值班安排表-2026-12-v1-内部.xlsx"):
        opened = load_workbook(path)
        cells = [
            str(cell.value)
            for sheet in opened.worksheets
            if sheet.sheet_state == "visible"
            for row in sheet.iter_rows()
            for cell in row
        ]
        assert any("Mary Jane" in text for text in cells)
        assert not any("MaryJane" in text for text in cells)


def test_a_column_without_a_value_is_no_doubt(tmp_path: Path) -> None:
    rows = [[*PEOPLE[0], "健康证"], *PEOPLE[1:]]
    assert "健康证" not in warned(centre(tmp_path, 员工=rows))


def test_days_of_return_in_a_leave_list_are_a_doubt(tmp_path: Path) -> None:
    leave = [["姓名", "开始", "结束", "实际结束时间", "销假状态", "状态"]]
    leave += [["王静", "2026-12-08", "2026-12-09", "2026-12-08", "已销假", "已批准"]]
    text = warned(centre(tmp_path, 请假=leave))
    assert "实际结束时间" in text
    assert "销假状态" in text
