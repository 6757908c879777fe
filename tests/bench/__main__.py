"""What a month costs: the whole command against its imports, and solving by number of people.

``python -m tests.bench [--rounds N]`` prints seconds, and the median of the ratios of each round;
``python -m tests.bench sizes`` the time and memory of larger rosters;
``python -m tests.bench parts`` adjust, cures, why, reading and writing;
``python -m tests.bench page`` the page in Chromium;
``python -m tests.bench reading`` a workbook against load_workbook, and a million formatted rows;
``python -m tests.bench months`` a thousand random months; ``steady`` the same roster throughout;
``python -m tests.bench batch`` many centres against a bare loop that only solves their problems;
``python -m tests.bench against OLD_CHECKOUT`` such a batch by this checkout and by another;
``python -m tests.bench peers`` other ways to make the same rosters (extra ``bench``);
``python -m tests.bench oncall FILE… --limit SECONDS``, and ``nrp``, solve published instances;
``python -m tests.bench compare OLD_CHECKOUT [OLD_PYTHON]`` tells whether another checkout does the
same as this one.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import click
import numpy as np

from constraints import Person
from scheduler.solving.solve import solve
from scheduler.solving.solver import Options
from tests.bench import batch as centres
from tests.bench.against import against
from tests.bench.compare import compare as compare_checkouts
from tests.bench.nrp import nrp
from tests.bench.oncall import run
from tests.bench.parts import months, parts, steady
from tests.bench.peers import compare, one
from tests.bench.reading import reading
from tests.build import month, served

ROOT = Path(__file__).parent.parent.parent
EXAMPLES = ROOT / "examples"
CHECKOUT = click.Path(exists=True, file_okay=False, resolve_path=True, path_type=Path)
IMPORTS = "import ortools.sat.python.cp_model, openpyxl, click, pandas"
CASES = (("garden", "2026-12"), ("gap", "2026-12"), ("october", "2026-10"))


def seconds(*words: str) -> float:
    """Return how long a fresh Python takes."""
    begin = time.perf_counter()
    subprocess.run([sys.executable, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begin


def command(rounds: int) -> None:
    """Print a line per example centre."""
    print(f"{'centre':10} {'imports s':>10} {'draft s':>10} {'ratio':>7}   median of {rounds}")
    with tempfile.TemporaryDirectory() as folder:
        output = str(Path(folder) / "roster.xlsx")
        for name, month in CASES:
            draft = ["-m", "scheduler", "draft", str(EXAMPLES / name), "--month", month]
            pairs = [
                (seconds("-c", IMPORTS), seconds(*draft, "--force", "-o", output))
                for _ in range(rounds)
            ]
            imports, whole = (median(column) for column in zip(*pairs, strict=True))
            ratio = median(b / a for a, b in pairs)
            print(f"{name:10} {imports:10.3f} {whole:10.3f} {ratio:7.2f}")


def people(limit: float) -> None:
    """Print how long plain months take: equal people, no leave, last month's tail known."""
    print(f"\n{'people':>6} {'no history':>16} {'with history':>16}   seconds, limit {limit:g}")
    for count in range(3, 14):
        staff = [Person(f"{nth:03}", f"人{nth}") for nth in range(count)]
        tail = tuple(served(-nth, f"{nth % count:03}") for nth in range(7))
        shown = []
        for known in ((), tail):
            result = solve(month(31, *staff, served=known), options=Options(seconds=limit))
            mark = "" if result.unique else " (tie open)" if result.optimal else " (open)"
            shown.append(f"{result.seconds:.2f}{mark}")
        print(f"{count:6} {shown[0]:>16} {shown[1]:>16}")


BY_PEOPLE = ((8, 31), (20, 31), (50, 31), (100, 31), (300, 31))
BY_DAYS = ((50, 31), (50, 92), (50, 183), (50, 365))
OTHERS = ((3, 31), (4, 31), (12, 92), (12, 183), (12, 365))


def sizes(limit: float) -> None:
    """Print how long larger rosters take, each in a process of its own for its memory."""
    print(f"{'people':>6} {'days':>5} {'seconds':>8} {'MB':>6}   limit {limit:g}")
    for name, series in (("people", BY_PEOPLE), ("days", BY_DAYS), ("", OTHERS)):
        rows = []
        for count, days in series:
            words = ["-m", "tests.bench", "size", str(count), str(days), "--limit", str(limit)]
            done = subprocess.run(
                [sys.executable, *words], capture_output=True, text=True, check=True
            )
            print(done.stdout, end="", flush=True)
            rows.append([float(word) for word in done.stdout.split()[:4]])
        if name:
            table = np.log(rows)
            size = table[:, 0 if name == "people" else 1]
            time_grows, memory_grows = (np.polyfit(size, table[:, c], 1)[0] for c in (2, 3))
            print(f"  time grows as {name}^{time_grows:.2f}, memory as {name}^{memory_grows:.2f}")


