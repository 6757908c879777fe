"""How commands end: help, wrong usage, closed pipes, places that cannot be read or written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from scheduler.cli.main import cli
from scheduler.cli.usage_errors import in_chinese
from tests.books import book
from tests.scheduler.commands import document, draft, zhiban
from tests.scheduler.december import (
    DATA,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def centre(tmp_path: Path) -> Path:
    book(tmp_path / DATA)
    return tmp_path


def process(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-X", "importtime", "-m", "scheduler", *words]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.parametrize(
    ("words", "code"), [(["--help"], 0), (["draft", "--nein"], 2), (["was"], 2)]
)
def test_help_and_usage_errors_load_nothing_heavy(words: list[str], code: int) -> None:
    done = process(*words)
    assert done.returncode == code
    imported = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines() if "|" in line}
    assert not {"ortools", "pandas", "openpyxl", "numpy"} & imported


def test_an_odd_environment_and_a_name_that_is_no_text(centre: Path) -> None:
    odd = {"COLUMNS": "abc", "LINES": "-1", "LANG": "C", "LC_ALL": "xx_YY.nonsense", "TZ": "不/是"}
    odd |= {"NO_COLOR": "", "TERM": "没有", "PAGER": "\udcff", "ZHIBAN_MAIL_PASSWORD": "p"}
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    folder = centre.rename(centre.with_name("\udcff\udcfe"))  # no home, and no such user
    for words, code in ((("check", folder), 0), (("draft", "\udcff"), 12), (("draft", "--x"), 2)):
        command = [sys.executable, "-m", "scheduler", *words]
        done = subprocess.run(command, capture_output=True, env=kept | odd, check=False)
        assert done.returncode == code, done.stderr
        assert b"Traceback" not in done.stderr


def test_a_usage_error_is_chinese_and_json_if_asked() -> None:
    done = process("draft", "--json", "--nein")
    found = json.loads(done.stdout)
    assert found["exit_code"] == 2
    assert "没有 --nein 这个选项" in found["messages"][0]["text"]


def test_the_missing_option_is_named() -> None:
    """Found by use: 缺少参数, and no word of which."""
    found = json.loads(process("publish", "--json").stdout)
    assert found["exit_code"] == 2
    assert "缺少 --approver" in found["messages"][0]["text"]


def test_a_closed_pipe_is_no_error(centre: Path) -> None:
    """Found in first use: the catch-all took it for a bug of the program."""
    command = [sys.executable, "-m", "scheduler", "--json", "draft", str(centre), "--dry-run"]
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*command, "--month", "2026-12"], stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_places_that_cannot_be_written_or_read(centre: Path) -> None:
    (centre / "file").write_bytes(b"")
    assert document("init", centre / "file" / "x")["exit_code"] == 12
    assert document("draft", centre / "none")["exit_code"] == 12
    assert draft(centre, "-o", centre)["exit_code"] == 2
    assert draft(centre, "-o", centre / "x.pdf")["exit_code"] == 2
    for month in ("1999-01", "9999-12", "13"):
        assert zhiban("draft", centre, "--month", month).exit_code == 2


@pytest.mark.skipif(os.name == "nt", reason="there is no such device")
@pytest.mark.parametrize("words", [["--json"], []])
@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_output_that_cannot_be_written_ends_without_a_traceback(
    tmp_path: Path, words: list[str], stream: str
) -> None:
    book(tmp_path / DATA)
    called = [sys.executable, "-m", "scheduler", "draft", str(tmp_path), "-v", *words]
    other = "stderr" if stream == "stdout" else "stdout"
    with open("/dev/full", "w") as full:
        done = subprocess.run(called, **{stream: full, other: subprocess.PIPE}, check=False)
    assert done.returncode == 12
    assert b"Traceback" not in (getattr(done, other) or b"")
    assert b"Exception ignored" not in (getattr(done, other) or b"")


def test_an_import_cut_short_by_ctrl_c_is_no_bug(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As of numpy: what C code makes of a KeyboardInterrupt is an ImportError."""

    def interrupted(*_: object, **__: object) -> None:
        raise ImportError("initialization failed") from KeyboardInterrupt()

    monkeypatch.setattr("scheduler.usecases.draft.draft_tables", interrupted)
    book(tmp_path / DATA)
    assert zhiban("draft", tmp_path).exit_code == 130


@pytest.mark.parametrize("name", ["draft", "batch", "check", "history", "report", "doctor"])
def test_a_folder_that_cannot_be_read_is_told_in_chinese(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Found by use: Path '无权' is not readable."""
    monkeypatch.setattr("os.access", lambda *_, **__: False)
    result = CliRunner().invoke(cli, [name, str(tmp_path)], standalone_mode=False)
    assert not isinstance(result.exception, click.UsageError)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--workers", "0"], "--workers 要写 1 到 1024 的整数"),
        (["--workers", "十"], "--workers 要写 1 到 1024 的整数"),
        (["--executor", "spark"], "--executor 可以写 processes、dask"),
    ],
)
def test_what_may_be_written_is_told(tmp_path: Path, words: list[str], said: str) -> None:
    with pytest.raises(click.UsageError) as caught:
        cli(["batch", str(tmp_path), *words], standalone_mode=False)
    assert said in in_chinese(caught.value)


def test_a_choice_in_chinese_is_refused_in_chinese() -> None:
    """Found by use: '交班' is not one of …"""
    with pytest.raises(click.UsageError) as caught:
        cli(["forms", "--kind", "交班"], standalone_mode=False)
    assert in_chinese(caught.value).startswith("--kind 可以写 全部、交接班、值班")
