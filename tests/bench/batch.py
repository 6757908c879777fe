"""What the batch costs beyond solving: throughput per core, its own overhead, and memory."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from scheduler.batch.centres import find_centres
from scheduler.batch.demo import make_demo
from scheduler.batch.processes import Processes, cores
from scheduler.batch.spread import solve_all
from scheduler.reading.read_centre import read_centre
from scheduler.solving.solve import solve

if TYPE_CHECKING:
    from constraints.problem import Problem

DATA = "值班数据.xlsx"
AT = datetime(2026, 11, 25, 9)
DECEMBER = date(2026, 12, 1)
# The command, and then the processor seconds and the peak megabytes of it and its processes.
MEASURED = """
import json, resource, sys
from scheduler.cli.main import main
try:
    main()
finally:
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    used = [resource.getrusage(one) for one in who]
    seconds = sum(one.ru_utime + one.ru_stime for one in used)
    print(json.dumps([seconds, *(one.ru_maxrss / 1024 for one in used)]), file=sys.stderr)
"""


def problems(root: Path, part: int = 0, parts: int = 1) -> list[Problem]:
    """Return the problems of every centre below a folder, or of every ``parts``-th."""
    folders, _ = find_centres(root)
    return [read_centre(one / DATA, AT, DECEMBER).problem for one in folders[part::parts]]


def bare(root: Path, part: int, parts: int) -> None:
    """Print how long it takes to do nothing but solve, by the clock and of the processor."""
    posed = problems(root, part, parts)
    begin, used = time.perf_counter(), time.process_time()
    for problem in posed:
        solve(problem)
    print(time.perf_counter() - begin, time.process_time() - used)


def layer(root: Path) -> None:
    """Print how long ``solve_all`` takes on a process for every core, their start left out.

    It is not left out of the processor seconds, those of all processes.
    """
    posed = problems(root)
    used = time.process_time()
    with Processes() as pool:
        list(solve_all(posed[: 2 * cores()], pool))
        begin = time.perf_counter()
        list(solve_all(posed, pool))
        seconds = time.perf_counter() - begin
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = time.process_time() - used + children.ru_utime + children.ru_stime
    print(seconds, used)


def printed(*words: str, times: int = 1) -> list[float]:
    """Run parts of this benchmark side by side; return the longest of what they print."""
    line = [sys.executable, "-m", "tests.bench", *words]
    running = [
        subprocess.Popen([*line, str(nth), str(times)], stdout=subprocess.PIPE, text=True)
        for nth in range(times)
    ]
    said = [map(float, one.communicate()[0].split()) for one in running]
    return [max(column) for column in zip(*said, strict=True)]


def batch(root: Path) -> tuple[float, list[float], list[int]]:
    """Run the command; return seconds, what ``MEASURED`` prints, and exit codes."""
    words = ["--json", "batch", str(root), "--month", "2026-12"]
    begin = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", MEASURED, *words], capture_output=True, text=True)
    seconds = time.perf_counter() - begin
    found = json.loads(done.stdout)["result"]["centres"]
    assert all(one["optimal"] for one in found), "a centre was not proved"
    return seconds, json.loads(done.stderr.splitlines()[-1]), [one["exit_code"] for one in found]


def compare(count: int, rounds: int) -> None:
    """Print the tables."""
    many = cores()
    with tempfile.TemporaryDirectory() as name:
        root, few = Path(name) / "many", Path(name) / "few"
        begin = time.perf_counter()
        list(make_demo(count, root, DECEMBER))
        print(f"{count} demo centres made in {time.perf_counter() - begin:.1f} s, {many} cores")
        list(make_demo(max(1, count // 10), few, DECEMBER))
        _, (_, *small), _ = batch(few)
        found = []
        for _ in range(rounds):
            for path in root.rglob("值班安排表-*"):
                path.unlink()
            one, alone = (seconds / count for seconds in printed("bare", str(root)))
            each = printed("bare", str(root), times=many)[0] * many / count
            spread, layered = printed("layer", str(root))
            spread = spread * many / count
            first, (used, *peaks), codes = batch(root)
            again, _, same = batch(root)
            assert codes == same
            whole, again = (seconds * many / count for seconds in (first, again))
            ratios = one / whole, alone * count / used, spread / each, layered / alone / count
            found.append((one, each, spread, whole, again, *ratios))
            counted = {code: codes.count(code) for code in sorted(set(codes))}
            print(f"exit codes {counted}, peak MB: command {peaks[0]:.0f}, worker {peaks[1]:.0f}")
        rows = (
            "seconds a centre and core: solving alone, one process",
            "  solving alone, a process a core",
            "  solve_all on processes",
            "  zhiban batch, first run",
            "  zhiban batch, second run",
            "solving alone : batch, by the clock (at least 0.6)",
            "  by processor seconds, whatever else the machine does",
            "solve_all : solving alone, by the clock (at most 1.10)",
            "  by processor seconds, starting the processes included",
        )
        print(f"medians of {rounds}")
        for row, column in zip(rows, zip(*found, strict=True), strict=True):
            print(f"{row:60} {median(column):8.4f}")
        growth = [big / little for big, little in zip(peaks, small, strict=True)]
        print(f"peak memory, {count} : {max(1, count // 10)} centres (at most 1.2)", end="  ")
        print(f"command {growth[0]:.2f}, worker {growth[1]:.2f}")
