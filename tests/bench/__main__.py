"""Time of the whole draft command against the imports it needs, in turns in one run.

``python -m tests.bench [ROUNDS]`` prints seconds and the median of the ratios of each round.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
IMPORTS = "import ortools.sat.python.cp_model, openpyxl, click"
CASES = (("garden", "2026-12"), ("gap", "2026-12"), ("october", "2026-10"))


def seconds(*words: str) -> float:
    """Return how long a fresh Python takes."""
    begin = time.perf_counter()
    subprocess.run([sys.executable, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begin


def main(rounds: int) -> None:
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


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
