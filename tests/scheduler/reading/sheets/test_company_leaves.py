"""HR's lists of leave are of the whole company and of everything that was asked for."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from scheduler.errors import InputError
from tests import office
from tests.scheduler.reading.centre_files import PEOPLE, leave_days, read, warned

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from scheduler.reading.centre import Centre
    from tests.books import Rows
    from tests.scheduler.reading.centre_files import Days

HEAD = ["姓名", "工号", "部门", "假别", "开始", "结束", "状态"]
WANG = ["王静", "001", "客服部", "年假", "2026-12-08", "2026-12-09", "已批准"]
OURS: Rows = [
    ["姓名", "工号", "岗位"],
    ["王静", "001", "客服管理员"],
    ["李㐂", "002", "客服管理员"],
]
OURS += [["孙浩", "003", "保安"]]


def told(
    folder: Path, *rows: Sequence[object], people: Sequence[Sequence[object]] = OURS
) -> Centre:
    """Read a centre beside a list of HR's with these rows."""
    listed = folder / "请假登记.csv"
    text = StringIO()
    csv.writer(text).writerows([HEAD, *rows])
    listed.write_text(text.getvalue(), encoding="utf-8-sig")
    return read(folder, office.book({"员工": people}), leave_files=[listed])


def row(name: str, number: str = "", department: str = "", **more: str) -> list[str]:
    cells = {"假别": "年假", "开始": "2026-12-15", "结束": "2026-12-16", "状态": "已批准"} | more
    return [name, number, department, *cells.values()]


STRANGERS: dict[str, tuple[Sequence[Sequence[object]], str]] = {
    "other names": ([row("赵大勇"), row("钱多多", "900")], "另有 2 行是其他部门的人"),
    "no name like ours": ([row("欧阳雪莲", "", "保洁部")], "另有 1 行是其他部门的人"),
    "a name one apart with another number": (
        [WANG, row("王丽", "957", "保洁部")],
        "另有 1 行名字相近，工号或部门不同，未使用，请看一眼：王丽 957（A3）",
    ),
    "one of another department and a name one apart": (
        [WANG, row("王丽", "957"), row("赵大勇", "958")],
        "另有 1 行是其他部门的人，未使用；另有 1 行名字相近，",
    ),
    "a name one apart in another department": (
        [["王静", "", "客服部", *WANG[3:]], row("王丽", "", "保洁部")],
        "另有 1 行名字相近，工号或部门不同，未使用，请看一眼：王丽 保洁部（A3）",
    ),
    "letters with another number": ([WANG, row("WANG LI", "959")], "另有 1 行"),
    "a name one apart in another month": ([row("王丽", 开始="2026-03-05", 结束="")], "另有 1 行"),
    "a name one apart, refused": ([row("王丽", 状态="已拒绝")], "另有 1 行"),
    "a name one apart, pending": ([row("王丽", 状态="审批中")], "另有 1 行"),
    "a name one apart, at work": ([row("王丽", 假别="加班")], "另有 1 行"),
    "like somebody who is no candidate": ([row("孙皓")], "另有 1 行"),
    "a number of somebody who is no candidate": ([row("周游", "003")], "另有 1 行"),
    "a surname that nobody has": ([row("小周"), row("周师傅")], "另有 2 行"),
    "a masked surname that nobody has": ([row("周**"), row("周某")], "另有 2 行"),
    "strangers' dates that nobody can read": ([row("赵大勇", 开始="下周三")], "另有 1 行"),
    "strangers' statuses that nobody knows": ([row("赵大勇", 状态="OK")], "另有 1 行"),
}


@pytest.mark.parametrize("case", STRANGERS)
def test_strangers_are_left_out_and_counted(tmp_path: Path, case: str) -> None:
    rows, said = STRANGERS[case]
    centre = told(tmp_path, *rows)
    assert {who for who, *_ in leave_days(centre)} <= {"001"}
    assert len(leave_days(centre)) == sum(one[:2] == ["王静", "001"] for one in rows) or (
        rows[0][0] == "王静"
    )
    text = warned(centre)
    assert said in text
    assert text.count("请假登记.csv") == 1


