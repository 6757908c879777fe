"""Times of day, spans and lists as people say and type them, and as web pages export them."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from scheduler.reading.cells.clock_text import clock
from scheduler.reading.cells.dates import read_date, read_spans
from scheduler.reading.cells.moments import RangeStart, whole_days
from scheduler.reading.cells.named_cells import Cell
from scheduler.reading.cells.values import Unreadable

MIDDLE = date(2026, 12, 15)


def cell(value: object) -> Cell:
    return Cell("请假", (1, 7, 5), value)


def written(value: object) -> str:
    """Return a cell's spans as 05 上午, 05-07 or 05 14:00-05 17:00, by days of December."""
    spans = []
    for first, last in read_spans(cell(value), MIDDLE):
        ends = [
            f"{one.on:%d} {one.at or ''}".removesuffix(":00").strip() + f" {one.half}"
            for one in (first, last)
        ]
        ends = [end.strip() for end in ends]
        spans.append(ends[0] if first is last else "-".join(ends))
    return ", ".join(spans)


CLOCKS = {
    "凌晨0点半": "00:30",
    "凌晨3点": "03:00",
    "清晨6点": "06:00",
    "早晨7:05": "07:05",
    "早上9点": "09:00",
    "早8点半": "08:30",
    "上午11:30": "11:30",
    "上午0:30": "00:30",
    "中午11点": "11:00",
    "中午12点": "12:00",
    "中午1点": "13:00",
    "中午2点半": "14:30",
    "正午12点": "12:00",
    "午后3点": "15:00",
    "下午1点": "13:00",
    "下午12:30": "12:30",
    "下午14:00": "14:00",
    "傍晚6点": "18:00",
    "傍晚18点": "18:00",
    "晚上8点": "20:00",
    "晚7点半": "19:30",
    "晚上23:59": "23:59",
    "夜里11点": "23:00",
    "深夜22点": "22:00",
    "8点半": "08:30",
    "八点半": "08:30",
    "八点三十": "08:30",
    "8点一刻": "08:15",
    "8点三刻": "08:45",
    "8点整": "08:00",
    "8点5分": "08:05",
    "两点": "02:00",
    "14：00": "14:00",
    "１４：００": "14:00",
    "14∶00": "14:00",
    "14 : 00": "14:00",
    "14时30分00秒": "14:30",
    "9:00 AM": "09:00",
    "2:30 p.m.": "14:30",
    "13:59:17": "14:00",
    "14:00:43": "14:00",
}


@pytest.mark.parametrize("said", CLOCKS)
def test_a_time_of_day_as_it_is_said(said: str) -> None:
    assert written(f"12月5日{said}") == f"05 {CLOCKS[said]}"


@pytest.mark.parametrize(
    "said",
    [
        *("晚上0点", "晚上1点", "晚上4点", "晚上12点", "晚上12:30", "晚上15点"),
        *("夜里1点", "夜里0点", "半夜12点", "半夜3点", "午夜12点", "深夜2点"),
        *("上午12:00", "上午12:30", "上午12点", "12:00 AM", "上午15:00"),
        *("凌晨12点", "凌晨8点", "凌晨14点", "清晨0点", "早上12点", "早上14点"),
        *("中午0点", "中午9点", "中午3点", "下午0点", "下午24点", "傍晚3点", "傍晚9点"),
    ],
)
def test_a_time_that_contradicts_its_word_or_may_be_another_is_refused(said: str) -> None:
    with pytest.raises(Unreadable, match="24 小时"):
        read_spans(cell(f"12月5日{said}"), MIDDLE)
    with pytest.raises(Unreadable):
        clock(cell(said))


