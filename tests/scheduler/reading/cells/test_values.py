"""Yes and no, numbers, weekdays, checks, clocks and statuses."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from fractions import Fraction

import pytest

from scheduler.reading.cells import values
from scheduler.reading.cells.clock_text import clock
from scheduler.reading.cells.named_cells import Cell
from scheduler.reading.cells.normal_text import heading, normalised
from scheduler.reading.cells.values import Unreadable


def cell(value: object) -> Cell:
    return Cell("员工", (1, 2, 3), value)


def test_yes_and_no_and_empty() -> None:
    for word in ("是", "有", "√", "Y", "合格", "会", 1, True):
        assert values.yes_no(cell(word)) is True
    for word in ("否", "无", "×", "n", "不合格", 0, False):
        assert values.yes_no(cell(word)) is False
    assert values.yes_no(cell(None)) is None
    with pytest.raises(Unreadable):
        values.yes_no(cell("也许"))


def test_numbers_are_exact_and_never_negative() -> None:
    assert values.number(cell(0.3)) == Fraction(3, 10)
    assert values.number(cell("0.5")) == Fraction(1, 2)
    assert values.number(cell(None)) is None
    assert values.whole(cell(4.0)) == 4
    for bad in (-1, "二", "1/0", "nan", "inf"):
        with pytest.raises(Unreadable):
            values.number(cell(bad))
    with pytest.raises(Unreadable):
        values.whole(cell(1.5))


def test_weekdays_and_checks() -> None:
    assert values.weekdays(cell("周三、周五")) == {2, 4}
    assert values.weekdays(cell("星期日,星期六")) == {5, 6}
    assert values.weekdays(cell("周六日")) == {5, 6}
    assert values.weekdays(cell("")) == frozenset()
    assert values.checks(cell("学历、年龄检查,会电脑,健康合格")) == {"学历", "年龄", "电脑", "健康"}
    for read, bad in ((values.weekdays, "周八"), (values.weekdays, "周"), (values.checks, "身高")):
        with pytest.raises(Unreadable):
            read(cell(bad))


def test_clocks_and_lengths() -> None:
    for value in ("08:30", "8:30", "8点30分", time(8, 30), datetime(1900, 1, 1, 8, 30)):
        assert clock(cell(value)) == time(8, 30)
    assert clock(cell("20点")) == time(20)
    assert values.hours(cell("1.5"), what="小时") == timedelta(minutes=90)
    for bad in ("25:00", "早上", "8:75"):
        with pytest.raises(Unreadable):
            clock(cell(bad))


@pytest.mark.parametrize(
    "word",
    [
        *("已批准", "批准", "同意", "已同意", "已批", "通过", "已通过", "√", "✔", "是"),
        *("审批通过", "领导同意", "准假", "准予", "总经理已批", "同意(补)", "审 批 通 过"),
    ],
)
def test_approved(word: str) -> None:
    assert values.status(cell(word)) is True


@pytest.mark.parametrize(
    "word",
    [
        *("待审批", "待批", "审批中", "", None, " ", "审核中", "处理中", "未审", "草稿", "未提交"),
        *("审批中(王主任已同意)", "待总经理批准", "待提交"),
    ],
)
def test_pending(word: str | None) -> None:
    assert values.status(cell(word)) is None


@pytest.mark.parametrize(
    "word",
    [
        *("驳回", "不同意", "撤销", "已撤销", "已销假", "通过后撤销", "审批不通过", "未通过"),
        *("已拒绝", "已撤回", "退回修改", "取消", "终止", "作废", "已失效", "不予批准", "不准假"),
    ],
)
def test_refused(word: str) -> None:
    assert values.status(cell(word)) is False


def test_any_other_status_is_an_error() -> None:
    for word in ("OK", "领导说行", "批", "完成", "已完成", "未批准", "没同意", "否", "已转交"):
        with pytest.raises(Unreadable):
            values.status(cell(word))


@pytest.mark.parametrize(
    ("words", "approved"),
    [
        (("完成", "同意"), True),
        (("完成", "拒绝"), False),
        (("完成", ""), None),
        (("已撤销", "同意"), False),
        (("审批中", "同意"), None),
        (("", "同意"), True),
        (("同意", ""), True),
        (("", ""), None),
        (("通过", "已通过"), True),
    ],
)
def test_of_two_statuses_one_decides(words: tuple[str, str], approved: bool | None) -> None:
    for order in (words, words[::-1]):
        assert values.status(values.deciding_status([cell(word) for word in order])) is approved


@pytest.mark.parametrize("words", [("完成", "完成"), ("同意", "领导说行"), ("完成",)])
def test_two_statuses_that_say_nothing_are_an_error(words: tuple[str, ...]) -> None:
    with pytest.raises(Unreadable):
        values.status(values.deciding_status([cell(word) for word in words]))


def test_headings_and_names_are_compared_without_ornament() -> None:
    for text in ("姓名*", " 姓 名 ", "姓名(必填)", "姓名\n", "姓\u200b名", "姓名(必填)*"):
        assert heading(text) == "姓名"
    assert heading("值班时长(小时)") == "值班时长"
    assert normalised(1.0) == "1"
    assert normalised("\uff10\uff10\uff11") == "001"
    assert normalised(None) == ""
