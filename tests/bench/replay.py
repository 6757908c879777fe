"""Runs commands of whichever checkout it is started in, and keeps what they say and write.

``python replay.py CASES ANSWERS`` with that checkout first in ``PYTHONPATH``: this file knows
nothing of the tests beside it, so that an older checkout can be run by it too.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import sys
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import scheduler.clock

# Everything is imported after this, so that every module gets this clock.
TIME = datetime(2026, 11, 25, 12)
scheduler.clock.now = lambda: TIME

import scheduler.__main__  # noqa: E402

WRITTEN = (".xlsx", ".ics", ".csv")


def run(words: list[str]) -> dict[str, Any]:
    """Run ``zhiban`` with these words; return its exit code and what it said."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
    kept = sys.argv, sys.stdout, sys.stderr
    sys.argv, sys.stdout, sys.stderr = ["zhiban", *words], out, err
    try:
        scheduler.__main__.main()
        code: object = 0
    except SystemExit as end:
        code = end.code
    finally:
        sys.argv, sys.stdout, sys.stderr = kept
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
    texts = []
    for stream in (out, err):
        stream.flush()
        texts.append(stream.buffer.getvalue().decode("utf-8", "replace"))
    return {"exit": code, "stdout": texts[0], "stderr": texts[1]}


def edit(file: str, date: str, value: str) -> None:
    """Type another name beside a date of a roster, as a person would."""
    from openpyxl import load_workbook

    if Path(file).exists():
        book = load_workbook(file)
        for row in book["值班安排表"].iter_rows():
            if row[0].value == date:
                row[3].value = value
        book.save(file)


def digests() -> dict[str, str]:
    """Return the digest of every file in the folder that a person would open."""
    files = [path for path in Path().rglob("*") if path.suffix in WRITTEN]
    return {str(path): sha256(path.read_bytes()).hexdigest() for path in files}


def live(steps: list[dict[str, Any]], kept: Path) -> list[dict[str, Any]]:
    """Take the steps in an empty folder; keep every file as it was after the step it came from."""
    global TIME
    answers = []
    for nth, step in enumerate(steps):
        TIME = datetime.fromisoformat(step["now"])
        for name, content in step.get("put", {}).items():
            shutil.copy(content, name)
        if "edit" in step:
            edit(**step["edit"])
        before = digests()
        answers.append(run(step["words"]))
        for name, digest in digests().items():
            if before.get(name) != digest:
                copy = kept / str(nth) / name
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(name, copy)
    return answers


def main(cases: Path, answers: Path) -> None:
    """Live every case of a list of JSON lines; write a JSON line for each."""
    answers.mkdir(parents=True)
    with (
        cases.open(encoding="utf-8") as lines,
        (answers / "said").open("w", encoding="utf-8") as to,
    ):
        for line in lines:
            case = json.loads(line)
            folder = answers / "folder"
            folder.mkdir()
            os.chdir(folder)
            said = live(case["steps"], answers / "files" / case["name"])
            to.write(json.dumps({"name": case["name"], "said": said}, ensure_ascii=False) + "\n")
            to.flush()
            os.chdir(answers)
            shutil.rmtree(folder)


if __name__ == "__main__":
    main(*(Path(word).resolve() for word in sys.argv[1:3]))
