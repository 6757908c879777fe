"""The log file: every line by itself, grown ones set aside, and never in the way of a roster."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from scheduler.cli import logfile
from scheduler.cli.logfile import Log
from scheduler.cli.main import cli
from tests.books import book

DATA = "值班数据.xlsx"
LINE = re.compile(r"(\S+T\d\d:\d\d:\d\d\+08:00) ([0-9a-f]{12}) (INFO|WARNING|ERROR) (.+)")


def draft(folder: Path, *words: object) -> dict[str, Any]:
    called = ["--json", *map(str, words), "draft", str(folder), "--month", "2026-12"]
    found: dict[str, Any] = json.loads(CliRunner().invoke(cli, called).stdout)
    return found


def test_each_line_has_time_run_level_and_text(tmp_path: Path) -> None:
    book(tmp_path / DATA, 历史=[["日期", "值班人"]])
    place = tmp_path / "值班.log"
    first, second = (draft(tmp_path, "--log-file", place) for _ in range(2))
    lines = [LINE.fullmatch(line) for line in place.read_text(encoding="utf-8").splitlines()]
    told = [line.groups() for line in lines if line]
    assert len(told) == len(lines)
    runs = list(dict.fromkeys(run for _, run, _, _ in told))
    assert runs == [first["run_id"], second["run_id"]]
    own = [(level, text) for _, run, level, text in told if run == runs[0]]
    assert own[0][1].startswith("draft 开始 ") and f"centre={tmp_path}" in own[0][1]
    assert own[-1] == ("INFO", "draft 结束 3")
    assert any(level == "WARNING" and "历史" in text for level, text in own)
    assert any("已写入" in text for _, text in own)


def test_errors_and_their_places_are_logged(tmp_path: Path) -> None:
    book(tmp_path / DATA, 请假=[["姓名", "开始", "状态"], ["某人", "下周三", "好"]])
    place = tmp_path / "值班.log"
    draft(tmp_path, "--log-file", place)
    assert "ERROR 值班数据.xlsx › 请假 › A2" in place.read_text(encoding="utf-8")


@pytest.mark.parametrize("place", [".", "nowhere/x.log"])
def test_a_log_that_cannot_be_written_never_costs_the_roster(tmp_path: Path, place: str) -> None:
    book(tmp_path / DATA)
    found = draft(tmp_path, "--log-file", tmp_path / place)
    assert (found["exit_code"], found["status"]) == (0, "ok")
    (text,) = (one["text"] for one in found["messages"] if one["code"] == "log-file")
    assert "写不进去" in text
    words = ["check", str(tmp_path), "--log-file", str(tmp_path / place)]
    assert "日志写不进去" in CliRunner().invoke(cli, words).stderr


def test_a_log_that_has_grown_is_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logfile, "MOST_BYTES", 100)
    place = tmp_path / "值班.log"
    for run in ("aaaaaaaaaaaa", "bbbbbbbbbbbb"):
        made = Log(place, run)
        for line in ("一行", "又一行" * 3) * 2:
            made.write("INFO", line)
        made.close()
    kept = place.with_name("值班.log.1").read_text(encoding="utf-8")
    assert "aaaaaaaaaaaa" in kept and "bbbbbbbbbbbb" not in kept
    assert len(place.read_text(encoding="utf-8").splitlines()) == 4


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full disk")
def test_a_full_disk_is_said_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book(tmp_path / DATA)
    monkeypatch.setattr(logfile, "open_plain", lambda *_: os.open("/dev/full", os.O_WRONLY))
    found = draft(tmp_path, "--log-file", tmp_path / "log")
    assert found["exit_code"] == 0
    assert [one["text"] for one in found["messages"] if one["code"] == "log-file"] == [
        "日志写不进去（磁盘满了），这次没有记录；排班不受影响"
    ]


@pytest.mark.parametrize("kind", ("link", "dangling", "hard", "pipe", "device"))
def test_a_log_is_a_file_of_its_own_or_none(tmp_path: Path, kind: str) -> None:
    """Or else whoever may write the folder lets a run write into any file of its user."""
    target, place = tmp_path / "target", tmp_path / "值班.log"
    target.write_bytes(b"precious")
    match kind:
        case "link":
            place.symlink_to(target)
        case "dangling":
            place.symlink_to(tmp_path / "absent")
        case "hard":
            place.hardlink_to(target)
        case "pipe":
            os.mkfifo(place)
        case "device":
            place = Path("/dev/null")
    log = Log(place, "aaaaaaaaaaaa")
    log.write("INFO", "一行")
    log.close()
    assert log.fault == "那里要是一个普通文件，不是链接、管道或设备"
    assert target.read_bytes() == b"precious" and not (tmp_path / "absent").exists()


def test_no_name_makes_a_line_of_its_own(tmp_path: Path) -> None:
    place = tmp_path / "值班.log"
    forged = "2026-12-01T08:30:00+08:00 bbbbbbbbbbbb INFO publish 结束 0"
    log = Log(place, "aaaaaaaaaaaa")
    ends = [chr(nth) for nth in (*range(32), *range(127, 160), 0x2028, 0x2029, 0x202E, 0x2066)]
    for end in ends:
        log.write("INFO", f"文件 a{end}{forged}")
    log.close()
    lines = place.read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(ends)
    assert all(LINE.fullmatch(line) and line[26:38] == "aaaaaaaaaaaa" for line in lines)
    assert all(line.isprintable() for line in lines)
