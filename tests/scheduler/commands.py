"""The commands as a person runs them, in this process."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner, Result

from scheduler.cli.main import cli

if TYPE_CHECKING:
    from pathlib import Path

    from tests.books import Rows

# Title, hours and header above the first day; people in the fourth column.
FIRST_ROW = 4


def zhiban(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words], standalone_mode=True)


def document(*words: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(zhiban("--json", *words).stdout)
    return found


def draft(folder: Path, *words: object) -> dict[str, Any]:
    return document("draft", folder, "--month", "2026-12", *words)


def person_cell(day: int) -> str:
    return f"D{FIRST_ROW + day - 1}"


def call(*words: object) -> tuple[int, dict[str, Any]]:
    result = CliRunner().invoke(cli, [*map(str, words), "--json"])
    return result.exit_code, json.loads(result.stdout)


GAPPED: Rows = [
    ["姓名", "开始", "结束", "状态"],
    ["王静", "12月9日", "12月12日", "已批准"],
    ["李梅", "12月9日", "12月12日", "已批准"],
    ["张强", "12月9日", "12月12日", "已批准"],
]
