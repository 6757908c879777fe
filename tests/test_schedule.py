"""The examples of a scheduled job: valid where the tools are, and calling what there is."""

from __future__ import annotations

import configparser
import os
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from tests.books import book
from tests.test_examples import EXAMPLES

if TYPE_CHECKING:
    from pathlib import Path

SCHEDULE = EXAMPLES / "schedule"
PROGRAM, CENTRE = "/opt/zhiban/bin/zhiban", "/srv/zhiban/garden"
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
DAYS = range(20, 32)


@pytest.fixture
def centre(tmp_path: Path) -> Path:
    book(tmp_path / "值班数据.xlsx")
    return tmp_path


def here(text: str, centre: Path) -> str:
    """Return a command as it would be with our own program and a centre that is there."""
    own = f"{shlex.quote(sys.executable)} -m scheduler"
    return text.replace(PROGRAM, own).replace("%i", "garden").replace(CENTRE, str(centre))


def run(words: list[str], centre: Path) -> None:
    env = {"PATH": os.defpath, "PYTHONPATH": str(EXAMPLES.parent)}
    done = subprocess.run(
        words, cwd=centre, env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    # 3: late in the year the next month's holidays may not be announced, and its edge is unknown.
    assert done.returncode in (0, 3), done.stderr
    assert list(centre.glob("值班安排表-*-草案.xlsx"))
    assert " draft 结束 " in (centre / "zhiban.log").read_text(encoding="utf-8")


def test_the_service_calls_what_there_is(centre: Path) -> None:
    unit = configparser.ConfigParser(interpolation=None, strict=False)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read_string((SCHEDULE / "zhiban@.service").read_text(encoding="utf-8"))
    run(shlex.split(here(unit["Service"]["ExecStart"], centre)), centre)
    assert unit["Service"]["SuccessExitStatus"].split() == ["3", "5"]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    for name in ("zhiban@.service", "zhiban@.timer"):
        text = (SCHEDULE / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace(PROGRAM, sys.executable), encoding="utf-8")
    units = [str(tmp_path / name) for name in ("zhiban@.service", "zhiban@.timer")]
    done = subprocess.run(
        ["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not shutil.which("sh"), reason="needs a shell")
def test_the_cron_line_says_nothing_unless_there_is_no_roster(centre: Path) -> None:
    text = (SCHEDULE / "zhiban.cron").read_text(encoding="utf-8")
    (line,) = [one for one in text.splitlines() if one.startswith("0 ")]
    *when, user, command = line.split(maxsplit=6)
    assert (when, user) == (["0", "8", f"{DAYS[0]}-{DAYS[-1]}", "*", "*"], "zhiban")
    # For cron a % is the end of the line.
    assert "%" not in command
    words = ["sh", "-c", here(command, centre)]
    run(words, centre)
    env = {"PATH": os.defpath, "PYTHONPATH": str(EXAMPLES.parent)}
    quiet = subprocess.run(words, env=env, capture_output=True, text=True, check=True)
    assert (quiet.stdout, quiet.stderr) == ("", "")
    (centre / "值班数据.xlsx").unlink()
    said = subprocess.run(words, env=env, capture_output=True, text=True, check=True).stdout
    assert said.startswith("zhiban: 12\n") and "找不到" in said


def test_the_windows_task_is_well_formed_and_calls_what_there_is(centre: Path) -> None:
    task = ElementTree.parse(SCHEDULE / "zhiban-task.xml").getroot()
    assert task.tag == f"{TASK}Task"
    month = task.find(f".//{TASK}ScheduleByMonth")
    assert month is not None
    assert [int(day.text or "") for day in month.iter(f"{TASK}Day")] == list(DAYS)
    months = month.find(f"{TASK}Months")
    assert months is not None and len(months) == 12
    start = task.findtext(f".//{TASK}StartBoundary", "")
    assert start.endswith("T08:00:00+08:00")
    arguments = task.findtext(f".//{TASK}Arguments", "")
    run([sys.executable, "-m", "scheduler", *arguments.split()], centre)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd")
def test_the_timer_is_on_the_same_days() -> None:
    text = (SCHEDULE / "zhiban@.timer").read_text(encoding="utf-8")
    when = text.partition("OnCalendar=")[2].splitlines()[0]
    said = subprocess.run(
        ["systemd-analyze", "calendar", when], capture_output=True, text=True, check=True
    ).stdout
    assert f"*-*-{DAYS[0]}..{DAYS[-1]} 08:00:00 Asia/Shanghai" in said
