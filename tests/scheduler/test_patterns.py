"""No pattern takes for ever over a long run of anything that people can type."""

from __future__ import annotations

import importlib
import pkgutil
import re
import signal
from typing import TYPE_CHECKING

import pytest

import constraints
import scheduler

if TYPE_CHECKING:
    from collections.abc import Iterator

RUNS = (" ", "\t", "0", "1", "12:", "月", "1月", "1日", "日", "周", "上午", "至", "-", ".", "/")
RUNS += ("、", ",", ";", "(", "（", "a", "李", "人", "假", "共", "取消", "，1", "= ")
AROUND = (("", ""), ("", "x"), ("12月5日", ""), ("2026-12-05 ", "x"), ("自", "12月"))
LENGTH = 1000
SECONDS = 10  # for all runs together; what is not super-linear takes hundredths


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield every compiled pattern of both packages with where it stands."""
    for package in (constraints, scheduler):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if found.name.endswith("__main__"):
                continue
            for name, value in vars(importlib.import_module(found.name)).items():
                several = value.items() if isinstance(value, dict) else [("", value)]
                for key, one in several:
                    if isinstance(one, re.Pattern) and isinstance(one.pattern, str):
                        yield f"{found.name}.{name}{key}", one


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no alarm on Windows")
@pytest.mark.parametrize("pattern", [pytest.param(one, id=at) for at, one in patterns()])
def test_a_long_run_is_done_with_soon(pattern: re.Pattern[str]) -> None:
    def late(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        for run in RUNS:
            for left, right in AROUND:
                text = f"{left}{run * (LENGTH // len(run))}{right}"
                for way in (pattern.search, pattern.fullmatch, pattern.match):
                    way(text)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
