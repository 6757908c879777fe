"""Every centre below a folder, whatever is wrong with some of them."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from scheduler.batch import centres
from scheduler.batch.demo import make_demo
from scheduler.batch.processes import allow
from scheduler.cli.main import cli
from scheduler.errors import Exit
from scheduler.ledger.lock import LOCK_FILE, locked
from tests.books import STAFF, book, edit
from tests.scheduler.commands import GAPPED, call, person_cell

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA = "值班数据.xlsx"
DRAFT = "值班安排表-2026-12-草案.xlsx"
SUMMARY = "值班汇总-2026-12.xlsx"
SHORT = 7  # the demo centre of this number has a gap
DEADLY = "要命"
GREEDY = "要内存"
STILL = "卡住"


def batch(root: Path, *words: str) -> dict[str, Any]:
    everything = ["--json", "batch", str(root), "--month", "2026-12", *words]
    result = CliRunner().invoke(cli, everything)
    found: dict[str, Any] = json.loads(result.stdout)
    assert result.exit_code == found["exit_code"]
    return found


def codes(found: dict[str, Any]) -> dict[str, int]:
    return {one["folder"]: one["exit_code"] for one in found["result"]["centres"]}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two plain centres, one at the top and one far down, and a hidden one."""
    for place in ("甲", "乙/丙/丁", ".旧"):
        folder = tmp_path / place
        folder.mkdir(parents=True)
        book(folder / DATA)
    return tmp_path


def states(root: Path) -> dict[str, str]:
    """Return what the summary says of every folder, in the order of its rows."""
    rows = load_workbook(root / SUMMARY)["值班汇总"].iter_rows(min_row=4, values_only=True)
    return {str(row[1]): str(row[3]) for row in rows}


def test_what_is_published_is_looked_at_first_unless_it_is_whole(tmp_path: Path) -> None:
    """A published gap, and days that have changed since, are not 完成."""
    for place in ("丁", "丙", "乙", "甲"):
        (tmp_path / place).mkdir()
        book(tmp_path / place / DATA, **({"请假": GAPPED} if place == "甲" else {}))
    batch(tmp_path)
    accepted = ("--approver", "王静", "--accept-gaps", "--reason", "保安部代值")
    for place in ("丙", "乙", "甲"):
        assert call("publish", tmp_path / place, *accepted)[0] in (0, 5)
    days = [["日期", "类型", "名称"], [date(2026, 12, 20), "调休上班", ""]]
    book(tmp_path / "乙" / DATA, 节假日=days)
    found = batch(tmp_path)
    assert set(codes(found).values()) == {0}
    open_, changed, *whole = states(tmp_path).items()
    assert {open_, changed} == {("甲", "已发布，有缺口"), ("乙", "完成，有提醒")}
    assert [state for _, state in whole] == ["完成", "完成"]
    said = {message["file"]: message["text"] for message in found["messages"]}
    assert "12月" in said["甲"]
    assert "12月20日已改为调休上班" in said["乙"]


def test_every_centre_is_found_and_drafted(root: Path) -> None:
    found = batch(root)
    assert found["schema"] == "zhiban.batch/1"
    assert codes(found) == {"甲": 0, "乙/丙/丁": 0}
    assert (found["exit_code"], found["status"]) == (0, "ok")
    for one in found["result"]["centres"]:
        assert (one["status"], one["month"], one["gaps"]) == ("ok", "2026-12", 0)
        assert one["optimal"] and one["changed"] and one["seconds"] > 0
        assert one["spread"] >= 0
        assert Path(one["output"]).is_file()
    assert {path.name for path in root.rglob("*.xlsx")} == {DATA, DRAFT, SUMMARY}


def test_a_batch_gives_what_the_draft_command_gives(root: Path) -> None:
    batch(root)
    alone = root / "alone.xlsx"
    words = ["draft", str(root / "甲"), "--month", "2026-12", "-o", str(alone)]
    assert CliRunner().invoke(cli, words).exit_code == 0
    assert cells(alone) == cells(root / "甲" / DRAFT)


def cells(path: Path) -> dict[str, list[tuple[object, ...]]]:
    opened = load_workbook(path)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in opened}