SPANS = {
    "12.5-12.7、12.20-12.22": "05-07, 20-22",
    "12.5-12.7，12.20-12.22": "05-07, 20-22",
    "12.5-12.7；12.20-12.22": "05-07, 20-22",
    "12.5-12.7\n12.20-12.22": "05-07, 20-22",
    "12.5-12.7\r\n12.20-12.22": "05-07, 20-22",
    "12.5-12.7 12.20-12.22": "05-07, 20-22",
    "12.5-12.7/12.20-12.22": "05-07, 20-22",
    "12.5-12.7+12.20": "05-07, 20",
    "12月5日。12月8日": "05, 08",
    "12月5日以及12月8日": "05, 08",
    "12.5上午、12.8下午": "05 上午, 08 下午",
    "12月5日（上午），12月8日（下午）": "05 上午, 08 下午",
    "12月5日 14:00-17:00；12月8日 9:00-12:00": "05 14:00-05 17:00, 08 09:00-08 12:00",
    "12.5 9:00-12.6 17:30": "05 09:00-06 17:30",
    "12.5 14:00-16:00、18:00-20:00": "05 14:00-05 16:00, 05 18:00-05 20:00",
    "12月5日上午8:30-12:00，下午14:00-17:30": "05 08:30-05 12:00, 05 14:00-05 17:30",
    "2026-12-05 09:00 ~ 2026-12-07 18:00\n2026-12-20 09:00 ~ 2026-12-22 18:00": (
        "05 09:00-07 18:00, 20 09:00-22 18:00"
    ),
    "12月5-7日、20-22日": "05-07, 20-22",
    "12.5-7、20-22": "05-07, 20-22",
    "12.5起至12.7止、12.20起至12.22止": "05-07, 20-22",
    "从12.5到12.7，从12.20到12.22": "05-07, 20-22",
    "12.5-12.7、12.20-12.22 共6天": "05-07, 20-22",
    "12.5上午、12.8下午 共1天": "05 上午, 08 下午",
    "12.5上午，共0.5天": "05 上午",
    "12月5日上午9点-12点": "05 09:00-05 12:00",
    "12月5日上午9点-5点": "05 09:00-05 17:00",
    "12月5日中午12点-3点": "05 12:00-05 15:00",
    "12月5日晚7点半-10点": "05 19:30-05 22:00",
    "12月5日晚上8点-24:00": "05 20:00-05",
    "12月5日晚上8点-12点": "05 20:00-05",
    "12月5日8:30至次日8:30": "05 08:30-06 08:30",
    "12月5日8:30至当天17:30": "05 08:30-05 17:30",
    "12月5日14：00－17：00": "05 14:00-05 17:00",
    "12．5～12．7": "05-07",
    "12。5-12。7": "05-07",
    "12月5日〜7日": "05-07",
    "12月5日−7日": "05-07",
    "12月5日——7日": "05-07",
    "12月5日‐7日": "05-07",
    "12／5－12／7": "05-07",
    "2026∕12∕5": "05",
    "12月1日【周二】": "01",
    "12月1日［周二］": "01",
    "12月1日〔周二〕": "01",
    "(12月5日-7日)": "05-07",
    "12月5日-7日（年假）": "05-07",
    "12月5日-12月7日，病假": "05-07",
    "2026-12-05;2026-12-07": "05, 07",
    "20261205-20261207": "05-07",
    "12月5日9时至11时、14时至17时": "05 09:00-05 11:00, 05 14:00-05 17:00",
    "2026年12月5日上午8时30分至12月7日下午5时": "05 08:30-07 17:00",
    "12\u200b月\u20665\u2069日": "05",
    "\u202a12月5日\u202c": "05",
    "12月5日\ufe0f、\u00ad7日": "05, 07",
    "46361\u200b": "05",
    "４６３６１": "05",
}


@pytest.mark.parametrize("text", SPANS)
def test_spans_and_lists_as_they_are_typed(text: str) -> None:
    assert written(text) == SPANS[text]


@pytest.mark.parametrize("text", ["12月5日凌晨0点", "12月5日晚上12点", "12月5日14:00-凌晨0点"])
def test_an_end_at_a_midnight_that_may_be_another_is_refused(text: str) -> None:
    begun = read_spans(cell("12月4日"), MIDDLE)[0][0]
    assert written("12月6日凌晨0点") == "06"
    with pytest.raises(Unreadable):
        read_spans(cell(text), MIDDLE, RangeStart(begun.on, False))


@pytest.mark.parametrize(
    "text",
    [
        *("2026-12-05 2026-12-07", "12.5 12.7", "12.5/12.7", "12月5日\t12月7日", "12.5 12.7-12.9"),
        *("2026-12-05 09:00 2026-12-07 18:00", "12月5日9-17点", "12月5日晚上", "12月5日中午"),
        *("12月5日 14.30", "2026-12-05T00:00:00.000Z", "12月5日-7日（销假）"),
    ],
)
def test_what_may_be_a_range_or_a_list_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read_spans(cell(text), MIDDLE)


DRIFTED = {
    datetime(2026, 12, 5, 0, 0, 43): "05",
    datetime(2026, 12, 5, 0, 5, 43): "05",
    datetime(2026, 12, 4, 23, 59, 17): "05",
    datetime(2026, 12, 4, 23, 54, 17): "05",
    datetime(2026, 12, 5, 8, 30, 43): "05 08:30",
    datetime(2026, 12, 5, 13, 59, 17): "05 14:00",
    datetime(2026, 12, 5, 14, 7, 12): "05 14:07",
    datetime(2026, 12, 5, 14, 7): "05 14:07",
    46361 + 43 / 86400: "05",
    46361 - 43 / 86400: "05",
    46361 + 14 / 24: "05 14:00",
    "2026-12-05 00:00:43": "05",
    "2026-12-04 23:59:17": "05",
    "2026/12/5 14:00:43": "05 14:00",
}


@pytest.mark.parametrize("value", DRIFTED, ids=str)
def test_the_seconds_of_a_web_export_are_not_meant(value: object) -> None:
    assert written(value) == DRIFTED[value]
    assert read_date(cell(value), MIDDLE) == date(2026, 12, 5)


def test_a_day_may_be_closed_at_its_last_minute() -> None:
    def days(*values: object) -> list[int]:
        moments = [read_spans(cell(value), MIDDLE)[0][0] for value in values]
        return [one.on.day for one in whole_days(*moments)]

    assert days("2026-12-05", "2026-12-07 23:59") == [5, 7]
    assert days("2026-12-05 14:00", datetime(2026, 12, 7, 23, 59, 59)) == [5, 7]
    # Both a second short: they are the next midnights.
    assert days(datetime(2026, 12, 4, 23, 59, 59), datetime(2026, 12, 6, 23, 59, 59)) == [5, 7]
    assert read_date(cell(datetime(2026, 12, 31, 23, 59, 59)), MIDDLE) == date(2026, 12, 31)


def test_a_handover_time_is_read_in_every_spelling() -> None:
    for value in ("早上8点半", "8：30", "上午8:30", "8点30", time(8, 30, 43), "8时30分"):
        assert clock(cell(value)) == time(8, 30)
    assert clock(cell("24:00")) == time(0)
