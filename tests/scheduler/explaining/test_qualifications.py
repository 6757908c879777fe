"""What is said of qualifications, and what is nobody's business."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from scheduler.cli.main import cli
from scheduler.reading.tables.layout import CHANGES
from tests.books import STAFF, book

if TYPE_CHECKING:
    from pathlib import Path


def said(folder: Path, column: str, value: str, *settings: list[str]) -> str:
    """Return all that a draft says of a centre whose last person has that value."""
    staff = [[*STAFF[0], column], *([*row, ""] for row in STAFF[1:]), ["赵敏", "900", "客服管理员"]]
    staff[-1] += [""] * (len(STAFF[0]) - 3) + [value]
    rows = [["参数", "值"], *settings]
    book(folder / "值班数据.xlsx", 员工=staff, 设置=rows)
    log = folder / "log"
    words = ["draft", str(folder), "--month", "2026-12", "--json", "--log-file", str(log)]
    done = CliRunner().invoke(cli, words)
    json.loads(done.stdout)
    cells = [
        str(cell)
        for sheet in load_workbook(folder / "值班安排表-2026-12-草案.xlsx")
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    ]
    return "\n".join([done.stdout, log.read_text(encoding="utf-8"), *cells])


def test_health_is_said_as_barred_and_no_more(tmp_path: Path) -> None:
    told = said(tmp_path, "健康合格", "否")
    assert "赵敏（健康）：不可排" in told
    assert "健康栏" not in told and "恢复" not in told


def test_health_that_only_reminds_is_not_said(tmp_path: Path) -> None:
    assert "赵敏（健康）" not in said(tmp_path, "健康合格", "否", ["健康检查", "提醒"])


@pytest.mark.parametrize("born", ["1975-12-15", "2008-12-15"])
def test_an_age_does_not_give_the_birthday(tmp_path: Path, born: str) -> None:
    told = said(tmp_path, "出生日期", born)
    assert "赵敏不排：" in told
    for day in (born, "未通过 ", "赵敏12月1"):
        assert day not in told


def test_the_template_says_that_a_reason_is_kept() -> None:
    hint = next(one.hint for one in CHANGES.columns if one.name == "原因")
    assert "长期保存" in hint