@click.group(invoke_without_command=True)
@click.option("--rounds", default=9)
@click.pass_context
def bench(context: click.Context, rounds: int) -> None:
    """Print both tables."""
    if context.invoked_subcommand is None:
        command(rounds)
        people(limit=20.0)


@bench.command(name="sizes")
@click.option("--limit", default=60.0)
def table(limit: float) -> None:
    """Print a table of larger rosters."""
    sizes(limit)


@bench.command(hidden=True)
@click.argument("people", type=int)
@click.argument("days", type=int)
@click.option("--limit", default=60.0)
def size(people: int, days: int, limit: float) -> None:
    """Solve one roster of equal people and print its line."""
    staff = [Person(f"{nth:03}", f"人{nth}") for nth in range(people)]
    result = solve(month(days, *staff), options=Options(seconds=limit))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    mark = "" if result.unique else " (tie open)" if result.optimal else " (open)"
    print(f"{people:6} {days:5} {result.seconds:8.2f} {memory:6}{mark}")


@bench.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--limit", default=60.0)
def oncall(files: tuple[Path, ...], limit: float) -> None:
    """Solve on-call-rostering instances, a JSON line each."""
    run(files, limit)


@bench.command(name="page")
@click.option("--rounds", default=5)
def table_of_the_page(rounds: int) -> None:
    """Print what the page costs in Chromium."""
    from tests.bench.page import page

    page(rounds)


@bench.command(name="parts")
@click.option("--rounds", default=9)
def table_of_parts(rounds: int) -> None:
    """Print what adjust, cures, why, reading and writing cost."""
    parts(rounds)


@bench.command(name="reading")
@click.option("--rounds", default=9)
def table_of_reading(rounds: int) -> None:
    """Print what reading a workbook costs."""
    reading(rounds)


@bench.command(name="months")
@click.option("--count", default=1000)
@click.option("--limit", default=20.0)
def random_months(count: int, limit: float) -> None:
    """Print how long random months take."""
    months(count, limit)


@bench.command(name="batch")
@click.option("--count", default=200)
@click.option("--rounds", default=3)
def many_centres(count: int, rounds: int) -> None:
    """Draft demo centres, and only solve them."""
    centres.compare(count, rounds)


@bench.command(name="against")
@click.argument("old", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("python", default=sys.executable)
@click.option("--count", default=500)
@click.option("--rounds", default=3)
def two_checkouts(old: Path, python: str, count: int, rounds: int) -> None:
    """Draft demo centres by this checkout and by another, alternating."""
    against(EXAMPLES.parent, sys.executable, old.resolve(), python, count=count, rounds=rounds)


@bench.command(hidden=True)
@click.argument("root", type=click.Path(path_type=Path))
@click.argument("part", type=int)
@click.argument("parts", type=int)
def bare(root: Path, part: int, parts: int) -> None:
    """Only solve the problems of centres."""
    centres.bare(root, part, parts)


@bench.command(hidden=True)
@click.argument("root", type=click.Path(path_type=Path))
@click.argument("part", type=int)
@click.argument("parts", type=int)
def layer(root: Path, part: int, parts: int) -> None:
    """Only solve them, on all processes."""
    centres.layer(root)


@bench.command(name="steady")
@click.option("--count", default=60)
def same_roster(count: int) -> None:
    """Solve months under many settings of the search."""
    steady(count)


@bench.command()
@click.option("--people", default=8)
@click.option("--days", default=0, help="A whole month unless given.")
@click.option("--rounds", default=5)
@click.option("--limit", default=60.0)
def peers(people: int, days: int, rounds: int, limit: float) -> None:
    """Compare with other ways to make the same rosters."""
    compare(people, days, rounds, limit)


@bench.command(name="compare")
@click.argument("old", type=CHECKOUT)
@click.argument("python", default=sys.executable)
@click.option("--new", type=CHECKOUT, default=ROOT, help="The other checkout; this one by default.")
@click.option("--count", default=300, help="How many random centres.")
@click.option("--keep", type=click.Path(path_type=Path), help="A new folder for all that is made.")
def checkouts(old: Path, python: str, new: Path, count: int, keep: Path | None) -> None:
    """Compare what two checkouts say and write; exit 1 if anything differs."""
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(compare_checkouts(new, old, python, count, keep or Path(folder)) > 0)


@bench.command(hidden=True)
@click.argument("way")
@click.argument("seed", type=int)
@click.argument("people", type=int)
@click.argument("days", type=int)
@click.argument("limit", type=float)
def peer(way: str, seed: int, people: int, days: int, limit: float) -> None:
    """Make one roster one way."""
    one(way, seed, people, days, limit)


bench.add_command(nrp)

if __name__ == "__main__":
    bench()
