"""A batch of demo centres by this checkout and by another one, alternating."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from pathlib import Path
from statistics import median

from scheduler.batch.demo import make_demo
from scheduler.batch.processes import cores
from tests.bench.batch import DECEMBER

# The command, wherever its main function is, and then what it and its processes took.
MEASURED = """
import json, resource, sys
try:
    from scheduler.cli.main import main
except ImportError:
    from scheduler.cli import main
try:
    main()
finally:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    seconds = sum(one.ru_utime + one.ru_stime for one in used)
    print(json.dumps([seconds, used[1].ru_maxrss / 1024]), file=sys.stderr)
"""


def _batch(checkout: Path, python: str, root: Path) -> tuple[float, float, float]:
    """Draft all centres afresh; return clock and processor seconds, and a worker's megabytes."""
    for path in root.rglob("值班安排表-*"):
        path.unlink()
    words = ["--json", "batch", str(root), "--month", "2026-12"]
    environment = os.environ | {"PYTHONPATH": str(checkout)}
    begin = time.perf_counter()
    done = subprocess.run(
        [python, "-c", MEASURED, *words], capture_output=True, text=True, env=environment
    )
    seconds = time.perf_counter() - begin
    assert all(one["optimal"] for one in json.loads(done.stdout)["result"]["centres"])
    used, peak = json.loads(done.stderr.splitlines()[-1])
    return seconds, used, peak


def against(
    new: Path, new_python: str, old: Path, old_python: str, *, count: int, rounds: int
) -> None:
    """Print seconds a centre and core of both, and the medians of the ratios."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        list(make_demo(count, root, DECEMBER))
        pairs = []
        for _ in range(rounds):
            pairs.append((_batch(new, new_python, root), _batch(old, old_python, root)))
            (clock, used, peak), (old_clock, old_used, old_peak) = pairs[-1]
            share = cores() / count
            print(
                f"a centre and core: {clock * share:.4f} : {old_clock * share:.4f} s by the clock, "
                f"{used / count:.4f} : {old_used / count:.4f} of the processor; "
                f"peak of a worker {peak:.0f} : {old_peak:.0f} MB",
                flush=True,
            )
        ratios = [median(a[nth] / b[nth] for a, b in pairs) for nth in range(3)]
    print("medians: clock {:.3f}, processor {:.3f}, memory {:.2f}".format(*ratios))