@pytest.mark.slow
def test_every_centre_tells_whom_it_wants_told_once(root: Path) -> None:
    told = root / "told.json"
    saves = f"import sys; open({str(told)!r}, 'wb').write(sys.stdin.buffer.read())"
    for folder, code in (("甲", saves), ("乙/丙/丁", "import sys; sys.exit(7)")):
        words = ", ".join(json.dumps(word) for word in (sys.executable, "-c", code))
        (root / folder / "zhiban.toml").write_text(
            f"[command]\nrun = [{words}]\nallow = true\n", encoding="utf-8"
        )
        (root / folder / "zhiban.toml").chmod(0o600)
    # Whoever may write a centre's folder does not say where a batch sends things.
    assert codes(batch(root)) == {"甲": 0, "乙/丙/丁": 0}
    assert not told.exists()
    for path in root.rglob(DRAFT):
        path.unlink()
    found = batch(root, "--trust-centres")
    assert codes(found) == {"甲": 0, "乙/丙/丁": Exit.LOOK}
    assert json.loads(told.read_text(encoding="utf-8"))["schema"] == "zhiban.notice/1"
    told.unlink()
    batch(root, "--trust-centres")
    assert not told.exists()


def test_the_runners_file_says_where_notices_go(root: Path, tmp_path: Path) -> None:
    told, runner = tmp_path / "told", tmp_path / "runner.toml"
    adds = f"open({str(told)!r}, 'a').write('x')"
    words = ", ".join(json.dumps(word) for word in (sys.executable, "-c", adds))
    runner.write_text(f"[command]\nrun = [{words}]\nallow = true\n", encoding="utf-8")
    runner.chmod(0o600)
    assert batch(root, "--notices", str(runner))["exit_code"] == 0
    assert told.read_text(encoding="utf-8") == "xx"
    missing = batch(root, "--notices", str(tmp_path / "none.toml"))
    assert missing["exit_code"] == Exit.LOOK
    assert "找不到这个文件" in missing["messages"][0]["text"]


@pytest.mark.slow
def test_a_second_run_redoes_only_what_has_changed(root: Path) -> None:
    batch(root)
    before = {path: path.stat().st_mtime_ns for path in root.rglob(DRAFT)}
    found = batch(root)
    assert found["exit_code"] == 0
    assert [one["changed"] for one in found["result"]["centres"]] == [False, False]
    book(root / "甲" / DATA, 员工=[*STAFF, ["陈晨", "005", "客服管理员"]])
    found = batch(root)
    changed = {one["folder"]: one["changed"] for one in found["result"]["centres"]}
    assert changed == {"甲": True, "乙/丙/丁": False}
    after = {path: path.stat().st_mtime_ns for path in root.rglob(DRAFT)}
    assert {path.parent.name for path in after if after[path] != before[path]} == {"甲"}


def poisoned(folder: Path, **given: Any) -> centres.Drafted:
    if folder.name == DEADLY:
        os.kill(os.getpid(), signal.SIGKILL)
    if folder.name == GREEDY:
        raise MemoryError
    if folder.name == STILL:
        allow(0.05)
        os.kill(os.getpid(), signal.SIGSTOP)
    return ORIGINAL(folder, **given)


ORIGINAL = centres.draft_centre


@pytest.fixture
def spoilt(tmp_path: Path) -> Iterator[dict[str, int]]:
    """Good centres, and one of everything that can go wrong, by exit code."""
    for _ in make_demo(SHORT, tmp_path, date(2026, 12, 1)):
        pass
    for name in (DEADLY, GREEDY, STILL, "坏文件", "数据错", "占用", "写不进"):
        (tmp_path / "问题" / name).mkdir(parents=True)
        book(tmp_path / "问题" / name / DATA)
    (tmp_path / "问题" / "坏文件" / DATA).write_bytes(b"PK\3\4 not a workbook")
    book(
        tmp_path / "问题" / "数据错" / DATA,
        请假=[["姓名", "开始", "状态"], ["谁", "下周三", "已批准"]],
    )
    # A folder stands where the draft would go: even root cannot write there.
    (tmp_path / "问题" / "写不进" / DRAFT / "里面").mkdir(parents=True)
    with locked(tmp_path / "问题" / "占用"):
        yield {
            f"问题/{DEADLY}": 1,
            f"问题/{GREEDY}": 1,
            f"问题/{STILL}": 6,
            "问题/坏文件": 4,
            "问题/数据错": 4,
            "问题/占用": 11,
            "问题/写不进": 8,
        }


