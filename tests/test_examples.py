"""The example centres: current, and telling what they are there to tell."""

from __future__ import annotations

import importlib.util
import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from scheduler.cli.main import cli

EXAMPLES = Path(__file__).parent.parent / "examples"


def made() -> Any:
    spec = importlib.util.spec_from_file_location("make", EXAMPLES / "make.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["garden", "gap", "october", "estate"])
def test_the_workbooks_are_those_of_the_script(name: str) -> None:
    kept = load_workbook(EXAMPLES / name / "值班数据.xlsx")
    fresh = load_workbook(BytesIO(made().CENTRES[name]()))
    assert kept.sheetnames == fresh.sheetnames
    for sheet in fresh.sheetnames:
        assert list(kept[sheet].values) == list(fresh[sheet].values)


@pytest.mark.parametrize(
    ("name", "month", "code"),
    [
        *(("garden", "2026-12", 3), ("gap", "2026-12", 5), ("october", "2026-10", 0)),
        *(("estate", "2026-12", 0), ("estate", "2027-02", 3)),
    ],
)
def test_each_is_solved_and_proved(name: str, month: str, code: int) -> None:
    words = ["--json", "draft", str(EXAMPLES / name), "--month", month, "--dry-run"]
    done = CliRunner().invoke(cli, words)
    found = json.loads(done.stdout)
    assert done.exit_code == code
    assert all(post["optimal"] for table in found["result"]["tables"] for post in table["posts"])
    assert bool(found["result"]["gaps"]) == (name == "gap")
    assert all(gap["cures"] for gap in found["result"]["gaps"])
