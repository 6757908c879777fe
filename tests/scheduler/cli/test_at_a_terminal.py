"""What is asked at a terminal and opened afterwards; a job is asked nothing."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from scheduler.writing.command_files import command_files
from tests.books import NAMES, edit
from tests.scheduler.commands import GAPPED, call, person_cell, zhiban
from tests.scheduler.december import (
    DATA,
    DRAFT,
    LEAVE,
    day,
    drafted,
    holder,
    people,
    published,
    say,
)

if TYPE_CHECKING:
    from pathlib import Path


def at_terminal(*words: object, typed: str, **environment: str) -> tuple[int, str]:
    """Run the command where somebody sits and types; return its code and what was shown."""
    ours, theirs = pty.openpty()
    os.write(ours, typed.encode())
    run = subprocess.run(
        [sys.executable, "-m", "scheduler", *map(str, words)],
        stdin=theirs,
        stderr=theirs,
        stdout=subprocess.PIPE,
        env=os.environ | environment,
        check=False,
        timeout=60,
    )
    os.close(theirs)
    shown = os.read(ours, 100_000).decode(errors="replace")
    os.close(ours)
    return run.returncode, shown + run.stdout.decode()


def edited(folder: Path) -> tuple[str, str]:
    """Give the 10th to somebody who can take it; return who had it and who has it now."""
    was = people(folder / DRAFT)
    other = next(name for name in NAMES if name not in was[8:11])
    edit(folder / DRAFT, "值班安排表", {person_cell(10): other})
    return was[9], other


def test_the_approver_is_asked_for(tmp_path: Path) -> None:
    drafted(tmp_path)
    code, shown = at_terminal("publish", tmp_path, typed="王静\n")
    assert code in (0, 3), shown
    assert "批准人" in shown
    assert "v1" in shown


def test_nobody_to_ask_is_a_usage_error(tmp_path: Path) -> None:
    drafted(tmp_path)
    assert zhiban("publish", tmp_path).exit_code == 2
    code, shown = at_terminal("publish", tmp_path, typed="\n")
    assert code == 2
    assert "缺少 --approver" in shown
    assert at_terminal("--json", "publish", tmp_path, typed="王静\n")[0] == 2


def test_the_reason_of_a_gap_is_asked_for(tmp_path: Path) -> None:
    drafted(tmp_path)
    say(tmp_path, 请假=GAPPED)
    call("draft", tmp_path, "--month", "2026-12")
    words = ("publish", tmp_path, "--approver", "王静")
    assert at_terminal(*words, typed="\n")[0] == 7
    code, shown = at_terminal(*words, typed="人手不够\n")
    assert code == 5, shown
    assert "没有人值班" in shown
    assert call("history", tmp_path)[1]["result"]["revisions"][0]["reason"] == "人手不够"


def test_files_are_looked_for_in_the_centre_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    centre = tmp_path / "我的中心"
    centre.mkdir()
    drafted(centre)
    monkeypatch.chdir(tmp_path)
    _, other = edited(centre)
    code, found = call("draft", "我的中心", "--from", DRAFT)
    assert code == 0
    assert found["result"]["month"] == "2026-12"
    assert people(centre / DRAFT)[9] == other
    (centre / "请假登记.csv").write_text(
        "姓名,开始,状态\n王静,2026-12-03,已批准\n", encoding="utf-8"
    )
    code, found = call("draft", "我的中心", "--leave-file", "请假登记.csv", "-o", DRAFT, "--force")
    assert code == 0
    assert {one["path"] for one in found["inputs"]} == {DATA, "请假登记.csv"}
    assert os.listdir(tmp_path) == ["我的中心"]
    assert call("draft", "我的中心", "-o", "新的.xlsx")[1]["result"]["output"] == "新的.xlsx"
    assert call("draft", "我的中心", "--from", "没有.xlsx")[0] == 12


def test_a_folder_after_from_is_its_newest_edited_draft(tmp_path: Path) -> None:
    drafted(tmp_path)
    code, found = call("draft", tmp_path, "--from", tmp_path)
    assert code == 2
    assert "没有手工改过" in found["messages"][0]["text"]
    was, other = edited(tmp_path)
    assert call("draft", tmp_path, "--from", tmp_path)[0] == 0
    assert people(tmp_path / DRAFT)[9] == other
    # Published as edited, it is no draft any more.
    edit(tmp_path / DRAFT, "值班安排表", {person_cell(10): was})
    call("publish", tmp_path, "--approver", "王静")
    assert call("draft", tmp_path, "--from", tmp_path)[0] == 2


def test_what_was_written_is_opened(tmp_path: Path) -> None:
    """By whatever the desktop opens files with: here a script that notes what it is given."""
    tools, noted = tmp_path / "bin", tmp_path / "opened"
    tools.mkdir()
    for name in ("xdg-open", "open"):
        (tools / name).write_text(f'#!/bin/sh\necho "$1" >> "{noted}"\n')
        (tools / name).chmod(0o755)
    centre = tmp_path / "中心"
    centre.mkdir()
    published(centre)
    on, name = holder(centre, 15)
    say(centre, 请假=[LEAVE, [name, day(on), None, "已批准", None]])
    path = f"{tools}{os.pathsep}{os.environ['PATH']}"
    words = ("adjust", centre, "--as-of", "2026-12-10 12:00", "--open")
    code, shown = at_terminal(*words, typed="", PATH=path)
    assert code == 0, shown
    code, shown = at_terminal("publish", centre, "--open", typed="王静\n请假\n", PATH=path)
    assert code in (0, 3), shown
    opened = noted.read_text(encoding="utf-8").splitlines()
    assert opened == [str(centre / DRAFT), str(centre / "值班安排表-2026-12-v2.xlsx")]


def test_command_files_are_ascii_and_name_their_interpreter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "executable", "/opt/100%/python")
    for content in command_files().values():
        text = content.decode("ascii")
        assert b"\n" not in content.replace(b"\r\n", b"")
        assert 'if exist "/opt/100%%/python" set ZHIBAN="/opt/100%%/python" -m scheduler' in text
        assert text.index("py -m scheduler") < text.index("set ZHIBAN=zhiban") < text.index("/opt")
        assert text.count("%ZHIBAN%") == 1
        assert text.endswith("pause\r\n")
        assert "set /p" not in text


@pytest.mark.parametrize(
    ("home", "named"),
    [("LOCALAPPDATA", '"%LOCALAPPDATA%/Python/python"'), ("", "")],
)
def test_a_home_in_chinese_is_named_by_its_variable(
    monkeypatch: pytest.MonkeyPatch, home: str, named: str
) -> None:
    monkeypatch.setattr(sys, "executable", "/home/张三/Python/python")
    for variable in ("LOCALAPPDATA", "USERPROFILE"):
        monkeypatch.delenv(variable, raising=False)
    if home:
        monkeypatch.setenv(home, "/home/张三")
    text = command_files()["1-检查.cmd"].decode("ascii")
    assert named in text
    assert ("if exist" in text) == bool(named)


def test_every_line_of_work_is_a_command_that_runs(tmp_path: Path) -> None:
    """As cmd would run it: %~dp0 is the folder, and nothing was dropped on the file."""
    drafted(tmp_path)
    for name, content in command_files().items():
        (work,) = (
            line for line in content.decode("ascii").split("\r\n") if line.startswith("%ZHIBAN% ")
        )
        here = str(tmp_path)
        line = work.removeprefix("%ZHIBAN% ").replace("%WHAT%", here).replace("%~dp0.", here)
        words = [word for word in line.replace('"', "").split() if word != "--open"]
        assert "%" not in line, name
        if name == "打开值班.cmd":  # serves until it is ended: tests/scheduler/page
            assert words == ["page", here]
            continue
        code = zhiban(*words).exit_code
        # There is nothing edited, nobody to approve at no terminal, and so nothing to report.
        assert code == 2 if name.startswith(("2-重排", "3-", "6-")) else code in (0, 3), name


def test_the_month_is_asked_for_where_several_are_published(tmp_path: Path) -> None:
    published(tmp_path)
    call("draft", tmp_path, "--month", "2027-01")
    call("publish", tmp_path, "--approver", "王静", "--allow-estimated")
    words = ("history", tmp_path, "--export", "v1", "-o", tmp_path / "再写.xlsx")
    assert call(*words)[0] == 2
    code, shown = at_terminal(*words, typed="2026-12\n")
    assert code == 0, shown
    assert load_workbook(tmp_path / "再写.xlsx")["月历"]["A1"].value == "2026年12月月历"
    assert at_terminal(*words, typed="那个月\n")[0] == 2
