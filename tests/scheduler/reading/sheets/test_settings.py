"""Settings and the small sheets: openings, holidays, leaders."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from constraints import (
    CheckMode,
    DayKind,
    EveMode,
    Opening,
    Window,
)
from scheduler.reading.read_centre import read_centre
from scheduler.settings import Phones
from tests.books import TODAY, book, centre
from tests.scheduler.reading.centre_files import faults

if TYPE_CHECKING:
    from pathlib import Path


def test_openings_holidays_leaders_and_settings(tmp_path: Path) -> None:
    read = centre(
        tmp_path,
        期初累计=[
            ["姓名", "合计", "休息日", "应值", "截至日期"],
            ["王静", 40, 12, 41.5, "2026-11-30"],
        ],
        特殊日=[["日期", "类型", "名称"], ["2026-12-25", "休息日", "公司庆典"]],
        负责人=[["姓名", "职务", "电话"], ["高建国", "管理处经理", "13800000101"]],
        设置=[
            ["参数", "值"],
            ["中心名称", "阳光花园客户服务中心"],
            ["交接时间", "20:00"],
            ["值班时长", 12],
            ["最小休息小时", 48],
            ["请假前夜", "不排"],
            ["学历检查", "提醒"],
            ["年龄含本数", "否"],
            ["未知资格", "不排"],
            ["长假天数", 5],
            ["均衡周期", "滚动12个月"],
            ["每月补差上限", 0.5],
            ["电话显示", "遮蔽"],
            ["求解时限秒", 5],
            ["别的", 1],
        ],
    )
    problem, policy = read.problem, read.problem.policy
    half = Fraction(83, 2)
    opening = Opening("001", date(2026, 11, 30), Fraction(40), Fraction(12), None, half)
    assert problem.openings == (opening,)
    assert problem.calendar.day(date(2026, 12, 25)).kind is DayKind.REST
    assert read.leaders[0].title == "管理处经理"
    assert problem.duties[0].start == datetime(2026, 12, 1, 20)
    assert problem.duties[0].end == datetime(2026, 12, 2, 8)
    assert policy.rest == timedelta(hours=48)
    assert policy.eves is EveMode.BAR
    assert policy.modes == {"学历": CheckMode.WARN}
    assert policy.unknown_excludes
    assert not policy.age_inclusive
    assert policy.long_leave == timedelta(days=5)
    assert policy.window is Window.ROLLING
    assert policy.catch_up == Fraction(1, 2)
    assert read.settings.phones is Phones.MASKED
    assert read.settings.seconds == 5
    assert any("别的" in message.text for message in read.warnings)


def test_lengths_out_of_range_are_errors(tmp_path: Path) -> None:
    for value in (0, "1e9"):
        found = faults(tmp_path, 设置=[["参数", "值"], ["值班时长", value]])
        assert set(found) == {"设置!B2"}


def test_a_search_has_ten_minutes_at_most(tmp_path: Path) -> None:
    for value, seconds, said in ((600, 600, False), (600.5, 600, True), (86400, 600, True)):
        read = centre(tmp_path, 设置=[["参数", "值"], ["求解时限秒", value]])
        assert read.settings.seconds == seconds
        text = "求解时限最多 600 秒，按 600 秒算"
        assert [m.cell for m in read.warnings if m.text == text] == ["B2"] * said


def test_an_estimated_year_is_said_and_marked(tmp_path: Path) -> None:
    path = book(tmp_path / "值班数据.xlsx", 历史=[["日期", "值班人"]])
    february = read_centre(path, TODAY, date(2027, 2, 1))
    assert not february.confirmed
    assert date(2027, 2, 5) in february.estimated
    march = read_centre(path, TODAY, date(2027, 3, 1))
    assert not march.confirmed
    assert march.estimated == frozenset()
    assert centre(tmp_path).confirmed
