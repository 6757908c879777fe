"""A dask cluster on the loopback, started from the command line as its user would."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from scheduler.batch.centres import draft_all, find_centres
from scheduler.batch.dask_cluster import Connected, cluster
from scheduler.batch.demo import make_demo
from scheduler.batch.processes import Processes
from scheduler.batch.spread import solve_all, spread
from scheduler.cli.main import cli
from scheduler.errors import Exit, FileError, UsageError
from scheduler.solving.solve import solve
from tests.build import month
from tests.scheduler.batch.test_spread import STAFF, die

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

DASK = Path(sys.executable).with_name("dask")
DECEMBER = date(2026, 12, 1)
SCHEDULER = ("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
CENTRES = 10
ROOT = Path(__file__).parents[3]


@contextmanager
def started(*words: str, until: str) -> Iterator[tuple[str, int]]:
    """Start a part of a cluster and wait until it says so; give that line and the process."""
    with subprocess.Popen(
        [DASK, *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},  # for what the tests let workers do
    ) as process:
        assert process.stderr is not None
        said = []
        for line in process.stderr:
            said.append(line)
            if until in line:
                break
        else:
            raise AssertionError("".join(said))
        with open(os.devnull, "w") as nowhere:
            drain = subprocess.Popen(["cat"], stdin=process.stderr, stdout=nowhere)
        try:
            yield line, process.pid
        finally:
            process.terminate()
            drain.wait()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with ExitStack() as stack:
        line, _ = stack.enter_context(started(*SCHEDULER, until="Scheduler at:"))
        found = line.split()[-1]
        for _ in range(2):
            words = [found, "--nthreads", "1", "--no-dashboard"]
            stack.enter_context(started("worker", *words, until="Registered to:"))
        yield found


@pytest.fixture
def roots(tmp_path: Path) -> tuple[Path, Path]:
    """The same centres twice."""
    here, there = tmp_path / "here", tmp_path / "there"
    for root in (here, there):
        assert len(list(make_demo(CENTRES, root, DECEMBER))) == CENTRES
    return here, there


def rosters(root: Path) -> dict[Path, dict[str, list[tuple[object, ...]]]]:
    """Return every row of every draft, but for what tells its folder from others."""
    return {
        path.relative_to(root): {
            sheet.title: [row for row in sheet.iter_rows(values_only=True) if row[0] != "identity"]
            for sheet in load_workbook(path)
        }
        for path in root.rglob("*草案.xlsx")
    }


def test_a_cluster_gives_the_same_rosters_cell_by_cell(
    address: str, roots: tuple[Path, Path]
) -> None:
    here, there = roots
    words = ["--month", "2026-12", "--executor", "dask", "--scheduler", address]
    away = CliRunner().invoke(cli, ["batch", str(there), *words])
    local = CliRunner().invoke(cli, ["batch", str(here), "--month", "2026-12"])
    assert away.exit_code == local.exit_code == Exit.LOOK, away.output
    assert len(rosters(here)) == CENTRES
    assert rosters(there) == rosters(here)


def test_a_worker_killed_half_way_costs_nothing_but_time(
    address: str, roots: tuple[Path, Path]
) -> None:
    here, there = roots
    with cluster(address) as (executor, count):
        assert isinstance(executor, Connected)
        done = draft_all(find_centres(there)[0], executor, month=DECEMBER, ahead=2 * count)
        ends = [next(done)]
        os.kill(next(iter(executor.client.run(os.getpid).values())), signal.SIGKILL)
        ends += done
    with Processes(2) as pool:
        local = list(draft_all(find_centres(here)[0], pool, month=DECEMBER))
    assert sorted(one.exit for one in ends) == sorted(one.exit for one in local)
    assert rosters(there) == rosters(here)


def test_problems_are_solved_on_a_cluster(address: str) -> None:
    posed = [month(10 + nth, *STAFF) for nth in range(5)]
    with cluster(address) as (executor, _):
        results = list(solve_all(posed, executor))
    assert [one.roster for one in results] == [solve(one).roster for one in posed]


def test_who_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.batch.dask_cluster.PATIENCE", 1)
    for wrong in ("nonsense", "http://127.0.0.1:8786", "tcp://127.0.0.1"):
        with pytest.raises(UsageError, match="tls://"), cluster(wrong):
            pass
    with pytest.raises(FileError, match="连不上"), cluster("tcp://127.0.0.1:1"):
        pass
    alone = started(*SCHEDULER, until="Scheduler at:")
    with alone as (line, _), pytest.raises(FileError, match="worker"), cluster(line.split()[-1]):
        pass


@pytest.mark.parametrize("host", ["10.0.0.1", "scheduler", "0.0.0.0", "127.0.0.1.example.com"])
def test_another_machine_is_asked_encrypted_only(host: str) -> None:
    with pytest.raises(UsageError, match="--insecure"), cluster(f"tcp://{host}:8786"):
        pass


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_this_machine_is_asked_as_it_is(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.batch.dask_cluster.PATIENCE", 1)
    with pytest.raises(FileError, match="连不上"), cluster(f"tcp://{host}:1"):
        pass


def test_insecure_is_said_aloud(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.batch.dask_cluster.PATIENCE", 1)
    with pytest.raises(FileError), cluster("tcp://scheduler.invalid:1", insecure=True):
        pass


def test_encryption_takes_certificates() -> None:
    with pytest.raises(UsageError, match="ca-file"), cluster("tls://127.0.0.1:1"):
        pass


def test_a_cluster_tells_the_culprit_from_its_neighbours(address: str) -> None:
    with cluster(address) as (executor, count):
        done = dict(spread(die, range(6), executor, 2 * count))
        assert type(done.pop(3).exception()).__name__ == "KilledWorker"
        assert {item: future.result() for item, future in done.items()} == {
            number: number for number in (0, 1, 2, 4, 5)
        }


def test_a_scheduler_that_is_lost_ends_the_run(roots: tuple[Path, Path]) -> None:
    with ExitStack() as stack:
        line, scheduler = stack.enter_context(started(*SCHEDULER, until="Scheduler at:"))
        found = line.split()[-1]
        words = ["worker", found, "--nthreads", "1", "--no-dashboard", "--death-timeout", "10"]
        stack.enter_context(started(*words, until="Registered to:"))
        executor, count = stack.enter_context(cluster(found))
        done = draft_all(find_centres(roots[0])[0], executor, month=DECEMBER, ahead=2 * count)
        ends = [next(done)]
        os.kill(scheduler, signal.SIGKILL)
        ends += done
    assert len(ends) == CENTRES
    assert "失去了联系" in ends[-1].message
    assert {one.exit for one in ends} <= {Exit.DONE, Exit.LOOK, Exit.GAPS, Exit.BUG}


def test_something_else_that_answers_is_told() -> None:
    """As the port of the scheduler's own dashboard does."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            with server.accept()[0] as connection:
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(FileError, match="不是 dask 调度器"), cluster(address):
            pass
        thread.join()
