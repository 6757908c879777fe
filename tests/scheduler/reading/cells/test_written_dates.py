"""Dates as people write them, through a whole workbook."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests import office
from tests.office import Raw
from tests.scheduler.reading.centre_files import (
    LEAVE,
    PEOPLE,
    read,
    refused,
)

if TYPE_CHECKING:
    from pathlib import Path


DATES: dict[str, tuple[float, float] | str] = {
    "2026-12-05": (5, 6),
    "2026/12/5": (5, 6),
    "2026.12.5": (5, 6),
    "2026年12月5日": (5, 6),
    "20261205": (5, 6),
    "12月5日": (5, 6),
    "12月5号": (5, 6),
    "12.5": (5, 6),
    "12/5": (5, 6),
    "２０２６－１２－０５": (5, 6),
    "2026-12-05T00:00:00": (5, 6),
    "2026-12-05 14:00": (5 + 14 / 24, 6),
    "2026.12.5上午": (5, 5.5),
    "12月5日下午": (5.5, 6),
    "12月5日下午2点": (5 + 14 / 24, 6),
    "12月5日下午2点半": (5 + 14.5 / 24, 6),
    "12月15日14:00-17:30": (15 + 14 / 24, 15 + 17.5 / 24),
    "12.8—12.9下午": (8, 10),
    "12月1日-3日": (1, 4),
    "12月1日至12月3日": (1, 4),
    "12月1日起至12月3日止": (1, 4),
    "12月1日~3日(共3天)": (1, 4),
    "12/30-1/3": (30, 35),
    "12月31日、1月2日": "two",
    "十二月三日": (3, 4),
    "二〇二六年十二月二十三日": (23, 24),
    "12月5日（周六）": (5, 6),
    "12月5日 星期六": (5, 6),
    "12月5日（周日）": "是周六",
    "12月1日-3日(共5天)": "对不上",
    "11月31日": "没有11月31日",
    "下周三": "不是确定的日期",
    "每周三": "不是确定的日期",
    "月底": "不是确定的日期",
    "待定": "不是确定的日期",
    "12月5日起": "不是确定的日期",
    "05/12/2026": "分不清日和月",
    "12月9日-12月7日": "早于开始",
    "12月5日晚上12点": "看不准",
    "2026-12-05 00:00": (5, 6),
    "2026/12/5 0:00 - 2026/12/7 0:00": (5, 8),
    "12月5日0:00-24:00": (5, 6),
    "12月5日12:00-12月5日12:00": "等于开始",
    "12月5日(下午)": (5.5, 6),
    "自12月5日至12月7日": (5, 8),
    "12月5日-7日,共3天": (5, 8),
    "2026-12-05T08:30:00+08:00": (5 + 8.5 / 24, 6),
    "46361": (5, 6),
    "12月5日14:00-17": "几点还是几日",
    "2026年12月30日-1月3日": (30, 35),
    "2026年12月9日-12月7日": "早于开始",
    "12月5日" + " " * 3000 + "x": "太长",
    "一" * 32_000: "太长",
    "12月31日\n1月2日": "two",
    "、".join(["12.5"] * 100): "太多日期",
    "12-15": "不是确定的日期",
    "12月15日下午2点-5点": (15 + 14 / 24, 15 + 17 / 24),
    "12月15日下午2点-17点": (15 + 14 / 24, 15 + 17 / 24),
    "12月15日晚上8点-12点": (15 + 20 / 24, 16),
    "12月15日下午2点-12月16日9点": (15 + 14 / 24, 16 + 9 / 24),
    "2026-12-05至12-07": (5, 8),
    "2026-12-30至01-03": (30, 35),
    "12月30日至次年1月3日": (30, 35),
    "12月5日至次年12月7日": "年份对不上",
    "周六(12月5日)": (5, 6),
    "周日(12月5日)": "是周六",
    "12月5日上半天": (5, 5.5),
    "12月5日下半天": (5.5, 6),
    "十二月五、六日": (5, 7),
    "12月5日及6日": (5, 7),
    "12月5、6、7三天": (5, 8),
    "12月5、6、7两天": "不是确定的日期",
    "12月5、6、7日四天": "对不上",
    "从12月5日": "没有写全",
    "12月5日止": "没有写全",
    "2026-02-29": "没有2月29日",
    "9999-12-31": "日历的尽头",
    "2026-12-05至9999-12-31": "日历的尽头",
    "9999-12-31下午2点-12月15日": "请假 ›",
    "9999-12-30": "年份 9999 不对",
    "0001-01-01": "年份 1 不对",
}


@pytest.mark.parametrize("written", DATES)
def test_dates_as_people_write_them(tmp_path: Path, written: str) -> None:
    content = office.book(
        {"员工": PEOPLE, "请假": [["姓名", "请假时间", "状态"], ["王静", written, "同意"]]}
    )
    meant = DATES[written]
    if meant == "two":
        starts = [leave.start for leave in read(tmp_path, content).problem.leaves]
        assert starts == [datetime(2026, 12, 31), datetime(2027, 1, 2)]
    elif isinstance(meant, str):
        text = refused(tmp_path, content)
        assert "请假 › B2" in text
        assert meant in text
    else:
        (leave,) = read(tmp_path, content).problem.leaves
        eve = datetime(2026, 11, 30)
        assert (leave.start - eve, leave.end - eve) == tuple(timedelta(days=d) for d in meant)


@pytest.mark.parametrize("number", [12.1, 12.12, 32, 20261305])
def test_numbers_that_are_no_date(tmp_path: Path, number: float) -> None:
    content = office.book({"员工": PEOPLE, "请假": [LEAVE, ["王静", number, None, "同意"]]})
    assert "请假 › B2" in refused(tmp_path, content)


def test_dates_in_a_csv_that_may_have_lost_a_zero(tmp_path: Path) -> None:
    listed = tmp_path / "请假.csv"
    listed.write_text("姓名,开始,状态\n王静,12.1,同意\n", encoding="gbk")
    content = office.book({"员工": PEOPLE})
    assert "请假 › B2" in refused(tmp_path, content, leave_files=[listed])


def test_dates_that_never_end(tmp_path: Path) -> None:
    header = ["姓名", "岗位", "证书到期日", "离职日期"]
    told = [
        ["王静", "管理员", "长期有效", "-"],
        ["李梅", "管理员", "9999-12-31", "无"],
        ["张强", "管理员", Raw('<c r="?" s="1"><v>2958465</v></c>'), "9999-12-31"],
    ]
    people = read(tmp_path, office.book({"员工": [header, *told]})).problem.people
    assert [p.employed_to for p in people] == [None] * 3
    assert [p.credentials.certificate_until for p in people] == [None] * 3
    assert people[0].credentials.certificate is True
