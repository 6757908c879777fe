"""Records as they are printed: a page of A4 each, room to write, everything whole."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from constraints.calendar import DayKind
from scheduler.reading.form_facts import FormFacts
from scheduler.reading.sheets.articles import MOST, Article
from scheduler.reading.sheets.people import Leader
from scheduler.reporting.duty_records import Turn, handovers
from scheduler.settings import Settings
from scheduler.writing.duty_log import CATEGORIES, render_duty_log
from scheduler.writing.handover_form import render_handovers
from tests.scheduler.forms import MILLIMETRE, feet, field, numbers, pages, sheet_of, spans
from tests.scheduler.writing.test_printed import BIG, NAMES, cut_off

if TYPE_CHECKING:
    from pathlib import Path

LONG = "某某小区客户服务中心前台专用的应急抢险救援物资箱第三号含说明书与封条各一份"
PLAIN = FormFacts(Settings(centre="和园客户服务中心", hotline="010-1234"), (), (), ())
FULL = replace(
    PLAIN,
    settings=Settings(centre=BIG[1], hotline="0755-12345678、0755-87654321 转 8001"),
    leaders=tuple(Leader(name, "机电维修部主管", "13800000101") for name in 2 * NAMES),
    articles=tuple(Article(f"{LONG}{nth}", "100台", "含充电器") for nth in range(MOST)),
)
A4 = 297 * MILLIMETRE


def turns(count: int = 3, on: datetime = datetime(2028, 2, 28, 8, 30)) -> list[Turn]:
    days = [on + timedelta(days=nth) for nth in range(count)]
    names = (NAMES[0], NAMES[1]), (NAMES[4],), ("",)
    return [
        Turn(start, start + timedelta(days=1), DayKind.REST, "", names[nth % 3])
        for nth, start in enumerate(days)
    ]


def written(folder: Path, kind: str, facts: FormFacts = PLAIN, **more: Any) -> Path:
    """Write a form of three days, every page of it."""
    own, path = turns(), folder / "form.xlsx"
    named = [(nth, f"{one.start:%Y%m%d}") for nth, one in enumerate(own, 1)]
    more = {"draft": False} | more
    if kind == "log":
        every = [(*pair, one) for pair, one in zip(named, own, strict=True)]
        path.write_bytes(render_duty_log(every, 3, facts, **more))
    else:
        changes = [(*pair, one) for pair, one in zip(named, handovers(own), strict=True)]
        path.write_bytes(render_handovers(changes, 3, facts, **more))
    return path


BOTH = pytest.mark.parametrize("kind", ["handover", "log"])


@BOTH
@pytest.mark.parametrize("facts", [PLAIN, FULL], ids=["plain", "full"])
def test_every_page_is_one_of_a4(tmp_path: Path, kind: str, facts: FormFacts) -> None:
    sheet = sheet_of(written(tmp_path, kind, facts))
    assert len(spans(sheet)) == 3
    margins = sheet.page_margins
    room = A4 - 72 * (margins.top + margins.bottom)
    for page in spans(sheet):
        assert sum(sheet.row_dimensions[row].height for row in page) <= 0.96 * room
    widths = [one.width * (one.max - one.min + 1) for one in sheet.column_dimensions.values()]
    # A unit of width is seven pixels of 96 an inch.
    across = sum(widths) * 7 / 96
    assert across <= 0.95 * (210 / 25.4 - margins.left - margins.right)
    assert sheet.page_setup.paperSize == 9
    assert (
        not sheet.sheet_properties.pageSetUpPr.fitToPage
    )  # Fitted to pages, Excel would not see breaks.
    assert int(sheet.print_area.rpartition("$")[2]) == spans(sheet)[-1][-1]


@BOTH
@pytest.mark.parametrize("facts", [PLAIN, FULL], ids=["plain", "full"])
def test_whatever_is_written_on_is_seven_millimetres_high(
    tmp_path: Path, kind: str, facts: FormFacts
) -> None:
    sheet = sheet_of(written(tmp_path, kind, facts))
    covered = {
        place
        for area in sheet.merged_cells.ranges
        for place in area.cells
        if place != (area.min_row, area.min_col)
    }
    empty = {
        cell.row
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is None and cell.border.left.style and (cell.row, cell.column) not in covered
    }
    signed = {c.row for c in sheet["A"] if c.value and "签名" in str(c.value)}
    assert len(empty) >= 3 * 15
    assert min(sheet.row_dimensions[row].height for row in empty | signed) >= 7 * MILLIMETRE


@BOTH
@pytest.mark.parametrize("facts", [PLAIN, FULL], ids=["plain", "full"])
def test_nothing_is_cut_off(tmp_path: Path, kind: str, facts: FormFacts) -> None:
    sheet = sheet_of(written(tmp_path, kind, facts))
    assert [*cut_off(sheet)] == []
    shrunk = [c.value for row in sheet.iter_rows() for c in row if c.alignment.shrink_to_fit]
    assert {*shrunk} <= {"交接班记录", "值班记录"}


@BOTH
def test_the_foot_shows_a_torn_page_and_until_when_it_is_kept(tmp_path: Path, kind: str) -> None:
    said = feet(written(tmp_path, kind))
    assert [row[2] for row in said] == [f"第 {nth} 页 / 共 3 页" for nth in (1, 2, 3)]
    kept = ["2031-02-28", "2031-03-01", "2031-03-01"]
    assert [row[1] for row in said] == [f"保存至 {on}" for on in kept]
    assert {row[0] for row in said} == {"不得撕页、不得涂改"}
    assert numbers(tmp_path / "form.xlsx") == ["20280228", "20280229", "20280301"]


@BOTH
def test_a_draft_says_so_across_every_page(tmp_path: Path, kind: str) -> None:
    path = written(tmp_path, kind, draft=True)
    assert all("（草案）" in page[0][0] for page in pages(path))
    with zipfile.ZipFile(path) as parts:
        drawn = parts.read("xl/drawings/drawing1.xml").decode()
    assert drawn.count("草　案") == 3
    path = written(tmp_path, kind)
    assert not any("草" in text for page in pages(path) for row in page for text in row)
    with zipfile.ZipFile(path) as parts:
        assert not [name for name in parts.namelist() if "drawing" in name]


def test_whose_handover_it_is(tmp_path: Path) -> None:
    first, second, third = pages(written(tmp_path, "handover"))
    assert (field(first, "交班人"), field(first, "接班人")) == ("", f"{NAMES[0]}、{NAMES[1]}")
    assert (field(second, "交班人"), field(second, "接班人")) == (
        f"{NAMES[0]}、{NAMES[1]}",
        NAMES[4],
    )
    assert field(third, "接班人") == ""
    assert (field(first, "交接时间"), field(first, "应　到")) == ("08:30", "08:25")
    assert field(first, "日　期") == "2028年2月28日　星期一　休息日"
    labels = {text for row in first for text in row}
    asked = {"迟到接班", "拒绝接班", "钥　匙", "去向说明", "区域异常", "主管检查", "未完成事项"}
    assert asked <= labels


def test_every_article_stands_there_with_its_count(tmp_path: Path) -> None:
    few = tuple(Article(f"物品{nth}", f"{nth}") for nth in range(15))
    for articles in ((), few, FULL.articles):
        page = pages(written(tmp_path, "handover", replace(PLAIN, articles=articles)))[0]
        head = next(nth for nth, row in enumerate(page) if row[0] == "公　物")
        end = next(nth for nth, row in enumerate(page) if row[0] == "去向说明")
        rows = page[head + 1 : end]
        listed = [tuple(row[at : at + 2]) for at in (0, 4) for row in rows]
        assert [one for one in listed if one[0]] == [(one.name, one.count) for one in articles]
        assert len(rows) >= 5
        assert len(page) == len(pages(tmp_path / "form.xlsx")[1])


def test_the_log_names_hotline_leaders_and_categories(tmp_path: Path) -> None:
    page = pages(written(tmp_path, "log", FULL))[1]
    assert field(page, "值班人") == NAMES[4]
    assert field(page, "班　次") == "08:30–次日 08:30"
    assert field(page, "值班热线") == FULL.settings.hotline
    leaders = field(page, "负责人\n保持开机").replace("\u00a0", " ")
    assert leaders.count("13800000101") == 10
    assert f"机电维修部主管 {NAMES[3]} 13800000101" in leaders
    (legend,) = (row[0] for row in page if row[0].startswith("类别"))
    assert all(word in legend for word in CATEGORIES)
    head = next(nth for nth, row in enumerate(page) if row[0] == "时　间")
    assert page[head + 1 : head + 19] == [[""] * 6] * 18
