"""What the batch costs beyond solving: throughput per core, its own overhead, and memory."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date, datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from scheduler.batch import solve_all
from scheduler.centres import find_centres
from scheduler.demo import make_demo
from scheduler.processes import Processes, cores
from scheduler.solve import solve
from scheduler.workbook.read import read_centre

if TYPE_CHECKING:
    from constraints.problem import Problem

DATA = "值班数据.xlsx"
AT = datetime(2026, 11, 25, 9)
DECEMBER = date(2026, 12, 1)
# The command, and then the peak of its own memory and of its largest process.
MEASURED = """
import json, resource, sys
from scheduler.cli import main
try:
    main()
finally:
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    peaks = [resource.getrusage(one).ru_maxrss / 1024 for one in who]
    print(json.dumps(peaks), file=sys.stderr)
"""


def problems(root: Path, part: int = 0, parts: int = 1) -> list[Problem]:
    """Return the problems of every centre below a folder, or of every ``parts``-th."""
    folders, _ = find_centres(root)
    return [read_centre(one / DATA, AT, DECEMBER).problem for one in folders[part::parts]]


def bare(root: Path, part: int, parts: int) -> None:
    """Print how long it takes to do nothing but solve."""
    posed = problems(root, part, parts)
    begin = time.perf_counter()
    for problem in posed:
        solve(problem)
    print(time.perf_counter() - begin)


def layer(root: Path) -> None:
    """Print how long ``solve_all`` takes on a process for every core, once they run."""
    posed = problems(root)
    with Processes() as pool:
        list(solve_all(posed[: 2 * cores()], pool))
        begin = time.perf_counter()
        list(solve_all(posed, pool))
        print(time.perf_counter() - begin)


def printed(*words: str, times: int = 1) -> float:
    """Run parts of this benchmark side by side; return the longest of what they print."""
    line = [sys.executable, "-m", "tests.bench", *words]
    running = [
        subprocess.Popen([*line, str(nth), str(times)], stdout=subprocess.PIPE, text=True)
        for nth in range(times)
    ]
    return max(float(one.communicate()[0]) for one in running)


def batch(root: Path) -> tuple[float, list[float], list[int]]:
    """Run the command; return seconds, peak megabytes of it and of a worker, and exit codes."""
    words = ["--json", "batch", str(root), "--month", "2026-12"]
    begin = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", MEASURED, *words], capture_output=True, text=True)
    seconds = time.perf_counter() - begin
    found = json.loads(done.stdout)["result"]["centres"]
    assert all(one["optimal"] for one in found), "a centre was not proved"
    peaks = json.loads(done.stderr.splitlines()[-1])
    return seconds, peaks, [one["exit_code"] for one in found]


def compare(count: int, rounds: int) -> None:
    """Print the tables."""
    many = cores()
    with tempfile.TemporaryDirectory() as name:
        root, few = Path(name) / "many", Path(name) / "few"
        begin = time.perf_counter()
        list(make_demo(count, root, DECEMBER))
        print(f"{count} demo centres made in {time.perf_counter() - begin:.1f} s, {many} cores")
        list(make_demo(max(1, count // 10), few, DECEMBER))
        small = batch(few)[1]
        found = []
        for _ in range(rounds):
            for path in root.rglob("值班安排表-*"):
                path.unlink()
            one = printed("bare", str(root)) / count
            each = printed("bare", str(root), times=many) * many / count
            spread = printed("layer", str(root)) * many / count
            first, peaks, codes = batch(root)
            again, _, same = batch(root)
            assert codes == same
            whole, again = (seconds * many / count for seconds in (first, again))
            found.append((one, each, spread, whole, again, one / whole, spread / each))
            counted = {code: codes.count(code) for code in sorted(set(codes))}
            print(f"exit codes {counted}, peak MB: command {peaks[0]:.0f}, worker {peaks[1]:.0f}")
        one, each, spread, whole, again, ratio, overhead = map(median, zip(*found, strict=True))
        print(f"medians of {rounds}, seconds a centre and core")
        print(f"  solving alone, one process         {one:.4f}  ({1 / one:.1f} centres/s)")
        print(f"  solving alone, a process a core    {each:.4f}")
        print(f"  solve_all on processes             {spread:.4f}")
        print(f"  zhiban batch, first run            {whole:.4f}  ({1 / whole:.1f} centres/s)")
        print(f"  zhiban batch, second run           {again:.4f}")
        print(f"solving alone : batch, per core      {ratio:.2f}  (at least 0.6)")
        print(f"solve_all : solving alone            {overhead:.2f}  (at most 1.10)")
        growth = [big / little for big, little in zip(peaks, small, strict=True)]
        print(f"peak memory, {count} : {max(1, count // 10)} centres", end="  ")
        print(f"command {growth[0]:.2f}, worker {growth[1]:.2f}  (at most 1.2)")
        shutil.rmtree(root)
