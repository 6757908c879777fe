"""Mutated workbooks: every one is read or refused, soon, in little memory, and nothing breaks.

``python -m tests.fuzz [COUNT [SEED]]`` prints how many were read and refused and the slowest.
"""

from __future__ import annotations

import re
import resource
import sys
import tempfile
import time
import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

from scheduler.errors import ZhibanError
from scheduler.reading.cells.faults import Faults
from scheduler.reading.read_centre import read_centre
from scheduler.reading.tables.sources import open_sources
from scheduler.writing.annotated_copy import annotate
from tests import office
from tests.books import DECEMBER, TODAY

EXAMPLES = Path(__file__).parent.parent / "examples"
SECONDS, MEGABYTES = 2.0, 300
# What a mutation of text likes to put in: what means something to XML, to Excel or to us.
PIECES = (
    *('"', "<", ">", "&", "&#0;", "&#xD800;", "]]>", "<!--", "<![CDATA[", "<!DOCTYPE x>", "</row>"),
    *('r="A1048577"', 't="s"', 't="e"', 't="b"', "<f>1</f>", "<v>", "1e999", "nan", "-1", "0"),
    *("王静", "王静、李梅", "已批准", "2026-12-05", "12月5日-8日", "必须", "特批"),
    *("9" * 400, "1e999999999", "周三", "是", "-0.5", "99:99", "仅顶班", "滚动12个月"),
    *("=1+1", "12.1", "46361.5", "同上", "合计", "2026-13-45", "\ufffe", "a" * 5000, "_xD800_"),
)


def clean(text: str) -> str:
    """Return what XML can hold of a text; the rest as Excel writes it."""
    return re.sub(
        "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]",
        lambda match: f"_x{ord(match[0]):04X}_",
        text,
    )


def sources() -> list[bytes]:
    """Return the workbooks that are mutated: ours, and a bare one by another hand."""
    kept = [path.read_bytes() for path in sorted(EXAMPLES.glob("*/值班数据.xlsx"))]
    leave = [["姓名", "开始", "结束", "状态"], ["王静", "12月5日", 46361, "同意"]]
    staff = [["姓名", "工号", "岗位"], ["王静", "001", "管理员"]]
    return [*kept, office.book({"员工": staff, "请假": leave})]


def mutate(content: bytes, rng: Random) -> bytes:
    """Return a workbook with bits, bytes or pieces changed, in the zip or inside of a part."""
    if rng.random() < 0.3:
        return _scramble(content, rng)
    parts = {}
    with zipfile.ZipFile(BytesIO(content)) as package:
        for name in package.namelist():
            parts[name] = package.read(name)
    wanted = [name for name in parts if name.startswith("xl/") and "theme" not in name]
    alter = _scramble if rng.random() < 0.5 else _retype
    for name in rng.sample(wanted, rng.randint(1, 2)):
        parts[name] = alter(parts[name], rng)
    return office.zipped(parts)


def _retype(content: bytes, rng: Random) -> bytes:
    """Change some values, not what holds them."""
    texts = list(re.finditer(rb"(?<=>)[^<>]+(?=<)", content))
    for match in rng.sample(texts, min(len(texts), rng.choice((1, 3, 20)))):
        value = escape(rng.choice(PIECES)).encode("utf-8", "replace")
        content = content.replace(match[0], value, 1)
    return content


def _scramble(content: bytes, rng: Random) -> bytes:
    data = bytearray(content)
    for _ in range(rng.choice((1, 1, 2, 5, 20))):
        at = rng.randrange(len(data) or 1)
        kind = rng.random()
        if kind < 0.4 and data:
            data[at] ^= 1 << rng.randrange(8)
        elif kind < 0.5:
            del data[at : at + rng.randint(1, 200)]
        elif kind < 0.6:
            data[at:at] = data[at : at + rng.randint(1, 500)]
        elif kind < 0.65:
            del data[at:]
        else:
            data[at:at] = rng.choice(PIECES).encode("utf-8", "surrogatepass")
    return bytes(data)


def run(count: int, seed: int) -> tuple[Counter[str], float]:
    """Read mutated workbooks; return the answers and the slowest in seconds.

    Whatever is not an answer of ours comes out as it is; its file is kept, and a slow one's.
    """
    rng, originals = Random(seed), sources()
    answers: Counter[str] = Counter()
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "值班数据.xlsx"
        for _ in range(count):
            content = mutate(rng.choice(originals), rng)
            path.write_bytes(content)
            begin = time.perf_counter()
            try:
                read_centre(path, TODAY, DECEMBER)
                answers["read"] += 1
            except ZhibanError as error:
                answers["refused"] += 1
                if rng.random() < 0.05 and error.messages[0].code != "bad-file":
                    annotate(open_sources(path, (), (), Faults(path.name)).books, error.messages)
                    answers["annotated"] += 1
            except BaseException:
                Path(tempfile.gettempdir(), "fuzz-failure.xlsx").write_bytes(content)
                raise
            spent = time.perf_counter() - begin
            if spent > SECONDS:
                Path(tempfile.gettempdir(), "fuzz-slow.xlsx").write_bytes(content)
            slowest = max(slowest, spent)
    return answers, slowest


def main(count: int = 20_000, seed: int = 0) -> None:
    """Print what a run gives."""
    answers, slowest = run(count, seed)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(", ".join(f"{number} {answer}" for answer, number in answers.most_common()))
    print(f"slowest {slowest:.2f} s (limit {SECONDS:g}), memory {memory} MB (limit {MEGABYTES})")
    sys.exit(slowest > SECONDS or memory > MEGABYTES)


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:3]))
