"""What the parts of a month cost, each against a fresh solve or draft of the same round."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from typing import TYPE_CHECKING, TypeVar

from constraints.domain import Leave
from scheduler.explaining.gaps import gaps
from scheduler.reading.read_centre import read_centre
from scheduler.solving.solve import solve
from scheduler.solving.solver import Options
from scheduler.usecases.draft import draft
from scheduler.usecases.why import why
from scheduler.writing.roster_workbook import render
from tests.bench.months import realistic

if TYPE_CHECKING:
    from collections.abc import Callable

    from constraints.problem import Problem

T = TypeVar("T")
EXAMPLES = Path(__file__).parent.parent.parent / "examples"
DATA = "值班数据.xlsx"
AT = datetime(2026, 11, 25, 9)
DECEMBER = date(2026, 12, 1)
SETTINGS = [(workers, seed, pre) for workers in (1, 2, 8) for seed in (0, 1, 2) for pre in (0, 1)]


def timed(make: Callable[[], T]) -> tuple[float, T]:
    """Return seconds and what was made."""
    begin = time.perf_counter()
    made = make()
    return time.perf_counter() - begin, made


def show(title: str, pairs: list[tuple[float, float]]) -> None:
    """Print medians of a part and of what it is measured against, and of their ratios."""
    ratio = median(part / whole for part, whole in pairs)
    part, whole = (median(column) for column in zip(*pairs, strict=True))
    print(f"{title:44} {part:8.3f} {whole:8.3f} {ratio:7.2f}", flush=True)


def mid_month(problem: Problem, seed: int) -> tuple[Problem, Problem]:
    """Return a published month in which a leave is approved on the tenth, and it rostered anew."""
    roster = solve(problem).roster
    assert roster is not None
    away = Random(seed).choice(list(problem.by_key))
    start = problem.duties[14].start.replace(hour=0, minute=0)
    leave = Leave(away, start, start + timedelta(days=3))
    fresh = replace(problem, leaves=(*problem.leaves, leave))
    past = dict(enumerate(roster.people[:9]))
    return replace(fresh, base=roster, past=past, short_notice=frozenset({9, 10})), fresh


def parts(rounds: int) -> None:
    """Print the table."""
    print(
        f"{'part : whole, medians of ' + str(rounds):44} {'part s':>8} {'whole s':>8} {'ratio':>7}"
    )
    pairs = []
    for seed in range(rounds):
        adjusted, fresh = mid_month(realistic(seed, 8), seed)
        pairs.append((timed(lambda p=adjusted: solve(p))[0], timed(lambda p=fresh: solve(p))[0]))
    show("adjust : fresh solve, 8 people", pairs)
    table = defaultdict(list)
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for example in ("garden", "gap"):
                (folder / example).mkdir()
                shutil.copy(EXAMPLES / example / DATA, folder / example)
            gap = read_centre(folder / "gap" / DATA, AT, DECEMBER).problem
            solving, result = timed(lambda p=gap: solve(p))
            assert result.roster is not None
            cures = timed(lambda p=gap, r=result.roster: gaps(p, r))[0]
            table["cures of a gap : its month's solve"].append((cures, solving))
            here = folder / "garden"
            reading = timed(lambda f=here: read_centre(f / DATA, AT, DECEMBER))[0]
            whole, made = timed(lambda f=here: draft(f, month=DECEMBER, at=AT))
            writing = timed(lambda m=made: render(m))[0]
            day = timed(lambda f=here: why(f, "2026-12-10", at=AT))[0]
            force = timed(lambda f=here: why(f, "2026-12-10", "李梅", at=AT))[0]
            for title, part in (
                ("reading : draft", reading),
                ("writing : draft", writing),
                ("why of a day : draft", day),
                ("why with a name : draft", force),
            ):
                table[title].append((part, whole))
    for title, found in table.items():
        show(title, found)


def months(count: int, limit: float) -> None:
    """Print how long random months of 4 to 20 people take, in imports of the solver."""
    line = "import time; a = time.perf_counter(); import ortools.sat.python.cp_model as m; "
    line += "print(time.perf_counter() - a)"
    imports = median(_imported(line) for _ in range(9))
    seconds, proved = [], 0
    for seed in range(count):
        problem = realistic(seed, Random(seed).randint(4, 20))
        result = solve(problem, options=Options(seconds=limit))
        seconds.append(result.seconds / imports)
        proved += result.unique
    seconds.sort()
    print(f"{count} months of 4 to 20 people, {proved} proved to the tie-break")
    print(f"in imports of cp_model ({imports:.3f} s):", end="")
    for share in (0.5, 0.9, 0.99, 1):
        print(f"  {share:.0%} {seconds[min(count - 1, int(share * count))]:.2f}", end="")
    print()


def _imported(line: str) -> float:
    done = subprocess.run([sys.executable, "-c", line], capture_output=True, text=True, check=True)
    return float(done.stdout)


def steady(count: int) -> None:
    """Print whether months come out the same whatever the search's settings, and at what cost."""
    ratios, different = defaultdict(list), 0
    for seed in range(count):
        problem = realistic(seed, Random(seed).randint(4, 20))
        plain, reference = timed(lambda p=problem: solve(p))
        for workers, chance, presolve in SETTINGS:
            options = Options(workers=workers, seed=chance, thorough=bool(presolve))
            seconds, result = timed(lambda p=problem, o=options: solve(p, options=o))
            ratios[workers, bool(presolve)].append(seconds / plain)
            different += not (result.unique and result.roster == reference.roster)
    print(f"{count} months, {len(SETTINGS)} settings each: {different} rosters differ")
    for (workers, presolve), found in ratios.items():
        extra = " with presolve and cuts" if presolve else ""
        print(f"{workers} workers{extra}: {median(found):.2f} x the time of one")
