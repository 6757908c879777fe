"""What a command imports: no solver and no table that it does not need."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import scheduler
from scheduler.usecases.draft import draft
from scheduler.usecases.publish import publish
from tests.books import DECEMBER, TODAY, book

ROOT = Path(scheduler.__file__).parent
IMPORTED = """
import sys
from click.testing import CliRunner
from scheduler.cli.main import cli
result = CliRunner().invoke(cli, sys.argv[1:])
assert result.exit_code == 0, result.output
print(*sorted({"ortools", "pandas", "starlette", "uvicorn"} & sys.modules.keys()))
"""


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A centre with one month published and the next one drafted."""
    folder = tmp_path_factory.mktemp("centre")
    book(folder / "值班数据.xlsx")
    draft(folder, month=DECEMBER, at=TODAY)
    publish(folder, approver="王静", at=TODAY)
    draft(folder, month=DECEMBER.replace(year=2027, month=1), at=TODAY)
    return folder


@pytest.mark.parametrize("words", ((), ("--help",), ("history",), ("doctor",), ("forms",)))
def test_who_needs_no_table_and_no_solver_imports_neither(
    centre: Path, words: tuple[str, ...]
) -> None:
    line = [sys.executable, "-c", IMPORTED, *words]
    done = subprocess.run(line, cwd=centre, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "\n"), done.stderr


def test_pandas_is_imported_only_where_a_table_is_made() -> None:
    """At the top of the yearbook and its sheets; elsewhere by the function that returns one."""
    users = set()
    for path in ROOT.rglob("*.py"):
        tops = ast.parse(path.read_text(encoding="utf-8")).body
        names = {one.name for top in tops if isinstance(top, ast.Import) for one in top.names}
        if "pandas" in names:
            users.add(path.relative_to(ROOT).as_posix())
    assert users == {"writing/yearbook.py", "writing/year_sheets.py"}
