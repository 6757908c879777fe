"""How typed text and the program's own words come together, and who a person cell names."""

from __future__ import annotations

import pytest

from scheduler.reading.wall_text import HOURS, LINE, REMARK, TITLE, Typed, shown, split_name

DAY, HOUR_LINE, HEAD = ("2026-12-01", REMARK), (HOURS, LINE), (TITLE, LINE)
FEAST, GAP = {"festival": "元旦"}, {"gap": "缺口"}
MOVED = {"note1": "顶班：原王静"}

# Place, what was typed beside which words of the program, its words now, and what comes of it.
SHOWN = {
    "nothing typed": (DAY, None, FEAST | GAP, "元旦，缺口"),
    "a remark alone": (DAY, ("巡查", {}), {}, "巡查"),
    "a remark and news": (DAY, ("巡查", {}), FEAST, "巡查，元旦"),
    "a remark behind a holiday": (DAY, ("元旦，巡查", FEAST), FEAST, "元旦，巡查"),
    "a remark before a holiday": (DAY, ("巡查、元旦", FEAST), FEAST, "巡查、元旦"),
    "a holiday taken out": (DAY, ("", FEAST), FEAST, ""),
    "a holiday taken out, and news": (DAY, ("", FEAST), FEAST | GAP, "缺口"),
    "a holiday in other words": (DAY, ("新年", FEAST), FEAST, "新年"),
    "a gap that is filled": (DAY, ("缺口，等通知", GAP), {}, "等通知"),
    "a gap that is filled, last": (DAY, ("等通知；缺口", GAP), {}, "等通知"),
    "a gap that is filled, in between": (
        DAY,
        ("元旦，缺口，等通知", FEAST | GAP),
        FEAST,
        "元旦，等通知",
    ),
    "a substitution of somebody else": (
        DAY,
        ("顶班：原王静（已谈）", MOVED),
        {"note1": "顶班：原李梅"},
        "顶班：原李梅（已谈）",
    ),
    "the program's words typed by hand": (DAY, ("元旦巡查", {}), FEAST, "元旦巡查"),
    "a title with more": (
        HEAD,
        ("值班表（二稿）", {TITLE: "值班表"}),
        {TITLE: "夜班表"},
        "夜班表（二稿）",
    ),
    "another title": (HEAD, ("岁末值班", {TITLE: "值班表"}), {TITLE: "夜班表"}, "岁末值班"),
    "a line taken out": (HEAD, ("", {TITLE: "值班表"}), {TITLE: "值班表"}, ""),
    "the revision moves on": (
        HOUR_LINE,
        ("8:30 起    版次：草案    请转告", {HOURS: "8:30 起", "version": "版次：草案"}),
        {HOURS: "8:30 起", "version": "版次：v1"},
        "8:30 起    版次：v1    请转告",
    ),
    "the revision taken out comes back": (
        HOUR_LINE,
        ("8:30 起", {HOURS: "8:30 起", "version": "版次：草案"}),
        {HOURS: "8:30 起", "version": "版次：v1"},
        "8:30 起    版次：v1",
    ),
}


@pytest.mark.parametrize("case", SHOWN)
def test_what_is_shown(case: str) -> None:
    place, typed, parts, expected = SHOWN[case]
    one = Typed(*typed) if typed else None
    assert shown(place, parts, one) == expected
    # Drawn, read and drawn again it stays.
    assert shown(place, parts, Typed(expected, parts)) == expected


NAMES = ("王静", "王静怡", "王静(002)", "Mary Jane", "待定")
SPLIT = {
    "王静": ("", ""),
    "王静（带教）": ("王静", "(带教)"),
    "王 静(新)": ("王静", "(新)"),
    "王静【组长】": ("王静", "【组长】"),
    "王静怡(新)": ("王静怡", "(新)"),
    "王静怡": ("", ""),
    "王静雅": ("", ""),
    "王静13900001111": ("王静", "13900001111"),
    "王静(002)": ("", ""),
    "王静(002)（新）": ("王静(002)", "(新)"),
    "Mary Jane (新)": ("Mary Jane", "(新)"),
    "待定（等通知）": ("待定", "(等通知)"),
    "王静、李梅": ("", ""),
    "王静/李梅": ("", ""),
    "某人（新）": ("", ""),
    "": ("", ""),
}


@pytest.mark.parametrize("text", SPLIT)
def test_who_is_named_and_what_stands_behind(text: str) -> None:
    assert split_name(text, NAMES) == SPLIT[text]
