"""What is known of people only to make the roster is told nobody else."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from scheduler.ledger.ledger import LEDGER_FILE
from scheduler.notices.text import compose
from scheduler.usecases.adjust import adjust
from scheduler.usecases.publish import publish
from tests.books import DECEMBER, NAMES, STAFF, TAIL, book
from tests.scheduler.commands import call, zhiban
from tests.scheduler.december import AT, CHANGE, DATA, DRAFT, holder, published, say

if TYPE_CHECKING:
    from pathlib import Path

    from tests.books import Rows

WHY, PENDING, REMARK = "阑尾手术", "婆媳不和", "产检"
GIVEN = "班次更正"


def shown(path: Path) -> str:
    """Return everything that a person sees in a workbook."""
    sheets = [sheet for sheet in load_workbook(path) if sheet.sheet_state == "visible"]
    cells = (cell for sheet in sheets for row in sheet.iter_rows() for cell in row)
    notes = (cell.comment.text if cell.comment else "" for cell in cells)
    values = (
        str(value) for sheet in sheets for row in sheet.iter_rows(values_only=True) for value in row
    )
    return "\n".join((*values, *notes))


def kept(folder: Path) -> str:
    """Return every text of the ledger; its workbooks are those that are published."""
    with closing(sqlite3.connect(folder / LEDGER_FILE)) as database:
        tables = ("revision", "assignment", "account")
        rows = (row for table in tables for row in database.execute(f"SELECT * FROM {table}"))
        return "\n".join(str(value) for row in rows for value in row)


def with_reasons(folder: Path) -> Path:
    """Publish a month, and write reasons of all kinds since."""
    published(folder)
    day, who = holder(folder, 20)
    other, third, *_ = [name for name in NAMES if name != who]
    say(
        folder,
        变更=[
            CHANGE,
            ["顶班", f"2026-12-{day}", who, other, None, "已批准", "林芳", "2026-12-09", WHY],
            ["顶班", f"2026-12-{day + 3}", None, third, None, "待批准", None, None, PENDING],
        ],
        请假=[
            ["姓名", "开始", "结束", "状态", "请假类型", "请假事由"],
            [other, "2026-12-28", "2026-12-28", "已批准", REMARK, REMARK],
        ],
    )
    return folder


def test_why_somebody_changed_never_reaches_a_notice(tmp_path: Path) -> None:
    adjusted = [one.draft for one in adjust(with_reasons(tmp_path), month=DECEMBER, at=AT)]
    made = publish(tmp_path, approver="林芳", at=AT).draft
    assert WHY in kept(tmp_path)  # as the reason of v2, which is printed
    for event, months in (("adjust", adjusted), ("publish", [made])):
        notice = compose(event, months, "run")
        told = "\n".join((notice.plain(), notice.markdown(10**6), json.dumps(notice.document)))
        told += json.dumps(notice.document, ensure_ascii=False)
        assert "改动" in told
        for secret in (WHY, PENDING, REMARK):
            assert secret not in told


@pytest.mark.parametrize("reason", ["", GIVEN])
def test_the_ledger_holds_only_what_is_printed(tmp_path: Path, reason: str) -> None:
    adjust(with_reasons(tmp_path), month=DECEMBER, at=AT)
    publish(tmp_path, approver="林芳", reason=reason, at=AT)
    recorded = kept(tmp_path)
    inside = shown(tmp_path / "值班安排表-2026-12-v2-内部.xlsx")
    for secret in (WHY, PENDING, REMARK):
        assert (secret in recorded) <= (secret in inside), secret
    assert PENDING not in recorded and REMARK not in recorded
    assert (GIVEN in recorded) == bool(reason)
    # The wall is for everybody.
    wall = shown(tmp_path / "值班安排表-2026-12-v2.xlsx")
    assert not any(secret in wall for secret in (WHY, PENDING, REMARK))


def everywhere(folder: Path, column: str, value: object) -> str:
    """Return everything that is said and written of a centre in which that stands of 王静."""
    centre = folder / "中心"
    centre.mkdir()
    rows: Rows = [[*STAFF[0], column], [*STAFF[1], value], *STAFF[2:]]
    book(centre / DATA, 员工=rows, 历史=TAIL)
    log = folder / "log"
    words = ("--month", "2026-12", "--log-file", log)
    said = [zhiban("-v", "draft", centre, *words).output]
    said += [json.dumps(call("draft", centre, *words)[1], ensure_ascii=False, indent=1)]
    said += [zhiban(*one).output for one in (("check", centre), ("why", centre, "2026-12-20"))]
    said += [zhiban("batch", folder, "--month", "2026-12", "--workers", "1").output]
    said += [log.read_text(encoding="utf-8"), shown(centre / DRAFT)]
    said += [shown(folder / "值班汇总-2026-12.xlsx")]
    return "\n".join(said)


@pytest.mark.slow
def test_health_is_only_yes_or_no(tmp_path: Path) -> None:
    told = everywhere(tmp_path, "健康合格", "不合格")
    assert "不可排" in told
    assert "不合格" not in told and "健康栏" not in told


@pytest.mark.slow
def test_an_age_that_fails_gives_no_birthday(tmp_path: Path) -> None:
    """From the 15th 王静 is 51; neither that day nor the one before it is said with her age."""
    told = everywhere(tmp_path, "出生日期", "1975-12-15")
    assert "年龄" in told
    assert not re.search("1975", told)
    for line in told.splitlines():
        if "年龄" in line:
            assert not re.search(r"12月1[45]日|12-1[45]|(?<![0-9a-f])51(?![0-9a-f])", line), line