@pytest.mark.slow
def test_one_bad_centre_never_stops_the_others(
    tmp_path: Path, spoilt: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(centres, "draft_centre", poisoned)
    found = batch(tmp_path)
    assert found["exit_code"] == Exit.LOOK
    given = codes(found)
    assert {folder: given[folder] for folder in spoilt} == spoilt
    good = {folder: code for folder, code in given.items() if folder not in spoilt}
    assert len(good) == SHORT
    assert sorted(good.values()) == [0] * (SHORT - 2) + [Exit.LOOK, Exit.GAPS]
    for folder in good:
        assert (tmp_path / folder / DRAFT).is_file()
    said = {one["folder"]: one["message"] for one in found["result"]["centres"]}
    assert "意外终止" in said[f"问题/{DEADLY}"]
    assert "内存不足" in said[f"问题/{GREEDY}"]
    assert "过了 0.05 秒还没有排完" in said[f"问题/{STILL}"]
    assert "正在处理" in said["问题/占用"]
    assert "请假 › " in said["问题/数据错"]
    # Whatever was wrong is mended: only that is done anew.
    monkeypatch.setattr(centres, "draft_centre", ORIGINAL)
    again = batch(tmp_path)
    changed = {one["folder"] for one in again["result"]["centres"] if one["changed"]}
    assert changed == {f"问题/{DEADLY}", f"问题/{GREEDY}", f"问题/{STILL}"}
    assert {folder: codes(again)[folder] for folder in good} == good


def test_a_centre_is_given_the_time_of_its_search_and_a_minute(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    allowed: list[float] = []
    monkeypatch.setattr(centres, "allow", allowed.append)
    for given in (5, 600, 601, 86400):
        book(root / "甲" / DATA, 设置=[["参数", "值"], ["求解时限秒", given]])
        assert centres.draft_centre(root / "甲", date(2026, 12, 1)).exit is Exit.DONE
    assert allowed == [65, 660, 660, 660]
    assert centres.USUALLY == 120


def test_the_summary_has_a_row_for_every_centre(tmp_path: Path, spoilt: dict[str, int]) -> None:
    found = batch(tmp_path)
    sheet = load_workbook(tmp_path / SUMMARY).active
    assert sheet is not None
    title, counted, head, *rows = sheet.iter_rows(values_only=True)
    assert title[0] == "2026年12月值班汇总"
    assert str(counted[0]).startswith(f"{SHORT + len(spoilt)} 个中心：完成 ")
    assert head == (
        *("中心", "文件夹", "月份", "状态", "退出码", "缺口", "最优"),
        *("最多相差（班）", "用时（秒）", "说明"),
    )
    assert {row[1]: row[4] for row in rows} == codes(found)
    # What is most urgent comes first, what is done last.
    assert [row[3] for row in rows][-1] == "完成"
    by_folder = {str(row[1]): row for row in rows}
    assert by_folder["问题/占用"][3] == "正被占用"
    short = next(row for folder, row in by_folder.items() if folder.startswith("北区/0007"))
    assert (short[3], short[6]) == ("有缺口", "是")
    assert isinstance(short[5], int) and short[5] > 0


@pytest.mark.parametrize(
    "words",
    [
        ["--executor", "dask"],
        ["--scheduler", "tcp://127.0.0.1:1"],
        ["--executor", "dask", "--scheduler", "nonsense"],
        ["--executor", "dask", "--scheduler", "tcp://127.0.0.1:1", "--workers", "2"],
        ["--executor", "spark"],
        ["--workers", "0"],
    ],
)
def test_a_call_that_cannot_be_meant_is_refused(root: Path, words: list[str]) -> None:
    result = CliRunner().invoke(cli, ["batch", str(root), *words])
    assert result.exit_code == 2
    assert list(root.rglob(DRAFT)) == []


def test_no_centre_at_all_is_an_error(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        result = CliRunner().invoke(cli, ["batch", str(folder)])
        assert result.exit_code == Exit.FILES
        assert list(tmp_path.iterdir()) == []


def test_a_summary_that_cannot_be_written_loses_nothing_else(root: Path) -> None:
    (root / SUMMARY).mkdir()
    found = batch(root)
    assert found["exit_code"] == Exit.FILES
    assert codes(found) == {"甲": 0, "乙/丙/丁": 0}
    assert found["result"]["summary"] is None
    assert len(list(root.rglob(DRAFT))) == 2


def test_a_bar_is_shown_on_a_terminal(root: Path) -> None:
    terminal, other = pty.openpty()
    words = [sys.executable, "-m", "scheduler", "batch", str(root), "--month", "2026-12"]
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=other, check=True)
    os.close(other)
    shown = os.read(terminal, 10_000).decode()
    os.close(terminal)
    assert "排班" in shown and "2/2" in shown
    assert SUMMARY in done.stdout.decode()


@pytest.mark.slow
def test_ctrl_c_ends_everything_and_the_next_run_goes_on(tmp_path: Path) -> None:
    """The interrupt comes with the first centre that is done, to the whole group as from a key."""
    for _ in make_demo(40, tmp_path, date(2026, 12, 1)):
        pass
    words = [sys.executable, "-m", "scheduler", "batch", str(tmp_path), "--month", "2026-12", "-v"]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if f"{tmp_path}{os.sep}" in line:
                os.killpg(process.pid, signal.SIGINT)
                break
        # The pipes are at their end only when no process is left.
        out, rest = process.communicate()
    assert process.returncode == Exit.INTERRUPTED
    assert "中途停止" in out and SUMMARY in out
    assert "Traceback" not in rest
    assert "再运行一次会接着排" in rest
    found = batch(tmp_path)
    fresh = [one for one in found["result"]["centres"] if one["changed"]]
    assert 0 < len(fresh) < 40
    assert len(list(tmp_path.rglob(DRAFT))) == 40
    assert {path.name for path in tmp_path.rglob(".*")} == {LOCK_FILE}


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    """Also bytes that are no text in any encoding, and lines of their own."""
    strange = {os.fsdecode(b"\xff\xfe"): "??", "一\n二": "一?二", "\x1b[31m": "?[31m", "😀": "😀"}
    for name in strange:
        (tmp_path / name).mkdir()
        book(tmp_path / name / DATA, 员工=[*STAFF, ["谁"]])
    saves = "import sys; sys.stdin.buffer.read()"
    words = ", ".join(json.dumps(word) for word in (sys.executable, "-c", saves))
    (tmp_path / os.fsdecode(b"\xff\xfe") / "zhiban.toml").write_text(
        f"[command]\nrun = [{words}]\n"
    )
    found = batch(tmp_path)
    assert codes(found).keys() == strange.keys()
    sheet = load_workbook(tmp_path / SUMMARY).active
    assert sheet is not None
    assert {row[1] for row in sheet.iter_rows(min_row=4, values_only=True)} == {*strange.values()}


def test_a_row_of_the_summary_is_as_high_as_its_text(root: Path) -> None:
    book(root / "甲" / DATA, 员工=[["姓名", *(f"没见过的列{nth}" for nth in range(12))], ["王静"]])
    batch(root)
    sheet = load_workbook(root / SUMMARY).active
    assert sheet is not None
    assert len(str(sheet["J4"].value)) > 100
    high, plain = (sheet.row_dimensions[row].height for row in (4, 5))
    assert high >= 3 * plain


def test_why_nothing_was_drafted_is_said(root: Path) -> None:
    batch(root)
    edit(root / "甲" / DRAFT, "值班安排表", {person_cell(3): "待定"})
    words = ["publish", str(root / "乙/丙/丁"), "--approver", "王静"]
    assert CliRunner().invoke(cli, words).exit_code == 0
    said = {one["folder"]: one["message"] for one in batch(root)["result"]["centres"]}
    assert "人工修改，保留" in said["甲"]
    assert "已发布 v1" in said["乙/丙/丁"]
