"""What is said of qualifications, and what is nobody's business."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from constraints import Credentials, Office, Person, Policy, Sex
from scheduler.cli.main import cli
from scheduler.explaining.qualifications import qualification_messages
from scheduler.reading.tables.layout import CHANGES
from tests.books import STAFF, book
from tests.build import month

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


@pytest.mark.parametrize(
    ("office", "lacking", "words"),
    [
        (Office.CLEANER, {"education": "小学"}, "起不符（只提醒，仍可排）：学历不到初中；"),
        (Office.SUPERVISOR, {"education": "高中"}, "起不排：学历不到大专；"),
        (
            Office.SUPERVISOR,
            {"experience_from": date(2025, 6, 1)},
            "起不排：从业未满两年，满两年之日起自动可排",
        ),
        (
            Office.ADMINISTRATOR,
            {"experience_from": date(2026, 6, 1)},
            "起不排：从业未满一年，满一年之日起自动可排",
        ),
    ],
)
def test_what_is_lacking_hangs_on_the_office(
    office: Office, lacking: dict[str, Any], words: str
) -> None:
    have = Credentials("大专", date(2020, 1, 1), True, None, True, date(1990, 1, 1), True, Sex.MALE)
    person = Person("a", "甲", credentials=replace(have, **lacking))
    problem = month(2, person, policy=Policy(office=office))
    [message] = qualification_messages(problem)
    assert message.text.startswith(f"甲12月1日{words}")


def test_where_no_office_is_asked_for_nothing_is_said() -> None:
    assert not qualification_messages(month(2, policy=Policy(office=Office.ANYONE)))
