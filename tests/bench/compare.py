"""Whether two checkouts do the same: on random centres, and on every file of the tests' reading.

Both are given the same folders and the same time of day; whatever they say and every cell that they
write must be equal.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import subprocess
import sys
from difflib import unified_diff
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch
from zipfile import BadZipFile, ZipFile

import openpyxl
import pytest

from tests import books
from tests.bench.lives import DATA, life

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
READING = ROOT / "tests" / "scheduler" / "reading"
# What is the run's or the version's own, in a document and on the hidden sheet of a workbook.
OWN = {"run_id", "seconds", "version", "hash", "seal", "sha256"}
ID = re.compile("[0-9a-f]{12,}")
SEAL = re.compile("[0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4}")  # of the record, which has the run's id
OWN_ROWS = re.compile("version|problem|record[0-9]+")
SHOWN, LINES = 12, 12


def make_cases(inputs: Path, count: int) -> list[str]:
    """Write down the lives of centres and the files of the corpus; return the cases as JSON."""
    contents = inputs / "contents"
    contents.mkdir(parents=True)
    cases = []
    for name, steps in (*lives(count), *corpus()):
        for step in steps:
            put = step.get("put", {})
            for file, content in put.items():
                path = contents / sha256(content).hexdigest()
                path.write_bytes(content)
                put[file] = str(path)
        cases.append(json.dumps({"name": name, "steps": steps}, ensure_ascii=False))
    (inputs / "cases").write_text("\n".join(cases), encoding="utf-8")
    return cases


def lives(count: int) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield the lives of that many centres."""
    for number in range(1, count + 1):
        yield f"centre {number}", life(number)


def corpus() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield a check of every file that the tests of reading build, as whatever it may be given."""
    plain = io.BytesIO()
    books.book(plain)  # type: ignore[arg-type]
    now = books.TODAY.isoformat()
    for nth, (name, content) in enumerate(sorted(built())):
        put = {DATA: plain.getvalue(), name: content}
        check = ["check", "--json", "--month", "2026-12"]
        steps = [{"now": now, "words": [*check, name], "put": put}]
        if name != DATA:
            steps += [
                {"now": now, "words": [*check, ".", f"--{kind}-file", name]}
                for kind in ("staff", "leave")
            ]
        yield f"file {nth} ({name})", steps


def built() -> set[tuple[str, bytes]]:
    """Run the tests of reading; return the name and content of every file that they write."""
    found: set[tuple[str, bytes]] = set()
    write_bytes, save = Path.write_bytes, openpyxl.Workbook.save

    def keep(path: Path, content: bytes) -> int:
        if path.suffix in (".xlsx", ".xlsm", ".xls", ".csv"):
            found.add((path.name, content))
        return write_bytes(path, content)

    def keep_text(path: Path, text: str, encoding: str = "utf-8", **_: object) -> int:
        return keep(path, text.encode(encoding))

    def keep_book(book: openpyxl.Workbook, file: Any) -> None:
        save(book, file)
        if isinstance(file, Path):
            found.add((file.name, file.read_bytes()))

    with (
        patch.object(Path, "write_bytes", keep),
        patch.object(Path, "write_text", keep_text),
        patch.object(openpyxl.Workbook, "save", keep_book),
        contextlib.redirect_stdout(io.StringIO()),
    ):
        # Mutated bytes are answered in the words of whatever parser meets them.
        pytest.main([str(READING), "-q", "-k", "not fuzz", "--hypothesis-seed=0"])
    return found


def start(checkout: Path, python: str, cases: Path, answers: Path) -> subprocess.Popen[bytes]:
    """Begin to run the cases with a checkout's own code and interpreter."""
    environment = os.environ | {"PYTHONPATH": str(checkout), "PYTHONHASHSEED": "0"}
    call = [python, str(HERE / "replay.py"), str(cases), str(answers)]
    return subprocess.Popen(call, cwd=checkout, env=environment)


def differences(old: Path, new: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield where the answers of two checkouts differ, and the differing lines."""
    with (
        (old / "said").open(encoding="utf-8") as ours,
        (new / "said").open(encoding="utf-8") as theirs,
    ):
        pairs = zip(map(json.loads, ours), map(json.loads, theirs), strict=True)
        for was, now in pairs:
            for nth, (a, b) in enumerate(zip(was["said"], now["said"], strict=True)):
                for part in ("exit", "stdout", "stderr"):
                    yield from _differ(
                        f"{was['name']} step {nth} {part}", *map(_lines, (a[part], b[part]))
                    )
    files = {
        path.relative_to(one / "files")
        for one in (old, new)
        for path in (one / "files").rglob("*.*")
    }
    for file in sorted(files):
        a, b = (one / "files" / file for one in (old, new))
        if not _same_parts(a, b):
            yield from _differ(str(file), cells(a), cells(b))


def _differ(where: str, a: list[str], b: list[str]) -> Iterator[tuple[str, list[str]]]:
    if a != b:
        found = unified_diff(a, b, "old", "new", lineterm="", n=0)
        yield where, list(islice(found, 2, 2 + LINES))


def _lines(said: object) -> list[str]:
    """Return what a command said, line by line, without what is this one run's."""
    text = str(said)
    if text.startswith("{"):
        text = json.dumps(_scrubbed(json.loads(text)), ensure_ascii=False, indent=1)
    return SEAL.sub("(seal)", text).splitlines()


def _scrubbed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _scrubbed(one) for key, one in value.items() if key not in OWN}
    return [_scrubbed(one) for one in value] if isinstance(value, list) else value


def _same_parts(a: Path, b: Path) -> bool:
    """Tell whether two workbooks are the same byte by byte but for when they were made."""
    with contextlib.suppress(FileNotFoundError, BadZipFile), ZipFile(a) as one, ZipFile(b) as other:
        names = one.namelist()
        own = "docProps/core.xml"
        return names == other.namelist() and all(
            one.read(name) == other.read(name) for name in names if name != own
        )
    return False


def cells(path: Path) -> list[str]:
    """Return a workbook's cells, or a text's lines, without what is the version's own."""
    if not path.exists():
        return ["(not written)"]
    if path.suffix != ".xlsx":
        return path.read_text(encoding="utf-8").splitlines()
    return [
        f"{sheet.title}!{cell.coordinate} {SEAL.sub('(seal)', repr(cell.value))}"
        for sheet in openpyxl.load_workbook(path)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
        and not (sheet.title == "_机读" and OWN_ROWS.fullmatch(str(row[0].value)))
        and not (sheet.title == "_机读" and ID.fullmatch(str(cell.value)))
    ]


def compare(new: Path, old: Path, python: str, count: int, kept: Path) -> int:
    """Print how two checkouts differ; return at how many places."""
    cases = make_cases(kept / "inputs", count)
    said = {old: kept / "old", new: kept / "new"}
    ways = {old: python, new: sys.executable}
    running = [start(one, ways[one], kept / "inputs" / "cases", said[one]) for one in said]
    if any([one.wait() for one in running]):
        raise SystemExit("a checkout did not get through")
    return report(cases, kept / "old", kept / "new")


def report(cases: list[str], old: Path, new: Path) -> int:
    """Print where answers differ, the first of them line by line; return at how many places."""
    found = list(differences(old, new))
    for where, lines in found[:SHOWN]:
        print(where, *lines, sep="\n    ")
    commands = sum(len(json.loads(case)["steps"]) for case in cases)
    written = sum(1 for _ in (old / "files").rglob("*.*"))
    print(f"{len(cases)} cases, {commands} commands, {written} files written: {len(found)} differ")
    return len(found)
