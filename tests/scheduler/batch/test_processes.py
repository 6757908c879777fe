"""Processes that outlive each other, but not the one that started them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import BrokenExecutor
from typing import TYPE_CHECKING

import pytest

from scheduler.batch.processes import Overdue, Processes, allow

if TYPE_CHECKING:
    from pathlib import Path

WORK = """
from scheduler.batch.processes import Processes
CALL = "import time; print('begun', flush=True); time.sleep(60)"
def main():
    with Processes(2) as pool:
        try:
            pool.submit(exec, CALL).result()
        except KeyboardInterrupt:
            print("heard", flush=True)
if __name__ == "__main__":
    main()
"""


def test_a_process_that_dies_fails_only_its_call_and_is_replaced() -> None:
    with Processes(1) as pool:
        first = pool.submit(os.getpid).result()
        with pytest.raises(BrokenExecutor):
            pool.submit(os.kill, first, signal.SIGKILL).result()
        second = pool.submit(os.getpid).result()
        assert second not in (first, os.getpid())
        os.kill(second, signal.SIGKILL)  # between two calls
        with pytest.raises(BrokenExecutor):
            while True:
                pool.submit(os.getpid).result()
        assert pool.submit(abs, -3).result() == 3


def stand_still(seconds: float) -> None:
    """Stop this process for good, as one that waits for a file that never comes."""
    allow(seconds)
    os.kill(os.getpid(), signal.SIGSTOP)


def test_a_call_that_never_ends_is_ended() -> None:
    with Processes(1) as pool:
        first = pool.submit(os.getpid).result()
        with pytest.raises(Overdue) as overdue:
            pool.submit(stand_still, 0.05).result()
        assert overdue.value.seconds == 0.05
        second = pool.submit(os.getpid).result()  # what one call allowed itself holds for no other
        assert second != first
        pool.seconds = 0.05
        with pytest.raises(Overdue):
            pool.submit(os.kill, second, signal.SIGSTOP).result()
    with pytest.raises(ProcessLookupError):
        os.kill(second, 0)


def test_an_error_of_the_call_is_the_call_s_own() -> None:
    with Processes(1) as pool:
        before = pool.submit(os.getpid).result()
        with pytest.raises(ZeroDivisionError):
            pool.submit(divmod, 1, 0).result()
        assert pool.submit(os.getpid).result() == before


def begun(script: str) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", script]
    process = subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    return process


def test_none_outlives_the_one_that_started_it() -> None:
    """The pipe is at its end only when everybody who holds it is gone."""
    with begun(WORK) as process:
        process.kill()
        assert process.communicate()[0] == ""


def test_ctrl_c_is_heard_by_the_call_and_leaves_no_trace() -> None:
    with begun(WORK) as process:
        os.killpg(process.pid, signal.SIGINT)
        assert process.communicate() == ("heard\n", "")
        assert process.returncode == 0


def test_ctrl_c_of_the_parent_alone_is_passed_on_to_calls() -> None:
    work = WORK.replace('print("heard"', 'pool.interrupt(0.1), print("heard"')
    with begun(work) as process:
        os.kill(process.pid, signal.SIGINT)
        assert process.communicate(timeout=20) == ("heard\n", "")
        assert process.returncode == 0


def test_what_is_planted_in_the_working_folder_is_not_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not by a process that starts, nor by the command itself."""
    mark = tmp_path / "mark"
    for name in ("random", "tempfile", "click", "openpyxl", "constraints"):
        (tmp_path / f"{name}.py").write_text(f"open({str(mark)!r}, 'a').write({name!r})\n")
    monkeypatch.chdir(tmp_path)
    with Processes(1) as pool:
        assert pool.submit(abs, -1).result() == 1
    words = [sys.executable, "-m", "scheduler", "check", "."]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 12 and "值班数据.xlsx" in done.stderr
    assert not mark.exists()