ASKED = {
    "one character else": row("王净"),
    "one character less": row("王"),
    "one character more": row("王静怡"),
    "the same in the old script": row("王靜"),
    "two characters exchanged": row("静王"),
    "pinyin": row("WANG JING"),
    "pinyin in small letters": row("wangjing"),
    "another name in letters": row("MARY JANE"),
    "half in letters": row("王jing"),
    "a rare character lost": row("李?"),
    "a rare character lost in full width": row("李\uff1f"),
    "a rare character lost twice": row("李??"),
    "a rare character as a box": row("李□"),
    "a rare character as a zero": row("李〇"),
    "a rare character as its like": row("李喜"),
    "a rare character of a private font": row("李\ue863"),
    "a masked name": row("王*"),
    "a name without its surname": row("小静"),
    "a familiar name": row("小王"),
    "another familiar name": row("王姐"),
    "a name with more before it": row("客服王静"),
    "our number under another name": row("王小静", "001"),
    "our number without its zeros": row("周游", "1"),
    "our name under another number": row("王静", "957"),
    "a pinyin and dates that nobody can read": row("WANG JING", 开始="下周三"),
    "a status that nobody knows": row("王净", 状态="OK"),
    "no name at all": row(""),
    "one of two in a cell": row("王静、李喜"),
}


@pytest.mark.parametrize("case", ASKED)
def test_whoever_may_be_ours_is_asked_about(tmp_path: Path, case: str) -> None:
    with pytest.raises(InputError) as caught:
        told(tmp_path, ASKED[case], row("赵大勇"))
    (found,) = [one for one in caught.value.messages if one.severity == "error"]
    assert (found.file, found.cell[1:]) == ("请假登记.csv", "2")
    assert "〈员工〉里" in found.text or "没有填姓名" in found.text


@pytest.mark.parametrize("others", [[], [WANG], [WANG, row("赵大勇", "900", "保洁部")]])
def test_our_name_under_another_number_is_asked_about_in_any_list(
    tmp_path: Path, others: list[list[str]]
) -> None:
    for listed in ("王静", "王 静", "王静（客服）"):
        with pytest.raises(InputError) as caught:
            told(tmp_path, row(listed, "958", "保洁部"), *others)
        (found,) = [one for one in caught.value.messages if one.severity == "error"]
        assert (found.file, found.cell) == ("请假登记.csv", "A2")
        assert f"工号「958」在〈员工〉里不是「{listed}」" in found.text


@pytest.mark.parametrize("who", ["发起人", "创建人", "提交人", "申请人", "请假人"])
@pytest.mark.parametrize("named", ["", "姓名"])
def test_whose_leave_it_is_by_whatever_name_a_system_has(
    tmp_path: Path, who: str, named: str
) -> None:
    heads = {"姓名": who + named, "工号": f"{who}工号", "部门": f"{who}部门"}
    text = ",".join(heads.get(one, one) for one in HEAD) + "\n" + ",".join(WANG)
    listed = tmp_path / "请假登记.csv"
    listed.write_text(text, encoding="utf-8-sig")
    centre = read(tmp_path, office.book({"员工": OURS}), leave_files=[listed])
    assert leave_days(centre) == [("001", 8, 10)]


NAMED = ["王静", "李梅", "赵敏", "陈晨", "林芳", "单婷", "刘㐂", "Mary Jane", "阿依古丽·买买提"]
LETTERS = {
    "LI MEI": "李梅、刘㐂",
    "limei": "李梅、刘㐂",
    "Mei Li": "李梅",
    "WANG JING": "王静",
    "W.JING": "王静",
    "Lin Fang": "林芳、刘㐂",
    "CHEN CHEN": "陈晨",
    "Zhao-Min": "赵敏",
    "SHAN TING": "单婷",
    "LIU XI": "刘㐂",
    "MARYJANEE": "Mary Jane",
    "Aygul Mamat": "阿依古丽·买买提",
    "TOM": "我们的人",
}


