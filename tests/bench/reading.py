"""What reading a workbook costs, beside openpyxl's load_workbook and a walk over all its cells."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from openpyxl import Workbook, load_workbook

from scheduler.reading.files.open import open_book
from scheduler.reading.read_centre import read_centre
from tests import office
from tests.books import DECEMBER, NAMES, STAFF, TODAY, book

if TYPE_CHECKING:
    from collections.abc import Callable

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
DATA = "值班数据.xlsx"
LAST_ROW = 1_048_576


def reading(rounds: int) -> None:
    """Print the ratio for the example centres, then seconds and memory of a million rows."""
    print(f"{'centre':10} {'ours s':>8} {'theirs s':>8} {'ratio':>7}   medians of {rounds}")
    for path in sorted(EXAMPLES.glob(f"*/{DATA}")):
        pairs = [(seconds(ours, path), seconds(theirs, path)) for _ in range(rounds)]
        mine, whole = (median(column) for column in zip(*pairs, strict=True))
        ratio = median(a / b for a, b in pairs)
        print(f"{path.parent.name:10} {mine:8.3f} {whole:8.3f} {ratio:7.2f}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / DATA
        path.write_bytes(formatted())
        words = [sys.executable, "-m", "tests.bench.reading", str(path)]
        print(subprocess.run(words, capture_output=True, text=True, check=True).stdout, end="")
        print(f"a company's 2,000 rows of leave: {register(Path(folder), rounds):.2f} s more")


def register(folder: Path, rounds: int) -> float:
    """Return the seconds of a processor that a leave register of a whole company adds."""
    data, listed = book(folder / "中心.xlsx"), folder / "请假登记.xlsx"
    rows = [["姓名", "工号", "部门", "请假类型", "开始时间", "结束时间", "时长", "审批结果"]]
    for nth in range(2_000):
        ours = nth % 250 == 0
        name, number = (NAMES[nth // 250 % 4], f"00{nth // 250 % 4 + 1}") if ours else ("", "")
        day = f"2026-{nth % 12 + 1:02}-{nth % 28 + 1:02}"
        hours = [f"{day} 09:00", f"{day} 18:00", "1天", "同意"]
        rows.append([name or f"员工{nth:04}号", number or f"1{nth:04}", "客服部", "年假", *hours])
    made = Workbook()
    for row in rows:
        made.worksheets[0].append(row)
    made.save(listed)
    spent = []
    for files in ((), (listed,)):
        begin = time.process_time()
        for _ in range(rounds):
            read_centre(data, TODAY, DECEMBER, leave_files=files)
        spent.append((time.process_time() - begin) / rounds)
    return spent[1] - spent[0]


def ours(path: Path) -> None:
    """Read every sheet for its values."""
    book = open_book(path)
    for title in book.titles:
        book.grid(title)


def theirs(path: Path) -> None:
    """Load a workbook as openpyxl does, and look at every value."""
    for sheet in load_workbook(path, data_only=True):
        for row in sheet.iter_rows(values_only=True):
            assert row is not None


def formatted() -> bytes:
    """Return a staff list whose sheet is formatted to the last row."""
    empty = "".join(
        f'<row r="{r}"><c r="A{r}" s="1"/></row>' for r in range(len(STAFF) + 1, LAST_ROW + 1)
    )
    return office.package({"员工": office.sheet(office.rows(STAFF) + empty)})


def seconds(read: Callable[[Path], None], path: Path) -> float:
    """Return how long it takes to read a workbook."""
    begin = time.perf_counter()
    read(path)
    return time.perf_counter() - begin


if __name__ == "__main__":
    spent = seconds(ours, Path(sys.argv[1]))
    # Of Linux's own, for ru_maxrss counts the memory of whoever started this process.
    status = Path("/proc/self/status").read_text()
    memory = int(status.partition("VmHWM:")[2].split()[0]) // 1024
    print(f"formatted to row {LAST_ROW}: {spent:.2f} s, {memory} MB")
