"""The steps of README.md, typed as they are written there."""

from __future__ import annotations

import re
import shlex
import shutil
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from scheduler.cli.main import cli

if TYPE_CHECKING:
    from click.testing import Result

HERE = Path(__file__).parent.parent
README = (HERE / "README.md").read_text(encoding="utf-8")
COMMANDS = ("draft", "publish", "adjust", "check", "forms", "report", "staffing")


@pytest.fixture(autouse=True)
def november(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("drafts.folder", *(f"usecases.{name}" for name in COMMANDS)):
        monkeypatch.setattr(f"scheduler.{module}.now", lambda: datetime(2026, 11, 25, 9))


def typed(line: str) -> Result:
    program, *words = shlex.split(line, comments=True)
    assert program == "zhiban"
    return CliRunner().invoke(cli, words)


def test_the_five_steps_of_a_month(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    steps = README.split("**自己的中心，每个月五步**")[1].split("**五分钟走一遍**")[0]
    lines = re.findall(r"`(zhiban [^`]*我的中心[^`]*)`", steps)
    words = [line.split()[1] for line in lines]
    month, after = ["init", "check", "draft", "draft", "publish", "adjust"], ["forms", "report"]
    assert words == [*month, *after, "staffing"]
    for line in lines:
        done = typed(line)
        assert done.exit_code in (0, 3), (line, done.output)
        if line.startswith("zhiban init"):
            shutil.copy(HERE / "examples/garden/值班数据.xlsx", tmp_path / "我的中心")
    assert (tmp_path / "我的中心/值班安排表-2026-12-v1.xlsx").is_file()


def test_the_walk_of_five_minutes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    garden = tmp_path / "garden"
    garden.mkdir()
    shutil.copy(HERE / "examples/garden/值班数据.xlsx", garden)
    monkeypatch.chdir(garden)
    assert typed("zhiban draft . --month 2026-12").exit_code == 3
    walk = README.split("**五分钟走一遍**")[1].split("**人事自己的表也能用。**")[0]
    blocks = re.findall(r"```shell\n(.*?)```", walk, re.DOTALL)
    first, second = ([line for line in one.splitlines() if "zhiban" in line] for one in blocks)
    for line in [line for line in first if line.startswith("zhiban")]:
        done = typed(line)
        assert done.exit_code in (0, 3), (line, done.output)
    opened = load_workbook("值班数据.xlsx")
    sheet = opened["请假"]
    at = {str(cell.value).rstrip("*"): cell.column for cell in sheet[1]}
    row = sheet.max_row + 1
    cells = ("姓名", "王静"), ("开始", "2026-12-10"), ("结束", "2026-12-12"), ("状态", "已批准")
    for name, value in cells:
        sheet.cell(row, at[name], value)
    opened.save("值班数据.xlsx")
    for line in second:
        done = typed(line)
        assert done.exit_code in (0, 3), (line, done.output)
    assert (garden / "台账2026.xlsx").is_file()
