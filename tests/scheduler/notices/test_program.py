"""A program of the centre's own: given JSON, never in the way."""

from __future__ import annotations

import json
import os
import select
import sys
from functools import partial
from typing import TYPE_CHECKING

import pytest

from scheduler.notices import deliver as delivering
from scheduler.notices.channels import Program, Robot
from scheduler.notices.program import KEPT, SAFE

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.notices.text import Notice

deliver = partial(delivering.deliver, pause=0)


def python(code: str) -> Program:
    return Program((sys.executable, "-c", code))


def test_it_gets_the_document_and_prints_in_vain(
    notice: Notice, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "got.json"
    code = f"import sys; print('said'); open({str(place)!r}, 'wb').write(sys.stdin.buffer.read())"
    (told,) = deliver(notice, [python(code)])
    assert told.code == "notice-sent"
    found = json.loads(place.read_text(encoding="utf-8"))
    assert found == {"schema": "zhiban.notice/1", "text": notice.plain()}
    assert capfd.readouterr() == ("", "")


def test_one_that_fails_is_asked_thrice_and_quoted(notice: Notice, tmp_path: Path) -> None:
    place = tmp_path / "n"
    code = f"import sys; open({str(place)!r}, 'a').write('x'); "
    code += "print('why: SECRETKEY\\n'); sys.exit(7)"
    robot = Robot("企业微信", "http://127.0.0.1:1/?key=SECRETKEY")
    told, _ = deliver(notice, [python(code), robot])
    assert "退出码 7：why: ****（试了 3 次）" in told.text
    assert place.read_text() == "xxx"


def test_one_that_ignores_its_input_is_fine(notice: Notice, tmp_path: Path) -> None:
    assert deliver(notice, [python("")])[0].code == "notice-sent"


@pytest.mark.skipif(os.name == "nt", reason="needs process groups")
def test_one_that_hangs_is_killed_with_its_children(notice: Notice, tmp_path: Path) -> None:
    """The child writes to a named pipe, whose end comes when nobody is left to write."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    hangs = Program(("sh", "-c", f"(echo here; sleep 600) > '{pipe}'"))
    (told,) = deliver(notice, [hangs], seconds=1.0)
    assert "1 秒还没有结束，已停掉（试了 3 次）" in told.text
    said = b""
    while True:
        assert select.select([reading], [], [], 60)[0], "somebody is left"
        if not (more := os.read(reading, 100)):
            break
        said += more
    os.close(reading)
    assert said == b"here\n" * 3


def test_one_that_is_not_there(notice: Notice, tmp_path: Path) -> None:
    (told,) = deliver(notice, [Program(("没有这个命令",))])
    assert "没有这个命令 运行不了" in told.text and "试了" not in told.text


def test_it_gets_no_secret_and_not_the_working_folder(
    notice: Notice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHIBAN_MAIL_PASSWORD", "PASSWORD")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    place = tmp_path / "seen.json"
    code = "import json, os; "
    code += f"json.dump([os.listdir(), dict(os.environ)], open({str(place)!r}, 'w'))"
    assert deliver(notice, [python(code)])[0].code == "notice-sent"
    inside, environment = json.loads(place.read_text(encoding="utf-8"))
    assert inside == []
    assert environment.keys() <= {*KEPT, "PATH", "LC_CTYPE"}
    assert environment["PATH"] == SAFE


def test_one_planted_in_the_working_folder_or_the_path_is_not_found(
    notice: Notice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tell").write_text("#!/bin/sh\n", encoding="utf-8")
    (tmp_path / "tell").chmod(0o700)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f".{os.pathsep}{tmp_path}")
    for word in ("tell", "./tell"):
        assert "运行不了" in deliver(notice, [Program((word,))])[0].text
