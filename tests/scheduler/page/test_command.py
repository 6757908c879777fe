"""The command in a process of its own: how it is started, ended and killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from scheduler.cli.page import _browse
from scheduler.ledger.lock import locked
from tests.books import book
from tests.scheduler.page.served import LONG, Browser

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Command:
    """A page as whoever types the command has it, with what it prints."""

    def __init__(self, folder: Path, *words: str) -> None:
        line = [sys.executable, "-m", "scheduler", "page", str(folder), "--no-browser", *words]
        environment = {**os.environ, "PYTHONUTF8": "1"}
        self.process = subprocess.Popen(
            line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
        )
        assert self.process.stdout
        assert "只能用一次" in self.process.stdout.readline()
        self.address = self.process.stdout.readline().strip()
        assert self.address.startswith("http://127.0.0.1:"), self.address
        self.port = int(self.address.split(":")[2].partition("/")[0])

    def enter(self) -> Browser:
        """Return a browser that has come in."""
        browser = Browser(self.port)
        browser.enter(self.address)
        return browser

    def end(self) -> tuple[int, str]:
        """Return the exit code and the rest of what was printed."""
        shown, _ = self.process.communicate(timeout=LONG)
        return self.process.returncode, shown


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    book(tmp_path / "值班数据.xlsx")
    return tmp_path


@pytest.fixture
def command(folder: Path) -> Iterator[Command]:
    command = Command(folder)
    yield command
    command.process.kill()
    command.process.communicate()


def test_it_is_served_until_quit(command: Command) -> None:
    page = command.enter()
    assert page.get("/api/state").status == 200
    assert page.post("quit", {}).status == 200
    code, shown = command.end()
    # Another browser comes in by another address.
    told, other, ended = shown.splitlines()
    assert (code, ended) == (0, "已退出")
    assert "另一个浏览器" in told
    assert other.strip() not in ("", command.address)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals for another process")
@pytest.mark.parametrize("number", (signal.SIGINT, signal.SIGTERM))
def test_ctrl_c_is_a_way_to_end_it(command: Command, number: signal.Signals) -> None:
    command.enter()
    command.process.send_signal(number)
    code, shown = command.end()
    assert code == 0
    assert shown.endswith("已退出\n")
    assert "Traceback" not in shown


def test_a_killed_one_leaves_no_lock(command: Command, folder: Path) -> None:
    command.enter().get("/api/state")
    command.process.kill()
    command.end()
    with locked(folder):
        pass
    again = Command(folder, "--port", str(command.port))
    try:
        assert again.enter().get("/api/state").status == 200
    finally:
        again.process.kill()
        again.end()


def test_a_port_for_others_and_a_missing_folder_are_refused(tmp_path: Path) -> None:
    for words in (["--port", "80"], ["没有"]):
        line = [sys.executable, "-m", "scheduler", "page", "--no-browser", *words]
        done = subprocess.run(line, cwd=tmp_path, capture_output=True, timeout=LONG)
        assert done.returncode == 2, done


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a desktop")
def test_a_browser_is_opened_where_there_is_a_desktop(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("click.launch", opened.append)
    for variable in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(variable, raising=False)
    _browse("http://127.0.0.1:2/")
    assert opened == []
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    _browse("http://127.0.0.1:2/")
    assert opened == ["http://127.0.0.1:2/"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals for another process")
def test_an_address_stands_in_no_document_and_no_log(folder: Path, tmp_path: Path) -> None:
    log = tmp_path / "记录.log"
    words = ("page", str(folder), "--no-browser", "--json", "--log-file", str(log))
    line = [sys.executable, "-m", "scheduler", *words]
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stderr
        assert b"127.0.0.1" in process.stderr.readline() + process.stderr.readline()
        process.send_signal(signal.SIGINT)
        shown, _ = process.communicate(timeout=LONG)
    assert json.loads(shown)["result"]["centre"] == str(folder)
    assert b"token" not in shown
    assert "token" not in log.read_text(encoding="utf-8")