@pytest.mark.parametrize("letters", LETTERS)
def test_letters_offer_those_whom_they_fit(tmp_path: Path, letters: str) -> None:
    people = [OURS[0], *([name, None, "客服管理员"] for name in NAMED)]
    with pytest.raises(InputError) as caught:
        told(tmp_path, row(letters), people=people)
    (found,) = [one for one in caught.value.messages if one.severity == "error"]
    assert f"没有「{letters}」，是不是{LETTERS[letters]}？" in found.text


def test_the_total_names_the_files_that_are_to_be_mended(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^请假登记\.csv 有 2 处要改"):
        told(tmp_path, row("王净"), row("王静", "957"))
    people = [*OURS, ["", "004", "客服管理员"]]
    with pytest.raises(InputError, match=r"^值班数据\.xlsx、请假登记\.csv 有 2 处要改"):
        told(tmp_path, row("王净"), people=people)


def test_a_stranger_in_one_cell_with_ours_is_left_out(tmp_path: Path) -> None:
    assert leave_days(told(tmp_path, row("王静、赵大勇"))) == [("001", 15, 17)]


def test_someone_without_a_number_of_ours_is_found_by_name(tmp_path: Path) -> None:
    people = [*OURS, ["周洋", None, "客服管理员"]]
    centre = told(tmp_path, row("周洋", "88123"), people=people)
    assert leave_days(centre) == [("周洋", 15, 17)]


KINDS: dict[str, tuple[str, bool]] = {
    **dict.fromkeys(
        [
            *("年假", "事假", "病假", "调休", "年休", "补休", "陪产假", "丧假", "其他", "个人原因"),
            *("出差", "外出", "培训", "外出学习", "公出", "工伤", "节假日调休", "加班调休", "续假"),
            "",
        ],
        ("", True),
    ),
    **dict.fromkeys(
        [
            *("加班", "补卡", "销假", "取消请假", "节假日加班", "休息日加班", "补签到", "用车申请"),
            *("请假撤销", "撤销请假申请", "打卡异常", "报销"),
        ],
        ("行不是请假", False),
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_which_kinds_are_absences(tmp_path: Path, kind: str) -> None:
    said, away = KINDS[kind]
    for head in ("假别", "申请类型"):
        head_row = ["姓名", head, "开始", "结束", "状态"]
        rows = [head_row, ["王静", kind, "2026-12-08", "2026-12-09", "已批准"]]
        centre = read(tmp_path, office.book({"员工": PEOPLE, "请假": rows}))
        assert leave_days(centre) == ([("001", 8, 10)] if away else [])
        assert said in warned(centre)


@pytest.mark.parametrize(
    "kind", ["居家办公", "值班", "换班", "迟到", "假期变更", "请假时间修改", "返岗", "弹性上班"]
)
def test_unclear_kinds_are_asked_about(tmp_path: Path, kind: str) -> None:
    head = ["姓名", "假别", "开始", "状态"]
    rows = [head, ["王静", kind, "2026-12-08", "已批准"], ["王静", kind, "2026-03-08", "已批准"]]
    with pytest.raises(InputError) as caught:
        read(tmp_path, office.book({"员工": PEOPLE, "请假": rows}))
    errors = [one for one in caught.value.messages if one.severity == "error"]
    assert [one.cell for one in errors] == ["B2"]
    assert f"「{kind}」是不是请假" in errors[0].text
    read(tmp_path, office.book({"员工": PEOPLE, "请假": [head, rows[2]]}))


def test_two_columns_of_kinds_that_contradict_each_other(tmp_path: Path) -> None:
    head = ["姓名", "审批名称", "请假类型", "开始", "状态"]
    rows = [head, ["王静", "加班申请", "年假", "2026-12-08", "已批准"]]
    with pytest.raises(InputError) as caught:
        read(tmp_path, office.book({"员工": PEOPLE, "请假": rows}))
    assert caught.value.messages[0].cell == "C2"
    rows[1][1] = "请假"
    assert leave_days(read(tmp_path, office.book({"员工": PEOPLE, "请假": rows})))


REVOKED: dict[str, tuple[tuple[str, str], bool]] = {
    "days inside the leave": (("2026-12-09", "2026-12-10"), True),
    "the whole leave": (("2026-12-08", "2026-12-10"), True),
    "no days at all": (("", ""), True),
    "days outside the leave": (("2026-12-20", "2026-12-20"), False),
    "another month": (("2026-02-03", "2026-02-04"), False),
}


@pytest.mark.parametrize("case", REVOKED)
def test_days_that_are_revoked_inside_a_leave_are_asked_about(tmp_path: Path, case: str) -> None:
    (first, last), asked = REVOKED[case]
    leave = row("王静", "001", 开始="2026-12-08", 结束="2026-12-10")
    back = row("王静", "001", 假别="销假", 开始=first, 结束=last)
    if asked:
        with pytest.raises(InputError) as caught:
            told(tmp_path, leave, back)
        (found,) = [one for one in caught.value.messages if one.severity == "error"]
        assert (found.cell, "「销假」" in found.text) == ("A3", True)
        back[-1] = "审批中"
    assert leave_days(told(tmp_path, leave, back)) == [("001", 8, 11)]


LIFE: dict[str, tuple[Sequence[Sequence[str]], Days]] = {
    "cancelled and applied for again": (
        [
            row("王静", "001", 状态="已撤销"),
            row("王静", "001", 开始="2026-12-16", 结束="2026-12-17"),
        ],
        [("001", 16, 18)],
    ),
    "cancelled and applied for again, the same days": (
        [row("王静", "001", 状态="通过后撤销"), row("王静", "001")],
        [("001", 15, 17)],
    ),
    "applied for twice": ([row("王静", "001"), row("王静", "001")], [("001", 15, 17)]),
    "one after the other": (
        [row("王静", "001"), row("王静", "001", 开始="2026-12-17 09:00", 结束="2026-12-17 18:00")],
        [("001", 15, 18)],
    ),
    "a morning and an afternoon": (
        [
            row("王静", "001", 开始="2026-12-15 13:00", 结束="2026-12-15 18:00"),
            row("王静", "001", 开始="2026-12-16 09:00", 结束="2026-12-16 12:00"),
        ],
        [("001", 15, 16)],
    ),
}


@pytest.mark.parametrize("case", LIFE)
def test_several_rows_of_one_person(tmp_path: Path, case: str) -> None:
    rows, expected = LIFE[case]
    assert leave_days(told(tmp_path, *rows)) == expected


def test_an_unknown_status_that_cannot_matter_is_a_warning(tmp_path: Path) -> None:
    for unimportant in (
        row("王静", "001", 状态="OK", 开始="2026-11-01", 结束="2026-11-29"),
        row("王静", "001", 状态="完成", 开始="2027-01-02", 结束="2027-01-09"),
        row("孙浩", "003", 状态="OK"),
    ):
        centre = told(tmp_path, unimportant)
        assert "不影响这个月" in warned(centre)
        assert leave_days(centre) == []
    for important in (
        row("王静", "001", 状态="OK", 开始="2026-11-01", 结束="2026-11-30"),
        row("王静", "001", 状态="完成", 开始="2027-01-01", 结束="2027-01-09"),
    ):
        with pytest.raises(InputError) as caught:
            told(tmp_path, important)
        assert [one.cell for one in caught.value.messages if one.severity == "error"] == ["G2"]
